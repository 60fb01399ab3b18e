"""How an invoice gets its number from a state's system: written in the law's form, sent once, asked about until the
system has said what became of it. Nothing is sent but what a person asked to send."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

import attrs

from ..base.money import Money


class Unwritable(ValueError):
    """The invoice cannot be written in the system's form.

    Args:
        code: Why: one of `CODES`.
    """

    #: No seller's address; no tax number of the buyer's; a tax rate that the form does not know; a rate of nought
    #: without the provision that exempts; another currency than the state's; more than the form holds.
    CODES = ("address", "tax_number", "rate", "exempt", "currency", "size")

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SessionOver(OSError):
    """The session takes nothing any more, and the document is not in it: another one may be begun."""


class Unwelcome(OSError):
    """The system is there and does not take us: a token or a permission that the shop has to mend. Nothing was sent."""


class Busy(OSError):
    """The system asks to come back later.

    Args:
        seconds: When, in seconds from now.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__("the system asks to come back later")
        self.seconds = seconds


@attrs.frozen(kw_only=True)
class ELine:
    """One line as it stands on the invoice.

    Attributes:
        text: What was sold.
        quantity: Pieces.
        unit_price: Of one piece, gross or net as the invoice's ``prices`` say.
        amount: Of all pieces, the same.
        tax_rate: In basis points.
        tax: What of the amount, or beside it, is tax.
    """

    text: str
    quantity: int
    unit_price: Money
    amount: Money
    tax_rate: int
    tax: Money


@attrs.frozen(kw_only=True)
class EShare:
    """What an invoice comes to at one rate.

    Attributes:
        rate: In basis points.
        gross: The sum, tax included.
        tax: The tax within it.
    """

    rate: int
    gross: Money
    tax: Money


@attrs.frozen(kw_only=True)
class EParty:
    """The buyer."""

    name: str
    address: str
    tax_number: str


@attrs.frozen(kw_only=True)
class EReferred:
    """Another invoice that this one is about.

    Attributes:
        registered: Its number in the system; empty where it was issued outside of it.
        gross: What it came to before.
    """

    number: str
    issued_on: date
    registered: str
    gross: Money


@attrs.frozen(kw_only=True)
class EInvoice:
    """An issued invoice, as a system's form is written from.

    Attributes:
        kind: ``invoice``, ``advance``, ``final``, or of a credit note ``credit``, ``credit_advance``, ``credit_final``.
        made_at: When it was issued.
        prices: ``gross`` or ``net``.
        lines: Of a credit note those that hold instead.
        lines_before: Of a credit note those that held before.
        shares: Of a credit note the difference.
        corrects: What a credit note corrects.
        buyer_before: Who bought, as it stood there, where that is corrected too.
        advances: What a final invoice takes off.
    """

    kind: str
    number: str
    issued_on: date
    sold_on: date
    due_on: date
    made_at: datetime
    prices: str
    seller: str
    seller_address: str
    bank_account: str
    buyer: EParty
    lines: tuple[ELine, ...]
    lines_before: tuple[ELine, ...]
    shares: tuple[EShare, ...]
    gross: Money
    reason: str
    corrects: EReferred | None
    buyer_before: EParty | None
    advances: tuple[EReferred, ...]


@attrs.frozen(kw_only=True)
class Registered:
    """The system took the document.

    Attributes:
        number: What it calls it.
        at: When it got that number.
        link: Where anybody can see that it is there.
        receipt: The system's own word for it, as a file; None where there is none yet.
    """

    number: str
    at: datetime
    link: str
    receipt: bytes | None = None


@attrs.frozen(kw_only=True)
class Rejected:
    """The system did not take it, and will not.

    Attributes:
        code: ``duplicate``, ``rights``, ``file`` or ``other``.
        said: In the system's own words.
    """

    code: str
    said: str


class EInvoices(Protocol):
    """One system of a state, for one seller. What is sent is in a session, whose handle is kept before anything is sent
    in it: whoever comes back after a fault asks that session first."""

    @property
    def tax_number(self) -> str:
        """The seller's, as the system knows it."""

    def write(self, invoice: EInvoice) -> bytes:
        """Write an invoice in the system's form, the same bytes each time. It asks nobody.

        Args:
            invoice: The invoice.

        Returns:
            The document.

        Raises:
            Unwritable: The form has no place for it.
        """

    def begin(self) -> str:
        """Open a session. Nothing is sent by that.

        Returns:
            Its handle, with nothing secret in it.

        Raises:
            Unwelcome: It does not take us.
            Busy: It asks to come back later.
            OSError: It is away.
        """

    def send(self, session: str, document: bytes) -> Registered | Rejected | None:
        """Ask what became of a document in a session; where it is not in it, send it. Called as often as one likes: it
        is sent once.

        Args:
            session: A handle.
            document: The document.

        Returns:
            What the system said, None as long as it works on it.

        Raises:
            SessionOver: It is not in that session, and cannot be sent in it any more.
            Unwelcome: The system does not take us.
            Busy: It asks to come back later.
            OSError: It is away.
        """
