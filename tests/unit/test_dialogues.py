"""The dialogue, without a chat, a desk or a clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from helpdesk_core.dialogues.listening import is_of, key_of, language_said, listen
from helpdesk_core.dialogues.script import (
    NEVER_AGAIN,
    QUIET,
    SCRIPT,
    Does,
    Incoming,
    Own,
    Say,
    Shop,
    State,
    Takes,
    options,
    run,
)

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
SHOP = Shop(kinds=(("screen", ("Screen", "Ekran")), ("battery", ("Battery", "Bateria")), ("other", ("Other", "Inne"))))
STRANGER = Incoming(id="m", at=NOW, may_begin=True)
KETTLE, IRON = (
    Own(id=id, reference=reference, is_open=True) for id, reference in (("k", "AB0D1234"), ("i", "R-001235"))
)


def says(words: str = "", state: State | None = None, shop: Shop = SHOP, **values: object) -> tuple[object, ...]:
    turn = run(state or State(), attrs.evolve(STRANGER, words=words, **values), shop)  # type: ignore[arg-type]
    return turn.say, turn.does, turn.about


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Status of ticket #1234", True),
        ("status zgłoszenia 1234", True),
        ("Stand von AB0D-1234", True),
        ("Hi, can I check the status of ticket #1234?", True),
        ("co słychać w sprawie 1234?", True),
        ("any update?", True),
        ("status ABCD-EFGH", True),
        ("Wie ist der Stand der Reparatur?", True),
        ("The status light of my router is red", False),
        ("Stan techniczny pralki jest zły", False),
    ],
)
def test_asking_for_the_status(words: str, status: bool) -> None:
    """Only where nothing else is said."""
    assert listen(words).status is status


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("agent", True),
        ("człowiek", True),
        ("Chcę rozmawiać z konsultantem", True),
        ("I want to talk to a real human please", True),
        ("Ich möchte mit einem Mitarbeiter sprechen", True),
        ("The agent was rude to me", False),
        ("Ktoś ukradł mi telefon", False),
    ],
)
def test_asking_for_a_person(words: str, person: bool) -> None:
    """In one language, with nothing besides."""
    assert listen(words).person is person


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Dzień dobry, moja pralka nie odwirowuje. Czy mogę ją przywieźć jutro?", "pl"),
        ("Dzien dobry, moja pralka stoi i nic sie nie dzieje, prosze o pomoc", "pl"),
        ("Ekran stłuczony", "pl"),
        ("Hi, the screen of my phone is cracked and I would like to know what it costs.", "en"),
        ("Meine Spülmaschine heizt nicht mehr, können Sie mir helfen?", "de"),
        ("Samsung WW70T4020EE", None),
        ("iPhone 13 Pro", None),
        ("", None),
    ],
)
def test_small_words_tell_the_language(words: str, language: str | None) -> None:
    """And letters that no other has; names of devices tell nothing."""
    assert language_said(words) == language


def test_a_number_is_read_as_it_is_typed() -> None:
    """Whole, or the digits at its end; not in the middle of other digits."""
    assert listen("status of R-001235").references == ("R001235",)
    assert is_of(key_of("ab0d 1234"), "AB0D1234")
    assert is_of("1235", "R-001235")
    assert not is_of("235", "R-001235")
    assert not is_of("9999", "AB0D1234")


def test_every_step_is_reached_and_leads_on() -> None:
    """The script is data: each next step exists, and each question has its quick replies."""
    assert {one.next for one in SCRIPT.values()} <= {"", *SCRIPT}
    for name, step in SCRIPT.items():
        assert bool(options(name, ("k",), SHOP)) == (step.takes is not Takes.WORDS)


def test_a_stranger_is_welcomed_and_asked() -> None:
    """A greeting, a kind, a description: three messages, one request."""
    assert says("Hi") == (Say.WELCOME, Does.KEEP, "")
    asked = run(State(), attrs.evolve(STRANGER, words="Hi"), SHOP).state
    asked = attrs.evolve(asked, at=NOW - timedelta(minutes=1))
    for words, choice in (("2", ""), ("bateria", ""), ("", "kind:battery")):
        assert says(words, asked, choice=choice) == (Say.DESCRIBE, Does.KEEP, "battery")
    assert says("It is empty by noon", asked) == (Say.NOTED, Does.MAKE, "")
    assert says("My phone is dark and does not start") == (Say.NOTED, Does.MAKE, "")
    assert says("I have a screen problem") == (Say.DESCRIBE, Does.KEEP, "screen")


def test_without_kinds_it_asks_at_once() -> None:
    """A shop that names none."""
    assert says("Hi", shop=Shop()) == (Say.DESCRIBE, Does.KEEP, "")


def test_it_gives_up_after_two_misunderstandings() -> None:
    """Who writes several messages in a row is not misunderstood, but waited for."""
    state = attrs.evolve(run(State(), attrs.evolve(STRANGER, words="Hi"), SHOP).state, at=NOW - timedelta(seconds=5))
    assert says("hello", state) == (None, Does.KEEP, "")
    state = attrs.evolve(state, at=NOW - timedelta(minutes=1))
    assert says("hello", state)[0] is Say.WELCOME
    again = attrs.evolve(run(state, attrs.evolve(STRANGER, words="hello"), SHOP).state, at=NOW - timedelta(minutes=1))
    turn = run(again, attrs.evolve(STRANGER, words="hello"), SHOP)
    assert (turn.say, turn.does, turn.state.quiet_until) == (Say.PERSON, Does.PERSON, NOW + QUIET)


def test_the_status_is_told_of_own_requests() -> None:
    """The only open one, the one that is named, or a question which; nothing of others."""
    assert says("status", own=(KETTLE,), placed="k") == (Say.STATUS, Does.TELL, "k")
    assert says("status 1235", own=(KETTLE, IRON)) == (Say.STATUS, Does.TELL, "i")
    assert says("status", own=(KETTLE, IRON)) == (Say.WHICH_STATUS, Does.TELL, "")
    for words in ("status", "status 9999", "status AB0D-1234"):
        assert says(words) == (Say.NO_STATUS, Does.POINT, "")
    assert says("", choice="status:k") == (Say.NO_STATUS, Does.POINT, "")
    asked = State(step="status", offered=("k", "i"), at=NOW)
    assert says("2", asked, own=(KETTLE, IRON)) == (Say.STATUS, Does.TELL, "i")


def test_on_an_open_request_it_is_silent() -> None:
    """People talk there."""
    assert says("It is a Bosch, bought last year", own=(KETTLE,), placed="k") == (None, Does.NOTHING, "")


def test_which_request_it_is_about() -> None:
    """Offered, chosen, or something new; a request of somebody else's cannot be chosen."""
    said = {"own": (KETTLE, IRON), "may_begin": False, "is_unclear": True}
    assert says("It hums again since yesterday", **said) == (Say.WHICH, Does.KEEP, "")
    asked = State(step="which", offered=("k", "i"), waiting=("m0",), at=NOW - timedelta(minutes=1))
    assert says("1", asked, **said) == (Say.PUT, Does.PUT, "k")
    assert says("", asked, choice="request:i", **said) == (Say.PUT, Does.PUT, "i")
    assert says("3", asked, **said) == (Say.WELCOME, Does.KEEP, "")
    assert says("", asked, choice="request:other", **said)[1] is not Does.PUT


def test_stop_and_silence() -> None:
    """Nothing automatic after STOP; for a day after a person was asked for; START begins again."""
    turn = run(State(), attrs.evolve(STRANGER, words="STOP"), SHOP)
    assert (turn.say, turn.state.quiet_until) == (None, NEVER_AGAIN)
    assert says("status", turn.state)[0] is None
    assert run(turn.state, attrs.evolve(STRANGER, words="START"), SHOP).state.quiet_until is None
    quiet = State(quiet_until=NOW + timedelta(hours=1))
    assert says("Hi", quiet) == (None, Does.WAIT, "")
    assert says("Hi", attrs.evolve(quiet, quiet_until=NOW)) == (Say.WELCOME, Does.KEEP, "")


def test_each_answer_is_switched_off_by_itself() -> None:
    """And then the message is as any other."""
    off = attrs.evolve(SHOP, welcomes=False, tells=False, hands_over=False)
    for words in ("Hi", "status", "agent"):
        assert says(words, shop=off) == (None, Does.NOTHING, "")
