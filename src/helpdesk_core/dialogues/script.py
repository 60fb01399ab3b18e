"""The dialogue: its steps as data, and the pure function that goes from one to the next.

It asks as little as it can. What the first message says is not asked again, what is known of a person is not asked at
all, and what it does not understand twice goes to a person. It decides nothing: it makes a request of what was said,
puts words on a request that their writer named, and tells what the writer may know anyway.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import attrs

from ..guidance.informal import fold
from .listening import Meant, is_of, listen

QUIET = timedelta(days=1)
"""For how long nothing automatic is said where somebody asked for a person."""
LASTS = timedelta(days=1)
"""For how long a question of ours waits for its answer."""
QUICK = timedelta(seconds=15)
"""Who writes several messages in a row answers none of them."""
MOST_MISSES = 2
MOST_OFFERED = 7
NEVER_AGAIN = datetime(9999, 1, 1, tzinfo=UTC)
KIND, REQUEST, STATUS, NEW, PERSON = "kind:", "request:", "status:", "new", "person"
"""What the codes of quick replies are made of."""


class Say(StrEnum):
    """What is answered; `speech` has the words."""

    WELCOME = "welcome"
    DESCRIBE = "describe"
    NOTED = "noted"
    WHICH = "which"
    PUT = "put"
    WHICH_STATUS = "which_status"
    STATUS = "status"
    NO_STATUS = "no_status"
    PERSON = "person"


class Takes(StrEnum):
    """What can answer a question."""

    KIND = "kind"
    WORDS = "words"
    REQUEST = "request"


class Does(StrEnum):
    """What becomes of the message besides the answer."""

    NOTHING = "nothing"
    """What became of it without a dialogue."""
    KEEP = "keep"
    """It waits for the next answer, and staff can sort it meanwhile."""
    MAKE = "make"
    """A request is made of it, and of what waited."""
    PUT = "put"
    """What waited goes to a request."""
    TELL = "tell"
    """It is answered, and nobody has to answer it again."""
    POINT = "point"
    """Its sender was told where to look, and a person may help."""
    PERSON = "person"
    """A person answers, and nothing automatic is said for a day."""
    WAIT = "wait"
    """Its sender asked for a person, who reads it."""
    STOP = "stop"
    """Its sender wants no automatic answers; a person reads it."""


@attrs.frozen(kw_only=True)
class Step:
    """One question.

    Attributes:
        asks: The question.
        takes: What can answer it.
        does: What its answer does.
        next: The step after it, empty for the end.
        code: What the codes of its quick replies begin with.
    """

    asks: Say
    takes: Takes
    does: Does
    next: str = ""
    code: str = ""


SCRIPT: Mapping[str, Step] = {
    "kind": Step(asks=Say.WELCOME, takes=Takes.KIND, does=Does.KEEP, next="problem", code=KIND),
    "problem": Step(asks=Say.DESCRIBE, takes=Takes.WORDS, does=Does.MAKE),
    "which": Step(asks=Say.WHICH, takes=Takes.REQUEST, does=Does.PUT, code=REQUEST),
    "status": Step(asks=Say.WHICH_STATUS, takes=Takes.REQUEST, does=Does.TELL, code=STATUS),
}


@attrs.frozen(kw_only=True)
class State:
    """How far one chat has come. See `model.ChatDialogue`."""

    step: str = ""
    kind: str = ""
    misses: int = 0
    offered: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    quiet_until: datetime | None = None
    language: str = ""
    at: datetime | None = None

    @property
    def over(self) -> State:
        """The state behind the last step."""
        return State(language=self.language, at=self.at)


@attrs.frozen(kw_only=True)
class Own:
    """A request whose confirmed contact writes.

    Attributes:
        is_open: Whether it goes on.
    """

    id: str
    reference: str
    is_open: bool


@attrs.frozen(kw_only=True)
class Incoming:
    """A message.

    Attributes:
        id: Its id.
        words: Its words, redacted.
        choice: The code of the quick reply that was tapped.
        at: When it came.
        own: The requests whose confirmed contact its sender is, latest first.
        placed: The id of the request that it belongs to without a dialogue.
        may_begin: Whether it would be a request of its own.
        is_unclear: Whether it would wait, because nobody knows which request it belongs to.
    """

    id: str
    words: str = ""
    choice: str = ""
    at: datetime
    own: tuple[Own, ...] = ()
    placed: str | None = None
    may_begin: bool = False
    is_unclear: bool = False


@attrs.frozen(kw_only=True)
class Shop:
    """What a shop says of it.

    Attributes:
        kinds: The kinds of problem: their ids, each with what it is called in every language.
        welcomes: Whether strangers are welcomed and asked.
        tells: Whether the status is told.
        hands_over: Whether who asks for a person is told that one answers.
    """

    kinds: Sequence[tuple[str, Sequence[str]]] = ()
    welcomes: bool = True
    tells: bool = True
    hands_over: bool = True


@attrs.frozen(kw_only=True)
class Turn:
    """What follows from a message.

    Attributes:
        state: The state from now on.
        say: The answer.
        about: What it is about: a request's id, or a kind.
        does: What becomes of the message.
    """

    state: State
    say: Say | None = None
    about: str = ""
    does: Does = Does.NOTHING


@attrs.frozen(kw_only=True)
class _Heard:
    """A message with what it asks for."""

    said: Incoming
    meant: Meant
    shop: Shop


def run(state: State, said: Incoming, shop: Shop) -> Turn:
    """What follows from a message.

    Args:
        state: The chat's.
        said: The message.
        shop: What the shop says of it.

    Returns:
        The answer, and what becomes of the message.
    """
    meant = listen(said.words)
    state = attrs.evolve(state, language=meant.language or state.language)
    heard = _Heard(said=said, meant=meant, shop=shop)
    if meant.stops:
        return _alone(attrs.evolve(state.over, quiet_until=NEVER_AGAIN), said)
    if state.quiet_until is not None and said.at < state.quiet_until:
        return _alone(attrs.evolve(state, quiet_until=None) if meant.starts else state, said)
    state = attrs.evolve(state, quiet_until=None)
    if shop.hands_over and (meant.person or said.choice == PERSON):
        return _person(state, said)
    if shop.tells and (asked := _asks_status(state, heard)) is not None:
        return asked
    if not shop.welcomes:
        return Turn(state=state.over)
    step = _step(state, said)
    if step is not None:
        return _answered(state, step, heard)
    return _begun(state.over, heard)


def _alone(state: State, said: Incoming) -> Turn:
    """Nothing is answered, and nothing is begun: what a stranger writes waits for a person."""
    if not said.may_begin:
        return Turn(state=state)
    return Turn(state=state, does=Does.STOP if state.quiet_until in (None, NEVER_AGAIN) else Does.WAIT)


def options(step: str, offered: Sequence[str], shop: Shop) -> tuple[str, ...]:
    """The codes of a question's quick replies, in the order in which they are shown and numbered.

    Args:
        step: The question's.
        offered: The requests that are offered with it.
        shop: What the shop says of it.

    Returns:
        The codes.
    """
    asked = SCRIPT[step]
    person = (PERSON,) if shop.hands_over else ()
    if asked.takes is Takes.KIND:
        return (*(f"{KIND}{id}" for id, _ in shop.kinds), *person)
    if asked.takes is Takes.REQUEST:
        new = (NEW,) if asked.does is Does.PUT else ()
        return (*(f"{asked.code}{id}" for id in offered), *new, *person)
    return ()


def _step(state: State, said: Incoming) -> Step | None:
    """The question that waits for this answer. A message that belongs to a request answers none that a stranger is
    asked."""
    step = SCRIPT.get(state.step)
    if step is None or state.at is None or said.at - state.at > LASTS:
        return None
    return None if said.placed is not None and step.does is not Does.TELL and not _code(state, said, "") else step


def _person(state: State, said: Incoming) -> Turn:
    return Turn(state=attrs.evolve(state.over, quiet_until=said.at + QUIET), say=Say.PERSON, does=Does.PERSON)


def _asks_status(state: State, heard: _Heard) -> Turn | None:
    """How far a request is, told to who wrote from its confirmed contact; everybody else hears the same, whether there
    is such a request or not."""
    said, meant = heard.said, heard.meant
    chosen = said.choice.removeprefix(STATUS) if said.choice.startswith(STATUS) else ""
    if not chosen and state.step == "status" and said.at - (state.at or said.at) <= LASTS:
        code = _code(state, said, STATUS, heard.shop)
        chosen = code.removeprefix(STATUS) if code.startswith(STATUS) else ""
    if not chosen and not (meant.status or said.choice == STATUS):
        return None
    known = [one for one in said.own if chosen in ("", one.id)]
    if meant.references and not chosen:
        known = [one for one in known if any(is_of(typed, one.reference) for typed in meant.references)]
    elif not chosen:
        known = [one for one in known if one.id == said.placed] or [one for one in known if one.is_open] or known
    if not known:
        return Turn(state=state.over, say=Say.NO_STATUS, does=Does.POINT)
    if len(known) == 1:
        return Turn(state=state.over, say=Say.STATUS, about=known[0].id, does=Does.TELL)
    kept = state.over if said.placed else _kept(state.over, heard)
    asked = attrs.evolve(kept, step="status", offered=tuple(one.id for one in known[:MOST_OFFERED]))
    return Turn(state=asked, say=Say.WHICH_STATUS, does=Does.TELL)


def _code(state: State, said: Incoming, prefix: str, shop: Shop | None = None) -> str:
    """The code of the quick reply that was tapped or typed as its number; of a request also by its number."""
    if said.choice:
        return said.choice if said.choice.startswith(prefix) or said.choice in (NEW, PERSON) else ""
    words = said.words.strip(" .)#")
    codes = options(state.step, state.offered, shop or Shop()) if state.step in SCRIPT else ()
    if words.isascii() and words.isdecimal() and 0 < int(words[:3]) <= len(codes) and len(words) <= 2:
        return codes[int(words) - 1]
    named = [one for one in said.own if one.id in state.offered and _names(said.words, one.reference)]
    return f"{SCRIPT[state.step].code}{named[0].id}" if len(named) == 1 and state.step in SCRIPT else ""


def _names(words: str, reference: str) -> bool:
    return any(is_of(typed, reference) for typed in listen(words).references)


def _kind(state: State, heard: _Heard) -> str:
    """The kind of problem that was tapped, typed as its number or named, with nothing besides."""
    said = heard.said
    if said.choice.startswith(KIND):
        found = said.choice.removeprefix(KIND)
        return found if any(found == id for id, _ in heard.shop.kinds) else ""
    code = _code(state, said, KIND, heard.shop) if state.step == "kind" else ""
    if code.startswith(KIND):
        return code.removeprefix(KIND)
    own = set(heard.meant.own)
    for id, labels in heard.shop.kinds:
        if any((words := set(fold(label).split())) and own and own <= words for label in labels):
            return id
    return ""


def _kept(state: State, heard: _Heard) -> State:
    return attrs.evolve(state, waiting=(*state.waiting, heard.said.id))


def _asked(state: State, step: str, heard: _Heard, about: str = "") -> Turn:
    """The next question; the message waits for its answer."""
    asked = attrs.evolve(_kept(state, heard), step=step, misses=0)
    return Turn(state=asked, say=SCRIPT[step].asks, about=about, does=Does.KEEP)


def _answered(state: State, step: Step, heard: _Heard) -> Turn:
    """An answer to a question that waits."""
    if step.takes is Takes.REQUEST:
        return _answered_which(state, step, heard)
    if kind := _kind(state, heard):
        return _asked(attrs.evolve(state, kind=kind), "problem", heard, kind)
    code = _code(state, heard.said, KIND, heard.shop)
    if code == PERSON:
        return _person(state, heard.said)
    if heard.meant.own and not code:
        return Turn(state=state, say=Say.NOTED, does=Does.MAKE)
    return _missed(state, step, heard)


def _answered_which(state: State, step: Step, heard: _Heard) -> Turn:
    code = _code(state, heard.said, step.code, heard.shop)
    if code == PERSON:
        return _person(state, heard.said)
    if code == NEW:
        return _asked(attrs.evolve(state, offered=()), "kind", heard)
    if code and (id := code.removeprefix(step.code)) in {one.id for one in heard.said.own}:
        return Turn(state=state, say=Say.PUT, about=id, does=Does.PUT)
    return _missed(state, step, heard)


def _missed(state: State, step: Step, heard: _Heard) -> Turn:
    """Who writes in a row is waited for; what is not understood is asked once more; then a person comes."""
    if step.does is Does.TELL:
        return _begun(state.over, heard)
    if state.at is not None and heard.said.at - state.at < QUICK:
        return Turn(state=_kept(state, heard), does=Does.KEEP)
    misses = state.misses + 1
    if misses >= MOST_MISSES:
        return _person(state, heard.said)
    return Turn(state=attrs.evolve(_kept(state, heard), misses=misses), say=step.asks, about=state.kind, does=Does.KEEP)


def _begun(state: State, heard: _Heard) -> Turn:
    """A message that answers no question of ours."""
    said = heard.said
    if said.placed is not None:
        return Turn(state=state)
    if said.is_unclear and said.own:
        if said.choice.startswith(REQUEST) and said.choice.removeprefix(REQUEST) in {one.id for one in said.own}:
            return Turn(state=state, say=Say.PUT, about=said.choice.removeprefix(REQUEST), does=Does.PUT)
        latest = sorted(said.own, key=lambda one: not one.is_open)[:MOST_OFFERED]
        return _asked(attrs.evolve(state, offered=tuple(one.id for one in latest)), "which", heard)
    if not said.may_begin:
        return Turn(state=state)
    if kind := _kind(state, heard):
        return _asked(attrs.evolve(state, kind=kind), "problem", heard, kind)
    if heard.meant.describes:
        return Turn(state=state, say=Say.NOTED, does=Does.MAKE)
    return _asked(state, "kind" if heard.shop.kinds else "problem", heard)
