"""The suites themselves: each planted fault must turn one red, and the test that is meant to."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from helpdesk_core.adapters.memory import MemoryReader, MemoryStore, MemoryUnit
from helpdesk_core.base.contacts import Contact, ContactKind
from helpdesk_core.base.time import utc_text
from helpdesk_core.errors import ConcurrentUpdateError
from helpdesk_core.guardrails.gate import RowWrite, SealedChanges
from helpdesk_core.notifications.model import OutboxRow
from helpdesk_core.ports import Retry, Sent, Undeliverable
from helpdesk_core.testing import NotifierSuite, StoreSuite


class _Patched(MemoryStore):
    """A memory store whose reader and unit are replaced."""

    reader: type[MemoryReader] = MemoryReader
    unit: type[MemoryUnit] = MemoryUnit

    @contextlib.contextmanager
    def read(self, tenant: str) -> Iterator[Any]:
        yield self.reader(tenant, lambda: self._tables)

    @contextlib.contextmanager
    def write(self, tenant: str) -> Iterator[Any]:
        with self._lock:
            unit = self.unit(tenant, {name: dict(rows) for name, rows in self._tables.items()})
            yield unit
            self._tables = unit.tables


def patched(reader: type[MemoryReader] = MemoryReader, unit: type[MemoryUnit] = MemoryUnit) -> type[_Patched]:
    return type("Faulty", (_Patched,), {"reader": reader, "unit": unit})


class FindsEveryTenant(MemoryReader):
    def find(self, query: Any, params: Any, **options: Any) -> Any:
        rows = self._current().get(query.record_type.name, {}).values()
        return [
            found
            for tenant in sorted({str(row[1]) for row in rows})
            for found in MemoryReader(tenant, self._current).find(query, params, **options)
        ]


class LoadsEveryTenant(MemoryReader):
    def load(self, kind: Any, id: str) -> Any:
        row = self._current().get(kind.record_type.name, {}).get(id)
        return kind.record_type.decode(row) if row else None


class LastWriteWins(MemoryUnit):
    def _check(self, write: RowWrite) -> None:
        if write.before is None:
            super()._check(write)


class InsertOverwrites(MemoryUnit):
    def _check(self, write: RowWrite) -> None:
        if write.before is not None:
            super()._check(write)


def _with_rows(change: Callable[[tuple[RowWrite, ...]], tuple[RowWrite, ...]]) -> type[MemoryUnit]:
    class Changed(MemoryUnit):
        def save(self, changes: SealedChanges) -> None:
            if isinstance(changes, SealedChanges):
                object.__setattr__(changes, "rows", change(changes.rows))
            super().save(changes)

    return Changed


def _old_keys(rows: tuple[RowWrite, ...]) -> tuple[RowWrite, ...]:
    """Replaced rows keep the key columns they had."""
    keys = {"status", "source_id"}
    return tuple(
        RowWrite(
            w.record_type,
            tuple(
                old if column.name in keys else new
                for column, new, old in zip(w.record_type.columns, w.row, w.before or w.row, strict=True)
            ),
            w.before,
        )
        for w in rows
    )


def _text(change: Callable[[str], str]) -> type[MemoryUnit]:
    def rewrite(rows: tuple[RowWrite, ...]) -> tuple[RowWrite, ...]:
        return tuple(
            RowWrite(
                write.record_type,
                tuple(change(cell) if isinstance(cell, str) else cell for cell in write.row),
                write.before,
            )
            for write in rows
        )

    return _with_rows(rewrite)


class CommitsOnException(_Patched):
    @contextlib.contextmanager
    def write(self, tenant: str) -> Iterator[Any]:
        unit = MemoryUnit(tenant, {name: dict(rows) for name, rows in self._tables.items()})
        try:
            yield unit
        finally:
            self._tables = unit.tables


class PoisonedByConflict(MemoryUnit):
    broken = False

    def save(self, changes: SealedChanges) -> None:
        if self.broken:
            raise ConcurrentUpdateError("still")
        try:
            super().save(changes)
        except ConcurrentUpdateError:
            self.broken = True
            raise


class PagesByFirstKeyOnly(MemoryReader):
    """Pages go on behind (or at) the first key alone."""

    skips = True

    def find(self, query: Any, params: Any, *, after: Any = None, limit: int = 50) -> Any:
        if after is None or len(query.order) == 1:
            return super().find(query, params, after=after, limit=limit)
        whole = super().find(query, params, limit=10_000)
        places = [query.order.index("id")]
        columns = [column.name for column in query.record_type.columns]

        def first(found: Any) -> Any:
            cells = (
                query.record_type.encode(found)
                if query.columns is None
                else self._current()[query.record_type.name][found[0]]
            )
            return cells[columns.index(query.order[0])]

        assert places
        past = (
            (lambda found: first(found) < after[0]) if query.newest_first else (lambda found: first(found) > after[0])
        )
        same = [found for found in whole if past(found) or (not self.skips and first(found) == after[0])]
        return same[:limit]


class PagesRepeat(PagesByFirstKeyOnly):
    skips = False


class SharesItsObjects(MemoryReader):
    """Hands out the very same record each time."""

    known: dict[tuple[str, str], Any] = {}

    def load(self, kind: Any, id: str) -> Any:
        found = super().load(kind, id)
        if found is None:
            return None
        kept = self.known.setdefault((kind.__name__, id), found)
        return (
            kept
            if kept.version == found.version and kept.id == found.id and kind.__name__ == "TimelineEntry"
            else found
        )


class StaleReader(MemoryReader):
    """Remembers the first answer for each id."""

    seen: dict[Any, Any] = {}

    def load(self, kind: Any, id: str) -> Any:
        found = super().load(kind, id)
        return self.seen.setdefault((kind, self._tenant, id), found) if found is not None else None


class ClaimsTwice(MemoryStore):
    def claim(self, tenant: str, now: Any, *, limit: int, lease_seconds: int) -> Any:
        return super().claim(tenant, now, limit=limit, lease_seconds=0)


class LeaseNeverEnds(MemoryStore):
    def claim(self, tenant: str, now: Any, *, limit: int, lease_seconds: int) -> Any:
        return super().claim(tenant, now, limit=limit, lease_seconds=10**8)


class SettlesStale(MemoryStore):
    def complete(self, item: Any, *, state: str, now: Any, due_at: Any = None, reason: str = "") -> bool:
        row = self._tables[OutboxRow.record_type.name][item.id]
        cells = list(row)
        for name, value in (
            ("state", state),
            ("reason", reason),
            ("lease", None),
            ("due_at", utc_text(due_at or now + timedelta(0))),
        ):
            cells[OutboxRow.record_type.place(name)] = value
        self._tables[OutboxRow.record_type.name][item.id] = tuple(cells)
        return True


class TakesAnything(MemoryUnit):
    def save(self, changes: Any) -> None:
        for write in getattr(changes, "rows", ()):
            self.tables.setdefault(write.record_type.name, {})[write.id] = write.row


FIELD_ERRORS: dict[str, tuple[type[Any], str]] = {
    "ignores the tenant in find": (patched(reader=FindsEveryTenant), "test_find_knows_only_its_tenant"),
    "ignores the tenant in load": (patched(reader=LoadsEveryTenant), "test_load_knows_only_its_tenant"),
    "does not renew keys on update": (patched(unit=_with_rows(_old_keys)), "test_an_update_renews_every_key"),
    "lets the last write win": (patched(unit=LastWriteWins), "test_the_second_of_two_writers_loses"),
    "overwrites on insert": (patched(unit=InsertOverwrites), "test_an_insert_never_overwrites"),
    "loses the last row of a batch": (
        patched(unit=_with_rows(lambda rows: rows[:-1] if len(rows) > 10 else rows)),
        "test_every_row_of_a_batch_is_kept",
    ),
    "writes records without their outbox": (
        patched(unit=_with_rows(lambda rows: tuple(write for write in rows if write.record_type.name != "outbox"))),
        "test_what_goes_out_is_written_with_its_cause",
    ),
    "commits on an exception": (CommitsOnException, "test_an_exception_keeps_nothing"),
    "is poisoned by a conflict": (
        patched(unit=PoisonedByConflict),
        "test_a_conflict_leaves_the_unit_usable_and_itself_nothing",
    ),
    "skips on equal keys": (patched(reader=PagesByFirstKeyOnly), "test_pages_neither_repeat_nor_skip"),
    "repeats on equal keys": (patched(reader=PagesRepeat), "test_pages_neither_repeat_nor_skip"),
    "shares mutable rows": (patched(reader=SharesItsObjects), "test_what_was_read_is_the_readers_own"),
    "normalises text": (
        patched(unit=_text(lambda text: unicodedata.normalize("NFC", text))),
        "test_text_is_kept_character_for_character",
    ),
    "trims text": (patched(unit=_text(str.strip)), "test_text_is_kept_character_for_character"),
    "cuts text": (patched(unit=_text(lambda text: text[:10_000])), "test_text_is_kept_character_for_character"),
    "reads stale": (patched(reader=StaleReader), "test_reads_are_never_stale"),
    "claims a row twice": (ClaimsTwice, "test_a_claimed_row_is_not_claimed_again"),
    "never ends a lease": (LeaseNeverEnds, "test_a_lease_ends"),
    "accepts a stale settle": (SettlesStale, "test_a_lease_ends"),
    "accepts unsealed rows": (patched(unit=TakesAnything), "test_only_sealed_changes_are_saved"),
}


def run(test: Callable[..., None], make: Callable[[], Any]) -> bool:
    """Whether one test of a suite passes on the store, with all its parameters."""
    marks = getattr(test, "pytestmark", [])
    names = [(mark.args[0], mark.args[1]) for mark in marks if mark.name == "parametrize"]
    for value in names[0][1] if names else [None]:
        try:
            test(StoreSuite(), make(), **({names[0][0]: value} if names else {}))
        except BaseException:
            return False
    return True


@pytest.mark.parametrize("fault", FIELD_ERRORS)
def test_a_planted_fault_is_found(fault: str) -> None:
    """Each faulty store fails the test that is about its fault."""
    kind, expected = FIELD_ERRORS[fault]
    for name in ("known", "seen"):
        if isinstance(found := getattr(getattr(kind, "reader", None), name, None), dict):
            found.clear()
    assert not run(getattr(StoreSuite, expected), kind), f"a store that {fault} passed {expected}"


def test_the_tests_named_above_pass_on_a_sound_store() -> None:
    """Else the test above would prove nothing."""
    for name in {expected for _, expected in FIELD_ERRORS.values()}:
        assert run(getattr(StoreSuite, name), MemoryStore), name


class Gateway:
    """The other side of a notifier, as told."""

    def __init__(self) -> None:
        self.mode, self.texts, self.tries = "ok", [], 0

    def take(self, text: str) -> str:
        self.tries += 1
        if self.mode == "hangs_up":
            raise ConnectionResetError
        if self.mode == "ok":
            self.texts.append(text)
        return self.mode


class Sound:
    """A notifier as it should be; each faulty one changes one thing."""

    name = "sound"

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.known: set[str] = set()

    def accepts(self, contact: Contact) -> bool:
        return contact.kind is ContactKind.EMAIL

    def text(self, outgoing: Any) -> str:
        return f"{outgoing.subject}\n{outgoing.text}"

    def send(self, outgoing: Any) -> Any:
        if outgoing.key in self.known:
            return Sent(outgoing.key)
        try:
            answer = self.gateway.take(self.text(outgoing))
        except OSError:
            return Retry("line")
        if answer == "ok":
            self.known.add(outgoing.key)
            return Sent(outgoing.key)
        return Retry("down") if answer == "down" else Undeliverable("refused")


class SendsTwice(Sound):
    def send(self, outgoing: Any) -> Any:
        self.known.clear()
        return super().send(outgoing)


class SwallowsRefusals(Sound):
    def send(self, outgoing: Any) -> Any:
        answer = super().send(outgoing)
        return Sent("lie") if isinstance(answer, Undeliverable) else answer


class RetriesByItself(Sound):
    def send(self, outgoing: Any) -> Any:
        for _ in range(100):
            if not isinstance(answer := super().send(outgoing), Retry):
                return answer
        return answer


class TellsInternals(Sound):
    def text(self, outgoing: Any) -> str:
        return f"[{outgoing.thread}] {super().text(outgoing)}"


class RaisesForUnknownAddresses(Sound):
    def send(self, outgoing: Any) -> Any:
        if isinstance(answer := super().send(outgoing), Undeliverable):
            raise LookupError(outgoing.contact.value)
        return answer


class IgnoresTheLanguage(Sound):
    def text(self, outgoing: Any) -> str:
        return f"You have a new message\n{outgoing.text}"


class AcceptsEverybody(Sound):
    def accepts(self, contact: Contact) -> bool:
        return True


class DropsTheReply(Sound):
    def text(self, outgoing: Any) -> str:
        return "\n".join((outgoing.subject, *outgoing.lines, outgoing.link or ""))


NOTIFIER_FAULTS: dict[str, tuple[type[Sound], str]] = {
    "sends twice for one key": (SendsTwice, "test_one_key_arrives_once"),
    "swallows a lasting refusal": (SwallowsRefusals, "test_a_lasting_refusal_is_said"),
    "retries by itself": (RetriesByItself, "test_one_try_is_one_try"),
    "tells internals": (TellsInternals, "test_nothing_of_ours_arrives"),
    "raises for an unknown address": (RaisesForUnknownAddresses, "test_a_lasting_refusal_is_said"),
    "ignores the language": (IgnoresTheLanguage, "test_everything_arrives"),
    "accepts everybody": (AcceptsEverybody, "test_it_says_whom_it_reaches"),
    "drops the reply": (DropsTheReply, "test_a_reply_arrives_whole"),
}


def run_notifier(name: str, kind: type[Sound]) -> bool:
    """Whether one test of the notifier suite passes on a notifier of this kind."""
    gateway = Gateway()
    suite = NotifierSuite()
    members = {
        "capabilities": frozenset({"peer", "keys"}),
        "peer": lambda what: setattr(gateway, "mode", what),
        "received": lambda: gateway.texts,
        "tries": lambda: gateway.tries,
    }
    for member, value in members.items():
        setattr(suite, member, value)
    try:
        getattr(suite, name)(kind(gateway))
    except BaseException:
        return False
    return True


@pytest.mark.parametrize("fault", NOTIFIER_FAULTS)
def test_a_planted_fault_of_a_notifier_is_found(fault: str) -> None:
    """Each faulty notifier fails the test that is about its fault, and a sound one passes it."""
    kind, expected = NOTIFIER_FAULTS[fault]
    assert not run_notifier(expected, kind), f"a notifier that {fault} passed {expected}"
    assert run_notifier(expected, Sound)
