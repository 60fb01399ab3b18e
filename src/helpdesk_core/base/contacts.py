"""Contact points as values: how a person is reached."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import attrs

from ..countries import grouped_phone
from ..errors import FieldError
from .asked import check_fields
from .emails import email_key, read_email, shown_email
from .kinds import kind_of
from .phones import COUNTRY_NEEDED, read_phone
from .text import ERASED
from .typed import in_one_width


class ContactKind(StrEnum):
    """Ways to reach a person. They are never keys: several people may share a mailbox or a phone."""

    EMAIL = "email"
    PHONE = "phone"


def contact_key(value: str) -> str:
    """The key under which a stored contact is compared: the same for one mailbox or phone however it was typed.

    Args:
        value: `Contact.value`.

    Returns:
        The key.
    """
    return email_key(value) if "@" in value else value


@attrs.frozen
class Contact:
    """A kind and its normalised value: an address with its domain as DNS has it, a phone as E.164.

    Two contacts are equal when they are one mailbox or phone: the case of an address does not matter, and is kept for
    sending.

    Attributes:
        kind: Address or phone.
        value: In its normal form.
        dialled: A national number as it was typed, which is another one in another country (`at`); else empty.
        channel: The name of the channel by which its person writes to the shop, where it is another than the kind
            says; else empty.
    """

    kind: ContactKind
    value: str = attrs.field(repr=False, eq=contact_key)
    dialled: str = attrs.field(default="", repr=False, eq=False, kw_only=True)
    channel: str = attrs.field(default="", repr=False, eq=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_fields(self)
        if not isinstance(self.kind, ContactKind):  # "email" is none: what it is compared with is asked by identity
            raise TypeError(f"Contact: kind is a ContactKind, not {kind_of(self.kind)}")

    @classmethod
    def parse(cls, typed: str, *country_codes: str) -> Contact:
        """Read an e-mail address or a phone number as typed.

        Args:
            typed: What stood in the field.
            country_codes: Digits put before national numbers, without ``+`` ("48"): the first with which it can be a
                number. Without any only international numbers can be read.

        Returns:
            The contact in its normal form: an address with its domain in lower case and the letters of DNS, or a
            number in E.164.

        Raises:
            FieldError: ``contact.unreadable``, or ``phone.country_needed``.
        """
        if not isinstance(typed, str):
            raise FieldError("input.not_text")
        text = typed.strip()
        if not text:
            raise FieldError("input.required")
        if "@" in in_one_width(text):
            return cls(ContactKind.EMAIL, read_email(text))
        value, is_national = _first_of(text, country_codes)
        return cls(ContactKind.PHONE, value, dialled=text if is_national else "")

    def at(self, country_code: str) -> Contact:
        """The contact as it is meant where somebody is known to dial.

        Args:
            country_code: The country's, without ``+``.

        Returns:
            A national number as this country dials it; the same contact where it was no such number, or can be none of
            that country.
        """
        if not self.dialled:
            return self
        try:
            return attrs.evolve(self, value=read_phone(self.dialled, country_code))
        except FieldError:
            return self

    @property
    def key(self) -> str:
        """What the contact is compared and looked for by."""
        return contact_key(self.value)

    @property
    def masked(self) -> str:
        """Enough for its owner to recognise, too little for others to learn."""
        if self.value == ERASED:
            return "•••"
        if self.kind is ContactKind.EMAIL:
            name, _, domain = self.shown.rpartition("@")
            return f"{name[0]}•••@{domain[0]}•••.{domain.rpartition('.')[2]}"
        return f"•••\u00a0{self.value[-3:]}"

    @property
    def shown(self) -> str:
        """The value as people read it: a domain in its own letters, a number in the groups of its country."""
        return shown_email(self.value) if self.kind is ContactKind.EMAIL else grouped_phone(self.value)


def _first_of(text: str, country_codes: Sequence[str]) -> tuple[str, bool]:
    """The number, and whether its country stood in it. Raises FieldError, as the first country says it."""
    try:
        return read_phone(text), False
    except FieldError as error:
        if error.code != COUNTRY_NEEDED:
            raise
        first = error
    errors = []
    for country_code in country_codes:
        try:
            return read_phone(text, country_code), True
        except FieldError as error:
            errors.append(error)
    raise errors[0] if errors else first
