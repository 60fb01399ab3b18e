"""How calls leave the event loop of an async host."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

Run = Callable[[Callable[[], Any]], Awaitable[Any]]
"""Calls a function that blocks, somewhere else, and gives what it returns: ``await run(partial(desk.view, …))``."""
