"""Mail that a provider takes in and sends on over the web: the whole mail in what each wraps it in.

Each says who sent it in its own way. Postmark's password and Mailgun's signature do not cover the mail: whoever learns
one can send anything, as whoever knows a mailbox's address can. Nothing follows from a mail alone, so that this proves
as little as it must.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote_to_bytes

import attrs

from ...base.given import text
from ...errors import ConfigurationError
from ...ports import Inbound, InboundKind, InboundRequest
from ..standard_webhooks import LEAST_KEY, is_fresh, is_signed, key_of
from .channel import MailChannel
from .headers import first, param
from .parts import TooMuch, between, part_head

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import rsa

NO_MAIL = "no_mail"
"""The problem of what a provider brought without a mail in it."""
SUBSCRIPTION = "subscription"
"""That of what asks to confirm that mail is brought here."""
_MOST_FIELDS, _LONGEST_FIELD = 200, 300
_SIGNED = ("timestamp", "token", "signature")
_MOST_SNS = 1_000_000
"""More than Amazon puts into one notification: nothing larger is parsed before it is verified."""


@attrs.frozen(kw_only=True)
class WebhookMail(MailChannel):
    """The base: the mail in a request, and its facts. A provider's own class says how it is signed and wrapped."""

    is_own_way: ClassVar[bool] = False

    def read(self, request: InboundRequest) -> Sequence[Inbound]:
        """See `ports.channel.Channel.read`."""
        try:
            raw = self.raw(request)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, binascii.Error):
            raw = b""
        if not raw:
            id = hashlib.sha256(request.body).hexdigest()
            return (Inbound(kind=InboundKind.OTHER, id=id, problem=NO_MAIL),)  # a person looks what it is
        return (self.fact(raw),)

    def raw(self, request: InboundRequest) -> bytes:
        """The mail in a request.

        Args:
            request: What came, verified.

        Returns:
            The mail's bytes.

        Raises:
            ValueError: There is none in it; LookupError, TypeError and AttributeError mean the same.
        """
        raise NotImplementedError


@attrs.frozen(kw_only=True)
class PostmarkMail(WebhookMail):
    """Postmark's inbound webhook, with "Include raw email content in JSON payload".

    Attributes:
        password: Of the webhook's address: ``https://anything:password@shop.example/inbound/postmark``.
    """

    password: str = attrs.field(repr=False)
    name: str = "postmark"

    def _secrets(self) -> dict[str, tuple[bool, str, object]]:
        return {"password": text(self.password)}

    def verify(self, request: InboundRequest) -> bool:
        """See `ports.channel.Channel.verify`."""
        given = request.headers.get("authorization", "")
        try:
            found = base64.b64decode(given.removeprefix("Basic ").encode(), validate=True).partition(b":")[2]
        except (binascii.Error, ValueError):
            return False
        return bool(request.body) and hmac.compare_digest(found, self.password.encode())

    def raw(self, request: InboundRequest) -> bytes:
        """See `WebhookMail.raw`."""
        raw = json.loads(request.body)["RawEmail"]
        return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""


@attrs.frozen(kw_only=True)
class MailgunMail(WebhookMail):
    """A route of Mailgun's that forwards to an address which ends in ``mime``.

    Attributes:
        key: The webhook signing key.
    """

    key: str = attrs.field(repr=False)
    name: str = "mailgun-mime"

    def _secrets(self) -> dict[str, tuple[bool, str, object]]:
        return {"key": text(self.key)}

    def verify(self, request: InboundRequest) -> bool:
        """See `ports.channel.Channel.verify`."""
        try:
            moment, token, given = (_field(request, name)[:_LONGEST_FIELD] for name in _SIGNED)
        except TooMuch:
            return False
        wanted = hmac.new(self.key.encode(), moment + token, hashlib.sha256).hexdigest().encode()
        signed = bool(token) and hmac.compare_digest(wanted, given)
        return signed and is_fresh(moment.decode("ascii", "replace"), request)

    def raw(self, request: InboundRequest) -> bytes:
        """See `WebhookMail.raw`."""
        return _field(request, "body-mime")


@attrs.frozen(kw_only=True)
class SignedMail(WebhookMail):
    """A raw mail, signed as Standard Webhooks has it: for a function that takes mail from a store such as SES's.

    Attributes:
        secret: ``whsec_…``, or the base64 behind that.
    """

    secret: str = attrs.field(repr=False)
    name: str = "signed-mail"

    def _secrets(self) -> dict[str, tuple[bool, str, object]]:
        right = f"whsec_… or base64 of {LEAST_KEY} bytes or more"
        return {"secret": (len(key_of(self.secret)) >= LEAST_KEY, right, self.secret)}

    def verify(self, request: InboundRequest) -> bool:
        """See `ports.channel.Channel.verify`."""
        return is_signed(request, (self.secret,))

    def raw(self, request: InboundRequest) -> bytes:
        """See `WebhookMail.raw`."""
        return request.body


_SNS_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}
"""What Amazon signs of each kind, in its order."""
_TOPIC = re.compile(r"arn:aws[a-z-]{0,10}:sns:[a-z0-9-]{1,30}:\d{1,20}:[\w.-]{1,260}", re.ASCII)


def _is_certificate(value: object) -> bool:
    try:
        return isinstance(value, bytes) and _public_key(value) is not None
    except ValueError:
        return False


def _public_key(certificate: bytes) -> rsa.RSAPublicKey:
    try:
        from cryptography.hazmat.primitives.asymmetric import rsa
        from cryptography.x509 import load_pem_x509_certificate
    except ModuleNotFoundError:
        raise ConfigurationError("mail by Amazon SES needs cryptography: pip install cryptography") from None

    key = load_pem_x509_certificate(certificate).public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise ValueError("another kind of key")
    return key


@attrs.frozen(kw_only=True)
class SesMail(WebhookMail):
    """Amazon SES by SNS, with the mail in the notification. Needs ``cryptography``.

    Attributes:
        topic: The topic's ARN: a right signature over another one's notification counts for nothing.
        certificate: Amazon's signing certificate for SNS, in PEM: nothing is fetched from where a message says.
    """

    topic: str
    certificate: bytes = attrs.field(repr=False)
    name: str = "ses"

    def _secrets(self) -> dict[str, tuple[bool, str, object]]:
        is_topic = isinstance(self.topic, str) and _TOPIC.fullmatch(self.topic) is not None
        return {
            "topic": (is_topic, "the ARN of an SNS topic, arn:aws:sns:REGION:ACCOUNT:NAME", self.topic),
            "certificate": (_is_certificate(self.certificate), "a certificate in PEM, as bytes", self.certificate),
        }

    def verify(self, request: InboundRequest) -> bool:
        """See `ports.channel.Channel.verify`."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric import padding
        from cryptography.hazmat.primitives.hashes import SHA256

        if len(request.body) > _MOST_SNS:
            return False
        try:
            said: Any = json.loads(request.body)
            names = [name for name in _SNS_SIGNED[said["Type"]] if name in said]
            signed = "".join(f"{name}\n{said[name]}\n" for name in names).encode()
            signature = base64.b64decode(said["Signature"], validate=True)
            _public_key(self.certificate).verify(signature, signed, padding.PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return False
        return bool(said["SignatureVersion"] == "2" and said["TopicArn"] == self.topic)

    def read(self, request: InboundRequest) -> Sequence[Inbound]:
        """See `ports.channel.Channel.read`. That Amazon asks to confirm a subscription a person is shown."""
        if not self.confirmation(request.body):
            return super().read(request)
        id = hashlib.sha256(request.body).hexdigest()
        return (Inbound(kind=InboundKind.OTHER, id=id, problem=SUBSCRIPTION),)

    def confirmation(self, body: bytes) -> str:
        """Where a subscription to the topic is confirmed: a person opens it, nothing here does.

        Args:
            body: Of a verified request.

        Returns:
            An address of Amazon's in the topic's region; empty where there is none.
        """
        try:
            said: Any = json.loads(body)
            address = str(said["SubscribeURL"]) if said["Type"] == "SubscriptionConfirmation" else ""
        except (ValueError, LookupError, TypeError, RecursionError):
            return ""
        region = re.escape(self.topic.split(":")[3])
        found = re.fullmatch(rf"https://sns\.{region}\.amazonaws\.com/\?[\w=&:%.~+-]{{1,2000}}", address, re.ASCII)
        return address if found else ""

    def raw(self, request: InboundRequest) -> bytes:
        """See `WebhookMail.raw`."""
        message = json.loads(json.loads(request.body)["Message"])
        content = str(message["content"]).encode("utf-8", "surrogateescape")
        encoded = message["receipt"]["action"].get("encoding", "").upper() == "BASE64"
        return base64.b64decode(content) if encoded else content


def _field(request: InboundRequest, name: str) -> bytes:
    """A field of a form in either of its two encodings, empty where there is none. It is asked before anybody knows who
    sent the form: nothing is decoded but the field."""
    kind, body = request.headers.get("content-type", "").encode("utf-8", "replace"), request.body
    if kind.startswith(b"multipart/"):
        for start, end in _form_parts(body, param(kind, "boundary")[0]):
            headers, begin = part_head(body, start, end)
            if param(first(headers, "content-disposition"), "name")[0] == name.encode():
                return body[begin:end]
        return b""
    marked = f"&{name}=".encode()
    start = 0 if body.startswith(marked[1:]) else body.find(marked) + 1
    if not start and not body.startswith(marked[1:]):
        return b""
    value = body[start + len(marked) - 1 :].partition(b"&")[0]
    return unquote_to_bytes(value.replace(b"+", b" "))


def _form_parts(body: bytes, boundary: bytes) -> list[tuple[int, int]]:
    return between(body, 0, len(body), boundary)[:_MOST_FIELDS]
