"""The customers' way as data: its links lead nowhere else, its texts are whole, and each phase has its place."""

from __future__ import annotations

import pytest

import journeys as j
from helpdesk_core import Customer, InputError, Settings, hookimpl
from helpdesk_core.commands import SubmitRequest
from helpdesk_core.journey.views import STAGES
from helpdesk_core.plugins import Plugins
from helpdesk_core.settings import (
    PARTS,
    REPAIR_JOURNEY,
    JourneyStep,
    Stage,
    from_toml,
    read_settings,
    stage_shown,
    to_toml,
)
from helpdesk_core.testing import make_desk
from helpdesk_core.views import Phase, view_journey_place

LINKS = {
    "quick_help": True,
    "/services": True,
    "/services/phones?kind=screen#prices": True,
    "https://shop.example/services": True,
    "http://localhost:8000/": True,
    "javascript:alert(1)": False,
    "JavaScript:alert(1)": False,
    " javascript:alert(1)": False,
    "data:text/html,x": False,
    "//elsewhere.example/": False,
    "/\\elsewhere.example/": False,
    "/a b": False,
    "/a\nb": False,
    '/"onclick="': False,
    "https://shop.example@elsewhere.example/": False,
    "https://shop.example\\@elsewhere.example/": False,
    "ftp://shop.example/": False,
    "mailto:a@example.com": False,
    "../up": False,
    "Quick Help": False,
}
WORDS = {part: {"en": "Words"} for part in PARTS}


@pytest.mark.parametrize("link", LINKS)
def test_only_pages_paths_and_addresses_are_links(link: str) -> None:
    """Whatever could run, leave the site under another name or break out of an attribute is refused when it is set."""
    given = {"journey": [{"id": "own", "stage": "start", "link": link, **WORDS}]}
    if LINKS[link]:
        assert read_settings(given).journey[0].link == link
    else:
        with pytest.raises(InputError) as refused:
            read_settings(given)
        assert [(error.code, error.path) for error in refused.value.errors] == [
            ("settings.error.link", ("journey", "0", "link"))
        ]


def test_every_error_of_a_step_is_named_at_once() -> None:
    """Its id, stage, readiness, links, and the texts that a language lacks."""
    step = {"id": "Own", "stage": "later", "readiness": "perfect", "fallback": "x y", "name": {"en": "Name"}}
    with pytest.raises(InputError) as refused:
        read_settings({"languages": ["en", "pl"], "journey": [step, step]})
    found = {(error.path[1:], error.code) for error in refused.value.errors}
    for place in ("0", "1"):
        assert {
            ((place, "id"), "settings.error.id"),
            ((place, "stage"), "settings.error.not_a_choice"),
            ((place, "readiness"), "settings.error.not_a_choice"),
            ((place, "fallback"), "settings.error.link"),
            *(((place, part), "settings.error.no_text") for part in PARTS),
        } <= found
    assert (("1", "id"), "settings.error.twice") in found


def test_a_shop_has_seven_steps_of_seven_kinds_and_reads_them_from_a_file() -> None:
    """What a new shop begins with, and the same again out of TOML."""
    steps = Settings().journey
    assert steps == REPAIR_JOURNEY
    assert len(steps) == len({step.readiness for step in steps}) == len({step.stage for step in steps}) == 7
    own = Settings(journey=(*steps[:2], JourneyStep(id="visit", stage="track", link="/visit", **WORDS)))
    assert from_toml(to_toml(own)).journey == own.journey


def test_every_phase_has_its_place() -> None:
    """By hand for the ones that ask something of the customer; the others wait for the shop."""
    assert set(STAGES) == set(Phase)
    asking = {phase: stage for phase, stage in STAGES.items() if stage is not Stage.TRACK}
    assert asking == {
        Phase.RECEIVED: Stage.CONFIRM,
        Phase.WAITING_FOR_CUSTOMER: Stage.REPLY,
        Phase.OUTCOME_RECORDED: Stage.OUTCOME,
        Phase.CLOSED: Stage.TESTIMONIAL,
        Phase.CANCELLED: Stage.START,
    }


def test_a_customer_stands_where_the_latest_request_stands() -> None:
    """Of one's own; somebody without requests stands nowhere."""
    desk, jan = make_desk(), Customer(id="jan")
    assert desk.view(view_journey_place, jan) is None
    words = {"problem": "p", "device": "d", "surname": "s", "contact": "jan@example.com"}
    for _ in range(2):
        desk.clock.move(minutes=1)
        made = desk.do(desk.read(SubmitRequest, words), jan)
    assert desk.show(view_journey_place, jan).id == made.request
    _, guest = j.in_phase(desk, "waiting_for_customer", contact="other@example.com")
    assert guest.grant is not None
    assert desk.show(view_journey_place, guest, guest.grant.subject).stage is Stage.REPLY


class Holds:
    @hookimpl
    def helpdesk_step_not_ready(self, step: str) -> bool:
        return step == "track"


class Fails:
    @hookimpl
    def helpdesk_step_not_ready(self, step: str) -> bool:
        raise RuntimeError(step)


def test_a_plugin_can_only_hold_a_step_back() -> None:
    """One that fails holds nothing back, and keeps no other from it."""
    both = Plugins([Fails(), Holds()])
    assert [both.holds_back(step.id) for step in REPAIR_JOURNEY] == [step.id == "track" for step in REPAIR_JOURNEY]
    assert both.failed


@pytest.mark.parametrize(
    "removed, stands, marked",
    [
        ((), Stage.TRACK, "track"),
        (("track",), Stage.TRACK, "confirm"),
        (("confirm", "track"), Stage.TRACK, "request"),
        (("start",), Stage.START, "request"),
        (("start", "request"), Stage.REQUEST, "confirm"),
        (tuple(Stage), Stage.TRACK, ""),
    ],
    ids=str,
)
def test_a_stage_without_a_step_is_marked_at_the_nearest_before(
    removed: tuple[str, ...], stands: Stage, marked: str
) -> None:
    """An admin may remove any step."""
    steps = [step for step in REPAIR_JOURNEY if step.stage not in removed]
    assert stage_shown(steps, stands) == marked
