"""What KSeF wants encrypted: the token under the ministry's key, each invoice under a key of its session.

The session's key is made from the token and the session's initialisation vector. So it need not be kept anywhere: what
is kept with a request is the vector, which is no secret.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

TOKEN, SYMMETRIC = "KsefTokenEncryption", "SymmetricKeyEncryption"
"""What a key of the ministry's is for."""


@attrs.frozen
class PublicKey:
    """A key of the ministry's, with the id by which it is told what was used."""

    id: str
    certificate: bytes

    def encrypt(self, secret: bytes) -> str:
        """RSAES-OAEP with SHA-256 for the digest and for MGF1, as Base64.

        Args:
            secret: What only the ministry may read.
        """
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding, rsa

        key = x509.load_der_x509_certificate(self.certificate).public_key()
        if not isinstance(key, rsa.RSAPublicKey):
            raise OSError("KSeF's key is not of RSA")
        shape = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
        return base64.b64encode(key.encrypt(secret, shape)).decode()


def newest(found: Sequence[Mapping[str, Any]], usage: str, now: datetime) -> PublicKey:
    """The key to use now: of those that hold the one that began last.

    Args:
        found: What the system says.
        usage: What for.
        now: The moment.

    Raises:
        OSError: There is none.
    """
    try:
        fit = [
            (datetime.fromisoformat(one["validFrom"]), str(one["publicKeyId"]), str(one["certificate"]))
            for one in found
            if usage in one["usage"]
            and datetime.fromisoformat(one["validFrom"]) <= now < datetime.fromisoformat(one["validTo"])
        ]
        _, id, certificate = max(fit)
        return PublicKey(id, base64.b64decode(certificate))
    except (LookupError, TypeError, ValueError):
        raise OSError("KSeF has no key that can be used") from None


def session_key(token: str, vector: bytes) -> bytes:
    """The 32 bytes under which a session's invoices are encrypted."""
    return hmac.digest(token.encode(), b"helpdesk_core ksef session\0" + vector, "sha256")


def encrypted(key: bytes, vector: bytes, document: bytes) -> bytes:
    """AES-256-CBC with PKCS#7 padding. The vector travels with the session."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.padding import PKCS7

    padder = PKCS7(128).padder()
    padded = padder.update(document) + padder.finalize()
    made = Cipher(algorithms.AES256(key), modes.CBC(vector)).encryptor()
    return made.update(padded) + made.finalize()


def digest_of(content: bytes) -> str:
    """SHA-256 as Base64, by which the system compares."""
    return base64.b64encode(hashlib.sha256(content).digest()).decode()
