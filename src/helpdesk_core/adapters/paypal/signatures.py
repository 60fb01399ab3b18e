"""Whether PayPal signed an event: by its certificate, on this machine.

PayPal signs with a key of its own, and says where the certificate is. That address is the sender's word, so it counts
only on PayPal's own machines; and the certificate counts only where a chain leads from it to a root that this machine
trusts.
"""

from __future__ import annotations

import base64
import re
import ssl
import urllib.request
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlsplit

from ...ports import InboundRequest, NotSigned
from ..web_calls import LARGEST, opened

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.x509 import Certificate

AHEAD = 300
"""Seconds by which an event may be from the future."""
OLDEST = 4 * 86_400
"""Seconds by which it may be old: PayPal sends for three days what was not taken, and does not say whether with a new
time. What comes twice has one effect."""
_HEADERS = {
    "id": "paypal-transmission-id",
    "time": "paypal-transmission-time",
    "signature": "paypal-transmission-sig",
    "certificate": "paypal-cert-url",
    "algorithm": "paypal-auth-algo",
}
_PLAIN = re.compile(r"[!-~]{1,500}")
_AT = re.compile(r"/v1/notifications/certs/[A-Za-z0-9_-]{1,100}")
_DOMAIN = ".paypal.com"
_KEPT, _KEPT_FOR = 8, 86_400
_TIMEOUT = 15


def fetched(address: str) -> bytes:
    """The certificates at an address of PayPal's.

    Args:
        address: The address, looked at before.

    Returns:
        PEM.

    Raises:
        NotSigned: PayPal has none there.
        OSError: PayPal was not reached.
    """
    try:
        with opened(urllib.request.Request(address), _TIMEOUT) as answer:  # noqa: S310 - https, PayPal's
            content: bytes = answer.read(LARGEST)
            return content
    except HTTPError as error:
        error.close()
        if error.code < 500 and error.code != 429:
            raise NotSigned("PayPal has no such certificate") from None
        raise OSError(f"PayPal answered {error.code}") from None
    except HTTPException as error:
        raise OSError(f"PayPal's answer broke off ({type(error).__name__})") from None


class PayPalSignatures:
    """Looks at signatures.

    Args:
        webhook: The webhook's id, which is part of what is signed.
        clock: Seconds since 1970.
        fetch: Brings the certificates at an address.
        roots: Certificates of those who are trusted, PEM; None for those that this machine trusts.
    """

    def __init__(
        self, webhook: str, clock: Callable[[], float], fetch: Callable[[str], bytes], roots: bytes | None
    ) -> None:
        self._webhook, self._clock, self._fetch, self._roots = webhook, clock, fetch, roots
        self._keys = dict[str, tuple["RSAPublicKey | None", float]]()

    def headers(self, request: InboundRequest) -> dict[str, str]:
        """What stands beside an event.

        Args:
            request: What came.

        Returns:
            Its id, time, signature, where the certificate is, and the algorithm.

        Raises:
            NotSigned: Something is missing, is not PayPal's way of signing, or is of another time.
        """
        found = {name: request.headers.get(header, "") for name, header in _HEADERS.items()}
        if not all(_PLAIN.fullmatch(value) for value in found.values()) or found["algorithm"] != "SHA256withRSA":
            raise NotSigned("no signature of PayPal's")
        try:
            at = datetime.fromisoformat(found["time"])
        except ValueError:
            raise NotSigned("an event of no time") from None
        if at.tzinfo is None or not -AHEAD <= self._clock() - at.timestamp() <= OLDEST:
            raise NotSigned("an event of another time")
        place = urlsplit(found["certificate"])
        if place.scheme != "https" or not place.netloc.endswith(_DOMAIN) or "@" in place.netloc:
            raise NotSigned("a certificate that is not PayPal's")
        if not _AT.fullmatch(place.path) or place.query or place.fragment:
            raise NotSigned("a certificate that is not PayPal's")
        return found

    def fits(self, found: dict[str, str], body: bytes) -> bool | None:
        """Whether PayPal signed these very bytes.

        Args:
            found: What `headers` found.
            body: The body as it came.

        Returns:
            Whether it did; None where it cannot be told here, since the certificate leads to no root that is trusted,
                or ``cryptography`` is not installed.

        Raises:
            NotSigned: There is no such certificate.
            OSError: It was not reached.
        """
        try:
            from cryptography.exceptions import InvalidSignature
            from cryptography.hazmat.primitives.asymmetric import padding
            from cryptography.hazmat.primitives.hashes import SHA256
        except ImportError:
            return None
        key = self._key(found["certificate"])
        if key is None:
            return None
        signed = f"{found['id']}|{found['time']}|{self._webhook}|{zlib.crc32(body)}"
        try:
            signature = base64.b64decode(found["signature"], validate=True)
            key.verify(signature, signed.encode(), padding.PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError):
            return False
        return True

    def _key(self, address: str) -> RSAPublicKey | None:
        now = self._clock()
        key, until = self._keys.get(address, (None, 0.0))
        if now < until:
            return key
        key, until = self._trusted(self._fetch(address), now)
        if len(self._keys) >= _KEPT:
            self._keys.clear()
        self._keys[address] = key, until
        return key

    def _trusted(self, pem: bytes, now: float) -> tuple[RSAPublicKey | None, float]:
        """The key of the first certificate, and until when it counts, where a chain leads to a root."""
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
        from cryptography.x509 import (
            DNSName,
            ExtensionNotFound,
            SubjectAlternativeName,
            load_pem_x509_certificates,
        )
        from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

        nothing = None, now + AHEAD
        try:
            leaf, *between = load_pem_x509_certificates(pem)
            names = leaf.extensions.get_extension_for_class(SubjectAlternativeName).value.get_values_for_type(DNSName)
        except (ValueError, ExtensionNotFound):
            return nothing
        name = next((one.replace("*", "any") for one in names if one.lower().endswith(_DOMAIN)), None)
        roots, key = self._trust(), leaf.public_key()
        if name is None or not roots or not isinstance(key, RSAPublicKey):
            return nothing
        policy = PolicyBuilder().store(Store(roots)).time(datetime.fromtimestamp(now, UTC))
        try:
            policy.build_server_verifier(DNSName(name)).verify(leaf, between)
        except (VerificationError, ValueError):
            return nothing
        return key, min(now + _KEPT_FOR, leaf.not_valid_after_utc.timestamp())

    def _trust(self) -> list[Certificate]:
        from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificates

        if self._roots is not None:
            return load_pem_x509_certificates(self._roots)
        found = list[Certificate]()
        for der in ssl.create_default_context().get_ca_certs(binary_form=True) or _in_folder():
            try:
                found.append(load_der_x509_certificate(der))
            except ValueError:  # an old root that nobody reads any more
                continue
        return found


def _in_folder() -> list[bytes]:
    """The roots of a machine that keeps each in a file of its own: Python lists none of them before it used it."""
    folder = ssl.get_default_verify_paths().capath
    found = list[bytes]()
    for file in sorted(Path(folder).glob("*.0")) if folder else ():
        try:
            found.append(ssl.PEM_cert_to_DER_cert(file.read_text("ascii").strip()))
        except (OSError, ValueError):
            continue
    return found
