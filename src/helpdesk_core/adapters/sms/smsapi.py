"""SMSAPI.pl: one call to send. Its callbacks carry no signature: a secret stands in their address."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
from collections.abc import Mapping, Sequence
from typing import ClassVar
from urllib.parse import quote, urlencode

import attrs

from ...errors import ConfigurationError
from ...ports import (
    Answer,
    DeliveryState,
    Inbound,
    InboundKind,
    InboundRequest,
    Outgoing,
    Proved,
    Retry,
    Sent,
    Unavailable,
    Undeliverable,
    Unsure,
)
from ..received import message_words, moment, phone
from ..web_calls import Answered, call, check_address, form
from .reading import fields, nothing
from .sending import MEDIUM, SmsNotifier, is_number, is_sender

API = "https://api.smsapi.pl"
LEAST_SECRET = 24
"""Letters of the secret: whoever guesses it writes in anybody's name."""
_TOKEN = re.compile(r"[!-~]+")
_SECRET = re.compile(rf"[A-Za-z0-9_-]{{{LEAST_SECRET},200}}")
_ID = re.compile(r"[A-Za-z0-9]{2,64}")
_DELIVERED, _SENT_ALREADY = "404", 53
_FAILED = {
    "401": "sms_failed",
    "402": "sms_expired",
    "405": "sms_recipient",
    "406": "sms_failed",
    "407": "sms_recipient",
    "412": "sms_failed",
}
"""Reports after which nothing follows; all other ones say that it is on its way."""
#: The sign-in, the sender or the account: nothing goes out until the shop has mended it.
_SHOP = {
    **dict.fromkeys((101, 102, 105, 110, 600, 1000, 1001), "sms_token"),
    103: "sms_credit",
    14: "sms_sender",
    94: "sms_links",
    **dict.fromkeys((202, 203), "sms_limit"),
    **dict.fromkeys((200, 201, 999), "sms_down"),
}
_THIS = {52: "sms_pair_limit"}
_THEIRS = (13,)
_MOST_AT_ONCE = 100


@attrs.frozen(kw_only=True)
class SmsapiNotifier(SmsNotifier):
    """Sends by SMSAPI.pl. It sends what has one key once within a day.

    Attributes:
        token: An OAuth token of the panel's that may send.
        sender: A sender name that SMSAPI has verified, or a number; empty for its own.
        reports: The address of the channel's callback, where SMSAPI says what became of a message.
        api: The address.
        timeout: For how many seconds an answer is waited for.

    Raises:
        ConfigurationError: One of them cannot be right.
    """

    token: str = attrs.field(repr=False)
    sender: str = ""
    reports: str = attrs.field(default="", repr=False)
    api: str = API
    timeout: float = 20.0
    name: str = "smsapi"

    def __attrs_post_init__(self) -> None:
        if not _TOKEN.fullmatch(self.token):
            raise ConfigurationError("SmsapiNotifier needs a token, without blanks or line ends")
        if self.sender and not is_sender(self.sender):
            raise ConfigurationError("the sender of an SMS is a number with its country, or a name of up to 11 letters")
        check_address("SmsapiNotifier", self.api)

    def hand_over(self, outgoing: Outgoing, text: str, place: int) -> Answered:
        """See `SmsNotifier.hand_over`."""
        said = {
            "to": outgoing.contact.value.removeprefix("+"),
            "message": text,
            "format": "json",
            "encoding": "utf-8",
            "max_parts": "10",
            "idx": f"{outgoing.key}x{place}",
            "check_idx": "1",
        }
        said |= (
            {"from": self.sender.removeprefix("+") if is_number(self.sender) else self.sender} if self.sender else {}
        )
        said |= {"notify_url": self.reports} if self.reports else {}
        return call(form(f"{self.api.rstrip('/')}/sms.do", said, f"Bearer {self.token}"), self.timeout)

    def answer_of(self, found: Answered) -> Answer:
        """See `SmsNotifier.answer_of`."""
        said = str(found.content.get("error"))
        code = int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else -1
        if code < 0 and found.status == 200:
            return _taken(found.content)
        if code == _SENT_ALREADY:
            return Sent()
        if code in _THEIRS:
            return Undeliverable("sms_recipient")
        if code in _THIS:
            return Retry(_THIS[code])
        if code in _SHOP or found.status in (401, 403):
            return Unavailable(_SHOP.get(code, "sms_token"))
        if found.status == 429 or found.status >= 500:
            return Unavailable("sms_limit" if found.status == 429 else "sms_down")
        return Retry(f"sms_refused_{code if code >= 0 else found.status}")

    def problems(self) -> Sequence[str]:
        """See `Helpdesk.notifier_problems`: whether the token is taken, and whether anything is left to pay with.
        Nothing is sent."""
        try:
            found = call(form(f"{self.api.rstrip('/')}/profile", None, f"Bearer {self.token}"), self.timeout)
        except OSError as error:
            return (f"SMSAPI was not reached: {type(error).__name__}",)
        if found.status != 200:
            return (f"SMSAPI refuses the token: {found.status}",)
        points = found.content.get("points")
        if isinstance(points, int | float) and points <= 0 and found.content.get("payment_type") != "postpaid":
            return ("the account at SMSAPI has no points left",)
        return () if self.reports else ("SMSAPI is told no address for its reports: nobody learns what arrived",)


def _taken(content: Mapping[str, object]) -> Answer:
    rows = content.get("list")
    first = rows[0] if isinstance(rows, list) and rows else None
    id = first.get("id") if isinstance(first, dict) else None
    return Sent(id) if isinstance(id, str) and _ID.fullmatch(id) else Unsure("sms_unreadable")


def _networks(given: Sequence[str]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    try:
        return tuple(ipaddress.ip_network(one) for one in given)
    except ValueError:
        raise ConfigurationError("SmsapiChannel: networks are such as 198.51.100.0/24") from None


@attrs.frozen(kw_only=True)
class SmsapiChannel:
    """Reads what SMSAPI calls back with: messages of customers, and what became of ours.

    Attributes:
        secret: The last part of the callbacks' address, made up by the shop.
        networks: From where callbacks come, if the shop wants that looked at too.
        own: The shop's numbers there.
        name: Its name in logs and ids.

    Raises:
        ConfigurationError: The secret is short: then anybody could write in anybody's name.
    """

    is_chat: ClassVar[bool] = True
    """People write to it from a number that its provider names."""
    medium: ClassVar[str] = MEDIUM
    takes_get: ClassVar[bool] = True
    """Reports come as addresses that are asked for."""
    answers: ClassVar[str] = "OK"
    """What it wants to read; else it calls again."""
    secret: str = attrs.field(repr=False)
    networks: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    name: str = "smsapi"
    _networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = attrs.field(
        init=False, repr=False, default=attrs.Factory(lambda self: _networks(self.networks), takes_self=True)
    )

    def __attrs_post_init__(self) -> None:
        if not _SECRET.fullmatch(self.secret):
            raise ConfigurationError(
                f"SmsapiChannel needs a secret of {LEAST_SECRET} letters and digits or more for the address"
            )

    def verify(self, request: InboundRequest) -> bool:
        """See `ports.channel.Channel.verify`. The secret is the end of the address; nothing signs the content."""
        given = request.path.rpartition("/")[2].encode("utf-8", "replace")
        knows = hmac.compare_digest(self.secret.encode(), given)
        return knows and (not self._networks or self._is_theirs(request.client))

    def parts(self, request: InboundRequest) -> Sequence[bytes]:
        """Several reports come in one call, each value a list with commas.

        Args:
            request: What came, verified.

        Returns:
            A form for each; nothing for what is only on its way.
        """
        found = fields(request)
        if "sms_text" in found or "MsgId" not in found:
            return (request.body or request.query.encode(),)
        told = ("MsgId", "status", "idx", "donedate")
        lists = {name: found.get(name, "").split(",")[:_MOST_AT_ONCE] for name in told}
        rows = [
            {name: values[place] for name, values in lists.items() if place < len(values)}
            for place in range(len(lists["MsgId"]))
        ]
        news = [one for one in rows if one.get("status") == _DELIVERED or one.get("status") in _FAILED]
        return [urlencode(one).encode() for one in news]

    def read(self, request: InboundRequest) -> Sequence[Inbound]:
        """See `ports.channel.Channel.read`."""
        found = fields(request)
        if "sms_text" in found and "sms_from" in found:
            return (self._message(found),)
        id, status = found.get("MsgId", ""), found.get("status", "")
        if not _ID.fullmatch(id) or not status:
            return (nothing(request, "unreadable" if found.get("sms_text") else ""),)
        key, state = found.get("idx", "").rpartition("x")[0], None
        state = DeliveryState.DELIVERED if status == _DELIVERED else state
        state = DeliveryState.FAILED if status in _FAILED else state
        return (
            Inbound(
                kind=InboundKind.DELIVERY,
                id=f"{id}:{status}"[:200],
                refers_to=id,
                references=(key,) if key else (),
                proved=Proved.YES,
                state=state,
                problem=_FAILED.get(status, ""),
                sent_at=moment(found.get("donedate", "")),
            ),
        )

    def _message(self, found: Mapping[str, str]) -> Inbound:
        """What somebody wrote. SMSAPI names the message of ours that it answers, and has no id for it itself: it is
        known by all that it says, the second included."""
        said = "\n".join(quote(found.get(name, "")) for name in ("sms_from", "sms_to", "sms_date", "MsgId", "sms_text"))
        id = hashlib.sha256(said.encode()).hexdigest()
        sender = phone(found["sms_from"])
        if sender is not None and sender.value.removeprefix("+") in {one.removeprefix("+") for one in self.own}:
            return Inbound(kind=InboundKind.OTHER, id=id)
        return Inbound(
            kind=InboundKind.MESSAGE,
            id=id,
            sender=sender,
            proved=Proved.YES,
            refers_to=found.get("MsgId") or None,
            sent_at=moment(found.get("sms_date", "")),
            **message_words(found["sms_text"]),
        )

    def _is_theirs(self, client: str) -> bool:
        try:
            address = ipaddress.ip_address(client)
        except ValueError:
            return False
        return any(address in one for one in self._networks)
