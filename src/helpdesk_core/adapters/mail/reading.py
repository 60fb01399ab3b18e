"""A mail in one normal form: who, what, with which files, and of what kind. It never raises, and never takes long."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import attrs

from ...ports import DeliveryState, Proved
from .charsets import decode
from .headers import Headers, address, addresses, display_name, first, ids, param, read_headers, words
from .machines import is_by_machine, original_ids, state_of
from .markup import plain_text
from .parts import Leaf, TooMuch, leaves, part_head
from .proofs import proved
from .quotes import split
from .scan import refuse, split_head

_WORDS = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown", "text/x-markdown"})
_SAID_AGAIN = frozenset({"text/x-amp-html", "text/watch-html"})
"""The same words once more, for programs that show them in their own way."""
_EXTENSIONS = {"text/calendar": "ics", "text/vcard": "vcf", "text/x-vcard": "vcf", "text/directory": "vcf"}
"""Texts that nobody writes, and what their files end in."""
LONGEST_TEXT = 19_000
"""Characters of the new part that are read as such; a longer one is for a person to look at."""
_LONGEST_SENT, _LONGEST_BODY, _LONGEST_STATUS = 4_000_000, 300_000, 100_000
"""Bytes of text as they are sent, as they are read, and of a report: what is longer is read so far, and for a person
to look at."""
_INSIDE = re.compile(rb"data:[^\"'<>\s]+")
"""A picture within HTML, which nobody reads."""
_RECEIVERS = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")


@attrs.frozen(kw_only=True)
class Part:
    """A file in a mail.

    Attributes:
        place: Which part it is, from 0.
        name: Its name as the sender gives it.
        media_type: Its media type as the sender gives it.
        content: The bytes.
    """

    place: int
    name: str = attrs.field(repr=False)
    media_type: str
    content: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Mail:
    """What was read of a mail.

    Attributes:
        problem: Why a person has to look at it, as a code; then only its headers were read, if anything.
        message_id: Its own id.
        sender: The address in From; empty where there is not exactly one.
        sender_name: How the sender calls themselves.
        proved: What the shop's own server found out about that.
        receivers: Addresses it was sent to.
        subject: Its subject.
        text: What is new in it.
        quoted: What stands below that.
        parts: Its files.
        references: Ids of mails that it continues.
        reports_on: Ids of mails of ours that it reports on.
        state: What such a report says.
        by_machine: Whether a machine wrote it.
        sent_at: When it says that it was sent.
    """

    problem: str = ""
    message_id: str = ""
    sender: str = attrs.field(default="", repr=False)
    sender_name: str = attrs.field(default="", repr=False)
    proved: Proved = Proved.UNKNOWN
    receivers: tuple[str, ...] = attrs.field(default=(), repr=False)
    subject: str = attrs.field(default="", repr=False)
    text: str = attrs.field(default="", repr=False)
    quoted: str = attrs.field(default="", repr=False)
    parts: tuple[Part, ...] = ()
    references: tuple[str, ...] = ()
    reports_on: tuple[str, ...] = ()
    state: DeliveryState | None = None
    by_machine: bool = False
    sent_at: datetime | None = None


def read_mail(raw: bytes, *, server: str = "") -> Mail:
    """Read a mail.

    Args:
        raw: Its bytes as they came.
        server: The name of the shop's own mail server in ``Authentication-Results``; empty for none.

    Returns:
        What was read; with a `Mail.problem` where it was not parsed.
    """
    head, body = split_head(raw)
    headers = read_headers(head[:64_000])
    mail = _of_headers(headers, server)
    if problem := refuse(raw):
        return attrs.evolve(mail, problem=problem)
    try:
        start = len(raw) - len(body) if body or len(head) < len(raw) else part_head(raw, 0, len(raw))[1]
        return _of_parts(leaves(raw, headers, start), mail, headers, raw)
    except TooMuch as much:
        return attrs.evolve(mail, problem=str(much))
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        return attrs.evolve(mail, problem="unreadable")


def _of_headers(headers: Headers, server: str) -> Mail:
    senders = headers.get("from", [])
    sender = address(senders[0]) if len(senders) == 1 else ""
    receivers = [one for name in _RECEIVERS for value in headers.get(name, ())[:5] for one in addresses(value)]
    return Mail(
        message_id=next(iter(ids([first(headers, "message-id")])), ""),
        sender=sender,
        sender_name=display_name(senders[0]) if senders else "",
        proved=proved(headers, server, sender),
        receivers=tuple(dict.fromkeys(receivers)),
        subject=words(first(headers, "subject"))[:500],
        references=ids([*headers.get("references", ()), *headers.get("in-reply-to", ())]),
        by_machine=is_by_machine(headers, sender, ""),
        sent_at=_moment(first(headers, "date")),
    )


def _moment(value: bytes) -> datetime | None:
    try:
        found = parsedate_to_datetime(value[:100].decode("ascii", "replace"))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _of_parts(found: list[Leaf], mail: Mail, headers: Headers, raw: bytes) -> Mail:
    report = _report_type(headers)
    texts: dict[bool, list[str]] = {True: [], False: []}
    left = {True: _LONGEST_BODY, False: _LONGEST_BODY}
    files, status, is_long = list[Part](), b"", {True: False, False: False}
    for place, part in enumerate(found):
        if part.kind in ("message/delivery-status", "message/disposition-notification"):
            status += part.content()[:20_000] if len(status) < _LONGEST_STATUS else b""
        elif part.kind in _SAID_AGAIN:
            continue
        elif part.kind.startswith("text/") and not _is_file(part, is_first=place == 0):
            is_html = part.kind == "text/html"
            content = attrs.evolve(part, body=part.body[:_LONGEST_SENT]).content()
            if is_html and len(content) > left[True]:
                content = _INSIDE.sub(b"", content)
            is_long[is_html] |= len(part.body) > _LONGEST_SENT or len(content) > left[is_html]
            texts[is_html].append(decode(content[: left[is_html]], _charset(part)))
            left[is_html] -= min(len(content), left[is_html])
        elif report and part.kind in ("message/rfc822", "text/rfc822-headers"):
            continue
        elif content := part.content():
            files.append(Part(place=place, name=_file_name(part), media_type=part.kind, content=content))
    text = "\n\n".join(one.strip() for one in texts[False] if one.strip())
    from_html = not text or bool(texts[True] and len(text) < 30 and "html" in text.lower())
    if from_html:
        text = "\n\n".join(filter(None, map(plain_text, texts[True]))) or text
    new, quoted = split(text, mail.subject)
    answers_itself = not text and any(_is_calendar_reply(part) for part in found)
    state = state_of(status) if report == "delivery-status" else None
    return attrs.evolve(
        mail,
        problem="too_long" if is_long[from_html] or len(new) > LONGEST_TEXT else "",
        text=new if len(new) <= LONGEST_TEXT else f"{new[:LONGEST_TEXT]}\n[…]",
        quoted=quoted[:LONGEST_TEXT],
        parts=tuple(files),
        by_machine=mail.by_machine or answers_itself or is_by_machine(headers, mail.sender, report),
        state=state,
        reports_on=original_ids(raw, headers) if state is not None else (),
    )


def _charset(part: Leaf) -> str:
    return param(first(part.headers, "content-type"), "charset")[0].decode("ascii", "replace")


def _is_file(part: Leaf, *, is_first: bool) -> bool:
    """Whether a text is a file beside the words: it says so, has a name (RFC 2045 knew no other place for it), or is
    made for programs. What a mail begins with is its words all the same, unless it is a calendar or such."""
    disposition = first(part.headers, "content-disposition").lower()
    if disposition.startswith(b"attachment") or b"filename" in disposition:
        return True
    if part.kind in _EXTENSIONS:
        return True
    return not is_first and (part.kind not in _WORDS or bool(param(first(part.headers, "content-type"), "name")[0]))


def _is_calendar_reply(part: Leaf) -> bool:
    """Whether a calendar says yes or no to an invitation (RFC 5546, 3.2.3)."""
    method = param(first(part.headers, "content-type"), "method")[0]
    return part.kind == "text/calendar" and method.upper() == b"REPLY"


def _file_name(part: Leaf) -> str:
    """The name of a file, plain, in an encoded word (RFC 2047) or with a charset of its own (RFC 2231)."""
    for header in ("content-disposition", "content-type"):
        for name in ("filename", "name"):
            value, charset = param(first(part.headers, header), name)
            if value:
                return (decode(value, charset) if charset else words(value))[:200]
    usual = "eml" if part.kind.startswith("message/") else part.kind.rpartition("/")[2][:10]
    return f"mail.{_EXTENSIONS.get(part.kind, usual)}"


def _report_type(headers: Headers) -> str:
    value = first(headers, "content-type")[:2_000].lower()
    if value.startswith(b"message/delivery-status"):
        return "delivery-status"
    found = re.search(rb"report-type\s{0,3}=\s{0,3}\"?([a-z-]{1,40})", value)
    return found[1].decode() if value.startswith(b"multipart/report") and found else ""
