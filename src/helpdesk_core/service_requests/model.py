"""One request for help or repair."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Self

import attrs

from ..base.actors import ActorKind
from ..base.money import Money
from ..base.phases import Urgency as Urgency
from ..base.queries import Query
from ..base.records import Guard, Index, Subject, col, record
from ..base.serials import serial_key
from ..base.text import SafeText
from ..guardrails.redaction import Cue
from .lifecycle import GUARDED, Phase, problem


class Side(StrEnum):
    """Who says something: the customer, or the shop."""

    CUSTOMER = "customer"
    SHOP = "shop"


class Source(StrEnum):
    """How a request came in."""

    WEB = "web"
    COUNTER = "counter"
    PHONE = "phone"
    MAIL = "mail"
    CHAT = "chat"
    IMPORT = "import"


NEVER = datetime.max.replace(tzinfo=UTC)
"""The last moment there is: of what does not wait and is not due, so that lists by such a moment show it last."""
LIVE = {"closed_at": None, "is_backlog": 0}
"""Of requests that are open, as a condition of queries and indexes."""
WAITING = {**LIVE, "waits": 1}
"""Of open requests whose customers wait for an answer."""
BACKLOG = {"closed_at": None, "is_backlog": 1}
SUBJECT_LENGTH, LAST_WORDS_LENGTH = 80, 120
CUT_FROM_THREAD = ("subject", "last_words")
"""Columns that repeat the beginning of messages."""


@record(
    "service_requests",
    indexes=(
        Index(("tenant", "reference"), unique=True),
        Index(("tenant", "priority", "created_at", "id"), where=LIVE),
        Index(("tenant", "assignee", "priority", "created_at", "id"), where=LIVE),
        Index(("tenant", "status", "priority", "created_at", "id"), where=LIVE),
        Index(("tenant", "waits_since", "id"), where=LIVE),
        Index(("tenant", "priority", "waits_since", "id"), where=WAITING),
        Index(("tenant", "location", "priority", "waits_since", "id"), where=WAITING),
        Index(("tenant", "answered_at", "id")),
        Index(("tenant", "due_at", "id"), where=LIVE),
        Index(("tenant", "promise_due", "id"), where=LIVE),
        Index(("tenant", "last_at", "id"), where=LIVE),
        Index(("tenant", "created_at", "id"), where=LIVE),
        Index(("tenant", "created_at", "id"), where=BACKLOG),
        Index(("tenant", "closed_at", "id")),
        Index(("tenant", "reopened_at", "id")),
        Index(("tenant", "closed_at", "id"), where={"erased_at": None}),
        Index(("tenant", "call_asked_at", "id")),
        Index(("tenant", "photos_at", "id")),
        Index(("tenant", "quote_asked_at", "id")),
        Index(("tenant", "loan_late_at", "id")),
        Index(("tenant", "complaint_due", "id")),
        Index(("tenant", "withdrawal_due", "id")),
        Index(("tenant", "ready_at", "id")),
        Index(("tenant", "agreed_at", "id")),
        Index(("tenant", "customer", "created_at", "id")),
        Index(("tenant", "organisation", "created_at", "id")),
        Index(("tenant", "source_id", "id")),
        Index(("tenant", "order_number", "id")),
        Index(("tenant", "serial_key", "created_at", "id")),
        Index(("tenant", "own_device", "created_at", "id")),
    ),
    guard=Guard("complete", "phase", tuple(phase.value for phase in Phase if phase not in GUARDED), digest=False),
    outside_ids=True,
)
class ServiceRequest(Subject):
    """A request. Its conversation, outcome and history are records of their own that name it."""

    reference: str = col(searchable="part")
    phase: Phase
    status: str
    held: str | None = col(default=None)
    """Why the request is on hold, as a code; None when it is not."""
    priority: int
    """0 first; queue order is priority, then age."""
    urgency: Urgency
    subject: SafeText = col(personal=True)
    """The first words of the problem: what lists call the request."""
    device: SafeText = col(personal=True, searchable="device")
    """The device in the customer's words."""
    device_checked: SafeText | None = col(personal=False, default=None, searchable="device")
    """The device as staff checked it: the only description a guest is shown."""
    location: str | None = col(default=None)
    customer: str | None = col(personal=True, default=None)
    """The host's id of the customer's account; None for a guest."""
    given_name: SafeText | None = col(personal=True, default=None, searchable="name")
    surname: SafeText | None = col(personal=True, default=None, searchable="name")
    language: str
    assignee: str | None = col(default=None)
    assignee_name: SafeText | None = col(personal="staff", default=None)
    source: Source
    source_id: str | None = col(default=None, searchable="part")
    source_status: SafeText | None = col(personal=True, default=None)
    """What the system it was imported from called its state: a fact about the past, never a status here."""
    generation: int = col(default=1)
    """Private links and grants are of a generation; the next one revokes them all."""
    decided: str | None = col(references="decisions", default=None)
    """The decision that the work is complete; only while it is."""
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None = col(default=None)
    reopened_at: datetime | None = col(default=None)
    """When it was last opened again after a person had recorded that the work is complete."""
    erased_at: datetime | None = col(default=None)
    """Since when nothing of its customer is left in it."""
    merged_into: str | None = col(default=None)
    """The id of the request in which this one continues, and which its link, room and reference lead to."""
    repair: str | None = col(default=None)
    """The id of the repair that this one is a question about; None for a request that stands by itself."""
    cue: Cue | None = col(default=None)
    """What the conversation announced; the next message of a customer is read with it until ``cue_until``."""
    cue_until: datetime | None = col(default=None)
    last_side: Side = col(default=Side.CUSTOMER)
    """Who spoke last on the thread."""
    last_words: SafeText | None = col(personal=True, default=None)
    """The first words of what was said last."""
    last_name: SafeText | None = col(personal="staff", default=None)
    last_at: datetime
    unread: bool = col(default=True)
    """The customer did something, and nobody of the staff has done anything about the request since."""
    waits_since: datetime = col(default=NEVER)
    """Since when the customer waits for an answer: since their first word that nobody answered. `NEVER`: they do
    not."""
    waits: bool = col(default=False)
    """Whether they wait at all."""
    answered_at: datetime | None = col(default=None)
    """When a word of the customer's was answered last, and in how many minutes of working time."""
    answered_minutes: int | None = col(default=None)
    """After how many minutes of working time."""
    due_at: datetime = col(default=NEVER)
    """When that answer is due, as the shop's settings said when the customer spoke; `NEVER` where they say nothing."""
    tags: tuple[SafeText, ...] = col(personal=True, default=())
    """Words by which staff sort requests, in the order of the alphabet."""
    is_backlog: bool = col(default=False)
    """It was imported, and no person has done anything about it since: it stands apart from live work."""
    order_number: SafeText | None = col(personal=True, default=None, searchable="part")
    """The order it is about, as it was typed; whether the host knows it is asked when staff look."""
    call_asked_at: datetime | None = col(default=None)
    """Since when the customer waits to be called; None where they do not."""
    photos_at: datetime | None = col(default=None)
    """Since when photos or files of the customer's wait for somebody of the staff to do anything about the request."""
    quote_asked_at: datetime | None = col(default=None)
    """Since when a question about a quote waits for an answer or another phase."""
    agreed_at: datetime | None = col(default=None)
    """Since when the customer's yes to a quote waits for an answer or another phase."""
    serial: SafeText | None = col(personal=True, default=None, searchable="part")
    """The device's serial number, as it was typed."""
    serial_key: str | None = col(personal=True, default=None)
    """The key under which that number is found again (`serial_key`)."""
    organisation: str | None = col(personal=True, default=None)
    """The id of the firm whose managers read it and whose people may join it; None for a request of its customer's
    alone."""
    own_device: str | None = col(personal=True, default=None)
    """The id of the device of its customer's that it is about, where they chose one."""
    loan_late_at: datetime | None = col(default=None)
    """From when the first device of the shop's that its customer has is overdue; None where none is due."""
    complaint_due: datetime | None = col(default=None)
    """Until when its complaint has to be answered, `NEVER` where the law says nothing; None where none waits."""
    withdrawal_due: datetime | None = col(default=None)
    """Until when the money has to be back after a withdrawal that nobody has answered, `NEVER` where the law says
    nothing; None where none waits."""
    ready_at: datetime | None = col(default=None)
    """Since when its device can be collected, and was not; None before that, since it was handed over, and for what
    comes and goes by parcel."""
    promise_due: datetime = col(default=NEVER)
    """When the first of the promises that people gave its customer has to be kept; `NEVER` where none waits."""
    estimate: date | None = col(default=None)
    """The day on which a person expects it to be done: shown as an estimate, and never a promise."""
    spending_limit: Money | None = col(default=None)
    """Up to this the customer lets the shop go ahead without asking again."""
    category: str | None = col(default=None)
    """What it is about, as a person of the shop said; a code that customers never read."""
    category_suggested: str | None = col(default=None)
    """What its words seem to be about: shown to staff as a suggestion, and nothing else."""

    seal: str | None = col(default=None, volatile=True)
    """Unused as yet: room for a keyed proof in the row that would spare lists the decision's own row."""

    def check_write(self, before: Self | None, actor_kind: str, settings: Any) -> str | None:
        """See `Record.check_write`: the lifecycle's table binds whatever wrote this."""
        was = None if before is None else (before.phase, before.status)
        return problem(was, (self.phase, self.status), ActorKind(actor_kind), settings)

    @property
    def is_waiting(self) -> bool:
        """Whether the customer waits for an answer."""
        return self.waits

    def erased(self) -> Self:
        """Of tags nothing stays, not even how many there were."""
        return super().erased().changed(tags=())

    def cue_at(self, now: datetime) -> Cue | None:
        """The announcement still in force.

        Args:
            now: The present moment.

        Returns:
            The announcement, None when there is none or it has run out.
        """
        return self.cue if self.cue_until is not None and now <= self.cue_until else None


def serial_values(serial: SafeText | None) -> dict[str, Any]:
    """The columns of a request that a serial number fills.

    Args:
        serial: The number as it was typed, redacted; None for none.

    Returns:
        Values by column.
    """
    return {"serial": serial, "serial_key": None if serial is None else serial_key(str(serial))}


BY_REFERENCE = Query(ServiceRequest, equals=("tenant", "reference"))
ID_BY_REFERENCE = Query(ServiceRequest, equals=("tenant", "reference"), columns=("id", "location"))
BY_CUSTOMER = Query(
    ServiceRequest,
    equals=("tenant", "customer"),
    order=("created_at", "id"),
    newest_first=True,
    columns=("id", "reference", "status", "phase", "decided", "device", "created_at", "generation"),
)
OWN_REQUESTS = attrs.evolve(BY_CUSTOMER, where={"repair": None})
"""The same without questions about a repair: they stand with their repair."""
