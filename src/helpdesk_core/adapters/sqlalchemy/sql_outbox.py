"""The outbox on SQL: jobs are handed out, kept, and completed in transactions of their own."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ...base.queries import Query
from ...base.time import utc_text
from ...notifications.model import LEASE_SECONDS, SET_BACK, OutboxPlace, OutboxRow, place_id
from ...ports import OutboxItem
from .conditions import find_params
from .places import COPY, Mark, file_of, place_of
from .sessions import Sessions
from .statements import Statements

_OUTBOX, _PLACES = OutboxRow.record_type, OutboxPlace.record_type
_CREATED, _ATTEMPTS = _OUTBOX.place("created_at"), _OUTBOX.place("attempts")
_LANE, _LAPSES = _OUTBOX.place("lane"), _OUTBOX.place("lapses")
_DUE = Query(OutboxRow, where={"state": "waiting"}, at_most="due_at", order=("due_at", "id"), columns=("id",))
_SEEN = timedelta(seconds=30)


class SqlOutbox:
    """See `ports.store.Outbox`."""

    sessions: Sessions
    _statements: Statements

    def begin(self, tenant: str, now: datetime, *, restored: bool = False) -> int:
        """See `ports.store.Outbox.begin`."""
        with self.sessions.reading() as cursor:
            known = self._known(cursor, tenant)
            mark = self._mark(cursor, tenant)
            other = restored or self._is_other(cursor, known, mark)
        if known is not None and not other and timedelta(0) <= now - known.seen_at < _SEEN:
            return 0
        with self.sessions.writing() as cursor:
            known = self._known(cursor, tenant)
            other = restored or self._is_other(cursor, known, mark)
            count = (known.handed_out if known else 0) + (1 if other or known is None else 0)
            count = max(count, (mark.read() or 0) + 1) if mark is not None and other else count
            self._keep(cursor, tenant, known, now, count)
            held = self._hold(cursor, tenant, now) if other else 0
            if known is not None and known.seen_at - now > SET_BACK:
                self._call_forward(cursor, tenant, now, known.seen_at)
        if mark is not None:
            mark.raise_to(count)
        return held

    def hands_out(self, cursor: Any, place: OutboxPlace) -> bool:
        """Whether a shop's jobs are handed out from this database: it is no backup, and no copy.

        Args:
            cursor: On this database.
            place: What it says of itself.

        Returns:
            Whether they are.
        """
        return not self._is_other(cursor, place, self._mark(cursor, place.tenant))

    def take_over(self, cursor: Any, place: OutboxPlace, *, is_genuine: bool) -> None:
        """Hand out a shop's jobs from here on, as another database did until now. What was a backup or a copy holds its
        messages back here too.

        Args:
            cursor: In a transaction on this database, which has no place of that shop yet.
            place: What the other one said of itself.
            is_genuine: Jobs were handed out from the other one.
        """
        here = place.changed(place=self._place(cursor) if is_genuine else COPY)
        statement = self._statements.insert(_PLACES)
        cells = dict(zip((column.name for column in _PLACES.columns), _PLACES.encode(here), strict=True))
        cursor.execute(statement.sql, statement.bind(cells))
        mark = self._mark(cursor, place.tenant)
        if mark is not None and is_genuine:
            mark.reset(place.handed_out)

    def _known(self, cursor: Any, tenant: str) -> OutboxPlace | None:
        statement = self._statements.load(_PLACES)
        cursor.execute(statement.sql, statement.bind({"id": place_id(tenant), "tenant": tenant}))
        row = cursor.fetchone()
        return None if row is None else _PLACES.decode(row)  # type: ignore[return-value]

    def _mark(self, cursor: Any, tenant: str) -> Mark | None:
        """The mark beside the database; none where another ends the transaction, or there is no file."""
        if self.sessions.dialect != "sqlite" or not self.sessions.commits:
            return None
        file = file_of(cursor)
        return None if file is None else Mark(file, tenant)

    def _place(self, cursor: Any) -> str:
        return place_of(cursor, str(self._statements.table(_OUTBOX))) if self.sessions.dialect == "postgresql" else ""

    def _is_other(self, cursor: Any, known: OutboxPlace | None, mark: Mark | None) -> bool:
        """Whether jobs were handed out from another state of this database, or from another one."""
        counted = None if mark is None else mark.read()
        if known is None:
            return bool(counted)
        if known.place != self._place(cursor):
            return True
        return mark is not None and (counted is None or counted > known.handed_out)

    def _keep(self, cursor: Any, tenant: str, known: OutboxPlace | None, now: datetime, count: int) -> None:
        values = {"place": self._place(cursor), "handed_out": count, "seen_at": utc_text(now)}
        if known is None:
            statement = self._statements.insert(_PLACES)
            cells = {"id": place_id(tenant), "tenant": tenant, "version": 1} | values
            cursor.execute(statement.sql, statement.bind(cells))
        else:
            statement = self._statements.keep_place(_PLACES)
            named = {f"_{name}": value for name, value in values.items()}
            cursor.execute(statement.sql, statement.bind(named | {"_id": known.id, "_tenant": tenant}))

    def _call_forward(self, cursor: Any, tenant: str, now: datetime, seen_at: datetime) -> None:
        statement = self._statements.call_forward(_OUTBOX)
        values = {"_now": now, "_until": now + timedelta(seconds=LEASE_SECONDS), "_seen": seen_at + _SEEN}
        moments = {name: utc_text(moment) for name, moment in values.items()}
        cursor.execute(statement.sql, statement.bind({"_tenant": tenant} | moments))

    def _hold(self, cursor: Any, tenant: str, now: datetime) -> int:
        statement = self._statements.hold(_OUTBOX)
        cursor.execute(statement.sql, statement.bind({"_tenant": tenant, "_now": utc_text(now)}))
        return int(cursor.rowcount)

    def claim(
        self, tenant: str, now: datetime, *, limit: int, lease_seconds: int, lanes: Sequence[int] | None = None
    ) -> Sequence[OutboxItem]:
        """See `ports.store.Outbox.claim`. The lease is ``due_at`` moved ahead, so that one index serves waiting and
        expired."""
        lease = secrets.token_hex(16)
        moment, until = utc_text(now), utc_text(now + timedelta(seconds=lease_seconds))
        if limit == 0 or not self._anything_due(tenant, moment):
            return ()
        statement = self._statements.claim(_OUTBOX, len(lanes or ()))
        values: dict[str, Any] = {"tenant": tenant, "now": moment, "_limit": limit, "_lease": lease, "until": until}
        values |= {f"_lane{n}": lane for n, lane in enumerate(lanes or ())}
        with self.sessions.writing() as cursor:
            mark = self._mark(cursor, tenant)
            cursor.execute(statement.sql, statement.bind(values))
            rows = sorted(map(tuple, cursor.fetchall()), key=lambda row: (row[_LANE], row[_CREATED], row[0]))
            count = self._count(cursor, tenant) if mark is not None and rows else None
        if mark is not None and count is not None:
            mark.raise_to(count)
        return [
            OutboxItem(id=row[0], tenant=tenant, row=row, attempts=row[_ATTEMPTS], lapses=row[_LAPSES], lease=lease)
            for row in rows
        ]

    def _anything_due(self, tenant: str, now: str) -> bool:
        """Asked without a lock: an idle worker must not stand in the writers' way."""
        statement = self._statements.find(_DUE, after=False, many=0)
        with self.sessions.reading() as cursor:
            cursor.execute(statement.sql, statement.bind(find_params(_DUE, tenant, {"due_at": now}, None, 1)))
            return cursor.fetchone() is not None

    def _count(self, cursor: Any, tenant: str) -> int | None:
        statement = self._statements.count_handed_out(_PLACES)
        cursor.execute(statement.sql, statement.bind({"_id": place_id(tenant), "_tenant": tenant}))
        row = cursor.fetchone()
        return None if row is None else int(row[0])

    def renew(self, item: OutboxItem, until: datetime, *, begun: bool = False) -> bool:
        """See `ports.store.Outbox.renew`."""
        statement = self._statements.renew(_OUTBOX, begun)
        values = _of_claim(item) | {"until": utc_text(until), "_lapses": item.lapses + 1}
        with self.sessions.writing() as cursor:
            cursor.execute(statement.sql, statement.bind(values))
            return bool(cursor.rowcount == 1)

    def complete(
        self,
        item: OutboxItem,
        *,
        state: str,
        now: datetime,
        due_at: datetime | None = None,
        reason: str = "",
        provider_id: str = "",
    ) -> bool:
        """See `ports.store.Outbox.complete`."""
        statement = self._statements.complete(_OUTBOX)
        values = {
            "_state": str(state),
            "_reason": reason,
            "_provider_id": provider_id or None,
            "_completed_at": None if state == "waiting" else utc_text(now),
            "_due_at": utc_text(due_at) if due_at else None,
            "_lapses": item.lapses,
            "_planned": utc_text(due_at) if due_at and state == "waiting" and not reason else None,
        }
        with self.sessions.writing() as cursor:
            cursor.execute(statement.sql, statement.bind(values | _of_claim(item)))
            return bool(cursor.rowcount == 1)


def _of_claim(item: OutboxItem) -> dict[str, Any]:
    return {"_id": item.id, "_tenant": item.tenant, "_lease": item.lease}
