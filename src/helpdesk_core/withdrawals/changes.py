"""What happens to withdrawals, and whom it tells. No shop can switch off the copy of a declaration, or its answer."""

from __future__ import annotations

from ..base.changes import Change
from ..base.messages import define
from ..base.notices import KEEP_REFERENCE, to_customer, to_staff

PAGE = "withdrawal"
LINK = define("notice.withdrawal.link", "See your withdrawal")
RECEIVED = to_customer(
    "withdrawal_received",
    "Request {reference}: your withdrawal",
    "We have received your withdrawal from the contract. This is a copy of it. Please keep it.",
    KEEP_REFERENCE,
    encloses="withdrawal",
    page=PAGE,
    link=LINK,
    always=True,
)


class WithdrawalDeclared(
    Change,
    action="withdrawal_declared",
    label="Withdrawal from the contract",
    by_customer=(
        RECEIVED,
        to_staff(
            "withdrawal",
            "Request {reference}: withdrawal from the contract",
            "A customer withdraws from the contract. The page of the request says by when to pay back; nothing was "
            "done by itself.",
        ),
    ),
    by_staff=RECEIVED,
):
    """The customer withdraws, or staff wrote down that they did. The work is not stopped by itself."""

    withdrawal: str


class WithdrawalAnswered(
    Change,
    action="withdrawal_answered",
    label="Withdrawal answered",
    answers=True,
    by_staff=to_customer(
        "withdrawal_answered",
        "Request {reference}: what follows from your withdrawal",
        "We have answered your withdrawal from the contract. Our message says what follows.",
        covers=("reply", "status"),
        carries_text=True,
        encloses="withdrawal",
        page=PAGE,
        link=LINK,
        always=True,
    ),
):
    """A person said what follows; ``message`` on the thread has their words."""

    withdrawal: str
    message: str


class WithdrawalDue(
    Change,
    action="withdrawal_due",
    label="Withdrawal soon to be paid back",
    by_automation=to_staff(
        "withdrawal_due",
        "Request {reference}: pay back after the withdrawal",
        "The law's time to pay back after this withdrawal is over soon: it is not answered yet, or no refund is "
        "recorded as sent. The page of the request says by when.",
    ),
):
    """Staff are reminded."""

    withdrawal: str


class WithdrawalOverdue(
    Change,
    action="withdrawal_overdue",
    label="Time to pay back after the withdrawal is over",
    by_automation=to_staff(
        "withdrawal_overdue",
        "Request {reference}: the time to pay back is over",
        "The law's time to pay back after this withdrawal is over: it is not answered, or no refund is recorded as "
        "sent. Nothing was done by itself.",
    ),
):
    """Staff are told; nothing else comes of it."""

    withdrawal: str
