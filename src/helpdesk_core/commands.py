"""Every command, its result, and the types of their fields: ``from helpdesk_core.commands import SubmitRequest``.

The names are those of the registry, loaded when one is first used; ``commands.pyi`` tells them to type checkers.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from . import __all__ as _core
from . import capabilities
from .base.commands import commands as _commands
from .base.commands import limits as _limits
from .base.signatures import named_by
from .ports import __all__ as _ports


@cache
def _names() -> dict[str, Any]:
    capabilities.load()
    results = {command.result_type.__name__: command.result_type for command in _commands.values()}
    named = named_by([*_commands.values(), *results.values()])
    fields = {name: cls for name, cls in named.items() if name not in (*_core, *_ports)}
    return dict(sorted((fields | results | _commands | {"limits": _limits}).items()))


def __getattr__(name: str) -> Any:
    """A command, a result or the type of a field by its name."""
    if name == "__all__":
        return list(_names())
    if name.startswith("_") or name not in _names():
        raise AttributeError(f"helpdesk_core.commands has no {name}")
    return _names()[name]


def __dir__() -> list[str]:
    return list(_names())
