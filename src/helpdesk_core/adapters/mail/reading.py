"""A mail in one normal form: who, what, with which files, and of what kind. It never raises, and never takes long."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

import attrs

from ...ports import DeliveryState, Proved
from .charsets import decode
from .headers import Headers, address, addresses, display_name, first, ids, read_headers, words
from .machines import is_by_machine, original_ids, state_of
from .markup import plain_text
from .proofs import proved
from .quotes import split
from .scan import refuse, split_head

LONGEST_TEXT = 19_000
"""Characters of the new part that are read as such; a longer one is for a person to look at."""
_RECEIVERS = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
_NAME = re.compile(rb"(?:file)?name\*?(?:0\*?)?\s{0,3}=\s{0,3}(\"[^\"]{1,500}\"|[^;\s]{1,500})", re.IGNORECASE)


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
    headers = read_headers(split_head(raw)[0][:64_000])
    mail = _of_headers(headers, server)
    if problem := refuse(raw):
        return attrs.evolve(mail, problem=problem)
    try:
        return _of_parts(email.message_from_bytes(raw, policy=email.policy.compat32), mail, headers, raw)
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


def _of_parts(message: Message, mail: Mail, headers: Headers, raw: bytes) -> Mail:
    report = _report_type(headers)
    plain, html, files, status = list[str](), list[str](), list[Part](), b""
    for place, (part, kind) in enumerate(_leaves(message)):
        if kind in ("message/delivery-status", "message/disposition-notification"):
            status += part.as_bytes()[:20_000]
        elif kind.startswith("text/") and not _is_file(part):
            text = decode(_content(part), _charset(part))
            (html if kind == "text/html" else plain).append(text)
        elif report and kind in ("message/rfc822", "text/rfc822-headers"):
            continue
        elif content := _content(part):
            files.append(Part(place=place, name=_file_name(part, kind), media_type=kind, content=content))
    text = "\n\n".join(one.strip() for one in plain if one.strip())
    if not text or (html and len(text) < 30 and "html" in text.lower()):
        text = "\n\n".join(filter(None, map(plain_text, html))) or text
    new, quoted = split(text, mail.subject)
    by_machine = mail.by_machine or is_by_machine(headers, mail.sender, report)
    state = state_of(status) if report == "delivery-status" else None
    return attrs.evolve(
        mail,
        problem="too_long" if len(new) > LONGEST_TEXT else "",
        text=new[:LONGEST_TEXT],
        quoted=quoted[:LONGEST_TEXT],
        parts=tuple(files),
        by_machine=by_machine,
        state=state,
        reports_on=original_ids(raw, headers) if state is not None else (),
    )


def _leaves(message: Message) -> Iterator[tuple[Message, str]]:
    """The parts that hold something, with their types. A mail within the mail is one part: a file."""
    waiting: list[Message] = [message]
    while waiting:
        part = waiting.pop(0)
        kind = part.get_content_type()
        inside = part.get_payload()
        if kind.startswith("multipart/") and isinstance(inside, list):
            waiting[:0] = [one for one in inside if isinstance(one, Message)]
        else:
            yield part, kind


def _content(part: Message) -> bytes:
    if part.get_content_maintype() == "message":
        inside = part.get_payload()
        within = inside[0] if isinstance(inside, list) and inside else None
        return within.as_bytes() if isinstance(within, Message) else b""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _raw(part: Message, name: str) -> bytes:
    """A header's bytes: `Message.get` would decode them."""
    value = next((value for key, value in part.raw_items() if key.lower() == name), "")
    return str(value).encode("ascii", "surrogateescape")[:16_000]


def _charset(part: Message) -> str:
    found = re.search(rb"charset\*?\s{0,3}=\s{0,3}(\"[^\"]{1,60}\"|[^;\s]{1,60})", _raw(part, "content-type"), re.I)
    return found[1].decode("ascii", "replace").strip('"') if found else ""


def _is_file(part: Message) -> bool:
    disposition = _raw(part, "content-disposition").lower()
    return disposition.startswith(b"attachment") or b"filename" in disposition


def _file_name(part: Message, kind: str) -> str:
    """The name of a file, plain, in an encoded word (RFC 2047) or with a charset of its own (RFC 2231)."""
    for name in ("content-disposition", "content-type"):
        found = _NAME.search(_raw(part, name))
        if found is None:
            continue
        value = bytes(found[1]).strip(b'"')
        if found[0].partition(b"=")[0].rstrip().endswith(b"*") and value.count(b"'") >= 2:
            charset, quoted = value.partition(b"'")[0], value.split(b"'", 2)[2]
            return decode(unquote_to_bytes(quoted), charset.decode("ascii", "replace"))[:200]
        return words(value)[:200]
    return f"mail.{'eml' if kind.startswith('message/') else kind.rpartition('/')[2][:10]}"


def _report_type(headers: Headers) -> str:
    value = first(headers, "content-type")[:2_000].lower()
    if value.startswith(b"message/delivery-status"):
        return "delivery-status"
    found = re.search(rb"report-type\s{0,3}=\s{0,3}\"?([a-z-]{1,40})", value)
    return found[1].decode() if value.startswith(b"multipart/report") and found else ""
