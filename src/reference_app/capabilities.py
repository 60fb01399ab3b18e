"""The app's folders of the capabilities. Adding one is its folder here and in the core, and its name in the core's
closed list."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from helpdesk_core.capabilities import CAPABILITIES

from .slots import Pages

#: Folders of the app that the core has not.
APP_ONLY = ("accounts", "sent_mail")


def found_pages() -> tuple[Pages, ...]:
    """PAGES of every capability that has pages. Raises AttributeError for a ``pages.py`` that declares none."""
    import_texts()
    modules = [_import(name, "pages") for name in (*CAPABILITIES, *APP_ONLY)]
    return tuple(module.PAGES for module in modules if module)


def import_texts() -> None:
    """Define the words of every capability: a shop's own wording is checked against them."""
    for name in (*CAPABILITIES, *APP_ONLY):
        _import(name, "texts")


def template_folders() -> dict[str, str]:
    """Where each capability's templates are, by its name."""
    folders = {}
    for name in (*CAPABILITIES, *APP_ONLY):
        spec = find_spec(f"{__package__}.{name}")
        folder = Path(spec.origin).with_name("templates") if spec and spec.origin else None
        if folder is not None and folder.is_dir():
            folders[name] = str(folder)
    return folders


def _import(capability: str, module: str) -> ModuleType | None:
    name = f"{__package__}.{capability}"
    if find_spec(name) is None or find_spec(f"{name}.{module}") is None:
        return None
    return import_module(f"{name}.{module}")
