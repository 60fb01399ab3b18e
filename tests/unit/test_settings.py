"""Settings as values: one check for every way in, and one TOML file that loses nothing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import helpdesk_core.desk  # noqa: F401 - with the desk all notices are defined
from helpdesk_core import (
    ConfigurationError,
    Contact,
    FieldError,
    InputError,
    Location,
    Settings,
    Status,
    Transition,
    capabilities,
)
from helpdesk_core.base.notices import notices
from helpdesk_core.base.phases import Phase
from helpdesk_core.base.text import clean
from helpdesk_core.service_requests.lifecycle import can_set_status, status_of
from helpdesk_core.settings import SpecialDays
from helpdesk_core.settings.check import check, read_settings, switchable
from helpdesk_core.settings.model import KEYS
from helpdesk_core.settings.toml import from_toml, load_toml, to_toml
from helpdesk_core.settings.values import to_plain
from journeys import ANNA

PARTS = Status(id="parts", phase="in_progress", labels={"en": "Waiting for parts", "pl": "Czeka na części"})


def errors(text: str) -> dict[str, str]:
    """What is wrong with a document: path → code, without the common prefix."""
    with pytest.raises(InputError) as caught:
        from_toml(text)
    return {".".join(error.path): error.code.removeprefix("settings.error.") for error in caught.value.errors}


def test_the_defaults_suit_no_shop_in_particular() -> None:
    """No country, no currency, no zone but UTC; a national number cannot be read until the shop says where it is."""
    check(Settings())
    defaults = {key: to_plain(getattr(Settings(), key)) for key in KEYS}
    assert everything(read_settings(defaults)) == everything(Settings())
    assert (Settings().country_code, Settings().currency, Settings().time_zone) == ("", "", "UTC")
    with pytest.raises(FieldError, match=r"phone\.country_needed"):
        Contact.parse("600 123 456", Settings().country_code)
    assert Contact.parse("+48 600 123 456", Settings().country_code).value == "+48600123456"


def test_every_error_of_a_file_is_named_at_once_with_its_path() -> None:
    """Unknown keys, wrong types, unknown phases, zones and currencies, ids used twice, moves to nowhere, labels."""
    assert errors("""
        colour = "red"
        locked = ["phone"]
        languages = ["en", "pl", "Polish"]
        time_zone = "Europe/Varsovia"
        country_code = "+48"
        currency = "ZŁ"
        tax_rates = [2300, -1, "8 %", 2300]
        code_channels = ["pigeon"]
        transitions = [{ from_status = "parts", to_status = "nowhere", may = ["customer"] }]
        [automatic]
        code = false
        status = false
        weather = false
        [[statuses]]
        id = "parts"
        phase = "in_progress"
        labels = { en = "Parts", pl = "Części", Polish = "Części" }
        [[statuses]]
        id = "parts"
        phase = "paused"
        labels = { en = "Again", pl = " " }
        [[statuses]]
        id = "ready"
        phase = "closed"
        labels = { en = "R", pl = "G", Polish = "G" }
        [[locations]]
        id = "Old Town"
        labels = {}
        turnaround_days = [5, 3]
        country_code = "0048"
    """) == {
        "colour": "unknown",
        "locked": "unknown",
        "languages.2": "language",
        "time_zone": "zone",
        "country_code": "country_code",
        "currency": "currency",
        "tax_rates.2": "not_a_number",
        "code_channels": "not_a_choice",
        "transitions.0.to_status": "no_status",
        "transitions.0.may": "not_a_choice",
        "automatic.code": "no_notice",
        "automatic.weather": "no_notice",
        "statuses.1.phase": "not_a_choice",
        "statuses.1.labels": "no_label",
        "statuses.1.id": "twice",
        "statuses.2.id": "phase_name",
        "locations.0.id": "id",
        "locations.0.labels": "no_label",
        "locations.0.turnaround_days": "days",
        "locations.0.country_code": "country_code",
    }


@pytest.mark.parametrize(
    "text, expected",
    [
        ("shop_name = 5", {"shop_name": "not_text"}),
        ('shop_name = " "', {"shop_name": "empty"}),
        ('shop_name = "a\\u0007b"', {"shop_name": "control_characters"}),
        ("languages = []", {"languages": "empty"}),
        ('languages = "pl"', {"languages": "not_a_list"}),
        ('languages = ["pl", "pl"]', {"languages.1": "twice"}),
        ("time_zone = 2026-11-21", {"time_zone": "not_text"}),
        ('time_zone = "../../etc/passwd"', {"time_zone": "zone"}),
        ('time_zone = "Europe"', {"time_zone": "zone"}),
        ("tax_rates = [nan]", {"tax_rates.0": "not_a_number"}),
        ("tax_rates = [true]", {"tax_rates.0": "not_a_number"}),
        ("tax_rates = [100000000000000000000]", {"tax_rates.0": "tax_rate"}),
        ("opening_hours = []", {"opening_hours": "not_a_table"}),
        ("automatic = { status = 0 }", {"automatic.status": "not_yes_or_no"}),
        ('[[locations]]\nid="a"\nlabels={en="A"}\nturnaround_days=[1]', {"locations.0.turnaround_days": "wrong_count"}),
        ('[[statuses]]\nid = "a"', {"statuses.0.phase": "missing", "statuses.0.labels": "missing"}),
        ('[[statuses]]\nid="a"\ncolour=1\nphase="ready"\nlabels={en="A"}', {"statuses.0.colour": "unknown"}),
        (f"tax_rates = {[1] * 10_000}", {"tax_rates": "too_long"}),
        (f'phone = "{"1" * 10_000}"', {"phone": "too_long"}),
        ("shop_name = ", {"": "no_toml"}),
    ],
)  # fmt: skip
def test_an_error_has_its_path_and_code(text: str, expected: dict[str, str]) -> None:
    assert errors(text) == expected


def test_an_error_repeats_nothing_of_the_file() -> None:
    """What was typed stands in no error: it may be a password in the wrong place."""
    for text in ('phone = ["hunter2"]', "hunter2 = hunter2", '[wording.en]\nx = 1\ncode_channels = ["hunter2"]'):
        with pytest.raises(InputError) as caught:
            from_toml(text)
        assert "hunter2" not in str([error.params for error in caught.value.errors])


def test_a_status_that_could_not_be_read_makes_no_second_error() -> None:
    """A move to it is no move to nowhere."""
    text = '[[statuses]]\nid = "parts"\nphase = 1\nlabels = { en = "P" }\n'
    assert errors(text + '[[transitions]]\nfrom_status = "parts"\nto_status = "ready"') == {
        "statuses.0.phase": "not_text"
    }


def test_what_a_file_does_not_name_stays() -> None:
    """A part of the settings can be imported alone."""
    shop = Settings(shop_name="Serwis", statuses=(PARTS,), locked=frozenset({"phone"}))
    made = from_toml('currency = "EUR"', shop)
    assert (made.shop_name, made.currency, made.statuses, made.locked) == ("Serwis", "EUR", (PARTS,), {"phone"})


def test_code_and_file_are_checked_alike() -> None:
    """The constructor's check names the same errors in one error."""
    with pytest.raises(ConfigurationError, match=r"languages: .*; currency: "):
        check(Settings(languages="pl", currency="zł"))  # type: ignore[arg-type]


def test_a_retired_status_is_shown_and_not_entered() -> None:
    """What stands in it keeps its name and may leave."""
    settings = Settings(statuses=(attrs.evolve(PARTS, retired=True),))
    parts, ready = status_of(settings, "parts"), status_of(settings, "ready")
    assert parts is not None
    assert ready is not None
    assert not can_set_status(settings, "in_progress", Phase.IN_PROGRESS, parts, ANNA.kind)
    assert can_set_status(settings, "parts", Phase.IN_PROGRESS, ready, ANNA.kind)
    assert settings.label(parts.labels, "pl") == "Czeka na części"


def test_notices_with_what_somebody_asked_for_cannot_be_switched_off() -> None:
    """Codes and links are somebody's only way in, also to their account; whose address is changed, or used for a second
    account, must hear of it, and of keys to it; so must who can read what is a firm's, and who no longer can. The law
    wants a copy of an order and of a withdrawal, and answers to both complaints and withdrawals; who is promised
    something, or a time, reads what becomes of it. Everything else can be switched off, and is sent unless the shop
    says no."""
    capabilities.load()
    assert {"status", "closed", "confirmed", "new_request"} <= set(switchable())
    ways_in = {"code", "received", "link", "link_again", "quote_approver"}
    owed = {
        "contact_given",
        "contact_added",
        "contact_beside",
        "contact_ended",
        "contact_taken_back",
        "quote_ordered",
        "complaint_answered",
        "withdrawal_received",
        "withdrawal_answered",
        "promise",
        "promise_moved",
        "promise_withdrawn",
        "refund_withdrawn",
    }
    owed |= {"handed_over"} | {f"appointment_{what}" for what in ("offered", "booked", "moved", "cancelled")}
    account = {"account_confirm", "account_link", "account_address", "account_address_changed", "account_exists"}
    account |= {"account_phone", "account_phone_changed"}
    account |= {f"passkey_{what}" for what in ("added", "refused", "removed")}
    firm = {"organisation_added", "organisation_removed", "organisation_removed_by_manager"}
    firm |= {"organisation_invitation", "organisation_invitation_by_shop"}
    assert set(notices) - set(switchable()) == ways_in | owed | account | firm
    assert Settings().sends("status")
    assert not Settings(automatic={"status": False}).sends("status")


texts = st.text(max_size=20).map(lambda text: f"x{clean(f'|{text}|')}")
messages = texts.map(lambda text: re.sub(r"[{}\n]", "", text))
words = st.text("abcdefghijklmnopqrstuvwxyz_-0123456789", min_size=1, max_size=12).map(lambda id: f"a{id}")
labels = st.fixed_dictionaries({"en": texts, "pl": texts}, optional={"de": texts})
kinds = st.sets(st.sampled_from(["agent", "admin"])).map(frozenset)


special = st.builds(
    SpecialDays,
    first=st.just("2026-12-24"),
    last=st.sampled_from(["", "2026-12-31"]),
    hours=st.sampled_from([(), ("9:00-12:00",)]),
    labels=labels,
)


@st.composite
def some_settings(draw: Any) -> Settings:
    """A shop that has chosen something everywhere."""
    status_ids = draw(st.lists(words.filter(lambda id: id not in set(Phase)), unique=True, max_size=3))
    phases = st.sampled_from([phase.value for phase in Phase if not phase.is_final])
    known = st.sampled_from([*status_ids, "ready"])
    return Settings(
        shop_name=draw(texts),
        languages=tuple(draw(st.permutations(["en", "pl"]))),
        time_zone=draw(st.sampled_from(["UTC", "Europe/Warsaw"])),
        country_code=draw(st.sampled_from(["", "48", "420"])),
        currency=draw(st.sampled_from(["", "PLN", "JPY"])),
        tax_rates=tuple(draw(st.lists(st.integers(0, 10_000), unique=True, max_size=3))),
        phone=draw(texts),
        opening_hours=draw(labels),
        working_hours=draw(st.just({}) | st.just({"monday": ("9:00-12:00", "13-17"), "sunday": ("0:00-24:00",)})),
        special_days=tuple(draw(st.lists(special, max_size=2))),
        published_numbers=tuple(draw(st.lists(texts, max_size=2))),
        statuses=tuple(
            Status(id=id, phase=draw(phases), labels=draw(labels), may_set=draw(kinds), retired=draw(st.booleans()))
            for id in status_ids
        ),
        transitions=tuple(
            Transition(from_status=draw(known), to_status=draw(known), may=draw(kinds))
            for _ in range(draw(st.integers(0, 2)))
        ),
        locations=tuple(
            Location(
                id=id,
                labels=draw(labels),
                turnaround_days=draw(st.none() | st.just((2, 5))),
                country_code=draw(st.sampled_from(["", "49"])),
                appointments_at_once=draw(st.none() | st.integers(1, 50)),
            )
            for id in draw(st.lists(words, unique=True, max_size=2))
        ),
        automatic=draw(st.dictionaries(st.sampled_from(switchable()), st.booleans(), max_size=3)),
        send_replies_to=draw(st.sets(st.sampled_from(["email", "phone"])).map(frozenset)),
        code_channels=draw(st.sets(st.sampled_from(["email", "phone"])).map(frozenset)),
        wording={"pl": {"notice.greeting": draw(messages)}} if draw(st.booleans()) else {},
    )


def everything(settings: Settings) -> dict[str, Any]:
    return {field.name: getattr(settings, field.name) for field in attrs.fields(Settings)}


@given(some_settings())
def test_what_is_written_as_toml_is_read_back_whole(settings: Settings) -> None:
    """Any letters, quotation marks, line ends; and the plain values survive JSON's types too."""
    assert everything(from_toml(to_toml(settings))) == everything(settings)
    assert everything(read_settings({key: to_plain(getattr(settings, key)) for key in KEYS})) == everything(settings)


def test_the_file_is_one_that_a_person_edits(tmp_path: Path) -> None:
    """Tables under their headings, labels in one line; a host loads it by its path."""
    shop = Settings(
        shop_name='The "Fix" shop',
        languages=("en", "pl"),
        statuses=(PARTS,),
        wording={"pl": {"notice.greeting": "Dzień dobry,"}},
    )
    text = to_toml(shop)
    assert 'shop_name = "The \\"Fix\\" shop"\n' in text
    assert '[[statuses]]\nid = "parts"\nphase = "in_progress"\n' in text
    assert 'labels = { en = "Waiting for parts", pl = "Czeka na części" }' in text
    assert '[wording.pl]\n"notice.greeting" = "Dzień dobry,"\n' in text
    assert "locked" not in tomllib.loads(text)
    path = tmp_path / "shop.toml"
    path.write_text(text, encoding="utf-8")
    assert everything(load_toml(path)) == everything(shop)
