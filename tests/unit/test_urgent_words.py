"""What says that it cannot wait, and what only looks so: 277 phrases in three languages, of which 111 took no part in
choosing the words."""

from __future__ import annotations

import tomllib
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import helpdesk_core
from helpdesk_core.base.text import mark_safe
from helpdesk_core.guidance.informal import by_letters, fitting, letters_of
from helpdesk_core.urgencies.finding import known_languages, urgent_words

CORE = Path(helpdesk_core.__file__).parent
FILE = Path(__file__).parents[1] / "urgency" / "texts.txt"
LANGUAGES = ("en", "pl", "de")


@attrs.frozen
class Text:
    """What somebody wrote, and whether it cannot wait."""

    language: str
    waits: bool
    words: str

    @property
    def raises(self) -> bool:
        """Whether it is put in front, in a shop with all of these languages."""
        return bool(urgent_words(mark_safe(self.words), (self.language, *LANGUAGES)))


def read() -> dict[str, list[Text]]:
    """The parts of the table by their names."""
    parts: dict[str, list[Text]] = {}
    part: list[Text] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            part = parts.setdefault(line.removeprefix("# "), [])
        else:
            language, sign, words = line.split(" ", 2)
            part.append(Text(language, sign == "-", words))
    return parts


PARTS = read()
KNOWN, HELD_BACK, AFTERWARDS = PARTS["known"], PARTS["held back"], PARTS["afterwards"]


def figures(texts: list[Text]) -> tuple[float, float]:
    """Precision: the share of what is raised that cannot wait. Recall: the share of what cannot wait that is raised."""
    right = sum(one.raises and not one.waits for one in texts)
    return right / sum(one.raises for one in texts), right / sum(not one.waits for one in texts)


def test_there_are_enough_of_each() -> None:
    """Of each language and kind a dozen at least, in either half."""
    assert known_languages() == tuple(sorted(LANGUAGES))
    for language in LANGUAGES:
        for half in (KNOWN, HELD_BACK):
            for waits in (True, False):
                assert sum((one.language, one.waits) == (language, waits) for one in half) >= 12


@pytest.mark.parametrize("texts", [KNOWN, HELD_BACK], ids=["known", "held back"])
def test_what_cannot_wait_is_raised_and_little_else(texts: list[Text]) -> None:
    """A request that is put in front by mistake costs others their place; one that is not waits as it does today."""
    precision, recall = figures(texts)
    assert precision >= 0.95
    assert recall >= 0.80


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("It does not turn on. Urgent!", ["Urgent"]),
        ("It is not so very urgent", []),
        ("it is not. Urgent", ["Urgent"]),
        ("I need a new case. It gets hot immediately.", []),
        ('A 15" laptop and a 24" screen, urgent', ["urgent"]),
        ("It says 'urgent update' and „krytyczna awaria”", []),
        ("> urgent\nIt can wait.", []),
        ("The users' laptops: urgent, the users' boss says", ["urgent"]),
        ("Not urgent, but the battery is swollen.", ["battery is swollen"]),
        ("Nie sądzę, że to pilne", []),
        ("Nie działa, pilne", ["pilne"]),
        ("Es brennt ja nicht", []),
        ("Es eilt. Der Laptop geht nicht an.", ["eilt"]),
    ],
)
def test_a_word_is_taken_back_where_it_is_said(words: str, found: list[str]) -> None:
    """In its clause, and in what is the writer's own."""
    assert [str(one) for one in urgent_words(mark_safe(words), LANGUAGES)] == found


@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(("not", "nie", "nicht", "urgent", "pilne", "eilt", "so", ",", ".", ">", "'", "„", "\n"))
    ).map(" ".join)
)
def test_any_text_is_answered(words: str) -> None:
    """With pieces of it, in its order."""
    place = 0
    for piece in urgent_words(mark_safe(words), LANGUAGES):
        place = words.index(str(piece), place) + len(str(piece))


@pytest.mark.parametrize(
    "file", sorted(CORE.glob("[ru]*/words/*.toml")), ids=lambda file: f"{file.parts[-3]} {file.stem}"
)
def test_each_phrase_is_found_by_its_first_letters(file: Path) -> None:
    """Hardly a pattern is tried on a text, and none of those that fit is left out: of short first words neither."""
    lists = tomllib.loads(file.read_text(encoding="utf-8")).values()
    phrases = [phrase for one in lists if isinstance(one, list) for phrase in one]
    said = {phrase: f" and {phrase.replace('...', 'x').replace('*', 'y')} too " for phrase in phrases}
    known = by_letters([phrase for phrase in phrases if phrase[0] != "."])
    fitted = {phrase: fitting(words, letters_of(words), known) for phrase, words in said.items()}
    assert [phrase for phrase, words in said.items() if not any(one.search(words) for one in fitted[phrase])] == []


def test_a_phrase_that_begins_with_one_letter_counts() -> None:
    """In Polish many do."""
    assert [str(one) for one in urgent_words(mark_safe("Ładowarka stanęła w ogniu!"), ("pl",))] == ["w ogniu"]
