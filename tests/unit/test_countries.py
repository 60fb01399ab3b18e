"""Countries as data: read whole or refused with every reason, and asked by what a law sets on a day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import helpdesk_core
import reference_app.texts  # noqa: F401
from helpdesk_core import Settings
from helpdesk_core.countries import (
    NOWHERE,
    add_country,
    country,
    grouped_phone,
    known,
    problems_of,
    read_country,
    registry,
)
from helpdesk_core.errors import ConfigurationError
from helpdesk_core.i18n import definitions
from helpdesk_core.retention.classes import RetentionClass, basis_of
from helpdesk_core.shipments.carrying import _shop
from helpdesk_core.testing import make_desk
from reference_app.checking import check_desk

POLAND = (Path(helpdesk_core.__file__).parent / "countries" / "pl.toml").read_text(encoding="utf-8")
TODAY = date(2026, 11, 27)
SMALL = """
code = "XY"
names = { en = "Somewhere" }
checked = 2026-11-27
currency = "XYZ"

[[laws]]
id = "withdrawal"
source = "Act 1, § 2"
since = 2020-01-01
names = { en = "Act 1" }

[[clocks]]
id = "withdrawal"
law = "withdrawal"
since = 2020-01-01
days = 10
"""


def test_a_country_is_read_from_a_file_and_known_by_its_code() -> None:
    """Ours are whole; a code that nobody knows has no rules."""
    assert [one.code for one in known()] == ["CZ", "PL"]
    assert problems_of(POLAND) == ()
    assert read_country(SMALL).days("withdrawal", TODAY) == 10
    assert country("XX") is NOWHERE
    assert country("") is NOWHERE


def test_a_clock_is_that_of_the_day_on_which_it_begins() -> None:
    """Until the end of 2022 a complaint was answered within thirty days in Poland, since then within fourteen."""
    poland = country("PL")
    days = [poland.days("complaint_answer", day) for day in (date(2016, 1, 1), date(2022, 12, 31), date(2023, 1, 1))]
    assert days == [None, 30, 14]
    assert country("CZ").days("complaint_answer", TODAY) == 30
    assert NOWHERE.days("withdrawal", TODAY) is None


def test_a_rate_that_the_law_changes_changes_on_that_day() -> None:
    """Of the rates that a shop chose; what the country does not know stays as it is."""
    czechia = country("CZ")
    assert czechia.rates_on((2100, 1500, 1000, 700), date(2023, 12, 31)) == (2100, 1500, 1000, 700)
    assert czechia.rates_on((2100, 1500, 1000, 700), date(2024, 1, 1)) == (2100, 1200, 700)
    assert NOWHERE.rates_on((2300, 0), TODAY) == (2300, 0)


@given(st.lists(st.integers(0, 10_000), unique=True), st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_no_rate_is_lost_or_said_twice(chosen: list[int], day: date) -> None:
    """Whatever a shop chose, and whatever day it is."""
    for one in (*known(), NOWHERE):
        found = one.rates_on(chosen, day)
        assert len(set(found)) == len(found)
        assert bool(found) == bool(chosen)
        assert one.rates_on(found, day) == found


@pytest.mark.parametrize(
    "change, said",
    [
        (("days = 10", "days = 10\nhours = 3"), "clocks.0.hours: there is no such key"),
        (('code = "XY"', 'code = "XY"\nlanguage = "xy"'), "language: there is no such key"),
        (('law = "withdrawal"\n', ""), "clocks.0.law: this is missing"),
        (('law = "withdrawal"\n', 'law = ""\n'), "clocks.0.law: the law that sets it is missing"),
        (('law = "withdrawal"\n', 'law = "other"\n'), "clocks.0.law: there is no law other"),
        (('source = "Act 1, § 2"', 'source = " "'), "laws.0.source: where the law stands is missing"),
        (("checked = 2026-11-27", 'checked = "2026-11-31"'), "checked: this is not a date like 2026-01-31"),
        (("checked = 2026-11-27", "checked = 2026-11-27T10:00:00"), "checked: this is not a date like 2026-01-31"),
        (("days = 10", "days = 0"), "clocks.0.days: this is 1 to 3650"),
        (("days = 10", "days = 1.5"), "clocks.0.days: this is not a whole number"),
        (("days = 10", "days = true"), "clocks.0.days: this is not a whole number"),
        (("days = 10", "days = 10\nuntil = 2019-01-01"), "clocks.0.until: it ends before it begins"),
        (('names = { en = "Somewhere" }', 'names = "Somewhere"'), "names: this is no text for each language"),
        (('names = { en = "Somewhere" }', 'names = { pl = "Gdzieś" }'), "names: the English one is missing"),
        (('code = "XY"', 'code = "xy"'), "code: two capital letters"),
        (('code = "XY"\n', ""), "code: this is missing"),
        (("since = 2020-01-01\ndays", "since = 2019-12-31\ndays"), "its law holds from 2020-01-01 on"),
        (("[[clocks]]", "[[clock]]"), "clock: there is no such key"),
        (("days = 10", "days = "), "this is no TOML"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(change: tuple[str, str], said: str) -> None:
    """An unknown key, a rule without a law, a day that is none: loudly, when the file is read."""
    wrong = SMALL.replace(*change)
    assert wrong != SMALL
    assert any(said in one for one in problems_of(wrong)), problems_of(wrong)
    with pytest.raises(ConfigurationError, match=re.escape(said)):
        read_country(wrong, "xy.toml")


@pytest.mark.parametrize(
    "row, said",
    [
        ("[[clocks]]\nid = 'withdrawal'\nlaw = 'withdrawal'\nsince = 2026-01-01\ndays = 9", "two of withdrawal hold"),
        (
            "[[kept]]\nid = 'o'\nlaw = 'withdrawal'\nsince = 2026-01-01\nuntil = 2026-06-30\nmonths = 1\n"
            "[[kept]]\nid = 'o'\nlaw = 'withdrawal'\nsince = 2026-06-30\nmonths = 2",
            "kept: two of o hold on 2026-06-30",
        ),
        ("[[rates]]\nid = 'a'\nlaw = 'withdrawal'\nsince = 2026-01-01\nrate = 10_001", "rates.0.rate: this is 0 to"),
        ("[[kept]]\nid = 'order'\nlaw = 'withdrawal'\nalso = 'x'\nsince = 2026-01-01\nmonths = 1", "no law x"),
        ("[[words]]\nid = 'quote.order'\nlaw = 'x'\ntexts = { en = 'Order' }", "words.0.law: there is no law x"),
        ("[[laws]]\nid = 'a'\nsource = 'b'\nsince = 2026-01-01\nnames = { en = 'c' }", "laws: nothing names a"),
        ("[[laws]]\nid = 'withdrawal'\nsource = 'b'\nsince = 2026-01-01\nnames = { en = 'c' }", "two laws are called"),
        ("[tax_number]\ncountry = 'XY'\nname = 'N'\nshape = '('\nexample = '1'", "no regular expression"),
        ("[tax_number]\ncountry = 'XY'\nname = 'N'\nshape = '\\d{3}'\nexample = '12'", "none by its own rule"),
        (
            "[tax_number]\ncountry = 'XY'\nname = 'N'\nshape = '\\d{3}'\nexample = '123'\nweights = [1]",
            "one for each digit but the last",
        ),
    ],
)
def test_rows_are_held_against_each_other(row: str, said: str) -> None:
    """Overlapping days, rates beyond all tax, laws that nobody names."""
    assert any(said in one for one in problems_of(f"{SMALL}\n{row}\n")), problems_of(f"{SMALL}\n{row}\n")


def test_all_that_is_wrong_is_said_at_once() -> None:
    """Whoever writes a file mends it in one go."""
    wrong = SMALL.replace("days = 10", "days = 0").replace('code = "XY"', 'code = "?"')
    assert len(problems_of(wrong)) == 2


def test_a_host_adds_a_country_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one, or one of ours as it has it; a setting then names it."""
    monkeypatch.setattr("helpdesk_core.countries.registry._added", {})
    assert grouped_phone("+999123456") == "+999123456"  # what is known now is not kept for the country to come
    spoken = SMALL.replace('code = "XY"', 'code = "XY"\ncalling_code = "999"\nphone_groups = [2, 4]')
    (tmp_path / "xy.toml").write_text(spoken, encoding="utf-8")
    add_country(tmp_path / "xy.toml")
    assert grouped_phone("+999123456") == "+999 12 3456"
    registry._phone_groups.cache_clear()
    assert Settings(country="XY").law_last_day("withdrawal", datetime(2026, 11, 18, tzinfo=UTC)) == date(2026, 11, 28)
    assert Settings(country="XY").law_days("withdrawal", datetime(2026, 11, 27, tzinfo=UTC)) == 10


@pytest.mark.parametrize("code", [one.code for one in known()])
def test_the_laws_words_are_those_of_messages_that_there_are(code: str) -> None:
    """A code that no text has would change nothing."""
    import reference_app.quotes.texts  # noqa: F401

    assert {one.id for one in country(code).words} <= definitions.keys()


def test_a_shops_own_words_win_over_those_of_the_law_and_these_over_the_programs() -> None:
    """As they did before there were countries."""
    assert Settings(country="").words == {}
    assert Settings().words["pl"] == {"quote.order": "Zamawiam z obowiązkiem zapłaty"}
    own = Settings(wording={"pl": {"quote.order": "Kupuję i płacę"}}).words
    assert own["pl"]["quote.order"] == "Kupuję i płacę"


def test_a_phone_number_is_shown_in_the_groups_of_its_country() -> None:
    """Whichever the shop's is; of others nothing is known."""
    numbers = ("+48600123456", "+420601123456", "+4930123456", "+486001234567", "+48")
    shown = ("+48 600 123 456", "+420 601 123 456", "+4930123456", "+486001234567", "+48")
    assert tuple(map(grouped_phone, numbers)) == shown


def test_the_months_of_retention_begin_as_the_law_has_them() -> None:
    """A shop's own win, also to say that a class is never proposed."""
    assert Settings().retention_months == {"inquiry": 12, "order": 72}
    assert Settings(country="CZ").retention_months == {"inquiry": 12, "order": 60}
    assert Settings(country="").retention_months == {}
    assert Settings(retention_months={"order": 96}).retention_months == {"order": 96}


def test_a_sum_counts_in_its_own_currency_and_from_its_day_on() -> None:
    """Fifteen thousand zlotys, since November 2019, and beyond them."""
    poland = country("PL")
    assert poland.over("split_payment", 1_500_001, "PLN", TODAY) is not None
    assert poland.over("split_payment", 1_500_000, "PLN", TODAY) is None
    assert poland.over("split_payment", 1_500_001, "EUR", TODAY) is None
    assert poland.over("split_payment", 1_500_001, "PLN", date(2019, 10, 31)) is None
    assert NOWHERE.over("split_payment", 1_500_001, "PLN", TODAY) is None


@pytest.mark.parametrize(
    "code, address, parts",
    [
        ("PL", "ul. Prosta 5/7, 00-001 Warszawa", ("ul. Prosta 5/7", "00-001", "Warszawa")),
        ("CZ", "Dlouhá 12, 110 00 Praha 1", ("Dlouhá 12", "110 00", "Praha 1")),
        ("", "ul. Prosta 5/7, 00-001 Warszawa", ("ul. Prosta 5/7, 00-001 Warszawa", "", "")),
    ],
)
def test_a_carrier_is_told_the_address_in_parts(code: str, address: str, parts: tuple[str, str, str]) -> None:
    """As it is written in the shop's country; without one, as it stands."""
    shop = _shop(Settings(country=code, address=address))
    assert (shop.street, shop.postal_code, shop.city) == parts


@pytest.mark.parametrize("country", ["PL", "CZ", ""])
@pytest.mark.parametrize("kind", list(RetentionClass))
def test_staff_read_by_which_law_a_class_is_kept(country: str, kind: RetentionClass) -> None:
    """Each placeholder is filled, and without a country the sentence names no law."""
    basis = basis_of(kind, Settings(country=country), TODAY)
    assert definitions[basis.code].placeholders == basis.laws.keys()
    assert bool(basis.laws) == bool(country)


def test_a_rate_can_be_chosen_from_the_day_on_which_it_holds() -> None:
    """And an invoice of a sale before it still has the rate of that day."""
    shop = Settings(country="CZ", tax_rates=(2100, 1500))
    before, after = date(2023, 12, 31), date(2024, 1, 1)
    assert shop.rates_on(before) == (2100, 1500)
    assert shop.rates_on(after) == (2100, 1200)
    assert shop.rates_on(after, before) == (2100, 1200, 1500)
    assert Settings(country="CZ").rates_on(after) == (0,)


@pytest.mark.parametrize(
    "day, country, told",
    [(date(2026, 3, 31), "PL", False), (date(2026, 4, 1), "PL", True), (date(2026, 4, 1), "CZ", False)],
)
def test_who_has_to_send_invoices_through_a_system_is_told_by_the_check(day: date, country: str, told: bool) -> None:
    """From the day of the law on, where a shop says who runs it and which taxes it has."""
    shop = Settings(country=country, company="Fix & Go", tax_rates=(2300,))
    desk = make_desk(settings=shop)
    desk.clock.now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)  # type: ignore[attr-defined]
    said = [line for one in check_desk(desk) if one.what == "e-invoices" for line in one.to_do]
    assert bool(said) == told
    assert not told or said[0].startswith("invoices to firms go through KSeF since 2026-04-01")


@pytest.mark.parametrize(
    ("since", "last"),
    [
        ("2026-11-25T12:00Z", date(2026, 12, 9)),
        ("2026-11-28T12:00Z", date(2026, 12, 14)),  # a Saturday
        ("2026-11-29T12:00Z", date(2026, 12, 14)),  # a Sunday
        ("2026-12-11T12:00Z", date(2026, 12, 28)),  # Christmas, and the weekend after it
        ("2026-10-28T12:00Z", date(2026, 11, 12)),  # Independence Day
        ("2026-10-24T23:30Z", date(2026, 11, 9)),  # it is the 25th in Warsaw, on whose night the clocks go back
        ("2027-03-13T23:30Z", date(2027, 3, 30)),  # Easter, on whose night they go forward
    ],
)
def test_the_time_to_withdraw_ends_on_a_working_day(since: str, last: date) -> None:
    """Regulation (EEC, Euratom) No 1182/71, article 3 (4): a consumer who was told an earlier day might give up a right
    that they still have. The time to answer a complaint, which is the shop's, is never longer for that."""
    settings, began = Settings(country="PL", time_zone="Europe/Warsaw"), datetime.fromisoformat(since)
    assert settings.law_last_day("withdrawal", began) == last
    answer_by = settings.law_last_day("complaint_answer", began)
    assert answer_by == began.astimezone(settings.zone).date() + timedelta(days=14)
    assert Settings(country="").law_last_day("withdrawal", began) is None
