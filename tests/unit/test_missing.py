"""Is there enough to respond? The whole rule, without a desk."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_core import Location, Settings
from helpdesk_core.base.text import ERASED
from helpdesk_core.guidance.missing import Detail, Known, missing
from helpdesk_core.settings import NEEDED_DETAILS
from helpdesk_core.views import Phase

ENOUGH = Known(
    phase=Phase.IN_REVIEW,
    confirmed=True,
    spoken=False,
    asked=False,
    device="Laptop",
    problem="It does not start any more",
    serial="XK-1",
    order="100-7",
    location="here",
)
DEMANDING = Settings(needed_details=frozenset(NEEDED_DETAILS), locations=(Location(id="here", labels={"en": "Here"}),))
UNTIL_READY = (
    Phase.RECEIVED,
    Phase.CONFIRMED,
    Phase.IN_REVIEW,
    Phase.WAITING_FOR_CUSTOMER,
    Phase.IN_PROGRESS,
)


def lacks(settings: Settings = DEMANDING, **values: Any) -> set[str]:
    return {one.value for one in missing(attrs.evolve(ENOUGH, **values), settings)}


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({}, set()),
        ({"confirmed": False}, {"contact"}),
        ({"phase": Phase.WAITING_FOR_CUSTOMER, "asked": True}, {"answer"}),
        ({"phase": Phase.WAITING_FOR_CUSTOMER}, set()),
        ({"device": "?"}, {"device"}),
        ({"device": " - x"}, {"device"}),
        ({"device": "TV"}, set()),
        ({"device": "洗衣机"}, set()),
        ({"problem": "Broken"}, {"problem"}),
        ({"problem": "It broke"}, {"problem"}),
        ({"problem": "It broke today"}, set()),
        ({"problem": "电脑无法开机,电脑无法开机,电脑无法开机"}, set()),
        ({"problem": "Broken", "spoken": True}, set()),
        ({"problem": "Broken", "device": "?", "phase": Phase.IN_PROGRESS}, set()),
        ({"serial": None}, {"serial"}),
        ({"order": None, "serial": None}, {"order", "serial"}),
        ({"location": None}, {"location"}),
    ],
)
def test_what_lacks_is_named(values: dict[str, Any], wanted: set[str]) -> None:
    """Each case of the rule by itself."""
    assert lacks(**values) == wanted


def test_a_shop_that_needs_nothing_still_needs_a_contact_and_its_answer() -> None:
    """The shop's setting decides about details, not about whether anybody can be reached."""
    nothing = Settings(needed_details=frozenset())
    bare: dict[str, Any] = {"device": "?", "problem": "x", "serial": None, "order": None, "location": None}
    assert lacks(nothing, **bare) == set()
    waits = {"phase": Phase.WAITING_FOR_CUSTOMER, "asked": True}
    assert lacks(nothing, confirmed=False, **waits, **bare) == {"contact", "answer"}


def test_a_location_lacks_only_where_one_can_be_chosen() -> None:
    """A shop without public locations cannot ask for one."""
    only_inside = attrs.evolve(DEMANDING, locations=(Location(id="back", labels={"en": "Back"}, public=False),))
    assert lacks(only_inside, location=None) == set()


@pytest.mark.parametrize("phase", list(Phase))
def test_nothing_lacks_once_the_work_is_done(phase: Phase) -> None:
    """What is ready, recorded or ended asks its customer for nothing; nor does what was erased."""
    bare: dict[str, Any] = {"confirmed": False, "device": "", "problem": "", "serial": None, "order": None}
    assert bool(lacks(phase=phase, **bare)) == (phase in UNTIL_READY)
    assert lacks(phase=phase, **bare | {"device": ERASED}) == set()


_WORDS, _MAYBE = st.text(max_size=30), st.none() | st.text(max_size=5)
_KNOWN = st.builds(
    Known,
    phase=st.sampled_from(Phase),
    confirmed=st.booleans(),
    spoken=st.booleans(),
    asked=st.booleans(),
    device=_WORDS,
    problem=_WORDS,
    serial=_MAYBE,
    order=_MAYBE,
    location=_MAYBE,
)


@given(_KNOWN, st.sets(st.sampled_from(NEEDED_DETAILS)))
def test_the_rule_names_only_what_it_may(known: Known, needed: set[str]) -> None:
    """Whatever is known: each detail once, in their order, and of the optional ones only those the shop needs."""
    settings = attrs.evolve(DEMANDING, needed_details=frozenset(needed))
    found = missing(known, settings)
    assert list(found) == [one for one in Detail if one in found]
    assert {one.value for one in found} <= {"contact", "answer", *needed}
