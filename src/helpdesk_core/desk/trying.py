"""Trying what keeps files and what looks at them, for operators: nothing of it is left behind."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Iterator

from ..base.kinds import kind_of
from ..ports import Files, Scan, Scanner, Storage

_CONTENT = b"Written by helpdesk check, and deleted at once."
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every scanner takes for malware, and is none (eicar.org); in two parts, or it would be taken from this file."""


def storage_problems(storage: Storage) -> Iterator[str]:
    """Keep a file of a few bytes, read it and delete it; show the scanner one that is clean and one that is not.

    Args:
        storage: What a desk was given.

    Yields:
        What does not work, in words, with nothing of a password or an address.
    """
    yield from _tried("files cannot be kept", lambda: _wrong_files(storage.files))
    if storage.scanner is not None:
        scanner = storage.scanner
        yield from _tried("the scanner does not answer, so that files wait", lambda: _wrong_scanner(scanner))


def _tried(step: str, look: Callable[[], Iterator[str]]) -> Iterator[str]:
    """What a part says, or that it failed: an adapter of a host's may raise anything."""
    try:
        yield from look()
    except Exception as error:  # noqa: BLE001
        yield f"{step} ({type(error).__name__})"


def _wrong_files(files: Files) -> Iterator[str]:
    key = secrets.token_hex(16)
    files.put(key, io.BytesIO(_CONTENT), type="text/plain")
    try:
        with files.open(key) as stream:
            if stream.read() != _CONTENT:
                yield "a file comes back with other bytes than it was kept with"
    finally:
        files.delete(key)
    try:
        files.open(key).close()
    except FileNotFoundError:
        return
    yield "a deleted file is still there"


def _wrong_scanner(scanner: Scanner) -> Iterator[str]:
    if (found := scanner.scan(io.BytesIO(_CONTENT))) is not Scan.CLEAN:
        yield f"the scanner says of a clean file: {_said(found)}"
    if (found := scanner.scan(io.BytesIO(EICAR))) is not Scan.FOUND:
        yield f"the scanner says of the test file that every scanner finds (EICAR): {_said(found)}"


def _said(found: object) -> str:
    return found.value if isinstance(found, Scan) else kind_of(found)
