"""What looks like one incident, and what only nearly does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from helpdesk_core.incidents.bursts import Burst, Report, bursts, words_of

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
LANGUAGES = ("en", "pl")
PRINTERS = (
    "The printer is offline",
    "Printer shows offline since this morning",
    "Our printers are all offline",
    "offline printer",
    "I cannot print, printer says: offline!",
)
POLISH = (
    "Drukarka na parterze jest offline, sieć nie działa",
    "Nie działa sieć i drukarka",
    "Drukarki nie widzą sieci",
    "Brak sieci, drukarki stoją",
    "Sieć padła, nie ma drukarki",
)


def reports(texts: tuple[str, ...], minutes: int = 10, **same: str | None) -> list[Report]:
    """One report of another person each, some minutes apart, the last one now."""
    begin = NOW - timedelta(minutes=minutes * (len(texts) - 1))
    return [
        Report(
            id=f"{same.get('name') or 'r'}{place}",
            at=begin + timedelta(minutes=minutes * place),
            location=same.get("location"),
            person=same.get("person") or f"{same.get('name')}{place}",
            words=words_of(text, LANGUAGES),
        )
        for place, text in enumerate(texts)
    ]


def found(given: list[Report], least: int = 5, hours: int = 3) -> tuple[Burst, ...]:
    return bursts(given, least=least, hours=hours, now=NOW)


@pytest.mark.parametrize("texts", [PRINTERS, POLISH], ids=["en", "pl"])
def test_many_people_with_the_same_words_within_hours_are_one_burst(texts: tuple[str, ...]) -> None:
    """In whatever form the words stand; the order of the requests has no say."""
    given = reports(texts, location="here")
    (burst,) = found(given)
    assert burst == Burst(reports=tuple(one.id for one in given), location="here")
    assert found(given[::-1]) == (burst,)


NEARLY = {
    "one too few": reports(PRINTERS[:4]),
    "one word in common": reports(
        ("printer jams", "printer is loud", "printer smells", "printer offline", "printer ink")
    ),
    "two forms of one word": reports(("printer printers",) * 5),
    "small words alone": reports(("it does not work with the", "does this not have it", "is not it") * 2),
    "one person five times": reports(PRINTERS, person="maria"),
    "over a longer time": reports(PRINTERS, minutes=60),
    "too long ago": [one for one in reports(PRINTERS * 4, minutes=60) if one.at < NOW - timedelta(hours=4)],
    "what people say all week": [
        *reports(PRINTERS, name="new"),
        *reports(("printer offline",) * 50, minutes=600, name="old"),
    ],
}


@pytest.mark.parametrize("given", NEARLY.values(), ids=NEARLY)
def test_what_only_nearly_looks_like_one_is_none(given: list[Report]) -> None:
    """Staff are not asked for nothing."""
    assert found(given) == ()


@pytest.mark.parametrize(("people", "bursts"), [(4, 1), (5, 0)])
def test_as_many_people_in_the_week_before_make_it_usual(people: int, bursts: int) -> None:
    """One fewer do not."""
    before = [attrs.evolve(one, at=one.at - timedelta(days=1)) for one in reports(PRINTERS[:people], name="old")]
    assert len(found([*reports(PRINTERS, name="new"), *before])) == bursts


def test_it_is_everywhere_where_the_places_differ() -> None:
    """No place is named that is not everybody's."""
    (burst,) = found([*reports(PRINTERS[:3], location="a", name="a"), *reports(PRINTERS[3:], location="b", name="b")])
    assert burst.location is None
    assert len(burst.reports) == 5


def test_two_bursts_at_once_are_two_the_larger_one_first() -> None:
    """No request is in both."""
    given = [*reports(PRINTERS, name="printer"), *reports(("mail server is down",) * 6, name="mail")]
    first, second = found(given)
    assert [len(first.reports), len(second.reports)] == [6, 5]
    assert not set(first.reports) & set(second.reports)


def test_the_numbers_are_the_shops_and_nought_switches_it_off() -> None:
    """As the settings say."""
    assert found(reports(PRINTERS), least=0) == ()
    assert len(found(reports(PRINTERS[:2]), least=2)) == 1
    assert len(found(reports(PRINTERS, minutes=60), hours=6)) == 1


def test_hundreds_of_requests_are_looked_at_in_a_moment() -> None:
    """The page of incidents asks every time it is opened."""
    many = reports(tuple(f"device{n} with trouble{n % 7} number{n % 11} colour{n % 5}" for n in range(400)), minutes=1)
    started = datetime.now(UTC)
    found(many)
    assert datetime.now(UTC) - started < timedelta(seconds=2)
