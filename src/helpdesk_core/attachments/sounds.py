"""Voice notes: whether a file is an Ogg stream from its first byte to its last (RFC 3533), and nothing beside it.

Nothing is decoded: it is only ever saved, under a name that says what it is.
"""

from __future__ import annotations

from typing import BinaryIO

_HEAD, _FIRST = 27, 2
_MOST_PAGES = 100_000


def is_whole_ogg(stream: BinaryIO) -> bool:
    """Whether a file is one stream of Opus, all of its pages there and in their order.

    Args:
        stream: The file.

    Returns:
        False for one that breaks off, or in which something stands beside the pages.
    """
    serial = b""
    for number in range(_MOST_PAGES):
        head = stream.read(_HEAD)
        if not head:
            return number > 1  # the first two pages only say what follows
        if len(head) < _HEAD or head[:5] != b"OggS\0" or int.from_bytes(head[18:22], "little") != number:
            return False
        serial = serial or head[14:18]
        lengths = stream.read(head[26])
        content = stream.read(sum(lengths))
        if len(lengths) < head[26] or len(content) < sum(lengths) or head[14:18] != serial:
            return False
        if bool(head[5] & _FIRST) is (number > 0) or not _begins(number, content):
            return False
    return False


def _begins(number: int, content: bytes) -> bool:
    """What the first two pages begin with (RFC 7845, 5)."""
    return content.startswith((b"OpusHead", b"OpusTags")[number]) if number < 2 else True
