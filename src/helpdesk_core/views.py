"""Every view and what it shows, wherever its capability keeps it: ``from helpdesk_core.views import view_room``.

The names are those of the registries, loaded when one is first used; ``views.pyi`` tells them to type checkers.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from . import capabilities
from .guardrails.disclosure import shown_classes
from .viewing import views as _views


@cache
def _names() -> dict[str, Any]:
    capabilities.load()
    return dict(sorted((shown_classes | {name: view.look for name, view in _views.items()}).items()))


def __getattr__(name: str) -> Any:
    """A view, or a class of what views show, by its name."""
    if name == "__all__":
        return list(_names())
    if name.startswith("_") or name not in _names():
        raise AttributeError(f"helpdesk_core.views has no {name}")
    return _names()[name]


def __dir__() -> list[str]:
    return list(_names())
