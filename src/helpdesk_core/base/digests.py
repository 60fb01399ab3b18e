"""SHA-256 over several parts, ids made from it, and the check digit of cards and phones."""

from __future__ import annotations

import hashlib


def digest(*parts: str) -> str:
    """SHA-256 over parts that cannot run into one another, as 64 hex digits."""
    body = b"".join([len(p := part.encode("utf-8", "surrogatepass")).to_bytes(4) + p for part in parts])
    return hashlib.sha256(body).hexdigest()


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
