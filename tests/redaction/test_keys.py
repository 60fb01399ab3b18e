"""Private keys by their form: what proves itself goes without a word; what everybody may have stays."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from random import Random

import pytest

from helpdesk_core.guardrails.redaction import redact_text

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
CHANCE = Random("keys")
RAW = CHANCE.randbytes(32)


def base58(data: bytes) -> str:
    """Base 58 as wallets write it."""
    number, text = int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, 58)
        text = BASE58[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def checked(data: bytes) -> str:
    """With its four check bytes."""
    return base58(data + sha256(sha256(data).digest()).digest()[:4])


def some(letters: str, count: int) -> str:
    """So many letters by chance."""
    return "".join(CHANCE.choice(letters) for _ in range(count))


HIDDEN = base64.urlsafe_b64encode(RAW).decode().rstrip("=")
BODY = base64.b64encode(b"openssh-key-v1\0" + CHANCE.randbytes(120)).decode()
PRIVATE = {
    "hexadecimal": "0x" + RAW.hex(),
    "hexadecimal behind its word": RAW.hex(),
    "wallet, compressed": checked(b"\x80" + RAW + b"\x01"),
    "wallet": checked(b"\x80" + RAW),
    "extended": "xprv" + some(BASE58, 107),
    "nostr": "nsec1" + some("023456789acdefghjklmnpqrstuvwxyz", 58),
    "stellar": "S" + some("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 50) + "23456",
    "solana": base58(b"\xff" + CHANCE.randbytes(63)),
    "ssh without header lines": BODY,
    "kubernetes": base64.b64encode(b"-----BEGIN RSA PRIVATE KEY-----\n" + BODY.encode()).decode(),
}
EVERYBODYS = {
    "transaction": "transaction 0x" + RAW.hex(),
    "checksum": f"sha256 {RAW.hex()}",
    "digest alone": RAW.hex(),
    "public key of ssh": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + some(BASE58, 43) + " me@host",
    "certificate": "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQ==\n-----END CERTIFICATE",
    "certificate once more": base64.b64encode(b"-----BEGIN CERTIFICATE-----\nMIIDdzCC").decode(),
    "address that coins are sent to": checked(b"\x00" + CHANCE.randbytes(20)),
}


@pytest.mark.parametrize("key", PRIVATE.values(), ids=PRIVATE)
def test_a_private_key_goes_by_its_form(key: str) -> None:
    """Wherever it stands; a second pass changes nothing."""
    text = f"from the old laptop, my private key {key} please keep it"
    safe = redact_text(text)
    assert key not in safe
    assert "[PRIVATE_KEY] please keep it" in safe
    assert redact_text(safe) == safe


@pytest.mark.parametrize("text", EVERYBODYS.values(), ids=EVERYBODYS)
def test_what_everybody_may_have_stays(text: str) -> None:
    """Hashes, public keys, certificates, addresses."""
    assert redact_text(text) == text


def test_the_secret_part_of_a_key_in_parts_goes_alone() -> None:
    """RFC 7517 names it "d"; WireGuard writes both keys one below the other."""
    web = json.dumps({"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "d": HIDDEN})
    assert redact_text(web) == web.replace(HIDDEN, "[PRIVATE_KEY]")
    mine, theirs = (base64.b64encode(CHANCE.randbytes(32)).decode() for _ in range(2))
    wires = f"[Interface]\nPrivateKey = {mine}\n[Peer]\nPublicKey = {theirs}"
    assert redact_text(wires) == wires.replace(mine, "[PRIVATE_KEY]")


def test_the_lines_that_follow_the_first_belong_to_a_key() -> None:
    """Without header lines too; what is said behind it stays."""
    lines = "\n".join(BODY[place : place + 64] for place in range(0, len(BODY), 64))
    assert redact_text(f"{lines}\nthanks, that was it") == "[PRIVATE_KEY]\nthanks, that was it"


def test_between_header_lines_the_body_goes() -> None:
    """Though a certificate's body begins with the same letters."""
    head, tail = "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----"
    assert redact_text(f"{head}\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n{tail}") == f"{head}\n[PRIVATE_KEY]\n{tail}"
