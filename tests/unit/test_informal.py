"""What short messages want: 784 in two languages, a third of whose families took no part in writing the phrases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_core.guidance.informal import (
    MOST_WORDS,
    Wish,
    fold,
    fold_all,
    fold_each,
    known_languages,
    phrases_of,
    wish_of,
)

FOLDER = Path(__file__).parents[1] / "informal"
BOTH = {"en": ("en", "pl"), "pl": ("pl", "en")}


@attrs.frozen
class Text:
    """One message: what it wants ("none" for nothing of the kind), and what it is taken for."""

    family: str
    language: str
    wants: str
    words: str

    @property
    def taken_for(self) -> str:
        """A wish, or "none"."""
        return wish_of(self.words, BOTH[self.language]) or "none"


def read(held_back: bool) -> Iterator[Text]:
    """The texts of the families that are held back, or of the others."""
    held = set((FOLDER / "held-back.txt").read_text(encoding="utf-8").splitlines())
    for line in (FOLDER / "texts.txt").read_text(encoding="utf-8").splitlines():
        family, colon, texts = line.partition(": ")
        if colon and not line.startswith("#") and (family in held) == held_back:
            language, wants, _ = family.split()
            yield from (Text(family, language, wants, words.strip()) for words in texts.split(" | "))


KNOWN, HELD_BACK = list(read(False)), list(read(True))


def figures(texts: list[Text]) -> tuple[float, float]:
    """The share of wishes that get their card, and of messages that are offered a wrong one."""
    wishes = [one for one in texts if one.wants != "none"]
    right = sum(one.taken_for == one.wants for one in wishes) / len(wishes)
    wrong = sum(one.taken_for not in (one.wants, "none") for one in texts) / len(texts)
    return right, wrong


def test_there_are_enough_of_each() -> None:
    """More than 600 in two languages; more than 200 held back, of every wish and of none."""
    assert len(KNOWN) + len(HELD_BACK) >= 600
    assert len(HELD_BACK) >= 200
    for language in ("en", "pl"):
        for texts in (KNOWN, HELD_BACK):
            assert {one.wants for one in texts if one.language == language} == {*(one.value for one in Wish), "none"}


@pytest.mark.parametrize("texts", [KNOWN, HELD_BACK], ids=["known", "held back"])
def test_the_right_card_is_offered_and_hardly_ever_a_wrong_one(texts: list[Text]) -> None:
    """At least nine of ten get their card; at most three of a hundred get one that they do not want."""
    right, wrong = figures(texts)
    assert right >= 0.90
    assert wrong <= 0.03


def test_nothing_that_refuses_is_taken_for_a_yes() -> None:
    """Of all texts that want no approval not one is taken for "go ahead"."""
    assert [one.words for one in (*KNOWN, *HELD_BACK) if one.wants != "approve" and one.taken_for == "approve"] == []


@pytest.mark.parametrize(
    "words",
    ["do not go ahead", "dont do it please", "proszę nie robić", "nie, zgoda później", "I can't accept"],
)
def test_a_no_is_no_yes(words: str) -> None:
    """A negation takes it away, with and without the right signs."""
    assert wish_of(words, ("en", "pl")) is not Wish.APPROVE


def test_signs_and_case_do_not_matter() -> None:
    """People write without diacritics, apostrophes and capitals."""
    assert wish_of("JAKI STATUS?!", ("pl",)) is wish_of("jaki status", ("pl",)) is Wish.STATUS
    assert wish_of("proszę o wycenę", ("pl",)) is wish_of("prosze o wycene", ("pl",)) is Wish.PRICE
    assert wish_of("What’s the status", ("en",)) is wish_of("whats the status", ("en",)) is Wish.STATUS


def test_who_thanks_and_asks_asks() -> None:
    """Politeness is no wish beside another one."""
    assert wish_of("Thanks! Any update?", ("en",)) is Wish.STATUS
    assert wish_of("ok dzięki, ile to kosztuje?", ("pl",)) is Wish.PRICE


def test_what_is_long_is_left_to_people() -> None:
    """A letter says more than a phrase."""
    assert wish_of("any update " + "word " * MOST_WORDS, ("en",)) is None


def test_a_language_without_phrases_is_nothing_wrong() -> None:
    """Nothing is offered there."""
    assert known_languages() >= {"en", "pl"}
    assert wish_of("Gibt es etwas Neues?", ("de",)) is None
    assert wish_of("any update?", ("de", "en")) is Wish.STATUS


@pytest.mark.parametrize("language", sorted(known_languages()))
def test_every_phrase_is_folded_and_every_wish_has_some(language: str) -> None:
    """A phrase with a capital or a diacritic would never be found."""
    assert set(phrases_of(language).phrases) == set(Wish)
    for phrases in phrases_of(language).phrases.values():
        for pattern, size in phrases:
            assert size > 0
            assert pattern.pattern == pattern.pattern.lower()
            assert pattern.pattern.isascii()


@given(st.text(max_size=300))
def test_any_text_is_answered(words: str) -> None:
    """Whatever is written: a wish or none, and the same one twice."""
    assert wish_of(words, ("en", "pl")) is wish_of(words, ("en", "pl"))


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"])), max_size=6))
def test_words_are_folded_together_as_each_by_itself(words: list[str]) -> None:
    """Whatever letters, accents and apostrophes they have: none runs into its neighbour."""
    each = [fold(word).split() for word in words]
    assert fold_each(words) == each
    assert fold_all(words) == [one for several in each for one in several]
