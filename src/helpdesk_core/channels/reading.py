"""The jobs that read what came in: the bytes are in the storage, and are read outside of every transaction."""

from __future__ import annotations

import hashlib
import io
from functools import partial
from typing import Any

from ..attachments.kinds import OGG, SNIFFED, media_of, name_of, plain_name, sound_of
from ..attachments.rules import MEGABYTE
from ..base.commands import OpaqueId
from ..base.records import Subject
from ..base.reply_tokens import tokens_in
from ..base.text import RawText
from ..context import Context
from ..errors import FieldError
from ..filing import NO_STORAGE
from ..jobs import Call, Drop, Wait, Work, job
from ..ports.channel import Channel, Inbound, InboundKind, InboundRequest, Media
from ..ports.files import Files
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from .arriving import MOST_FILES, InboundFile, TakeInbound
from .files import FileInbound, NewFile
from .model import InboundMessage, InboundState
from .placing import FILES
from .taking import READ

UNKNOWN_CHANNEL = "unknown_channel"
MOST_TOKENS = 20
_LONGEST_NAME = 100
_NEVER_TAKEN = ("audio/", "video/")


@job(READ)
def read_when_kept(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """Only what nobody has read. A channel that this process does not have is another one's."""
    message = reader.load(InboundMessage, subject.id)
    if message is None or message.state is not InboundState.KEPT or message.key is None:
        return Drop(reason="read")
    channel = context.channels.get(message.channel)
    if channel is None:
        return Wait(reason=UNKNOWN_CHANNEL)
    if context.storage is None:
        return Wait(reason=NO_STORAGE)
    following = context.keyring.mac("inbound_next", message.id)[:32]
    return Call(work=partial(_taken, context.storage.files, channel, message, message.key, following))


@job(FILES)
def bring_files(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """The files of a message go to the request that its words went to."""
    message = reader.load(InboundMessage, subject.id)
    if message is None or message.key is None or message.request is None:
        return Drop(reason="no_files")
    channel, request = context.channels.get(message.channel), reader.load(ServiceRequest, message.request)
    if channel is None or request is None:
        return Wait(reason=UNKNOWN_CHANNEL)
    if context.storage is None:
        return Wait(reason=NO_STORAGE)
    keys = [context.keyring.mac("inbound_file", message.id, str(place))[:32] for place in range(MOST_FILES)]
    most = context.settings.max_file_mb * MEGABYTE
    return Call(work=partial(_filed, context.storage.files, channel, message, message.key, keys, most))


def facts(files: Files, channel: Channel, message: InboundMessage, key: str) -> tuple[Inbound, bytes | None]:
    """What stands in the bytes of a message.

    Args:
        files: Where they are.
        channel: Reads them.
        message: The message.
        key: Where its bytes are.

    Returns:
        The fact of the message, one of kind OTHER where there is none; and the bytes, where there are more facts in
        them.

    Raises:
        OSError: The storage is away, or has no such file.
    """
    with files.open(key) as stream:
        request = InboundRequest(body=stream.read(), headers={"content-type": message.media})
    found = channel.read(request)
    if message.place >= len(found):
        return Inbound(kind=InboundKind.OTHER, id=message.id), None
    return found[message.place], request.body if message.place + 1 < len(found) else None


def _taken(files: Files, channel: Channel, message: InboundMessage, key: str, following: str) -> TakeInbound:
    fact, more = facts(files, channel, message, key)
    if more is not None:  # each fact has the bytes for itself: they go when its own words have gone
        files.put(following, io.BytesIO(more), type="application/octet-stream")
    problem = fact.problem or ("too_many_files" if len(fact.media) > MOST_FILES else "")
    name = "" if fact.sender_name is None else fact.sender_name.typed
    local = "" if fact.sender is None else fact.sender.value.rpartition("@")[0]
    given, _, surname = (name or local).strip().rpartition(" ")
    subject = "" if fact.subject is None else fact.subject.typed
    tokens = tokens_in((*fact.receivers, fact.refers_to or "", *reversed(fact.references)))
    return TakeInbound(
        inbound=OpaqueId(message.id),
        fact=OpaqueId(hashlib.sha256(fact.id.encode("utf-8", "surrogatepass")).hexdigest()),
        kind=fact.kind,
        sender=fact.sender,
        proved=fact.proved,
        tokens=tuple(map(OpaqueId, tokens[:MOST_TOKENS])),
        reports_on=_ids(fact),
        state=fact.state,
        by_machine=fact.by_machine,
        problem=OpaqueId(problem) if problem else None,
        sent_at=fact.sent_at,
        sender_name=_raw(name, 200),
        surname=_raw(surname, _LONGEST_NAME),
        given_name=_raw(given, _LONGEST_NAME),
        subject=_raw(subject, 1_000),
        device=_raw(subject, 200),
        text=fact.text,
        choice=_choice(fact.choice),
        quoted=fact.quoted,
        next=None if more is None else OpaqueId(following),
        files=tuple(InboundFile(name=RawText(plain_name(one.name))) for one in fact.media[:MOST_FILES]),
    )


def _ids(fact: Inbound) -> tuple[OpaqueId, ...]:
    found: list[OpaqueId] = []
    for id in dict.fromkeys((fact.refers_to or "", *fact.references)):
        try:
            found.append(OpaqueId(id))
        except FieldError:
            continue
    return tuple(found[:MOST_TOKENS])


def _choice(code: str) -> OpaqueId | None:
    """The code of a quick reply; None for what cannot be one."""
    try:
        return OpaqueId(code) if code else None
    except FieldError:
        return None


def _raw(said: str, most: int) -> RawText | None:
    """A text of at most so many characters, None for nothing."""
    text = RawText(said[:most])
    return text if len(text) else None


def _content(channel: Channel, file: Media, most: int) -> bytes:
    """The bytes of a file: those that came along, else those that its channel fetches; none of what is gone, too large,
    or of a kind that is never taken."""
    fetch: Any = getattr(channel, "fetch", None)
    is_never_taken = file.media_type.startswith(_NEVER_TAKEN) and file.media_type != OGG
    if file.content is not None or fetch is None or is_never_taken:
        return file.content or b""
    return fetch(file, most) or b""


def _filed(
    files: Files, channel: Channel, message: InboundMessage, key: str, keys: list[str], most: int
) -> FileInbound:
    """Each file under a key that is the same whenever this is done again."""
    found: list[NewFile] = []
    for place, one in enumerate(facts(files, channel, message, key)[0].media[:MOST_FILES]):
        content = _content(channel, one, most)
        media = media_of(content[:SNIFFED]) or sound_of(content[:SNIFFED])
        if media is None or not 0 < len(content) <= most:
            found.append(NewFile(name=RawText(plain_name(one.name))))
            continue
        files.put(keys[place], io.BytesIO(content), type=media)
        found.append(
            NewFile(
                name=RawText(name_of(one.name, media)),
                key=OpaqueId(keys[place]),
                media=OpaqueId(media),
                size=len(content),
                sha256=OpaqueId(hashlib.sha256(content).hexdigest()),
            )
        )
    return FileInbound(inbound=OpaqueId(message.id), files=tuple(found))
