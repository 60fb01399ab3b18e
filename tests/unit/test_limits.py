"""What is tried and what is sent is counted, by whom it comes from and what it is about, for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs
import pytest

import journeys as j
from helpdesk_core import Guest, Helpdesk, Refusal, Result
from helpdesk_core.commands import EnterCode, RequestCode, SendLink, TrackRequest
from helpdesk_core.contacts.limits import BY_CLIENT, BY_REQUEST, CODES_SENT, Limit
from helpdesk_core.contacts.model import CODE_PAUSE, CONTACTS, ContactPoint
from helpdesk_core.testing import make_desk

UNKNOWN = "ZZZZ-9999"


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
    with desk.reading() as reader:
        (point,) = reader.find(CONTACTS, {"request": made.request})
    wrong = {"000000", "111111"} - {desk.keyring.code(point.id, point.code_number)}
    return {"link": j.link(desk, made), "contact": j.EMAIL, "code": min(wrong)}


def _same(n: int) -> str:
    return "198.51.100.7"


TRIES = {
    "a code by many": Try(command=EnterCode, fields=_wrong_code, counted=BY_REQUEST),
    "a code of another contact": Try(
        command=EnterCode,
        fields=lambda desk, made, n: _wrong_code(desk, made, n) | {"contact": f"n{n}@example.com"},
        counted=BY_REQUEST,
    ),
    "a code of many requests": Try(
        command=EnterCode,
        fields=lambda desk, made, n: _wrong_code(desk, j.submit(desk), n),
        counted=BY_CLIENT,
        client=_same,
    ),
    "a surname by many": Try(
        command=TrackRequest,
        fields=lambda desk, made, n: {"reference": made.reference, "surname": f"Wrong{'x' * n}"},
        counted=BY_REQUEST,
    ),
    "an unknown reference by many": Try(
        command=TrackRequest,
        fields=lambda desk, made, n: {"reference": UNKNOWN, "surname": "Kowalska"},
        counted=BY_REQUEST,
    ),
    "a surname of many requests": Try(
        command=TrackRequest,
        fields=lambda desk, made, n: {"reference": j.submit(desk).reference, "surname": "Wrong"},
        counted=BY_CLIENT,
        client=_same,
    ),
    "a code asked for": Try(
        command=RequestCode,
        fields=lambda desk, made, n: {"link": j.link(desk, made), "contact": j.EMAIL},
        counted=CODES_SENT,
    ),
    "a code asked for by another contact": Try(
        command=RequestCode,
        fields=lambda desk, made, n: {"link": j.link(desk, made), "contact": f"n{n}@example.com"},
        counted=CODES_SENT,
    ),
    "a link asked for": Try(
        command=SendLink,
        fields=lambda desk, made, n: {"reference": made.reference, "contact": j.EMAIL},
        counted=CODES_SENT,
    ),
    "a link asked for by another contact": Try(
        command=SendLink,
        fields=lambda desk, made, n: {"reference": made.reference, "contact": f"n{n}@example.com"},
        counted=CODES_SENT,
    ),
    "a link of an unknown reference": Try(
        command=SendLink,
        fields=lambda desk, made, n: {"reference": UNKNOWN, "contact": j.EMAIL},
        counted=CODES_SENT,
    ),
    "a link of many requests": Try(
        command=SendLink,
        fields=lambda desk, made, n: {"reference": j.submit(desk).reference, "contact": j.EMAIL},
        counted=BY_CLIENT,
        client=_same,
    ),
}
LIMITS = {
    "client": (10, timedelta(minutes=15)),
    "request": (5, timedelta(hours=1)),
    "codes_sent": (6, timedelta(hours=1)),
}


@pytest.fixture
def desk() -> Any:
    return make_desk()


def test_the_limits_by_hand() -> None:
    """So many in so long; the docs and the refusal's words say the same."""
    assert {one.axis: (one.maximum, one.window) for one in (BY_CLIENT, BY_REQUEST, CODES_SENT)} == LIMITS


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
        assert answer(desk, one, made, n) != "refusal.too_many", n
        if one.command is RequestCode:
            desk.clock.move(seconds=CODE_PAUSE.total_seconds())
    assert answer(desk, one, made, maximum) == "refusal.too_many"
    desk.clock.move(seconds=window.total_seconds())
    assert answer(desk, one, made, maximum + 1) != "refusal.too_many"


@pytest.mark.parametrize("command", [EnterCode, TrackRequest])
def test_a_right_try_is_not_held_against_anybody(command: Any, desk: Any) -> None:
    """Somebody who looks at one request after the other from one place is never locked out."""
    for _ in range(LIMITS["client"][0] + 1):
        made = j.submit(desk)
        fields = {"reference": made.reference, "surname": "Kowalska"}
        if command is EnterCode:
            code = desk.keyring.code(made.contact, 1)
            fields = {"link": j.link(desk, made), "contact": j.EMAIL, "code": code}
        assert isinstance(j.attempt(desk, command, Guest(client="198.51.100.7"), **fields), Result)


def point(desk: Helpdesk, made: Any) -> ContactPoint:
    """The contact point of a request."""
    with desk.reading() as reader:
        (found,) = reader.find(CONTACTS, {"request": made.request})
    return found  # type: ignore[no-any-return]


def right_code(desk: Any, made: Any) -> Any:
    """The answer to the code that is out."""
    code = desk.keyring.code(made.contact, point(desk, made).code_number)
    return j.attempt(desk, EnterCode, Guest(), link=j.link(desk, made), contact=j.EMAIL, code=code)


def test_a_code_remembers_its_tries_over_the_hour(desk: Any) -> None:
    """The window of the request's own counter begins anew on the hour; the code has had its five tries all the same."""
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
