"""What is tried and what is sent is counted, by whom it comes from and what it is about, for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import journeys as j
from helpdesk_core import Guest, Helpdesk, Refusal, Result
from helpdesk_core.commands import EnterCode, RequestCode, SendLink, TrackRequest
from helpdesk_core.contacts.limits import (
    CODES_BY_CLIENT,
    CODES_OF_REQUEST,
    LINKS_OF_REFERENCE,
    TRIES_BY_CLIENT,
    TRIES_OF_REFERENCE,
    Limit,
)
from helpdesk_core.contacts.model import CODE_PAUSE
from helpdesk_core.testing import make_desk

UNKNOWN = "ZZZZ-9999"
FULL = ("refusal.too_many", "refusal.tracking_needs_link")


@attrs.frozen(kw_only=True)
class Try:
    """One way to try something, and what a limit on it counts.

    Attributes:
        command: What is sent.
        fields: Makes its fields for the n-th time.
        counted: The limit that ends it.
        client: Who tries for the n-th time; the limit of a request counts whoever it is.
    """

    command: type[Any]
    fields: Callable[[Any, Any, int], dict[str, Any]]
    counted: Limit
    client: Callable[[int], str] = "198.51.100.{}".format


def _wrong_code(desk: Any, made: Any, n: int) -> dict[str, Any]:
    wrong = {"000000", "111111"} - {j.code_of(desk, made)}
    return {"link": j.link(desk, made), "contact": j.EMAIL, "code": min(wrong)}


def _same(n: int) -> str:
    return "198.51.100.7"


TRIES = {
    "a code of many requests": Try(
        command=EnterCode,
        fields=lambda desk, made, n: _wrong_code(desk, j.submit(desk, contact=f"m{n}@example.com"), n),
        counted=TRIES_BY_CLIENT,
        client=_same,
    ),
    "a surname by many": Try(
        command=TrackRequest,
        fields=lambda desk, made, n: {"reference": made.reference, "surname": f"Wrong{'x' * n}"},
        counted=TRIES_OF_REFERENCE,
    ),
    "a serial number by many": Try(
        command=TrackRequest,
        fields=lambda desk, made, n: {"reference": made.reference, "serial": f"WRONG{'X' * n}7"},
        counted=TRIES_OF_REFERENCE,
    ),
    "an unknown reference by many": Try(
        command=TrackRequest,
        fields=lambda desk, made, n: {"reference": UNKNOWN, "surname": "Kowalska"},
        counted=TRIES_OF_REFERENCE,
    ),
    "a surname of many requests": Try(
        command=TrackRequest,
        fields=lambda desk, made, n: {"reference": j.submit(desk).reference, "surname": "Wrong"},
        counted=TRIES_BY_CLIENT,
        client=_same,
    ),
    "a code asked for": Try(
        command=RequestCode,
        fields=lambda desk, made, n: {"link": j.link(desk, made), "contact": j.EMAIL},
        counted=CODES_BY_CLIENT,
        client=_same,
    ),
    "a code asked for by another contact": Try(
        command=RequestCode,
        fields=lambda desk, made, n: {"link": j.link(desk, made), "contact": f"n{n}@example.com"},
        counted=CODES_OF_REQUEST,
    ),
    "a link asked for": Try(
        command=SendLink,
        fields=lambda desk, made, n: {"reference": made.reference, "contact": j.EMAIL},
        counted=LINKS_OF_REFERENCE,
    ),
    "a link asked for by another contact": Try(
        command=SendLink,
        fields=lambda desk, made, n: {"reference": made.reference, "contact": f"n{n}@example.com"},
        counted=LINKS_OF_REFERENCE,
    ),
    "a link of an unknown reference": Try(
        command=SendLink,
        fields=lambda desk, made, n: {"reference": UNKNOWN, "contact": j.EMAIL},
        counted=LINKS_OF_REFERENCE,
    ),
    "a link of many requests": Try(
        command=SendLink,
        fields=lambda desk, made, n: {"reference": j.submit(desk).reference, "contact": j.EMAIL},
        counted=TRIES_BY_CLIENT,
        client=_same,
    ),
}
LIMITS = {
    "client": (10, timedelta(minutes=15)),
    "reference": (5, timedelta(hours=1)),
    "codes_client": (6, timedelta(hours=1)),
    "codes_request": (30, timedelta(hours=1)),
    "links": (6, timedelta(hours=1)),
}

KNOWN = (TRIES_BY_CLIENT, TRIES_OF_REFERENCE, CODES_BY_CLIENT, CODES_OF_REQUEST, LINKS_OF_REFERENCE)


@pytest.fixture
def desk() -> Any:
    return make_desk()


def test_the_limits_by_hand() -> None:
    """So many in so long; the docs and the refusal's words say the same."""
    assert {one.axis: (one.maximum, one.window) for one in KNOWN} == LIMITS


def answer(desk: Helpdesk, one: Try, made: Any, n: int) -> str:
    """What the n-th try is answered: the refusal's code, or nothing."""
    tried = j.attempt(desk, one.command, Guest(client=one.client(n)), **one.fields(desk, made, n))
    return tried.code if isinstance(tried, Refusal) else ""


@pytest.mark.parametrize("name", TRIES)
def test_exactly_so_many_are_taken(name: str, desk: Any) -> None:
    """The one after the last is refused, from wherever it comes; when the window is over it is taken again."""
    one, made = TRIES[name], j.submit(desk)
    desk.clock.move(seconds=CODE_PAUSE.total_seconds())
    maximum, window = LIMITS[one.counted.axis]
    for n in range(maximum):
        assert answer(desk, one, made, n) not in FULL, n
        if one.counted is CODES_BY_CLIENT:
            desk.clock.move(seconds=CODE_PAUSE.total_seconds())
    assert answer(desk, one, made, maximum) in FULL
    desk.clock.move(seconds=(window + one.counted.slot).total_seconds())
    assert answer(desk, one, made, maximum + 1) not in FULL


@pytest.mark.parametrize("command", [EnterCode, TrackRequest])
def test_a_right_try_is_not_held_against_anybody(command: Any, desk: Any) -> None:
    """Somebody who looks at one request after the other from one place is never locked out."""
    for n in range(LIMITS["client"][0] + 1):
        contact = f"m{n}@example.com"
        made = j.submit(desk, contact=contact)
        fields = {"reference": made.reference, "surname": "Kowalska"}
        if command is EnterCode:
            code = j.code_of(desk, made)
            fields = {"link": j.link(desk, made), "contact": contact, "code": code}
        assert isinstance(j.attempt(desk, command, Guest(client="198.51.100.7"), **fields), Result)


def test_whoever_asked_for_codes_at_one_link_asks_at_another(desk: Any) -> None:
    """A family behind one network: who has mistyped their address shuts nobody else out."""
    one, other = j.submit(desk), j.submit(desk, contact="other@example.com")
    here = Guest(client="198.51.100.7")
    for n in range(LIMITS["codes_client"][0]):
        j.attempt(desk, RequestCode, here, link=j.link(desk, one), contact=f"n{n}@example.com")
    assert isinstance(j.attempt(desk, RequestCode, here, link=j.link(desk, one), contact=j.EMAIL), Refusal)
    assert isinstance(j.attempt(desk, RequestCode, here, link=j.link(desk, other), contact="other@example.com"), Result)


def right_code(desk: Any, made: Any) -> Any:
    """The answer to the code that is out."""
    code = j.code_of(desk, made)
    return j.attempt(desk, EnterCode, Guest(), link=j.link(desk, made), contact=j.EMAIL, code=code)


def test_a_code_remembers_its_tries_over_the_hour(desk: Any) -> None:
    """It has five, whatever the clock says meanwhile."""
    desk.clock.move(minutes=58)
    made = j.submit(desk)
    for n in range(3):
        j.attempt(desk, EnterCode, Guest(), **_wrong_code(desk, made, n))
    desk.clock.move(minutes=4)
    for n in range(2):
        j.attempt(desk, EnterCode, Guest(), **_wrong_code(desk, made, n))
    assert isinstance(right_code(desk, made), Refusal)


def test_a_new_code_has_tries_of_its_own(desk: Any) -> None:
    """Whoever mistyped five times asks for another code, and gets in."""
    made = j.submit(desk)
    for n in range(5):
        j.attempt(desk, EnterCode, Guest(), **_wrong_code(desk, made, n))
    desk.clock.move(hours=1)
    j.do(desk, RequestCode, Guest(), link=j.link(desk, made), contact=j.EMAIL)
    assert isinstance(right_code(desk, made), Result)


def test_strangers_cause_few_mails_whatever_the_way(desk: Any) -> None:
    """T8: from many networks, by new requests, codes and links: five an hour to one address."""
    made: list[Any] = []
    for minute in range(0, 90, 2):
        stranger = Guest(client=f"198.51.{minute}.1", browser=f"b{minute}")
        if minute % 10 == 0:
            made.append(j.submit(desk, stranger, contact="victim@example.com"))
        for one in made[-4:]:
            j.attempt(desk, RequestCode, stranger, link=j.link(desk, one), contact="Victim@EXAMPLE.com")
            j.attempt(desk, SendLink, stranger, reference=one.reference, contact="victim@example.com")
        while desk.deliver(500).done:
            pass
        desk.clock.move(minutes=2)
    times = [mail for mail in desk.notifier.sent if mail.contact.key == "victim@example.com"]
    assert 4 <= len(times) <= 8, "four in the first hour by ways that prove nothing, and as many in the next"


def test_one_mailbox_is_counted_once_whatever_follows_a_plus(desk: Any) -> None:
    """Mail for `victim+shop@…` lies in the mailbox of `victim@…`: the same few messages, whatever is written there."""
    for n in range(12):
        j.submit(desk, Guest(client=f"198.51.{n}.1"), contact=f"{'victim' if n % 2 else 'Victim'}+{n}@example.com")
    while desk.deliver(500).done:
        pass
    assert len(desk.notifier.sent) == 4


def test_who_holds_the_link_gets_a_code_whatever_strangers_did(desk: Any) -> None:
    """They cannot use up the last message of the hour."""
    made, _ = j.in_phase(desk, "in_review")
    desk.clock.move(hours=2)
    for _ in range(9):
        j.submit(desk, Guest(client="198.51.100.7"))
        j.attempt(desk, SendLink, Guest(client="198.51.100.8"), reference=made.reference, contact=j.EMAIL)
    while desk.deliver(500).done:
        pass
    before = len(desk.notifier.sent)
    j.do(desk, RequestCode, Guest(client="203.0.113.5", browser="mine"), link=j.link(desk, made), contact=j.EMAIL)
    while desk.deliver(500).done:
        pass
    assert len(desk.notifier.sent) == before + 1


def test_a_code_works_where_it_was_asked_for(desk: Any) -> None:
    """T4: another browser can neither use it nor use it up."""
    made, mine, other = j.submit(desk, Guest(browser="mine")), Guest(browser="mine"), Guest(browser="other")
    fields = {"link": j.link(desk, made), "contact": j.EMAIL, "code": j.code_of(desk, made)}
    for _ in range(6):
        assert isinstance(j.attempt(desk, EnterCode, other, **fields), Refusal)
    assert isinstance(j.attempt(desk, EnterCode, mine, **fields), Result)


def test_guesses_of_the_whole_site_end_in_the_link(desk: Any) -> None:
    """A thousand wrong surnames within an hour, from a thousand networks; the next one is offered the link."""
    fields = {"reference": j.submit(desk).reference, "surname": "Wrong"}
    for n in range(1_000):
        reference = f"ZZZZ-{n // 100:01d}{'ABCDEFGHJK'[n // 10 % 10]}{n % 10}Z"
        j.attempt(desk, TrackRequest, Guest(client=f"c{n}"), reference=reference, surname="Wrong")
    answer = j.attempt(desk, TrackRequest, Guest(client="new"), **fields)
    assert (answer.code, answer.status_hint) == ("refusal.tracking_needs_link", 401)
    assert answer.params["time"] > desk.clock()


@given(st.lists(st.integers(0, 900), max_size=60))
def test_in_no_window_passes_more_than_the_limit(pauses: list[int]) -> None:
    """Wherever the window begins; and after the time that is named the next one passes."""
    limit, now = Limit("axis", 5), datetime(2026, 1, 1, tzinfo=UTC)
    counts: dict[str, int] = {}
    passed: list[datetime] = []
    for pause in pauses:
        now += timedelta(seconds=pause)
        free_at = limit.free_at(counts, now)
        if free_at is None:
            counts = limit.one_more(counts, now)
            passed.append(now)
        else:
            assert now < free_at <= now + limit.window + limit.slot
            assert limit.free_at(counts, free_at) is None
    for moment in passed:
        assert sum(moment <= one < moment + limit.window for one in passed) <= limit.maximum
