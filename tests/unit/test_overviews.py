"""Whose turn a request is, what each overview of the queue holds and counts, and how it is sorted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.attachments import uploaded
from capabilities.quotes import fixed
from capabilities.scene import Scene
from helpdesk_core import Guest, Location, Refusal, Settings
from helpdesk_core.base.calendar import WEEKDAYS
from helpdesk_core.base.text import mark_safe
from helpdesk_core.commands import (
    AddAttachments,
    AnswerOutcome,
    ApproveQuote,
    AskAboutQuote,
    AskForCall,
    ChangeStatus,
    EraseRequest,
    KeepOverview,
    MarkAnswered,
    Overview,
    RemoveOverview,
    RemoveSecret,
    ReplyToCustomer,
    ReplyToShop,
    SetPriority,
    Sort,
    TagRequest,
    UntagRequest,
    WriteNote,
)
from helpdesk_core.testing import make_desk
from helpdesk_core.views import Queue, view_choice, view_queue, view_queue_counts

PLACES = tuple(Location(id=id, labels={"en": id}) for id in ("centrum", "praga"))
SETTINGS = Settings(answer_hours={"cannot_wait": 4, "soon": 8}, locations=PLACES, currency="PLN")


@pytest.fixture
def desk(store: Any) -> Any:
    return make_desk(store, settings=SETTINGS)


def page(desk: Any, **asked: Any) -> Queue:
    found = desk.view(view_queue, j.ANNA, **asked)
    assert not isinstance(found, Refusal)
    return found  # type: ignore[no-any-return]


def ids(desk: Any, **asked: Any) -> list[str]:
    return [row.id for row in page(desk, **asked).rows]


def row(desk: Any, made: Any, overview: Overview = Overview.OPEN) -> Any:
    return next(one for one in page(desk, overview=overview).rows if one.id == made.request)


def test_a_row_says_what_it_is_about_and_who_spoke_last(desk: Any) -> None:
    """In the customer's first words; of the shop's words by whom."""
    made, guest = j.in_phase(desk, "confirmed", problem="The screen is cracked. It fell down.")
    seen = row(desk, made)
    assert (seen.subject, seen.last_side, seen.last_name) == ("The screen is cracked. It fell down", "customer", None)
    desk.clock.move(minutes=3)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="Please bring it.\nWe are open.")
    seen = row(desk, made)
    assert (seen.last_words, seen.last_side, seen.last_name) == ("Please bring it", "shop", "Anna Nowak")
    assert seen.last_at == desk.clock()
    j.do(desk, ReplyToShop, guest, request=made.request, text="Tomorrow, if my PIN 4821 is not needed.")
    seen = row(desk, made)
    assert "4821" not in seen.last_words
    assert seen.last_name is None
    assert seen.subject == "The screen is cracked. It fell down"


def test_a_customer_waits_since_their_first_word_that_nobody_answered(desk: Any) -> None:
    """Writing again does not put them back; a note is no answer, a reply is one."""
    made, guest = j.in_phase(desk, "confirmed")
    since = row(desk, made).created_at
    desk.clock.move(hours=1)
    j.do(desk, ReplyToShop, guest, request=made.request, text="And the frame is bent.")
    j.do(desk, WriteNote, j.ANNA, request=made.request, text="Looked at it.")
    seen = row(desk, made)
    assert (seen.waits_since, seen.due_at, seen.unread) == (since, since + timedelta(hours=8), False)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="Thank you.")
    seen = row(desk, made)
    assert (seen.waits_since, seen.due_at, seen.unread) == (None, None, False)
    desk.clock.move(hours=1)
    j.do(desk, ReplyToShop, guest, request=made.request, text="When?")
    seen = row(desk, made)
    assert (seen.waits_since, seen.unread) == (desk.clock(), True)


def test_an_answer_is_due_by_the_hours_of_its_location() -> None:
    """And takes as long as that one worked meanwhile."""
    place = Location(id="kiosk", labels={"en": "Kiosk"}, working_hours=dict.fromkeys(WEEKDAYS, ("9:00-10:00",)))
    desk: Any = make_desk(settings=attrs.evolve(SETTINGS, locations=(place,)))
    desk.clock.now = datetime(2026, 11, 25, 9, tzinfo=UTC)
    made = j.submit(desk, location="kiosk", urgency="cannot_wait")
    assert row(desk, made).due_at == datetime(2026, 11, 28, 10, tzinfo=UTC)
    desk.clock.move(days=1)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="We look at it.", unconfirmed=True)
    assert j.stored(desk, made).answered_minutes == 60


@pytest.mark.parametrize("phase", ["waiting_for_customer", "outcome_recorded", "closed", "cancelled"])
def test_nobody_waits_for_us_there(desk: Any, phase: str) -> None:
    """We asked, or said how it ended."""
    made, _ = j.in_phase(desk, phase)
    overview = Overview.ENDED if phase in ("closed", "cancelled") else Overview.OPEN
    seen = row(desk, made, overview)
    assert (seen.waits_since, seen.due_at) == (None, None)
    assert ids(desk, overview=Overview.FOR_US) == []


@pytest.mark.parametrize("solved", ["yes", "no"])
def test_an_outcome_that_did_not_help_waits_for_us(desk: Any, solved: str) -> None:
    """A yes asks for nothing."""
    made, guest = j.in_phase(desk, "outcome_recorded")
    j.do(desk, AnswerOutcome, guest, request=made.request, solved=solved)
    assert (ids(desk, overview=Overview.FOR_US) == [made.request]) == (solved == "no")


def test_an_unknown_urgency_is_never_due(desk: Any) -> None:
    """The shop promises nothing for it."""
    made = j.submit(desk, urgency="no_hurry")
    assert row(desk, made).due_at is None
    desk.clock.move(days=30)
    assert ids(desk, overview=Overview.OVERDUE) == []
    assert ids(desk, sort=Sort.DUE) == [made.request]


def _shop(desk: Any) -> dict[str, str]:
    """One request for each overview."""
    made = {}
    for name in ("urgent", "mine", "asked", "slow"):
        urgency = {"urgent": "cannot_wait", "slow": "no_hurry"}.get(name, "soon")
        made[name], _ = j.in_phase(desk, "confirmed", urgency=urgency, contact=f"{name}@example.com")
        desk.clock.move(minutes=1)
    j.do(desk, j.AssignRequest, j.ANNA, request=made["mine"].request, assignee="anna", name="Anna")
    j.do(desk, ChangeStatus, j.ANNA, request=made["asked"].request, status="waiting_for_customer")
    made["closed"], guest = j.in_phase(desk, "closed", contact="closed@example.com")
    j.do(desk, AskForCall, guest, request=made["closed"].request, contact="+48601234567")
    desk.clock.move(minutes=1)
    made["cancelled"], _ = j.in_phase(desk, "cancelled", contact="cancelled@example.com")
    return {name: one.request for name, one in made.items()}


def test_each_overview_holds_and_counts_what_it_says(desk: Any) -> None:
    """The counts are those of the lists."""
    made = _shop(desk)
    desk.clock.move(hours=5)
    held = {
        Overview.OPEN: ["urgent", "mine", "asked", "slow"],
        Overview.MINE: ["mine"],
        Overview.UNASSIGNED: ["urgent", "asked", "slow"],
        Overview.FOR_US: ["urgent", "mine", "slow"],
        Overview.FOR_CUSTOMER: ["asked"],
        Overview.OVERDUE: ["urgent"],
        Overview.WANTS_CALL: ["closed"],
        Overview.QUOTE_ASKED: [],
        Overview.PHOTOS: [],
        Overview.AGREED: [],
        Overview.LOAN_LATE: [],
        Overview.NOT_COLLECTED: [],
        Overview.COMPLAINT: [],
        Overview.WITHDRAWAL: [],
        Overview.PROMISED: [],
        Overview.STUCK: [],
        Overview.IMPORTED: [],
        Overview.ENDED: ["cancelled", "closed"],
    }
    for overview, names in held.items():
        assert ids(desk, overview=overview) == [made[name] for name in names], overview
    counts = desk.view(view_queue_counts, j.ANNA)
    assert counts.overviews == {one: len(names) for one, names in held.items() if one is not Overview.ENDED}


@pytest.mark.parametrize("overview", [Overview.WANTS_CALL, Overview.OPEN, Overview.ENDED])
@pytest.mark.parametrize("columns", [None, ("reference",)])
def test_pages_go_on_by_whatever_they_are_sorted(desk: Any, overview: Overview, columns: Any) -> None:
    """Also by a moment that no row shows."""
    phase = "closed" if overview is Overview.ENDED else "confirmed"
    made = []
    for number in range(3):
        desk.clock.move(minutes=1)
        one, guest = j.in_phase(desk, phase, contact=f"c{number}@example.com")
        j.do(desk, AskForCall, guest, request=one.request, contact=f"+4860123456{number}")
        made.append(one.request)
    found, after = [], None
    for _ in range(3):
        shown = page(desk, overview=overview, columns=columns, after=after, limit=1)
        found, after = [*found, *(row.id for row in shown.rows)], shown.next
    assert (found, after) == (made[::-1] if overview is Overview.ENDED else made, None)


def test_a_page_may_ask_for_some_columns(desk: Any) -> None:
    """They are those of a whole row; what was not asked for is refused by name, and never said to be empty."""
    j.in_phase(desk, "confirmed")
    (whole,) = page(desk).rows
    (some,) = page(desk, columns=("status", "device", "last_side", "created_at")).rows
    names = ("id", "status", "device", "last_side", "created_at")
    assert [getattr(some, name) for name in names] == [getattr(whole, name) for name in names]
    for name in ("surname", "closed_at", "version"):
        assert not hasattr(some, name)
    with pytest.raises(AttributeError, match="device is none of the columns"):
        _ = page(desk, columns=("status",)).rows[0].device
    with pytest.raises(TypeError, match="not device_checked, salt"):
        page(desk, columns=("status", "device_checked", "salt"))


def test_a_page_of_some_columns_keeps_to_the_places_of_who_looks(desk: Any) -> None:
    """Whether the place is among them or not."""
    for place in ("centrum", "praga"):
        j.submit(desk, location=place, contact=f"{place}@example.com")
    praga = attrs.evolve(j.ANNA, locations=frozenset({"praga"}))
    for columns in (None, ("reference",), ("location",)):
        assert len(desk.view(view_queue, praga, columns=columns).rows) == 1


def test_a_question_about_a_quote_and_a_yes_wait_until_somebody_goes_on(desk: Any) -> None:
    """A look and a note go on with nothing; an answer or another phase does. A second question waits no longer than the
    first."""
    made, guest = j.in_phase(desk, "in_review")
    of = {"request": made.request}
    quote = fixed(desk, made.request)
    j.do(desk, AskAboutQuote, guest, **of, quote=quote.quote, text="Why so much?")
    since = j.stored(desk, made).quote_asked_at
    desk.clock.move(minutes=1)
    j.do(desk, AskAboutQuote, guest, **of, quote=quote.quote, text="Hello?")
    j.do(desk, WriteNote, j.ANNA, **of, text="I call the supplier.")
    assert ids(desk, overview=Overview.QUOTE_ASKED) == [made.request]
    assert j.stored(desk, made).quote_asked_at == since
    j.do(desk, ReplyToCustomer, j.ANNA, **of, text="It is the part.")
    assert ids(desk, overview=Overview.QUOTE_ASKED) == []
    read: Any = desk.view(view_choice, guest, made.request)
    j.do(desk, ApproveQuote, guest, **of, quote=quote.quote, digest=read.digest)
    assert ids(desk, overview=Overview.AGREED) == [made.request]
    j.do(desk, ChangeStatus, j.ANNA, **of, status="ready")
    assert ids(desk, overview=Overview.AGREED) == []


def test_photos_wait_until_somebody_does_something_about_the_request() -> None:
    """Those that the customer sends, not the shop's own."""
    scene = Scene.in_phase("in_review")
    j.do(scene.desk, AddAttachments, j.ANNA, **uploaded(scene, j.ANNA))
    assert ids(scene.desk, overview=Overview.PHOTOS) == []
    j.do(scene.desk, AddAttachments, scene.guest, **uploaded(scene))
    assert ids(scene.desk, overview=Overview.PHOTOS) == [scene.request]
    assert scene.desk.view(view_queue_counts, j.ANNA).overviews[Overview.PHOTOS] == 1
    j.do(scene.desk, WriteNote, j.ANNA, request=scene.request, text="I looked at them.")
    assert ids(scene.desk, overview=Overview.PHOTOS) == []


def test_an_overview_is_sorted_as_asked_and_goes_on_page_by_page(desk: Any) -> None:
    """Who waits for nothing and what is never due come last, on a page of their own too."""
    made = _shop(desk)
    j.do(desk, SetPriority, j.ANNA, request=made["slow"], priority="0")
    orders = {
        Sort.PRIORITY: ["urgent", "slow", "mine", "asked"],
        Sort.WAITING: ["urgent", "mine", "slow", "asked"],
        Sort.DUE: ["urgent", "mine"],
        Sort.AGE: ["urgent", "mine", "asked", "slow"],
    }
    for sort, names in orders.items():
        found, after = [], None
        while True:
            shown = page(desk, sort=sort, after=after, limit=1)
            found += [one.id for one in shown.rows]
            if (after := shown.next) is None:
                break
        assert found[: len(names)] == [made[name] for name in names], sort
        assert sorted(found) == sorted(made[name] for name in ("urgent", "mine", "asked", "slow")), sort


def test_filters_narrow_any_overview(desk: Any) -> None:
    """All at once."""
    first, second = (j.submit(desk, location=place, urgency="cannot_wait") for place in ("centrum", "praga"))
    third = j.submit(desk, location="praga")
    assert ids(desk, location="praga") == [second.request, third.request]
    assert ids(desk, location="praga", urgency="cannot_wait", status="received") == [second.request]
    assert ids(desk, overview=Overview.UNASSIGNED, location="centrum") == [first.request]
    assert ids(desk, overview=Overview.MINE, location="centrum") == ids(desk, location="nowhere") == []
    counts = desk.view(view_queue_counts, j.ANNA, locations=("centrum", "praga", "nowhere"))
    assert counts.locations == {"centrum": 1, "praga": 2}, "nothing is said of unknown ones"


def test_staff_count_only_what_stands_in_their_locations(desk: Any) -> None:
    """As their lists show it: what stands nowhere in particular is everybody's."""
    for place in ("centrum", "praga", "praga", None):
        j.submit(desk, **({"location": place} if place else {}))
    for places, number in ((None, 4), ({"praga"}, 3), ({"centrum", "praga"}, 4), (set(), 1)):
        someone = attrs.evolve(j.ANNA, locations=None if places is None else frozenset(places))
        counts = desk.view(view_queue_counts, someone, locations=("praga",))
        assert counts.overviews[Overview.OPEN] == number == len(desk.view(view_queue, someone).rows)
        assert counts.locations == ({"praga": 2} if places is None or "praga" in places else {})


def test_what_lists_show_goes_with_the_person(desk: Any) -> None:
    """Erasing leaves no first word."""
    made, guest = j.in_phase(desk, "confirmed", problem="Maria's screen is cracked.")
    j.do(desk, ReplyToShop, guest, request=made.request, text="Maria again.")
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    seen = row(desk, made)
    assert (seen.subject, seen.last_words, seen.tags) == ("[ERASED]", None, ())


def test_a_secret_that_a_cut_went_through_goes_from_the_lists_too(desk: Any) -> None:
    """It stands there in part, where nobody would find it: the line is cut again from what is left."""
    problem = "It does not start since the last update came, I think it was on Monday; say blue-owl-house then."
    made, _ = j.in_phase(desk, "confirmed", problem=problem)
    secret = "Monday; say blue-owl-house"
    assert row(desk, made).subject.endswith("Monday; say…")
    message = _first(desk, made)
    start = problem.index(secret)
    fields = {"record": message.id, "field": "text", "start": start, "end": start + len(secret)}
    j.do(desk, RemoveSecret, j.BOSS, request=made.request, **fields)
    seen = row(desk, made)
    assert "Monday" not in seen.subject
    assert "blue" not in (seen.last_words or "")


def _first(desk: Any, made: Any) -> Any:
    from helpdesk_core.conversations.model import FIRST_MESSAGE

    with desk.reading() as reader:
        return reader.find(FIRST_MESSAGE, {"request": made.request}, limit=1)[0]


BEGINNINGS = {
    "It is dark": "It is dark",
    "It is dark.": "It is dark",
    "It is dark.\nSince Monday.": "It is dark",
    "  \n  Two   blanks ": "Two blanks",
    "Ekran pękł po upadku, dotyk działa tylko w górnej połowie.": "Ekran pękł po upadku, dotyk działa tylko w…",
    "My laptop does not start. The charger light is on since.": "My laptop does not start",
    "x" * 60: "x" * 43 + "…",
    "The phone is locked with the code [PASSWORD] and I forgot": "The phone is locked with the code…",
    "Why?": "Why?",
    "": "",
}


@pytest.mark.parametrize("words", BEGINNINGS)
def test_a_beginning_is_cut_between_words(words: str) -> None:
    """Of the first line, at the end of its first sentence if that is near; never through a placeholder."""
    assert str(mark_safe(words).beginning(44)) == BEGINNINGS[words]


def test_a_guest_never_sees_the_queue(desk: Any) -> None:
    """Nor how much there is."""
    assert isinstance(desk.view(view_queue_counts, Guest()), Refusal)


def test_no_answer_is_needed_to_a_word_of_thanks(desk: Any) -> None:
    """Staff say so, and nobody waits; saying it again is nothing."""
    made, _ = j.in_phase(desk, "confirmed")
    j.do(desk, MarkAnswered, j.ANNA, request=made.request)
    assert ids(desk, overview=Overview.FOR_US) == []
    version = j.stored(desk, made).version
    j.do(desk, MarkAnswered, j.ANNA, request=made.request)
    assert j.stored(desk, made).version == version


CLERK = attrs.evolve(j.ANNA, rights=frozenset({"requests.view", "requests.tag", "overviews.keep"}))


def test_a_tag_is_one_word_in_small_letters(desk: Any) -> None:
    """However it is typed; twice is once, and what is not there is not taken off."""
    made = j.submit(desk)
    for typed in ("Loan  Phone", "loan-phone", "VIP"):
        j.do(desk, TagRequest, j.ANNA, request=made.request, tag=typed)
    assert row(desk, made).tags == ("loan-phone", "vip")
    assert ids(desk, tag="vip") == [made.request]
    assert ids(desk, tag="loan") == []
    j.do(desk, UntagRequest, j.ANNA, request=made.request, tag="Vip")
    j.do(desk, UntagRequest, j.ANNA, request=made.request, tag="nothing")
    assert row(desk, made).tags == ("loan-phone",)
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    assert row(desk, made).tags == ()


def test_a_tag_holds_no_secret_and_there_are_not_too_many(desk: Any) -> None:
    """It is redacted like any text; the twenty-first is refused."""
    made = j.submit(desk)
    done = j.do(desk, TagRequest, CLERK, request=made.request, tag="PIN 4821")
    assert done.removed
    assert "4821" not in str(row(desk, made).tags)
    for number in range(19):
        j.do(desk, TagRequest, CLERK, request=made.request, tag=f"tag {number}")
    assert j.attempt(desk, TagRequest, CLERK, request=made.request, tag="one more").code == "refusal.too_many_tags"


def kept(desk: Any, who: Any) -> list[tuple[str, int | None]]:
    return [(one.name, one.count) for one in desk.view(view_queue_counts, who).kept]


def test_a_kept_overview_is_ones_own_unless_it_is_shared(desk: Any) -> None:
    """It is counted as its list is, and of nobody else; what is shared anybody may take away."""
    made = j.submit(desk, urgency="cannot_wait")
    other = j.submit(desk)
    j.do(desk, j.AssignRequest, j.ANNA, request=other.request, assignee="tom", name="Tom")
    tom = attrs.evolve(CLERK, id="tom", name="Tom")
    own = j.do(desk, KeepOverview, CLERK, name="Fire", urgency="cannot_wait", overview="unassigned")
    shared = j.do(desk, KeepOverview, j.ANNA, name="Whose turn", shared="yes", assignee="me")
    ended = j.do(desk, KeepOverview, tom, name="Done", overview="ended")
    assert kept(desk, CLERK) == [("Fire", 1), ("Whose turn", 0)]
    assert kept(desk, tom) == [("Done", None), ("Whose turn", 1)]
    for who, are_own in ((CLERK, [True, True]), (tom, [True, False])):
        assert [one.is_own for one in desk.view(view_queue_counts, who).kept] == are_own
    assert j.attempt(desk, RemoveOverview, tom, overview=own.overview).code == "refusal.no_such_request"
    j.do(desk, RemoveOverview, tom, overview=ended.overview)
    j.do(desk, RemoveOverview, j.BOSS, overview=shared.overview)
    assert kept(desk, tom) == []
    assert desk.verify() == ()
    assert ids(desk, urgency="cannot_wait") == [made.request]
