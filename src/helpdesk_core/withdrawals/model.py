"""A withdrawal: the customer's own declaration that they do not want the contract that they made at a distance."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from ..base.actors import STAFF
from ..base.money import Money
from ..base.phases import Phase
from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import CustomerText, SafeText
from ..base.worded import Worded
from ..quotes.model import QuoteAnswer

PERIOD, REPAYMENT = "withdrawal", "repayment"
"""What a country's file calls the days within which a consumer withdraws, and those within which they are paid back."""
PERFORMED = frozenset({Phase.READY, Phase.OUTCOME_RECORDED, Phase.CLOSED})
"""Where all that was ordered is done."""
MOST = 20


class DeclaredBy(Worded, prefix="withdrawal.by"):
    """Which way a declaration came."""

    ONLINE = "online", "On the page of the request"
    MAIL = "mail", "By e-mail or message"
    LETTER = "letter", "By letter"
    COUNTER = "counter", "In the shop"
    PHONE = "phone", "By phone"


class WithdrawalStanding(Worded, prefix="withdrawal.standing"):
    """How a declaration stands to the time for it, as far as the desk knows; people judge."""

    IN_TIME = "in_time", "In time"
    LATE = "late", "After the last day"
    PERFORMED = "performed", "After all of it was done at the customer's wish"


@record(
    "withdrawals",
    indexes=(Index(("tenant", "request", "id")), Index(("answer",), unique=True)),
    outside_ids=True,
)
class Withdrawal(Attested):
    """One declaration about one order: what it says, when and how it came, and what staff answered.

    The id is made from the order's, so that there is one.
    """

    request: str = col(references="service_requests")
    answer: str = col(references="quote_answers")
    """The order: the customer's approval of a quote."""
    answer_digest: str
    """Of what was ordered, as it was then."""
    name: SafeText = col(personal=True)
    reason: SafeText | None = col(personal=True, default=None)
    """Why, where the customer wants to say so: nobody has to."""
    how: DeclaredBy
    declared_at: datetime
    """When it was sent here, or written down here."""
    sent_on: date
    """The day that counts for its being in time (directive 2011/83/EU, article 11 (2))."""
    received_on: date
    """From which the time to pay back runs (article 13 (1))."""
    last_day: date | None = col(default=None)
    """The last day to withdraw; None where the law of the shop's country sets none."""
    standing: WithdrawalStanding
    repay_by: date | None = col(default=None)
    """The last day to pay back; None where the law sets none."""
    basis: str
    """On which proof: a code, a sign-in, or staff's own word."""
    contact: str | None = col(default=None)
    """The id of the contact that the code was sent to."""
    proved_at: datetime | None = col(default=None)
    owed: Money | None = col(default=None)
    """What the customer pays for what was done until then."""
    returned: Money | None = col(default=None)
    """What the shop pays back."""
    hand_back: bool = col(default=False)
    """Whether the shop has a device to hand back."""
    note: CustomerText | None = col(personal=True, default=None)
    """What follows, as the customer reads it."""
    repaid_at: datetime | None = col(default=None)
    """When all of that was recorded as sent."""
    answered_at: datetime | None = col(default=None)
    answered_by: str | None = col(personal="staff", default=None)
    answered_by_name: SafeText | None = col(personal="staff", default=None)

    @property
    def is_open(self) -> bool:
        """Whether the law's clock runs: nobody has answered it, or what is paid back was not sent yet."""
        return self.answered_at is None or (bool(self.returned and self.returned.minor) and self.repaid_at is None)

    def check_write(self, before: Self | None, actor_kind: str, settings: Any) -> str | None:
        """See `Record.check_write`: whatever command it is, only people of the staff answer."""
        same = self.answered_at is None if before is None else before.answered_at == self.answered_at
        return None if same or actor_kind in STAFF else "only a person of the staff answers a withdrawal"


OF_REQUEST = Query(Withdrawal, equals=("tenant", "request"), order=("id",))


def is_performed(answer: QuoteAnswer, phase: Phase) -> bool:
    """Whether the right has ended, as far as the desk knows: the service was performed in full, and the customer had
    expressly asked for it to begin and was told of that (directive 2011/83/EU, article 16 (a))."""
    return answer.start_now and phase in PERFORMED
