"""Every command and its result, wherever its capability keeps it: ``from helpdesk_core.commands import SubmitRequest``.

The names are those of the registry, loaded when one is first used; ``commands.pyi`` tells them to type checkers.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from . import capabilities
from .base.commands import commands as _commands


@cache
def _names() -> dict[str, Any]:
    capabilities.load()
    results = {command.result_type.__name__: command.result_type for command in _commands.values()}
    return dict(sorted((results | _commands).items()))


def __getattr__(name: str) -> Any:
    """A command or a result by its name."""
    if name == "__all__":
        return list(_names())
    if name.startswith("_") or name not in _names():
        raise AttributeError(f"helpdesk_core.commands has no {name}")
    return _names()[name]


def __dir__() -> list[str]:
    return list(_names())
