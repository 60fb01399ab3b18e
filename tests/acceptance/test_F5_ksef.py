"""F5: an invoice of a firm on its way into KSeF, over HTTP without JavaScript, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pypdfium2
import pytest

import ksef_peer
from capabilities.invoices import FIRM, issue
from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.ksef import Ksef
from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.testing import make_desk
from ksef_peer import NIP, TOKEN, Peer
from reference_app.checking import check_desk
from reference_app.variables import e_invoices
from shops import Shop, Visitor, read

_NUMBERS = count()
SAID = {
    "en": {
        "link": "Read and send to KSeF",
        "preview": "Preview. The invoice is issued when KSeF has given it its number.",
        "copy": "Copy (visualisation). The invoice itself is in KSeF",
        "waits": "On its way to KSeF",
        "accepted": "From now on only a credit note can correct it.",
        "number": "KSeF number",
        "away": "KSeF was not reached",
        "refused": "KSeF found something wrong in it",
    },
    "pl": {
        "link": "Przeczytaj i wyślij do KSeF",
        "preview": "Podgląd. Faktura zostanie wystawiona, gdy KSeF nada jej numer.",
        "copy": "Wizualizacja (kopia) faktury ustrukturyzowanej",
        "waits": "W drodze do KSeF",
        "accepted": "Od teraz można ją poprawić tylko fakturą korygującą.",
        "number": "Numer KSeF",
        "away": "Nie udało się połączyć z KSeF",
        "refused": "KSeF znalazł w niej błąd",
    },
}


@pytest.fixture
def peer(shop: Shop) -> Iterator[Peer]:
    with ksef_peer.running() as running:
        shop.desk.e_invoices = Ksef(TOKEN, NIP, api=running.address)
        yield running
        shop.desk.e_invoices = None


def firm(shop: Shop, language: str) -> tuple[Visitor, str, Any]:
    """Somebody of a firm in their room, its address, and their invoice."""
    visitor = shop.visitor(language)
    room = visitor.request_help(f"ksef{next(_NUMBERS)}@example.com")
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    return visitor, room, (found[0], issue(shop.desk, found[0], **FIRM))


def staff(shop: Shop, request: str, language: str) -> tuple[Visitor, str]:
    visitor = shop.visitor(language)
    visitor.sign_in("tom@example.com")
    visitor.open(f"/language/{language}")
    with shop.desk.reading() as reader:
        found = reader.load(ServiceRequest, request)
    assert found is not None
    return visitor, f"/staff/requests/{found.reference}"


def pdf(visitor: Visitor, path: str) -> str:
    answer = visitor.client.get(path)
    assert answer.headers["content-type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    return read("\n".join(page.get_textpage().get_text_bounded() for page in document)).replace("\r\n", " ")


def deliver(shop: Shop) -> None:
    """Do what waits, with time going by."""
    clock = shop.desk.clock
    for hours in range(1, 5):
        shop.desk.clock = lambda hours=hours: clock() + timedelta(hours=hours)  # type: ignore[misc]
        shop.desk.deliver(500)
    shop.desk.clock = clock


@pytest.mark.parametrize("language", ["en", "pl"])
def test_F5_a_firms_invoice_is_read_sent_by_a_click_and_comes_back_with_its_number(
    shop: Shop, peer: Peer, language: str
) -> None:
    said = SAID[language]
    customer, room, (request, made) = firm(shop, language)
    assert said["preview"] in pdf(customer, f"{room}/invoices/{made.invoice}.pdf")
    desk, page = staff(shop, request, language)
    assert said["link"] in desk.open(page).text
    assert "FV/" in desk.open(f"{page}/invoices/{made.invoice}/ksef").text
    assert "&lt;P_2&gt;" in desk.page.text
    desk.send("/ksef")  # without the tick
    assert desk.page.status_code == 422
    assert peer.posts() == 0
    peer.looks = 0
    desk.send("/ksef", read="y")
    assert said["waits"] in desk.open(page).text
    deliver(shop)
    assert peer.posts() == 1
    desk.open(f"{page}/invoices/{made.invoice}/ksef")
    assert said["accepted"] in desk.page.text
    assert desk.client.get(f"{page}/invoices/{made.invoice}/ksef/document.xml").content == peer.documents[-1]
    assert b"Potwierdzenie" in desk.client.get(f"{page}/invoices/{made.invoice}/ksef/receipt.xml").content
    copy = pdf(customer, f"{room}/invoices/{made.invoice}.pdf")
    assert said["copy"] in copy
    assert said["number"] in copy
    assert f"{NIP}-20261127-" in copy
    assert "qr-test.ksef.mf.gov.pl" in copy
    assert said["number"] in customer.open(room).text


@pytest.mark.parametrize("language", ["en", "pl"])
def test_F5_a_ksef_that_is_away_is_waited_for_and_a_refusal_says_what_to_do(
    shop: Shop, peer: Peer, language: str
) -> None:
    said = SAID[language]
    _, _, (request, made) = firm(shop, language)
    desk, page = staff(shop, request, language)
    peer.is_away, peer.outcome = True, 450
    desk.open(f"{page}/invoices/{made.invoice}/ksef")
    desk.send("/ksef", read="y")
    deliver(shop)
    assert said["away"] in desk.open(f"{page}/invoices/{made.invoice}/ksef").text
    peer.is_away = False
    clock = shop.desk.clock
    shop.desk.clock = lambda: clock() + timedelta(days=1)  # type: ignore[misc]
    deliver(shop)
    shop.desk.clock = clock
    assert said["refused"] in desk.open(f"{page}/invoices/{made.invoice}/ksef").text
    assert "Szczegóły błędu." in desk.page.text
    peer.outcome = 200
    desk.send("/ksef", read="y")
    deliver(shop)
    assert said["accepted"] in desk.open(f"{page}/invoices/{made.invoice}/ksef").text
    assert len(peer.documents) == 2


def test_F5_a_consumers_invoice_is_neither_preview_nor_copy(shop: Shop, peer: Peer) -> None:
    customer = shop.visitor("en")
    room = customer.request_help(f"consumer{next(_NUMBERS)}@example.com")
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    made = issue(shop.desk, found[0])
    text = pdf(customer, f"{room}/invoices/{made.invoice}.pdf")
    assert "Preview" not in text
    assert "KSeF" not in text
    desk, page = staff(shop, found[0], "en")
    assert "KSeF" not in desk.open(page).text
    assert "this one has none" in desk.open(f"{page}/invoices/{made.invoice}/ksef").text


def test_F5_a_shop_without_ksef_has_no_page_of_it(shop: Shop) -> None:
    shop.desk.e_invoices = None
    _, _, (request, made) = firm(shop, "en")
    desk, page = staff(shop, request, "en")
    assert "KSeF" not in desk.open(page).text
    assert desk.open(f"{page}/invoices/{made.invoice}/ksef").status_code == 404


def test_F5_ksef_is_set_up_by_the_environment_and_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert e_invoices() is None
    monkeypatch.setenv("HELPDESK_KSEF_TOKEN", TOKEN)
    with pytest.raises(ConfigurationError, match="HELPDESK_KSEF_NIP, HELPDESK_KSEF_ENVIRONMENT") as caught:
        e_invoices()
    assert TOKEN not in str(caught.value)
    monkeypatch.setenv("HELPDESK_KSEF_NIP", NIP)
    monkeypatch.setenv("HELPDESK_KSEF_ENVIRONMENT", "production")
    assert repr(e_invoices()) == "<Ksef production>"
    with ksef_peer.running() as peer:
        desk = make_desk(MemoryStore(), e_invoices=Ksef(TOKEN, NIP, api=peer.address))
        found = {one.what: one.wrong for one in check_desk(desk)}
        assert found["e-invoices: <Ksef test>"] == ()
        peer.token = "another"
        desk.e_invoices = Ksef(TOKEN, NIP, api=peer.address)
        (wrong,) = next(one.wrong for one in check_desk(desk) if "Ksef" in one.what)
        assert "KSeF does not take the token" in wrong
        assert TOKEN not in wrong
