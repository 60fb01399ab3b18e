"""The conformance suite of the `Payments` port: subclass it, give the provider's adapter and a peer you control."""

from __future__ import annotations

from typing import Any, ClassVar

import attrs
import pytest

from ..base.money import Money
from ..ports import InboundRequest, NotSigned, PaymentFact, PaymentRequest, PaymentState
from .suites import claimed
from .watching import forgeries, logged

PLN, YEN = Money(minor=12_345, currency="PLN"), Money(minor=500, currency="JPY")


def _facts_of(payments: Any, came: InboundRequest) -> list[PaymentFact]:
    """What an adapter reads; nothing, where it says that nobody signed it."""
    try:
        return list(payments.read(came))
    except NotSigned:
        return []


class PaymentsSuite:
    """What every payment adapter promises.

    ``reported(request, paid, state)`` returns the provider's signed report that ``paid`` was paid for ``request``, or
    is pending, failed or went back;
    ``came_back(request)`` the customer's browser coming back from the page, with all the provider puts into that
    address; ``charges()`` counts what the provider was asked to take from anybody, ``pages()`` how many payments it was
    asked to prepare. With a provider on whose page customers agree (`ports.TwoSteps`), ``agree(request)`` lets one
    agree, and returns their way back.
    """

    #: ``pages``: the adapter asks a provider for each page, and the peer counts that. ``settles``: what a customer
    #: agreed on is taken after that (`ports.TwoSteps`).
    capabilities: ClassVar[frozenset[str]] = frozenset({"pages"})
    #: The header that carries the signature, in lower case.
    signature_header: ClassVar[str] = ""
    #: What the provider reports of a payment.
    states: ClassVar[frozenset[PaymentState]] = frozenset(PaymentState) - {PaymentState.AGREED}

    @pytest.fixture
    def payments(self) -> Any:
        """The adapter; yours overrides this."""
        raise NotImplementedError

    def reported(self, request: PaymentRequest, paid: Money, state: PaymentState = PaymentState.PAID) -> InboundRequest:
        """The provider's signed report; yours overrides this.

        Args:
            request: What was to be paid.
            paid: What was paid.
            state: What became of it, one of `states`.

        Returns:
            The request that the provider sends.
        """
        raise NotImplementedError

    def came_back(self, request: PaymentRequest) -> InboundRequest:
        """The customer's way back from the provider's page; yours overrides this.

        Args:
            request: What was to be paid.

        Returns:
            The request that the customer's browser sends.
        """
        raise NotImplementedError

    def agree(self, request: PaymentRequest) -> InboundRequest:
        """A customer who agrees on the page, and comes back; yours overrides this.

        Args:
            request: What the page was asked for.

        Returns:
            The request that the customer's browser sends.
        """
        raise NotImplementedError

    def charges(self) -> int:
        """How often the provider was told to take money."""
        raise NotImplementedError

    def pages(self) -> int:
        """How many payments the provider was asked to prepare."""
        raise NotImplementedError

    @staticmethod
    def to_pay(amount: Money = PLN, version: int = 1) -> PaymentRequest:
        """What the suite asks for.

        Args:
            amount: The amount.
            version: The invoice's version.

        Returns:
            The request for a payment.
        """
        return PaymentRequest(invoice="inv-1", version=version, amount=amount, title="Shop ABCD-1234")

    def test_a_page_is_an_address(self, payments: Any) -> None:
        """https, and nothing is taken by asking for it."""
        assert payments.page(self.to_pay(), "https://shop.example/back").startswith("https://")
        assert self.charges() == 0

    @claimed("pages")
    def test_asking_again_prepares_nothing_new(self, payments: Any) -> None:
        """The same version of an invoice is one payment, however often its page is asked for; another is another."""
        for _ in range(3):
            payments.page(self.to_pay(), "https://shop.example/back")
        assert self.pages() == 1
        payments.page(self.to_pay(version=2), "https://shop.example/back")
        assert self.pages() == 2
        assert self.charges() == 0

    @pytest.mark.parametrize("amount", [PLN, YEN, Money(minor=1, currency="PLN"), Money(minor=10**9, currency="EUR")])
    def test_a_report_is_a_fact(self, payments: Any, amount: Money) -> None:
        """Amount in whole minor units with its currency, and the key of what was paid."""
        (fact,) = _facts_of(payments, self.reported(self.to_pay(amount), amount))
        assert isinstance(fact, PaymentFact)
        assert fact.state is PaymentState.PAID
        assert fact.amount == amount
        assert type(fact.amount.minor) is int
        assert fact.key == self.to_pay(amount).key
        assert fact.id

    @pytest.mark.parametrize("paid", [Money(minor=1, currency="PLN"), Money(minor=12_345, currency="EUR")])
    def test_what_was_really_paid_is_said(self, payments: Any, paid: Money) -> None:
        """Less, or in another currency: the fact holds what the provider says, so that the core can compare."""
        (fact,) = _facts_of(payments, self.reported(self.to_pay(), paid))
        assert fact.amount == paid

    def test_only_what_was_paid_is_paid(self, payments: Any) -> None:
        """Pending, failed and refunded are said as that, each a fact with an id of its own."""
        facts = []
        for state in sorted(self.states):
            (fact,) = _facts_of(payments, self.reported(self.to_pay(), PLN, state))
            assert fact.state is state
            assert fact.key == self.to_pay().key
            facts.append(fact)
        assert len({fact.id for fact in facts}) == len(facts)

    def test_two_payments_are_two_facts(self, payments: Any) -> None:
        """The same amount for another version of the invoice is not a replay."""
        first, second = (_facts_of(payments, self.reported(self.to_pay(version=one), PLN))[0] for one in (1, 2))
        assert first.id != second.id

    def test_nothing_of_a_payment_is_logged(self, payments: Any) -> None:
        """Neither the page's address nor a signature: both are worth money to whoever reads logs."""
        report = self.reported(self.to_pay(), PLN)
        with logged() as lines:
            page = payments.page(self.to_pay(), "https://shop.example/back")
            _facts_of(payments, report)
            _facts_of(payments, attrs.evolve(report, body=report.body + b" "))
        for secret in (page, report.headers[self.signature_header], report.body.decode("utf-8", "replace")):
            assert not any(secret in line for line in lines)

    def test_a_replay_is_the_same_fact(self, payments: Any) -> None:
        """The provider's own id, so that it is paid once."""
        first, again = (_facts_of(payments, self.reported(self.to_pay(), PLN))[0] for _ in range(2))
        assert first.id == again.id

    def test_coming_back_is_no_payment(self, payments: Any) -> None:
        """Whatever the address says: anybody can type it."""
        assert _facts_of(payments, self.came_back(self.to_pay())) == []

    @claimed("settles")
    def test_an_address_agrees_to_nothing(self, payments: Any) -> None:
        """Whatever it says, while nobody agreed; nor one that names no page."""
        payments.page(self.to_pay(), "https://shop.example/back")
        assert payments.returned(self.came_back(self.to_pay())) is None
        for query in ("", "token=", "token=..%2F..", "token=0000000", "token=%ff&token=%00"):
            assert payments.returned(InboundRequest(method="GET", query=query)) is None
        assert self.charges() == 0

    @claimed("settles")
    def test_what_was_agreed_on_is_not_paid(self, payments: Any) -> None:
        """The customer comes back, and the provider says what they agreed on: nothing was taken by that."""
        payments.page(self.to_pay(), "https://shop.example/back")
        fact = payments.returned(self.agree(self.to_pay()))
        assert (fact.state, fact.key, fact.amount) == (PaymentState.AGREED, self.to_pay().key, PLN)
        assert self.charges() == 0

    @claimed("settles")
    def test_what_was_agreed_on_is_taken_once(self, payments: Any) -> None:
        """However often it is asked for, with one and the same fact."""
        payments.page(self.to_pay(), "https://shop.example/back")
        agreed = payments.returned(self.agree(self.to_pay()))
        taken = [fact for _ in range(3) for fact in payments.settle(agreed)]
        assert {(fact.state, fact.key, fact.amount) for fact in taken} == {(PaymentState.PAID, agreed.key, PLN)}
        assert len({fact.id for fact in taken}) == 1
        assert self.charges() == 1

    def test_an_unsigned_report_is_nothing(self, payments: Any) -> None:
        """Without the signature, with a wrong one, or with one byte changed: no fact, nothing raised but
        `ports.NotSigned`."""
        report = self.reported(self.to_pay(), PLN)
        without = {name: value for name, value in report.headers.items() if name != self.signature_header}
        assert len(without) < len(report.headers), "signature_header names no header of the report"
        right = report.headers[self.signature_header]
        wrong = [{**without, self.signature_header: value} for value in ("", "0", "ż", *forgeries(right))]
        for headers in (without, *wrong):
            assert _facts_of(payments, attrs.evolve(report, headers=headers)) == []
        for body in (report.body + b" ", report.body.replace(b"12345", b"99999"), b""):
            if body != report.body:
                assert _facts_of(payments, attrs.evolve(report, body=body)) == []
