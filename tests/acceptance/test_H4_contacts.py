"""H4: a customer adds another way to be reached, proves it, and says where news goes; so do staff for them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from shops import Shop

FIRST, WORK = "zofia@example.com", "zofia.work@example.com"


@pytest.mark.parametrize("language", ["en", "pl"])
def test_H4_another_contact_is_added_proved_and_preferred(shop: Shop, language: str) -> None:
    """From the room: the page, the code that goes to the new address, and back to the page, where it can be chosen. A
    browser that is in stays in."""
    zofia, elsewhere = shop.visitor(language), shop.visitor(language)
    room = zofia.request_help(FIRST, device="Toshiba")
    elsewhere.open(room)
    elsewhere.send("/contact", contact=FIRST)
    elsewhere.send("/confirm", code=shop.code(FIRST))
    assert "/contacts" in zofia.open(room).text
    zofia.open(room + "/contacts")
    assert 'name="in_person"' not in zofia.page.text
    zofia.send("/contacts", contact=WORK)
    assert zofia.page.url.path.endswith("/confirm")
    assert FIRST not in zofia.page.text
    zofia.send("/confirm", code=shop.code(WORK))
    assert zofia.page.url.path == room + "/contacts"
    options = zofia.page.text.split('type="radio"')
    assert len(options) == 4, "where they wrote from last, and two contacts"
    labels = [option.split("<b>")[1].split("</b>")[0] for option in options[1:]]
    assert len(set(labels)) == 3, "two addresses that are masked alike can still be told apart"
    chosen = next(part.split('value="')[1].split('"')[0] for part in options[1:] if 'value=""' not in part)
    zofia.send("/contacts/preferred", contact=chosen)
    assert zofia.page.status_code == 200
    assert zofia.page.text.count("checked") == 1
    assert elsewhere.open(room + "/contacts").status_code == 200


def test_H4_staff_write_another_contact_down(shop: Shop) -> None:
    """It is told with a code and shown as not confirmed; what was mistyped is taken back; once staff vouch for one, it
    can be preferred."""
    anna, to = shop.visitor(), "beside.staff@example.com"
    shop.visitor().request_help("first.staff@example.com", device="Olympus")
    anna.sign_in()
    anna.open("/staff/search?q=first.staff@example.com")
    reference = next(part for part in anna.page.text.split('"') if part.startswith("/staff/requests/")).split("/")[3]
    anna.open(f"/staff/customers/{reference}/correct")
    anna.send("/contacts", contact=to)
    assert "niepotwierdzony" in anna.page.text
    assert shop.code(to)
    anna.open(f"/staff/customers/{reference}/correct")
    assert "/preferred" not in anna.page.text
    anna.send("/contacts", contact="beside.stuff@example.com")
    anna.open(f"/staff/customers/{reference}/correct")
    assert anna.page.text.count("/back") == 2
    anna.send(re.findall(r'action="([^"]*/back)"', anna.page.text)[-1])
    assert "Cofnięto" in anna.page.text
    anna.open(f"/staff/customers/{reference}/correct")
    assert anna.page.text.count("/back") == 1
    anna.send("/contacts", contact=to, in_person="y")
    anna.open(f"/staff/customers/{reference}/correct")
    values = [part.split('value="')[1].split('"')[0] for part in anna.page.text.split('id="prefer-contact-')[1:]]
    anna.send("/preferred", contact=values[-1])
    assert anna.page.text.count("tu idą wiadomości") == 1


def test_H4_a_room_left_open_adds_nothing(shop: Shop) -> None:
    """Half an hour after the code a fresh one is asked for first."""
    leo = shop.visitor()
    room = leo.request_help("leo@example.com", device="Casio")
    leo.open(room + "/contacts")
    before = shop.desk.clock
    shop.desk.clock = lambda: before() + timedelta(minutes=31)  # type: ignore[misc]
    leo.send("/contacts", contact="taken.over@example.com")
    assert leo.page.url.path.endswith("/verify")


@pytest.mark.parametrize("language", ["en", "pl"])
def test_H4_a_mistyped_contact_is_corrected_and_taken_back(shop: Shop, language: str) -> None:
    """One tap beside it leads to the field for the right one; another takes it back. What is confirmed has neither."""
    ida, typo, right = shop.visitor(language), "ida@exmaple.com", "ida.work@example.com"
    room = ida.request_help("ida@example.com", device="Braun")
    page = f"{room}/contacts"
    ida.open(page)
    assert "instead_of" not in ida.page.text
    ida.send("/contacts", contact=typo)
    ida.open(page)
    (correct,) = re.findall(r'href="([^"#]*instead_of=[^"#]*)', ida.page.text)
    ida.open(correct)
    ida.send("/contacts", contact="?")
    assert ida.page.status_code == 422
    ida.send("/contacts", contact=right)
    ida.open(page)
    (back,) = re.findall(r'action="([^"]*/back)"', ida.page.text)
    ida.send(back)
    assert ida.page.url.path == page
    assert "/back" not in ida.page.text
    assert ida.page.text.count("<bdi>i") == 1
    assert shop.mail("ida@example.com")
    assert typo not in [one["recipient"] for one in shop.outbox.sent(500)], "its code waited, and is not sent any more"
