"""What arrives at the pages, looked at from inside the process that serves them: `helpdesk doctor` sends a body through
the host and compares. Nobody else is watched, since the token is known to nobody else."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import attrs
from starlette.datastructures import Headers
from starlette.types import Receive

HEADER = "x-helpdesk-watched"


@attrs.frozen(eq=False)
class Watched:
    """Bodies that carry this token are read, kept here and not looked at otherwise."""

    token: str = attrs.field(factory=lambda: secrets.token_hex(16), repr=False)
    bodies: list[bytes] = attrs.field(factory=list, repr=False)


_watched: dict[str, Watched] = {}


@contextmanager
def watching() -> Iterator[Watched]:
    """Keep what arrives with a token, until the block ends."""
    made = Watched()
    _watched[made.token] = made
    try:
        yield made
    finally:
        del _watched[made.token]


def watched(headers: Headers) -> Watched | None:
    """Who watches this request, None for nobody."""
    return _watched.get(headers.get(HEADER, "")) if _watched else None


async def keep(found: Watched, receive: Receive) -> None:
    """Read a body to its end."""
    parts, more = list[bytes](), True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    found.bodies.append(b"".join(parts))
