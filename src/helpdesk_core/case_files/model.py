"""The case file's value: pieces of plain data, so that one walk makes its JSON, its digests and the names of its
parts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ..base.money import Money
from ..base.text import CustomerText, SafeText
from ..base.values import piece, to_json
from ..devices.model import DeviceState
from ..outcomes.model import OutcomeResult
from ..promises.model import PromiseKind, PromiseStanding
from ..quotes.model import Part, Prices, QuoteLine, QuoteOption, Standing
from ..quotes.pricing import TaxShare
from ..service_requests.lifecycle import Phase
from ..settings import QuestionType
from ..signatures.model import SignedBy, SignedDevice, SignedFor, SignedText
from ..withdrawals.model import DeclaredBy, WithdrawalStanding

FORMAT = "helpdesk case file 1"
"""What the data are, for whoever reads them in ten years."""


@piece
class ShopPart:
    """Who made the file.

    Attributes:
        keys_at: Where the shop publishes the keys that it signs with.
    """

    name: str
    company: str
    address: str
    phone: str
    keys_at: str


@piece
class AskedPart:
    """An answer of the customer's to a question of the shop's own.

    Attributes:
        question: What was asked, in the words of then.
        said: The answer as it was read then; of yes and no "yes" or "no".
    """

    question: SafeText
    type: QuestionType
    said: SafeText


@piece
class RequestPart:
    """The request's facts, as its customer sees them. Contacts are masked."""

    reference: str
    customer: str
    contacts: tuple[str, ...]
    device: SafeText
    device_checked: SafeText | None
    order: SafeText | None
    phase: Phase
    status: str
    """The shop's own word for it in the file's language; empty where the phase says it all."""
    agent: SafeText | None
    location: str
    answers: tuple[AskedPart, ...]
    created_at: datetime
    updated_at: datetime
    devices: tuple[DevicePart, ...] = ()
    """None where it is about one, of which nobody said more."""


@piece
class DevicePart:
    """One of several devices that a request is about.

    Attributes:
        number: Counts them from 1.
        state: How far it was when the file was made; None where nobody had said so.
        condition: How it looked when it came.
        accessories: What came along with it.
    """

    number: int
    description: SafeText
    serial: SafeText | None
    state: DeviceState | None
    condition: SafeText | None
    accessories: SafeText | None


@piece
class DecisionPart:
    """Who decided, and on what proof.

    Attributes:
        by: "customer", "approver" (whom the customer named) or "shop".
        basis: The kind of proof, as `Basis` names it.
        contact: The contact whose code it was, masked; None for other proofs, and for anybody but the customer.
        proved_at: When they proved who they are.
        digest: Of exactly what was decided about.
    """

    by: str
    basis: str
    contact: str | None
    proved_at: datetime | None
    decided_at: datetime
    digest: str


@piece
class AnswerPart:
    """What was said to a version of the quote. ``decision`` is None for a "no", which needs no proof."""

    approved: bool
    by: str
    answered_at: datetime
    options: tuple[Part, ...]
    extras: tuple[int, ...]
    """Places of the optional lines that were taken."""
    total: Money | None
    taxes: tuple[TaxShare, ...]
    start_now: bool
    decision: DecisionPart | None


@piece
class LimitPart:
    """That the shop went ahead within the limit that the customer gave."""

    total: Money
    limit: Money
    by: SafeText | None
    at: datetime


@piece
class QuotePart:
    """One version of the quote that was offered, and what became of it.

    Attributes:
        number: Counts the versions from 1.
    """

    number: int
    standing: Standing
    text: CustomerText | None
    prices: Prices
    lines: tuple[QuoteLine, ...]
    options: tuple[QuoteOption, ...]
    least: Money
    most: Money
    valid_until: date
    prepared_by: SafeText | None
    offered_at: datetime
    offered: DecisionPart
    answer: AnswerPart | None
    limit_use: LimitPart | None


@piece
class PromisePart:
    """What somebody of the shop promised the customer, and what became of it.

    Attributes:
        due_at: Until when; None for a price, which has no clock.
        by_time: Whether a time of the day was said; else the day ends when the shop closes.
        standing: How it stood when the file was made.
        settled_at: When it was kept, moved or taken back; None for what was not.
    """

    kind: PromiseKind
    due_at: datetime | None
    by_time: bool
    limit: Money | None
    what: CustomerText | None
    given_by: SafeText | None
    given_at: datetime
    standing: PromiseStanding
    settled_at: datetime | None


@piece
class OutcomePart:
    """The outcome that stands, and the customer's answer to it."""

    result: OutcomeResult
    text: CustomerText | None
    recorded_at: datetime
    recorded: DecisionPart
    solved: bool | None
    answered_at: datetime | None


@piece
class FilePart:
    """A photo or file that the customer can open: its digest stands for it.

    Attributes:
        size: In bytes.
        sha256: 64 hex digits.
    """

    name: str
    type: str
    size: int
    sha256: str
    from_shop: bool
    at: datetime


@piece
class SignaturePart:
    """A signature that was given at the counter. Who collects a device and what is said of that is not told.

    Attributes:
        row: Its name among the rows that the history vouches for.
        name: As it was typed; None where there is a drawing alone.
        drawing: What was drawn: strokes parted by ";", each its points across and down, within 1,000 by 500; empty
            where the name was typed alone.
        wording: The texts that were read, each with its version and digest.
        digest: Of all that was read before signing; empty once the request was erased.
        due: Until when a device is lent, for a loan.
    """

    row: str
    occasion: SignedFor
    how: SignedBy
    name: SafeText | None
    drawing: str
    signed_at: datetime
    wording: tuple[SignedText, ...]
    digest: str
    devices: tuple[SignedDevice, ...]
    due: date | None


@piece
class WithdrawalPart:
    """A declaration of the customer's that they withdraw from an order, and what the shop answered.

    Attributes:
        ordered_at: When it was ordered; None where that order is not known any more.
        name: Who withdraws.
        sent_on: The day that counts for its being in time.
        received_on: The day from which the time to pay back runs.
        standing: How it stood to the time for it, as far as the desk knew.
        note: What follows, in the shop's words.
    """

    ordered_at: datetime | None
    name: SafeText
    reason: SafeText | None
    how: DeclaredBy
    declared_at: datetime
    sent_on: date
    received_on: date
    last_day: date | None
    standing: WithdrawalStanding
    repay_by: date | None
    owed: Money | None
    returned: Money | None
    repaid_at: datetime | None
    hand_back: bool
    note: CustomerText | None
    answered_at: datetime | None
    answered_by: SafeText | None


@piece
class Words:
    """A message of the thread; ``row`` is its name among the rows that the history vouches for."""

    row: str
    from_shop: bool
    author: SafeText | None
    at: datetime
    text: CustomerText


@piece
class RowDigest:
    """The digest by which the history vouches for one row."""

    row: str
    digest: str


@piece
class EventProof:
    """What an entry's digest is made of besides what is told of it.

    Attributes:
        actor: `actor_digest` of who did it.
        commitment: The salted commitment of what it says.
    """

    actor: str
    commitment: str
    rows: tuple[RowDigest, ...]


@piece
class Event:
    """An entry of the history that the reader may see.

    Attributes:
        sequence: Its number, from 1.
        by: "customer", "approver", "shop" or "machine".
        phase: The phase that it led to; empty where it led to none.
        status: The shop's own word for that, in the file's language; empty where the phase says it all.
        proof: None for one that vouches for rows of the staff's too: its digest stands among the bodies like any other.
    """

    sequence: int
    at: datetime
    by: str
    action: str
    phase: str
    status: str
    words: tuple[Words, ...]
    proof: EventProof | None


@piece
class HistoryPart:
    """The history: the entries to read, and the digest of every one, so that it can be followed to its head.

    Attributes:
        subject: Whose history it is.
        bodies: `entry_body` of each entry, also of those that are not shown.
        head: The chain's head when the file was made.
    """

    subject: str
    events: tuple[Event, ...]
    bodies: tuple[str, ...]
    head: str


@piece
class CaseFile:
    """All of it."""

    format: str
    language: str
    time_zone: str
    made_at: datetime
    shop: ShopPart
    request: RequestPart
    quotes: tuple[QuotePart, ...]
    promises: tuple[PromisePart, ...] = ()
    """In the order in which they were given."""
    outcome: OutcomePart | None
    signatures: tuple[SignaturePart, ...] = ()
    """In the order in which they were given."""
    withdrawals: tuple[WithdrawalPart, ...] = ()
    """In the order in which they were declared."""
    files: tuple[FilePart, ...]
    history: HistoryPart

    def to_json(self) -> dict[str, Any]:
        """The file as JSON data."""
        data: dict[str, Any] = to_json(self)
        return data
