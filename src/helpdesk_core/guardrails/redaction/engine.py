"""Find secrets, then cut the original once. Rules propose spans; none of them edits text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from ...base.text import RawText, SafeText, mark_safe
from .announced import find_triggers, find_worded
from .context import Span, Text
from .dictated import find_dictated
from .everyday import stays
from .features import REACH
from .fold import fold
from .found import Found, Redacted
from .judge import Verdict, doubted, judge
from .keys import find_public
from .kinds import CARD_NUMBER, MAY_STAY, PRIVATE_KEY, WORDS, Caution, Cue
from .lists import find_recovery_codes
from .masks import apart, masked
from .numbers import find_numbers
from .reasons import evidence, reasons
from .threads import announced, find_answer
from .tokens import find_tokens
from .weights import load_model
from .words import load_words

_MOST_NAMES = 500
Detector = Callable[[str], Iterable[tuple[int, int, str]]]
_A_DIGIT = re.compile(r"[0-9]")
_PLACEHOLDER = re.compile(r"\[[a-z]{2,12}(?:_[a-z]{2,12}){0,3}\](?=[^(]|$)")


class Redactor:
    """A redactor with a shop's own published numbers (accounts, phones) and the detectors of plugins.

    Args:
        published: Numbers that survive.
        detectors: A detector gets the text with everything found so far masked by ``•`` of equal length, and answers
            with spans ``(start, end, kind)``; it can only add.
        caution: How sure the judge must be: careful removes more, balanced keeps more. None: the rules alone.
        explain: Whether `Found.why` is said of what rules found too, and not of what the judge found alone.
    """

    def __init__(
        self,
        published: Iterable[str] = (),
        detectors: Sequence[Detector] = (),
        caution: Caution | None = Caution.BALANCED,
        *,
        explain: bool = False,
    ) -> None:
        # A shop without a phone has published nothing: what holds no digit is no number of its own.
        self._published = frozenset(bare for number in published if (bare := _bare(number)))
        self._detectors = tuple(detectors)
        self._caution, self._explain = caution, explain
        if caution is not None:
            load_model()
        load_words()  # once in a process, before its first message and before it forks
        self._names: dict[str, SafeText] = {}

    def name(self, words: str) -> SafeText:
        """Redact the name of a member of staff. They are few and act all day: what came of each is kept.

        Args:
            words: As the host gives it.

        Returns:
            The safe text.
        """
        safe = self._names.get(words)
        if safe is None:
            if len(self._names) >= _MOST_NAMES:
                self._names.clear()
            safe = self._names[words] = self.redact(words).text
        return safe

    def redact(
        self, text: RawText | str, cue: Cue | None = None, *, no_secret: frozenset[str] = frozenset()
    ) -> Redacted:
        """Remove every secret from ``text``, each replaced by its kind: ``[PIN]``, ``[CARD_NUMBER]``.

        Args:
            text: What was typed.
            cue: What the message before announced.
            no_secret: Kinds of which a person says that what looks like one is none; only those in `MAY_STAY` count.

        Returns:
            The safe text, what was found, and what it announces for the next message.
        """
        original = text.typed if isinstance(text, RawText) else text
        found, told = self._find(original, cue)
        stays = no_secret & MAY_STAY
        found = tuple(one for one in found if one.kind not in stays)
        for detector in self._detectors:
            found = self._with_detector(original, found, detector)
        return Redacted(mark_safe(_cut(original, found)), found, told)

    def _find(self, original: str, cue: Cue | None) -> tuple[tuple[Found, ...], Cue | None]:
        """What is found in a text, and what it announces."""
        folded, plain, offsets = fold(original)
        if cue is None and is_bare_word(folded):
            return (), announced(folded, None, (), find_triggers(folded))
        earlier = _placeholders(folded)
        passed_over = [*earlier, *find_public(folded, plain)]
        spans, triggers = self.rules(folded, plain, passed_over)
        answered = cue is not None and not spans
        ruled = spans
        whole = Text(folded, plain)
        if read_out := self._read_out(whole, passed_over, spans, triggers, cue):
            spans = apart([*spans, *read_out])
        if cue is not None and not spans:
            spans = find_answer(whole, cue)
        why: dict[int, tuple[str, ...]] = {}
        if more := self._judged(whole, triggers, cue if answered else None, earlier, [*passed_over, *spans], spans):
            taken = masked(folded, [*passed_over, *spans])
            spans = apart([*spans, *((one.start, one.end, one.kind) for one in more), *_lists(taken, more)])
            why = {one.start: reasons(one.form, one.seen) for one in more}
        if ruled and self._caution is not None:
            none = doubted(folded, plain, triggers, sorted([*passed_over, *spans]), ruled, self._caution)
            spans = [span for span in spans if span not in none] if none else spans
        spans = self._without_everyday(folded, plain, spans, passed_over, ruled)
        if self._explain:
            asked = cue if answered else None
            why = {span[0]: why.get(span[0]) or evidence(span, triggers, asked) for span in spans}
        told = announced(folded, cue if answered else None, [*earlier, *spans], triggers)
        found = (Found(offsets[start], offsets[end - 1] + 1, kind, why.get(start, ())) for start, end, kind in spans)
        return tuple(found), told

    def _read_out(
        self,
        whole: Text,
        passed_over: Sequence[Span],
        found: Sequence[Span],
        triggers: Sequence[Span],
        cue: Cue | None,
    ) -> list[Span]:
        """What is read out word by word: whole, where a rule found a part of it."""
        dictated = load_words().dictated
        if dictated.telling.isdisjoint(whole.words) or dictated.marks.search(whole.folded) is None:
            return []
        letters = [span for span in found if span[2] not in WORDS]
        text = masked(whole.folded, [*passed_over, *letters])
        return list(find_dictated(text, triggers, dictated, asked=cue is not None))

    def _without_everyday(
        self, folded: str, plain: str, spans: list[Span], passed_over: Sequence[Span], ruled: Sequence[Span]
    ) -> list[Span]:
        """The spans but those that are none for what stands beside them. A rule could have taken such a one for the
        value that a word announces, so the rules look once more without them; what they ``ruled`` is decided."""
        everyday = load_words().everyday
        none = [(start, end, "") for start, end, kind in spans if stays(folded, plain, (start, end, kind), everyday)]
        if not none:
            return spans
        more, _ = self.rules(folded, plain, [*passed_over, *none])
        told = [*spans, *(span for span in more if span not in ruled)]
        return apart([span for span in told if not stays(folded, plain, span, everyday)])

    def _judged(
        self,
        whole: Text,
        triggers: Sequence[Span],
        cue: Cue | None,
        earlier: Sequence[Span],
        masks: Sequence[Span],
        found: Sequence[Span],
    ) -> list[Verdict]:
        """What the judge adds to the rules. Not beside placeholders: those it left there once it would see in another
        light now, and a second pass must change nothing."""
        if self._caution is None:
            return []
        text = Text(masked(whole.folded, masks), whole.plain) if masks else whole
        starts = [start for start, _, _ in earlier]
        return [
            one
            for one in judge(text, triggers, cue, found, self._caution)
            if not _beside(one.start, one.end, earlier, starts)
            and (one.kind in WORDS or not self._is_published(whole.folded, (one.start, one.end, one.kind)))
        ]

    def rules(self, folded: str, plain: str, earlier: Sequence[Span] = ()) -> tuple[list[Span], list[Span]]:
        """What the rules alone find.

        Args:
            folded: The folded text.
            plain: The text, place for place with it.
            earlier: Placeholders that stand in it, and what else nothing is looked for in.

        Returns:
            The spans found, and those of words for secrets.
        """
        public = [span for span in earlier if not span[2]]
        spans = [
            span
            for span in apart(find_tokens(folded, plain))
            if not _holds_placeholder(folded, span)
            and (span[2] == PRIVATE_KEY or not any(start <= span[0] < end for start, end, _ in public))
        ]
        taken = masked(folded, [*earlier, *spans])
        if _A_DIGIT.search(taken):
            spans += [span for span in find_numbers(taken) if not self._is_published(taken, span)]
            taken = masked(folded, [*earlier, *spans])
        triggers = find_triggers(taken)
        for span in find_worded(Text(taken, plain), triggers):
            if span[2] in WORDS or not self._is_published(taken, span):
                spans.append(span)
        return apart([*spans, *_repeats(taken, spans)]), triggers

    def _is_published(self, text: str, span: Span) -> bool:
        return bool(self._published) and _bare(text[span[0] : span[1]]) in self._published

    def _with_detector(self, original: str, found: tuple[Found, ...], detector: Detector) -> tuple[Found, ...]:
        hidden = masked(original, [(f.start, f.end, CARD_NUMBER) for f in found])
        more = apart(
            (start, end, kind)
            for start, end, kind in detector(hidden)
            if 0 <= start < end <= len(original) and "•" not in hidden[start:end]
        )
        return tuple(sorted((*found, *(Found(*span) for span in more)), key=lambda f: f.start))


def redact(text: RawText | str, cue: Cue | None = None) -> Redacted:
    """Redact with the built-in detectors alone.

    Args:
        text: What was typed.
        cue: What the message before announced.

    Returns:
        As `Redactor.redact`.
    """
    return _default().redact(text, cue)


@cache
def _default() -> Redactor:
    """A desk makes redactors of its own: this one is for who redacts without a desk, and is made for the first."""
    return Redactor()


_LABEL = r"\[[A-Z]{2,12}(?:_[A-Z]{2,12}){0,3}\]"
_TELLING = 4
"""Shorter words than this stand in ordinary text by chance: they go only where the person saw them."""


def cut_out(text: SafeText, words: str, at: int | None = None) -> SafeText:
    """A stored text without ``words``, in which a person saw a secret: at the place ``at``, and wherever else they
    stand by themselves, in whatever case, if they are long enough to be no other word."""
    if at is not None:
        before, after = text.text[:at], text.text[at + len(words) :]
        return mark_safe(f"{_without(before, words)}[REMOVED]{_without(after, words)}")
    return mark_safe(_without(text.text, words))


def _without(text: str, words: str) -> str:
    if len(words) < _TELLING:
        return text
    edges = [r"(?<!\w)" if words[0].isalnum() else "", r"(?!\w)" if words[-1].isalnum() else ""]
    pattern = f"{_LABEL}|{edges[0]}({re.escape(words)}){edges[1]}"
    return re.sub(pattern, lambda found: "[REMOVED]" if found[1] else found[0], text, flags=re.IGNORECASE)


def redact_text(text: str) -> str:
    """The safe text alone.

    Args:
        text: What was typed.

    Returns:
        The text without its secrets.
    """
    return redact(text).text.text


def redact_thread(messages: Iterable[str]) -> list[str]:
    """Redact a conversation, oldest first: each message with what the one before announced.

    Args:
        messages: Their texts.

    Returns:
        The safe texts, in the same order.
    """
    cue, safe = None, []
    for message in messages:
        done = redact(message, cue)
        safe.append(done.text.text)
        cue = done.cue
    return safe


_LONGEST_WORD = 20


def is_bare_word(folded: str) -> bool:
    """Whether a text is one word of letters alone, as surnames are: no longer than any secret of letters that proves
    itself, and nothing stands before it that announces one. It may announce one itself."""
    return len(folded) <= _LONGEST_WORD and folded.isascii() and folded.isalpha()


def _placeholders(folded: str) -> list[Span]:
    """What an earlier pass put in: masked like a secret, so that nothing is looked for in its place."""
    if "[" not in folded:
        return []
    return [(found.start(), found.end(), found.group()[1:-1]) for found in _PLACEHOLDER.finditer(folded)]


def _holds_placeholder(folded: str, span: Span) -> bool:
    return "[" in folded and _PLACEHOLDER.search(folded, span[0], span[1] + 1) is not None


_REPEATED_WITHIN = 2_000


def _repeats(taken: str, spans: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The same value once more, in other case too: "bluebird44, else try Bluebird44"."""
    found = []
    for start, end, kind in spans:
        value = taken[start:end]
        if kind in WORDS and end - start >= 6 and "•" not in value and not value.isalpha():
            place = taken.find(value, end, end + _REPEATED_WITHIN)
            while place >= 0:
                found.append((place, place + len(value), kind))
                place = taken.find(value, place + len(value), end + _REPEATED_WITHIN)
    return found


def _lists(taken: str, judged: Sequence[Verdict]) -> Iterator[Span]:
    """The rest of lists of recovery codes of which the judge saw one: those as long, with nothing said between."""
    for one in judged:
        if one.kind == Cue.RECOVERY_CODE:
            for start, end in find_recovery_codes(taken, one.start, len(taken)):
                if end - start != one.end - one.start:
                    break
                yield start, end, one.kind


def _bare(number: str) -> str:
    return re.sub(r"[^0-9]", "", number).removeprefix("00")


def _beside(start: int, end: int, earlier: Sequence[Span], starts: Sequence[int]) -> bool:
    """Whether a placeholder stands within reach of what the judge looks at."""
    place = bisect_right(starts, start)
    before = place > 0 and start - earlier[place - 1][1] < REACH
    return before or (place < len(starts) and starts[place] - end < REACH)


def _cut(original: str, found: tuple[Found, ...]) -> str:
    parts, end = [], 0
    for secret in found:
        parts += [original[end : secret.start], f"[{secret.kind.upper()}]"]
        end = secret.end
    return "".join((*parts, original[end:]))
