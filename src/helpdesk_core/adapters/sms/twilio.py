"""Twilio: one call to send, and webhooks that it signs."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Sequence
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
    Media,
    Outgoing,
    Proved,
    Retry,
    Sent,
    Unavailable,
    Undeliverable,
    Unsure,
)
from ..received import message_words, phone
from ..web_calls import Answered, call, check_address, form
from .pictures import picture
from .reading import fields, nothing, pairs
from .sending import MEDIUM, SmsNotifier, is_sender

API = "https://api.twilio.com/2010-04-01"
_ACCOUNT = re.compile(r"AC[0-9a-f]{32}")
_TOKEN = re.compile(r"[!-~]+")
_SERVICE = re.compile(r"MG[0-9a-f]{32}")
_ID = re.compile(r"[A-Za-z0-9]{2,64}")
_STATES = {
    "delivered": DeliveryState.DELIVERED,
    "read": DeliveryState.READ,
    "undelivered": DeliveryState.FAILED,
    "failed": DeliveryState.FAILED,
    "canceled": DeliveryState.FAILED,
}
#: The sign-in, the sender or the account: nothing goes out until the shop has mended it.
_SHOP = {
    **dict.fromkeys((20003, 20404, 20005, 20006), "sms_token"),
    **dict.fromkeys((30002, 20008, 90010), "sms_account"),
    **dict.fromkeys((21212, 21603, 21606, 21659, 21660, 21703, 21705, 30032, 30034), "sms_sender"),
    **dict.fromkeys((20429, 14107, 21611, 30001, 30022, 63038), "sms_limit"),
}
#: This message waits, and others go.
_THIS = {21608: "sms_trial", 21408: "sms_region", 30007: "sms_filtered"}
#: The receiver's own: a number that is none, a landline, a telephone that takes no SMS.
_THEIRS = (21211, 21214, 21217, 21612, 21614, 30003, 30004, 30005, 30006)
_STOPPED = 21610
#: What stands for a file that may not be taken: else nobody would see that it came.
_SIGNS = {"video": "🎬", "audio": "🎵", "text": "👤"}


@attrs.frozen(kw_only=True)
class TwilioNotifier(SmsNotifier):
    """Sends by Twilio.

    Attributes:
        account: The account's SID, ``AC…``.
        token: Its auth token.
        sender: A number of the shop's, a name, or the SID of a messaging service, ``MG…``.
        reports: The address of the channel's webhook, where Twilio says what became of a message; without one nobody
            learns it.
        api: The address with its version.
        timeout: For how many seconds an answer is waited for.

    Raises:
        ConfigurationError: One of them cannot be right.
    """

    account: str
    token: str = attrs.field(repr=False)
    sender: str
    reports: str = ""
    api: str = API
    timeout: float = 20.0
    name: str = "twilio"

    def __attrs_post_init__(self) -> None:
        if not _ACCOUNT.fullmatch(self.account) or not _TOKEN.fullmatch(self.token):
            raise ConfigurationError("TwilioNotifier needs the account's SID, AC and 32 digits, and its auth token")
        if not is_sender(self.sender) and not _SERVICE.fullmatch(self.sender):
            raise ConfigurationError(
                "the sender of an SMS is a number with its country, a name of up to 11 letters, or MG and 32 digits"
            )
        check_address("TwilioNotifier", self.api)

    def hand_over(self, outgoing: Outgoing, text: str, place: int) -> Answered:
        """See `SmsNotifier.hand_over`."""
        sender = "MessagingServiceSid" if _SERVICE.fullmatch(self.sender) else "From"
        said = {"To": outgoing.contact.value, sender: self.sender, "Body": text}
        if self.reports:
            said["StatusCallback"] = f"{self.reports}?key={quote(outgoing.key, safe='')}"
        return call(form(f"{self._place()}/Messages.json", said, self._proof()), self.timeout)

    def answer_of(self, found: Answered) -> Answer:
        """See `SmsNotifier.answer_of`."""
        if found.status in (200, 201):
            id = found.content.get("sid")
            return Sent(id) if isinstance(id, str) and _ID.fullmatch(id) else Unsure("sms_unreadable")
        code = _code(found.content.get("code"))
        if code == _STOPPED:
            return Undeliverable("sms_stopped")
        if code in _THEIRS:
            return Undeliverable("sms_recipient")
        if code in _THIS:
            return Retry(_THIS[code])
        if code in _SHOP or found.status in (401, 403):
            return Unavailable(_SHOP.get(code, "sms_token"))
        if found.status == 402:
            return Unavailable("sms_credit")
        if found.status == 429 or found.status >= 500:
            return Unavailable("sms_limit" if found.status == 429 else "sms_down")
        return Retry(f"sms_refused_{code if code >= 0 else found.status}")

    def problems(self) -> Sequence[str]:
        """See `Helpdesk.notifier_problems`: whether the account takes the token. Nothing is sent."""
        try:
            found = call(form(f"{self._place()}.json", None, self._proof()), self.timeout)
        except OSError as error:
            return (f"Twilio was not reached: {type(error).__name__}",)
        if found.status != 200:
            return (f"Twilio refuses the account's SID or the auth token: {found.status}",)
        if found.content.get("status") not in (None, "active"):
            return ("the account at Twilio is not active",)
        return () if self.reports else ("Twilio is told no address for its reports: nobody learns what arrived",)

    def _place(self) -> str:
        return f"{self.api.rstrip('/')}/Accounts/{self.account}"

    def _proof(self) -> str:
        return "Basic " + base64.b64encode(f"{self.account}:{self.token}".encode()).decode()


@attrs.frozen(kw_only=True)
class TwilioChannel:
    """Reads what customers write to one number of the shop's at Twilio, and what became of messages.

    Attributes:
        token: The account's auth token, with which Twilio signs.
        address: The webhook's address as Twilio knows it, which is part of what is signed.
        own: The shop's numbers there.
        account: The account's SID, by which pictures of an MMS are fetched; an account may ask for it.
        api: The address with its version.
        name: Its name in logs and ids.

    Raises:
        ConfigurationError: The token is empty: then anybody could write in anybody's name. Or the address cannot be
            right.
    """

    is_chat: ClassVar[bool] = True
    """People write to it from a number that its provider names."""
    medium: ClassVar[str] = MEDIUM
    token: str = attrs.field(repr=False)
    address: str
    own: tuple[str, ...] = ()
    account: str = ""
    api: str = API
    name: str = "twilio"

    def __attrs_post_init__(self) -> None:
        if not self.token.strip():
            raise ConfigurationError("TwilioChannel needs the account's auth token")
        check_address("TwilioChannel", self.address)

    def verify(self, request: InboundRequest) -> bool:
        """See `ports.channel.Channel.verify`. The address and every field are signed (HMAC-SHA1, as Twilio has it)."""
        place = f"{self.address}?{request.query}" if request.query else self.address
        signed = place + "".join(f"{name}{value}" for name, value in sorted(set(pairs(request.body))))
        made = hmac.digest(self.token.encode(), signed.encode("utf-8", "replace"), "sha1")
        given = request.headers.get("x-twilio-signature", "").encode("utf-8", "replace")
        return hmac.compare_digest(base64.b64encode(made), given)

    def parts(self, request: InboundRequest) -> Sequence[bytes]:
        """A report with the key of our message, which stands in its address; a message as it is.

        Args:
            request: What came, verified.

        Returns:
            The body to keep; nothing, where it tells nothing new.
        """
        found = fields(request)
        if "MessageStatus" not in found:
            return (request.body,)
        if found["MessageStatus"] not in _STATES:
            return ()
        names = ("MessageSid", "MessageStatus", "ErrorCode", "key")
        return (urlencode([(name, found[name]) for name in names if name in found]).encode(),)

    def fetch(self, media: Media, most: int) -> bytes | None:
        """The bytes of a file of an MMS: from Twilio alone, and from where it sends us for them.

        Args:
            media: What a message named.
            most: How large it may be.

        Returns:
            The bytes; None for what is larger, or there no more.

        Raises:
            OSError: It cannot be fetched now.
        """
        return picture(media.key, self.api, (self.account, self.token), most)

    def read(self, request: InboundRequest) -> Sequence[Inbound]:
        """See `ports.channel.Channel.read`."""
        found = fields(request)
        id = found.get("MessageSid") or found.get("SmsSid") or ""
        if not _ID.fullmatch(id):
            return (nothing(request, "unreadable" if found.get("Body") else ""),)
        if "MessageStatus" in found:
            return (_report(id, found["MessageStatus"], found.get("key", ""), found.get("ErrorCode", "")),)
        if "Body" not in found or "From" not in found:
            return (nothing(request),)
        sender = phone(found["From"])
        if sender is not None and sender.value in self.own:
            return (Inbound(kind=InboundKind.OTHER, id=id),)  # our own, coming back
        many = found.get("NumMedia", "")
        media = [
            Media(key=found[f"MediaUrl{place}"], media_type=kind, name=_named(place, kind))
            for place in range(int(many) if many.isascii() and many.isdecimal() and len(many) < 3 else 0)
            if "/" in (kind := found.get(f"MediaContentType{place}", "")) and found.get(f"MediaUrl{place}")
        ]
        signs = [f"{_SIGNS[sort]} {one.name}" for one in media if (sort := one.media_type.partition("/")[0]) in _SIGNS]
        said = message_words("\n".join(part for part in (found["Body"], *signs) if part))
        return (Inbound(kind=InboundKind.MESSAGE, id=id, sender=sender, proved=Proved.YES, media=tuple(media), **said),)


def _named(place: int, kind: str) -> str:
    sort, _, ending = kind.partition("/")
    return f"mms-{place + 1}.{ending}" if sort in (*_SIGNS, "image") and ending.isalnum() else f"mms-{place + 1}"


def _report(id: str, status: str, key: str, error: str) -> Inbound:
    """What became of a message of ours. The key that we gave it comes back with it."""
    state = _STATES.get(status)
    return Inbound(
        kind=InboundKind.DELIVERY,
        id=f"{id}:{status}"[:200],
        refers_to=id,
        references=(key,) if key else (),
        proved=Proved.YES,
        state=state,
        problem=_why(_code(int(error) if error.isascii() and error.isdecimal() and len(error) < 9 else None))
        if state is DeliveryState.FAILED
        else "",
    )


def _why(code: int) -> str:
    if code == _STOPPED:
        return "sms_stopped"
    if code in _THEIRS:
        return "sms_recipient"
    return _SHOP.get(code) or _THIS.get(code) or "sms_failed"


def _code(said: object) -> int:
    return said if isinstance(said, int) and not isinstance(said, bool) and 0 <= said < 10**9 else -1
