"""Text by what may be done with it.

``RawText`` is what a person typed: the only way out of it is redaction. ``SafeText`` came through redaction.
``CustomerText`` and ``InternalNote`` both carry safe text and share no base class, so that no page and no
notifier can take one for the other.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

import attrs

from ..errors import FieldError

#: Longest text of one field, in characters. A longer one is refused, never cut.
MAX_LENGTH = 20_000
#: Longest JSON of a shop's setting, in characters.
MAX_PUBLISHED = 200_000
_ORDINARY = re.compile(r"[\x20-\x7e\n\t]*")
# C0 and C1 controls but tab and newline, embedding and override marks of bidirectional text, noncharacters
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_MARKS_IN_A_ROW = 4
_SENTENCE, _SHORTEST = re.compile(r"[^\W\d_]{3}[.](?= )"), 12
_SENTENCE_END = re.compile(r"(?<!\.)\.$")
_HALF_PLACEHOLDER = re.compile(r"\s*\[[A-Z_ ]*$")


def clean(text: str) -> str:
    """Make typed text storable the same way everywhere, without touching anything a person can see.

    Line ends become ``\\n``; invisible controls and bidirectional overrides go; a lone surrogate becomes
    U+FFFD; of a pile of combining marks the first four stay (no language stacks more). Nothing is normalised.
    """
    if _ORDINARY.fullmatch(text):
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATE.sub("\ufffd", _UNWANTED.sub("", text))
    return _without_piles(text).strip()


def _without_piles(text: str) -> str:
    kept, pile = [], 0
    for char in text:
        pile = pile + 1 if char >= "\u0300" and unicodedata.combining(char) else 0
        if pile <= _MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)


def _without_half(text: str) -> str:
    """Text that was cut, without a placeholder that the cut went through."""
    return _HALF_PLACEHOLDER.sub("", text)


class RawText:
    """Typed text before redaction. Its repr and str hide it; the attribute ``typed`` is for redaction alone.

    Args:
        typed: What a person typed.

    Raises:
        FieldError: It is not text, or holds characters that cannot be stored.
    """

    __slots__ = ("typed",)
    typed: str

    def __init__(self, typed: str) -> None:
        if not isinstance(typed, str):
            raise FieldError("input.not_text")
        object.__setattr__(self, "typed", clean(typed))
        if len(self.typed) > MAX_LENGTH:
            raise FieldError("input.too_long", {"count": MAX_LENGTH})

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("typed text does not change")

    def __repr__(self) -> str:
        return f"<RawText of {len(self.typed)}>"

    def __len__(self) -> int:
        return len(self.typed)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RawText) and other.typed == self.typed

    def __hash__(self) -> int:
        return hash(self.typed)


_DOOR = object()
#: What stands where something personal was erased.
ERASED = "[ERASED]"


class SafeText:
    """Text that went through redaction. Only the redaction door and the codec that reads it back make one.

    Args:
        text: The words.
        door: Proves who calls.

    Raises:
        TypeError: Anybody else calls.
    """

    __slots__ = ("text",)
    text: str

    def __init__(self, text: str, door: object) -> None:
        if door is not _DOOR:
            raise TypeError("SafeText is made by redaction alone")
        object.__setattr__(self, "text", text)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("safe text does not change")

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<SafeText of {len(self.text)}>"

    def piece(self, start: int, end: int) -> SafeText:
        """A part of it: of what went through redaction every part did.

        Args:
            start: The place of its first character.
            end: The place behind its last one.

        Returns:
            The part.
        """
        return SafeText(self.text[start:end], _DOOR)

    def as_tag(self) -> SafeText:
        """As a tag: in small letters, with hyphens for blanks, so that one thing has one tag."""
        return SafeText("-".join(self.text.lower().split()), _DOOR)

    def beginning(self, most: int) -> SafeText:
        """The first words, for a line in a list: of the first line, without an end of its sentence, cut between words.

        Args:
            most: Characters at most.

        Returns:
            The beginning; text that was cut ends in an ellipsis.
        """
        first = " ".join(self.text.lstrip().split("\n", 1)[0].split())
        if len(first) <= most:
            return SafeText(_SENTENCE_END.sub("", first) or first, _DOOR)
        if (end := _SENTENCE.search(first, _SHORTEST, most + 2)) is not None:
            return SafeText(first[: end.end() - 1], _DOOR)
        kept = first[: most - 1]
        at_word = kept if first[most - 1] == " " or " " not in kept[most // 2 :] else kept[: kept.rindex(" ")]
        return SafeText(_without_half(at_word.rstrip(" ,;:–-")) + "…", _DOOR)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SafeText) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)


def mark_safe(text: str) -> SafeText:
    """Make SafeText. Called by redaction for what it let through and by the codec for what was stored; a test
    lists the callers."""
    return SafeText(text, _DOOR)


class Published(str):
    """What a shop says of itself, as JSON: a setting's value. It is not redacted: it holds the very numbers that
    redaction leaves alone, and nothing of a customer. Raises FieldError ``input.unreadable`` for what is not JSON."""

    __slots__ = ()

    def __new__(cls, typed: str) -> Published:
        if not isinstance(typed, str) or len(typed) > MAX_PUBLISHED:
            raise FieldError("input.too_long", {"count": MAX_PUBLISHED})
        try:
            plain = json.loads(typed)
            made = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            made.encode()
        except (ValueError, RecursionError):
            raise FieldError("input.unreadable") from None
        return super().__new__(cls, made)

    @classmethod
    def of(cls, plain: Any) -> Published:
        """The JSON of texts, numbers, lists and tables.

        Args:
            plain: What becomes JSON.

        Returns:
            The value.
        """
        return cls(json.dumps(plain))

    @classmethod
    def stored(cls, cell: str) -> Published:
        """Read back what was stored, as it is.

        Args:
            cell: The stored JSON.

        Returns:
            The value.
        """
        return super().__new__(cls, cell)

    @property
    def plain(self) -> Any:
        """The value."""
        return json.loads(self)


@attrs.frozen
class CustomerText:
    """Words a customer may read."""

    safe: SafeText

    def __str__(self) -> str:
        return self.safe.text


@attrs.frozen
class InternalNote:
    """Words for staff alone: no customer view can hold one and no channel can send one."""

    safe: SafeText

    def __str__(self) -> str:
        return self.safe.text
