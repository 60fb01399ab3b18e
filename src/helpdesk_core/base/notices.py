"""Notices: the fixed messages that a change sends. One says who has news and where, never what is wrong with what.

A change names its notices beside its class; their words are message codes, rendered in the receiver's language when
they are sent. They have no field for free text.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Any

import attrs

from .keyring import CODE_LIFETIME
from .messages import Message, define


class Audience(StrEnum):
    """Whom a notice is for: resolved to a contact when it is sent."""

    CUSTOMER = "customer"
    STAFF = "staff"
    CONTACT = "contact"
    """One contact point, confirmed or not: the only thing it ever gets is a code or the link."""
    JOINED = "joined"
    """Everybody who has joined a subject that is shared with them (`subjects.declare_joining`), each by themselves."""


#: Lanes of the outbox: a lower one goes first, so that a code never waits for a thumbnail.
URGENT, NORMAL, BACKGROUND = 0, 1, 2


@attrs.frozen(kw_only=True)
class Said:
    """What a notice says about one subject: messages of its subject, lines, link and closing."""

    subject: Message
    lines: tuple[Message, ...]
    link: Message
    closing: tuple[Message, ...]


@attrs.frozen(kw_only=True)
class Notice:
    """One fixed message: its name, whom it is for, and the codes of its subject, its lines, the words of its link and
    what stands below that.

    ``covers`` names notices that are not sent beside it in the same command: it says it all. ``carries_text`` means
    that the text of the change's message goes along where the shop sends texts on that channel.
    """

    name: str
    audience: Audience
    subject: str
    lines: tuple[str, ...]
    link: str
    closing: tuple[str, ...] = ()
    covers: frozenset[str] = frozenset()
    carries_text: bool = False
    lane: int = NORMAL
    for_one: bool = False
    """Whether a notice for staff is for the assignee alone: the team is not told in their place."""
    named: bool = False
    """Whether a notice for staff is for the colleague whom its change names, in the field ``colleague``."""
    encloses: str = ""
    """The change's field with the id of a record of which the message brings a copy (see `jobs.enclosed`): only what
    the law wants people to keep."""
    page: str = ""
    """The page of the room that it is about, as `HostLinks.part` names it; empty for the room."""
    always: bool = False
    """Whether no shop can switch it off: its code or link is the only way in of who gets it."""
    is_farewell: bool = False
    """Whether it is for a contact that lets nobody in any more: it has no link."""
    is_code: bool = False
    """Whether it is there for its code alone: it is not sent where that can be used no more."""
    is_chat: bool = False
    """Whether it is an automatic answer in a chat."""
    is_receipt: bool = False
    """Whether it says again what its reader was there for: where nobody can be reached, nobody has to call them."""

    def messages(
        self, *, reference: str, shop: str, code: str | None, takes_answers: bool = False, is_short: bool = False
    ) -> Said:
        """What it says. The only parameters are the reference, the shop's name and a code with the minutes it works;
        without one the line that says it is replaced by how to get another. Where answers are read it says so. With
        ``is_short`` it says only what nothing else says: each part of it is paid for."""
        minutes = CODE_LIFETIME // timedelta(minutes=1)
        params = {"reference": reference, "shop": shop, "code": code or "", "minutes": minutes}
        other = ({CODE: NO_CODE} if code is None else {}) | ({NO_REPLY: ANSWER} if takes_answers else {})
        lines = tuple(other.get(line, line) for line in self.lines)
        if is_short:
            lines = tuple(line for line in lines if line not in _SAID_ANYWAY)
        return Said(
            subject=Message(self.subject, params),
            lines=tuple(Message(line, params) for line in lines),
            link=Message(self.link, params),
            closing=() if is_short else tuple(Message(line, params) for line in self.closing),
        )

    @property
    def carries_code(self) -> bool:
        """Whether it says a code: such a message is sent once, whatever happens."""
        return CODE in self.lines


NOBODY: tuple[()] = ()
"""For a change that sends no notice."""
#: Every notice by name.
notices: dict[str, Notice] = {}

GREETING = define("notice.greeting", "Hello,")
CLOSE = define("notice.close", "Kind regards\n{shop}")
LINK = define("notice.link", "Open your request")
DESK_LINK = define("notice.desk_link", "Open it in the staff desk")
KEEP_REFERENCE = define(
    "notice.keep",
    "Your reference is {reference}. Please keep it. With your reference and surname you "
    "can check the status at any time.",
)
CODE = define(
    "notice.code",
    "Your security code is {code}. You can use it once, within {minutes} minutes. We "
    "will never ask you for it by phone.",
)
NO_CODE = define(
    "notice.no_code",
    "Your security code may have come with an earlier message. If you have none, or it does not work any more, ask "
    "for a new one on the page of your request.",
)
NOT_YOU = define(
    "notice.not_you",
    "If you did not ask for this, someone probably mistyped their address. You can ignore this message.",
)
NO_REPLY = define("notice.no_reply", "Please reply on your request page, so that everything stays in one place.")
ANSWER = define("notice.answer", "You can answer this mail, or write on the page of your request.")
"""In its place, where answers are read."""
_SAID_ANYWAY = frozenset({GREETING, KEEP_REFERENCE, NOT_YOU, NO_REPLY, ANSWER})
"""What a short message leaves out."""


def to_customer(
    name: str,
    subject: str,
    line: str,
    *more: str,
    covers: tuple[str, ...] = (),
    carries_text: bool = False,
    encloses: str = "",
    page: str = "",
    link: str = LINK,
    always: bool = False,
    is_receipt: bool = False,
) -> Notice:
    """Define a notice for the customer of a subject; ``more`` are codes of further lines, ``link`` that of the words of
    the link, which leads to a ``page`` of the room where there is one."""
    how: dict[str, Any] = {"covers": covers, "carries_text": carries_text, "encloses": encloses}
    how |= {"page": page, "link": link}
    return _defined(name, Audience.CUSTOMER, subject, line, more, always=always, is_receipt=is_receipt, **how)


def to_contact(
    name: str,
    subject: str,
    line: str,
    *more: str,
    link: str = LINK,
    encloses: str = "",
    is_code: bool = False,
    is_farewell: bool = False,
    is_news: bool = False,
) -> Notice:
    """Define a notice for one contact point, named by the change's field ``contact``: it goes out before all others.
    ``link`` is the code of the link's words; with ``is_farewell`` it has none, and goes to a contact that was ended.
    With ``is_news`` nobody needs it to come in: it waits its turn, and a shop can switch it off. With ``is_code`` it is
    there for its code alone."""
    lane = NORMAL if is_news else URGENT
    how: dict[str, Any] = {"link": link, "lane": lane, "always": not is_news, "is_farewell": is_farewell}
    how |= {"encloses": encloses, "is_code": is_code}
    return _defined(name, Audience.CONTACT, subject, line, more, **how)


def to_joined(name: str, subject: str, line: str, *more: str, carries_text: bool = False) -> Notice:
    """Define a notice for everybody who has joined a subject of somebody else: a message for each of them, to the
    account that is theirs now, as long as they belong there. It stands beside the customer's own."""
    how: dict[str, Any] = {"carries_text": carries_text, "is_receipt": True}
    return _defined(name, Audience.JOINED, subject, line, more, **how)


def to_staff(name: str, subject: str, line: str, *, covers: tuple[str, ...] = ()) -> Notice:
    """Define a notice for the staff recipient of a subject."""
    return _defined(name, Audience.STAFF, subject, line, (), covers=covers)


def by_chat(name: str, subject: str) -> Notice:
    """Define an automatic answer in a chat, for the contact that wrote there. Its ``subject`` says so; its words
    are made when it is sent (`jobs.spoken`), at once or not at all."""
    code = define(f"notice.{name}.subject", subject)
    return _kept(
        Notice(
            name=name,
            audience=Audience.CONTACT,
            subject=code,
            lines=(),
            link=LINK,
            lane=URGENT,
            is_receipt=True,
            is_chat=True,
        )
    )


def to_assignee(name: str, subject: str, line: str) -> Notice:
    """Define a notice for the member of staff whose subject it is, and for nobody else."""
    return _defined(name, Audience.STAFF, subject, line, (), for_one=True)


def to_colleague(name: str, subject: str, line: str) -> Notice:
    """Define a notice for the member of staff whom the change's field ``colleague`` names, and for nobody else."""
    return _defined(name, Audience.STAFF, subject, line, (), for_one=True, named=True)


def _defined(
    name: str,
    audience: Audience,
    subject: str,
    line: str,
    more: tuple[str, ...],
    *,
    link: str = LINK,
    covers: tuple[str, ...] = (),
    **how: Any,
) -> Notice:
    own = define(f"notice.{name}.text", line)
    is_staff = audience is Audience.STAFF
    made = Notice(
        name=name,
        audience=audience,
        subject=define(f"notice.{name}.subject", subject),
        lines=(own,) if is_staff else (GREETING, own, *more),
        link=DESK_LINK if is_staff else link,
        closing=() if is_staff else (CLOSE,),
        covers=frozenset(covers),
        **how,
    )
    return _kept(made)


def _kept(made: Notice) -> Notice:
    if made.name in notices:
        raise TypeError(f"two notices are called {made.name}")
    notices[made.name] = made
    return made
