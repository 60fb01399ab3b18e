"""What a desk is asked besides commands and views: erasing an account, checking what is stored, closing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import attrs

from ..base.actors import Actor, Admin, Customer
from ..base.changes import Refusal
from ..base.commands import Command, OpaqueId
from ..erasure.rules import EraseRequest
from ..errors import StoreError
from ..i18n import Translators
from ..ports import Notifiers, Reader, StoreWithOutbox
from ..search.model import ALL_CHANGES
from ..search.rules import INDEXER, IndexChanges, Indexed
from ..service_requests.model import BY_CUSTOMER
from ..timeline.audit import Anchor, Finding, anchor, scan, verify
from ..timeline.feed import Changes, changes_since, newest_place
from .health import Health, health_of
from .pipeline import Pipeline

NO_NOTIFIERS = "there are no notifiers, so that every message waits: give Helpdesk(…, notifiers=[…]) one"

_log = logging.getLogger("helpdesk_core.desk")


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
    notifiers: Notifiers
    clock: Callable[[], datetime]
    _store: StoreWithOutbox
    _translators: Translators
    _pipeline: Pipeline

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

    def index(self, limit: int = 200, *, restart: bool = False) -> Indexed:
        """Bring the search up to date with what was committed since. `Helpdesk.deliver` does so too.

        Args:
            limit: Entries of the feed of changes at most.
            restart: Begin again with the first, as after a change that no entry tells of.

        Returns:
            How many changes were read, and how many requests were indexed; none when there is nothing new.
        """
        create = getattr(self._store, "create_full_text", None)
        if restart and create is not None:
            create()
        answer = self.handle(IndexChanges(at_most=limit, restart=restart), INDEXER)
        return answer if isinstance(answer, Indexed) else Indexed(changes=0, requests=0, is_behind=True)

    def _index_if_it_can(self) -> None:
        """A round of indexing that keeps nothing else waiting: the next one goes on where it failed."""
        try:
            self.index()
        except StoreError as error:
            _log.error("the search was not brought up to date: %s", type(error).__name__)

    def count_changes(self) -> int:
        """How many changes there have been: what `index` reads from the first one on, and what `changes` hands out."""
        with self._store.read(self.tenant) as reader:
            ((count,),) = reader.totals(ALL_CHANGES, {})
        return int(count or 0)

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

    def newest_change(self) -> str | None:
        """The place in the feed of `changes` behind the newest one, for who wants to hear of what comes and of nothing
        before. What is being committed at this moment may lie before it.

        Returns:
            The place; None where nothing ever changed.
        """
        with self._store.read(self.tenant) as reader:
            return newest_place(reader)

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
        """What keeps the desk from doing its work, human-readable, for operators: what the store says of itself, and
        that there is no way to send anything. Empty when it can be used."""
        return (*self.store_problems(), *(() if self.notifiers.are_there else (NO_NOTIFIERS,)))

    def store_problems(self) -> tuple[str, ...]:
        """What the store says is wrong with itself; empty when it can be used."""
        return tuple(self._store.problems())

    def health(self) -> Health:
        """Whether delivery goes on: numbers for whoever watches, with nothing of any message in them.

        Returns:
            How many jobs are late, since when, and for what.

        Raises:
            StoreError: The store is away.
        """
        with self._store.read(self.tenant) as reader:
            return health_of(reader, self.tenant, self.clock())

    def restored(self) -> int:
        """Say that the database was restored from a backup: messages that waited in it may have been sent since it was
        made, and are held back until staff release them. Stores notice it by themselves as far as they can.

        Returns:
            How many were held back.
        """
        return self._store.begin(self.tenant, self.clock(), restored=True)

    def damage(self) -> tuple[str, ...]:
        """What is broken in the store's file, human-readable, for operators; empty where nothing is, or where its
        database looks after that itself. It takes as long as reading all of it."""
        look = getattr(self._store, "damage", None)
        return tuple(look()) if look is not None else ()

    def notifier_problems(self) -> tuple[str, ...]:
        """What is wrong with the ways out, as notifiers that can try find without sending anything; and that there is
        none."""
        return self.notifiers.problems() if self.notifiers.are_there else (NO_NOTIFIERS,)

    def has_words(self, language: str) -> bool:
        """Whether there are words in a language: ours, or a plugin's.

        Args:
            language: As settings name it.

        Returns:
            Whether there are.
        """
        return self._translators.has(language)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Do something once what was saved is committed, as plugins are told of it.

        Args:
            call: What to do.
        """
        self._pipeline.after_commit(call)

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
