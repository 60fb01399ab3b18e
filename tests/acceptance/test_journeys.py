"""The main job over HTTP, without JavaScript: from the first words to an outcome a person recorded."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

import journeys as j
import shops
from shops import Shop


def test_a_customer_gets_from_the_start_page_to_a_tracked_request(shop: Shop) -> None:
    """J3, J4, J5, P1: two pages, a code, a private page; then tracking by reference and surname."""
    customer = shop.visitor("pl")
    assert "Zgłoś problem" in customer.open("/").text
    path = customer.request_help("ola@example.com", surname="Żółć-Nowak")
    assert "Potwierdzone" in customer.page.text
    assert '<use href="#helpdesk-user">' in customer.page.text, "your own words carry no initials of a sentence"
    reference = re.search(r'class="ref">([A-Z0-9]{4}-[A-Z0-9]{4})<', customer.page.text)
    assert reference is not None
    guest = shop.visitor("pl")
    guest.open("/track")
    shown = guest.send("/track", reference=reference.group(1).lower().replace("-", " "), surname="nowak zolc")
    assert shown.status_code == 200
    assert "Potwierdzone" in shown.text
    for private in ("iPhone 13", "Żółć", "ola@", "screen"):
        assert private not in shown.text.replace("iPhone 13, 128", "")
    assert "ola@example.com" not in customer.open(path).text


def test_the_whole_job(shop: Shop) -> None:
    """J7, H7: staff take, reply, note, ask back, record an outcome after review; the customer answers."""
    customer, staff = shop.visitor("en"), shop.visitor("en")
    room = customer.request_help("sam@example.com", surname="Reed")
    reference = re.search(r"Request ([A-Z0-9]{4}-[A-Z0-9]{4})", customer.page.text).group(1)  # type: ignore[union-attr]
    staff.sign_in("tom@example.com")
    staff.open("/staff/search?q=sam@example.com")
    assert reference in staff.page.text
    page = f"/staff/requests/{reference.replace('-', '')}"
    staff.open(page)
    staff.send("/assign")
    staff.send("/note", text="Looks like a broken cable.")
    staff.send("/device", device="iPhone 13, black")
    staff.send("/reply", text="Does it still charge?", status="waiting_for_customer")
    assert "new message" in shop.mail("sam@example.com")["subject"]
    assert "Does it still charge" not in shop.mail("sam@example.com")["text"]
    customer.open(room)
    assert "Waiting for your reply" in customer.page.text
    assert "Does it still charge?" in customer.page.text
    assert "broken cable" not in customer.page.text
    customer.send("/reply", text="Yes it does. My PIN is 482196.")
    assert "[removed: device code]" in customer.page.text
    assert "before it was saved: a device code" in customer.page.text
    assert "482196" not in staff.open(page).text
    staff.send("/outcome", result="solved", text="A new screen is in.")
    assert "A new screen is in." in staff.page.text
    assert "tick the box" in staff.send(staff.page.url.path).text
    assert "A new screen is in." not in customer.open(room).text
    staff.send(staff.page.url.path, read="y")
    assert staff.page.url.path == page
    customer.open(room)
    assert "A new screen is in." in customer.page.text
    customer.send("/answer", solved="no", text="It still flickers.")
    assert "In review" in customer.page.text
    assert "not solved" in staff.open(page).text or "Reopened" in staff.page.text
    assert shop.desk.verify() == ()


def test_what_was_no_secret_is_written_again(shop: Shop) -> None:
    """The box is offered once something was removed; ticked, the words stay, a card number still goes."""
    customer = shop.visitor("en")
    room = customer.request_help("cat@example.com")
    assert "no_secret" not in customer.open(room).text
    customer.send("/reply", text="The password is Marmalade")
    assert "[removed: password]" in customer.page.text
    assert 'name="no_secret"' in customer.page.text
    customer.send("/reply", text="The password is Marmalade, card 4111 1111 1111 1111", no_secret="y")
    assert "The password is Marmalade, card [removed: card number]" in customer.page.text
    assert "4111 1111" not in customer.page.text


def test_staff_take_out_a_secret_that_got_through(shop: Shop) -> None:
    """By typing it, which is neither kept nor shown again; words that do not stand there change nothing."""
    customer, staff = shop.visitor("en"), shop.visitor("en")
    room = customer.request_help("dog@example.com")
    reference = re.search(r"Request ([A-Z0-9]{4}-[A-Z0-9]{4})", customer.page.text).group(1)  # type: ignore[union-attr]
    customer.send("/reply", text="Our dog Azorek opens everything")
    assert "Azorek" in customer.page.text
    staff.sign_in("tom@example.com")
    page = f"/staff/requests/{reference.replace('-', '')}"
    staff.open(page)
    wrong = staff.send("/secret", value="Burek")
    assert wrong.status_code == 422
    assert "Burek" not in wrong.text
    staff.open(page)
    staff.send("/secret", value="Azorek")
    assert "Removed for good, from 1 text" in staff.page.text
    assert "Azorek" not in staff.page.text
    assert "Azorek" not in customer.open(room).text
    assert "opens everything" in customer.page.text
    assert shop.desk.verify() == ()


def test_an_unfinished_request_is_continued(shop: Shop) -> None:
    """J3: the start page offers it; secrets are not kept even there."""
    customer = shop.visitor("en")
    customer.open("/quick-help")
    customer.send("/quick-help", problem="It is slow. My password is Klopsik12", device="Dell", urgency="soon")
    assert "before it was saved: a password" in customer.page.text
    assert "Continue your unfinished request" in customer.open("/").text
    assert "It is slow." in customer.open("/quick-help").text
    assert "Klopsik12" not in customer.page.text
    assert "Klopsik12" not in customer.open("/quick-help/contact").text


def test_an_open_request_about_this_is_shown_and_blocks_nothing(shop: Shop) -> None:
    """J6: only to who proved the contact, only on the own page; both requests stay open."""
    first, second = shop.visitor("en"), shop.visitor("en")
    first.request_help("twin@example.com", device="Kettle")
    second.request_help("twin@example.com", device="Toaster")
    assert "Your other open requests" in second.page.text
    assert "Kettle" in second.page.text
    stranger = shop.visitor("en")
    stranger.request_help("other@example.com")
    assert "Your other open requests" not in stranger.page.text


def test_the_room_opens_only_with_contact_and_code(shop: Shop) -> None:
    """R1, T4: the link alone shows nothing; a wrong contact and a right one look the same; a wrong code is counted."""
    customer = shop.visitor("en")
    room = customer.request_help("eve@example.com")
    finder = shop.visitor("en")
    door = finder.open(room)
    assert "screen is cracked" not in door.text
    wrong = finder.send("/contact", contact="mallory@example.com")
    assert wrong.url.path.endswith("/confirm")
    assert "wrong_code" not in wrong.text
    for _ in range(4):
        assert finder.send("/confirm", code="123456").status_code == 422
    friend = shop.visitor("en")
    friend.open(room)
    friend.send("/contact", contact="EVE@example.com".replace("EVE", "eve"))
    assert "screen is cracked" in friend.send("/confirm", code=shop.code("eve@example.com")).text


def test_unknown_and_wrong_get_one_answer(shop: Shop) -> None:
    """T3: an unknown reference and a wrong surname cannot be told apart."""
    reference, _ = shop.tracking
    answers = []
    for given in (reference, "0000-0000"):
        guest = shop.visitor("en")
        guest.open("/track")
        page = guest.send("/track", reference=given, surname="Nobody")
        body = re.sub(r'value="[0-9a-f]+"|' + re.escape(given), "", page.text)
        answers.append((page.status_code, body, {k: v for k, v in page.headers.items() if k != "content-length"}))
    assert answers[0] == answers[1]


def test_tracking_is_limited(shop: Shop) -> None:
    """T3: after five failures the reference answers no more, not even to the right name; it offers the link."""
    reference, surname = shop.tracking
    guest = shop.visitor("en")
    for _ in range(5):
        guest.open("/track")
        guest.send("/track", reference=reference, surname="Nobody")
    guest.open("/track")
    full = guest.send("/track", reference=reference, surname=surname)
    assert "Let us send the link" in full.text
    assert f'value="{reference}"' in full.text
    assert "/track/link" in full.text


def test_the_link_can_be_asked_for_again(shop: Shop) -> None:
    """R11: by reference and contact; the page says the same whether they fit."""
    reference, _ = shop.tracking
    texts = []
    for contact in ("maria.kowalska@example.com", "nobody@example.com"):
        guest = shop.visitor("pl")
        guest.open("/track/link")
        texts.append(guest.send("/track/link", reference=reference, contact=contact).text)
    assert re.sub("[0-9a-f]{32}", "", texts[0]) == re.sub("[0-9a-f]{32}", "", texts[1])
    assert shop.mail("maria.kowalska@example.com", "prywatny link")


def test_phone_only_customers_are_confirmed_in_person(shop: Shop) -> None:
    """J4: no code can be sent to a phone yet; staff see the number and confirm."""
    customer, staff = shop.visitor("en"), shop.visitor("en")
    customer.open("/quick-help")
    customer.send("/quick-help", problem="Broken", device="Radio", urgency="soon")
    page = customer.send("/quick-help/contact", surname="Kern", contact="600 700 800")
    assert "+48 600 700 800" in page.text
    reference = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", page.text)
    assert reference is not None, "somebody without e-mail reads the reference here or nowhere"
    customer.open("/track")
    assert "Received" in customer.send("/track", reference=reference.group(), surname="Kern").text
    staff.sign_in("tom@example.com")
    found = re.search(r"/staff/requests/([A-Z0-9]{8})", staff.open("/staff/search?q=600700800").text)
    assert found is not None
    staff.open(found.group())
    assert "Confirmed" in staff.send("/confirm").text


def test_a_number_of_another_country_is_shown_as_it_was_dialled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the code's page nobody knows yet which location it is for; nothing typed is shown as another number."""
    first, *others = shops.SETTINGS.locations
    places = (attrs.evolve(first, country_code="49"), *others)
    monkeypatch.setattr(shops, "SETTINGS", attrs.evolve(shops.SETTINGS, locations=places))
    shop, typed = shops.build(tmp_path), "030 123 45 67"
    made = j.submit(shop.desk, contact=typed, location=first.id)
    customer = shop.visitor("en")
    customer.open(f"/r/{j.link(shop.desk, made)}")
    page = customer.send("/contact", contact=typed)
    assert (page.status_code, typed in page.text) == (200, True)


def test_staff_take_a_request_at_the_counter(shop: Shop) -> None:
    """A new request for somebody at the counter is confirmed at once, and findable by name and phone."""
    staff = shop.visitor("pl")
    staff.sign_in()
    staff.open("/staff/new")
    fields = {"problem": "Nie ładuje", "device": "Tablet", "surname": "Łoś", "contact": "601 111 222", "order": "Z-77"}
    staff.send("/staff/new", **fields, urgency="soon", source="phone", language="pl", location="")
    staff.open(staff.page.url.path.removesuffix("/slip"))
    assert "Potwierdzone" in staff.page.text
    assert "Z-77" in staff.page.text
    for words in ("los", "Ło", "601111222", "%2B48 601 111 222", "48601111222"):
        assert "Tablet" in staff.open(f"/staff/search?q={words}").text, words


def test_a_double_click_sends_once(shop: Shop) -> None:
    """U21: the same form sent twice is one request, one message, one mail."""
    customer = shop.visitor("en")
    room = customer.request_help("twice@example.com")
    page = customer.open(room)
    for _ in range(3):
        customer.page = page
        customer.send("/reply", text="Only once, please.")
    assert customer.open(room).text.count("Only once, please.") == 1


def test_a_stale_edit_is_a_conflict_and_keeps_the_text(shop: Shop) -> None:
    """Two members of staff: the second is told, and what was typed stands in the form."""
    one, two = shop.visitor("en"), shop.visitor("en")
    reference = shop.tracking[0].replace("-", "")
    for staff, email in ((one, "anna@example.com"), (two, "tom@example.com")):
        staff.sign_in(email)
        staff.open(f"/staff/requests/{reference}")
    one.send("/status", status="diagnosis")
    page = two.send("/reply", text="My long and careful answer.", status="")
    assert page.status_code == 409
    assert "My long and careful answer." in page.text
    assert "Someone else has changed this request" in page.text


@pytest.mark.parametrize(
    "path", ["/staff", "/staff/search", "/staff/new", "/staff/undelivered", "/staff/requests/AAAAAAAA"]
)
def test_staff_pages_need_a_session(shop: Shop, path: str) -> None:
    """Deny by default: away to the sign-in."""
    assert shop.visitor().open(path).url.path == "/staff/sign-in"


def test_staff_see_which_extension_failed(shop: Shop) -> None:
    """By name, on the page of what needs care."""
    shop.desk.plugins.failed["Loyalty (1)"] = "helpdesk_object: ValueError"
    staff = shop.visitor("en")
    staff.sign_in("tom@example.com")
    assert "Loyalty (1)" in staff.open("/staff/undelivered").text


def test_a_session_ends_when_signed_out(shop: Shop) -> None:
    """Revocable: the old cookie opens nothing."""
    staff = shop.visitor("en")
    staff.sign_in()
    token = staff.client.cookies["helpdesk_staff"]
    staff.open("/staff")
    staff.send("/staff/sign-out")
    staff.client.cookies.set("helpdesk_staff", token)
    assert staff.open("/staff").url.path == "/staff/sign-in"


def test_a_broken_decision_is_not_shown(shop: Shop) -> None:
    """DESIGN 5: an outcome whose text was changed in the database is no outcome any more, on any page."""
    customer = shop.visitor("en")
    room = customer.request_help("raw@example.com")
    staff = shop.visitor("en")
    staff.sign_in("tom@example.com")
    reference = re.search(r"Request ([A-Z0-9]{4})-([A-Z0-9]{4})", customer.page.text)
    assert reference is not None
    staff.open(f"/staff/requests/{''.join(reference.groups())}")
    staff.send("/outcome", result="solved", text="Repaired.")
    staff.send(staff.page.url.path, read="y")
    assert "Outcome ready to read" in customer.open(room).text
    with shop.desk._store.sessions.writing() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE helpdesk_core_outcomes SET text = 'Repaired for free.' WHERE text = 'Repaired.'")
    page = customer.open(room)
    assert "Repaired" not in page.text
    assert "Outcome ready to read" not in page.text
    assert "In review" in page.text
    assert "Nobody approved this outcome" in staff.open(staff.page.url.path).text


def test_who_leaves_a_shared_computer_leaves_nothing(shop: Shop) -> None:
    """R1: the room, and the address that was typed, are gone from the browser; no cookie ever held the address."""
    guest = shop.visitor("en")
    room = guest.request_help("shared@example.com")
    assert "screen is cracked" in guest.open(room).text
    held = "".join(f"{name}{value}" for name, value in guest.client.cookies.items())
    assert "shared" not in held
    assert b"shared".hex() not in held
    guest.send("/leave")
    assert "screen is cracked" not in guest.open(room).text
    assert guest.open(f"{room}/confirm").url.path != f"{room}/verify"
    assert "shared@" not in guest.page.text
