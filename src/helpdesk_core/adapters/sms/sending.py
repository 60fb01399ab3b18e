"""What both providers' notifiers share: what is said, in how many messages, and how far it came."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from http.client import HTTPException
from typing import ClassVar

import attrs

from ...base.contacts import Contact, ContactKind
from ...ports import Answer, Outgoing, Sent, Unavailable, Undeliverable, Unsure
from ..web_calls import NOT_REACHED, Answered
from .lengths import sms_length

_log = logging.getLogger("helpdesk_core.sms")
MEDIUM = "sms"
"""What both providers' channels and notifiers are: a STOP to one holds for the other."""
CHANNELS = ("", "smsapi", "twilio")
"""Channels by which their people are reached by SMS; the empty one is that of who never wrote."""
MOST_PARTS = 10
"""Parts that one message may be divided into: longer ones become several messages."""
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2060": None})
#: A number with its country, or a name of up to eleven characters.
_NUMBER = re.compile(r"\+?[0-9]{3,15}")
_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 .&_-]{1,11}")


def is_number(sender: str) -> bool:
    """Whether a sender is a number, which people can answer.

    Args:
        sender: A number or a name.

    Returns:
        False for a name.
    """
    return _NUMBER.fullmatch(sender) is not None


def is_sender(sender: str) -> bool:
    """Whether a message may be sent by that sender: a number, or a name of up to eleven letters."""
    return is_number(sender) or _NAME.fullmatch(sender) is not None


@attrs.frozen(kw_only=True)
class SmsNotifier:
    """Sends by SMS to every number whose holder does not write by another channel. A provider's own class hands over
    one message.

    Attributes:
        most_parts: How many parts one message to a customer may take: of a longer one the text of a reply is left out,
            which stands behind the link.
        name: Its name in logs.
    """

    medium: ClassVar[str] = MEDIUM
    is_short: ClassVar[bool] = True
    """Every part is paid for: greeting, closing and address are left out."""
    most_parts: int = 40
    name: str = MEDIUM

    def accepts(self, contact: Contact) -> bool:
        """See `ports.notifier.Notifier.accepts`."""
        return contact.kind is ContactKind.PHONE and contact.channel in CHANNELS

    def send(self, outgoing: Outgoing) -> Answer:
        """See `ports.notifier.Notifier.send`. The desk's key goes along where no person sees it, and comes back with
        every report."""
        if not self.accepts(outgoing.contact):
            return Undeliverable("address_not_supported")
        taken: list[str] = []
        for place, text in enumerate(self._texts(outgoing)):
            try:
                found = self.hand_over(outgoing, text, place)
            except NOT_REACHED:
                return Unsure("line_broke") if taken else Unavailable("sms_not_reached")
            except (OSError, HTTPException) as error:
                _log.warning("the line to %s broke within a message: %s", self.name, type(error).__name__)
                return Unsure("line_broke")
            answer = self.answer_of(found)
            if not isinstance(answer, Sent):
                _log.warning("%s refused a message: %s", self.name, answer.reason)
                return Unsure("line_broke") if taken and not isinstance(answer, Undeliverable) else answer
            taken.append(answer.provider_id)
        return Sent(" ".join(filter(None, taken)))

    def hand_over(self, outgoing: Outgoing, text: str, place: int) -> Answered:
        """Give the provider one message.

        Args:
            outgoing: What it belongs to.
            text: Its text.
            place: Which of several it is, from 0.

        Returns:
            The answer, a refusal too.

        Raises:
            URLError: Nobody was reached.
            OSError: The line broke before the answer: the message may have been taken. `HTTPException` means the same.
        """
        raise NotImplementedError

    def answer_of(self, found: Answered) -> Answer:
        """What the provider's answer means.

        Args:
            found: What `hand_over` returned.

        Returns:
            The answer of a notifier, with a code in which nothing of the message stands.
        """
        raise NotImplementedError

    def _texts(self, outgoing: Outgoing) -> Sequence[str]:
        texts = list(divided(text_of(outgoing)))
        parts = sum(sms_length(one).parts for one in texts)
        if outgoing.reply is None or outgoing.link is None or parts <= self.most_parts:
            return texts
        return list(divided(text_of(attrs.evolve(outgoing, reply=None))))


def text_of(outgoing: Outgoing) -> str:
    """What is sent of a message, as one text.

    Args:
        outgoing: The message.

    Returns:
        As `sms_text` has it.
    """
    offered = (f"{place}. {one.words}" for place, one in enumerate(outgoing.choices, 1))
    said = (*outgoing.lines, str(outgoing.reply or ""), *offered)
    return sms_text(outgoing.shop, outgoing.subject, said, outgoing.link or "")


def sms_text(shop: str, subject: str, lines: Iterable[str], link: str) -> str:
    """The text of an SMS.

    Args:
        shop: Who writes; empty where nobody has to say it.
        subject: What it is about.
        lines: What is said.
        link: Where it goes on, if it does.

    Returns:
        All of it, a line each, with plain spaces: GSM's alphabet has no other, and one that keeps "30 November" in a
        line would make every part cost twice.
    """
    head = " ".join(subject.split())
    parts = (f"{shop}: {head}" if shop else head, *lines, link)
    return "\n".join(part for part in parts if part.strip()).translate(_PLAIN)


def divided(text: str) -> Iterator[str]:
    """A text as messages of as many parts as one may have, cut between lines or words if there are any.

    Args:
        text: The text.

    Yields:
        The messages, none of them blank.
    """
    left = text
    while left.strip():
        most = _longest(left)
        if most < len(left):
            cut = max(left.rfind("\n", 1, most), -1)
            cut = cut if cut > 0 else max(left.rfind(" ", 1, most), -1)
            most = cut if cut > 0 else most
        if left[:most].strip():
            yield left[:most].rstrip("\n")
        left = left[most:].lstrip("\n")


def _longest(text: str) -> int:
    """How many of its first characters fit into one message."""
    low, high = 1, min(len(text), 1_530)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sms_length(text[:middle]).parts <= MOST_PARTS else (low, middle - 1)
    return low
