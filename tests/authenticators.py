"""An authenticator in software: it signs as a phone or a security key would, and lies where a test asks it to."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

import attrs
import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


def text(data: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def bytes_of(encoded: str) -> bytes:
    """The bytes of it."""
    return urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))


@attrs.define
class SoftKey:
    """One key. ``step`` is what it counts on by at each use; 0 for one that does not count."""

    origin: str = "http://localhost"
    step: int = 1
    verifies: bool = True
    count: int = 0
    id: bytes = attrs.field(factory=lambda: secrets.token_bytes(32))
    secret: Any = attrs.field(factory=lambda: ec.generate_private_key(ec.SECP256R1()), repr=False)
    site: str = ""

    def make(self, options: dict[str, Any]) -> str:
        """The answer to ``navigator.credentials.create``."""
        self.site = options["rp"]["id"]
        numbers = self.secret.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(public)
        data = self._data(_ATTESTED) + attested
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._said("webauthn.create", options["challenge"])
        return self._answer(clientDataJSON=text(said), attestationObject=text(made))

    def sign(self, options: dict[str, Any], **lies: Any) -> str:
        """The answer to ``navigator.credentials.get``."""
        data = self._data(0)
        said = self._said("webauthn.get", lies.get("challenge", options["challenge"]))
        signature = self.secret.sign(data + sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=text(said), authenticatorData=text(data), signature=text(signature))

    def _data(self, flags: int) -> bytes:
        self.count += self.step
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        return sha256(self.site.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _said(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response: str) -> str:
        id = text(self.id)
        return json.dumps({"id": id, "rawId": id, "type": "public-key", "response": response})
