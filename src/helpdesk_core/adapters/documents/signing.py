"""The shop's keys: Ed25519 (RFC 8032), derived from the deployment's secrets, so that there is no key file to lose.

A secret signs while it is the newest; the keys of all secrets are published. What was signed with a secret that is in
the list no more is checked with its public key, which people and backups keep.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import attrs
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ...base.keyring import KeyRing
from ...case_files.proof import Signature
from .typesetting import EMPTY_SEAL, SEAL, SEAL_LENGTH

_PURPOSE = "case file signing key"
_SEALED_AS = b"helpdesk sealed document 1\n"
_EMPTY = EMPTY_SEAL.encode()


def key_id(public_key: str) -> str:
    """The short name of a public key ("3F9A-1C02-77D4-B8E5"): enough to compare by eye.

    Args:
        public_key: 64 hex digits.

    Returns:
        Sixteen hex digits in groups.
    """
    digits = sha256(bytes.fromhex(public_key)).hexdigest()[:16].upper()
    return "-".join(digits[place : place + 4] for place in range(0, 16, 4))


@attrs.frozen
class SigningKey:
    """One key of a shop."""

    _private: Ed25519PrivateKey = attrs.field(repr=False)

    @property
    def public_key(self) -> str:
        """The public part, 64 hex digits."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, content: bytes) -> Signature:
        """Sign.

        Args:
            content: What is signed.

        Returns:
            The signature, with the key to check it.
        """
        public = self.public_key
        return Signature(key=key_id(public), public_key=public, value=self._private.sign(content).hex())

    def seal(self, document: bytes) -> bytes:
        """Seal a document: sign all of it but the place of the seal, and write the signature there.

        Args:
            document: A PDF with the place for it among its keywords, as `TypstDocuments` makes them.

        Returns:
            The PDF, of the same length.

        Raises:
            ValueError: It has no such place.
        """
        if _EMPTY not in document:
            raise ValueError("this document has no place for a seal")
        mark = SEAL + self._private.sign(_SEALED_AS + sha256(document).digest()).hex()
        return document.replace(_EMPTY, mark.encode())


def signing_keys(keyring: KeyRing, tenant: str) -> tuple[SigningKey, ...]:
    """A shop's keys, one of each secret, the one that signs first.

    Args:
        keyring: The deployment's secrets.
        tenant: The shop.

    Returns:
        The keys.
    """
    seeds = keyring.macs(_PURPOSE, tenant)
    return tuple(SigningKey(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))) for seed in seeds)


def is_signed(content: bytes, signature: str, public_key: str) -> bool:
    """Whether a signature is that of this key about this content.

    Args:
        content: What was signed.
        signature: 128 hex digits.
        public_key: 64 hex digits.

    Returns:
        Whether it is; False too for what is no signature or no key.
    """
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), content)
    except (ValueError, InvalidSignature):
        return False
    return True


def is_sealed(document: bytes, public_keys: Iterable[str]) -> bool:
    """Whether every byte of a document is as it was when it was sealed with one of these keys.

    Args:
        document: The PDF.
        public_keys: 64 hex digits each.

    Returns:
        Whether it is.
    """
    start = document.find(SEAL.encode())
    mark = document[start : start + len(SEAL) + SEAL_LENGTH]
    if start < 0 or len(mark) < len(SEAL) + SEAL_LENGTH:
        return False
    content = _SEALED_AS + sha256(document.replace(mark, _EMPTY)).digest()
    signature = mark[len(SEAL) :].decode("ascii", "replace")
    return any(is_signed(content, signature, key) for key in public_keys)
