"""Sending what waits: claim, render in the receiver's language, send, settle. Runs outside every command."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from ..base.contacts import Contact
from ..base.queries import Query
from ..base.references import Reference
from ..base.text import CustomerText
from ..contacts.model import CONTACTS, ContactPoint
from ..conversations.model import ThreadMessage
from ..notifications.model import Audience, OutboxRow, State
from ..notifications.texts import TEMPLATES, notice_messages
from ..ports import Notifier, Outbox, OutboxItem, Outgoing, Reader, Retry, Sent, Store, Undeliverable
from ..service_requests.model import ServiceRequest

if TYPE_CHECKING:
    from .helpdesk import Helpdesk

_log = logging.getLogger("helpdesk_core.delivery")
LEASE_SECONDS = 120
MAX_ATTEMPTS = 8
_FIRST_PAUSE, _LONGEST_PAUSE = 30, 15 * 60
_CODES_PER_ADDRESS = 5
_SAME_CONTACT = Query(ContactPoint, equals=("tenant", "contact_kind", "contact"))


@attrs.frozen
class Recipient:
    """Somebody on the staff's side: where they are reached, and in which language."""

    contact: Contact
    language: str


@attrs.frozen(kw_only=True)
class DeliveryReport:
    """How many rows ended how in one round."""

    sent: int = 0
    later: int = 0
    dead: int = 0
    dropped: int = 0

    @property
    def total(self) -> int:
        """Rows claimed."""
        return self.sent + self.later + self.dead + self.dropped


class _Drop(Exception):
    """There is nothing to send; the argument says why, as a code."""


@attrs.frozen
class Delivery:
    """Delivers one desk's outbox."""

    desk: Helpdesk
    store: Store
    outbox: Outbox
    notifiers: tuple[Notifier, ...]
    colleague: Callable[[str | None], Recipient | None]

    def deliver(self, limit: int) -> DeliveryReport:
        """Claim and settle at most ``limit`` rows. One that fails stops no other."""
        items = self.outbox.claim(self.desk.tenant, self.desk.clock(), limit=limit, lease_seconds=LEASE_SECONDS)
        ends = [self._one(item) for item in items]
        return DeliveryReport(**{name: ends.count(name) for name in ("sent", "later", "dead", "dropped")})

    def _one(self, item: OutboxItem) -> str:
        row = OutboxRow.record_type.decode(item.row)
        assert isinstance(row, OutboxRow)
        try:
            with self.store.read(self.desk.tenant) as reader:
                outgoing = self._render(reader, row)
        except _Drop as drop:
            self._complete(item, State.DROPPED, reason=str(drop))
            return "dropped"
        notifier = next((one for one in self.notifiers if one.accepts(outgoing.contact)), None)
        if notifier is None:
            self._complete(item, State.DROPPED, reason="no_channel")
            return "dropped"
        answer = self._send(notifier, outgoing)
        if isinstance(answer, Sent):
            self._complete(item, State.SENT)
            return "sent"
        if isinstance(answer, Retry) and item.attempts < MAX_ATTEMPTS:
            due = self.desk.clock() + timedelta(
                seconds=answer.seconds if answer.seconds is not None else pause(item.attempts)
            )
            self.outbox.complete(item, state=State.WAITING, now=self.desk.clock(), due_at=due, reason=answer.reason)
            return "later"
        _log.warning("outbox row %s given up after %d tries: %s", item.id, item.attempts, answer.reason)
        self._complete(item, State.DEAD, reason=answer.reason)
        return "dead"

    def _complete(self, item: OutboxItem, state: State, reason: str = "") -> None:
        self.outbox.complete(item, state=state, now=self.desk.clock(), reason=reason)

    def _send(self, notifier: Notifier, outgoing: Outgoing) -> Sent | Retry | Undeliverable:
        try:
            answer: object = notifier.send(outgoing)
        except Exception as error:  # noqa: BLE001 - an adapter's fault costs a try, never the row
            _log.error("notifier %s raised %s", notifier.name, type(error).__name__)
            return Retry("notifier_raised")
        return answer if isinstance(answer, Sent | Retry | Undeliverable) else Retry("notifier_answered_nonsense")

    def _render(self, reader: Reader, row: OutboxRow) -> Outgoing:
        request = reader.load(ServiceRequest, row.request)
        if request is None:
            raise _Drop("request_gone")
        staff = TEMPLATES[row.template].staff
        if staff:
            recipient = self.colleague(request.assignee) or self.colleague(None)
            if recipient is None:
                raise _Drop("no_colleague")
            contact, language, code, point = recipient.contact, recipient.language, None, None
        else:
            point = self._point(reader, row, request)
            contact, language, code = point.value, request.language, self._code(reader, row, point)
        reference = Reference.stored(request.reference).grouped
        translator = self.desk.translator(language)
        subject, lines = notice_messages(
            row.template, reference=reference, shop=self.desk.settings.shop_name, code=code
        )
        link = (
            self.desk.url("desk", reference=str(request.reference))
            if staff
            else self.desk.link(request.id, request.generation)
        )
        return Outgoing(
            key=row.id,
            tenant=row.tenant,
            contact=contact,
            language=translator.language,
            subject=translator.text(subject),
            lines=tuple(translator.text(line) for line in lines),
            thread=request.id,
            link=link,
            reply=self._reply(reader, row, point),
            first=row.template == "received",
        )

    def _point(self, reader: Reader, row: OutboxRow, request: ServiceRequest) -> ContactPoint:
        if row.audience is Audience.CONTACT:
            point = reader.load(ContactPoint, row.contact or "")
            if point is None or point.is_erased:
                raise _Drop("contact_gone")
            return point
        points: list[ContactPoint] = [
            point for point in reader.find(CONTACTS, {"request": request.id}) if point.confirmed_at is not None
        ]
        reachable = [point for point in points if any(notifier.accepts(point.value) for notifier in self.notifiers)]
        if not points:
            raise _Drop("nobody_confirmed")
        return (reachable or points)[0]

    def _code(self, reader: Reader, row: OutboxRow, point: ContactPoint) -> str | None:
        """The digits, made now from the secret; a code that ran out is not sent any more."""
        if row.audience is not Audience.CONTACT:
            return None
        now = self.desk.clock()
        if row.template == "code" and not point.takes_code(now):
            raise _Drop("code_expired")
        if row.template == "received" and self._too_many(reader, point):
            raise _Drop("too_many_to_one_address")
        return self.desk.keyring.code(point.id, point.code_number)

    def _too_many(self, reader: Reader, point: ContactPoint) -> bool:
        """Whether strangers could be using us to fill somebody's mailbox: many unconfirmed requests name it within a
        day."""
        day = self.desk.clock() - timedelta(days=1)
        same: list[ContactPoint] = list(
            reader.find(_SAME_CONTACT, {"contact_kind": point.contact_kind.value, "contact": point.contact}, limit=200)
        )
        recent = sorted(
            (p.code_sent_at, p.id) for p in same if p.confirmed_at is None and p.code_sent_at and p.code_sent_at > day
        )
        return point.id in {id for _, id in recent[_CODES_PER_ADDRESS:]}

    def _reply(self, reader: Reader, row: OutboxRow, point: ContactPoint | None) -> CustomerText | None:
        if row.message is None or point is None:
            return None
        if point.contact_kind.value not in self.desk.settings.send_replies_to:
            return None
        message = reader.load(ThreadMessage, row.message)
        return None if message is None else message.text


def pause(attempts: int) -> float:
    """Seconds until the next try: doubling from half a minute to a quarter of an hour, with up to half of it by
    chance."""
    longest: float = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** max(0, attempts - 1))
    return longest / 2 + random.uniform(0, longest / 2)
