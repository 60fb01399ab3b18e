"""What is still missing, as customer and staff read it, and how it gets here."""

from __future__ import annotations

import re
from html import unescape

import pytest

import journeys as j
from helpdesk_core.commands import ChangeSettings, Published
from helpdesk_core.service_requests.model import ServiceRequest
from shops import Shop, Visitor


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def desk_page(shop: Shop, room: str) -> str:
    """The path of the same request for staff."""
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    with shop.desk.reading() as reader:
        request = reader.load(ServiceRequest, found[0])
    assert request is not None
    return f"/staff/requests/{request.reference}"


@pytest.fixture
def demanding(shop: Shop) -> Shop:
    """A shop that needs the serial number."""
    needed = Published.of(["device", "problem", "serial"])
    j.do(shop.desk, ChangeSettings, j.BOSS, values=[{"key": "needed_details", "value": needed, "seen": 0}])
    shop.desk.refresh_settings()
    return shop


def test_R5_customer_and_staff_read_the_same_and_either_can_end_it(demanding: Shop) -> None:
    """Both see what is missing; the customer types it into the room, and it is gone from both pages."""
    customer, staff = demanding.visitor(), demanding.visitor()
    room = customer.request_help("serial@example.com", device="?")
    page = words(customer.page.text)
    assert "To help you we still need" in page
    staff.sign_in()
    staff.client.get("/language/en")
    staff.open(desk_page(demanding, room))
    for wanted in ("Which device it is", "The serial number"):
        assert wanted in page
        assert wanted in words(staff.page.text)

    customer.send("/details")
    assert customer.page.status_code == 422
    assert "at least one field" in words(customer.page.text)
    customer.send("/details", serial="XK-2041", device="Radio Unitra")
    assert "To help you we still need" not in words(customer.page.text)
    assert "XK-2041" in words(customer.page.text)
    staff.open(staff.page.url.path)
    assert "Needed to respond" not in words(staff.page.text)
    assert "XK-2041" in words(staff.page.text)


def test_R5_asking_writes_a_draft_that_a_person_sends(demanding: Shop) -> None:
    """One click drafts the question in the customer's language, behind what was typed; nothing goes out by itself."""
    customer, staff = demanding.visitor("pl"), demanding.visitor()
    room = customer.request_help("draft@example.com")
    staff.sign_in()
    staff.client.get("/language/en")
    staff.open(desk_page(demanding, room))
    before = len(demanding.outbox.sent(500))
    staff.send("/ask", forged={"detail": "serial"})
    assert staff.page.status_code == 200
    assert "Proszę o numer seryjny" in unescape(staff.page.text)
    assert "Proszę o numer seryjny" not in unescape(customer.open(room).text)
    assert len(demanding.outbox.sent(500)) == before
    drafted = re.search(r'<textarea[^>]*name="text"[^>]*>(.*?)</textarea>', staff.page.text, re.S)
    assert drafted is not None
    staff.send("/reply", text=unescape(drafted.group(1)).strip(), status="waiting_for_customer")
    page = unescape(customer.open(room).text)
    assert "Proszę o numer seryjny" in page
    customer.send("/details", serial="XK-2041")
    assert "Odpowiedź na naszą ostatnią wiadomość" not in unescape(customer.page.text), "the detail was the answer"


def test_R5_what_nobody_asks_for_is_not_found(demanding: Shop) -> None:
    """A forged wish is a page that says so, and writes no draft."""
    customer, staff = demanding.visitor(), demanding.visitor()
    room = customer.request_help("forged@example.com")
    staff.sign_in()
    staff.client.get("/language/en")
    for wish in ("contact", "also-9", "password", ""):
        staff.open(desk_page(demanding, room))
        staff.send("/ask", forged={"detail": wish})
        assert staff.page.status_code == 404, wish


def test_R5_what_ended_asks_for_nothing(demanding: Shop) -> None:
    """A cancelled request needs nothing, and takes no details."""
    customer = demanding.visitor()
    room = customer.request_help("ended@example.com")
    found = demanding.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    open_page = customer.page
    j.do(demanding.desk, j.CancelRequest, j.ANNA, request=found[0])
    assert "To help you" not in words(customer.open(room).text)
    customer.page = open_page
    customer.send("/details", serial="XK-2041")
    assert customer.page.status_code == 409


def test_R5_a_plugin_may_name_more(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both read it; staff ask for it in one click, as for anything else."""
    monkeypatch.setattr(type(shop.desk.plugins), "needed", lambda self, device, problem, language: ("The colour",))
    customer, staff = Visitor(shop.visitor().client, shop), shop.visitor()
    room = customer.request_help("colour@example.com")
    assert "The colour" in words(customer.page.text)
    staff.sign_in()
    staff.client.get("/language/en")
    staff.open(desk_page(shop, room))
    assert "The colour" in words(staff.page.text)
    staff.send("/ask", forged={"detail": "also-0"})
    assert "one more thing, please: The colour?" in unescape(staff.page.text)


def test_R5_the_queue_marks_what_lacks(demanding: Shop) -> None:
    """How much is missing stands beside the request, until it is there."""
    customer, staff = demanding.visitor(), demanding.visitor()
    customer.request_help("mark@example.com", device="?", problem="My very own queue")
    staff.sign_in()
    staff.client.get("/language/en")

    def row() -> str:
        page = staff.open("/staff").text
        return words(next(one for one in re.findall(r"<tr.*?</tr>", page, re.S) if "My very own queue" in one))

    assert "2 details missing" in row()
    customer.send("/details", serial="XK-2041", device="Radio Unitra")
    assert "missing" not in row()
