"""Web Push: notices in browsers (RFC 8030), encrypted for the one that they are for (RFC 8291), signed by the shop
(RFC 8292).

Needs the extra ``push`` (http-ece, py-vapid, cryptography); nothing of it is imported before something is sent or
checked. The address that a message goes to was given by a browser, which may be anybody's: only a public one by https
is posted to, and what it answers is read only as far as its status.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import logging
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from http.client import HTTPException
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

import attrs

from ..base.asked import Seconds, Text
from ..base.contacts import Contact
from ..base.given import check_made
from ..errors import ConfigurationError
from ..ports import Answer, Outgoing, PushAddress, Retry, Sent, Undeliverable, Unsure
from .public_calls import PrivateAddress, pause, post

__all__ = ["WebPushNotifier", "is_installed", "new_key"]
_log = logging.getLogger("helpdesk_core.web_push")
_GONE = "push_gone"
"""The browser takes no more messages: its owner ended them, or its push service did."""
CHANNEL = "push"
"""The channel of a contact whose holder is reached in a browser."""
_ENDED, _TOO_MANY, _CREATED = (404, 410), 429, range(200, 300)
_KEY, _POINT, _SECRET = 32, 65, 16
_LONGEST_ADDRESS, _SIGNED_FOR, _KEPT_FOR = 1_000, 12 * 3600, 24 * 3600
_PADDED, _LONGEST = 1_024, 2_400
"""Bytes: what is short is as long as the rest, so that its length tells nothing; services must take 4,096."""
_CONTACT = re.compile(r"(mailto:[!-~]+@[!-~]+|https://[!-~]+)")


def is_installed() -> bool:
    """Whether the extra ``push`` is there."""
    return all(find_spec(name) is not None for name in ("http_ece", "py_vapid"))


def new_key() -> str:
    """A new private key of a shop, as `WebPushNotifier` takes it."""
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    made = generate_private_key(SECP256R1()).private_numbers().private_value
    return _as_text(made.to_bytes(_KEY, "big"))


@attrs.frozen(kw_only=True)
class WebPushNotifier:
    """Sends to browsers whose owners asked for it.

    Attributes:
        key: The shop's private key, as `new_key` makes one. With another one all browsers have to be asked anew.
        contact: Whom a push service writes to when something is wrong: ``mailto:help@shop.example``, or an address by
            https.
        private: Whether the address of a browser may be in a private network, or without TLS: for trials.
        timeout: For how many seconds each step is waited for.
        clock: Seconds since 1970.
        name: Its name in logs.

    Raises:
        ConfigurationError: Key or contact cannot be right, or the extra is not installed.
    """

    key: str = attrs.field(repr=False)
    contact: Text
    private: bool = False
    timeout: Seconds = 10.0
    clock: Callable[[], float] = time.time
    name: Text = CHANNEL

    def __attrs_post_init__(self) -> None:
        check_made(self)
        if not is_installed():
            raise ConfigurationError("Web Push needs its extra: pip install 'helpdesk-core[push]'")
        if not _CONTACT.fullmatch(self.contact):
            raise ConfigurationError("push: the contact is mailto:help@shop.example, or an address by https")
        _vapid_of(self.key)

    @property
    def public_key(self) -> str:
        """See `ports.notifier.PushNotifier.public_key`."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        return _as_text(_vapid_of(self.key).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def takes(self, address: PushAddress) -> bool:
        """See `ports.notifier.PushNotifier.takes`."""
        try:
            place = urlsplit(address.endpoint)
            known = bool(place.hostname) and not place.username and address.endpoint.isascii()
            schemes, port = (("http", "https") if self.private else ("https",)), place.port
        except ValueError:
            return False
        if not known or place.scheme not in schemes or len(address.endpoint) > _LONGEST_ADDRESS:
            return False
        return (self.private or port in (None, 443)) and _keys_of(address) is not None

    def accepts(self, contact: Contact) -> bool:
        """See `ports.notifier.Notifier.accepts`."""
        return contact.channel == CHANNEL

    def send(self, outgoing: Outgoing) -> Answer:
        """See `ports.notifier.Notifier.send`. What is sent again takes the place of what waits at the push service."""
        keys = None if outgoing.push is None or not self.takes(outgoing.push) else _keys_of(outgoing.push)
        if outgoing.push is None or keys is None:
            return Undeliverable(_GONE)
        answer: Answer = Undeliverable("push_empty")
        for place, said in enumerate(_parts(outgoing)):
            answer = self._post(outgoing, f"{outgoing.key}\n{place}", said, keys)
            if not isinstance(answer, Sent):
                return Unsure("line_broke") if place and isinstance(answer, Retry) else answer
        return answer

    def problems(self) -> Sequence[str]:
        """See `Helpdesk.notifier_problems`: whether this machine can encrypt and sign; nobody is asked."""
        try:
            self._authorization("https://push.example/1")
            _encrypted(b"{}", _own_keys())
        except Exception as error:  # noqa: BLE001 - whatever keeps it from working is the problem
            return (f"nothing can be encrypted or signed: {type(error).__name__}",)
        return ()

    def _authorization(self, endpoint: str) -> str:
        place = urlsplit(endpoint)
        until = int(self.clock()) + _SIGNED_FOR
        claims = {"aud": f"{place.scheme}://{place.netloc}", "exp": until, "sub": self.contact}
        return str(_vapid_of(self.key).sign(claims)["Authorization"])

    def _post(self, outgoing: Outgoing, named: str, said: bytes, keys: tuple[bytes, bytes]) -> Answer:
        assert outgoing.push is not None
        endpoint = outgoing.push.endpoint
        headers = {
            "authorization": self._authorization(endpoint),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(_KEPT_FOR),
            "topic": _as_text(hashlib.sha256(named.encode()).digest()[:24]),
            "urgency": "normal",
            "user-agent": "helpdesk-core",
        }
        try:
            content = _encrypted(said, keys)
            status, later = post(endpoint, content, headers, timeout=self.timeout, private=self.private)
        except PrivateAddress:
            return Undeliverable("push_private")
        except (OSError, HTTPException) as error:
            _log.warning("a push service was not reached: %s", type(error).__name__)
            return Retry("push_not_reached")
        if status in _CREATED:
            return Sent()
        if status in _ENDED:
            return Undeliverable(_GONE)
        return Retry("push_limit" if status == _TOO_MANY else f"push_{status}", pause(later))


def _parts(outgoing: Outgoing) -> Iterator[bytes]:
    """What the browser shows, as its worker reads it; what is too long for one, cut between letters."""
    text = attrs.evolve(outgoing, link=None, link_text="").text or outgoing.subject
    thread = hashlib.sha256(outgoing.thread.encode()).hexdigest()[:16]
    about = {"title": outgoing.subject, "lang": outgoing.language, "link": outgoing.link or ""}
    for place, part in enumerate(_cut(text)):
        said = {**about, "body": part, "tag": f"{thread}-{place}"}
        yield json.dumps(said, ensure_ascii=False).encode("utf-8", "replace").ljust(_PADDED)


def _cut(text: str) -> Iterator[str]:
    while text:
        part = text
        while len(json.dumps(part, ensure_ascii=False).encode("utf-8", "replace")) > _LONGEST:
            cut = part.rfind("\n", 1, len(part) * 3 // 4)
            part = part[: cut if cut > 0 else len(part) * 3 // 4]
        yield part
        text = text[len(part) :].lstrip("\n")


def _encrypted(said: bytes, keys: tuple[bytes, bytes]) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from http_ece import encrypt

    point, secret = keys
    once = generate_private_key(SECP256R1())
    made: bytes = encrypt(
        said, salt=os.urandom(16), private_key=once, dh=point, auth_secret=secret, version="aes128gcm"
    )
    return made


def _keys_of(address: PushAddress) -> tuple[bytes, bytes] | None:
    """The browser's public key and secret; None where they are none."""
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

    point, secret = _as_bytes(address.key), _as_bytes(address.secret)
    if len(point) != _POINT or len(secret) != _SECRET:
        return None
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except ValueError:
        return None
    return point, secret


def _own_keys() -> tuple[bytes, bytes]:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    made = generate_private_key(SECP256R1()).public_key()
    return made.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint), os.urandom(_SECRET)


@lru_cache(8)
def _vapid_of(key: str) -> Any:
    from py_vapid import Vapid02

    if len(_as_bytes(key)) != _KEY:
        raise ConfigurationError("push: the key is one that helpdesk push-keys makes: 43 letters")
    try:
        return Vapid02.from_raw(key.encode())
    except ValueError:
        raise ConfigurationError("push: the key is none; helpdesk push-keys makes one") from None


def _as_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _as_bytes(given: str) -> bytes:
    try:
        return base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
