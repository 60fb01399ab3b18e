"""Mail that a provider takes in and sends on over the web: the whole mail in what each wraps it in.

Each says who sent it in its own way. Postmark's password and Mailgun's signature do not cover the mail: whoever learns
one can send anything, as whoever knows a mailbox's address can. Nothing follows from a mail alone, so that this proves
as little as it must.
"""

from __future__ import annotations

import base64
import binascii
import email
import email.policy
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import parse_qsl

import attrs

from ...base.given import text
from ...ports import Inbound, InboundKind, InboundRequest
from .channel import MailChannel

_LEAST_KEY = 24
"""Bytes of a secret, as Standard Webhooks has it: with an empty one everybody signs."""
TOLERANCE = timedelta(minutes=5)
"""How old a signature may be, where the provider signs the time."""


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
            return (Inbound(kind=InboundKind.OTHER, id=hashlib.sha256(request.body).hexdigest()),)
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
        return str(json.loads(request.body)["RawEmail"]).encode("utf-8", "surrogateescape")


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
        form = _form(request)
        moment, token = form.get("timestamp", ""), form.get("token", "")
        wanted = hmac.new(self.key.encode(), f"{moment}{token}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
        given = form.get("signature", "").encode("utf-8", "replace")
        return bool(token) and hmac.compare_digest(wanted.encode(), given) and _is_fresh(moment, request)

    def raw(self, request: InboundRequest) -> bytes:
        """See `WebhookMail.raw`."""
        return _form(request)["body-mime"].encode("utf-8", "surrogateescape")


@attrs.frozen(kw_only=True)
class SignedMail(WebhookMail):
    """A raw mail, signed as Standard Webhooks has it: for a function that takes mail from a store such as SES's.

    Attributes:
        secret: ``whsec_…``, or the base64 behind that.
    """

    secret: str = attrs.field(repr=False)
    name: str = "signed-mail"

    def _secrets(self) -> dict[str, tuple[bool, str, object]]:
        right = f"whsec_… or base64 of {_LEAST_KEY} bytes or more"
        return {"secret": (len(_key(self.secret)) >= _LEAST_KEY, right, self.secret)}

    def verify(self, request: InboundRequest) -> bool:
        """See `ports.channel.Channel.verify`."""
        moment = request.headers.get("webhook-timestamp", "")
        head = f"{request.headers.get('webhook-id', '')}.{moment}.".encode("utf-8", "replace")
        made = b"v1," + base64.b64encode(hmac.digest(_key(self.secret), head + request.body, "sha256"))
        given = request.headers.get("webhook-signature", "").encode("utf-8", "replace").split(b" ")[:10]
        signed = sum(hmac.compare_digest(made, one) for one in given) > 0
        return bool(request.body) and signed and _is_fresh(moment, request)

    def raw(self, request: InboundRequest) -> bytes:
        """See `WebhookMail.raw`."""
        return request.body


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
        is_pem = isinstance(self.certificate, bytes) and b"-----BEGIN CERTIFICATE-----" in self.certificate
        return {"topic": text(self.topic), "certificate": (is_pem, "a certificate in PEM, as bytes", self.certificate)}

    def verify(self, request: InboundRequest) -> bool:
        """See `ports.channel.Channel.verify`."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric import padding, rsa
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.x509 import load_pem_x509_certificate

        try:
            said: Any = json.loads(request.body)
            names = [
                name for name in ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type") if name in said
            ]
            signed = "".join(f"{name}\n{said[name]}\n" for name in names).encode()
            key = load_pem_x509_certificate(self.certificate).public_key()
            assert isinstance(key, rsa.RSAPublicKey)
            key.verify(base64.b64decode(said["Signature"], validate=True), signed, padding.PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return False
        return bool(
            said["SignatureVersion"] == "2" and said["Type"] == "Notification" and said["TopicArn"] == self.topic
        )

    def raw(self, request: InboundRequest) -> bytes:
        """See `WebhookMail.raw`."""
        message = json.loads(json.loads(request.body)["Message"])
        content = str(message["content"]).encode("utf-8", "surrogateescape")
        encoded = message["receipt"]["action"].get("encoding", "").upper() == "BASE64"
        return base64.b64decode(content) if encoded else content


def _key(secret: object) -> bytes:
    """The key in a secret of Standard Webhooks, empty for what is none."""
    try:
        return base64.b64decode(str(secret).removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _is_fresh(moment: str, request: InboundRequest) -> bool:
    """Whether what a provider signed just now was signed just now; always, where nobody says when it came."""
    if not (moment.isascii() and moment.isdecimal() and len(moment) <= 11):
        return False
    return request.at is None or abs(request.at - datetime.fromtimestamp(int(moment), UTC)) <= TOLERANCE


def _form(request: InboundRequest) -> dict[str, str]:
    """The fields of a form in either of its two encodings."""
    kind = request.headers.get("content-type", "")
    try:
        if not kind.startswith("multipart/"):
            text = request.body.decode("ascii", "surrogateescape")
            return dict(parse_qsl(text, max_num_fields=200, encoding="utf-8", errors="surrogateescape"))
        head = b"Content-Type: " + kind.encode("ascii", "replace").replace(b"\n", b" ") + b"\r\n\r\n"
        parts: Any = email.message_from_bytes(head + request.body, policy=email.policy.compat32).get_payload()
        named = [(one.get_param("name", header="content-disposition"), one.get_payload(decode=True)) for one in parts]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
    return {
        str(name): (value or b"").decode("utf-8", "surrogateescape").rstrip("\r\n") for name, value in named if name
    }
