"""A push service as the tests know it, with browsers that read what arrives: RFC 8030, 8291 and 8292 by their letter,
without the library that the notifier uses."""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import attrs
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from helpdesk_core.adapters.web_push import WebPushNotifier, new_key
from helpdesk_core.ports import PushAddress
from peers import Calls, serving

KEY = new_key()
CONTACT = "mailto:help@shop.example"


def text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def octets(given: str) -> bytes:
    return base64.urlsafe_b64decode(given + "=" * (-len(given) % 4))


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@attrs.define
class Browser:
    """One that subscribed: it alone has the key that reads its messages."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = attrs.field(factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = attrs.field(factory=lambda: os.urandom(16))

    @property
    def address(self) -> PushAddress:
        return PushAddress(endpoint=self.endpoint, key=text(_point(self.key.public_key())), secret=text(self.secret))

    @property
    def fields(self) -> dict[str, str]:
        """As the form of the page brings them."""
        return {"endpoint": self.endpoint, "p256dh": self.address.key, "auth": self.address.secret}

    def read(self, body: bytes) -> dict[str, Any]:
        """RFC 8188 with the keys of RFC 8291, 3.4; raises for what is not for this browser."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, content = body[21 : 21 + length], body[21 + length :]
        assert length == 65
        assert len(content) <= size
        assert len(body) <= 4096
        other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self.key.exchange(ec.ECDH(), other)
        info = b"WebPush: info\0" + _point(self.key.public_key()) + sender
        start = HKDF(hashes.SHA256(), 32, self.secret, info).derive(shared)
        made = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(start)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(start)
        plain = AESGCM(made).decrypt(nonce, content, None)
        said, mark = plain.rstrip(b"\0")[:-1], plain.rstrip(b"\0")[-1:]
        assert mark == b"\2"
        found: dict[str, Any] = json.loads(said)
        return found


@attrs.define
class Peer:
    """The service: takes what is signed for it, and answers as it is told."""

    status: int = 201
    hangs_up: bool = False
    tries: int = 0
    audience: str = ""
    """What is signed for, where it stands for another service; else its own address."""
    server: Any = None
    headers: dict[str, str] = attrs.field(factory=dict)
    browsers: dict[str, Browser] = attrs.field(factory=dict)
    got: list[tuple[str, dict[str, str], bytes]] = attrs.field(factory=list)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def browser(self, name: str = "one") -> Browser:
        return self.browsers.setdefault(f"/push/{name}", Browser(f"{self.origin}/push/{name}"))

    @property
    def shown(self) -> list[dict[str, Any]]:
        """What the browsers' workers read, in its order."""
        return [self.browsers[path].read(body) for path, _, body in self.got]


def is_signed(header: str, audience: str) -> bool:
    """Whether a header is a signature for this service by whoever has the key in it (RFC 8292)."""
    scheme, _, rest = header.partition(" ")
    given = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, claims, signature = given["t"].split(".")
    signer = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), octets(given["k"]))
    raw = octets(signature)
    made = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    signer.verify(made, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    said = json.loads(octets(claims))
    is_fresh = time.time() < said["exp"] <= time.time() + 24 * 3600
    return scheme == "vapid" and said["aud"] == audience and is_fresh and said["sub"] == CONTACT


class _Calls(Calls):
    def do_POST(self) -> None:
        peer: Peer = self.server.peer  # type: ignore[attr-defined]
        peer.tries += 1
        body = self.asked()
        if peer.hangs_up:
            self.close_connection = True
            return None
        headers = {name.lower(): value for name, value in self.headers.items()}
        if not is_signed(headers["authorization"], peer.audience or peer.origin) or not headers["ttl"].isdecimal():
            return self.answer(401, b"")
        if peer.status < 300:
            peer.got.append((urlsplit(self.path).path, headers, body))
        self.send_response(peer.status)
        for name, value in peer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return None


@contextmanager
def running() -> Iterator[Peer]:
    with serving(Peer(), _Calls) as peer:
        peer.server.peer = peer
        yield peer


def notifier(**options: Any) -> WebPushNotifier:
    return WebPushNotifier(**({"key": KEY, "contact": CONTACT, "private": True, "timeout": 5} | options))


__all__ = ["CONTACT", "KEY", "Browser", "Peer", "notifier", "running"]
