"""The parts that files need, given to a desk together."""

from __future__ import annotations

import attrs

from .files import Files
from .pictures import Pictures
from .scanner import Scanner


@attrs.frozen
class Storage:
    """Where a desk keeps files, and by what it looks at them.

    Args:
        files: Keeps the bytes.
        pictures: Decodes pictures; without it only PDF is taken.
        scanner: Looks for malware; without it nothing does.
    """

    files: Files
    pictures: Pictures | None = None
    scanner: Scanner | None = None
