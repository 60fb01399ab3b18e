"""Keys for comparing serial numbers as people copy them from a case. Nothing stored or shown is ever changed."""

from __future__ import annotations

import re

from .typed import LOOK_ALIKE, plain

LEAST_SIGNS = 5
LABEL = re.compile(
    r"^\W*(?:S\s*/?\s*N|SER(?:IAL|IEN\W*N(?:UMME)?R)?(?:\W*(?:NUMBER|NUM|NO|NR))?|NUMER\s+SERYJNY|NR\W*SER(?:YJNY)?"
    r"|(?:N(?:[O°]|R|[UÚ]M(?:ERO|ÉRO)?)?\W*(?:DE\s+)?)?S[EÉ]RIE|СЕР(?:ІЙНИЙ|ИЙНЫЙ)?\W*(?:НОМЕР|№|NO)"
    r"|IMEI\s*\d?(?:\W*MEID)?|MEID)"
    r"(?:\s*[:.#=]+\s*|\s+)",
)
_SIGN = re.compile(r"[A-Z0-9]")
# Signs that are read for one another on a label; B/8, S/5 and Z/2 would join too many numbers that differ.
_ALIKE = str.maketrans("OIL", "011")
_FIGURE = re.compile(r"\d")
_PLACEHOLDER = re.compile(r"\[[A-Z_ ]+\]")
# What people, forms and firmware write where there is none.
_NONE = frozenset(
    word.translate(_ALIKE)
    for word in (
        *("BRAK", "BRAKNUMERU", "NIEMA", "NIEZNANY", "NIEDOTYCZY", "NIEWIEM", "NIECZYTELNY"),
        *("NONE", "NOTAVAILABLE", "NOTAPPLICABLE", "UNKNOWN", "UNREADABLE", "NOSERIAL", "NOSERIALNUMBER", "DONTKNOW"),
        *("DEFAULTSTRING", "SYSTEMSERIALNUMBER", "TOBEFILLEDBYOEM", "SERIALNUMBER", "SERIAL"),
    )
)


def serial_key(typed: str) -> str | None:
    """The key under which a serial number or IMEI is found again.

    Case, spaces, dashes and a label in front ("S/N") do not count, and O and 0, I, L and 1 are one sign each; letters
    of a Cyrillic keyboard that look like ours are ours.

    Args:
        typed: As it was typed or stored, redacted.

    Returns:
        The key; None where there is none in it: "brak", "n/a", fewer than five signs, one sign again and again, figures
        that count up, or something that redaction took out.
    """
    text = plain(typed).upper()
    if _PLACEHOLDER.search(text):
        return None
    named = LABEL.sub("", text, count=1)
    if _FIGURE.search(named):  # without one it is a word of a language, and no number
        named = named.translate(LOOK_ALIKE)
    key = "".join(_SIGN.findall(named)).translate(_ALIKE)
    if len(key) < LEAST_SIGNS or len(set(key)) == 1 or key in _NONE or key in "01234567890" or key in "9876543210":
        return None
    return key


def typed_serial_keys(typed: str) -> frozenset[str]:
    """The keys of what a visitor typed: scanners of bar codes put an S in front, so that it counts without it too.

    Args:
        typed: What they typed, redacted.

    Returns:
        One key or two; none where there is no serial number.
    """
    key = serial_key(typed)
    if key is None:
        return frozenset()
    return frozenset({key, serial_key(key[1:]) or key} if key.startswith("S") else {key})
