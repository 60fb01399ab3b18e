"""Notices: the fixed messages that a change sends. One says who has news and where, never what is wrong with what.

A change names its notices beside its class; their words are message codes, rendered in the receiver's language when
they are sent. They have no field for free text.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import attrs

from .messages import Message, define


class Audience(StrEnum):
    """Whom a notice is for: resolved to a contact when it is sent."""

    CUSTOMER = "customer"
    STAFF = "staff"
    CONTACT = "contact"
    """One contact point, confirmed or not: the only thing it ever gets is a code or the link."""


#: Lanes of the outbox: a lower one goes first, so that a code never waits for a thumbnail.
URGENT, NORMAL, BACKGROUND = 0, 1, 2


@attrs.frozen(kw_only=True)
class Notice:
    """One fixed message: its name, whom it is for, and the codes of its subject and lines.

    ``covers`` names notices that are not sent beside it in the same command: it says it all. ``carries_text`` means
    that the text of the change's message goes along where the shop sends texts on that channel.
    """

    name: str
    audience: Audience
    subject: str
    lines: tuple[str, ...]
    covers: frozenset[str] = frozenset()
    carries_text: bool = False
    lane: int = NORMAL

    def messages(self, *, reference: str, shop: str, code: str | None) -> tuple[Message, tuple[Message, ...]]:
        """Subject and lines. Their only parameters are the reference, the shop's name and a code."""
        params: Mapping[str, str] = {"reference": reference, "shop": shop, "code": code or ""}
        return Message(self.subject, params), tuple(Message(line, params) for line in self.lines)


NOBODY: tuple[Notice, ...] = ()
"""For a change that sends no notice."""
#: Every notice by name.
notices: dict[str, Notice] = {}

GREETING = define("notice.greeting", "Hello,")
CLOSE = define("notice.close", "Kind regards, {shop}")
LINK = define("notice.link", "Open your request here:")
DESK_LINK = define("notice.desk_link", "Open it on the desk:")
KEEP_REFERENCE = define(
    "notice.keep",
    "Your reference is {reference}. Please keep it: with it and your surname you can check the status at any time.",
)
CODE = define(
    "notice.code", "Your security code is {code}. It works once, within 10 minutes. We never ask for it on the phone."
)
NOT_YOU = define(
    "notice.not_you", "Did you not ask for this? Then somebody mistyped an address, and you can ignore this message."
)
NO_REPLY = define("notice.no_reply", "Please answer on the page of your request, so that everything stays together.")


def to_customer(
    name: str, subject: str, line: str, *more: str, covers: tuple[str, ...] = (), carries_text: bool = False
) -> Notice:
    """Define a notice for the customer of a subject; ``more`` are codes of further lines."""
    return _defined(name, Audience.CUSTOMER, subject, line, more, covers=covers, carries_text=carries_text)


def to_contact(name: str, subject: str, line: str, *more: str, link: str = LINK) -> Notice:
    """Define a notice for one contact point, named by the change's field ``contact``: it goes out before all others.
    ``link`` is the code of what stands above the link."""
    return _defined(name, Audience.CONTACT, subject, line, more, link=link, lane=URGENT)


def to_staff(name: str, subject: str, line: str, *, covers: tuple[str, ...] = ()) -> Notice:
    """Define a notice for the staff recipient of a subject."""
    return _defined(name, Audience.STAFF, subject, line, (), covers=covers)


def _defined(
    name: str,
    audience: Audience,
    subject: str,
    line: str,
    more: tuple[str, ...],
    *,
    covers: tuple[str, ...] = (),
    carries_text: bool = False,
    lane: int = NORMAL,
    link: str = LINK,
) -> Notice:
    if name in notices:
        raise TypeError(f"two notices are called {name}")
    own = define(f"notice.{name}.text", line)
    lines = (own, DESK_LINK) if audience is Audience.STAFF else (GREETING, own, *more, CLOSE, link)
    notices[name] = Notice(
        name=name,
        audience=audience,
        subject=define(f"notice.{name}.subject", subject),
        lines=lines,
        covers=frozenset(covers),
        carries_text=carries_text,
        lane=lane,
    )
    return notices[name]
