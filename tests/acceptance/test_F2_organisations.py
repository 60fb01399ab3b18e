"""F2: colleagues see and join their firm's requests, a manager sees all; what is private stays so."""

from __future__ import annotations

import re

import pytest
from account_pages import sign_up

from helpdesk_core.views import ServiceRequest
from shops import Shop, Visitor, read

NOBODY = "Nikt nie zarządza tą firmą"
FIRM = "Kowalski i Synowie sp. z o.o."
WORDS = {
    "en": {
        "nobody": "Nobody manages this firm",
        "wrote": "a colleague has written",
        "joined": "a colleague has joined",
    },
    "pl": {
        "wrote": "wiadomość od osoby z firmy",
        "joined": "dołączyła osoba z firmy",
    },
}


@pytest.fixture
def has_people() -> bool:
    """The shop keeps the accounts itself."""
    return False


@pytest.fixture
def staff(shop: Shop) -> Visitor:
    """Somebody of the shop, on the page of a new firm."""
    return _at_firm(shop, "en")


def _at_firm(shop: Shop, language: str) -> Visitor:
    staff = shop.visitor(language)
    staff.sign_in()
    staff.open("/staff/organisations")
    staff.send("/staff/organisations/new", name=FIRM, tax_number="526-025-09-95")
    assert staff.page.status_code == 200
    return staff


def _brings(visitor: Visitor, contact: str, *, for_firm: bool | None = None) -> str:
    """The path of the room of a request."""
    visitor.reads_summary = True
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="The screen is cracked.", device="Dell U2720Q", urgency="soon")
    visitor.send("/quick-help/contact", surname="Zielińska", contact=contact)
    visitor.send("/quick-help/check", **({} if for_firm is None else {"for_firm": "yes" if for_firm else "no"}))
    return str(visitor.page.url.path)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_F2_a_firm_from_its_first_manager_to_a_request_that_a_colleague_joins(shop: Shop, language: str) -> None:
    """Staff make the firm and its manager; the manager invites; the colleague accepts, brings a request for the firm;
    another one joins it, writes, is told of the shop's reply, and is out at once when the manager takes them out."""
    words, staff = WORDS[language], _at_firm(shop, "pl")
    assert NOBODY in staff.page.text
    people = {name: sign_up(shop, f"{name}@firma.example", language=language) for name in ("szef", "ola", "jan")}
    staff.send("/members", email="szef@firma.example", is_manager="y")
    assert NOBODY not in staff.page.text
    boss, ola, jan = people.values()
    for name in ("ola", "jan"):
        boss.open("/organisation")
        boss.send("/organisation/invite", email=f"{name}@firma.example")
        assert f"{name}@firma.example" in boss.page.text
        assert "/organisation" in shop.mail(f"{name}@firma.example", "/organisation")["text"]
        people[name].open("/dashboard")
        people[name].send("/accept")
        assert FIRM in people[name].page.text
    room = _brings(ola, "ola@firma.example", for_firm=True)
    reference = _reference(shop, room)
    path = f"/organisation/requests/{reference}"

    jan.open("/organisation/requests")
    assert "Dell U2720Q" in jan.page.text
    assert jan.client.get(path).status_code == 404
    jan.open("/organisation/requests")
    jan.send("/join")
    assert jan.page.url.path == path
    jan.send("/write", text="I have the charger here.")
    shop.mail("ola@firma.example")
    subjects = {read(mail["subject"]) for mail in shop.outbox.sent(500) if mail["recipient"] == "ola@firma.example"}
    assert all(any(one.endswith(words[name]) for one in subjects) for name in ("joined", "wrote"))
    ola.open(room)
    assert "I have the charger here." in ola.page.text
    assert "/organisation/off" in ola.page.text

    staff.open(f"/staff/requests/{reference}")
    staff.send("/reply", text="It is the backlight.")
    assert path in shop.mail("jan@firma.example", path)["text"]
    jan.open(path)
    assert "It is the backlight." in jan.page.text

    boss.open(path)
    assert "I have the charger here." in boss.page.text
    boss.open("/organisation")
    boss.send(re.findall(r"/organisation/members/[0-9a-f]+/remove", boss.page.text)[-1])
    assert jan.client.get(path).status_code == 404
    assert jan.client.get(f"{path}/live").status_code == 404
    assert "Dell U2720Q" not in jan.open("/dashboard").text


def _reference(shop: Shop, room: str) -> str:
    found = shop.desk.keyring.read_link(room.split("/")[2])
    assert found is not None
    with shop.desk.reading() as reader:
        request = reader.load(ServiceRequest, found[0])
    assert request is not None
    return request.reference


def test_F2_a_request_is_for_oneself_unless_one_says_otherwise(shop: Shop, staff: Visitor) -> None:
    """The summary asks and says what each means; nobody of the firm sees the private one, until it is shown, and not
    any more when it is taken off."""
    boss, ola = (sign_up(shop, f"{name}@firma.example") for name in ("szef", "ola"))
    staff.send("/members", email="szef@firma.example", is_manager="y")
    staff.send("/members", email="ola@firma.example")
    room = _brings(ola, "ola@firma.example", for_firm=False)
    assert "Only you see this request." in ola.page.text
    assert "Dell U2720Q" not in boss.open("/organisation/requests").text
    ola.open(room)
    ola.send("/organisation")
    assert "Dell U2720Q" in boss.open("/organisation/requests").text
    ola.open(room)
    ola.send("/organisation/off")
    assert "Dell U2720Q" not in boss.open("/organisation/requests").text
    assert boss.client.get(room).text.count("The screen is cracked.") == 0


def test_F2_who_belongs_to_no_firm_is_asked_nothing_about_one(shop: Shop) -> None:
    visitor = sign_up(shop, "ola@example.com")
    visitor.reads_summary = True
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="The screen is cracked.", device="iPhone 13", urgency="soon")
    visitor.send("/quick-help/contact", surname="Zielińska", contact="ola@example.com")
    assert "for_firm" not in visitor.page.text
    assert "My firm" not in visitor.open("/dashboard").text
    assert "You belong to no firm here" in visitor.open("/organisation").text


def test_F2_staff_say_whose_a_request_is(shop: Shop, staff: Visitor) -> None:
    """By its reference on the firm's page, and back on the page of the request."""
    ola = sign_up(shop, "ola@firma.example")
    room = _brings(ola, "ola@firma.example")
    assert "Only you see" not in ola.page.text
    reference, firm = _reference(shop, room), str(staff.page.url.path)
    staff.send("/requests", reference="ABCD-EFGH")
    assert staff.page.status_code == 422
    staff.send("/requests", reference=reference)
    assert "Dell U2720Q" in staff.page.text
    staff.open(f"/staff/requests/{reference}")
    assert FIRM in staff.page.text
    staff.send("/organisation")
    assert FIRM not in staff.page.text
    assert "Dell U2720Q" not in staff.open(firm).text
