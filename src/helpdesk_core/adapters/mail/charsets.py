"""What bytes say in letters: the bytes themselves are believed before the name that stands beside them.

Polish mail comes with wrong names more often than not: windows-1250 that is called ISO-8859-2 or ISO-8859-1, UTF-8
that is called anything, 8-bit letters without a name. What cannot be in a word gives a wrong name away.
"""

from __future__ import annotations

import codecs
import re

#: Codecs of Python that are no sets of letters, or cost much.
_NO_CHARSET = re.compile(
    r"base64|bz2|hex|idna|mbcs|oem|palmos|punycode|quopri|rot|undefined|unicode_escape|uu|zlib|raw_"
)
_NAMES = {
    "unknown": "",
    "unknown-8bit": "",
    "default": "",
    "x-user-defined": "",
    "us-ascii": "",
    "ascii": "",
    "utf8mb4": "utf-8",
    "utf": "utf-8",
    "cp-1250": "cp1250",
    "windows1250": "cp1250",
    "x-cp1250": "cp1250",
    "iso8859_2": "iso-8859-2",
    "iso88592": "iso-8859-2",
    "latin-2": "iso-8859-2",
    "x-mac-ce": "mac_latin2",
    "x-mac-roman": "mac_roman",
    "ks_c_5601-1987": "cp949",
    "x-sjis": "shift_jis",
    "x-gbk": "gbk",
}
#: What is more than the set it is often called.
_MORE = {"iso8859-1": "cp1252", "iso8859-2": "cp1250", "iso8859-9": "cp1254", "gb2312": "gb18030"}
_GUESSES = ("cp1250", "iso8859-2", "cp1252")
_WIDE = {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7", "iso2022_jp", "hz"}
_ODD = re.compile(
    r"[\x80-\x9f\ufffd]"  # controls that nobody types
    r"|(?<=\w)[¡¦¯¹³±¶¼¿£¬ˇ¤§]|[¡¦¯¹³±¶¼¤ˇ¬](?=\w)"  # signs within words
    r"|ê\b|æ\b|ñ(?![aeiouáéíóúAEIOU])|Ê\b|Æ\b"  # what Polish letters look like elsewhere, where no such letter stands
    r"|[ľĽ]\w|\w[ľĽ]"
)


def decode(raw: bytes, label: str | None = None) -> str:
    """Bytes as text. It never raises.

    Args:
        raw: The bytes.
        label: The charset's name as the sender gives it.

    Returns:
        The text; what is no letter in any way is U+FFFD.
    """
    named = _codec(label)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and len(raw) % 2 == 0:
        named = "utf-16"
    if named in _WIDE and (text := _strict(raw, named)) is not None:
        return text.removeprefix("\ufeff")
    if (text := _strict(raw, "utf-8")) is not None:
        return text.removeprefix("\ufeff")
    if _is_nearly_utf8(raw):
        return raw.decode("utf-8", "replace")
    names = dict.fromkeys(name for name in (named, _MORE.get(named, ""), *_GUESSES) if name)
    texts = [text for name in names if (text := _strict(raw, name)) is not None]
    if not texts:
        return raw.decode("cp1250", "replace")
    return min(texts, key=lambda text: sum(1 for _ in _ODD.finditer(text)))  # the first of equals: as it is called


def _codec(label: str | None) -> str:
    """The name of Python's codec for a charset, empty for what is none."""
    name = (label or "").strip().strip("\"'").lower()[:40]
    name = _NAMES.get(name, name)
    if not name or not name.isascii() or _NO_CHARSET.search(name):
        return ""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return "" if _NO_CHARSET.search(found.name) else found.name


def _strict(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except (UnicodeError, ValueError, LookupError):
        return None


def _is_nearly_utf8(raw: bytes) -> bool:
    """UTF-8 with some spoilt bytes: a text that was cut, or into which something else was pasted."""
    text = raw.decode("utf-8", "replace")
    return text.count("\ufffd") * 10 < sum(1 for char in text if char > "\x7f")
