"""H12: one number that customers can write to, wherever the shop wants it to stand, with what to expect before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from test_F5_invoices import pdf_text

import journeys as j
from capabilities.invoices import issue
from capabilities.scene import SHOP, Scene
from helpdesk_core import Guest, Settings
from helpdesk_core.adapters.documents import InvoiceDocuments, is_installed
from helpdesk_core.adapters.mail_page import as_html
from helpdesk_core.base.text import Published
from helpdesk_core.commands import ChangeSettings, PublishGuide, SaveGuide, SubmitRequest, TakeRequest
from helpdesk_core.settings import CHAT_PLACES, chat_way
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP, MemoryFiles
from helpdesk_core.views import view_before_writing, view_invoice
from shops import Shop

NUMBER = "+48 500 100 200"
LINKS = {"whatsapp": "https://wa.me/48500100200", "sms": "sms:+48500100200", "tel": "tel:+48500100200"}
SAYS = '{"title": "A kettle", "answer": "Unplug it.", "closing": {"text": "Ask us.", "action": "Ask"}}'


def sets(shop: Shop, seen: int = 0, **values: Any) -> None:
    """An admin changes settings."""
    rows = tuple({"key": key, "value": Published.of(value), "seen": seen} for key, value in values.items())
    j.do(shop.desk, ChangeSettings, j.BOSS, values=rows)
    shop.desk.refresh_settings()


def taken(shop: Shop) -> str:
    """A request that was taken at the counter; the path of its slip."""
    said = {"problem": "It leaks", "device": "Kettle", "surname": "Kern", "contact": "kern@example.com"}
    return f"/staff/requests/{j.do(shop.desk, TakeRequest, j.ANNA, **said).reference}/slip"


@pytest.mark.parametrize("by", ["whatsapp", "sms", "tel"])
def test_H12_link_and_square_stand_where_the_shop_wants_them(shop: Shop, by: str) -> None:
    """On pages, in rooms, below guides, on slips, below mails; without the number nowhere."""
    made = j.do(shop.desk, SaveGuide, j.ANNA, slug="kettle", language="en", content=SAYS, is_ready="yes")
    j.do(shop.desk, PublishGuide, j.BOSS, version=made.version, digest=made.digest)
    guest, anna, slip = shop.visitor("en"), shop.visitor("en"), taken(shop)
    anna.sign_in()
    room = guest.request_help("new@example.com")
    paths = ("/", "/quick-help", room, "/guides/kettle", "/legal/privacy")
    plain = {path: guest.open(path).text for path in paths}
    squares = anna.open(slip).text.count("<svg")
    sets(shop, chat_number=NUMBER, chat_by=by, chat_places=sorted(CHAT_PLACES))
    for path in paths:
        assert LINKS[by] not in plain[path]
        assert f'href="{LINKS[by]}"' in guest.open(path).text, path
    for path in paths[:-1]:
        assert guest.open(path).text.count('role="img"') == plain[path].count('role="img"') + 1, path
    for path, own in (("/", 'class="taps"'), ("/quick-help", 'name="problem"')):  # what the page is for comes first
        page = guest.open(path).text
        assert 0 < page.index(own) < page.index(f'href="{LINKS[by]}"'), path
    assert anna.open(slip).text.count("<svg") == squares + 1
    assert NUMBER in anna.page.text
    shop.visitor("en").request_help("mail@example.com")
    way = chat_way(shop.desk.settings, "mails")
    assert way is not None
    assert shop.mail("mail@example.com")["text"].endswith(way.line)
    sets(shop, 1, chat_places=[])
    for path in paths:
        assert LINKS[by] not in guest.open(path).text, path
    assert anna.open(slip).text.count("<svg") == squares


@pytest.mark.parametrize(("language", "until", "never"), [("en", "until", "no promise"), ("pl", "do", "obietnica")])
def test_H12_hours_and_usual_time_are_said_before_the_first_message(
    shop: Shop, language: str, until: str, never: str
) -> None:
    """In the reader's language, beside the link; what is aimed at is called no promise."""
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    sets(
        shop,
        chat_number=NUMBER,
        working_hours={day: ["0:00-24:00"] for day in days},
        opening_hours={"en": "always", "pl": "zawsze"},
        answer_hours={"soon": 8},
    )
    page = shop.visitor(language).open("/quick-help").text
    beside = page[page.index("wa.me") : page.index('role="img"')]
    assert until in beside
    assert never in beside
    assert {"en": "always", "pl": "zawsze"}[language] in beside


def test_H12_closed_it_says_when_it_opens() -> None:
    """And nothing where the shop names neither hours nor a time."""
    desk = make_desk(settings=attrs.evolve(POLISH_SHOP, working_hours={"monday": ("9:00-17:00",)}))
    desk.clock.now = datetime(2026, 11, 27, 19, 0, tzinfo=UTC)  # type: ignore[attr-defined]
    lines = desk.show(view_before_writing, Guest(), language="en").lines
    assert [line.code for line in lines] == ["chat.opens", "chat.hours"]
    assert lines[0].params["time"] == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    assert make_desk(settings=Settings()).show(view_before_writing, Guest()).lines == ()


def test_H12_staff_and_chats_are_not_sent_to_the_number() -> None:
    """Below a customer's mail alone, where it can be tapped in the HTML."""
    settings = attrs.evolve(POLISH_SHOP, chat_number=NUMBER, chat_places=frozenset({"mails"}))
    desk = make_desk(settings=settings)
    words = {"problem": "It leaks", "device": "Kettle", "surname": "Kern", "contact": "kern@example.com"}
    j.do(desk, SubmitRequest, Guest(), **words)
    desk.deliver()
    for sent in desk.notifier.sent:  # type: ignore[attr-defined]
        is_theirs = sent.contact.value == "kern@example.com"
        assert (f'href="{LINKS["whatsapp"]}"' in as_html(sent)) is is_theirs
        assert (LINKS["whatsapp"] in sent.text) is is_theirs


@pytest.mark.skipif(not is_installed(), reason="no documents")
def test_H12_an_invoice_says_it_at_its_foot_where_the_shop_wants_it() -> None:
    """What is kept already stays as it was made: the number is no part of an invoice."""
    scene = Scene.in_phase("in_review", make_desk(settings=attrs.evolve(SHOP, tax_rates=(2300,))))
    made = scene.desk.show(view_invoice, j.ANNA, issue(scene.desk, scene.request).invoice)
    settings = attrs.evolve(scene.desk.settings, chat_number=NUMBER, chat_places=frozenset({"invoices"}))
    way, files = chat_way(settings, "invoices"), MemoryFiles()
    plain = InvoiceDocuments(scene.desk.tenant, settings.zone, files).pdf(made)
    assert LINKS["whatsapp"] not in pdf_text(plain)
    assert InvoiceDocuments(scene.desk.tenant, settings.zone, files, chat=way).pdf(made) == plain
    said = pdf_text(InvoiceDocuments(scene.desk.tenant, settings.zone, chat=way).pdf(made))
    assert LINKS["whatsapp"] in said
