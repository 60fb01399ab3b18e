"""Where files of a desk made from the environment are kept, and by what they are looked at."""

from __future__ import annotations

import os
import re
from pathlib import Path

from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.clamd import ClamdScanner
from helpdesk_core.adapters.folder import FolderFiles
from helpdesk_core.adapters.objects import ObjectFiles
from helpdesk_core.adapters.pillow import PillowPictures
from helpdesk_core.ports import Files, Scanner, Storage

_BUCKET = re.compile(r"(s3|gs|az)://[^/@?#]+(/[^@?#]*)?")


def storage_in(folder: Path, scanner: Scanner | None = None) -> Storage:
    """Files in a folder of this machine, looked at by Pillow.

    Raises:
        ConfigurationError: Pillow or pi-heif is not installed.
    """
    return Storage(FolderFiles(folder), PillowPictures(), scanner)


def storage_of_environment() -> Storage | None:
    """From HELPDESK_FILES, a folder or a bucket (``s3://bucket/prefix``), and HELPDESK_CLAMD, the path of clamd's
    socket or host:port; None where no place is named: then no files are taken.

    Raises:
        ConfigurationError: One of them cannot be read, or a library is missing.
    """
    place, clamd = (os.environ.get(f"HELPDESK_{name}", "").strip() for name in ("FILES", "CLAMD"))
    if not place:
        return None
    files = _bucket(place) if "://" in place else FolderFiles(place)
    return Storage(files, PillowPictures(), _scanner(clamd) if clamd else None)


def _bucket(given: str) -> Files:
    """Key, region and endpoint are read by obstore, from the variables that the provider's own tools read."""
    if _BUCKET.fullmatch(given) is None:
        raise ConfigurationError("HELPDESK_FILES is a folder, or a bucket as in s3://bucket/prefix (gs://, az://)")
    try:
        from obstore.store import from_url
    except ModuleNotFoundError:
        raise ConfigurationError("files in a bucket need obstore: pip install 'helpdesk-core[s3]'") from None
    return ObjectFiles(from_url(given))


def _scanner(given: str) -> ClamdScanner:
    if given.startswith("/"):
        return ClamdScanner(given)
    host, _, port = given.rpartition(":")
    if not host or not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        raise ConfigurationError("HELPDESK_CLAMD is the path of clamd's socket, or host:port (127.0.0.1:3310)")
    return ClamdScanner((host, int(port)))
