"""How another system is told what changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from .notifier import Answer


class Webhook(Protocol):
    """One address of another system: after commit, at least once, idempotent by the event's id."""

    @property
    def name(self) -> str:
        """Its name in logs and jobs."""

    @property
    def actions(self) -> Collection[str]:
        """The changes that it is told of, by their names; ``*`` stands for all."""

    @property
    def with_texts(self) -> bool:
        """Whether messages between customer and shop go along; internal notes never do."""

    def tell(self, id: str, event: Mapping[str, Any]) -> Answer:
        """Tell of one change. It never raises, and does not try again by itself.

        Args:
            id: The same on every attempt.
            event: What is told, as JSON data.

        Returns:
            `Sent`; `Undeliverable` where the address is gone for good; anything else is tried again.
        """
