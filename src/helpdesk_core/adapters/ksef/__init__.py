"""KSeF 2.0, the Polish state's system of invoices: an adapter of `ports.EInvoices`.

It needs ``cryptography`` (the extra ``ksef``), and neither an SDK nor the state's schema: the form is written and the
calls are made by the standard library. Sessions are interactive ones of one invoice each. The mode offline24 is not
there.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from importlib.util import find_spec
from typing import Any
from urllib.parse import quote

from ...base.given import check_given, text
from ...errors import ConfigurationError
from ...ports.e_invoices import EInvoice, Registered, Rejected, SessionOver, Unwelcome
from ..web_calls import check_address
from . import fa3
from .calls import KsefCalls, Said
from .secrecy import digest_of, encrypted, session_key

#: Where each environment is, and where its verification links lead.
ENVIRONMENTS: Mapping[str, tuple[str, str]] = {
    "test": ("https://api-test.ksef.mf.gov.pl/v2", "https://qr-test.ksef.mf.gov.pl"),
    "demo": ("https://api-demo.ksef.mf.gov.pl/v2", "https://qr-demo.ksef.mf.gov.pl"),
    "production": ("https://api.ksef.mf.gov.pl/v2", "https://qr.ksef.mf.gov.pl"),
}
_VECTOR = 16
_TAKEN, _WORKING, _DUPLICATE = 200, (100, 150), 440
#: The system gave up by itself: it says nothing about the document.
_GAVE_UP = (405, 500, 550)
_REASONS = {410: "rights", 415: "file", 430: "file", 435: "file", 450: "file"}
#: Codes of refusals: there is no such session, or it takes nothing any more.
_OVER = (21155, 21173, 21180)
_LONGEST_WORDS = 500
_NUMBER = re.compile(r"[1-9]\d{9}-20\d{6}-[0-9A-F]{12}-([0-9A-F]{2})")
_DATE = re.compile(rb"<P_1>(\d{4}-\d{2}-\d{2})</P_1>")


def is_number(number: str) -> bool:
    """Whether a text is a number of KSeF: 35 characters, the last two of which are a CRC-8 of those before the hyphen.

    Args:
        number: The text.
    """
    found = _NUMBER.fullmatch(number)
    return found is not None and f"{crc8(number[:32]):02X}" == found.group(1)


def crc8(text: str) -> int:
    """CRC-8 with the polynomial 0x07, beginning at nought."""
    crc = 0
    for byte in text.encode():
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1) ^ 0x07 if crc & 0x80 else crc << 1
        crc &= 0xFF
    return crc


class Ksef:
    """See `ports.EInvoices`.

    Args:
        token: A token of KSeF with the permission InvoiceWrite, made on KSeF's own pages.
        nip: The seller's NIP, whose token it is.
        environment: ``test``, ``demo`` or ``production``.
        exempt_by: The provision by which sales at a rate of nought are exempt ("art. 113 ust. 1 ustawy o VAT"); without
            it an invoice with such a line cannot be sent.
        api: Where the API is, in place of the environment's.
        pages: Where verification links lead, in place of the environment's.
        clock: Gives moments.

    Raises:
        ConfigurationError: One of them cannot be right, or ``cryptography`` is missing.
    """

    def __init__(
        self,
        token: str,
        nip: str,
        *,
        environment: str = "test",
        exempt_by: str = "",
        api: str = "",
        pages: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        check_given(
            "Ksef",
            token=text(token),
            nip=(isinstance(nip, str) and fa3.is_nip(nip), "ten digits, the last one of which checks the others", nip),
            environment=(environment in ENVIRONMENTS, f"one of {', '.join(ENVIRONMENTS)}", environment),
            exempt_by=(isinstance(exempt_by, str) and len(exempt_by) <= 256, "a provision in a line", exempt_by),
        )
        if find_spec("cryptography") is None:
            raise ConfigurationError("KSeF needs cryptography: pip install 'helpdesk-core[ksef]'")
        at, links = ENVIRONMENTS[environment]
        check_address("Ksef", api or at)
        self.environment, self._nip, self._exempt_by = environment, nip, exempt_by.strip()
        self._links, self._token = (pages or links).rstrip("/"), token.strip()
        self._calls = KsefCalls(api or at, self._token, nip, clock)

    def __repr__(self) -> str:
        return f"<Ksef {self.environment}>"

    @property
    def tax_number(self) -> str:
        """See `ports.EInvoices`."""
        return self._nip

    def problems(self) -> Iterator[str]:
        """Be let in, which sends nothing.

        Yields:
            What does not work, in words, with nothing of the token.
        """
        try:
            self._calls.ask("GET", "/sessions?sessionType=Online&pageSize=10")
        except Unwelcome as error:
            yield f"{error}: the token must be of this environment and NIP, with the permission InvoiceWrite"
        except OSError as error:
            yield f"KSeF is not reached ({type(error).__name__})"

    def write(self, invoice: EInvoice) -> bytes:
        """See `ports.EInvoices`: FA(3)."""
        return fa3.write(invoice, self._nip, self._exempt_by)

    def begin(self) -> str:
        """See `ports.EInvoices`. The handle is the session's reference and its vector."""
        vector, key = secrets.token_bytes(_VECTOR), self._calls.key()
        said = self._calls.ask(
            "POST",
            "/sessions/online",
            {
                "formCode": {"systemCode": fa3.SYSTEM, "schemaVersion": fa3.SCHEMA, "value": fa3.FORM},
                "encryption": {
                    "encryptedSymmetricKey": key.encrypt(session_key(self._token, vector)),
                    "initializationVector": base64.b64encode(vector).decode(),
                    "publicKeyId": key.id,
                },
            },
        )
        reference = said.fields.get("referenceNumber")
        if said.status != 201 or not isinstance(reference, str):
            raise OSError(f"KSeF opened no session ({said.status})")
        return f"{reference}:{vector.hex()}"

    def send(self, session: str, document: bytes) -> Registered | Rejected | None:
        """See `ports.EInvoices`. What is in the session is asked for before anything is sent; a duplicate that KSeF
        finds is ours where it has our digest."""
        reference, _, vector = session.partition(":")
        found = self._sent(reference, digest_of(document))
        if found is None:
            return self._put(reference, bytes.fromhex(vector), document)
        answer = self._judged(reference, found, document)
        if answer is not None:
            self._close(reference)
        return answer

    def _sent(self, reference: str, digest: str) -> Mapping[str, Any] | None:
        """What the session has of this document: of several tries the last one."""
        said = self._calls.ask("GET", f"/sessions/{quote(reference)}/invoices?pageSize=100")
        if said.status != 200:
            if _is_over(said):
                raise SessionOver("KSeF knows no such session")
            raise OSError(f"KSeF does not say what is in the session ({said.status})")
        try:
            return next((one for one in reversed(said.fields["invoices"]) if one["invoiceHash"] == digest), None)
        except (LookupError, TypeError):
            raise OSError("KSeF's answer cannot be read") from None

    def _put(self, reference: str, vector: bytes, document: bytes) -> Rejected | None:
        hidden = encrypted(session_key(self._token, vector), vector, document)
        said = self._calls.ask(
            "POST",
            f"/sessions/online/{quote(reference)}/invoices",
            {
                "invoiceHash": digest_of(document),
                "invoiceSize": len(document),
                "encryptedInvoiceHash": digest_of(hidden),
                "encryptedInvoiceSize": len(hidden),
                "encryptedInvoiceContent": base64.b64encode(hidden).decode(),
                "offlineMode": False,
            },
        )
        if said.status == 202:
            return None
        if _is_over(said):
            raise SessionOver("the session takes nothing any more")
        if said.status == 400 and said.errors:
            return Rejected(code="file", said=" ".join(words for _, words in said.errors)[:_LONGEST_WORDS])
        raise OSError(f"KSeF answers {said.status}")

    def _judged(self, reference: str, found: Mapping[str, Any], document: bytes) -> Registered | Rejected | None:
        try:
            status = found["status"]
            code, details = int(status["code"]), status.get("details") or ()
            words = " ".join(map(str, (status["description"], *details)))[:_LONGEST_WORDS]
            if code in _WORKING:
                return None
            if code == _TAKEN:
                return self._registered(reference, found, document)
            if code in _GAVE_UP:
                raise SessionOver(f"KSeF gave up ({code})")
            if code == _DUPLICATE and (ours := self._earlier(status.get("extensions") or {}, document)) is not None:
                return ours
        except (LookupError, TypeError, ValueError, AttributeError):
            raise OSError("KSeF's answer cannot be read") from None
        if code == _DUPLICATE:
            return Rejected(code="duplicate", said=words)
        return Rejected(code=_REASONS.get(code, "other"), said=words)

    def _earlier(self, said: Mapping[str, Any], document: bytes) -> Registered | None:
        """Of a duplicate the one before it, where that is this very document."""
        reference = str(said["originalSessionReferenceNumber"])
        try:
            before = self._sent(reference, digest_of(document))
        except (SessionOver, Unwelcome):  # another's
            return None
        if before is None or before["ksefNumber"] != said["originalKsefNumber"]:
            return None
        return self._registered(reference, before, document)

    def _registered(self, reference: str, found: Mapping[str, Any], document: bytes) -> Registered:
        number, at = str(found["ksefNumber"]), datetime.fromisoformat(found["acquisitionDate"]).astimezone(UTC)
        if not is_number(number):
            raise OSError("KSeF's number is none")
        receipt = self._calls.ask(
            "GET", f"/sessions/{quote(reference)}/invoices/{quote(str(found['referenceNumber']))}/upo"
        )
        kept = receipt.content if receipt.status == 200 and receipt.content else None
        return Registered(number=number, at=at, link=self.link(document), receipt=kept)

    def link(self, document: bytes) -> str:
        """Where anybody can see that a document is in KSeF ("KOD I").

        Args:
            document: The document.

        Returns:
            An address.
        """
        dated = _DATE.search(document)
        day = date.fromisoformat(dated.group(1).decode()) if dated else date.min
        digest = base64.urlsafe_b64encode(hashlib.sha256(document).digest()).decode().rstrip("=")
        return f"{self._links}/invoice/{self._nip}/{day:%d-%m-%Y}/{digest}"

    def _close(self, reference: str) -> None:
        """Of no session anything depends on it: each ends by itself after twelve hours."""
        try:
            self._calls.ask("POST", f"/sessions/online/{quote(reference)}/close")
        except OSError:
            return


def _is_over(said: Said) -> bool:
    return said.status == 400 and any(code in _OVER for code, _ in said.errors)


__all__ = ["Ksef"]
