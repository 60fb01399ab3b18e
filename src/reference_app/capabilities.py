"""The app's folders, one for each capability that has pages or words. A new one is found by being there."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from .slots import Pages


def _places() -> tuple[str, ...]:
    """Where the app's own path leads: what was found there is kept for the process, however many apps it makes."""
    return tuple(import_module(__package__).__path__)


@cache
def _folders(places: tuple[str, ...]) -> dict[str, Path]:
    """The packages of the app, by name."""
    found = (folder for place in places for folder in Path(place).iterdir() if (folder / "__init__.py").is_file())
    return {folder.name: folder for folder in sorted(found)}


@cache
def _names(places: tuple[str, ...], module: str) -> tuple[str, ...]:
    """Where that module is, for every capability that has one."""
    names = [f"{__package__}.{folder}.{module}" for folder in _folders(places)]
    return tuple(name for name in names if find_spec(name) is not None)


def _modules(module: str) -> list[ModuleType]:
    return [import_module(name) for name in _names(_places(), module)]


def found_pages() -> tuple[Pages, ...]:
    """PAGES of every capability that has pages. Raises AttributeError for a ``pages.py`` that declares none."""
    import_texts()
    return tuple(module.PAGES for module in _modules("pages"))


def import_texts() -> None:
    """Define the words of every capability: a shop's own wording is checked against them."""
    _modules("texts")


def template_folders() -> dict[str, str]:
    """Where each capability's templates are, by its name."""
    folders = {name: folder / "templates" for name, folder in _folders(_places()).items()}
    return {name: str(folder) for name, folder in folders.items() if folder.is_dir()}
