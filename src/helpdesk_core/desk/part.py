"""What the parts of `Helpdesk` ask of the whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..base.actors import Actor
from ..base.commands import Command
from ..ports import Storage


class DeskPart:
    """A part of `Helpdesk` in a file of its own."""

    storage: Storage | None

    def handle(self, command: Command[Any], actor: Actor, *, key: str | None = None) -> Any:
        """See `Helpdesk.handle`."""
        raise NotImplementedError

    def read(self, command: Any, fields: Any) -> Any:
        """See `Helpdesk.read`."""
        raise NotImplementedError

    def view(self, view: Callable[..., Any], viewer: Actor, *args: Any, **options: Any) -> Any:
        """See `Helpdesk.view`."""
        raise NotImplementedError
