"""What can be printed: an archived document may hold no sign that its fonts lack."""

from __future__ import annotations

import re
import unicodedata

_JOINED = frozenset({"Mn", "Mc", "Me", "Cf"})
"""Marks, and what is invisible and joins: whether they can be printed depends on what stands beside them."""
MISSING = "□"
"""Printed for a sign that no font has; the data beside the pages have the sign itself."""
#: Signs that our font or one of those within typst has, as ranges of hexadecimal numbers. A test prints all of them.
_RANGES = """
20-7E A0-377 37A-37F 384-38A 38C 38E-3A1 3A3-4FF 510-513 51A-51D 531-556 559-58A 58D-58F 591-5C7 5D0-5EA 5EF-5F4
606-60C 615-616 61B-61C 61F 621-63A 640-656 65A 660-66D 674 679-67B 67E-680 683-684 686-687 691 698 6A4 6A9 6AF 6BE
6CC 6F0-6F9 900-97F E3F E81-E82 E84 E87-E88 E8A E8D E94-E97 E99-E9F EA1-EA3 EA5 EA7 EAA-EAB EAD-EBC EC8-ECD 10D0-10FF
115F-1160 13A0-13F5 13F8-13FD 17B4-17B5 17C1-17C3 180B-180F 1AB0-1ACE 1D00-1F15 1F18-1F1D 1F20-1F45 1F48-1F4D
1F50-1F57 1F59 1F5B 1F5D 1F5F-1F7D 1F80-1FB4 1FB6-1FC4 1FC6-1FD3 1FD6-1FDB 1FDD-1FEF 1FF2-1FF4 1FF6-1FFE 2000-2040
2042 2044-2064 2066-2071 2074-208E 2090-209C 20A0-20C0 20D0-20F0 2100-211E 2120 2122 2124 2126-2151 2153-2184 2189
2190-23FF 2422-2423 2460-262F 2638-268B 2690-269C 26A0-26A7 26AA-26B2 2701-2704 2706-2709 270C-2727 2729-274B 274D
274F-2752 2756 2758-275E 2761-277F 2794 2798-27AF 27B1-2B73 2B76-2B95 2B97-2BFF 2C60-2CF3 2CF9-2CFF FB00-FB06 FFFD
"""
_NOT_PRINTABLE = re.compile(
    "[^\\n" + "".join("-".join(f"\\U{int(end, 16):08x}" for end in one.split("-")) for one in _RANGES.split()) + "]"
)
#: In Polish print a word of one letter does not end a line: it is bound to the next one.
_LONELY = {"pl": re.compile(r"(?<![^\W_])([AaIiOoUuWwZz]) (?=\S)")}


def printable(text: str, language: str, *, marks: bool = True) -> str:
    """Text as it can be printed.

    Args:
        text: Any text.
        language: Of the document: its rules of typesetting hold.
        marks: Whether combining marks stay that make no one letter with what they stand on, and what is invisible. A
            font that has the letter may lack the mark.

    Returns:
        The text, with `MISSING` for what no font has.
    """
    shown = text
    if not (text.isascii() and text.isprintable()):
        shown = _NOT_PRINTABLE.sub(MISSING, unicodedata.normalize("NFC", text.replace("\t", " ")))
        if not marks:
            shown = "".join(char for char in shown if unicodedata.category(char) not in _JOINED)
    lonely = _LONELY.get(language.partition("-")[0])
    return shown if lonely is None else lonely.sub("\\1\u00a0", shown)
