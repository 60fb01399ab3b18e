"""Withdrawal in the app, without script: from the room by its link, a button and a confirmation; a dated copy; staff
answer it and cannot refuse."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

import journeys as j
from capabilities.quotes import FIXED, offer
from capabilities.withdrawals import NAME
from helpdesk_core.commands import AddContact, PreferContact
from helpdesk_core.contacts.model import CONTACTS, ContactPoint
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.withdrawals.model import OF_REQUEST
from shops import Shop, Visitor

WORDS = {
    "en": {
        "here": "Withdraw from the contract here",
        "confirm": "Confirm withdrawal",
        "copy": "This is a copy of it",
        "told": "We have your withdrawal",
        "last": "The last day to withdraw was",
        "begun": "You asked us to begin before the last day",
        "first": "your first declaration counts",
        "back": "We pay back: PLN 99.00",
        "sent": "We have sent back: PLN 99.00",
    },
    "pl": {
        "here": "Odstąp od umowy tutaj",
        "confirm": "Potwierdzam odstąpienie",
        "copy": "To jego kopia",
        "told": "Mamy oświadczenie o odstąpieniu",
        "last": "Ostatnim dniem na odstąpienie był dzień",
        "begun": "prośba o rozpoczęcie przed ostatnim dniem",
        "first": "liczy się pierwsze",
        "back": "Zwracamy: 99,00 zł",
        "sent": "Zwróciliśmy: 99,00 zł",
    },
}
STAFF_READS = "do zwrotu 99,00 zł"


def ordering(shop: Shop, language: str, *, start_now: bool = False) -> tuple[Visitor, str, str]:
    """Somebody without an account who ordered; the room's path, and the request's id."""
    visitor = shop.visitor(language)
    room = visitor.request_help(f"withdraws-{language}@example.com", location=shop.desk.settings.locations[0].id)
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    offer(shop.desk, found[0], FIXED)
    visitor.open(f"{room}/quote/decide")
    visitor.send("/quote/decide?", read="y", **({"start_now": "y"} if start_now else {}))
    assert "done" in str(visitor.page.url)
    return visitor, room, found[0]


def plain(text: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", text)).replace("\xa0", " ")


def kept(shop: Shop, request: str) -> list[Any]:
    with shop.desk.reading() as reader:
        return list(reader.find(OF_REQUEST, {"request": request}))


def reference(shop: Shop, request: str) -> str:
    with shop.desk.reading() as reader:
        found = reader.load(ServiceRequest, request)
    assert found is not None
    return found.reference


@pytest.mark.parametrize("language", ["en", "pl"])
def test_two_steps_a_copy_and_an_answer(shop: Shop, language: str) -> None:
    """The button in the room, the declaration with its confirmation, a copy with date and time by mail, and what staff
    say follows. Looking declares nothing, and no status follows from any of it."""
    says = WORDS[language]
    visitor, room, request = ordering(shop, language)
    at = reference(shop, request)
    assert says["here"] in visitor.open(room).text
    assert f'href="{room}/withdraw"' in visitor.page.text
    page = plain(visitor.open(f"{room}/withdraw").text)
    for words in (says["confirm"], "99", "Diagnosis", "Fix & Go sp. z o.o."):
        assert words in page, words
    assert "<script" not in visitor.page.text.partition("<main")[2].partition("</main")[0]
    assert kept(shop, request) == []
    visitor.send("/withdraw", name="")
    assert visitor.page.status_code == 422
    assert kept(shop, request) == []

    with shop.desk.reading() as reader:
        before = reader.load(ServiceRequest, request)
    visitor.send("/withdraw", name=NAME, reason="It costs too much. My PIN is 482196")
    (found,) = kept(shop, request)
    assert "482196" not in str(found.reason)
    page = plain(visitor.open(room).text)
    assert says["told"] in page
    assert says["here"] not in page
    with shop.desk.reading() as reader:
        after = reader.load(ServiceRequest, request)
    assert before is not None
    assert after is not None
    assert (after.phase, after.status) == (before.phase, before.status)

    mail = shop.mail(f"withdraws-{language}@example.com", says["copy"])["text"].replace("\xa0", " ")
    at_hour = found.declared_at.astimezone(shop.desk.settings.zone)
    for words in (NAME, f"{at_hour:%H:%M}", str(at_hour.year)):
        assert words in mail, (words, mail)

    staff = shop.visitor(language)
    staff.sign_in()
    assert f"/staff/requests/{at}" in staff.open("/staff?view=withdrawal").text
    assert f"/staff/requests/{at}/withdrawal" in staff.open(f"/staff/requests/{at}").text
    page = staff.open(f"/staff/requests/{at}/withdrawal").text
    assert NAME in page
    assert len(re.findall(r'action="[^"]*/withdrawal[^"]*"', page)) == 1  # the answer, and nothing to refuse with
    staff.send("/withdrawal/answer", text="", returned="99")
    assert staff.page.status_code == 422
    staff.send("/withdrawal/answer", text="Your device is on its way.", returned="99", hand_back="y")
    assert STAFF_READS in plain(staff.open(f"/staff/requests/{at}").text)
    page = plain(visitor.open(room).text)
    assert says["back"] in page
    assert "Your device is on its way." in page

    staff.open(f"/staff/requests/{at}/money")
    paid_on = shop.desk.settings.calendar().day_of(shop.desk.clock())
    staff.send("/money/payment", amount="99", method="cash", received_on=paid_on.isoformat())
    staff.send("/money/refund", amount="99", text="After your withdrawal.")
    (refund,) = set(re.findall(r"/money/refund/\w+", staff.open(f"/staff/requests/{at}/money").text))
    assert f"/staff/requests/{at}" in staff.open("/staff?view=withdrawal").text
    staff.open(f"/staff/requests/{at}/money")
    staff.send(refund)
    assert f"/staff/requests/{at}" not in staff.open("/staff?view=withdrawal").text
    assert STAFF_READS not in plain(staff.open(f"/staff/requests/{at}").text)
    assert says["sent"] in plain(visitor.open(room).text)
    assert shop.desk.verify() == ()


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_second_one_and_one_that_is_late(shop: Shop, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second is answered with the first one's day. After the last day the room shows no button; the page says when
    it was over and whom to write to, and what is sent there all the same is kept."""
    says = WORDS[language]
    visitor, room, request = ordering(shop, language, start_now=True)
    assert says["begun"] in plain(visitor.open(f"{room}/withdraw").text)
    other = shop.visitor(language)
    other.client.cookies.update(visitor.client.cookies)
    other.open(f"{room}/withdraw")
    visitor.send("/withdraw", name=NAME)
    (first,) = kept(shop, request)
    other.send("/withdraw", name="Somebody Else")
    assert says["first"] in plain(other.page.text)
    assert kept(shop, request) == [first]
    assert says["confirm"] not in other.open(f"{room}/withdraw").text

    visitor, room, request = ordering(shop, language)
    clock = shop.desk.clock
    monkeypatch.setattr(shop.desk, "clock", lambda: clock() + timedelta(days=20))
    assert says["here"] not in visitor.open(room).text
    page = plain(visitor.open(f"{room}/withdraw").text)
    assert says["last"] in page
    assert shop.desk.settings.privacy_contact in page
    visitor.send("/withdraw", name=NAME)
    (late,) = kept(shop, request)
    assert late.standing.value == "late"


def test_nobody_else_gets_there(shop: Shop) -> None:
    """Not a browser that has not entered the code, and not another customer: neither sees it, and neither declares."""
    visitor, room, request = ordering(shop, "en")
    stranger = shop.visitor("en")
    for path in (room, f"{room}/withdraw"):
        stranger.open(path)
        assert "Diagnosis" not in stranger.page.text
        assert WORDS["en"]["confirm"] not in stranger.page.text
    another = shop.visitor("en")
    another.request_help("another@example.com", location=shop.desk.settings.locations[0].id)
    another.open(f"{room}/withdraw")
    assert WORDS["en"]["confirm"] not in another.page.text
    form = dict(re.findall(r'name="(csrf|form_token)" value="([^"]+)"', another.page.text))
    another.client.post(f"{room}/withdraw", data={**form, "name": NAME})
    assert kept(shop, request) == []
    assert WORDS["en"]["confirm"] in visitor.open(f"{room}/withdraw").text


def test_staff_write_down_a_letter(shop: Shop) -> None:
    """On the same page, where there is an order that nobody withdrew from."""
    _, _, request = ordering(shop, "en")
    staff = shop.visitor("en")
    staff.sign_in()
    at = f"/staff/requests/{reference(shop, request)}"
    assert f"{at}/withdrawal" in staff.open(at).text
    staff.open(f"{at}/withdrawal")
    staff.send("/withdrawal", name=NAME, how="letter", received_on="", sent_on="")
    (found,) = kept(shop, request)
    assert found.how.value == "letter"
    assert found.standing.value == "in_time"


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_page_about_the_right_leads_there(shop: Shop, language: str) -> None:
    """And so does the copy of the order."""
    page = shop.visitor(language).open("/legal/withdrawal").text
    assert WORDS[language]["here"] in page
    assert 'href="/track"' in page
    ordering(shop, language)
    says = {"en": "This is a copy of your order", "pl": "To kopia Państwa zamówienia"}[language]
    mail = shop.mail(f"withdraws-{language}@example.com", says)["text"]
    assert WORDS[language]["here"] in mail.replace("\xa0", " ")


def test_the_page_names_the_one_contact_that_gets_the_copy(shop: Shop) -> None:
    """Not one that nobody has confirmed; of two that are, the preferred one, and that is where the copy goes."""
    visitor, room, request = ordering(shop, "en")
    other, typo = "first.copy@demo.test", "wrong.copy@typo.test"
    for contact, seen in ((other, "yes"), (typo, "")):
        j.do(shop.desk, AddContact, j.BOSS, request=request, contact=contact, in_person=seen)
    added = next(one for one in points(shop, request) if one.contact == other)
    for preferred, names in (("", "w•••@e•••.com"), (added.id, "f•••@d•••.test")):
        j.do(shop.desk, PreferContact, j.BOSS, request=request, contact=preferred or None)
        page = plain(visitor.open(f"{room}/withdraw").text)
        assert f"at {names}." in page
    visitor.send("/withdraw", name=NAME)
    assert shop.mail(other, WORDS["en"]["copy"])
    assert typo not in [one["recipient"] for one in shop.outbox.sent(500) if WORDS["en"]["copy"] in one["text"]]
    assert "As a consumer you can withdraw" not in plain(visitor.open(f"{room}/withdraw").text)


def points(shop: Shop, request: str) -> list[ContactPoint]:
    with shop.desk.reading() as reader:
        return list(reader.find(CONTACTS, {"request": request}))


@pytest.mark.parametrize("language", ["en", "pl"])
def test_mails_lead_to_what_they_are_about(shop: Shop, language: str) -> None:
    """One tap from the copy of the order to the declaration, also in a browser in which the contact is asked for first;
    from the copy of the declaration to what was declared. A name that no page has leads to the room."""
    _, room, _ = ordering(shop, language)
    address = f"withdraws-{language}@example.com"
    order, seen = {
        "en": ("Withdraw from the contract here", "See your withdrawal"),
        "pl": ("Odstąp od umowy tutaj", "Zobacz swoje odstąpienie od umowy"),
    }[language]
    other = shop.visitor(language)
    other.open(_linked(shop, address, order))
    other.send("/contact", contact=address)
    other.send("/confirm", code=shop.code(address))
    assert other.page.url.path == f"{room}/withdraw"
    other.send("/withdraw", name=NAME)
    other.open(_linked(shop, address, seen))
    assert other.page.url.path == f"{room}/withdraw"
    assert WORDS[language]["confirm"] not in other.page.text
    other.open(f"{room}?about=nothing")
    assert (other.page.status_code, other.page.url.path) == (200, room)


def _linked(shop: Shop, address: str, words: str) -> str:
    """Where the link of these words leads, of the newest mail that has it."""
    spoken = words.replace(" ", r"\s")
    mail = str(shop.mail(address, rf"{spoken}:")["text"])
    found = re.search(rf"{spoken}:\s+https?://[^/]+(/\S+)", mail)
    assert found is not None, mail
    return found.group(1)
