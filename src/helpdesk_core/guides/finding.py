"""What a guide is found by, and which of those found comes first. The words are those of the search (`base.terms`), so
that a guide is found by other forms of a word and with a letter wrong, on every store alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

import attrs

from ..base.surnames import without_accents
from ..base.terms import Lexicon, Terms, Wanted, meets
from .content import GuideContent, Risk, texts_of

_WEIGHTS = {"title": 5, "keywords": 4, "see": 3, "topics": 2, "answer": 2, "products": 2}
_TEXTS = frozenset({"picture", "best", "closing", "related", "local", "risk"})
"""Parts that say nothing of what a guide is about."""
_FEWEST_LETTERS = 3
_SENTENCES = (
    "the and not does did with when has have had but for was are is you your from that this what will can cannot get "
    "its how why since any all now out into just then than there after before more "
    "nie jest sa mam masz byl byla bylo ale lub albo oraz jak czy sie przez przy pod nad dla bez juz tak moj moja moje "
    "mnie mozna moge moze ktory ktora gdy kiedy teraz tylko jeszcze bardzo prosze dzien dobry chce "
    "work works working dziala dzialac dzialaja fast quickly szybko szybciej szybkie szybkiej szybkiego szybkim"
)
_SMALL_WORDS = frozenset(_SENTENCES.split())
"""Words that stand in any sentence, without accents; "szybko" (fast) would look like a pane of glass."""
_NAMES = (
    "phone phones smartphone laptop laptops notebook computer tablet device telefon telefonu telefonie telefonem "
    "smartfon laptopa laptopie laptopem komputer komputera komputerze tableta tablecie urzadzenie urzadzenia"
)
_DEVICES = frozenset(_NAMES.split())
"""What nearly everything is about: it says which of two guides is meant, and suggests none by itself."""
_FIRST_WORDS, _MOST_WORDS = 16, 40
"""Words that count whole, and words that count at all: people begin with what is wrong."""
_SAYS_WHAT_IT_IS = 4
"""From this weight on a word says what a guide is about, and not only that it comes up there."""
_ENOUGH = 4.0
"""How much of the words has to be a guide's own before it is suggested."""


def terms_of(content: GuideContent, language: str) -> Terms:
    """The terms of a guide.

    Args:
        content: What it says.
        language: In which language.

    Returns:
        The terms.
    """
    words = Lexicon((language,))
    texts = [text for part, text in texts_of(content) if part not in _TEXTS]
    found = {term for text in texts for term in words.terms("words", text)}
    return Terms.of(found | set(words.near_terms(_heads(content))))


def _heads(content: GuideContent) -> tuple[str, ...]:
    return (content.title, *content.keywords, *content.topics)


@attrs.frozen
class Weighed:
    """A guide's terms by how much a word in that place says of it, and whether much can go wrong."""

    parts: tuple[tuple[int, Terms], ...]
    is_risky: bool

    @classmethod
    def of(cls, content: GuideContent, language: str) -> Weighed:
        """Weigh the words of a guide."""
        return _weighed(content, language)

    @classmethod
    def made(cls, content: GuideContent, language: str) -> Weighed:
        """Weigh them anew."""
        words = Lexicon((language,))
        texts: dict[str, list[str]] = {}
        for part, text in texts_of(content):
            texts.setdefault(part if part in _WEIGHTS else "rest", []).append(text)
        texts["see"] = [row.see for row in content.symptoms]
        near = Terms.of(set(words.near_terms(_heads(content))))
        made = (
            (_WEIGHTS.get(part, 1), Terms.of({term for text in said for term in words.terms("words", text)}))
            for part, said in texts.items()
        )
        return cls((*made, (1, near)), content.risk is Risk.HIGH)

    def weight(self, group: tuple[str, ...]) -> int:
        """How much it says of a word: of the best place where it stands."""
        return max((weight for weight, terms in self.parts if meets(terms, (group,))), default=0)


@lru_cache(maxsize=1_000)
def _weighed(content: GuideContent, language: str) -> Weighed:
    return Weighed.made(content, language)


def by_weight(found: Sequence[Weighed], wanted: Wanted) -> list[int]:
    """The places of what was found, the one that says most of what is wanted first.

    Args:
        found: What was found.
        wanted: The words.

    Returns:
        Places in ``found``.
    """
    scores = [sum(one.weight(group) for group in wanted) for one in found]
    return sorted(range(len(found)), key=lambda place: -scores[place])


def telling(typed: str, languages: tuple[str, ...]) -> Wanted:
    """The words of a sentence that may say what it is about, of which any may be met.

    Args:
        typed: What somebody writes.
        languages: Languages that it may be in.

    Returns:
        A group for each word, with its other forms alone: what is half typed says nothing yet.
    """
    words = list(dict.fromkeys(word.strip(".,;:!?()\"'„”") for word in typed.split()))
    lexicon = Lexicon(languages)
    groups: list[tuple[str, ...]] = []
    for word in words:
        says = len(word) >= _FEWEST_LETTERS and without_accents(word.casefold()) not in _SMALL_WORDS
        if says and (forms := lexicon.whole(word)[:1]) and forms[0] not in groups:
            groups += forms
    return tuple(groups[:_MOST_WORDS])


def suggested(found: Sequence[Weighed], wanted: Wanted, foreign: Collection[int] = ()) -> Iterable[int]:
    """The places of guides that a sentence may be about. A word counts for less the more guides have it: those that
    stand everywhere ("does", "nie") say nothing.

    Args:
        found: Guides that have one of the words at least.
        wanted: The words, from `telling`.
        foreign: The places of those in another language than the sentence's reader's. One word may look like one of
            theirs by accident ("more" like "morze", the sea); of these, two have to say the same.

    Yields:
        Places in ``found``, the likeliest first; none where no guide is likely.
    """
    weights = [[one.weight(group) for group in wanted] for one in found]
    heads = [[weight if weight >= _SAYS_WHAT_IT_IS else 0 for weight in row] for row in weights]
    spread = [sum(1 for row in heads if row[column]) or 1 for column in range(len(wanted))]
    devices = [any(term[1:] in _DEVICES for term in group) for group in wanted]
    says = [
        (0.5 if device or column >= _FIRST_WORDS else 1) / many**0.5
        for column, (device, many) in enumerate(zip(devices, spread, strict=True))
    ]
    scores = [sum(weight * much for weight, much in zip(row, says, strict=True)) for row in heads]
    about = [any(weight and not device for weight, device in zip(row, devices, strict=True)) for row in heads]
    ranked = sorted(
        (
            place
            for place in range(len(found))
            if about[place] and (place not in foreign or sum(1 for weight in heads[place] if weight) > 1)
        ),
        key=lambda place: (-scores[place], not found[place].is_risky, -sum(weights[place])),
    )
    yield from (place for place in ranked if scores[place] >= max(_ENOUGH, scores[ranked[0]] / 2))
