"""The room: the latest words first, one recommended card, what is new, and the way in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest

import journeys as j
import pictures as p
from helpdesk_core.commands import (
    EraseRequest,
    MergeRequest,
    OfferQuote,
    PrepareQuote,
    RenewLink,
    ReplyToCustomer,
    SettleCall,
    WriteNote,
)
from helpdesk_core.views import ServiceRequest
from reference_app.conversations.pages import folded
from reference_app.customer_rooms.visits import visit
from shops import Shop, Visitor


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def id_of(shop: Shop, room: str) -> str:
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    return found[0]


def remembers(visitor: Visitor, name: str, value: str) -> None:
    """Have the browser hold this value, and no other."""
    visitor.client.cookies.delete(name)
    visitor.client.cookies.set(name, value, domain="testserver.local", path="/")


def best(page: str) -> str:
    """What the one highlighted card says."""
    found = re.findall(r'<(a|section) class="[^"]*\bbest\b[^"]*".*?</\1>', page, re.S)
    assert len(found) == 1, "exactly one card is highlighted"
    whole = re.search(r'<(a|section) class="[^"]*\bbest\b[^"]*".*?</\1>', page, re.S)
    assert whole is not None
    assert page.count("Recommended step") == 1
    return words(whole.group(0))


@pytest.fixture
def customer(shop: Shop) -> tuple[Visitor, str, str]:
    """A visitor in their room, its path, and the request's id."""
    visitor = shop.visitor()
    room = visitor.request_help("room-card@example.com")
    return visitor, room, id_of(shop, room)


def test_R2_one_card_is_recommended_on_the_whole_way(shop: Shop, customer: tuple[Visitor, str, str]) -> None:
    """From the first minute to the end: one card each time, and the one that the table names."""
    visitor, room, request = customer

    def shown() -> str:
        return best(visitor.open(room).text)

    assert "Check status" in shown()
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=request, text="Since when?", status="waiting_for_customer")
    assert "Answer our question" in shown()
    visitor.send("/reply", text="Since Monday.")
    assert "Check status" in shown()
    soon = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    line = {"text": "Glass", "unit_price": "100", "tax_rate": 2300}
    draft = j.do(shop.desk, PrepareQuote, j.ANNA, request=request, valid_until=soon, lines=(line,))
    j.do(shop.desk, OfferQuote, j.ANNA, request=request, quote=draft.quote, digest=draft.digest)
    assert "Quote 1" in shown()
    visitor.send("/call", contact="601 234 567")
    j.do(shop.desk, SettleCall, j.ANNA, request=request, reached="no")
    assert "Quote 1" in shown(), "what is to be decided comes before help"
    made = j.do(shop.desk, j.PrepareOutcome, j.ANNA, request=request, result="solved", text="A new glass is in.")
    j.do(shop.desk, j.RecordOutcome, j.ANNA, outcome=made.outcome, digest=made.digest)
    assert "A new glass is in." in shown()
    visitor.send("/answer", solved="yes")
    assert "Talk to a person" in shown(), "the missed call is still open"


def test_R2_the_ways_lead_somewhere(shop: Shop, customer: tuple[Visitor, str, str]) -> None:
    """Status, quote, help: each card of the room leads to something that is there."""
    visitor, room, _ = customer
    page = visitor.open(room).text
    nav = re.search(r'<nav class="unprinted".*?</nav>', page, re.S)
    assert nav is not None
    assert "Check status" not in nav.group(0), "it is recommended here, and stands above"
    assert "Check status" in best(page)
    assert "Ask about a quote" in nav.group(0)
    below = page[nav.end() :]
    for unfolds, wanted in (("files", "Add photos"), ("call", "Talk to a person")):
        folded_here = re.match(rf'\s*<details class="more card" id="{unfolds}"><summary>([^<]+)</summary>', below)
        assert folded_here is not None, "it stands right below, folded"
        assert folded_here.group(1) == wanted
        below = below.partition("</div></details>")[2]
    for href in re.findall(r'href="([^"]+)"', nav.group(0)):
        if href.startswith("#"):
            assert f'id="{href[1:]}"' in page, href
        else:
            assert visitor.client.get(room + href if href.startswith("?") else href).status_code == 200


def test_R2_what_waits_for_the_customer_is_not_folded(shop: Shop, customer: tuple[Visitor, str, str]) -> None:
    """A missed call, a reply of somebody in charge, an answered question: open, before it is looked for."""
    visitor, room, request = customer

    def is_open(part: str) -> bool:
        found = re.search(rf'<details class="more card" id="{part}"( open)?>', visitor.open(room).text)
        assert found is not None, part
        return found.group(1) is not None

    assert not is_open("call")
    assert not is_open("escalation")
    visitor.send("/call", contact="601 234 567")
    assert is_open("call")
    j.do(shop.desk, SettleCall, j.ANNA, request=request, reached="no")
    assert is_open("call"), "they were missed"
    visitor.send("/escalation", text="Nobody answers.")
    assert is_open("escalation")


def test_R12_the_latest_words_stand_first_and_notes_nowhere(shop: Shop, customer: tuple[Visitor, str, str]) -> None:
    """The customer reads the shop's last words above all cards, and nothing that staff wrote for each other."""
    visitor, room, request = customer
    j.do(shop.desk, WriteNote, j.ANNA, request=request, text="Customer sounds annoyed")
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=request, text="The glass is on its way.")
    page = visitor.open(room).text
    assert page.index("The glass is on its way.") < page.index("Recommended step") < page.index("What you can do here")
    assert "annoyed" not in page
    printed = visitor.open(f"{room}/print").text
    assert "annoyed" not in printed


def test_R2_who_has_been_answered_does_not_read_that_somebody_will_write(
    shop: Shop, customer: tuple[Visitor, str, str]
) -> None:
    """The heading follows the words that were sent, whether or not somebody set another status with them."""
    visitor, room, request = customer
    assert "will read your request and write to you" in words(visitor.open(room).text)
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=request, text="Your radio is here.")
    page = words(visitor.open(room).text)
    assert "We have answered you" in page
    assert "will read your request and write to you" not in page


def test_R2_a_long_message_is_folded_before_the_recommended_card(
    shop: Shop, customer: tuple[Visitor, str, str]
) -> None:
    """Whoever opens the room on a phone sees the card at once; the whole message is one tap away, and printed whole."""
    visitor, room, request = customer
    long = " ".join(f"word{number}" for number in range(150))
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=request, text=long)
    page = visitor.open(room).text
    latest = page.split('id="latest"')[1].split("</section>")[0]
    before, _, rest = latest.partition("<details")
    assert "word0 word1" in before
    assert "word149" not in before
    assert "word149" in rest
    assert words(latest).count("word12 ") == 1, "nothing is said twice"
    assert "word0 word1" in words(visitor.open(f"{room}/print").text)
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=request, text="Your radio is here.")
    assert "<details" not in visitor.open(room).text.split('id="latest"')[1].split("</section>")[0]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Short words.", "Short words."),
        ("a\nb\nc\nd\ne\nf", "a\nb\nc"),
        ("x" * 400, "x" * 85),
        (
            "The code is " + "many words " * 6 + "[removed: a device code] and more " * 5,
            "The code is " + "many words " * 6,
        ),
    ],
)
def test_R2_a_message_is_folded_at_the_end_of_a_word(text: str, begins: str) -> None:
    """Neither a word nor what stands for a removed secret is cut, and no letter is lost."""
    first, rest = folded(text)
    assert first == begins.rstrip()
    assert "".join(text.split()) == "".join((first + rest).split())


def test_R7_photos_of_the_shop_are_news_and_ones_own_are_not(shop: Shop, customer: tuple[Visitor, str, str]) -> None:
    """What somebody sent themselves since they last looked, from another device perhaps, opens nothing."""
    visitor, room, request = customer
    visitor.open(room)
    p.upload(visitor, ("mine.jpg", p.photo()))
    name = next(one for one in visitor.client.cookies if one.startswith("helpdesk_seen_"))
    ago = int(datetime.now(UTC).timestamp()) - 7200

    def is_open() -> bool:
        while shop.desk.deliver(500).done:
            pass
        remembers(visitor, name, f"{ago}.{ago}.confirmed.confirmed")
        found = re.search(r'<details class="more card" id="files"( open)?>', visitor.open(room).text)
        assert found is not None
        return found.group(1) is not None

    assert not is_open()
    staff = shop.visitor("en")
    staff.sign_in()
    with shop.desk.reading() as reader:
        stored = reader.load(ServiceRequest, request)
    assert stored is not None
    staff.open(f"/staff/requests/{str(stored.reference).replace('-', '')}")
    p.upload(staff, ("result.jpg", p.photo()))
    assert is_open()


def test_R2_what_is_new_since_the_last_visit_is_marked(shop: Shop, customer: tuple[Visitor, str, str]) -> None:
    """A browser that comes back after a while reads what came meanwhile; looking writes nothing to the store."""
    visitor, room, request = customer
    assert "New since your last visit" not in visitor.open(room).text
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=request, text="The glass is here.", status="in_progress")
    name = next(one for one in visitor.client.cookies if one.startswith("helpdesk_seen_"))
    ago = int(datetime.now(UTC).timestamp()) - 7200
    remembers(visitor, name, f"{ago}.{ago}.confirmed.confirmed")
    with shop.desk.reading() as reader:
        before = len(reader.feed(None, 500))
    page = words(visitor.open(room).text)
    assert "New since your last visit" in page
    assert "1 new message" in page
    assert "the status is now: In progress" in page
    assert ", new" in page
    assert "New since your last visit" in words(visitor.open(room).text), "still, as long as the visit lasts"
    with shop.desk.reading() as reader:
        assert len(reader.feed(None, 500)) == before
    remembers(visitor, name, "99999999999.1.x.y")
    assert "New since your last visit" not in words(visitor.open(room).text), "from a clock that was wrong"
    for nonsense in ("", "a.b.c.d", "1" * 4000, "1.1.1.1"):
        remembers(visitor, name, nonsense)
        assert visitor.open(room).status_code == 200


NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_R2_a_visit_lasts_until_nobody_has_looked_for_a_while() -> None:
    """Reloading keeps what was new; half an hour later it is a new visit."""
    first = visit("", "confirmed", NOW)
    assert first.since is None
    again = visit(first.cookie, "in_review", NOW + timedelta(minutes=10))
    assert (again.since, again.phase) == (NOW, "confirmed")
    later = visit(again.cookie, "in_review", NOW + timedelta(hours=3))
    assert (later.since, later.phase) == (NOW + timedelta(minutes=10), "in_review")


def test_R2_a_clock_that_goes_back_marks_nothing() -> None:
    """What a browser remembers of the future says nothing, and is put right."""
    first = visit("", "confirmed", NOW)
    back = visit(first.cookie, "confirmed", NOW - timedelta(days=1))
    assert back.since is None
    assert visit(back.cookie, "confirmed", NOW).since == NOW - timedelta(days=1)


def test_R11_a_forwarded_link_shows_nothing(shop: Shop, customer: tuple[Visitor, str, str]) -> None:
    """Another browser with the same link stands before the door: no word of the request, no print, no call."""
    _, room, _ = customer
    other = shop.visitor()
    for path in (room, f"{room}/print"):
        page = other.open(path).text
        assert "iPhone 13" not in page
        assert "screen is cracked" not in page
        assert "Recommended step" not in page
    assert not any(name.startswith("helpdesk_seen_") for name in other.client.cookies)


def test_R11_a_revoked_link_ends_the_room_everywhere(shop: Shop, customer: tuple[Visitor, str, str]) -> None:
    """After a new link the old one opens nothing, in the browser that was in either."""
    visitor, room, request = customer
    j.do(shop.desk, RenewLink, j.ANNA, request=request)
    for path in (room, f"{room}/print"):
        page = visitor.open(path)
        assert page.status_code < 500
        assert "iPhone 13" not in page.text


@pytest.mark.parametrize("path", ["", "/print"])
def test_R11_no_link_at_all_is_a_page(shop: Shop, path: str) -> None:
    """Cut off, made up, too long: a page that says so."""
    for token in ("0" * 64, "x", "a" * 500, "%00"):
        assert shop.visitor().open(f"/r/{token}{path}").status_code < 500


def test_R2_the_room_of_a_cancelled_request_offers_a_person(shop: Shop, customer: tuple[Visitor, str, str]) -> None:
    """Nothing is missing there any more; the way back stands there too."""
    visitor, room, request = customer
    j.do(shop.desk, j.CancelRequest, j.ANNA, request=request)
    page = visitor.open(room).text
    assert "Talk to a person" in best(page)
    assert "Reopen" in words(page)


def test_R2_the_room_of_an_erased_request_says_nothing_any_more(shop: Shop, customer: tuple[Visitor, str, str]) -> None:
    """Erased is erased, for the browser that was in too; no page breaks over it."""
    visitor, room, request = customer
    j.do(shop.desk, EraseRequest, j.BOSS, request=request)
    for path in (room, f"{room}/print"):
        page = visitor.open(path)
        assert page.status_code < 500
        assert "screen is cracked" not in page.text


def test_R2_the_room_of_a_merged_request_leads_on(shop: Shop, customer: tuple[Visitor, str, str]) -> None:
    """The one card is the way to the request in which it continues; nothing else is asked for there."""
    visitor, room, request = customer
    other = shop.visitor()
    second = other.request_help("room-card@example.com")
    j.do(shop.desk, MergeRequest, j.ANNA, request=request, into=id_of(shop, second))
    page = visitor.open(room).text
    assert "Open it" in best(page)
    assert "Ask to be called" not in page


def test_R2_the_whole_room_is_a_page_to_print(shop: Shop, customer: tuple[Visitor, str, str]) -> None:
    """Every message in its order, however many pages of the room they fill, and no form."""
    visitor, room, request = customer
    for number in range(40):
        j.do(shop.desk, ReplyToCustomer, j.ANNA, request=request, text=f"Step {number} is done.")
    page = visitor.open(f"{room}/print").text
    places = [page.index(f"Step {number} is done.") for number in range(40)]
    assert places == sorted(places)
    assert page.index("The screen is cracked.") < places[0]
    assert "<textarea" not in page


def test_R2_the_texts_for_who_is_not_technical_stand_in_both_languages(shop: Shop) -> None:
    """Simple words and more detail, folded away."""
    said: dict[str, Any] = {"en": "I am not technical", "pl": "Nie znam się na technice"}
    for language, title in said.items():
        visitor = shop.visitor(language)
        visitor.request_help(f"simple-{language}@example.com")
        assert title in unescape(visitor.page.text)
