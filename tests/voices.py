"""Voice notes as chats record them: Opus in Ogg, written by the letter of RFC 3533 and RFC 7845."""

from __future__ import annotations


def page(number: int, content: bytes, *, first: bool = False, last: bool = False, serial: int = 7) -> bytes:
    kind = (2 if first else 0) | (4 if last else 0)
    lengths = bytes([255] * (len(content) // 255) + [len(content) % 255])
    head = b"OggS\0" + bytes([kind]) + (960 * number).to_bytes(8, "little") + serial.to_bytes(4, "little")
    return head + number.to_bytes(4, "little") + b"\0\0\0\0" + bytes([len(lengths)]) + lengths + content


def voice(pages: int = 3) -> bytes:
    begin = page(0, b"OpusHead\x01\x01" + bytes(9), first=True) + page(1, b"OpusTags" + bytes(8))
    return begin + b"".join(page(n, bytes(300), last=n == pages + 1) for n in range(2, pages + 2))
