"""Incidents: who speaks for which place, whom a publication tells and how often, and whose words are kept."""

from __future__ import annotations

from typing import Any

import pytest

import journeys as j
from capabilities.incidents import REPORTS, said
from capabilities.scene import SHOP
from helpdesk_core import Agent, Guest, Refusal
from helpdesk_core.commands import (
    LinkIncident,
    MergeRequest,
    MoveRequest,
    PublishIncident,
    SaveIncident,
    UnlinkIncident,
    WithdrawIncident,
)
from helpdesk_core.incidents.views import RoomIncidents
from helpdesk_core.testing import FixtureDesk, make_desk
from helpdesk_core.views import (
    view_incident,
    view_incident_list,
    view_incidents,
    view_request_incidents,
    view_room,
)

RIGHTS = frozenset({"requests.view", "incidents.write", "incidents.publish"})
HERE = Agent(id="zoe", name="Zoe", locations=frozenset({"here"}), rights=RIGHTS)
SOLVED = {"stage": "solved", "words": REPORTS}


@pytest.fixture
def desk() -> FixtureDesk:
    return make_desk(settings=SHOP)


def write(desk: FixtureDesk, actor: Any = j.BOSS, before: Any = None, **more: Any) -> Any:
    """An incident, or the next words of one."""
    known = {} if before is None else {"incident": before.incident, "seen": before.seen}
    return j.do(desk, SaveIncident, actor, **said(desk, **known | more))


def publish(desk: FixtureDesk, made: Any, actor: Any = j.BOSS) -> Any:
    j.do(desk, PublishIncident, actor, version=made.version, digest=made.digest)
    while desk.deliver(100).done:
        pass
    return made


def refused(desk: FixtureDesk, kind: Any, actor: Any, **fields: Any) -> str:
    answer = j.attempt(desk, kind, actor, **fields)
    return answer.code if isinstance(answer, Refusal) else "done"


def linked(desk: FixtureDesk, made: Any, name: str, **fields: Any) -> Any:
    request, _ = j.in_phase(desk, "in_review", contact=f"{name}@example.com", **fields)
    j.do(desk, LinkIncident, j.BOSS, request=request.request, incident=made.incident)
    return request


def told(desk: FixtureDesk, name: str) -> list[str]:
    """What somebody's mails about it said, the first one first."""
    words = ("we know of the problem", "news of the known problem", "what happened")
    mine = [one for one in desk.notifier.sent if one.contact.value == f"{name}@example.com"]
    return [word for one in mine for word in words if one.subject.endswith(word)]


def test_who_works_at_one_place_changes_nothing_that_all_read(desk: FixtureDesk) -> None:
    """Not by withdrawing it, not by giving it another place, and not by publishing over it."""
    made = publish(desk, write(desk))
    code = "refusal.incident_everywhere"
    assert refused(desk, WithdrawIncident, HERE, incident=made.incident) == code
    moved = said(desk, incident=made.incident, seen=made.seen, location="here")
    assert refused(desk, SaveIncident, HERE, **moved) == code
    narrowed = write(desk, before=made, location="here")
    assert refused(desk, PublishIncident, HERE, version=narrowed.version, digest=narrowed.digest) == code
    assert len(desk.show(view_incidents, Guest()).open) == 1
    there = Agent(id="ola", name="Ola", locations=frozenset({"elsewhere"}), rights=RIGHTS)
    assert len(desk.show(view_incident_list, there).rows) == 1  # as long as everybody reads it
    publish(desk, narrowed)
    assert desk.show(view_incident_list, there).rows == ()
    publish(desk, write(desk, HERE, before=narrowed, location="here"), HERE)
    assert refused(desk, WithdrawIncident, HERE, incident=made.incident) == "done"


def test_whoever_publishes_the_same_people_are_told(desk: FixtureDesk) -> None:
    """Those whose request is where the incident is, by now."""
    for place, publisher in enumerate((j.BOSS, HERE)):
        made = write(desk, location="here")
        linked(desk, made, f"stays{place}", location="here")
        gone = linked(desk, made, f"gone{place}", location="here")
        j.do(desk, MoveRequest, j.BOSS, request=gone.request, location="elsewhere")
        publish(desk, made, publisher)
        assert (told(desk, f"stays{place}"), told(desk, f"gone{place}")) == (["we know of the problem"], [])


def test_a_place_that_is_left_out_is_told_nothing_more(desk: FixtureDesk) -> None:
    """It was about all places; then it was known to be about one."""
    made = write(desk)
    linked(desk, made, "there", location="elsewhere")
    publish(desk, made)
    publish(desk, write(desk, before=made, location="here"))
    assert told(desk, "there") == ["we know of the problem"]


def test_the_report_is_told_once(desk: FixtureDesk) -> None:
    """However often it is withdrawn and published again; a correction of it is news."""
    made = write(desk)
    linked(desk, made, "ada")
    publish(desk, made)
    over = publish(desk, write(desk, before=made, **SOLVED))
    j.do(desk, WithdrawIncident, j.BOSS, incident=made.incident)
    publish(desk, write(desk, before=over, **SOLVED))
    assert told(desk, "ada") == ["we know of the problem", "what happened", "news of the known problem"]


def test_who_is_linked_again_has_been_told(desk: FixtureDesk) -> None:
    """Staff took a request off and put it back: nothing new stands there."""
    made = write(desk)
    ada = linked(desk, made, "ada")
    publish(desk, made)
    for command in (UnlinkIncident, LinkIncident):
        j.do(desk, command, j.BOSS, request=ada.request, incident=made.incident)
    while desk.deliver(100).done:
        pass
    assert told(desk, "ada") == ["we know of the problem"]


def test_notes_of_somebody_else_are_not_written_over_unseen(desk: FixtureDesk) -> None:
    """They are no part of what is published, and of what a person sees."""
    made = write(desk, notes="first")
    write(desk, j.ANNA, before=made, notes="Cause: switch 3")
    stale = said(desk, incident=made.incident, seen=made.seen, notes="mine")
    assert refused(desk, SaveIncident, j.BOSS, **stale) == "refusal.conflict"
    found = desk.show(view_incident, j.BOSS, made.incident)
    assert str(found.incident.notes) == "Cause: switch 3"
    assert refused(desk, SaveIncident, j.BOSS, **stale | {"seen": found.seen}) == "done"


def test_what_goes_on_is_shown_however_many_are_over(desk: FixtureDesk) -> None:
    """Twenty later ones do not hide it."""
    publish(desk, write(desk))
    for _ in range(21):
        publish(desk, write(desk, began_day="2026-01-06", **SOLVED))
    shown = desk.show(view_incidents, Guest())
    assert (len(shown.open), len(shown.over)) == (1, 20)


def test_a_request_that_went_on_in_another_is_not_linked(desk: FixtureDesk) -> None:
    """Its room is the other one's."""
    one, other = (j.in_phase(desk, "in_review", contact="ada@example.com")[0] for _ in range(2))
    j.do(desk, MergeRequest, j.BOSS, request=one.request, into=other.request)
    assert refused(desk, SaveIncident, j.BOSS, **said(desk, requests=(one.request,))) == "refusal.continued"


def test_news_reach_the_request_in_which_a_linked_one_continues(desk: FixtureDesk) -> None:
    """It was joined with another one after it was linked: told once more there, and shown in that room from then on."""
    made = write(desk)
    first, second = (linked(desk, made, "ada") for _ in range(2))
    other, guest = j.in_phase(desk, "in_review", contact="ada@example.com")
    publish(desk, made)
    for one in (first, second):
        j.do(desk, MergeRequest, j.BOSS, request=one.request, into=other.request)
    before = len(told(desk, "ada"))
    over = publish(desk, write(desk, before=made, **SOLVED))
    assert told(desk, "ada")[before:] == ["what happened"]
    (part,) = (one for one in desk.show(view_room, guest, other.request).parts if isinstance(one, RoomIncidents))
    assert [one.id for one in part.rows] == [made.incident]
    publish(desk, write(desk, before=over, **SOLVED))
    assert told(desk, "ada")[before:] == ["what happened", "news of the known problem"]
    assert desk.verify() == ()


def test_where_a_linked_request_continues_nothing_is_announced_twice(desk: FixtureDesk) -> None:
    """Its customer knows of it: the next version is news."""
    made = write(desk)
    one, (other, _) = linked(desk, made, "ada"), j.in_phase(desk, "in_review", contact="ada@example.com")
    publish(desk, made)
    j.do(desk, MergeRequest, j.BOSS, request=one.request, into=other.request)
    before = len(told(desk, "ada"))
    publish(desk, write(desk, before=made, stage="known"))
    assert told(desk, "ada")[before:] == ["news of the known problem"]


def test_what_a_request_can_be_linked_to_is_offered(desk: FixtureDesk) -> None:
    """One that stands nowhere yet may be about any place; one elsewhere is not."""
    made = write(desk, location="here")
    for place, offered in ((None, 1), ("here", 1), ("elsewhere", 0)):
        more = {} if place is None else {"location": place}
        request, _ = j.in_phase(desk, "in_review", contact=f"{place}@example.com", **more)
        found = desk.show(view_request_incidents, j.BOSS, request.request)
        assert len(found.open) == offered
        done = refused(desk, LinkIncident, j.BOSS, request=request.request, incident=made.incident) == "done"
        assert done == bool(offered)
