"""How workers learn that there is work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from .store import Unit


class Waker(Protocol):
    """Tells workers that jobs wait, so that they need not find it out by looking every few seconds.

    The rows of the outbox are the truth, and workers look by themselves as well: a call that is lost, or made twice,
    costs nothing but time.
    """

    def wake(self, tenant: str, unit: Unit) -> Callable[[], object] | None:
        """Jobs were written; they are committed with the transaction that this is called in.

        Args:
            tenant: Whose jobs.
            unit: That transaction. Units of SQL stores have its ``connection``, the driver's, for engines whose own
                queue is in the same database.

        Returns:
            What to do once it is committed, for a broker that knows nothing of the transaction; None for nothing. It
                is never called when the transaction is rolled back, and what it raises is logged.

        Raises:
            Exception: Whatever it is, the command is taken back with it: let nothing out that a worker's own look
                makes up for.
        """
