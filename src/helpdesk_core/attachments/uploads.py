"""Places for uploads, and what was put there, as text that nobody else can make: who adds a file to a request is the
one who uploaded it for that request."""

from __future__ import annotations

import hmac
from datetime import timedelta

import attrs

from ..context import Context
from ..ports.files import is_key
from .kinds import EXTENSIONS, MEDIA

OPEN_FOR = timedelta(minutes=50)
"""For how long an upload can be added: it ends before the job that deletes what was not."""


@attrs.frozen(kw_only=True)
class Upload:
    """A file that was kept.

    Attributes:
        key: Where.
        size: In bytes.
        media: What its first bytes say it is.
        sha256: Of the whole.
    """

    key: str
    size: int
    media: str
    sha256: str


def reserved(key: str, request: str, context: Context) -> str:
    """The text of a place that `ReserveUpload` answers."""
    begun = str(int(context.now.timestamp()))
    return ".".join((key, begun, context.keyring.mac("upload_place", context.tenant, request, key, begun)))


def sealed(place: str, request: str, size: int, media: str, sha256: str, context: Context) -> str | None:
    """The text of what was put into a place, None for what is no place of this request."""
    key, begun, proof = (*place.split("."), "", "", "")[:3]
    if not _proves(context, proof, "upload_place", request, key, begun):
        return None
    parts = (key, begun, str(size), EXTENSIONS[media], sha256)
    return ".".join((*parts, context.keyring.mac("upload", context.tenant, request, *parts)[:48]))


def read_upload(given: str, request: str, context: Context) -> Upload | None:
    """What was put there, None for what we did not seal for this request, and for what is too old."""
    *parts, proof = given.split(".")
    if len(parts) != 5 or not _proves(context, proof, "upload", request, *parts):
        return None
    key, begun, size, extension, sha256 = parts
    is_open = 0 <= context.now.timestamp() - int(begun) + 1 <= OPEN_FOR.total_seconds()
    return Upload(key=key, size=int(size), media=MEDIA[extension], sha256=sha256) if is_open and is_key(key) else None


def _proves(context: Context, proof: str, purpose: str, request: str, *parts: str) -> bool:
    given = proof.encode("utf-8", "replace")
    made = context.keyring.macs(purpose, context.tenant, request, *parts)
    return any(hmac.compare_digest(one[: len(proof) or 1].encode(), given) for one in made) and len(proof) >= 48
