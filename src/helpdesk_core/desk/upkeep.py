"""What a desk is asked besides commands and views: erasing an account, checking what is stored, closing.

The capabilities that it asks are imported where they are asked: who imports `Helpdesk` has not made one yet.
"""

from __future__ import annotations

import logging
import typing
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import attrs

from ..base.actors import Actor, Admin, Customer
from ..base.asked import Count, says_mistakes
from ..base.changes import Refusal
from ..base.commands import Command, OpaqueId
from ..base.records import Record, record_types
from ..context import Context
from ..errors import StoreError
from ..i18n import Translators
from ..ports import Notifiers, Reader, StoreWithOutbox
from ..service_requests.model import BY_CUSTOMER
from ..subjects import NOT_FOUND
from ..timeline.audit import Anchor, Finding, anchor, scan, verify
from ..timeline.feed import Changes, changes_since, newest_place
from .daily import MERGED_EVERY, PURGED_EVERY, LittleByLittle, NowAndThen
from .health import Health, health_of
from .illustrating import Illustrating
from .inbound import Receiving
from .links import Visiting
from .pipeline import Pipeline

if TYPE_CHECKING:
    from ..attachments.receiving import KeptFile
    from ..search.rules import Indexed

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


@attrs.frozen(kw_only=True)
class OpenedFile:
    """A file that somebody may see.

    Attributes:
        stream: Its bytes; whoever asked for it closes it.
        name: Under which it is saved.
        media: Its media type, as it was decoded.
        size: In bytes, where it is known.
    """

    stream: BinaryIO
    name: str
    media: str
    size: int | None


@attrs.frozen(kw_only=True)
class Purged:
    """What a purge deleted.

    Attributes:
        rows: How many rows went.
        is_more: Whether the limit was reached, so that there may be more.
    """

    rows: int
    is_more: bool


class Upkeep(Receiving, Visiting, Illustrating):
    """The part of `Helpdesk` that looks after its store."""

    tenant: str
    notifiers: Notifiers
    clock: Callable[[], datetime]
    _store: StoreWithOutbox
    _translators: Translators
    _pipeline: Pipeline

    def _context(self, reader: Reader, actor: Any) -> Context:
        raise NotImplementedError

    @says_mistakes
    def erase_customer(self, customer: str, actor: Customer | Admin | None = None) -> ErasureReport:
        """Erase what is personal in every request of an account, and its devices, for a host that deletes it. The
        requests stay.

        Args:
            customer: The host's id of the account.
            actor: Who decided that, the customer by default.

        Returns:
            How many were erased. Each request is erased in a transaction of its own (the host's, where that is lent);
            calling again continues.
        """
        from ..erasure.rules import EraseDevices, EraseRequest

        with self._store.read(self.tenant) as reader:
            ids = [str(row[0]) for row in scan(reader, BY_CUSTOMER, {"customer": customer})]  # type: ignore[index]
        by = actor or Customer(id=customer)
        self.handle(EraseDevices(customer=OpaqueId(customer)), by)
        answers = {id: self.handle(EraseRequest(request=OpaqueId(id)), by) for id in ids}
        refused = tuple(id for id, answer in answers.items() if isinstance(answer, Refusal))
        return ErasureReport(erased=len(ids) - len(refused), refused=refused)

    @says_mistakes
    def keep_file(
        self, stream: BinaryIO, *, name: str, request: str, actor: Actor, link: str | None = None
    ) -> KeptFile | Refusal:
        """Keep a file for a request, to be added by `AddAttachments`. Nothing is decoded here.

        Args:
            stream: The bytes, read in pieces, at most as many as the setting ``max_file_mb`` says.
            name: What the sender calls it; it becomes no part of a path.
            request: The request's id.
            actor: Who uploads.
            link: The token of the private link, for whoever made the request and has not confirmed the contact yet;
                such files are added by `AddFirstAttachments`.

        Returns:
            What was kept, or a refusal that names the file. What is not added within the hour is deleted by a job.

        Raises:
            OSError: The storage failed; nothing was kept.
        """

        from ..attachments.first import ReserveFirstUpload
        from ..attachments.receiving import keep
        from ..attachments.rules import ReserveUpload

        def look() -> Context:
            with self._store.read(self.tenant) as reader:
                context = self._context(reader, actor)
                context.look()  # remembered: the reader is closed before the first byte is read
                return context

        reserve: Command[Any] = ReserveUpload(request=OpaqueId(request))
        if link is not None:
            reserve = ReserveFirstUpload(link=OpaqueId(link))
        return keep(stream, name, request, lambda: self.handle(reserve, actor), look)

    @says_mistakes
    def open_file(self, attachment: str, viewer: Actor, *, small: bool = False) -> OpenedFile | Refusal:
        """Open a photo or file for somebody, who is asked now whether they may see it.

        Args:
            attachment: Its id.
            viewer: Who looks.
            small: Whether the thumbnail is meant.

        Returns:
            The file, whose stream has to be closed; a refusal for what is not theirs, not checked yet, or gone.
        """
        from ..attachments.views import view_file

        found = self.view(view_file, viewer, attachment)
        if isinstance(found, Refusal):
            return found
        key = found.small_key if small else found.key
        if self.storage is None or key is None:
            return NOT_FOUND
        try:
            stream = self.storage.files.open(key)
        except FileNotFoundError:
            _log.error("a file of the storage is missing: attachment %s", attachment)
            return NOT_FOUND
        return OpenedFile(stream=stream, name=str(found.name), media=found.media, size=None if small else found.size)

    @says_mistakes
    def index(self, limit: Count = 200, *, restart: bool = False) -> Indexed:
        """Bring the search up to date with what was committed since. `Helpdesk.deliver` does so too.

        Args:
            limit: Entries of the feed of changes at most.
            restart: Begin again with the first, as after a change that no entry tells of.

        Returns:
            How many changes were read, and how many requests were indexed; none when there is nothing new.
        """
        from ..search.rules import INDEXER, MOST_CHANGES, IndexChanges, Indexed

        create = getattr(self._store, "create_full_text", None)
        if restart and create is not None:
            create()
        answer = self.handle(IndexChanges(at_most=min(limit, MOST_CHANGES), restart=restart), INDEXER)
        return answer if isinstance(answer, Indexed) else Indexed(changes=0, requests=0, is_behind=True)

    def _index_if_it_can(self) -> None:
        """A round of indexing that keeps nothing else waiting: the next one goes on where it failed."""
        try:
            self.index()
        except StoreError as error:
            _log.error("the search was not brought up to date: %s", type(error).__name__)

    @says_mistakes
    def purge(self, limit: Count = 500) -> Purged:
        """Delete technical rows that are over, about which nobody has to decide: used keys, counted tries, drafts that
        were left lying, jobs that are done. `Helpdesk.deliver` does so too, a little at a time.

        Args:
            limit: Rows at most; each type of record is a short transaction of its own.

        Returns:
            How many went, and whether there are more.
        """
        gone, now = 0, self.clock()
        for kind in tuple(record_types.values()):
            for purge in kind.purges:
                before, left = now - timedelta(days=purge.days), limit - gone
                record = typing.cast(type[Record], kind.make)
                gone += self._store.purge(self.tenant, record, purge, before, left)
                if gone >= limit:
                    return Purged(rows=gone, is_more=True)
        return Purged(rows=gone, is_more=False)

    def _look_after_store(self) -> None:
        """What a round of deliveries does besides: it keeps nothing else waiting, and the next one goes on."""
        self._index_if_it_can()
        self._counting.look()
        self._purging.look()
        self._merging.look()

    def _merge_index(self) -> bool:
        """One step of merging the search's index, where the store keeps it in pieces; whether there is more to do."""
        merge = getattr(self._store, "merge_full_text", None)
        return merge is not None and bool(merge())

    def count_retention(self) -> None:
        """Count which ended requests are due, for those who decide what goes; workers do so some times a day."""
        from ..retention.rules import COUNTER, CountRetention

        self.handle(CountRetention(), COUNTER)

    @cached_property
    def _counting(self) -> NowAndThen:
        return NowAndThen(self.count_retention, "counting what is due")

    @cached_property
    def _purging(self) -> LittleByLittle:
        return LittleByLittle(lambda: self.purge().is_more, "purging", PURGED_EVERY)

    @cached_property
    def _merging(self) -> LittleByLittle:
        return LittleByLittle(self._merge_index, "merging the search's index", MERGED_EVERY)

    def count_changes(self) -> int:
        """How many changes there have been: what `index` reads from the first one on, and what `changes` hands out."""
        from ..search.model import ALL_CHANGES

        with self._store.read(self.tenant) as reader:
            ((count,),) = reader.totals(ALL_CHANGES, {})
        return int(count or 0)

    @says_mistakes
    def changes(self, after: str | None = None, limit: Count = 100) -> Changes:
        """What was committed since: for live pages, webhooks, an index elsewhere. Nothing is ever skipped, also when
        commits overtake each other.

        Args:
            after: ``next`` of the last answer; from the beginning without it.
            limit: Entries at most.

        Returns:
            The entries, and where to continue.

        Raises:
            TypeError: ``after`` is no place: it would begin anew, and bring everything again.
        """
        with self._store.read(self.tenant) as reader:
            return changes_since(reader, after, limit)

    def newest_change(self) -> str | None:
        """The place in the feed of `changes` behind the newest one. What is being committed now may lie before it.

        Returns:
            The place; None where nothing ever changed.
        """
        with self._store.read(self.tenant) as reader:
            return newest_place(reader)

    def anchor(self) -> Anchor:
        """One digest over the heads of all histories, to keep outside."""
        with self._store.read(self.tenant) as reader:
            return anchor(reader)

    @says_mistakes
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
        """What keeps the desk from its work, for operators: the store's problems, and that nothing can be sent."""
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
        """What is broken in the store's file, for operators. It takes as long as reading all of it."""
        return tuple(getattr(self._store, "damage", tuple)())

    def saving_problems(self) -> tuple[str, ...]:
        """What keeps the store from saving anything, for operators: it only reads, or has no space left. Quick."""
        return tuple(getattr(self._store, "saving_problems", tuple)())

    def notifier_problems(self) -> tuple[str, ...]:
        """What is wrong with the ways out, as notifiers that can try find without sending anything; and that there is
        none."""
        return self.notifiers.problems() if self.notifiers.are_there else (NO_NOTIFIERS,)

    @says_mistakes
    def has_words(self, language: str) -> bool:
        """Whether there are words in a language: ours, or a plugin's.

        Args:
            language: As settings name it.

        Returns:
            Whether there are.
        """
        return self._translators.has(language)

    @says_mistakes
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

    def __repr__(self) -> str:
        return f"<Helpdesk {self.tenant!r} on {type(self._store).__name__}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
