"""What each capability promises, written by hand: one module for each name in the core's closed list, and ``app`` for
pages that belong to none.

A module holds, where its capability has such things:

``CHANGES``   change → who may cause it, by which commands or examples, and whom it tells
``EXAMPLES``  command → a valid way to send it, and the kinds of actor who may
``VIEWS``     view → how it is asked for, by whom, and what a stranger is answered
``PAGES``     name of a GET route → state → how a visitor gets there
``KEPT``      column that could name a person and stays when the person is erased → why
``UNATTESTED``  type of record about a subject that no history vouches for → why

The guard tests collect all of them here: a command, view, change or GET route without its entry fails, and so does an
entry for something that is not there.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

from helpdesk_core.capabilities import CAPABILITIES, load

load()
MODULES: dict[str, ModuleType] = {name: import_module(f"{__name__}.{name}") for name in (*CAPABILITIES, "app")}


def collected(name: str) -> dict[Any, Any]:
    """All entries of a kind. Raises AssertionError for two of one key."""
    found: dict[Any, Any] = {}
    for module in MODULES.values():
        own = getattr(module, name, {})
        assert not found.keys() & own.keys(), f"{module.__name__}: {found.keys() & own.keys()} has two entries"
        found |= own
    return found
