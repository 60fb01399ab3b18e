"""The app's folders, one for each capability that has pages or words. A new one is found by being there."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from .slots import Pages


def _folders() -> dict[str, Path]:
    """The packages of the app, by name, wherever its own path leads."""
    places = import_module(__package__).__path__
    found = (folder for place in places for folder in Path(place).iterdir() if (folder / "__init__.py").is_file())
    return {folder.name: folder for folder in sorted(found)}


def found_pages() -> tuple[Pages, ...]:
    """PAGES of every capability that has pages. Raises AttributeError for a ``pages.py`` that declares none."""
    import_texts()
    modules = [_import(name, "pages") for name in _folders()]
    return tuple(module.PAGES for module in modules if module)


def import_texts() -> None:
    """Define the words of every capability: a shop's own wording is checked against them."""
    for name in _folders():
        _import(name, "texts")


def template_folders() -> dict[str, str]:
    """Where each capability's templates are, by its name."""
    folders = {name: folder / "templates" for name, folder in _folders().items()}
    return {name: str(folder) for name, folder in folders.items() if folder.is_dir()}


def _import(folder: str, module: str) -> ModuleType | None:
    name = f"{__package__}.{folder}.{module}"
    return None if find_spec(name) is None else import_module(name)
