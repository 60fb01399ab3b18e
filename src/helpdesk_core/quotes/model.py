"""A quote in its versions, the customer's answer to one, and what staff did within the customer's limit."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from ..base.changes import Effect
from ..base.digests import outside_id
from ..base.grants import GrantScope
from ..base.money import Money
from ..base.queries import Also, Query
from ..base.records import Attested, Guard, Index, Record, col, record
from ..base.text import CustomerText, SafeText
from ..base.values import piece
from ..base.worded import Worded
from ..contacts.model import EntryContact
from ..guardrails.decisions import Decision, Guarded
from ..settings import Settings


class Part(StrEnum):
    """What a line belongs to: to every choice, to those who want it, or to one of the options A to F."""

    ALWAYS = "always"
    OPTIONAL = "optional"
    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


OPTIONS = (Part.A, Part.B, Part.C, Part.D, Part.E, Part.F)
MAX_LINES, MAX_QUANTITY, MAX_GROUPS = 50, 999, 3
MAX_PRICE = 10**11
"""Of one piece, in minor units: the largest total still fits the integers of every database."""


class Prices(StrEnum):
    """What the prices of a quote's lines are: tax included, or tax to be added to their sum."""

    GROSS = "gross"
    NET = "net"


@piece
class QuoteLine:
    """One line.

    Attributes:
        quantity: Pieces, 1 to 999.
        unit_price: Of one piece, gross or net as the quote's `prices` say.
        tax_rate: In basis points: 2300 is 23 %.
        device: The id of the device that it is for, where the request is about several.
        device_number: That device's number on the request; 0 for none.
        device_name: What that device was called when the quote was written.
    """

    text: SafeText
    quantity: int
    unit_price: Money
    tax_rate: int
    part: Part
    device: str | None = None
    device_number: int = 0
    device_name: SafeText | None = None

    @property
    def amount(self) -> Money:
        """Quantity times price."""
        return Money(minor=self.quantity * self.unit_price.minor, currency=self.unit_price.currency)


@piece
class QuoteOption:
    """One of several alternatives: the customer takes exactly one of each ``group``.

    Attributes:
        group: Which alternatives it belongs to, from 1.
    """

    letter: Part
    group: int
    title: SafeText
    text: SafeText | None


class QuoteState(StrEnum):
    """A draft is staff's; an offered quote is what a person decided to show. A newer offer supersedes it; one that was
    withdrawn is still read and can no longer be answered."""

    DRAFT = "draft"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"


class Answer(StrEnum):
    """What the customer said to a quote."""

    APPROVED = "approved"
    DECLINED = "declined"


class Standing(Worded, prefix="quote.standing"):
    """How a quote that was offered stands."""

    OPEN = "open", "Waiting for a decision"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Not approved"
    WITHIN_LIMIT = "within_limit", "Within the limit, work goes on"
    SUPERSEDED = "superseded", "Replaced by a newer version"
    NOT_NEEDED = "not_needed", "Not needed any more"
    EXPIRED = "expired", "No longer valid"
    WITHDRAWN = "withdrawn", "Withdrawn"


@record(
    "quotes",
    indexes=(Index(("tenant", "request", "number", "id")),),
    guard=Guard("publish", "state", (QuoteState.DRAFT.value, QuoteState.WITHDRAWN.value)),
)
class Quote(Guarded):
    """One version of a request's quote."""

    decides = ("request", "number", "text", "prices", "lines", "options", "valid_until")
    request: str = col(references="service_requests")
    number: int
    """Counts the request's versions from 1; ``version`` counts the writes of this one."""
    state: QuoteState
    text: CustomerText | None = col(personal=True, searchable="words")
    prices: Prices
    lines: tuple[QuoteLine, ...] = col(personal=True, searchable="words")
    options: tuple[QuoteOption, ...] = col(personal=True, searchable="words")
    valid_until: date
    """The last day on which it can be answered, in the shop's zone."""
    prepared_by: str = col(personal="staff")
    prepared_by_name: SafeText | None = col(personal="staff")
    prepared_at: datetime
    offered_at: datetime | None = col(default=None)


@record(
    "quote_answers",
    indexes=(Index(("tenant", "request", "id")),),
    guard=Guard("approve", "answer", (Answer.DECLINED.value,)),
    outside_ids=True,
)
class QuoteAnswer(Guarded):
    """The customer's own decision about one version: what was chosen of it, and the total that was read.

    The id is made from the quote's, so that there is one.
    """

    decides = ("request", "quote", "quote_digest", "answer", "options", "extras", "total", "start_now")
    request: str = col(references="service_requests")
    quote: str = col(references="quotes")
    quote_digest: str
    answer: Answer
    options: tuple[Part, ...]
    extras: tuple[int, ...]
    """Places of the optional lines that were taken."""
    total: Money | None
    """None for a quote that was declined: nothing was chosen."""
    start_now: bool
    """Whether the customer asked for the work to begin before the time for withdrawal is over (directive 2011/83/EU,
    article 7 (3) and 8 (8)): a wish of its own, never taken for granted."""
    answered_by: str = col(personal=True)
    """The host's id of the account, ``guest``, or the id of the approver whom the customer named."""
    answered_at: datetime


@record("quote_limit_uses", indexes=(Index(("tenant", "request", "id")),), outside_ids=True)
class LimitUse(Attested):
    """Staff went ahead without a new approval, since the total is within what the customer allowed beforehand.

    It is staff's own doing, and no approval: the customer is told, and may still answer the quote.
    """

    request: str = col(references="service_requests")
    quote: str = col(references="quotes")
    quote_digest: str
    total: Money
    limit: Money
    used_by: str = col(personal="staff")
    used_by_name: SafeText | None = col(personal="staff")
    used_at: datetime


@record("quote_approvers", indexes=(Index(("tenant", "request", "id")),))
class QuoteApprover(EntryContact):
    """A person whom the customer named to decide about one version of the quote: they see it and nothing else, and
    decide on a code that is sent to this contact."""

    scope = GrantScope.RECORD
    quote: str = col(references="quotes")
    named_at: datetime


QUOTES = Query(
    Quote,
    equals=("tenant", "request"),
    order=("number", "id"),
    newest_first=True,
    join="decided",
    also=(Also(record=QuoteAnswer, by="quote", join="decided"), Also(record=LimitUse, by="quote")),
)
ANSWERS = Query(QuoteAnswer, equals=("tenant", "request"), join="decided")
APPROVERS = Query(QuoteApprover, equals=("tenant", "request"))


def id_for(record: type[Record], quote: Quote) -> str:
    """The one id that an answer to this quote, or a use of the limit for it, can have."""
    return outside_id(quote.tenant, record.record_type.name, quote.id)


def is_offered(quote: Quote, decision: Decision | None) -> bool:
    """Whether a quote may be shown to its customer: a person decided to offer exactly this, checked now."""
    return quote.state is not QuoteState.DRAFT and quote.is_decided(Effect.PUBLISH, decision)


def usual_day(settings: Settings, now: datetime) -> date | None:
    """The last day of a quote prepared now, where nobody says otherwise; None where staff type it."""
    days = settings.quote_valid_days
    return now.astimezone(settings.zone).date() + timedelta(days=days) if days else None


def ends_at(valid_until: date, settings: Settings) -> datetime:
    """The end of that day where the shop is."""
    return datetime.combine(valid_until + timedelta(days=1), time.min, tzinfo=settings.zone)
