"""The shop's working time: hours, days that are different, public holidays, and nights on which the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_settings import errors

from helpdesk_core import Settings
from helpdesk_core.base import holidays
from helpdesk_core.base.calendar import WEEKDAYS, Calendar, read_hours
from helpdesk_core.base.time import utc_text
from helpdesk_core.settings import SpecialDays, read_settings

WARSAW = ZoneInfo("Europe/Warsaw")
NINE_TO_FIVE = dict.fromkeys(tuple(WEEKDAYS)[:5], ("9:00-17:00",))
SHOP = Settings(time_zone="Europe/Warsaw", working_hours=NINE_TO_FIVE, holidays="PL")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW)


def local(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(WARSAW).strftime("%Y-%m-%d %H:%M")


def test_hours_are_counted_while_the_shop_works() -> None:
    """Over a night, a weekend, and Christmas with the Polish holidays."""
    calendar = SHOP.calendar()
    assert local(calendar.add_time(at("2026-11-26 10:00"), timedelta(hours=2))) == "2026-11-26 12:00"
    assert local(calendar.add_time(at("2026-11-27 16:00"), timedelta(hours=2))) == "2026-11-30 10:00"
    assert local(calendar.add_time(at("2026-12-23 16:00"), timedelta(hours=9))) == "2026-12-28 17:00"
    assert calendar.between(at("2026-12-23 16:00"), at("2026-12-28 17:00")) == timedelta(hours=9)
    assert calendar.add_days(date(2026, 12, 23), 1) == date(2026, 12, 28)
    assert calendar.days_between(date(2026, 12, 23), date(2026, 12, 28)) == 1
    assert calendar.days_before(date(2026, 12, 28), 2) == date(2026, 12, 22)


def test_it_is_open_from_the_first_minute_until_before_the_last() -> None:
    """And what opens next is said while it is closed."""
    calendar = SHOP.calendar()
    assert calendar.is_open(at("2026-11-26 09:00"))
    assert not calendar.is_open(at("2026-11-26 17:00"))
    assert local(calendar.next_opening(at("2026-11-26 12:34"))) == "2026-11-26 12:34"
    assert local(calendar.next_opening(at("2026-11-27 17:00"))) == "2026-11-30 09:00"
    assert local(calendar.closing(date(2026, 11, 26))) == "2026-11-26 17:00"
    assert calendar.closing(date(2026, 11, 28)) is None


def test_a_special_day_wins_over_the_week_and_over_holidays() -> None:
    """Closed for a week of its own, open on a holiday, shorter on one day; a location's own win over the shop's."""
    special = (
        SpecialDays(first="2026-11-30", last="2026-12-04"),
        SpecialDays(first="2026-12-25", hours=("10:00-12:00",)),
        SpecialDays(first="2026-12-01", hours=("8:00-9:00",), location="old-town"),
    )
    places = [{"id": one, "labels": {"en": one}} for one in ("old-town", "harbour")]
    shop = read_settings({"locations": places, "special_days": []}, SHOP)
    shop = read_settings({"special_days": [plain(one) for one in special]}, shop)
    assert local(shop.calendar("harbour").next_opening(at("2026-11-28 12:00"))) == "2026-12-07 09:00"
    assert local(shop.calendar("old-town").next_opening(at("2026-11-28 12:00"))) == "2026-12-01 08:00"
    assert shop.calendar().is_open(at("2026-12-25 11:00"))


def plain(special: SpecialDays) -> dict[str, object]:
    return {"first": special.first, "last": special.last, "hours": list(special.hours), "location": special.location}


def test_a_location_with_hours_of_its_own_keeps_them() -> None:
    """The shop's hold where it has none."""
    places = [
        {"id": "late", "labels": {"en": "Late"}, "working_hours": {"sunday": ["18:00-24:00"]}},
        {"id": "usual", "labels": {"en": "Usual"}},
    ]
    shop = read_settings({"locations": places}, SHOP)
    assert local(shop.calendar("late").next_opening(at("2026-11-26 12:00"))) == "2026-11-29 18:00"
    assert shop.calendar("usual").is_open(at("2026-11-26 12:00"))
    assert shop.hours_in_words("en", "late") == "Sun 18:00–\u206024:00"
    assert shop.hours_in_words("pl") == "pon.–\u2060pt. 09:00–\u206017:00"
    assert Settings(opening_hours={"en": "When we like"}, working_hours=NINE_TO_FIVE).hours_in_words("en") == (
        "When we like"
    )


def test_a_shop_without_hours_works_at_all_times() -> None:
    """Then an hour is an hour, as it was before anybody named hours."""
    calendar = Settings().calendar()
    start = datetime(2026, 11, 28, 23, tzinfo=UTC)
    assert calendar.is_open(start)
    assert calendar.add_time(start, timedelta(hours=30)) == start + timedelta(hours=30)


def test_a_shop_that_is_closed_for_good_opens_never() -> None:
    """Nobody waits for a day that does not come."""
    calendar = Calendar(zone=WARSAW, week=((),) * 7)
    assert calendar.next_opening(at("2026-11-26 12:00")) is None
    assert calendar.add_time(at("2026-11-26 12:00"), timedelta(hours=1)) is None
    assert calendar.add_days(date(2026, 11, 26), 1) is None


def test_an_hour_that_the_clocks_skip_or_repeat_is_counted_as_it_passes() -> None:
    """2026-03-29 has no half past two in Warsaw, 2026-10-25 has two."""
    night = Calendar(zone=WARSAW, week=((),) * 6 + (((60, 240),),))
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    worked = [night.between(day_at(day, 0), day_at(day, 12)) for day in (spring, autumn)]
    assert worked == [timedelta(hours=2), timedelta(hours=4)]
    early, late = (Calendar(zone=WARSAW, week=((),) * 6 + ((hours,),)) for hours in ((60, 150), (150, 180)))
    counted = [one.between(day_at(autumn, 0), day_at(autumn, 12)) for one in (early, late)]
    assert counted == [timedelta(hours=2, minutes=30), timedelta(hours=1, minutes=30)]
    halves = Calendar(zone=WARSAW, week=((),) * 6 + (((60, 150), (150, 180)),))
    assert halves.between(day_at(spring, 0), day_at(spring, 12)) == timedelta(hours=1)


def test_a_shop_without_hours_works_all_the_time_that_passes() -> None:
    """Which is what its days come to, also over a night on which the clocks change."""
    always = Calendar(zone=WARSAW)
    start, end = at("2026-01-15 10:30"), at("2026-07-20 09:00")
    days = (always.day_of(start) + timedelta(days=ahead) for ahead in range(187))
    counted = sum((min(to, end) - max(since, start) for day in days for since, to in always.spans_on(day)), timedelta())
    assert always.between(start, end) == end.astimezone(UTC) - start.astimezone(UTC) == counted
    assert always.between(end, start) == timedelta()


def test_the_two_hours_of_a_night_are_written_apart() -> None:
    """They compare as equal, so that what one of them was written as must not be taken for the other."""
    first = datetime(2026, 10, 25, 2, 30, tzinfo=WARSAW)
    assert [utc_text(first), utc_text(first.replace(fold=1))] == [
        "2026-10-25T00:30:00.000000Z",
        "2026-10-25T01:30:00.000000Z",
    ]


def day_at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=WARSAW)


spans = st.lists(st.integers(0, 48), min_size=0, max_size=4, unique=True).map(
    lambda halves: tuple(
        (start * 30, end * 30) for start, end in zip(sorted(halves)[::2], sorted(halves)[1::2], strict=False)
    )
)
calendars = st.builds(
    Calendar,
    zone=st.sampled_from([WARSAW, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")]),
    week=st.lists(spans, min_size=6, max_size=6).map(lambda week: (*week, ((480, 1080),))),
    special=st.dictionaries(st.dates(date(2026, 3, 1), date(2026, 4, 30)), spans, max_size=5),
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda when: when.replace(tzinfo=UTC))
amounts = st.integers(0, 3 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@given(calendars, moments, amounts, amounts)
def test_time_that_is_added_lies_between(calendar: Calendar, start: datetime, one: timedelta, other: timedelta) -> None:
    """A round trip; more work ends later; and two pieces are as long as both together."""
    end = calendar.add_time(start, one)
    assert end is not None
    assert calendar.between(start, end) == one
    later = calendar.add_time(start, one + other)
    assert later is not None
    assert end <= later
    assert calendar.add_time(end, other) in (later, calendar.next_opening(later)) or other == timedelta()


def test_time_before_a_moment_is_taken_from_its_end() -> None:
    """Over a break at noon, and over a weekend."""
    shop = Calendar(zone=WARSAW, week=(((540, 720), (780, 1020)),) * 5 + ((),) * 2)
    assert local(shop.take_time(at("2026-11-27 14:00"), timedelta(hours=2))) == "2026-11-27 11:00"
    assert local(shop.take_time(at("2026-11-30 09:30"), timedelta(hours=5))) == "2026-11-27 11:30"
    assert local(shop.take_time(at("2026-11-29 12:00"), timedelta(hours=4))) == "2026-11-27 13:00"


@given(calendars, moments, amounts)
def test_time_that_is_taken_lies_between(calendar: Calendar, end: datetime, worked: timedelta) -> None:
    """The way back of time that is added."""
    start = calendar.take_time(end, worked)
    assert start is not None
    assert calendar.between(start, end) == worked


@given(calendars, moments, moments)
def test_working_time_is_part_of_the_time_that_passes(calendar: Calendar, one: datetime, other: datetime) -> None:
    """Never more than passes, never less than nothing, and whole when it is cut anywhere."""
    start, end = sorted((one, other))
    worked, middle = calendar.between(start, end), start + (end - start) / 3
    assert timedelta() <= worked <= end - start
    assert worked == calendar.between(start, middle) + calendar.between(middle, end)
    assert calendar.between(end, start) == timedelta() or start == end


@given(calendars, moments)
def test_the_next_opening_is_open_and_nothing_is_before_it(calendar: Calendar, start: datetime) -> None:
    """Whatever the clocks do."""
    opening = calendar.next_opening(start)
    assert opening is not None
    assert calendar.is_open(opening)
    assert calendar.between(start, opening) == timedelta()
    assert (opening == start) == calendar.is_open(start)


@given(calendars, st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 30))
def test_working_days_are_counted_both_ways(calendar: Calendar, start: date, days: int) -> None:
    """The day found is a working day, and so many lie up to it."""
    found = calendar.add_days(start, days)
    assert found is not None
    assert calendar.is_working_day(found)
    assert calendar.days_between(start, found) == days


@given(st.integers(0, 1439), st.integers(0, 1440))
def test_hours_are_read_as_they_are_written(opens: int, closes: int) -> None:
    """Each minute of a day, and nothing that ends before it begins."""
    written = f"{opens // 60}:{opens % 60:02}-{closes // 60}:{closes % 60:02}"
    assert read_hours(written) == ((opens, closes) if opens < closes else None)


@pytest.mark.parametrize(
    "text", ["", "9", "9-", "9:-17", "9:60-17", "9-25", "24:30-25", "9-17-18", "a-b", "²-3", "-1-5"]
)
def test_what_is_no_hours_is_refused(text: str) -> None:
    """Whatever is typed."""
    assert read_hours(text) is None


def test_hours_that_no_week_can_have_are_named() -> None:
    """Each with its place."""
    assert errors('[working_hours]\nmonday = ["9:00-12:00", "11:00-13:00"]') == {
        "working_hours.monday": "hours_overlap"
    }
    assert errors('[working_hours]\nfunday = ["9-17"]') == {"working_hours.funday": "weekday"}
    assert errors("[working_hours]\nmonday = []") == {"working_hours": "always_closed"}
    assert errors('[[special_days]]\nfirst = "24.12."\nhours = ["x"]\nlocation = "moon"') == {
        "special_days.0.first": "day",
        "special_days.0.location": "no_location",
        "special_days.0.hours": "hours",
    }
    assert errors('[[special_days]]\nfirst = "2026-01-01"\nlast = "2028-01-01"') == {
        "special_days.0.last": "special_days"
    }


def test_holidays_without_their_library_are_an_error_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a traceback, and no shop that is silently open at Christmas."""
    assert errors('holidays = "Atlantis"') == {"holidays": "holidays"}
    monkeypatch.setattr(holidays, "_library", lambda: None)
    assert errors('holidays = "PL"') == {"holidays": "no_holidays"}


def test_holidays_are_named_in_the_readers_language() -> None:
    """Those of a part of a country too."""
    assert holidays.holidays_of("PL", 2026, "pl")[date(2026, 12, 25)] == "Boże Narodzenie (pierwszy dzień)"
    assert date(2026, 1, 6) in holidays.holidays_of("DE-BY", 2026)
    assert date(2026, 1, 6) not in holidays.holidays_of("DE-BE", 2026)
