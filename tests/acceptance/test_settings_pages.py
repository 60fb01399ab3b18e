"""G6 and the settings in the app: changed by an admin without JavaScript, told in the history, holding at once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from typing import Any

import attrs
import pytest
from starlette.testclient import TestClient

from helpdesk_core import Helpdesk
from helpdesk_core.appointments.slots import places_at
from helpdesk_core.settings import from_toml, switchable
from helpdesk_core.shop_settings.model import HEAD, settings_id
from reference_app import create_app
from reference_app.demo import PASSWORD
from reference_app.shop_settings.notices import NOTICES
from shops import Shop, Visitor


class Fields(HTMLParser):
    """Names and values of the fields in the forms of a page, as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._area: str | None = None
        self._select: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("name") or ""
        if tag == "input" and name and (found.get("type") != "checkbox" or "checked" in found):
            self.values[name] = found.get("value") or ("y" if found.get("type") == "checkbox" else "")
        elif tag == "textarea":
            self._area, self.values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in found or self._select not in self.values):
            self.values[self._select] = found.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.values[self._area] += data.removeprefix("\r\n").removeprefix("\n")


@pytest.fixture
def admin(shop: Shop) -> Visitor:
    return signed_in(shop)


def signed_in(shop: Shop, email: str = "anna@example.com", language: str = "en") -> Visitor:
    visitor = shop.visitor(language)
    visitor.sign_in(email)
    visitor.client.get(f"/language/{language}")
    return visitor


def save(visitor: Visitor, group: str, without: tuple[str, ...] = (), **changed: str) -> str:
    """Change fields of a page of settings and send it; returns the page that answers."""
    visitor.open(f"/staff/settings/{group}")
    return send(visitor, group, without, **changed)


def send(visitor: Visitor, group: str, without: tuple[str, ...] = (), **changed: str) -> str:
    fields = {name: value for name, value in Fields(visitor.page.text).values.items() if name not in without}
    visitor.page = visitor.client.post(f"/staff/settings/{group}", data=fields | changed)
    return text(visitor)


def text(visitor: Visitor) -> str:
    """What the page says, without its tags."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", visitor.page.text)))


def test_a_setting_is_changed_by_an_admin_and_holds_everywhere_at_once(shop: Shop, admin: Visitor) -> None:
    """The customers' pages say it, and the history who, when, before and after."""
    admin.open("/staff")
    assert 'href="/staff/settings"' in admin.page.text
    said = save(admin, "shop", phone="+48 22 999 88 77", opening_hours_pl="zawsze")
    assert "Saved." in said
    customer = shop.visitor("pl")
    customer.open("/")
    assert "+48 22 999 88 77" in customer.page.text
    assert "zawsze" in customer.page.text
    admin.open("/staff/settings")
    for words in ("Phone behind “Call us”", "+48 22 123 45 67", "+48 22 999 88 77", "Anna Nowak", "pl: zawsze"):
        assert words in text(admin)
    admin.open("/staff/settings/history")
    assert "+48 22 999 88 77" in text(admin)
    assert shop.desk.verify() == ()


def test_a_location_has_hours_of_its_own_or_the_shops(shop: Shop, admin: Visitor) -> None:
    """The room says them beside the place; a missing language is said at its field."""
    save(admin, "shop", opening_hours_en="Mon to Fri", opening_hours_pl="pn.-pt.")
    first = shop.desk.settings.locations[0]
    customer = shop.visitor("en")
    room = customer.request_help("place@example.com", location=first.id)
    assert "Open: Mon to Fri" in place_in(customer.open(room))
    said = save(admin, "locations", **{"locations-0-opening_hours_en": "Saturdays"})
    assert "A text in this language is missing: pl." in said
    said = send(admin, "locations", **{"locations-0-opening_hours_pl": "soboty"})
    assert "Saved." in said
    assert "Open: Saturdays" in place_in(customer.open(room))


def test_a_location_has_its_own_number_of_appointments_at_once_or_the_shops(shop: Shop, admin: Visitor) -> None:
    """What is no number, or too many, is said at its field with nothing lost; emptied, the shop's holds again."""
    first, second = (one.id for one in shop.desk.settings.locations[:2])
    shops = shop.desk.settings.appointments_at_once
    for wrong in ("many", "0", "51"):
        assert "Saved." not in save(admin, "locations", **{"locations-0-appointments_at_once": wrong})
        assert f'value="{wrong}"' in admin.page.text
    assert "Saved." in send(admin, "locations", **{"locations-0-appointments_at_once": "5"})
    assert [places_at(shop.desk.settings, one) for one in (first, second)] == [5, shops]
    admin.open("/staff/settings/locations")
    assert 'value="5"' in admin.page.text
    assert "Saved." in send(admin, "locations", **{"locations-0-appointments_at_once": ""})
    assert places_at(shop.desk.settings, first) == shops
    assert shop.desk.verify() == ()


def test_working_hours_are_edited_and_read(shop: Shop, admin: Visitor) -> None:
    """Each wrong span is named at its day, with nothing lost; then customers read the hours that were typed."""
    save(admin, "shop", opening_hours_en="", opening_hours_pl="")
    said = save(admin, "hours", working_hours_monday="9-17", working_hours_sunday="late", holidays="PL")
    assert "Hours are written like this" in said
    assert 'value="late"' in admin.page.text
    send(admin, "hours", add="special_days", working_hours_sunday="10:00-12:00, 13:00-14:00")
    said = send(admin, "hours", **{"special_days-0-first": "2026-12-24", "special_days-0-labels_en": "Christmas"})
    assert "Saved." in said
    assert shop.desk.settings.calendar().hours_on(date(2026, 12, 24)) == ()
    customer = shop.visitor("en")
    assert "Sun 10:00–12:00, 13:00–14:00" in customer.open("/").text
    customer = shop.visitor("pl")
    assert "niedz. 10:00–12:00" in customer.open("/").text


def place_in(page: Any) -> str:
    """What stands behind "Location" in a room."""
    found = re.search(r"<dt>Location</dt><dd>(.*?)</dd>", page.text, re.S)
    assert found is not None
    return found.group(1)


def test_a_quote_begins_with_the_day_that_the_settings_say(shop: Shop, admin: Visitor) -> None:
    """In the shop's zone; with 0 the field is empty and staff type it; no number of days is no setting."""
    reference = shop.tracking[0].replace("-", "")
    today = shop.desk.clock().astimezone(shop.desk.settings.zone).date()
    for days, day in (("14", today + timedelta(days=14)), ("30", today + timedelta(days=30)), ("0", "")):
        save(admin, "shop", quote_valid_days=days)
        shown = Fields(admin.open(f"/staff/requests/{reference}/quote").text).values["valid_until"]
        assert shown == str(day)
    for typed in ("731", "-1", "two weeks"):
        save(admin, "shop", quote_valid_days=typed)
        assert admin.page.status_code == 422, typed


def test_settings_are_taken_out_by_whom_the_right_is_given(shop: Shop, admin: Visitor) -> None:
    """One file, whole; the right to take it out lets nobody see the pages, nor change anything by them."""
    shop.accounts.add_staff("exporter@example.com", "Ida", PASSWORD, rights=frozenset({"settings.export"}))
    only = signed_in(shop, "exporter@example.com")
    assert from_toml(only.open("/staff/settings/export").text).shop_name == shop.desk.settings.shop_name
    assert "attachment" in only.page.headers["content-disposition"]
    assert only.open("/staff/settings/shop").status_code == 403
    shop.accounts.set_rights("exporter@example.com", frozenset({"settings.edit"}), None)
    assert only.open("/staff/settings/export").status_code == 403
    assert "/staff/settings/export" not in only.open("/staff/settings").text
    assert "/staff/settings/export" in admin.open("/staff/settings").text


def test_what_is_saved_unchanged_changes_nothing(shop: Shop, admin: Visitor) -> None:
    """Every page shows each setting in a form that gives the same value back."""
    for group in ("shop", "statuses", "replies", "locations", "numbers", "messages"):
        assert "Nothing was changed." in save(admin, group), group
    with shop.desk.reading() as reader:
        assert reader.find(HEAD, {"id": settings_id(shop.desk.tenant)}) == []


def test_every_error_stands_beside_its_field_and_nothing_is_saved(shop: Shop, admin: Visitor) -> None:
    said = save(admin, "shop", time_zone="Europe/Varsovia", country_code="+48", tax_rates="23\n150\nabc", phone="112")
    assert admin.page.status_code == 422
    for words in ("There is no such time zone.", "A country code is one to three digits", "This is a whole number."):
        assert words in said
    assert 'value="Europe/Varsovia"' in admin.page.text
    assert shop.desk.settings.phone == "+48 22 123 45 67"


def test_a_table_is_edited_row_by_row_without_javascript(shop: Shop, admin: Visitor) -> None:
    """A row is added, filled in, refused where it is wrong, and saved; what stands in use is retired, not removed."""
    save(admin, "statuses", add="statuses")
    row = {"statuses-3-id": "bench", "statuses-3-phase": "in_progress", "statuses-3-labels_en": "On the bench"}
    said = send(admin, "statuses", **row)
    assert admin.page.status_code == 422
    assert "A text in this language is missing: pl." in said
    said = send(admin, "statuses", **row, **{"statuses-3-labels_pl": "Na warsztacie"})
    assert "Saved." in said
    assert [one.id for one in shop.desk.settings.statuses][-1] == "bench"
    admin.open("/staff/settings/statuses")
    assert "Open requests here: 1" in text(admin)
    number = next(n for n, one in enumerate(shop.desk.settings.statuses) if one.id == "waiting_for_parts")
    send(admin, "statuses", remove=f"statuses-{number}")
    said = send(admin, "statuses")
    assert "Open requests that stand in Waiting for parts: 1." in said
    said = save(admin, "statuses", **{f"statuses-{number}-retired": "y"})
    assert "Saved." in said
    admin.open(f"/staff/requests/{shop.tracking[0]}")
    assert "Waiting for parts" in text(admin)
    reply = re.search(r'<option value="waiting_for_parts"', admin.page.text)
    assert reply is None


def test_J1_an_admin_changes_a_step_of_the_way(shop: Shop, admin: Visitor) -> None:
    """Its own words in one language, ours in the other; a link that is none is refused beside its field."""
    words = {"journey-3-title_en": "Look it up"}
    assert "A link is the name of a page" in send(
        admin, "journey", **words, **{"journey-3-link": "javascript:alert(1)"}
    )
    save(admin, "journey", **words, **{"journey-3-link": "/legal/terms"})
    english, polish = (shop.visitor(language).open("/journey").text for language in ("en", "pl"))
    assert "Look it up" in english
    assert english.count('href="/legal/terms"') == 2
    assert "Jak idzie praca" in polish


def test_two_admins_on_one_page(shop: Shop, admin: Visitor) -> None:
    """The second is told, keeps what was typed, and sees what holds now."""
    other = signed_in(shop)
    other.open("/staff/settings/shop")
    save(admin, "shop", phone="112")
    said = send(other, "shop", phone="997")
    assert other.page.status_code == 409
    assert "Somebody else changed this in the meantime." in said
    assert 'value="997"' in other.page.text
    assert "this is what holds now. If you save again, your text takes its place. 112" in said
    assert shop.desk.settings.phone == "112"
    assert "Saved." in send(other, "shop", shop_name="Fix")
    assert (shop.desk.settings.phone, shop.desk.settings.shop_name) == ("997", "Fix")


def test_agents_see_no_settings(shop: Shop) -> None:
    """Neither in the menu nor by the address."""
    agent = signed_in(shop, "tom@example.com")
    agent.open("/staff")
    assert "/staff/settings" not in agent.page.text
    for path in ("", "/shop", "/history", "/wording", "/wording/en/notice.greeting"):
        assert agent.open(f"/staff/settings{path}").status_code == 403
    assert shop.visitor().client.get("/staff/settings", follow_redirects=False).status_code == 303


def test_own_words_are_found_tried_and_saved(shop: Shop, admin: Visitor) -> None:
    """Found by what a text says, a wrong placeholder refused, shown before it is saved, and taken back."""
    admin.open("/staff/settings/wording?language=pl&q=potwierdzone+zgłoszenie")
    assert "/staff/settings/wording/pl/" in admin.page.text
    path = "/staff/settings/wording/pl/notice.confirmed.subject"
    admin.open(path)
    fields = Fields(admin.page.text).values
    assert fields["words"] == "Zgłoszenie {reference} jest potwierdzone"

    def post(words: str, action: str) -> str:
        admin.page = admin.client.post(path, data=fields | {"words": words, "action": action})
        return text(admin)

    assert "Nothing is put in for {name} here." in post("Cześć {name}", "save")
    assert "Zlecenie ‹reference› przyjęte" in post("Zlecenie {reference} przyjęte", "preview")
    assert shop.desk.settings.wording == {}
    assert "Saved." in post("Zlecenie {reference} przyjęte", "save")
    assert shop.desk.translator("pl")("notice.confirmed.subject", reference="AB") == "Zlecenie AB przyjęte"
    fields = Fields(admin.page.text).values
    assert "Saved." in post("", "reset")
    assert "AB" in shop.desk.translator("pl")("notice.confirmed.subject", reference="AB")
    admin.open("/staff/settings/history")
    assert "pl.notice.confirmed.subject" in text(admin)
    assert admin.open("/staff/settings/wording/pl/no.such").status_code == 404


def test_a_counted_text_is_given_in_each_form(shop: Shop, admin: Visitor) -> None:
    path = "/staff/settings/wording/pl/tracked.turnaround"
    admin.open(path)
    forms = [name for name in Fields(admin.page.text).values if name.startswith("words_")]
    assert forms == ["words_one", "words_few", "words_many"]
    assert "2, 3, 4" in text(admin)
    words = {name: f"{{count}} {name}" for name in forms}
    admin.page = admin.client.post(path, data=Fields(admin.page.text).values | words | {"action": "preview"})
    for shown in ("1 words_one", "2 words_few", "5 words_many"):
        assert shown in text(admin)


def test_what_is_locked_in_code_is_read_only_and_says_why(shop: Shop) -> None:
    """Its value is shown, no field for it is there, and a forged one changes nothing."""
    code = attrs.evolve(shop.desk.settings, locked=frozenset({"currency", "wording"}))
    desk = Helpdesk(shop.desk._store, secret=[bytes(range(32))], settings=code)  # type: ignore[arg-type]
    locked = attrs.evolve(shop, desk=desk, app=create_app(desk, shop.accounts))
    visitor = signed_in(locked)
    visitor.open("/staff/settings/shop")
    assert "Fixed in the shop's own program." in text(visitor)
    assert 'name="currency"' not in visitor.page.text
    send(visitor, "shop", currency="EUR", seen_currency="0", phone="112")
    assert (desk.settings.currency, desk.settings.phone) == ("PLN", "112")
    visitor.open("/staff/settings/wording/pl/notice.greeting")
    assert "Fixed in the shop's own program." in text(visitor)


def test_the_pages_speak_polish(shop: Shop) -> None:
    """To the last label."""
    admin = signed_in(shop, language="pl")
    for path in ("", "/shop", "/statuses", "/replies", "/locations", "/numbers", "/messages", "/wording", "/history"):
        admin.open(f"/staff/settings{path}")
        assert admin.page.status_code == 200
        assert not re.search(r"\bsettings\.[a-z_]+", text(admin)), path
        assert "Ustawienia" in text(admin)
        assert not re.search(r"\b(Save|The shop|Retired|Phase|Who changed)\b", text(admin)), path


def test_every_switch_of_a_message_has_a_name(shop: Shop, admin: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ours are named; one that the page does not know is called by its subject, with nothing unfilled."""
    assert set(switchable()) == NOTICES.keys()
    monkeypatch.delitem(NOTICES, "quote")
    admin.open("/staff/settings/messages")
    assert "Request …: a quote for you" in text(admin)
    assert "{reference}" not in text(admin)


def test_another_process_shows_what_was_changed(shop: Shop, admin: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also on a page that asks the desk nothing."""
    desk = Helpdesk(shop.desk._store, secret=[bytes(range(32))], settings=shop.desk.settings)  # type: ignore[arg-type]
    other = TestClient(create_app(desk, shop.accounts), base_url=shop.base_url)
    assert "tel:+48221234567" in other.get("/").text
    save(admin, "shop", phone="+48 22 999 88 77")
    monkeypatch.setattr("reference_app.fresh_settings.SECONDS", -1)
    assert "tel:+48229998877" in other.get("/").text


def test_G6_an_automatic_message_that_is_switched_off_is_not_sent_and_nothing_else_changes(
    shop: Shop, admin: Visitor
) -> None:
    """The status changes, the room shows it, the history tells it; the other messages go out as before."""

    def statuses_of(contact: str) -> tuple[list[str], str, list[Any]]:
        customer = shop.visitor()
        room = customer.request_help(contact)
        reference = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", customer.page.text)
        assert reference is not None
        at = f"/staff/requests/{reference.group().replace('-', '')}"
        admin.open(at)
        admin.send("/status", status="diagnosis")
        admin.open(at)
        admin.send("/reply", text="We are looking at it.")
        shop.desk.deliver(500)
        customer.open(room)
        subjects = [re.sub(r"\S+-\S+", "", m["subject"]) for m in shop.outbox.sent(500) if m["recipient"] == contact]
        admin.open(at)
        actions = re.findall(r"Status changed|Reply sent", text(admin))
        return subjects, "Diagnosis" in text(customer) and "We are looking at it." in text(customer) and "ok", actions

    before = statuses_of("one@example.com")
    assert "Saved." in save(admin, "messages", without=("automatic_status",))
    after = statuses_of("two@example.com")
    assert before[1:] == after[1:]
    assert after[1] == "ok"
    gone = list(before[0])
    for subject in after[0]:
        gone.remove(subject)
    assert len(gone) == 1
    assert "status" in gone[0].lower()
    assert shop.desk.verify() == ()
