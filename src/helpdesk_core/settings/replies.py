"""Saved replies: words that staff send time and again, with what is put in for each request."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..base.messages import Definition
from ..errors import FieldError
from ..i18n.words import PLACEHOLDER, errors_in

FILLED = ("name", "reference", "device", "shop", "phone", "staff", "location")
"""What a saved reply may put in, in braces."""
_KNOWN = Definition("saved_reply", "\n".join(f"{{{name}}}" for name in FILLED))
_WITH_SPACE = re.compile(rf" ?{PLACEHOLDER.pattern}")


def text_errors(text: str) -> tuple[FieldError, ...]:
    """What is wrong with the words of a saved reply: none, a placeholder that is never filled, half a placeholder.

    Args:
        text: The words in one language.

    Returns:
        The errors, as the shop's own wording has them.
    """
    return errors_in(_KNOWN, text)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The words with what is put in; for what is not known nothing stands there, and no space before it.

    Args:
        text: The words in one language.
        values: What is put in, by name.

    Returns:
        The words.
    """

    def put(found: re.Match[str]) -> str:
        value = values.get(found[1], "")
        return f" {value}" if value and found[0].startswith(" ") else value

    return _WITH_SPACE.sub(put, text)
