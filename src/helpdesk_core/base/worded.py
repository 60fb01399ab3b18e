"""Enumerations that people read: each member stands beside its English, so that none can be without words."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from .messages import define


class Worded(StrEnum):
    """Base of such an enumeration: ``class Answer(Worded, prefix="answer"): YES = "yes", "Yes, please"``.

    Args:
        prefix: What the message codes begin with; the member's value follows.

    Raises:
        TypeError: A member has no words.
    """

    english: str
    label: str
    """The code of its name."""

    def __new__(cls, value: str, english: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_, member.english = value, english
        return member

    def __init_subclass__(cls, *, prefix: str) -> None:
        super().__init_subclass__()
        for member in cls:
            if not member.english:
                raise TypeError(f"{cls.__name__}.{member.name} needs its English")
            member.label = define(f"{prefix}.{member.value}", member.english)
