"""SHA-256 over several parts, ids made from it, and the check digit of cards and phones."""

from __future__ import annotations

import hashlib


class _Lengths(dict[int, str]):
    """The four bytes before a part, as a text of as many letters."""

    def __missing__(self, length: int) -> str:
        return length.to_bytes(4).decode("latin-1")


_LENGTHS = _Lengths({length: length.to_bytes(4).decode("latin-1") for length in range(256)})

#: Copied for each digest: OpenSSL looks SHA-256 up whenever one is begun.
_BEGUN = hashlib.sha256()


def joined(parts: tuple[str, ...], errors: str = "strict") -> bytes:
    """Parts that cannot run into one another: each behind its length in four bytes.

    Args:
        parts: The parts.
        errors: What `str.encode` does about what is no character.

    Returns:
        The bytes.
    """
    if len(parts) == 2 and (first := parts[0]).isascii() and (second := parts[1]).isascii():
        return f"{_LENGTHS[len(first)]}{first}{_LENGTHS[len(second)]}{second}".encode("latin-1")
    if "".join(parts).isascii():  # as ids, moments and digests are: encoded at once, for less than half
        return "".join([_LENGTHS[len(part)] + part for part in parts]).encode("latin-1")
    return b"".join([len(p := part.encode("utf-8", errors)).to_bytes(4) + p for part in parts])


def digest(*parts: str) -> str:
    """SHA-256 over parts that cannot run into one another, as 64 hex digits."""
    sha = _BEGUN.copy()
    sha.update(joined(parts, "surrogatepass"))
    return sha.hexdigest()


def outside_id(tenant: str, kind: str, outside: str) -> str:
    """Our id for something that already has an id elsewhere: the same every time, 128 bits."""
    return digest(tenant, kind, outside)[:32]


def luhn(digits: str) -> bool:
    """Whether the digits pass the Luhn check."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
