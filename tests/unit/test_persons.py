"""Who is one person: by an account or a contact that was proved, never by a name; and what is corrected about them."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.scene import SHOP
from helpdesk_core import Agent, Customer, Guest, Helpdesk, Location, Refusal
from helpdesk_core.commands import (
    AddContact,
    ChangeStatus,
    CorrectContact,
    CorrectName,
    EnterCode,
    ImportRequest,
    IndexChanges,
    RenewLink,
    RequestCode,
    TakeRequest,
    TrackRequest,
)
from helpdesk_core.search.rules import INDEXER
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_customer, view_customers, view_known_contact, view_request, view_room

PHONE, MAIL, RIGHT = "600 100 200", "anna@example.com", "right@example.com"


@pytest.fixture
def desk() -> Helpdesk:
    return make_desk(settings=SHOP)


def taken(desk: Helpdesk, contact: str = PHONE, surname: str = "Nowak", **fields: Any) -> Any:
    """A request that staff took from a person they saw: its contact is proved."""
    words = {"problem": "It does not start.", "device": "Dell XPS", "surname": surname, "contact": contact}
    desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    return j.do(desk, TakeRequest, j.ANNA, **(words | fields))


def customer(desk: Helpdesk, made: Any, staff: Agent = j.ANNA) -> Any:
    return desk.show(view_customer, staff, made.reference)


def theirs(desk: Helpdesk, made: Any) -> set[str]:
    """Ids of the requests of one person."""
    found = customer(desk, made)
    return {row.id for row in (*found.open, *found.ended)}


def subjects(desk: Helpdesk, to: str) -> list[Any]:
    desk.deliver(100)
    sent: list[Any] = desk.notifier.sent  # type: ignore[attr-defined]
    return [one for one in sent if one.contact.value == to]


def test_a_proved_contact_joins_and_an_unproved_one_does_not(desk: Helpdesk) -> None:
    """Anybody can type anybody's address: only what was proved for both makes them one person's."""
    first, second = taken(desk), taken(desk)
    stranger = j.submit(desk, contact=PHONE, surname="Nowak")
    assert theirs(desk, first) == {first.request, second.request}
    assert theirs(desk, stranger) == {stranger.request}


def test_a_name_never_joins(desk: Helpdesk) -> None:
    """Two people have one name."""
    first, second = taken(desk), taken(desk, "600 999 888")
    assert theirs(desk, first) == {first.request}
    assert theirs(desk, second) == {second.request}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"surname": "Nowak"}, {"surname": "Kern"}),
        ({"surname": "Nowak", "given_name": "Anna"}, {"surname": "Nowak", "given_name": "Jan"}),
    ],
)
def test_people_who_share_a_phone_stay_apart(desk: Helpdesk, one: dict[str, str], other: dict[str, str]) -> None:
    """A family has one phone: requests of another name under it are shown as others, and are not the person's."""
    first, second = taken(desk, **one), taken(desk, **other)
    assert theirs(desk, first) == {first.request}
    assert [row.id for row in customer(desk, first).others] == [second.request]


def test_one_name_is_written_in_several_ways(desk: Helpdesk) -> None:
    """Accents, case and what was left out contradict nothing."""
    first = taken(desk, surname="Żółw", given_name="Anna")
    same = taken(desk, surname="ZOLW"), taken(desk, surname="Anna Zolw")
    assert theirs(desk, first) == {first.request, *(one.request for one in same)}


def test_one_account_joins_and_two_keep_apart(desk: Helpdesk) -> None:
    """Several accounts may share an address."""
    mine = [j.submit(desk, Customer(id="c-1"), contact=f"{n}@example.com", surname=name) for n, name in enumerate("ab")]
    other, _ = j.in_phase(desk, "confirmed", Customer(id="c-2"), contact=MAIL)
    guest, _ = j.in_phase(desk, "confirmed", Guest(), contact=MAIL)
    third, _ = j.in_phase(desk, "confirmed", Customer(id="c-3"), contact=MAIL)
    assert theirs(desk, mine[0]) == {one.request for one in mine}
    assert theirs(desk, other) == {other.request, guest.request}
    assert [row.id for row in customer(desk, other).others] == [third.request]


def test_what_is_joined_in_turn_does_not_count(desk: Helpdesk) -> None:
    """One shared contact must not lead from one person to the next and on to a third."""
    first = taken(desk, PHONE)
    middle = taken(desk, PHONE)
    j.do(desk, CorrectContact, j.ANNA, request=first.request, contact=first.contact, to=MAIL, in_person="yes")
    last = taken(desk, "600 300 400")
    assert theirs(desk, first) == theirs(desk, middle) == {first.request, middle.request}
    assert theirs(desk, last) == {last.request}


def test_staff_of_a_place_see_its_requests_alone(desk: Helpdesk) -> None:
    """A person has requests elsewhere that these staff may not see; correcting leaves them as they are."""
    here, elsewhere = taken(desk, location="here"), taken(desk, location="elsewhere")
    local = Agent(id="zoe", name="Zoe", locations=frozenset({"here"}))
    assert [row.id for row in customer(desk, here, local).open] == [here.request]
    done = j.do(desk, CorrectContact, local, request=here.request, contact=here.contact, to=MAIL)
    assert done.requests == 1
    assert isinstance(desk.view(view_customer, local, elsewhere.reference), Refusal)
    assert [one.value.value for one in customer(desk, elsewhere).contacts] == ["+48600100200"]


def test_open_and_ended_requests_are_apart(desk: Helpdesk) -> None:
    """What is done stands below, and counts for how long the person has been a customer."""
    first = taken(desk)
    desk.clock.move(days=2)  # type: ignore[attr-defined]
    second = taken(desk)
    j.do(desk, ChangeStatus, j.ANNA, request=first.request, status="in_review")
    j.do(desk, j.CancelRequest, j.ANNA, request=first.request)
    found = customer(desk, second)
    assert ([row.id for row in found.open], [row.id for row in found.ended]) == ([second.request], [first.request])
    assert found.since < found.open[0].created_at


def test_old_links_codes_and_grants_end_with_the_old_contact(desk: Helpdesk) -> None:
    """Whoever reads the wrong mailbox has nothing in hand any more."""
    made, guest = j.in_phase(desk, "confirmed", contact=MAIL)
    desk.clock.move(minutes=2)  # type: ignore[attr-defined]
    old = j.link(desk, made)
    j.do(desk, RequestCode, Guest(), link=old, contact=MAIL)
    code = j.code_of(desk, made, MAIL)
    j.do(desk, CorrectContact, j.ANNA, request=made.request, contact=made.contact, to=RIGHT)
    assert isinstance(desk.view(view_room, guest, made.request), Refusal)
    assert isinstance(j.attempt(desk, EnterCode, Guest(), link=old, contact=MAIL, code=code), Refusal)
    new = desk.keyring.link(made.request, j.stored(desk, made).generation)
    assert isinstance(j.attempt(desk, EnterCode, Guest(), link=new, contact=MAIL, code=code), Refusal)
    before = len(subjects(desk, MAIL))
    j.do(desk, RequestCode, Guest(), link=new, contact=MAIL)
    assert len(subjects(desk, MAIL)) == before


def test_links_that_had_ended_before_stay_ended(desk: Helpdesk) -> None:
    """Each request goes on from its own last link, whichever of them the contact is corrected at."""
    opened, renewed = taken(desk), taken(desk)
    for _ in range(2):
        j.do(desk, RenewLink, j.ANNA, request=renewed.request)
    before = j.stored(desk, renewed).generation
    j.do(desk, CorrectContact, j.ANNA, request=opened.request, contact=opened.contact, to=RIGHT, in_person="yes")
    assert j.stored(desk, renewed).generation == before + 1


def test_of_what_is_over_only_the_request_that_was_opened_gets_a_link(desk: Helpdesk) -> None:
    """Whoever has it corrected wants to come back to that one, and not to all that was ever done."""
    opened, past, running = (j.in_phase(desk, "confirmed", contact=MAIL)[0] for _ in range(3))
    for one in (opened, past):
        j.do(desk, j.CancelRequest, j.ANNA, request=one.request)
    done = j.do(desk, CorrectContact, j.ANNA, request=opened.request, contact=opened.contact, to=RIGHT)
    assert done.requests == 3
    tokens = {one.link.rpartition("/")[2] for one in subjects(desk, RIGHT)}
    assert {token[:32] for token in tokens} == {opened.request, running.request}
    assert len([one for one in subjects(desk, MAIL) if "no longer used" in one.subject]) == 1, "told once, not for each"


def test_a_contact_that_is_there_already_is_not_written_down_twice(desk: Helpdesk) -> None:
    """The wrong one ends, and nobody gets a second link to the same request."""
    made, _ = j.in_phase(desk, "confirmed", contact=MAIL)
    j.do(desk, AddContact, j.ANNA, request=made.request, contact=RIGHT, in_person="yes")
    before = len(subjects(desk, RIGHT))
    j.do(desk, CorrectContact, j.ANNA, request=made.request, contact=made.contact, to=RIGHT)
    assert [one.value.value for one in customer(desk, made).contacts] == [RIGHT]
    assert len(subjects(desk, RIGHT)) == before


def test_both_contacts_are_told_and_only_the_new_one_gets_a_link(desk: Helpdesk) -> None:
    """The old one learns that it is used no more, and nothing by which to come in."""
    made, _ = j.in_phase(desk, "confirmed", contact=MAIL)
    desk.deliver(100)
    j.do(desk, CorrectContact, j.ANNA, request=made.request, contact=made.contact, to=RIGHT)
    (told,) = subjects(desk, RIGHT)
    farewell = subjects(desk, MAIL)[-1]
    assert "no longer used" in farewell.subject
    assert farewell.link is None
    token = told.link.rpartition("/")[2]
    j.do(desk, RequestCode, Guest(), link=token, contact=RIGHT)
    code = next(
        word for word in subjects(desk, RIGHT)[-1].text.replace(".", " ").split() if len(word) == 6 and word.isdigit()
    )
    opened = j.do(desk, EnterCode, Guest(), link=token, contact=RIGHT, code=code)
    assert not isinstance(desk.view(view_room, desk.guest(opened.grant), made.request), Refusal)


@pytest.mark.parametrize(("in_person", "proved"), [("yes", True), ("no", False)])
def test_a_new_contact_is_proved_only_where_staff_vouch_for_it(desk: Helpdesk, in_person: str, proved: bool) -> None:
    """What was read out on the phone is not proved by being typed."""
    made = taken(desk)
    j.do(desk, CorrectContact, j.ANNA, request=made.request, contact=made.contact, to=RIGHT, in_person=in_person)
    (contact,) = customer(desk, made).contacts
    assert (contact.value.value, contact.confirmed_at is not None) == (RIGHT, proved)
    assert (desk.show(view_request, j.ANNA, made.reference).unreached is None) is proved


def test_a_contact_is_corrected_in_all_requests_of_the_person(desk: Helpdesk) -> None:
    """Those of others under the same phone keep it."""
    mine, second, other = taken(desk), taken(desk), taken(desk, surname="Kern")
    done = j.do(desk, CorrectContact, j.ANNA, request=mine.request, contact=second.contact, to=RIGHT, in_person="yes")
    assert done.requests == 2
    assert theirs(desk, mine) == {mine.request, second.request}
    assert [one.value.value for one in customer(desk, other).contacts] == ["+48600100200"]
    assert [one.value.value for one in customer(desk, mine).past] == ["+48600100200"]
    assert desk.verify() == ()


def test_the_new_contact_may_be_there_already(desk: Helpdesk) -> None:
    """Then the old one just ends; and a second time there is nothing to correct."""
    made = taken(desk)
    fields = {"request": made.request, "to": RIGHT, "in_person": "yes"}
    j.do(desk, CorrectContact, j.ANNA, contact=made.contact, **fields)
    gone = j.attempt(desk, CorrectContact, j.ANNA, contact=made.contact, **fields)
    (now,) = customer(desk, made).contacts
    same = j.attempt(desk, CorrectContact, j.ANNA, contact=now.id, **fields)
    assert [gone.code, same.code] == ["refusal.no_such_request", "refusal.same_contact"]


def test_a_corrected_name_tracks_and_the_wrong_one_does_not(desk: Helpdesk) -> None:
    """The surname is what a guest tracks by; the name of others under the same phone stays."""
    mine, second, other = taken(desk, surname="Nowka"), taken(desk, surname="Nowka"), taken(desk, surname="Kern")
    assert j.do(desk, CorrectName, j.ANNA, request=mine.request, surname="Nowak", given_name="Ewa").requests == 2
    for made in (mine, second):
        after = j.stored(desk, made)
        assert (str(after.surname), str(after.given_name)) == ("Nowak", "Ewa")
    assert str(j.stored(desk, other).surname) == "Kern"
    for surname, found in (("Nowak", True), ("Nowka", False)):
        answer = j.attempt(desk, TrackRequest, Guest(), reference=mine.reference, surname=surname)
        assert isinstance(answer, Refusal) is not found
    assert j.do(desk, CorrectName, j.ANNA, request=mine.request, surname="Nowak", given_name="Ewa").requests == 0


@pytest.mark.parametrize(
    ("words", "found"),
    [("nowak", [1, 2]), ("0200", [2]), ("600 100", [2]), (MAIL, [1]), ("anna@", [1]), ("reference", [1]), ("444", [1])],
)
@pytest.mark.parametrize("indexed", [True, False])
def test_customers_are_found_by_what_staff_hear(desk: Helpdesk, words: str, found: list[int], indexed: bool) -> None:
    """Any part of a name, phone, address or reference; each person once, with the latest of their requests."""
    first, second, _, last = taken(desk), taken(desk), taken(desk, MAIL), taken(desk, "600 555 444", surname="Kern")
    if indexed:
        j.do(desk, IndexChanges, INDEXER)
    rows = desk.show(view_customers, j.ANNA, first.reference if words == "reference" else words).rows
    assert sorted(row.found for row in rows) == found
    latest = {"0200": second, "reference": first, "444": last}.get(words)
    assert latest is None or rows[0].latest.id == latest.request


def test_words_of_a_conversation_make_nobody_a_customer(desk: Helpdesk) -> None:
    """Somebody wrote about Mr Kern, and is not he."""
    taken(desk, problem="Mr Kern told me to come here.")
    assert desk.show(view_customers, j.ANNA, "kern").rows == ()


def test_without_words_the_latest_customers_are_shown(desk: Helpdesk) -> None:
    """Each once, with how they are reached; a request without a contact is somebody too."""
    taken(desk)
    taken(desk, MAIL, surname="Kern")
    desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    fields = {"source": "old", "source_id": "1", "problem": "x", "device": "y", "surname": "Axe"}
    j.do(desk, ImportRequest, j.BOT, **fields)
    rows = desk.show(view_customers, j.ANNA).rows
    assert [str(row.surname) for row in rows] == ["Axe", "Kern", "Nowak"]
    assert [len(row.contacts) for row in rows] == [0, 1, 1]


def test_a_corrected_number_is_read_as_the_place_of_the_request_dials_it() -> None:
    """The page that corrects it says no location; the request has one."""
    berlin = Location(id="berlin", labels={"en": "Berlin", "pl": "Berlin"}, country_code="49")
    desk = make_desk(settings=attrs.evolve(SHOP, country_code="48", locations=(berlin,)))
    made = taken(desk, contact=MAIL, location="berlin")
    j.do(desk, CorrectContact, j.ANNA, request=made.request, contact=made.contact, to="030 123 45 67")
    assert [one.value.value for one in customer(desk, made).contacts] == ["+49301234567"]


def test_a_second_contact_is_proved_with_the_first(desk: Helpdesk) -> None:
    """A phone number to call, and an address for the copy; one that was given twice is one."""
    made = taken(desk, other_contact=MAIL)
    again = taken(desk, MAIL, other_contact=MAIL)
    assert len(customer(desk, made).contacts) == 2
    assert theirs(desk, made) == {made.request, again.request}
    assert desk.show(view_request, j.ANNA, made.reference).unreached is None


def test_whoever_is_known_under_a_contact_is_offered(desk: Helpdesk) -> None:
    """People apart, with what else is proved of them; what was never confirmed apart from both."""
    mine, other = taken(desk, other_contact=MAIL), taken(desk, surname="Kern")
    waits = j.submit(desk, contact=PHONE, surname="Axe")
    known = desk.show(view_known_contact, j.ANNA, "600-100-200")
    assert [str(one.surname) for one in known.people] == ["Kern", "Nowak"]
    assert [one.value for one in known.people[1].other_contacts] == [MAIL]
    assert [row.id for row in known.unproved] == [waits.request]
    assert {row.id for one in known.people for row in one.open} == {mine.request, other.request}
    assert desk.show(view_known_contact, j.ANNA, "neither").contact is None
