"""What providers say, as values of the desk: words, numbers and moments, each None where it cannot be read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ..base.contacts import Contact, ContactKind
from ..base.phones import read_phone
from ..base.text import RawText
from ..errors import FieldError

MOST_WORDS = 20_000
"""Characters of one message; what is beyond them stands beside it, as what was quoted does."""


def words(said: str) -> RawText | None:
    """What somebody wrote, whatever stands in it.

    Args:
        said: The text.

    Returns:
        The text; a sign that something was there for one that nothing is left of, None for a blank one.
    """
    clean = said.encode("utf-8", "replace").decode()
    try:
        return RawText(clean) if clean.strip() else None
    except FieldError:
        return RawText("\ufffd")


def message_words(said: str) -> dict[str, Any]:
    """The text of a message, and what is beyond the longest one.

    Args:
        said: What was written.

    Returns:
        The fields of `Inbound`.
    """
    return {"text": words(said[:MOST_WORDS]), "quoted": words(said[MOST_WORDS : 2 * MOST_WORDS])}


def phone(said: Any) -> Contact | None:
    """A sender; None for a name, a short number, or one that nobody can dial.

    Args:
        said: As the provider has it: with a plus, with 00 (ITU-T E.123), or beginning with the country.

    Returns:
        The contact.
    """
    try:
        return Contact(ContactKind.PHONE, read_phone(f"+{str(said).strip().removeprefix('+').removeprefix('00')}"))
    except FieldError:
        return None


def moment(seconds: object) -> datetime | None:
    """A moment in seconds since 1970, as digits; None for anything else.

    Args:
        seconds: The digits.

    Returns:
        The moment.
    """
    if not isinstance(seconds, str) or not (seconds.isascii() and seconds.isdecimal() and len(seconds) <= 11):
        return None
    return datetime.fromtimestamp(int(seconds), UTC)
