"""helpdesk_core in use: customer portal, customer room, staff desk and the command line, for a host to mount or to
run alone."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .app import create_app as create_app
    from .host import Host as Host
    from .host import Page as Page

_PLACES = {"create_app": "app", "Host": "host", "Page": "host"}
__all__ = ["Host", "Page", "create_app"]


def __getattr__(name: str) -> Any:
    """What the package offers, imported with all its words when it is first asked for: a command that needs no page
    loads none."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    try:
        import_module(".capabilities", __name__).import_texts()
        found = getattr(import_module(f".{_PLACES[name]}", __name__), name)
    except ModuleNotFoundError as error:  # a plain install has no pages
        if (error.name or "").startswith(__name__):
            raise
        need = f"the pages and the command line need {error.name}: pip install 'helpdesk-core[app]'"
        raise ModuleNotFoundError(need, name=error.name) from None
    globals()[name] = found
    return found
