"""How money is reported: a page where a customer pays, and the provider's word that it was paid. Nothing here
charges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import attrs

from ..base.money import Money
from .channel import InboundRequest


class PageSpent(OSError):
    """The provider would answer every further request for this page with the error that it has just given: another
    version of the request brings one."""


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
    """

    id: str
    state: PaymentState
    key: str
    amount: Money
    at: datetime | None = None


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
            The facts; none when the signature is missing or does not fit the raw body. A customer who comes back from
                the page proves nothing.
        """
