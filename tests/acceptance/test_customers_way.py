"""What the pages promise to a customer, one promise after the other, in the app and in both languages."""

from __future__ import annotations

import re

import pytest

import journeys as j
from capabilities.quotes import offer
from capabilities.uncollected import in_the_room
from helpdesk_core.commands import Overview, PrepareOutcome, RecordOutcome, ReplyToCustomer
from helpdesk_core.views import view_queue
from shops import Shop, Visitor, read

LANGUAGES = ["en", "pl"]
SECRETS = (
    "hasło: Klopsik7!",
    "PIN do telefonu 482196",
    "card 4111 1111 1111 1111",
    "kod BLIK 738 291",
    "my one-time code is 448210",
)


def words(shop: Shop, language: str, code: str, **params: object) -> str:
    """What a text says to a reader."""
    return read(shop.desk.translator(language)(code, **params))  # type: ignore[arg-type]


def request_of(shop: Shop, room: str) -> str:
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    return found[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_J3_help_begins_with_four_plain_questions(shop: Shop, language: str) -> None:
    """Problem, device, urgency, and where there are several, the location: no diagnosis; the rest may come later."""
    visitor = shop.visitor(language)
    page = visitor.open("/quick-help").text
    asked = re.findall(r'<(?:input|select|textarea)\b[^>]* name="([^"]+)"', page)
    assert set(asked) - {"csrf", "form_token"} == {"problem", "device", "urgency", "location"}
    visitor.send("/quick-help", problem="Nie działa.", device="Radio")
    page = visitor.page.text
    assert page.count('aria-required="true"') == 2, "who asks, and where to answer"
    assert words(shop, language, "page.optional") in page
    room = visitor.request_help("small@example.com", problem="Nie działa.", device="Radio")
    visitor.open(room)
    assert visitor.send("/reply", text="It is the volume that does not work.").status_code == 200
    assert "It is the volume that does not work." in visitor.open(room).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_J5_a_request_is_looked_up_without_asking_again(shop: Shop, language: str) -> None:
    """By reference and surname: the status and nothing that is private."""
    visitor = shop.visitor(language)
    reference, surname = shop.tracking
    visitor.open("/track")
    page = visitor.send("/track", reference=reference.lower(), surname=surname.upper()).text
    assert "iPhone 13" in page
    assert "maria" not in page.lower()


def test_J7_nothing_is_offered_recorded_or_closed_by_a_machine(shop: Shop) -> None:
    """Days of deliveries later a request stands where people left it; what staff prepare, nobody sees until they record
    it."""
    visitor = shop.visitor()
    room = visitor.request_help("machine@example.com")
    request = request_of(shop, room)
    draft = j.do(shop.desk, PrepareOutcome, j.ANNA, request=request, result="solved", text="A new screen is in.")
    while shop.desk.deliver(500).done:
        pass
    page = visitor.open(room).text
    assert "A new screen is in." not in page
    assert words(shop, "en", "room.outcome.none") in page
    j.do(shop.desk, RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
    assert "A new screen is in." in visitor.open(room).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_J7_what_is_not_there_yet_says_so_with_two_ways_on(shop: Shop, language: str) -> None:
    """No quote, no outcome: each says what does not happen by itself, and leads to two safe places; what is there is
    not said to be missing."""
    visitor = shop.visitor(language)
    room = visitor.request_help(f"nothing-yet-{language}@example.com")

    def parts() -> dict[str, str]:
        card = visitor.open(room).text.partition(words(shop, language, "room.awaited"))[2].partition("</details>")[0]
        return dict(re.findall(r"<h3>(.*?)</h3>(.*?)</p>\n?(?=<h3>|$)", card, re.S))

    first = {read(name): read(said) for name, said in parts().items()}
    assert [*first] == [words(shop, language, code) for code in ("room.quote.none", "room.outcome")]
    for code, said in zip(("room.quote.none.text", "room.outcome.none"), first.values(), strict=True):
        assert words(shop, language, code) in said
        assert said.count('href="') == 2
    offer(shop.desk, request_of(shop, room))
    assert len(parts()) == 1
    draft = j.do(shop.desk, PrepareOutcome, j.ANNA, request=request_of(shop, room), result="solved", text="It runs.")
    j.do(shop.desk, RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
    assert parts() == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("secret", SECRETS)
def test_J12_a_secret_is_taken_out_wherever_it_is_typed(shop: Shop, language: str, secret: str) -> None:
    """The page warns before, and says after what it removed; the rest stands as it was written."""
    visitor = shop.visitor(language)
    assert words(shop, language, "safety.text") in visitor.open("/quick-help").text
    value = re.sub(r"^.*?(?=\S*\d|\bKlopsik)", "", secret)
    visitor.send("/quick-help", problem=f"Ekran pękł. {secret}", device="iPhone 13")
    page = visitor.page.text
    assert value not in page
    assert "Ekran pękł." in page
    assert words(shop, language, "removed.sentence", kinds="X").partition("X")[0] in page


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_J13_every_page_has_one_clear_step_for_a_thumb(live: Shop, browser: object, language: str) -> None:
    """At 360 pixels: one filled button at most, at least 44 pixels high, and nothing wider than the screen."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, locale=language)  # type: ignore[attr-defined]
    context.add_cookies([{"name": "helpdesk_language", "value": language, "url": live.base_url}])
    page = context.new_page()
    for path in ("/", "/quick-help", "/track", "/track/link", "/journey", "/journey/checklist", "/testimonials"):
        page.goto(live.base_url + path)
        heights = page.evaluate(
            "[...document.querySelectorAll('main .button, main .best')].map(e => e.getBoundingClientRect().height)"
        )
        assert all(height >= 44 for height in heights), path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    context.close()


def test_R1_a_room_opens_for_its_contact_alone(shop: Shop) -> None:
    """The link without the contact shows nothing; the contact gets a code; a second browser proves itself anew."""
    owner = shop.visitor()
    room = owner.request_help("mine@example.com")
    assert "The screen is cracked." in owner.open(room).text
    other = shop.visitor()
    page = other.open(room).text
    assert "The screen is cracked." not in page
    assert "mine@example.com" not in page
    assert other.send("/contact", contact="other@example.com").status_code == 200
    assert "The screen is cracked." not in other.open(room).text


def test_R3_everything_stays_with_the_one_request(shop: Shop) -> None:
    """Reference, messages of both sides and questions stand in one room."""
    visitor = shop.visitor()
    room = visitor.request_help("one@example.com")
    visitor.send("/reply", text="It also hums.")
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=request_of(shop, room), text="Since when does it hum?")
    page = visitor.open(room).text
    for part in ("The screen is cracked.", "It also hums.", "Since when does it hum?"):
        assert part in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_R4_an_alert_points_back_and_tells_nothing(shop: Shop, language: str) -> None:
    """The mail about an answer has the link and the reference, not the answer, the device or the problem."""
    visitor: Visitor = shop.visitor(language)
    address = f"alert-{language}@example.com"
    room = visitor.request_help(address, problem="Wylałam kawę.", device="MacBook")
    said = "Your private pictures are safe."
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=request_of(shop, room), text=said)
    mail = shop.mail(address, room.rpartition("/")[2])
    everything = mail["text"] + mail["subject"]
    for private in (said, "kawę", "MacBook"):
        assert private not in everything


def test_R4_what_storage_costs_is_read_in_the_words_that_were_sent(shop: Shop) -> None:
    """A room in another language than its request's says in which language they are, and does not make them part of a
    sentence of its own."""
    visitor = shop.visitor("pl")
    in_the_room(visitor)
    (said,) = re.findall(r'<bdi lang="(\w+)">(.*?)</bdi>', visitor.page.text.partition('id="waits-here"')[2])
    assert said == ("en", shop.desk.settings.storage_terms["en"])
    assert words(shop, "pl", "collect.waits") in read(visitor.page.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_R12_who_asks_what_it_costs_waits_where_staff_look_for_it(shop: Shop, language: str) -> None:
    """Before there is a quote too: one tap, the question, and it stands among those about quotes until it is
    answered. A plain message does not."""
    visitor = shop.visitor(language)
    room = visitor.request_help(f"price-{language}@example.com")
    request = request_of(shop, room)

    def waits() -> bool:
        rows = shop.desk.show(view_queue, j.ANNA, overview=Overview.QUOTE_ASKED).rows
        return request in {row.id for row in rows}

    assert 'href="?about=quote#reply"' in visitor.open(room).text
    visitor.send("/reply", text="It is a blue one.")
    assert not waits()
    page = visitor.open(f"{room}?about=quote").text
    assert words(shop, language, "quote.ask.hint") in read(page)
    visitor.send("/reply?about=quote", text="")
    assert visitor.page.status_code == 422
    visitor.send("/reply?about=quote", text="Roughly, for a new screen?")
    assert visitor.page.status_code == 200
    assert waits()
    assert "Roughly, for a new screen?" in visitor.open(room).text
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=request, text="We look, and write a quote.")
    assert not waits()
