"""P4: a reseller's own order is confirmed by their sending it, and recorded as that."""

from __future__ import annotations

import journeys as j
from helpdesk_core import Customer, Guest
from helpdesk_core.commands import SubmitRequest
from helpdesk_core.guardrails.timeline import ENTRIES
from helpdesk_core.service_requests.lifecycle import Phase
from helpdesk_core.service_requests.model import ServiceRequest
from shops import Shop

WORDS = {"problem": "Broken", "device": "Radio", "surname": "Gżegżółka", "contact": "resold@example.com"}


def _confirmed(shop: Shop, request: str) -> list[tuple[str, str, str]]:
    """The entries that say that a request is confirmed: who did it, by which kind of actor, on what proof."""
    with shop.desk.reading() as reader:
        entries = reader.find(ENTRIES, {"subject": request})
    return [
        (one.actor, one.actor_kind, (one.payload or {})["proof"])
        for one in entries
        if one.action == "request_confirmed"
    ]


def test_P4_a_resellers_order_is_confirmed_by_their_own_act(shop: Shop) -> None:
    """In the app, page by page: nobody else confirms it, no code is asked for, and the history says who did what."""
    visitor = shop.visitor("pl")
    visitor.client.cookies.set("test_customer", "9")
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="Nie działa.", device="Radio", urgency="soon")
    visitor.send("/quick-help/way", way="")
    visitor.send("/quick-help/contact", surname="Gżegżółka", contact="orders@example.com")
    found = shop.desk.keyring.read_link(str(visitor.page.url.path).rpartition("/")[2])
    assert found is not None
    with shop.desk.reading() as reader:
        made = reader.load(ServiceRequest, found[0])
    assert made is not None
    assert made.phase is Phase.CONFIRMED
    assert _confirmed(shop, made.id) == [("9", "customer", "reseller")]
    assert shop.desk.verify() == ()


def test_P4_nobody_else_confirms_by_sending(shop: Shop) -> None:
    """Another customer's own order stands on their sign-in; a guest's and a machine's wait for a person."""
    own = j.do(shop.desk, SubmitRequest, Customer(id="7"), **WORDS)
    assert _confirmed(shop, own.request) == [("7", "customer", "sign_in")]
    for actor in (Guest(), j.BOT):
        made = j.do(shop.desk, SubmitRequest, actor, **WORDS)
        assert _confirmed(shop, made.request) == []
