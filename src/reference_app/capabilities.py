"""The app's folders, one for each capability that has pages or words. A new one is found by being there."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from .slots import Pages

_HERE = Path(__file__).parent


@cache
def _folders() -> tuple[str, ...]:
    """The packages of this folder, by name."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules([str(_HERE)]) if found.ispkg))


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
    folders = {name: _HERE / name / "templates" for name in _folders()}
    return {name: str(folder) for name, folder in folders.items() if folder.is_dir()}


def _import(folder: str, module: str) -> ModuleType | None:
    name = f"{__package__}.{folder}.{module}"
    return None if find_spec(name) is None else import_module(name)
