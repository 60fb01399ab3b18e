"""KSeF, as far as the adapter speaks with it: a peer on this machine that decrypts what it is sent, compares digests
and sizes, reads the invoice, knows duplicates, and goes away when a test says so. What it answers is as the ministry's
OpenAPI says it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import attrs
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from helpdesk_core.adapters.ksef import crc8
from helpdesk_core.adapters.ksef.fa3 import NAMESPACE
from peers import Calls, serving

TOKEN, NIP = "20261127-EC-2F3A4B5C6D-TOKENOFTESTS|nip-5260250274|0123456789abcdef", "5260250274"
_OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
_WORDS = {
    100: "Faktura przyjęta do dalszego przetwarzania",
    150: "Trwa przetwarzanie",
    200: "Sukces",
    410: "Nieprawidłowy zakres uprawnień",
    435: "Błąd odszyfrowania pliku",
    440: "Duplikat faktury",
    450: "Błąd weryfikacji semantyki dokumentu faktury",
    550: "Operacja została anulowana przez system",
}


@cache
def _pair(name: str) -> tuple[Any, bytes]:
    """A key and its certificate, in DER."""
    key, now = rsa.generate_private_key(public_exponent=65537, key_size=2048), datetime.now(UTC)
    called = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"Ministerstwo Finansów {name}")])
    made = x509.CertificateBuilder().subject_name(called).issuer_name(called).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now).not_valid_after(now + timedelta(9))
    return key, made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def sha(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def _key_id(name: str) -> str:
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return sha(_pair(name)[0].public_key().public_bytes(serialization.Encoding.DER, kind))


@attrs.define
class Kept:
    """A document that was taken."""

    reference: str
    document: bytes
    number: str
    code: int
    ksef: str | None = None
    details: tuple[str, ...] = ()
    extensions: dict[str, str] = attrs.field(factory=dict)


@attrs.define
class Session:
    """An interactive session."""

    key: bytes
    vector: bytes
    is_open: bool = True
    invoices: list[Kept] = attrs.field(factory=list)


@attrs.define
class Peer:
    """What tests say, and what came."""

    server: Any = None
    outcome: int = 200
    """What becomes of the next documents."""
    looks: int = 1
    """How often is asked before it is known."""
    is_away: bool = False
    loses_answer_to: str = ""
    """The path, as a pattern, whose next answer is lost after it was done."""
    refuses_with: tuple[int, int] | None = None
    """HTTP status and code of the next refusal of a document."""
    token: str = TOKEN
    busy: bool = False
    sessions: dict[str, Session] = attrs.field(factory=dict)
    heard: list[tuple[str, str]] = attrs.field(factory=list)
    bodies: list[bytes] = attrs.field(factory=list)
    access: str = "access-1"
    knows: set[tuple[str, str, str]] = attrs.field(factory=set)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v2"

    @property
    def documents(self) -> list[bytes]:
        """What was taken, in all sessions."""
        return [one.document for session in self.sessions.values() for one in session.invoices]

    def posts(self) -> int:
        """How often a document was sent."""
        return sum(method == "POST" and path.endswith("/invoices") for method, path in self.heard)

    def answer(self, method: str, address: str, bearer: str, body: bytes) -> tuple[int, Any]:
        path = urlsplit(address).path.removeprefix("/v2")
        self.heard.append((method, path))
        if body:
            self.bodies.append(body)
        asked = json.loads(body) if body else {}
        if path == "/security/public-key-certificates":
            return 200, [self._certificate(one) for one in ("KsefTokenEncryption", "SymmetricKeyEncryption")]
        if path.startswith("/auth/"):
            return self._auth(path, bearer, asked)
        if bearer != self.access:
            return 401, {"status": 401}
        return self._sessions(method, path, asked)

    def _certificate(self, usage: str) -> dict[str, Any]:
        now = datetime.now(UTC)
        return {
            "certificate": base64.b64encode(_pair(usage)[1]).decode(),
            "certificateId": sha(_pair(usage)[1]),
            "publicKeyId": _key_id(usage),
            "validFrom": (now - timedelta(days=500)).isoformat(),
            "validTo": (now + timedelta(days=500)).isoformat(),
            "usage": [usage],
        }

    def _auth(self, path: str, bearer: str, asked: dict[str, Any]) -> tuple[int, Any]:
        if path == "/auth/challenge":
            return 200, {
                "challenge": "20261127-CR-1",
                "timestampMs": 1795780800000,
            }
        if path == "/auth/ksef-token":
            assert asked["publicKeyId"] == _key_id("KsefTokenEncryption")
            assert asked["contextIdentifier"] == {"type": "Nip", "value": NIP}
            secret = base64.b64decode(asked["encryptedToken"])
            self._known = _pair("KsefTokenEncryption")[0].decrypt(secret, _OAEP).decode()
            return 202, {"referenceNumber": "auth-1", "authenticationToken": {"token": "waiting-1", "validUntil": ""}}
        assert bearer == "waiting-1"
        if path == "/auth/auth-1":
            known = self._known == f"{self.token}|1795780800000"
            return 200, {"status": {"code": 200 if known else 450, "description": "x"}}
        assert path == "/auth/token/redeem"
        until = (datetime.now(UTC) + timedelta(days=500)).isoformat()
        return 200, {"accessToken": {"token": self.access, "validUntil": until}, "refreshToken": {}}

    _known: str = ""

    def _sessions(self, method: str, path: str, asked: dict[str, Any]) -> tuple[int, Any]:
        if path == "/sessions":
            return 200, {"sessions": []}
        if path == "/sessions/online":
            return self._opened(asked)
        found = re.fullmatch(r"/sessions/(?:online/)?([^/]+)/(invoices|close)(?:/([^/]+)/upo)?", path)
        assert found is not None, path
        session = self.sessions.get(found[1])
        if session is None:
            return _refusal(400, 21173, "Brak sesji o wskazanym numerze referencyjnym.")
        if found[2] == "close":
            session.is_open = False
            return 204, None
        if found[3]:
            one = next(kept for kept in session.invoices if kept.reference == found[3])
            return 200, f"<Potwierdzenie><NumerKSeFDokumentu>{one.ksef}</NumerKSeFDokumentu></Potwierdzenie>"
        if method == "POST":
            return self._taken(found[1], session, asked)
        return 200, {"invoices": [self._shown(one, place) for place, one in enumerate(session.invoices, 1)]}

    def _opened(self, asked: dict[str, Any]) -> tuple[int, Any]:
        said = asked["encryption"]
        assert asked["formCode"] == {"systemCode": "FA (3)", "schemaVersion": "1-0E", "value": "FA"}
        assert said["publicKeyId"] == _key_id("SymmetricKeyEncryption")
        key = _pair("SymmetricKeyEncryption")[0].decrypt(base64.b64decode(said["encryptedSymmetricKey"]), _OAEP)
        assert len(key) == 32
        reference = f"20261127-SO-{len(self.sessions):010d}-000000000000"[:36]
        self.sessions[reference] = Session(key, base64.b64decode(said["initializationVector"]))
        return 201, {"referenceNumber": reference, "validUntil": "2026-11-28T00:00:00Z"}

    def _taken(self, name: str, session: Session, asked: dict[str, Any]) -> tuple[int, Any]:
        if self.refuses_with is not None:
            (status, code), self.refuses_with = self.refuses_with, None
            return _refusal(status, code, "Odmowa.")
        if not session.is_open:
            return _refusal(400, 21180, "Status sesji nie pozwala na wykonanie operacji.")
        hidden = base64.b64decode(asked["encryptedInvoiceContent"])
        if len(hidden) != asked["encryptedInvoiceSize"]:
            return _refusal(400, 21402, "Nieprawidłowy rozmiar pliku.")
        if sha(hidden) != asked["encryptedInvoiceHash"]:
            return _refusal(400, 21403, "Nieprawidłowy skrót pliku.")
        opener = Cipher(algorithms.AES256(session.key), modes.CBC(session.vector)).decryptor()
        unpadder = PKCS7(128).unpadder()
        plain = unpadder.update(opener.update(hidden) + opener.finalize()) + unpadder.finalize()
        assert asked["offlineMode"] is False
        kept = self._read(name, plain)
        if sha(plain) != asked["invoiceHash"] or len(plain) != asked["invoiceSize"]:
            kept.code = 435
        session.invoices.append(kept)
        return 202, {"referenceNumber": kept.reference}

    def _read(self, name: str, plain: bytes) -> Kept:
        root, at = ET.fromstring(plain), {"f": NAMESPACE}
        number, kind = (root.findtext(f".//f:{one}", "", at) for one in ("P_2", "RodzajFaktury"))
        one = Kept(f"20261127-EE-{len(self.documents):010d}-000000000000"[:36], plain, number, self.outcome)
        if self.outcome != 200:
            one.details = ("Szczegóły błędu.",)
            return one
        for reference, session in self.sessions.items():
            for before in session.invoices:
                root_before = ET.fromstring(before.document)
                same = before.number == number and root_before.findtext(".//f:RodzajFaktury", "", at) == kind
                if same and before.ksef:
                    one.code = 440
                    one.extensions = {
                        "originalSessionReferenceNumber": reference,
                        "originalKsefNumber": before.ksef,
                    }
                    return one
        first = f"{NIP}-20261127-{len(self.documents) + 1:012X}"
        one.ksef = f"{first}-{crc8(first):02X}"
        return one

    def _shown(self, one: Kept, place: int) -> dict[str, Any]:
        still = self.looks > 0 and one.code == 200
        self.looks -= still
        code = 150 if still else one.code
        done = {"ksefNumber": one.ksef, "acquisitionDate": "2026-11-27T12:00:05.5+00:00"} if code == 200 else {}
        status = {"code": code, "description": _WORDS[code], "details": list(one.details)}
        return done | {
            "ordinalNumber": place,
            "invoiceNumber": one.number,
            "referenceNumber": one.reference,
            "invoiceHash": sha(one.document),
            "invoicingDate": "2026-11-27T12:00:00+00:00",
            "status": status | {"extensions": one.extensions or None},
        }


def _refusal(status: int, code: int, words: str) -> tuple[int, Any]:
    return status, {"title": "Bad Request", "status": status, "errors": [{"code": code, "description": words}]}


@contextmanager
def running() -> Iterator[Peer]:
    """A peer that answers while the block lasts."""
    made = Peer()

    class Answers(Calls):
        def do_GET(self) -> None:
            self._say("GET", b"")

        def do_POST(self) -> None:
            self._say("POST", self.asked() if self.headers.get("Content-Length") else b"")

        def _say(self, method: str, body: bytes) -> None:
            if made.is_away:
                self.answer(503, b"")
                return
            if made.busy:
                self.send_response(429)
                self.send_header("Retry-After", "30")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
            status, said = made.answer(method, self.path, bearer, body)
            if made.loses_answer_to and re.search(made.loses_answer_to, f"{method} {self.path}"):
                made.loses_answer_to = ""
                self.close_connection = True
                self.connection.close()
                return
            self.answer(status, said.encode() if isinstance(said, str) else json.dumps(said).encode() if said else b"")

        def handle(self) -> None:
            try:
                super().handle()
            except (OSError, ValueError):
                return

    with serving(made, Answers) as peer:
        yield peer
