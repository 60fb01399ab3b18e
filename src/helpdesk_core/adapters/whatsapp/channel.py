"""The channel: signed webhooks in, facts out. Files are fetched later, by a job."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import parse_qs

import attrs

from ...base.asked import Text
from ...base.contacts import Contact
from ...base.given import check_made
from ...errors import ConfigurationError, FieldError
from ...ports import DeliveryState, Inbound, InboundKind, InboundRequest, Media, Proved
from ..received import message_words, moment, phone, words
from .calls import GraphApi
from .failures import of_report
from .payload import SHAPES, Item, items
from .reading import HIDDEN_NUMBER, UNREADABLE, content_of

_STATES = {
    "delivered": DeliveryState.DELIVERED,
    "read": DeliveryState.READ,
    "played": DeliveryState.READ,
    "failed": DeliveryState.FAILED,
}
_CHALLENGE = re.compile(r"[0-9A-Za-z_-]{1,200}")
_DIGITS = re.compile(r"[0-9]{5,20}")


@attrs.frozen(kw_only=True)
class WhatsAppChannel:
    """Reads what customers write to one number of the shop's.

    Attributes:
        api: That number, and how its files are fetched.
        app_secret: Signs every webhook.
        verify_token: What the webhook's address is confirmed with once, made up by the shop.
        name: Its name in logs and ids.

    Raises:
        ConfigurationError: One of the two is empty: then anybody could write in anybody's name.
    """

    is_chat: ClassVar[bool] = True
    """People write to it from a number that its provider vouches for."""
    api: GraphApi
    app_secret: str = attrs.field(repr=False)
    verify_token: str = attrs.field(repr=False)
    name: Text = "whatsapp"

    def __attrs_post_init__(self) -> None:
        check_made(self)
        if not self.app_secret.strip() or not self.verify_token.strip():
            raise ConfigurationError("WhatsAppChannel needs the app secret and a verify token")

    def verify(self, request: InboundRequest) -> bool:
        """See `ports.channel.Channel.verify`."""
        wanted = "sha256=" + hmac.digest(self.app_secret.encode(), request.body, "sha256").hex()
        given = request.headers.get("x-hub-signature-256", "").encode("utf-8", "replace")
        return hmac.compare_digest(wanted.encode(), given)

    def challenge(self, request: InboundRequest) -> str | None:
        """What the provider wants to read when the webhook's address is entered there.

        Args:
            request: The GET request.

        Returns:
            Its own word, for who knows the token; None for everybody else.
        """
        try:
            asked = {name: values[0] for name, values in parse_qs(request.query, max_num_fields=20).items()}
        except ValueError:
            return None
        given = asked.get("hub.verify_token", "").encode("utf-8", "replace")
        knows = hmac.compare_digest(self.verify_token.encode(), given)
        word = asked.get("hub.challenge", "")
        return word if knows and asked.get("hub.mode") == "subscribe" and _CHALLENGE.fullmatch(word) else None

    def parts(self, request: InboundRequest) -> Sequence[bytes]:
        """A batch as payloads of one message or report each, so that each is kept, and read, by itself.

        Args:
            request: What came, verified.

        Returns:
            The payloads; the very body, where it is none that can be divided; nothing, where it tells nothing new.
        """
        try:
            return [one.alone for one in items(request.body) if not one.says_nothing]
        except SHAPES:
            return (request.body,)

    def read(self, request: InboundRequest) -> Sequence[Inbound]:
        """See `ports.channel.Channel.read`."""
        digest, unread = hashlib.sha256(request.body).hexdigest(), ""
        try:
            found = items(request.body)
        except SHAPES:
            found, unread = [], UNREADABLE
        facts = [self._fact(one, f"{digest}:{place}") for place, one in enumerate(found)]
        return facts or (Inbound(kind=InboundKind.OTHER, id=digest, problem=unread),)

    def fetch(self, media: Media, most: int) -> bytes | None:
        """The bytes of a file.

        Args:
            media: What a message named.
            most: How large it may be.

        Returns:
            The bytes; None for what is larger, or there no more.

        Raises:
            OSError: It cannot be fetched now.
        """
        return self.api.file(media.key, most)

    def _fact(self, item: Item, name: str) -> Inbound:
        try:
            if item.metadata["phone_number_id"] != self.api.number:
                return Inbound(kind=InboundKind.OTHER, id=name)
            return _report(item.one) if item.kind == "statuses" else _message(item)
        except (*SHAPES, FieldError):
            problem = "" if item.kind == "statuses" else UNREADABLE  # somebody may have written it
            return Inbound(kind=InboundKind.OTHER, id=name, problem=problem)  # it spoils none of the others


def _report(one: Mapping[str, Any]) -> Inbound:
    """What became of a message of ours. The key that we gave it comes back with it."""
    state, key = _STATES.get(one["status"]), one.get("biz_opaque_callback_data")
    return Inbound(
        kind=InboundKind.DELIVERY,
        id=f"{_id(one)}:{one['status']}",
        refers_to=_id(one),
        references=(key,) if isinstance(key, str) else (),
        proved=Proved.YES,
        state=state,
        problem=of_report(one) if state is DeliveryState.FAILED else "",
        sent_at=moment(one.get("timestamp")),
    )


def _message(item: Item) -> Inbound:
    one, content = item.one, content_of(item.one)
    sender = _sender(one.get("from"))
    own = "".join(filter(str.isdigit, str(item.metadata.get("display_phone_number", ""))))
    if own and sender is not None and sender.value == f"+{own}":
        return Inbound(kind=InboundKind.OTHER, id=_id(one))  # our own, coming back
    context = one.get("context")
    answered = context.get("id") if isinstance(context, dict) else None
    profile = item.contact.get("profile")
    name = profile.get("name") if isinstance(profile, dict) else None
    hidden = HIDDEN_NUMBER if sender is None and content.is_written else ""
    return Inbound(
        kind=InboundKind.MESSAGE if content.is_written else InboundKind.OTHER,
        id=_id(one),
        sender=sender,
        sender_name=words(name[:200]) if isinstance(name, str) else None,
        proved=Proved.YES,
        media=content.media,
        choice=content.choice,
        refers_to=answered if isinstance(answered, str) else None,
        problem=content.problem or hidden,
        sent_at=moment(one.get("timestamp")),
        **message_words(content.text),
    )


def _sender(number: Any) -> Contact | None:
    """The number; None where the account shows none, or one that nobody can dial."""
    if not isinstance(number, str) or not _DIGITS.fullmatch(number):
        return None
    return phone(number)


def _id(one: Mapping[str, Any]) -> str:
    id = one["id"]
    if not isinstance(id, str) or not id:
        raise ValueError("no id")
    return id
