"""Private keys by their form alone: what wallets, shells and other tools write, with or without header lines.

Sources: BIP-32 and the wallet import format (base58 with four check bytes), NIP-19 (``nsec1``), SEP-23 (Stellar), CIP-5
(Cardano), RFC 7517 (JSON Web Key), RFC 5208 and RFC 5915 (what a key's base64 begins with), RFC 4716 (SSH2 headers).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from .kinds import PRIVATE_KEY

_END = r"(?![0-9a-z])"
#: Within one long word. Letters are folded; what needs its capitals is looked at again in the original.
_FORMS = re.compile(
    r"(?<![0-9a-z])(?:"
    r"[xyztuv]prv[1-9a-z]{100,112}"
    r"|nsec1[02-9ac-hj-np-z]{58}"
    r"|(?:ed25519e?_sk|(?:root|acct|addr|stake)_xsk)1[0-9a-z]{50,200}"
    r"|(?P<body>b3blbnnzac1rzxktdj[ei][0-9a-z+/=]{0,4000}"  # "openssh-key-v1"
    r"|mi[gi][0-9a-z+/]{1,4}(?:ibaakc|ibadanbg|agamb[mq]gby|agead|agadanbg)[0-9a-z+/=]{20,8000}"  # a number, then a key
    r"|mhccaqee[0-9a-z+/=]{40,400}|mc4caqawbqydk2vwbcie[0-9a-z+/=]{30,120}"
    r"|rwrty0iy[0-9a-z+/=]{40,400}"  # minisign
    r"|ls0tls1crudjti(?!bdrvj|bqvujm)[0-9a-z+/=]{40,12000})"  # header lines, but no certificate's or public key's
    r"|(?P<hex>0x[0-9a-f]{64})"
    r"|(?P<bare>[0-9a-f]{64})"
    r"|(?P<stellar>s[a-z2-7]{55})"
    rf"|(?P<coin>[5kl9c][1-9a-z]{{50,51}})"
    r"|(?P<pair>[1-9a-z]{87,88})"
    rf"){_END}"
)
#: Lines of base64 that go on.
_LINES = re.compile(r"(?:\n[0-9a-z+/]{16,80}={0,2}(?![^\n])){1,200}(?:\n[0-9a-z+/]{1,79}={0,2}(?![^\n]))?")
#: What a chain of blocks and a download are proved by looks the same.
_HASH = re.compile(r"(?:tx|hash|transac|transak|txn|block|sha|checksum|digest|commit|sum[ak]?|fingerprint|odcisk)")
_KEY_WORD = re.compile(
    r"(?:priv|pryw|prvkey|secret|sekret|wallet|portfel|seed|spend|view key|klucz|schlussel|cle\b|clave|ключ|гаман)"
)
_NEAR = 60
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE58_WORD = re.compile(rf"[{_BASE58}]+")
#: Behind names of their own, in files of keys.
_NAMED = re.compile(
    r"(?:private-?key|priv(?:ate)?_key|presharedkey|privkey)[\"']?\s{0,2}[:=]\s{0,2}[\"']?(?P<value>(?=[a-z+/]{0,42}[0-9])[0-9a-z+/]{43}=)"
    r"|private-lines:\s{0,2}[0-9]{1,3}\r?\n(?P<lines>(?:[0-9a-z+/=]{4,80}\r?\n?){1,60})"
    r"|private-mac:\s{0,2}(?P<mac>[0-9a-f]{40,64})"
    r"|privateexponent:\s{0,4}(?P<exponent>(?:[0-9a-f]{2}:?\s{0,20}){16,600})"
)
#: A JSON Web Key holds its type, and the secret part as "d" (of a pair) or "k"; XML of .NET names them so too.
_PARTS = re.compile(
    r"\"(?:d|k|p|q|dp|dq|qi)\"\s{0,3}:\s{0,3}\"(?P<json>[0-9a-z_\-]{20,1000})\"|<(?:d|p|q|dp|dq|inverseq)>(?P<xml>[0-9a-z+/=\s]{20,1000})</"
)
#: A wallet's file: the sixty-four bytes of a pair as numbers.
_BYTES = re.compile(
    r"\[\s{0,2}(?P<value>[0-9]{1,3}(?:,\s{0,2}[0-9]{1,3}){63}|[0-9]{1,3}(?:,\s{0,2}[0-9]{1,3}){31})\s{0,2}\]"
)
SHORTEST = 43
#: What everybody may have, in one word: a public key of SSH, a certificate in base64, an address that coins go to.
_OPEN = re.compile(
    r"(?<![0-9A-Za-z+/])(?:AAAA[BCE][23][NV][0-9A-Za-z+/=]{20,2000}|LS0tLS1CRUdJTi(?:BDRV|BQVU)[0-9A-Za-z+/=]{20,12000}"
    r"|(?P<coin>[13][1-9A-HJ-NP-Za-km-z]{25,34})|(?:bc1|addr1)[0-9a-z]{25,110})"
    r"(?![0-9A-Za-z+/=])"
)
_LONG = re.compile(r"\S{26,}")
#: What a public key of SSH is of stands before it, whose it is behind it: "ssh-ed25519 … ania@laptop".
_TYPE = re.compile(r"(?<!\S)(?:ssh|ecdsa|sk)-[\w@.\-]{2,40}[ \t]{1,2}\Z")
_OWNER = re.compile(r"[ \t]{1,2}[\w.+\-]{1,40}@[\w.\-]{1,60}(?![\w@])")
_OPEN_BLOCK = re.compile(
    r"-----begin (?:certificate|x509|public key|rsa public|ec public|new certificate|pgp public|pgp sig|pgp mess)"
    r"(?:[^-]|-(?!----)){0,20000}"
)
#: The public parts of a JSON Web Key.
_OPEN_PART = re.compile(r"\"(?:x|y|n|e|kid|x5t|x5c|x5t#s256)\"\s{0,3}:\s{0,3}\[?\"(?P<part>[0-9a-z_+/=\-]{20,4000})\"")


def find_keys(folded: str, plain: str) -> Iterator[tuple[int, int, str]]:
    """Spans of private keys that no header line tells of."""
    if "private" in folded or "privkey" in folded or "presharedkey" in folded or "priv_key" in folded:
        for found in _NAMED.finditer(folded):
            yield (*found.span(found.lastgroup or 0), PRIVATE_KEY)
    if '"kty"' in folded or "<modulus>" in folded:
        for found in _PARTS.finditer(folded):
            yield (*found.span(found.lastgroup or 0), PRIVATE_KEY)
    if "," in folded and "[" in folded:
        for found in _BYTES.finditer(folded):
            yield (*found.span("value"), PRIVATE_KEY)


def find_public(folded: str, plain: str) -> Iterator[tuple[int, int, str]]:
    """Spans of what looks like keys and is everybody's: nothing is looked for in them."""
    if "-----begin" in folded:
        yield from ((*found.span(), "") for found in _OPEN_BLOCK.finditer(folded))
    if '"kty"' in folded:
        yield from ((*found.span("part"), "") for found in _OPEN_PART.finditer(folded))
    for long in _LONG.finditer(plain):
        for found in _OPEN.finditer(plain, *long.span()):
            private = _FORMS.match(folded, found.start()) is not None
            if not private and (found["coin"] is None or _checks(found["coin"])):
                yield _with_owner(plain, *found.span())


def _with_owner(plain: str, start: int, end: int) -> tuple[int, int, str]:
    """A public key with what it is of and whose it is, if it is one of SSH."""
    if plain.startswith("AAAA", start):
        kind, owner = _TYPE.search(plain, max(0, start - 50), start), _OWNER.match(plain, end)
        start, end = kind.start() if kind else start, owner.end() if owner else end
    return start, end, ""


def find_key_words(folded: str, plain: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Those within one long word, with the lines that follow the first of several."""
    for found in _FORMS.finditer(folded, start, end):
        name = found.lastgroup
        if name is not None and name != "body" and not _is_key(name, folded, plain, found):
            continue
        last = found.end()
        if name == "body" and (lines := _LINES.match(folded, last)):
            last = lines.end()
        yield found.start(), last, PRIVATE_KEY


def _is_key(name: str, folded: str, plain: str, found: re.Match[str]) -> bool:
    value = plain[found.start() : found.end()]
    before = folded[max(0, found.start() - _NEAR) : found.start()]
    if name == "hex":
        return _HASH.search(before) is None or _KEY_WORD.search(before) is not None
    if name == "bare":
        return _KEY_WORD.search(before) is not None and _HASH.search(before) is None
    if name == "stellar":
        return value.isupper() and any(map(str.isdigit, value))
    if _BASE58_WORD.fullmatch(value) is None or value.islower() or value.isupper():
        return False
    if name == "coin":
        return _checks(value)
    return len(_unpacked(value)) == 64  # a pair as Solana writes it


def _unpacked(value: str) -> bytes:
    number = 0
    for char in value:
        number = number * 58 + _BASE58.index(char)
    nought = len(value) - len(value.lstrip("1"))
    return bytes(nought) + number.to_bytes((number.bit_length() + 7) // 8)


def _checks(value: str) -> bool:
    """Whether the last four bytes are those of the double hash of the rest."""
    data = _unpacked(value)
    return sha256(sha256(data[:-4]).digest()).digest()[:4] == data[-4:]
