"""Short messages in the room: a card is offered, and nothing happens by itself."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest

import journeys as j
from capabilities import quotes
from helpdesk_core.commands import OfferQuote, PrepareQuote, ReplyToCustomer
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.views import view_quote, view_wish_corrections
from shops import Shop, Visitor


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def stored(shop: Shop, room: str) -> Any:
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    with shop.desk.reading() as reader:
        return reader.load(ServiceRequest, found[0])


@pytest.fixture
def customer(shop: Shop) -> tuple[Visitor, str]:
    visitor = shop.visitor()
    return visitor, visitor.request_help("short@example.com")


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("how much?", "Ask about a quote"),
        ("please call me", "Talk to a person"),
        ("shall I send pictures", "from your phone"),
    ],
)
def test_R9_a_short_message_is_answered_by_a_card(
    shop: Shop, customer: tuple[Visitor, str], said: str, offered: str
) -> None:
    """The message was sent as it is; the card that it sounds like is offered beside it."""
    visitor, _ = customer
    assert "It sounds as if" not in words(visitor.page.text), "the problem itself is no short message"
    visitor.send("/reply", text=said)
    page = words(visitor.page.text)
    assert said in page
    assert offered in page.partition("It sounds as if")[2].partition("Your message reached us")[0]


def test_R9_what_is_recommended_anyway_stands_there_once(customer: tuple[Visitor, str]) -> None:
    """Whoever asks how it stands reads so, above the recommended step: with its title, and no more."""
    visitor, _ = customer
    visitor.send("/reply", text="any update?")
    page = words(visitor.page.text)
    assert "Your message reached us" in page.partition("It sounds as if")[2].partition("Recommended step")[0]
    assert page.count("Check status") == 1


@pytest.mark.parametrize(
    ("said", "target"), [("please call me", "#call"), ("shall I send pictures", "#files"), ("how much?", "#reply")]
)
def test_R9_what_is_offered_for_a_message_is_no_way_below_as_well(
    customer: tuple[Visitor, str], said: str, target: str
) -> None:
    """It is a tap in one place. What unfolds further down is no tap there before, either."""
    visitor, _ = customer
    tap = re.compile(rf'<a class="tap"[^>]*href="[^"]*{target}"|<a [^>]*href="[^"]*{target}"[^>]*class="tap"')
    below = visitor.page.text.partition('aria-label="What you can do here"')[2]
    assert len(tap.findall(below)) == (target == "#reply")
    visitor.send("/reply", text=said)
    offered, _, below = visitor.page.text.partition("What you can do here")
    assert (len(tap.findall(offered)), len(tap.findall(below))) == (1, 0)


@pytest.mark.parametrize(
    ("said", "offered", "below"),
    [
        ("ok go ahead", "Review the quote, and continue", ["Ask about the quote"]),
        ("how much?", "Ask about the quote", []),
    ],
)
def test_R9_of_a_quotes_two_ways_the_other_one_is_left(
    shop: Shop, customer: tuple[Visitor, str], said: str, offered: str, below: list[str]
) -> None:
    """Whoever is offered to read it can still ask about it; the other way round, it is the step that is recommended."""
    visitor, room = customer
    quotes.offer(shop.desk, stored(shop, room).id)
    visitor.open(room)
    visitor.send("/reply", text=said)
    page = visitor.page.text
    first = words(page.partition("It sounds as if")[2].partition("Your message reached us")[0])
    ways = words(page.partition('class="unprinted"')[2].partition("</nav>")[0])
    both = ("Review the quote, and continue", "Ask about the quote")
    assert [one for one in both if one in first] == [offered]
    assert [one for one in both if one in ways] == below
    assert f'href="{room}/quote"' in page.partition('class="unprinted"')[0]


def test_R9_go_ahead_approves_nothing(shop: Shop, customer: tuple[Visitor, str]) -> None:
    """With a quote open the way to it is offered; quote, status and phase stay what they are."""
    visitor, room = customer
    request = stored(shop, room).id
    soon = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    line = {"text": "Glass", "unit_price": "100", "tax_rate": 2300}
    draft = j.do(shop.desk, PrepareQuote, j.ANNA, request=request, valid_until=soon, lines=(line,))
    j.do(shop.desk, OfferQuote, j.ANNA, request=request, quote=draft.quote, digest=draft.digest)
    before = stored(shop, room)
    visitor.open(room)
    visitor.send("/reply", text="ok go ahead")
    page = words(visitor.page.text)
    assert "A message approves nothing" in page
    assert "Review the quote, and continue" in page.partition("It sounds as if")[2].partition("Your message")[0]
    after = stored(shop, room)
    assert (after.phase, after.status, after.decided) == (before.phase, before.status, before.decided)
    grant = visitor.client.cookies[next(one for one in visitor.client.cookies if one.startswith("helpdesk_room_"))]
    quote: Any = shop.desk.view(view_quote, shop.desk.guest(grant), request)
    assert quote.standing.value == "open"


def test_R9_go_ahead_without_a_quote_says_so(shop: Shop, customer: tuple[Visitor, str]) -> None:
    """There is no dead link: a message approves nothing, and nothing is to be approved."""
    visitor, _ = customer
    visitor.send("/reply", text="ok, zróbcie to. ok go ahead")
    page = words(visitor.page.text)
    assert "A message approves nothing" in page
    assert "It sounds as if" not in page


@pytest.mark.parametrize("said", ["thanks", "any update?", "ok go ahead", "dziękuję", "róbcie"])
def test_R9_nothing_is_reopened_or_closed_by_words(shop: Shop, customer: tuple[Visitor, str], said: str) -> None:
    """After the outcome a word neither closes nor reopens."""
    visitor, room = customer
    made = j.do(
        shop.desk, j.PrepareOutcome, j.ANNA, request=stored(shop, room).id, result="solved", text="A new glass is in."
    )
    j.do(shop.desk, j.RecordOutcome, j.ANNA, outcome=made.outcome, digest=made.digest)
    visitor.open(room)
    visitor.send("/reply", text=said)
    assert stored(shop, room).phase.value == "outcome_recorded"


def test_R9_polish_words_get_polish_cards(shop: Shop) -> None:
    """Without diacritics too."""
    visitor = shop.visitor("pl")
    visitor.request_help("krotko@example.com")
    visitor.send("/reply", text="ile to bedzie kosztowac?")
    page = words(visitor.page.text)
    assert "Zapytaj o wycenę" in page.partition("Wygląda na to")[2].partition("Wiadomość dotarła")[0]


def test_R9_staff_correct_by_kind_and_no_word_is_kept(shop: Shop, customer: tuple[Visitor, str]) -> None:
    """What it meant is counted; the list knows kinds and numbers alone."""
    visitor, room = customer
    visitor.send("/reply", text="price?")
    staff = shop.visitor()
    staff.sign_in()
    staff.client.get("/language/en")
    staff.open(f"/staff/requests/{stored(shop, room).reference}")
    assert "Taken for: to know what it costs" in words(staff.page.text)
    staff.send("/wish", meant="status")
    assert staff.page.status_code == 200
    found: Any = shop.desk.view(view_wish_corrections, j.BOSS)
    assert [(one.guessed, one.meant, one.count) for one in found.rows] == [("price", "status", 1)]
    page = words(staff.open("/staff/wishes").text)
    assert "to know how it stands" in page
    assert "price?" not in page


def test_R9_what_the_shop_said_is_taken_for_nothing(shop: Shop, customer: tuple[Visitor, str]) -> None:
    """Only the customer's own words are read so."""
    visitor, room = customer
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=stored(shop, room).id, text="Any update from your side?")
    assert "It sounds as if" not in words(visitor.open(room).text)
