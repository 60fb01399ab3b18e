"""How money is reported: a page where a customer pays, and the provider's word that it was paid. Nothing here
charges; who agrees on a page that the shop may take an amount is charged that amount, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

import attrs

from ..base.money import Money
from .channel import InboundRequest


class PageSpent(OSError):
    """The provider would answer every further request for this page with the error that it has just given: another
    version of the request brings one."""


class NotSigned(ValueError):
    """A report that the provider did not sign, or not now. It is answered as a mistake, so that a real one is sent
    again: a signing secret that was typed wrongly loses no payment."""


@attrs.frozen(kw_only=True)
class PaymentRequest:
    """What is to be paid: one page for one amount of one invoice.

    Attributes:
        invoice: The invoice's id.
        version: Counts the pages of an invoice, from 1: another amount, or another try, is another page.
        amount: What is to be paid.
        title: A short line for the provider's page: the shop's name and the reference, nothing of what is wrong with
            what.
    """

    invoice: str
    version: int
    amount: Money
    title: str

    @property
    def key(self) -> str:
        """The same for the same invoice and version: asking for the page again makes no second payment."""
        return f"{self.invoice}:{self.version}"


class PaymentState(StrEnum):
    """What the provider says of a payment."""

    AGREED = "agreed"
    """The customer agreed on the provider's page that the shop takes it: nothing was taken yet. See `TwoSteps`."""
    PAID = "paid"
    PENDING = "pending"
    FAILED = "failed"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    """The payer's bank wants the money back."""


@attrs.frozen(kw_only=True)
class PaymentFact:
    """The provider's signed word about one payment.

    Attributes:
        id: The provider's own id, the same however often it is reported.
        state: What became of the payment.
        key: `PaymentRequest.key` of what was paid.
        amount: What the provider says was paid, not what was asked for: the core compares them.
        at: When, as the provider says.
        agreement: Of what was agreed on, by which id the provider knows it.
    """

    id: str
    state: PaymentState
    key: str
    amount: Money
    at: datetime | None = None
    agreement: str = ""


class Payments(Protocol):
    """One payment provider. There is no ``charge`` anywhere: a customer pays on the provider's page or not at all.

    A page is asked for by `invoices.checkouts.AskForCheckout`; facts are handed to `ReportPayment`.
    """

    @property
    def name(self) -> str:
        """Its name in logs and in payment facts."""

    def page(self, request: PaymentRequest, back: str) -> str:
        """The page where a customer may pay. It is asked for when a person wants to pay, never when a page is only
        looked at.

        Args:
            request: What is to be paid.
            back: Where the provider sends the customer afterwards.

        Returns:
            An https address of the provider.

        Raises:
            PageSpent: Only another version brings a page.
            OSError: The provider was not reached, or gave no page: the same version may bring one later.
        """

    def read(self, request: InboundRequest) -> Sequence[PaymentFact]:
        """The facts in a request from the provider.

        Args:
            request: What came.

        Returns:
            The facts; none when the report is about nothing that counts here. A customer who comes back from the page
                proves nothing.

        Raises:
            NotSigned: The signature is missing, is of another time, or does not fit the raw body. No facts mean the
                same, and are taken for an event that is of no interest.
            OSError: The provider had to be asked, and was not reached: it sends the report again.
        """


class TwoSteps(Payments, Protocol):
    """A provider on whose page a customer agrees, and the shop takes then what was agreed on. Whether it is still owed
    is for `invoices.checkouts.ReportPayment` to say, between the two.

    Attributes:
        page_lifetime: For how long asking for the page of a request brings the same page.
    """

    page_lifetime: timedelta

    def returned(self, request: InboundRequest) -> PaymentFact | None:
        """What the provider says of the page that a customer comes back from. The address says which page is meant and
        nothing else: that is asked for.

        Args:
            request: The request of the customer's browser, to ``back``.

        Returns:
            The fact; None where nothing was agreed on, or it is not known there.

        Raises:
            OSError: The provider was not reached.
        """

    def settle(self, agreed: PaymentFact) -> Sequence[PaymentFact]:
        """Take what was agreed on. However often it is asked for, it is taken once.

        Args:
            agreed: The fact, of `PaymentState.AGREED`.

        Returns:
            What became of it.

        Raises:
            OSError: The provider was not reached, or does not say: whether it was taken is not known, and asking again
                brings it.
        """
