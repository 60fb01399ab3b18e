"""Webhooks of any other system, both ways, signed as Standard Webhooks has it (https://www.standardwebhooks.com)."""

from __future__ import annotations

import hashlib
import http.client
import json
import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import attrs

from ..base.contacts import Contact
from ..base.given import check_given
from ..errors import ConfigurationError, FieldError
from ..ports import Answer, Inbound, InboundKind, InboundRequest, Proved, Retry, Sent, Undeliverable
from .public_calls import PrivateAddress, addresses, pause, post
from .received import message_words, words
from .standard_webhooks import LEAST_KEY, is_signed, key_of, signature

_log = logging.getLogger("helpdesk_core.webhooks")
_GONE, _TOO_MANY = 410, 429
_LONGEST_LINE, _LONGEST_ID = 1_000, 200
_UNREADABLE = "unreadable"
_RIGHT = f"one or more of whsec_… or base64 of {LEAST_KEY} bytes or more"


def _checked_secrets(owner: str, secrets: object) -> None:
    several = isinstance(secrets, Sequence) and not isinstance(secrets, str | bytes) and len(secrets) > 0
    fits = several and all(len(key_of(one)) >= LEAST_KEY for one in secrets)  # type: ignore[attr-defined]
    check_given(owner, secrets=(fits, _RIGHT, secrets))


@attrs.frozen(kw_only=True)
class SignedWebhook:
    """Tells one address of another system what changed.

    Attributes:
        url: The address, https.
        secrets: What signs, newest first: with several the receiver can change from one to the next.
        actions: The changes that are told, by their names, as they stand in a request's history; ``*`` for all.
        with_texts: Whether messages between customer and shop go along; internal notes never do.
        private: Whether it may be in a private network, or without TLS.
        timeout: For how many seconds each step is waited for.
        clock: Seconds since 1970.
        name: Its name in logs and jobs.

    Raises:
        ConfigurationError: One of them cannot be right.
    """

    url: str
    secrets: Sequence[str] = attrs.field(repr=False)
    actions: Collection[str]
    with_texts: bool = False
    private: bool = False
    timeout: float = 10.0
    clock: Callable[[], float] = time.time
    name: str = "webhook"

    def __attrs_post_init__(self) -> None:
        _checked_secrets("SignedWebhook", self.secrets)
        try:
            place = urlsplit(self.url)
            known = bool(place.hostname) and place.port != 0 and self.url.isascii() and not place.username
        except ValueError:
            known = False
        if not known or place.scheme not in (("http", "https") if self.private else ("https",)):
            raise ConfigurationError("SignedWebhook: url begins with https://, and no password stands in it")
        if isinstance(self.actions, str) or not self.actions:
            raise ConfigurationError("SignedWebhook: actions are the names of changes, or *")

    def tell(self, id: str, event: Mapping[str, Any]) -> Answer:
        """See `ports.webhook.Webhook.tell`. No redirect is followed."""
        body = json.dumps(event, ensure_ascii=False, sort_keys=True).encode()
        moment = str(int(self.clock()))
        signed = " ".join(signature(one, id, moment, body) for one in self.secrets)
        headers = {
            "content-type": "application/json",
            "user-agent": "helpdesk-core",
            "webhook-id": id,
            "webhook-timestamp": moment,
            "webhook-signature": signed,
        }
        try:
            return self._answer(*post(self.url, body, headers, timeout=self.timeout, private=self.private))
        except PrivateAddress:
            return Retry("webhook_private")
        except (OSError, http.client.HTTPException) as error:
            _log.warning("webhook %s was not told: %s", self.name, type(error).__name__)
            return Retry("webhook_not_reached")

    def problems(self) -> Sequence[str]:
        """What is wrong with the address, without telling it anything: that nothing is found under its name, or that
        it is in a private network."""
        try:
            addresses(self.url, private=self.private)
        except PrivateAddress:
            return (f"{self.name}: its address is in a private network",)
        except OSError:
            return (f"{self.name}: nothing is found under its name",)
        return ()

    def _answer(self, status: int, later: str) -> Answer:
        if 200 <= status < 300:
            return Sent()
        if status == _GONE:
            return Undeliverable("webhook_gone")
        return Retry("webhook_limit" if status == _TOO_MANY else f"webhook_{status}", pause(later))


@attrs.frozen(kw_only=True)
class WebhookChannel:
    """Takes what another system says: JSON with ``from`` (an address or a number), ``text``, and if it likes ``id``,
    ``name``, ``subject``, ``sent_at`` and ``reply_to``, the address for answers of a message of ours.

    Attributes:
        secrets: What signs, newest first.
        is_chat: Whether the other system vouches for the numbers that people write from, as WhatsApp does. Else each is
            a contact that nobody has confirmed, as the sender of a mail.
        name: Its name in logs, ids and the address.

    Raises:
        ConfigurationError: A secret is short: then anybody could write in anybody's name.
    """

    secrets: Sequence[str] = attrs.field(repr=False)
    is_chat: bool = False
    name: str = "webhook"

    def __attrs_post_init__(self) -> None:
        _checked_secrets("WebhookChannel", self.secrets)

    def verify(self, request: InboundRequest) -> bool:
        """See `ports.channel.Channel.verify`."""
        return is_signed(request, self.secrets)

    def read(self, request: InboundRequest) -> Sequence[Inbound]:
        """See `ports.channel.Channel.read`."""
        digest = hashlib.sha256(request.body).hexdigest()
        try:
            return (self._message(json.loads(request.body), digest),)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError, FieldError):
            return (Inbound(kind=InboundKind.OTHER, id=digest, problem=_UNREADABLE),)

    def _message(self, said: Mapping[str, Any], digest: str) -> Inbound:
        if said.get("type", "message") != "message":
            return Inbound(kind=InboundKind.OTHER, id=digest)
        sender, text = _sender(said), said["text"]
        if not isinstance(text, str):
            raise TypeError("no text")
        answered = _line(said, "reply_to")
        return Inbound(
            kind=InboundKind.MESSAGE,
            id=_line(said, "id")[:_LONGEST_ID] or digest,
            sender=sender,
            sender_name=words(_line(said, "name")[:200]),
            proved=Proved.YES if self.is_chat else Proved.UNKNOWN,
            receivers=(answered,) if answered else (),
            subject=words(_line(said, "subject")),
            sent_at=_moment(said.get("sent_at")),
            **message_words(text),
        )


def _line(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str):
        raise TypeError(name)
    return value.strip()[:_LONGEST_LINE].encode("utf-8", "replace").decode()


def _sender(said: Mapping[str, Any]) -> Contact | None:
    """None for what is no address: then a person reads what was said, and looks who said it."""
    try:
        return Contact.parse(_line(said, "from"))
    except (TypeError, FieldError):
        return None


def _moment(said: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(said) if isinstance(said, str) and len(said) < 40 else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


__all__ = ["SignedWebhook", "WebhookChannel"]
