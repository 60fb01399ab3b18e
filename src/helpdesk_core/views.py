"""Every view, what it shows, and the types of what it shows: ``from helpdesk_core.views import view_room``.

The names are those of the registries, loaded when one is first used; ``views.pyi`` tells them to type checkers.
"""

from __future__ import annotations

import typing
from functools import cache
from typing import Any

from . import __all__ as _elsewhere
from . import capabilities, commands, plugins, ports, redaction, settings
from .base.signatures import named_by
from .guardrails.disclosure import shown_classes
from .viewing import views as _views


@cache
def _names() -> dict[str, Any]:
    capabilities.load()
    asked = [typing.get_type_hints(view.look) for view in _views.values()]
    hints = [hint for one in asked for name, hint in one.items() if name not in ("reader", "context")]
    others = (commands, plugins, ports, redaction, settings)
    elsewhere = {*_elsewhere, *(name for module in others for name in module.__all__)}
    shown = {name: cls for name, cls in named_by([*shown_classes.values(), *hints]).items() if name not in elsewhere}
    return dict(sorted((shown | {name: view.look for name, view in _views.items()}).items()))


def __getattr__(name: str) -> Any:
    """A view, or a class of what views show, by its name."""
    if name == "__all__":
        return list(_names())
    if name.startswith("_") or name not in _names():
        raise AttributeError(f"helpdesk_core.views has no {name}")
    return _names()[name]


def __dir__() -> list[str]:
    return list(_names())
