"""The conformance suite of the `Carrier` port: subclass it, give the carrier's adapter and a peer you control."""

from __future__ import annotations

from typing import Any, ClassVar

import attrs
import pytest

from ..ports import (
    InboundRequest,
    NotSigned,
    ParcelFact,
    ParcelOrder,
    ParcelRefused,
    ParcelStatus,
    Receiver,
)
from .suites import claimed
from .watching import forgeries, logged

_RECEIVER = Receiver(
    name="Maria Żółć",
    street="Długa 1",
    postal_code="00-001",
    city="Warszawa",
    phone="+48600100200",
    email="maria@example.com",
)


def _facts_of(carrier: Any, came: InboundRequest) -> list[ParcelFact]:
    try:
        return list(carrier.read(came))
    except NotSigned:
        return []


class CarrierSuite:
    """What every carrier's adapter promises.

    ``reported(number, status)`` returns the carrier's signed report; ``moved(number, status)`` lets the carrier know a
    parcel as that; ``ordered()`` counts its labels.
    """

    #: ``quotes``: it says what a parcel would cost. ``points``: it has lockers, `POINT` among them, in `TOWN`.
    capabilities: ClassVar[frozenset[str]] = frozenset({"quotes", "points"})
    #: The header that carries the signature, in lower case.
    signature_header: ClassVar[str] = ""
    POINT: ClassVar[str] = "WAW123M"
    TOWN: ClassVar[str] = "Warszawa"

    @pytest.fixture
    def carrier(self) -> Any:
        """The adapter; yours overrides this."""
        raise NotImplementedError

    def reported(self, number: str, status: ParcelStatus) -> InboundRequest:
        """The carrier's signed report; yours overrides this.

        Args:
            number: The parcel's number.
            status: Where it is.

        Returns:
            The request that the carrier sends.
        """
        raise NotImplementedError

    def moved(self, number: str, status: ParcelStatus) -> None:
        """The carrier knows a parcel as that from now on; yours overrides this.

        Args:
            number: The parcel's number.
            status: Where it is.
        """
        raise NotImplementedError

    def ordered(self) -> int:
        """How many labels the carrier has made."""
        raise NotImplementedError

    @staticmethod
    def parcel(key: str = "parcel-1", point: str = "") -> ParcelOrder:
        """What the suite orders.

        Args:
            key: The parcel's key.
            point: The locker.

        Returns:
            The order.
        """
        return ParcelOrder(key=key, receiver=_RECEIVER, point=point, reference="ABCD-1234")

    def test_a_label_is_ordered_once(self, carrier: Any) -> None:
        """The same key is the same parcel, however often it is asked for; another key is another."""
        labels = [carrier.order(self.parcel()) for _ in range(3)]
        assert len({label.number for label in labels}) == 1
        assert labels[0].number
        assert self.ordered() == 1
        assert carrier.order(self.parcel("parcel-2")).number != labels[0].number
        assert self.ordered() == 2

    def test_a_link_is_none_or_https(self, carrier: Any) -> None:
        """Customers follow it."""
        link = carrier.order(self.parcel()).link
        assert link == "" or link.startswith("https://")

    def test_a_label_is_printed(self, carrier: Any) -> None:
        """As a PDF, as often as it is asked for; of no other parcel than one that is there."""
        number = carrier.order(self.parcel()).number
        for _ in range(2):
            assert carrier.label(number).startswith(b"%PDF-")
        for other in ("0", "", "../order", "x" * 300):
            assert carrier.label(other) is None
        assert self.ordered() == 1

    @pytest.mark.parametrize("status", list(ParcelStatus))
    def test_where_a_parcel_is_is_said(self, carrier: Any, status: ParcelStatus) -> None:
        """Lost, returned and cancelled too."""
        number = carrier.order(self.parcel()).number
        self.moved(number, status)
        fact = carrier.track(number)
        assert (fact.number, fact.status) == (number, status)
        assert carrier.track("0") is None

    def test_a_label_is_cancelled(self, carrier: Any) -> None:
        """Once, and asking again says the same."""
        number = carrier.order(self.parcel()).number
        for _ in range(2):
            assert carrier.cancel(number) is True
        assert carrier.track(number).status is ParcelStatus.CANCELLED

    def test_what_is_on_its_way_is_not_cancelled(self, carrier: Any) -> None:
        """Nor what is not there: whoever reads that it was cancelled writes another label."""
        number = carrier.order(self.parcel()).number
        self.moved(number, ParcelStatus.UNDERWAY)
        assert carrier.cancel(number) is False
        assert carrier.track(number).status is ParcelStatus.UNDERWAY
        assert carrier.cancel("0") is False

    @claimed("points")
    def test_points_are_found(self, carrier: Any) -> None:
        """By their town and the beginning of their id; nothing is found by nothing."""
        for words in (self.TOWN, self.POINT, self.POINT[:4]):
            assert self.POINT in [one.id for one in carrier.points(words)]
        for words in ("", "   ", "Nowhere at all"):
            assert list(carrier.points(words)) == []

    @claimed("points")
    def test_a_point_that_is_none_is_refused(self, carrier: Any) -> None:
        """No parcel goes to the address in its place, and none is handed in elsewhere than its sender is told."""
        assert carrier.order(self.parcel(point=self.POINT)).number
        second = self.parcel("parcel-2")
        for wrong in (attrs.evolve(second, point="NONE000"), attrs.evolve(second, handed_in="NONE000")):
            with pytest.raises(ParcelRefused):
                carrier.order(wrong)
        assert self.ordered() == 1

    @claimed("quotes")
    def test_a_quote_orders_nothing(self, carrier: Any) -> None:
        """An amount in whole minor units."""
        cost = carrier.quote(self.parcel())
        assert type(cost.minor) is int
        assert cost.minor > 0
        assert self.ordered() == 0

    @pytest.mark.parametrize("status", list(ParcelStatus))
    def test_a_report_is_a_fact(self, carrier: Any, status: ParcelStatus) -> None:
        """The same when it is sent again."""
        first, again = (_facts_of(carrier, self.reported("620999", status))[0] for _ in range(2))
        assert (first.number, first.status, first.id) == ("620999", status, again.id)
        assert first.id

    def test_two_reports_are_two_facts(self, carrier: Any) -> None:
        """Of one parcel, and of two."""
        said = (("1", ParcelStatus.UNDERWAY), ("1", ParcelStatus.LOST), ("2", ParcelStatus.LOST))
        assert len({_facts_of(carrier, self.reported(*one))[0].id for one in said}) == 3

    def test_an_unsigned_report_is_nothing(self, carrier: Any) -> None:
        """Without the signature, with a wrong one, or with one byte changed: no fact, nothing raised but
        `ports.NotSigned`."""
        report = self.reported("620999", ParcelStatus.DELIVERED)
        without = {name: value for name, value in report.headers.items() if name != self.signature_header}
        assert len(without) < len(report.headers), "signature_header names no header of the report"
        right = report.headers[self.signature_header]
        wrong = [{**without, self.signature_header: value} for value in ("", "0", "ż", *forgeries(right))]
        for headers in (without, *wrong):
            assert _facts_of(carrier, attrs.evolve(report, headers=headers)) == []
        for body in (report.body + b" ", report.body.replace(b"620999", b"620998"), b"", b"\xff\xfe"):
            assert _facts_of(carrier, attrs.evolve(report, body=body)) == []

    def test_nothing_of_a_receiver_is_logged(self, carrier: Any) -> None:
        """Neither who it is for nor a signature."""
        report = self.reported("620999", ParcelStatus.DELIVERED)
        with logged() as lines:
            carrier.track(carrier.order(self.parcel()).number)
            carrier.read(report)
        for secret in (*attrs.astuple(_RECEIVER)[:2], _RECEIVER.phone, report.headers[self.signature_header]):
            assert not any(secret in line for line in lines)
