"""Contact points as values: how a person is reached."""

from __future__ import annotations

import re
from enum import StrEnum

import attrs

from ..errors import FieldError
from .text import ERASED


class ContactKind(StrEnum):
    """Ways to reach a person. They are never keys: several people may share a mailbox or a phone."""

    EMAIL = "email"
    PHONE = "phone"


# One address as people type it, RFC 5321 lengths; no quoting, no comments, nothing that could break a header.
_EMAIL = re.compile(r"[^\s@\"(),:;<>\[\]\\]{1,64}@((?:[^\W_](?:[^\W_]|-){0,62}\.){1,8}[^\W\d_](?:[^\W_]|-){1,62})")
_PHONE = re.compile(r"\+?[\d\s()./\-\u00a0\u2010-\u2015]{5,30}")
_LONGEST_EMAIL = 254


@attrs.frozen
class Contact:
    """A kind and its normalised value: an address with its domain in lower case, a phone as E.164."""

    kind: ContactKind
    value: str = attrs.field(repr=False)

    @classmethod
    def parse(cls, typed: str, country_code: str = "") -> Contact:
        """Read an e-mail address or a phone number as typed.

        Args:
            typed: What stood in the field.
            country_code: Digits put before national numbers, without ``+`` ("48"); where it is empty, only
                international numbers can be read.

        Returns:
            The contact in its normal form: a lower-case domain, or a number in E.164.

        Raises:
            FieldError: ``contact.unreadable``.
        """
        if not isinstance(typed, str):
            raise FieldError("input.not_text")
        text = typed.strip()
        if not text:
            raise FieldError("input.required")
        if "@" in text:
            return cls(ContactKind.EMAIL, _email(text))
        return cls(ContactKind.PHONE, _phone(text, country_code))

    @property
    def masked(self) -> str:
        """Enough for its owner to recognise, too little for others to learn."""
        if self.value == ERASED:
            return "•••"
        if self.kind is ContactKind.EMAIL:
            name, _, domain = self.value.partition("@")
            return f"{name[0]}•••@{domain[0]}•••.{domain.rpartition('.')[2]}"
        return f"•••\u00a0{self.value[-3:]}"

    @property
    def shown(self) -> str:
        """The value as people read it: a Polish number in groups of three."""
        if self.kind is ContactKind.PHONE and self.value.startswith("+48") and len(self.value) == 12:
            digits = self.value[3:]
            return f"+48 {digits[:3]} {digits[3:6]} {digits[6:]}"
        return self.value


def _email(text: str) -> str:
    if len(text) > _LONGEST_EMAIL or not text.isprintable() or not _EMAIL.fullmatch(text) or ".." in text:
        raise FieldError("contact.unreadable")
    name, _, domain = text.rpartition("@")
    if name.startswith(".") or name.endswith("."):
        raise FieldError("contact.unreadable")
    try:
        name.encode()
    except UnicodeEncodeError:
        raise FieldError("contact.unreadable") from None
    return f"{name}@{domain.lower()}"


def _phone(text: str, country_code: str) -> str:
    if not _PHONE.fullmatch(text):
        raise FieldError("contact.unreadable")
    digits = "".join(str(int(char)) for char in text if char.isdecimal())
    with_country_code = country_code == "48" and len(digits) == 11 and digits.startswith("48")
    if text.startswith("+") or with_country_code:
        number = digits
    elif digits.startswith("00"):
        number = digits[2:]
    elif not country_code:
        raise FieldError("contact.unreadable")
    else:
        number = country_code + digits.lstrip("0")
    if not 8 <= len(number) <= 15 or (country_code == "48" and number.startswith("48") and len(number) != 11):
        raise FieldError("contact.unreadable")
    return f"+{number}"
