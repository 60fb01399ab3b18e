"""The carrier behind a host's own integration, beside one on this machine; and the suite itself: each planted fault
fails the test that is meant to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from test_adapter_suites_bite import passes

from carrier_peer import NOW, SECRET, Peer, report, running, signed
from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.carrier import SignedCarrier
from helpdesk_core.ports import InboundRequest, NotSigned, ParcelStatus
from helpdesk_core.testing import CarrierSuite


@pytest.fixture(scope="module")
def served() -> Iterator[Peer]:
    with running() as peer:
        yield peer


@pytest.fixture
def peer(served: Peer) -> Peer:
    served.parcels, served.calls, served.status, served.answer = {}, [], 0, None
    return served


def adapter(peer: Peer, kind: type[SignedCarrier] = SignedCarrier) -> SignedCarrier:
    return kind(peer.address, SECRET, clock=lambda: NOW)


class SignedSuite(CarrierSuite):
    """The suite with this integration."""

    signature_header = "webhook-signature"
    peer: Peer

    def reported(self, number: str, status: ParcelStatus) -> InboundRequest:
        return report(number, status)

    def moved(self, number: str, status: ParcelStatus) -> None:
        self.peer.parcels[number]["status"] = status

    def ordered(self) -> int:
        return len(self.peer.parcels)


class TestSignedCarrier(SignedSuite):
    @pytest.fixture
    def carrier(self, peer: Peer) -> Any:
        self.peer = peer
        return adapter(peer)


@pytest.mark.parametrize("status", [400, 401, 403, 409, 429, 500, 503])
def test_a_carrier_that_is_away_is_asked_again(peer: Peer, status: int) -> None:
    """And nothing is taken for an answer that is none."""
    peer.status = status
    parcel = CarrierSuite.parcel()
    for ask in (lambda c: c.order(parcel), lambda c: c.label("1"), lambda c: c.cancel("1"), lambda c: c.track("1")):
        with pytest.raises(OSError, match=str(status)):
            ask(adapter(peer))


@pytest.mark.parametrize("answer", [b"no json", b"[]", b"{}", b'{"number": "../x"}', b'{"number": 3}', b"\xff"])
def test_an_answer_that_is_none_is_no_label(peer: Peer, answer: bytes) -> None:
    """Nor is anything printed that is no PDF."""
    peer.answer = answer
    with pytest.raises(OSError, match="carrier"):
        adapter(peer).order(CarrierSuite.parcel())
    with pytest.raises(OSError, match="no PDF"):
        adapter(peer).label("1")


def test_a_link_that_is_none_is_left_out(peer: Peer) -> None:
    """No customer is led to a script or an open address."""
    for link in ('"javascript:alert(1)"', '"http://x.example"', "3", '"https://x.example/\\u0000"'):
        peer.answer = b'{"number": "1", "link": ' + link.encode() + b"}"
        assert adapter(peer).order(CarrierSuite.parcel()).link == ""


@pytest.mark.parametrize("seconds", [-86_400, -301, 301, 86_400])
def test_a_report_of_another_time_is_none(peer: Peer, seconds: int) -> None:
    """Neither an old one nor one from the future."""
    with pytest.raises(NotSigned):
        adapter(peer).read(report("1", "lost", NOW + seconds))


@pytest.mark.parametrize("body", [b"[]", b"null", b'{"number": "1"}', b'{"number": "1", "status": "eaten"}'])
def test_what_is_signed_and_says_nothing_is_nothing(peer: Peer, body: bytes) -> None:
    """A status of a later release, for instance."""
    assert list(adapter(peer).read(signed(body))) == []


def test_without_an_address_or_a_secret_there_is_no_adapter() -> None:
    """With an empty secret everybody signs."""
    for given in (("", SECRET), ("http://carrier.example", SECRET), ("https://carrier.example", "whsec_c2hvcnQ=")):
        with pytest.raises(ConfigurationError):
            SignedCarrier(*given)
    assert SECRET not in repr(SignedCarrier("https://carrier.example", SECRET))


# Faults


class OrdersAnew(SignedCarrier):
    count = 0

    def order(self, order: Any) -> Any:
        self.count += 1
        return super().order(attrs.evolve(order, key=f"{order.key}-{self.count}"))


class LinksInTheClear(SignedCarrier):
    def order(self, order: Any) -> Any:
        return attrs.evolve(super().order(order), link="http://carrier.example/1")


class PrintsAnything(SignedCarrier):
    def label(self, number: str) -> bytes | None:
        return super().label(number) or b"%PDF-1.7 another"


class LosesNothing(SignedCarrier):
    def track(self, number: str) -> Any:
        fact = super().track(number)
        return fact and attrs.evolve(fact, status=ParcelStatus.UNDERWAY) if fact else None


class SaysItIsCancelled(SignedCarrier):
    def cancel(self, number: str) -> bool:
        super().cancel(number)
        return True


class CancelsNothing(SignedCarrier):
    def cancel(self, number: str) -> bool:
        return True


class FindsAll(SignedCarrier):
    def points(self, words: str) -> Any:
        return super().points("Warszawa")


class LeavesThePointOut(SignedCarrier):
    def order(self, order: Any) -> Any:
        return super().order(attrs.evolve(order, point=""))


class LeavesOutWhereItIsHandedIn(SignedCarrier):
    def order(self, order: Any) -> Any:
        return super().order(attrs.evolve(order, handed_in=""))


class OrdersToQuote(SignedCarrier):
    def quote(self, order: Any) -> Any:
        self.order(order)
        return super().quote(order)


class IdsByTheNumber(SignedCarrier):
    def read(self, request: InboundRequest) -> Any:
        return tuple(attrs.evolve(one, id=one.number) for one in super().read(request))


class CountsReplays(SignedCarrier):
    count = 0

    def read(self, request: InboundRequest) -> Any:
        self.count += 1
        return tuple(attrs.evolve(one, id=f"{one.id}-{self.count}") for one in super().read(request))


class BelievesAll(SignedCarrier):
    def read(self, request: InboundRequest) -> Any:
        return super().read(signed(request.body, id=request.headers["webhook-id"]))


class LogsReceivers(SignedCarrier):
    def order(self, order: Any) -> Any:
        import logging

        logging.getLogger("carrier").info("ordering for %s", order.receiver.name)
        return super().order(order)


FAULTS: dict[str, tuple[type[SignedCarrier], str]] = {
    "orders a label each time": (OrdersAnew, "test_a_label_is_ordered_once"),
    "links in the clear": (LinksInTheClear, "test_a_link_is_none_or_https"),
    "prints labels that are not there": (PrintsAnything, "test_a_label_is_printed"),
    "never says that one is lost": (LosesNothing, "test_where_a_parcel_is_is_said"),
    "says that it was cancelled": (SaysItIsCancelled, "test_what_is_on_its_way_is_not_cancelled"),
    "cancels nothing": (CancelsNothing, "test_a_label_is_cancelled"),
    "finds every point": (FindsAll, "test_points_are_found"),
    "leaves the point out": (LeavesThePointOut, "test_a_point_that_is_none_is_refused"),
    "leaves out where it is handed in": (LeavesOutWhereItIsHandedIn, "test_a_point_that_is_none_is_refused"),
    "orders to quote": (OrdersToQuote, "test_a_quote_orders_nothing"),
    "makes ids of numbers": (IdsByTheNumber, "test_two_reports_are_two_facts"),
    "counts a replay as new": (CountsReplays, "test_a_report_is_a_fact"),
    "believes everybody": (BelievesAll, "test_an_unsigned_report_is_nothing"),
    "logs receivers": (LogsReceivers, "test_nothing_of_a_receiver_is_logged"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_carrier_is_found(peer: Peer, fault: str) -> None:
    kind, expected = FAULTS[fault]

    def run(adapted: type[SignedCarrier]) -> bool:
        suite = SignedSuite()
        suite.peer = peer

        def fresh() -> SignedCarrier:
            peer.parcels.clear()
            return adapter(peer, adapted)

        return passes(suite, expected, fresh)

    assert not run(kind), f"a carrier that {fault} passed {expected}"
    assert run(SignedCarrier)
