"""What a customer reads aloud to name a request."""

from __future__ import annotations

import re
import secrets

from ..errors import FieldError

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
REFERENCE_LENGTH = 8


def new_reference() -> str:
    """Eight random characters, 40 bits, without I, L, O, U: what a customer can read aloud."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(REFERENCE_LENGTH))


class Reference(str):
    """A reference as typed: spaces, hyphens and case do not matter, O is read as 0, I and L as 1.

    Raises FieldError ``reference.unreadable`` for anything that cannot be one.
    """

    __slots__ = ()

    def __new__(cls, typed: str) -> Reference:
        if not isinstance(typed, str):
            raise FieldError("input.not_text")
        plain = re.sub(r"[\s\-\u2010-\u2015.#]", "", typed[:64]).upper().translate(_MISREAD)
        if len(plain) != REFERENCE_LENGTH or not set(plain) <= set(_ALPHABET):
            raise FieldError("reference.unreadable")
        return super().__new__(cls, plain)

    @classmethod
    def stored(cls, text: str) -> Reference:
        """A reference as we stored it, which needs no reading.

        Args:
            text: The stored form.

        Returns:
            The reference.
        """
        return str.__new__(cls, text)

    @property
    def grouped(self) -> str:
        """``ABCD-1234``, as it is shown."""
        return f"{self[:4]}-{self[4:]}"
