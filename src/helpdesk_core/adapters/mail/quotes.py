"""What is new in a mail, and what stands below it: the messages that it answers, and its signature.

English, Polish and German, as Gmail, Outlook, Thunderbird, Apple Mail, Roundcube, Samsung's mail, WP, o2, Onet and
Interia write it. When in doubt nothing is cut: words too many can be read, words that are gone cannot.
"""

from __future__ import annotations

import re

_LONGEST_LINE = 600
_MOST_LINES = 3_000
"""No person writes more above what they answer."""
_INTRO = re.compile(
    r"(?:On|Le) .{6,400} wrote:"
    r"|.{6,400} wrote:"
    r"|(?:W dniu|Dnia|Dn\.) .{4,400}(?:napisał\(a\)|napisał/a|napisała|napisał|pisze|wrote)\s?:"
    r"|(?:pon|wt|śr|czw|pt|sob|niedz|ndz)\.?,? .{4,400}napisał(?:\(a\)|a)?\s?:"
    r"|\d{1,2} \w{3,12}\.? \d{4}.{2,400}napisał(?:\(a\)|a)?\s?:"
    r"|Użytkownik .{2,300} napisał(?:\(a\)|a)?\s?:"
    r"|Wiadomość napisana przez .{2,400}(?:\d|o godz\. \d{1,2}:\d\d)\s?:"
    r"|(?:W dniu|Dnia) .{4,100}, .{2,300} (?:napisał|pisze)\(?a?\)?\s?:"
    r"|Am .{6,400} schrieb\b.{0,300}:"
    r"|.{2,300} schrieb am .{4,100}:",
)
_BEGINS = re.compile(r"(?:On|Am|W dniu|Dnia|Dn\.|Wiadomość|Użytkownik) |(?:pon|wt|śr|czw|pt|sob|niedz|ndz)\b")
_SEPARATOR = re.compile(
    r"-{2,}\s?(?:Original Message|Oryginalna wiadomość|Wiadomość oryginalna|Treść oryginalnej wiadomości"
    r"|Wiadomość pierwotna|Ursprüngliche Nachricht|Originalnachricht|Original-Nachricht)\s?-{2,}"
    r"|#+ Twój tekst powyżej tej linii #+",
    re.IGNORECASE,
)
_RULE = re.compile(r"[_\-–—*]{5,}")
_LABEL = re.compile(
    r"(From|Od|Von|Nadawca|Sent|Date|Data|Wysłano|Wysłane|Gesendet|Datum|To|Do|An|Adresat|Odbiorca|Subject|Temat"
    r"|Betreff|Cc|DW|Kopia)\s{0,3}:\s",
)
_FROM, _WHEN = (
    frozenset({"From", "Od", "Von", "Nadawca"}),
    frozenset({"Sent", "Date", "Data", "Wysłano", "Wysłane", "Gesendet", "Datum"}),
)
_SUBJECT = frozenset({"Subject", "Temat", "Betreff", "To", "Do", "An", "Adresat", "Odbiorca"})
_SIGNATURE = re.compile(r"--\s?")
_DEVICE = re.compile(
    r"(?:Sent from (?:my |Mail for |Outlook|Yahoo|Proton|the )|Sent with Proton|Get (?:Outlook|BlueMail) for"
    r"|Wysłane? z(?:e)? |Wysłano z(?:e)? "
    r"|Wysłan[eo] za pomocą K-9|Pobierz (?:aplikację )?(?:Outlook|BlueMail)"
    r"|Uzyskaj (?:aplikację )?Outlook|Von meinem .{2,60} gesendet|Gesendet von "
    r"|Gesendet mit |Holen Sie sich Outlook|Diese Nachricht wurde von meinem ).{0,200}",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"\s{0,3}(?:fwd?|pd|wg|podaj dalej|przek)\s?:", re.IGNORECASE)


def split(text: str, subject: str = "") -> tuple[str, str]:
    """A mail's text in two.

    Args:
        text: The whole body as plain text.
        subject: The mail's: what is forwarded is what its sender wants to be read.

    Returns:
        What was written anew, and what stands below. The first is everything where nothing else would be left of it.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    lines = text.split("\n")
    if _FORWARDED.match(subject):
        return text.strip(), ""
    cut = _quote_at(lines)
    head, tail = (lines, list[str]()) if cut is None else (lines[: cut[0]], lines[cut[0] :])
    if cut is not None and (answers := _answers(lines[cut[1] :])) is not None:
        head, tail = (answers, tail) if not _said(head) else (lines, [])
    head, signature = _signed(head)
    new, below = _joined(head), _joined([*signature, *tail])
    return (new, below) if new else (text.strip(), "")


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip()


def _said(lines: list[str]) -> bool:
    return any(line.strip() and not line.lstrip().startswith(">") for line in lines)


def _quote_at(lines: list[str]) -> tuple[int, int] | None:
    """Where the line stands that announces a quotation, and where the quotation itself begins."""
    own = max((n for n, line in enumerate(lines) if line.strip() and not line.startswith(">")), default=-1)
    for number, line in enumerate(lines[:_MOST_LINES]):
        bare = line.strip().lstrip("> ").strip("*_ ") if line.startswith(">") else line.strip().strip("*")
        if not bare or len(bare) > _LONGEST_LINE:
            continue
        if _SEPARATOR.match(bare):
            return number, number + 1
        if (end := _intro(lines, number, bare)) is not None:
            return number, end
        if _LABEL.match(bare.replace("*", "")) and _is_header_block(lines, number):
            before = number - 1
            while before >= 0 and not lines[before].strip():
                before -= 1
            start = before if before >= 0 and _RULE.fullmatch(lines[before].strip()) else number
            return start, len(lines)
        if number > own and line.startswith(">"):
            return number, number
    return None


def _intro(lines: list[str], number: int, bare: str) -> int | None:
    """Such a line may be broken in two or three by the program that sent it."""
    joined = bare
    for more in range(3):
        if joined.endswith(":") and _INTRO.fullmatch(joined):
            return number + more + 1
        if number + more + 1 >= len(lines) or not _may_begin(bare):
            return None
        joined = f"{joined} {lines[number + more + 1].strip().lstrip('> ')}"[:_LONGEST_LINE]
    return None


def _may_begin(bare: str) -> bool:
    return bool(
        re.match(r"On |Am |W dniu |Dnia |Dn\. |Wiadomość |Użytkownik |(?:pon|wt|śr|czw|pt|sob|niedz|ndz)\b", bare)
    )


def _is_header_block(lines: list[str], number: int) -> bool:
    """At least a sender, and two other headers of the mail that is quoted, one below the other."""
    found: set[str] = set()
    for line in [one for one in lines[number : number + 12] if one.strip()][:7]:
        if (label := _LABEL.match(line[:_LONGEST_LINE].strip().lstrip("> ").replace("*", ""))) is None:
            continue
        found.add(label[1])
    return bool(found & _FROM) and bool(found & _WHEN) and bool(found & _SUBJECT)


def _answers(lines: list[str]) -> list[str] | None:
    """What stands below or between quoted lines, with them where it stands between; None where nothing does."""
    if not any(line.startswith(">") for line in lines):
        return None
    after = len(lines)
    while after and not lines[after - 1].startswith(">"):
        after -= 1
    first = next(n for n, line in enumerate(lines) if line.startswith(">"))
    between = [line for line in lines[first:after] if line.strip() and not line.startswith(">")]
    below, _ = _signed(lines[after:])
    if between:
        return lines
    return below if _said(below) and not _only_device(below) else None


def _only_device(lines: list[str]) -> bool:
    return all(not line.strip() or _DEVICE.fullmatch(line.strip()) for line in lines)


def _signed(lines: list[str]) -> tuple[list[str], list[str]]:
    """Text and signature: behind the line of RFC 3676, or the words that a telephone adds by itself."""
    for number in range(len(lines) - 1, -1, -1):
        if _SIGNATURE.fullmatch(lines[number]) and len(lines) - number <= 25:
            return lines[:number], lines[number:]
    end = len(lines)
    while end and (not lines[end - 1].strip() or _DEVICE.fullmatch(lines[end - 1].strip())):
        end -= 1
    return lines[:end], [line for line in lines[end:] if line.strip()]
