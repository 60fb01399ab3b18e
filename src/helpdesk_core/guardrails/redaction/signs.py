"""Words and signs as `features` sees them: by name, by what they do in a sentence, by what they have to do with."""

from __future__ import annotations

from functools import lru_cache

import attrs

from .words import load_words

_STEM = 5


@attrs.frozen(eq=False)
class Token:
    """A word or sign."""

    name: str
    """The beginning of a word, how many digits, a sign."""
    role: str
    """What it does, in one letter, in whatever language: denies, claims, asks to put in."""
    senses: tuple[str, ...]
    """What it has to do with: devices, banks, orders. The end of a sentence has a sense of its own."""
    ends: bool = False
    """Whether a sentence or a line ends here."""
    left: str = attrs.field(init=False, default=attrs.Factory(lambda self: f"l.{self.name}", takes_self=True))
    """The name of the feature that it stands somewhere before."""
    right: str = attrs.field(init=False, default=attrs.Factory(lambda self: f"r.{self.name}", takes_self=True))


_DIGITS = [Token(f"/{size}", "9", ()) for size in range(10)]
KEY = Token("/key", "w", ("word",))
"""A key or a lock among the words."""


_KEPT = 60
"""Letters of the longest word that is kept: what is longer is nobody's word, and may be a million letters."""


class _Known(dict[str, Token]):
    """Each word is looked at once in the life of the process. Of a number nothing but its length is kept."""

    def __missing__(self, token: str) -> Token:
        if "0" <= token[0] <= "9":
            return _DIGITS[min(len(token), 9)]
        made = _looked_at(token)
        if len(self) < 20_000 and len(token) <= _KEPT:
            self[token] = made
        return made

    def seen(self, token: str) -> Token:
        """What a word is that must not be kept, since it may be a secret."""
        return self.get(token) or _looked_at(token)


def _looked_at(token: str) -> Token:
    name, ends = _name(token), token in ".!?;\n"
    return Token(name, _role(name), (".",) if ends else _senses(token), ends)


KNOWN = _Known()
"""What a word or sign is."""


@lru_cache(64)
def removed_as(kind: str) -> Token:
    """What stands where a secret of that kind was removed."""
    return Token(f"/m{kind}", "m", ())


@lru_cache(5_000)
def announcing(token: Token, role: str) -> Token:
    """A word that announces a secret, or that of a phrase which announces nothing."""
    return attrs.evolve(token, role=role)


def _name(token: str) -> str:
    first = token[0]
    if first == "•":
        return "/m"
    if first == "\n":
        return "/n"
    return f"/{token[:_STEM]}"


def _role(name: str) -> str:
    return _roles().get(name) or ("w" if name[1].isalpha() else "9" if name[1].isdigit() else name[1])


@lru_cache(1)
def _roles() -> dict[str, str]:
    return {f"/{word[:_STEM]}": role for role, words in load_words().roles.items() for word in words}


@lru_cache(1)
def _longest() -> int:
    """Letters of the longest word that is listed: a line of a million letters is looked at no further."""
    return max(map(len, load_words().senses))


def _senses(token: str) -> tuple[str, ...]:
    """As the word stands, or by the longest beginning that is listed."""
    senses = load_words().senses
    if not token[0].isalpha() or token in senses:
        return senses.get(token, ())
    starts = (senses.get(token[:size] + "*") for size in range(min(len(token), _longest()), 1, -1))
    return next(filter(None, starts), ())
