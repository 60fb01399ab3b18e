"""What a desk is asked besides commands and views: erasing an account, checking what is stored, closing."""

from __future__ import annotations

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Self

import attrs

from ..base.actors import Actor, Admin, Customer
from ..base.changes import Refusal
from ..base.commands import Command, OpaqueId
from ..erasure.rules import EraseRequest
from ..ports import Reader, StoreWithOutbox
from ..service_requests.model import BY_CUSTOMER
from ..timeline.audit import Anchor, Finding, anchor, scan, verify
from ..timeline.feed import Changes, changes_since


@attrs.frozen(kw_only=True)
class ErasureReport:
    """What came of erasing an account's requests.

    Attributes:
        erased: How many requests were erased.
        refused: The ids of those that were refused: a plugin objected, or other writers kept changing them.
    """

    erased: int
    refused: tuple[str, ...] = ()


class Upkeep:
    """The part of `Helpdesk` that looks after its store."""

    tenant: str
    _store: StoreWithOutbox

    def handle(self, command: Command[Any], actor: Actor, *, key: str | None = None) -> Any:
        """See `Helpdesk.handle`."""
        raise NotImplementedError

    def erase_customer(self, customer: str, actor: Customer | Admin | None = None) -> ErasureReport:
        """Erase what is personal in every request of an account, for a host that deletes it. The requests stay.

        Args:
            customer: The host's id of the account.
            actor: Who decided that, the customer by default.

        Returns:
            How many were erased. Each request is erased in a transaction of its own (the host's, where that is lent);
            calling again continues.
        """
        with self._store.read(self.tenant) as reader:
            ids = [str(row[0]) for row in scan(reader, BY_CUSTOMER, {"customer": customer})]  # type: ignore[index]
        by = actor or Customer(id=customer)
        answers = {id: self.handle(EraseRequest(request=OpaqueId(id)), by) for id in ids}
        refused = tuple(id for id, answer in answers.items() if isinstance(answer, Refusal))
        return ErasureReport(erased=len(ids) - len(refused), refused=refused)

    def changes(self, after: str | None = None, limit: int = 100) -> Changes:
        """What was committed since: for live pages, webhooks, an index elsewhere. Nothing is ever skipped, also when
        commits overtake each other.

        Args:
            after: ``next`` of the last answer; from the beginning without it.
            limit: Entries at most.

        Returns:
            The entries, and where to continue.
        """
        with self._store.read(self.tenant) as reader:
            return changes_since(reader, after, limit)

    def anchor(self) -> Anchor:
        """One digest over the heads of all histories, to keep outside."""
        with self._store.read(self.tenant) as reader:
            return anchor(reader)

    def verify(self, against: Anchor | None = None) -> tuple[Finding, ...]:
        """Check histories, decisions and the rows they vouch for.

        Args:
            against: An anchor taken earlier; with it, histories that were cut or have vanished are found too.

        Returns:
            What does not fit; empty when everything is as it was written.
        """
        with self._store.read(self.tenant) as reader:
            return tuple(verify(reader, against))

    def problems(self) -> tuple[str, ...]:
        """What the store says is wrong with itself, human-readable, for operators; empty when it can be used."""
        return tuple(self._store.problems())

    def damage(self) -> tuple[str, ...]:
        """What is broken in the store's file, human-readable, for operators; empty where nothing is, or where its
        database looks after that itself. It takes as long as reading all of it."""
        look = getattr(self._store, "damage", None)
        return tuple(look()) if look is not None else ()

    def reading(self) -> AbstractContextManager[Reader]:
        """A reader for reports and tests, as a context manager."""
        return self._store.read(self.tenant)

    def close(self) -> None:
        """Close the store's own connections; what is borrowed stays open. The desk cannot be used afterwards."""
        close = getattr(self._store, "close", None)
        if close is not None:
            close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
