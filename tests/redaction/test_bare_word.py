"""One word of letters alone, as surnames are, is looked through less: what comes of it is the same."""

from __future__ import annotations

import random
import re
import string
from importlib.resources import files

import pytest

from helpdesk_core.guardrails.redaction import Caution, Redactor, engine
from redaction.corpus import messages

_LONGEST = 20
REDACTORS = [Redactor(caution=None), Redactor(), Redactor(caution=Caution.CAREFUL)]


def _known() -> set[str]:
    """Every word of the lists and of the corpus that are one word of letters."""
    lists = files("helpdesk_core.guardrails.redaction") / "words"
    texts = [one.read_text(encoding="utf-8") for one in lists.iterdir() if one.is_file()]
    texts += [one.text for one in messages()]
    return {word for text in texts for word in re.findall(r"[^\W\d_]+", text)}


def _by_chance() -> set[str]:
    chance = random.Random(7)
    letters = (string.ascii_letters, string.ascii_lowercase, string.ascii_uppercase, "abcdef", "aeioubcd")
    return {"".join(chance.choices(chance.choice(letters), k=chance.randint(1, _LONGEST))) for _ in range(3000)}


@pytest.mark.parametrize("redactor", REDACTORS, ids=("rules", "balanced", "careful"))
def test_a_bare_word_comes_out_as_if_it_were_looked_through(
    redactor: Redactor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is found in it and what it announces for the next message, whether it means something or not."""
    words = sorted(_known() | _by_chance())
    quick = {word: redactor.redact(word) for word in words}
    assert sum(map(engine.is_bare_word, words)) > 5000
    monkeypatch.setattr(engine, "is_bare_word", lambda folded: False)
    assert {word: redactor.redact(word) for word in words} == quick


@pytest.mark.parametrize("typed", ["Hunter2", "Anna Nowak", "a" * (_LONGEST + 1), "•••••", "", "O'Brien", "Ковальчук"])
def test_whatever_else_is_looked_through(typed: str) -> None:
    """A digit, a second word, a sign, more letters or letters of another script."""
    assert not engine.is_bare_word(typed)


def test_a_bare_word_that_answers_is_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the message before announced a password, a word may be one."""
    redactor = Redactor()
    cue = redactor.redact("My password is:").cue
    assert cue is not None
    assert redactor.redact("zielonekalosze", cue).found
