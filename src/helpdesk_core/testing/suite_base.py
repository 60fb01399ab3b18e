"""What the parts of the store suite share."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, ClassVar

from ..base.queries import Cursor, Query
from ..base.records import Record
from ..idempotency import IdempotencyRecord
from .rows import sealed


class StoreHelpers:
    """Each helper uses a unit or a reader of its own."""

    capabilities: ClassVar[frozenset[str]]
    #: How long a test waits for what must come by itself, in seconds.
    patience: ClassVar[float] = 20

    def save(self, store: Any, *records: Any, key: IdempotencyRecord | None = None, tenant: str = "shop") -> None:
        """Save in a unit of its own.

        Args:
            store: The store.
            records: New records, in this order.
            key: The idempotency record, inserted first.
            tenant: The shop.
        """
        with store.write(tenant) as unit:
            unit.save(sealed(*records, key=key, tenant=tenant))

    def load(self, store: Any, kind: type[Record], id: str, tenant: str = "shop") -> Any:
        """Load one record.

        Args:
            store: The store.
            kind: The record's class.
            id: The record's id.
            tenant: The shop.

        Returns:
            The record, or None.
        """
        with store.read(tenant) as reader:
            return reader.load(kind, id)

    def find(
        self,
        store: Any,
        query: Query,
        tenant: str = "shop",
        after: Cursor | None = None,
        limit: int = 50,
        **params: Any,
    ) -> list[Any]:
        """Find one page.

        Args:
            store: The store.
            query: What to find.
            tenant: The shop.
            after: Where the page before ended.
            limit: How many at most.
            params: The query's parameters, as cells.

        Returns:
            The results.
        """
        with store.read(tenant) as reader:
            return list(reader.find(query, params, after=after, limit=limit))


def in_threads(*calls: Callable[[], Any], seconds: float = 60) -> list[Any]:
    """Run the calls at once and return what they return; what one raises is raised here."""
    answers: list[Any] = [None] * len(calls)
    errors: list[BaseException] = []

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            answers[place] = call()
        except BaseException as error:  # noqa: BLE001 - a failed assertion of a thread fails the test
            errors.append(error)

    threads = [threading.Thread(target=run, args=one, daemon=True) for one in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)
    if errors:
        raise errors[0]
    assert not any(thread.is_alive() for thread in threads), f"not done after {seconds} seconds"
    return answers
