"""SHA-256 over several parts, and ids made from it."""

from __future__ import annotations

import hashlib


def digest(*parts: str) -> str:
    """SHA-256 over parts that cannot run into one another, as 64 hex digits."""
    body = b"".join([len(p := part.encode("utf-8", "surrogatepass")).to_bytes(4) + p for part in parts])
    return hashlib.sha256(body).hexdigest()


def outside_id(tenant: str, kind: str, outside: str) -> str:
    """Our id for something that already has an id elsewhere: the same every time, 128 bits."""
    return digest(tenant, kind, outside)[:32]
