"""Doing what waits: claim, ask the job's rule, do it outside of every transaction, complete. Never within a command."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs

from ..base.actors import Automation
from ..base.changes import Refusal
from ..base.contacts import Contact
from ..base.notices import Audience
from ..base.records import Subject, record_types
from ..base.text import CustomerText
from ..contacts.model import EntryCode, load_contact
from ..context import Context
from ..conversations.model import ThreadMessage
from ..i18n import Translator
from ..jobs import Again, Call, Carry, Drop, Send, Work, job_rules
from ..notifications.model import OutboxRow, State
from ..ports import Notifier, Outbox, OutboxItem, Outgoing, Reader, Retry, Sent, Store, Undeliverable
from ..service_requests.model import ServiceRequest
from ..subjects import SubjectPolicy, policy_of
from .links import HostLinks

_log = logging.getLogger("helpdesk_core.delivery")
LEASE_SECONDS = 120
MAX_ATTEMPTS = 8
_FIRST_PAUSE, _MAX_PAUSE = 30, 15 * 60
JOBS = Automation(id="jobs")
"""Who carries out what jobs write."""


@attrs.frozen
class Recipient:
    """A person or team on the staff's side."""

    contact: Contact
    language: str


@attrs.frozen(kw_only=True)
class _Address:
    """Where a notice goes, with the link that this reader gets."""

    contact: Contact
    language: str
    link: str | None
    thread: str


@attrs.frozen(kw_only=True)
class DeliveryReport:
    """How many jobs ended how in one round.

    Attributes:
        done: Sent, or carried out.
        waiting: To be tried again, or recurring.
        failed: Failed permanently; staff see them.
        dropped: There was no recipient, or nothing left to do.
    """

    done: int = 0
    waiting: int = 0
    failed: int = 0
    dropped: int = 0

    @property
    def total(self) -> int:
        """Rows claimed."""
        return self.done + self.waiting + self.failed + self.dropped


class _Drop(Exception):
    """There is nothing to do; the argument is the reason, a code."""


@attrs.frozen(kw_only=True)
class Delivery:
    """Does one desk's jobs."""

    tenant: str
    store: Store
    outbox: Outbox
    notifiers: tuple[Notifier, ...]
    staff_recipient: Callable[[str | None], Recipient | None]
    links: HostLinks
    new_context: Callable[[Reader, Any], Context]
    translator: Callable[[str | None], Translator]
    handle: Callable[..., Any]
    clock: Callable[[], Any]

    def deliver(self, limit: int, lanes: tuple[int, ...] | None) -> DeliveryReport:
        """Claim and complete at most ``limit`` jobs. One that fails stops no other."""
        items = self.outbox.claim(self.tenant, self.clock(), limit=limit, lease_seconds=LEASE_SECONDS, lanes=lanes)
        ends = [self._one(item) for item in items]
        return DeliveryReport(**{name: ends.count(name) for name in ("done", "waiting", "failed", "dropped")})

    def _one(self, item: OutboxItem) -> str:
        row = OutboxRow.record_type.decode(item.row)
        assert isinstance(row, OutboxRow)
        try:
            answer = self._do(item, row)
        except _Drop as drop:
            return self._complete(item, State.DROPPED, reason=str(drop))
        except Exception as error:  # noqa: BLE001 - a job's fault costs an attempt, never the row nor the round
            _log.error("job %s raised %s", row.job, type(error).__name__)
            answer = Retry("job_raised")
        if isinstance(answer, Sent):
            return self._complete(item, State.DONE, provider_id=answer.provider_id)
        if isinstance(answer, Again):
            return self._wait(item, answer.seconds, "")
        if isinstance(answer, Retry) and item.attempts < MAX_ATTEMPTS:
            return self._wait(item, backoff(item.attempts) if answer.seconds is None else answer.seconds, answer.reason)
        _log.warning("outbox row %s failed permanently after %d attempts: %s", item.id, item.attempts, answer.reason)
        return self._complete(item, State.FAILED, reason=answer.reason)

    def _complete(self, item: OutboxItem, state: State, *, reason: str = "", provider_id: str = "") -> str:
        self.outbox.complete(item, state=state, now=self.clock(), reason=reason, provider_id=provider_id)
        return state.value

    def _wait(self, item: OutboxItem, seconds: float, reason: str) -> str:
        due = self.clock() + timedelta(seconds=seconds)
        self.outbox.complete(item, state=State.WAITING, now=self.clock(), due_at=due, reason=reason)
        return State.WAITING.value

    def _do(self, item: OutboxItem, row: OutboxRow) -> Sent | Retry | Undeliverable | Again:
        with self.store.read(self.tenant) as reader:
            work, outgoing = self._work(reader, row)
        if isinstance(work, Again):
            return work
        if isinstance(work, Call):
            work.work()
            return Sent(item.id)
        if isinstance(work, Carry):
            answer = self.handle(work.command, JOBS, key=item.id)
            return Undeliverable(answer.code) if isinstance(answer, Refusal) else Sent(item.id)
        assert outgoing is not None
        notifier = next((one for one in self.notifiers if one.accepts(outgoing.contact)), None)
        if notifier is None:
            raise _Drop("no_channel")
        return self._send(notifier, outgoing)

    def _work(self, reader: Reader, row: OutboxRow) -> tuple[Work, Outgoing | None]:
        known, rule = record_types.get(row.subject_type), job_rules.get(row.job)
        if rule is None or known is None:
            raise _Drop("unknown_job")
        subject: Any = reader.load(known.make, row.subject)  # type: ignore[arg-type]
        if not isinstance(subject, Subject):
            raise _Drop("subject_gone")
        work = rule[0](reader, subject, dict(row.payload), self.new_context(reader, JOBS))
        if isinstance(work, Drop):
            raise _Drop(work.reason)
        return work, self._render(reader, row, subject, work) if isinstance(work, Send) else None

    def _send(self, notifier: Notifier, outgoing: Outgoing) -> Sent | Retry | Undeliverable:
        try:
            answer: object = notifier.send(outgoing)
        except Exception as error:  # noqa: BLE001 - an adapter's fault costs an attempt, never the row
            _log.error("notifier %s raised %s", notifier.name, type(error).__name__)
            return Retry("notifier_raised")
        return answer if isinstance(answer, Sent | Retry | Undeliverable) else Retry("notifier_answered_nonsense")

    def _render(self, reader: Reader, row: OutboxRow, subject: Subject, send: Send) -> Outgoing:
        policy, notice = policy_of(subject), send.notice
        ways = {
            Audience.STAFF: self._to_staff,
            Audience.CUSTOMER: self._to_customer,
            Audience.CONTACT: self._to_contact,
        }
        to = ways[notice.audience](reader, subject, policy, send)
        context = self.new_context(reader, JOBS)
        shop = context.settings.shop_name  # looks first, so that the translator has the words that hold now
        translator = self.translator(to.language)
        code = self._code(reader, send)
        title, lines = notice.messages(reference=policy.reference(subject), shop=shop, code=code)
        return Outgoing(
            key=row.id,
            tenant=row.tenant,
            contact=to.contact,
            language=translator.language,
            subject=translator.text(title),
            lines=tuple(translator.text(line) for line in lines),
            thread=to.thread,
            link=to.link,
            reply=self._reply(reader, send, to.contact, context),
            first=notice.name == "received",
        )

    def _to_staff(self, reader: Reader, subject: Subject, policy: SubjectPolicy[Any], send: Send) -> _Address:
        recipient = self.staff_recipient(policy.assignee(subject)) or self.staff_recipient(None)
        if recipient is None:
            raise _Drop("no_staff_recipient")
        link = policy.desk_link(subject, self.links)
        return _Address(contact=recipient.contact, language=recipient.language, link=link, thread=subject.id)

    def _to_customer(self, reader: Reader, subject: Subject, policy: SubjectPolicy[Any], send: Send) -> _Address:
        verified = [person for person in policy.reachable(reader, subject) if person.verified]
        if not verified:
            raise _Drop("nobody_confirmed")
        person = next((one for one in verified if any(n.accepts(one.contact) for n in self.notifiers)), verified[0])
        link = policy.room_link(subject, self.links)
        return _Address(contact=person.contact, language=policy.language(subject), link=link, thread=subject.id)

    def _to_contact(self, reader: Reader, subject: Subject, policy: SubjectPolicy[Any], send: Send) -> _Address:
        """Whoever may come in to one record alone gets the link to that, and never the customer's."""
        named = load_contact(reader, send.contact or "")
        if named is None or not named.lets_in or not isinstance(subject, ServiceRequest) or named.request != subject.id:
            raise _Drop("contact_gone")
        link = self.links.room(named.leads_to, subject.generation)
        return _Address(contact=named.value, language=policy.language(subject), link=link, thread=named.leads_to)

    def _code(self, reader: Reader, send: Send) -> str | None:
        """The digits, made now from the secret; a code that ran out is not sent any more."""
        code = None if send.code is None else reader.load(EntryCode, send.code)
        if code is None:
            return None
        context = self.new_context(reader, JOBS)
        if send.notice.name == "code" and not code.is_open(context.now):
            raise _Drop("code_expired")
        return context.keyring.code(code.id, code.number)

    def _reply(self, reader: Reader, send: Send, to: Contact, context: Context) -> CustomerText | None:
        if send.message is None or to.kind.value not in context.settings.send_replies_to:
            return None
        message = reader.load(ThreadMessage, send.message)
        return None if message is None else message.text


def backoff(attempts: int) -> float:
    """Seconds until the next attempt: doubling from half a minute to a quarter of an hour, with up to half of it by
    chance."""
    longest: float = min(_MAX_PAUSE, _FIRST_PAUSE * 2 ** max(0, attempts - 1))
    return longest / 2 + random.uniform(0, longest / 2)
