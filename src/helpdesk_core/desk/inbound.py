"""What comes in from outside: its bytes are kept before anybody reads them."""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

import attrs

from ..base.actors import Actor
from ..base.asked import says_mistakes
from ..base.changes import Refusal, RefusalKind
from ..base.commands import OpaqueId
from ..base.keyring import KeyRing
from ..base.messages import define
from ..ports import Channel, InboundRequest, Storage
from ..subjects import NOT_FOUND
from .delivery import JOBS
from .part import DeskPart
from .trying import storage_problems

if TYPE_CHECKING:
    from ..channels.arriving import InboundWasKept

_log = logging.getLogger("helpdesk_core.inbound")
MOST_BYTES = 40_000_000
_MEDIA = re.compile(r"[!-~]{1,200}")
NOT_VERIFIED = Refusal(
    define("refusal.inbound_not_verified", "Nothing proves that this came from the provider."),
    kind=RefusalKind.FORBIDDEN,
)
NO_CHANNEL = Refusal(
    define("refusal.no_such_channel", "There is no such way for messages to come in here."), kind=RefusalKind.NOT_FOUND
)
TOO_LARGE = Refusal(
    define("refusal.inbound_too_large", "This message is too large to be kept."), kind=RefusalKind.INVALID
)
NO_PLACE = Refusal(
    define("refusal.inbound_no_storage", "Messages cannot come in here: there is no place for files."),
    kind=RefusalKind.CONFLICT,
)


class Receiving(DeskPart):
    """The part of `Helpdesk` that takes what comes in."""

    channels: Mapping[str, Channel]
    keyring: KeyRing
    tenant: str

    @says_mistakes
    def open_inbound(self, message: str, viewer: Actor) -> BinaryIO | Refusal:
        """Open the bytes of a message that came in, as they came: nobody has redacted, scanned or decoded them.

        Args:
            message: Its id.
            viewer: Who looks: staff who may sort.

        Returns:
            The bytes, to be closed; a refusal where they are not kept any more.
        """
        from ..channels.views import view_inbound_message

        found = self.view(view_inbound_message, viewer, message)
        if isinstance(found, Refusal):
            return found
        if self.storage is None or found.message.key is None:
            return NOT_FOUND
        try:
            return self.storage.files.open(found.message.key)
        except FileNotFoundError:
            _log.error("a file of the storage is missing: message %s", message)
            return NOT_FOUND

    def storage_problems(self) -> tuple[str, ...]:
        """What is wrong with where files are kept and with what looks at them, tried with a few bytes that are deleted
        again; empty where nothing is, or where the desk takes no files."""
        return () if self.storage is None else tuple(storage_problems(self.storage))

    @says_mistakes
    def receive(self, channel: str, request: InboundRequest) -> InboundWasKept | Refusal:
        """Keep something that came in from outside, to be read by a job. Its bytes are kept first, and written down
        after that; the same bytes are kept once.

        Args:
            channel: The name of one of the desk's channels.
            request: What came.

        Returns:
            Its id, of several the first one's, empty where nothing is to be kept; a refusal for what the channel cannot
            verify, and where there is no such channel or no storage.

        Raises:
            OSError: The storage failed.
            StoreError: The store failed. Whoever brought it is to bring it again.
        """
        from ..channels.arriving import InboundWasKept

        reads, storage = self.channels.get(channel), self.storage
        if reads is None:
            return NO_CHANNEL
        if storage is None:
            return NO_PLACE
        if len(request.body) > MOST_BYTES:
            return TOO_LARGE
        if not reads.verify(request):
            _log.warning("something that came in by %s is not signed as it should be", channel)
            return NOT_VERIFIED
        parts: Any = getattr(reads, "parts", None)
        bodies = [request.body] if parts is None else parts(request)
        answers = [self._take(storage, reads, attrs.evolve(request, body=body)) for body in bodies]
        refused = next((one for one in answers if isinstance(one, Refusal)), None)
        return refused or next(iter(answers), InboundWasKept(inbound="", needs_bytes=False))

    def _take(self, storage: Storage, reads: Channel, request: InboundRequest) -> InboundWasKept | Refusal:
        """Messages are kept. What the provider of a chat reports, of each message many times, has its effect at once
        and leaves nothing behind: what fails is brought again."""
        from ..channels.arriving import InboundWasKept
        from ..channels.reports import is_report, report_of

        if not getattr(reads, "is_chat", False) or not is_report(facts := reads.read(request)):
            return self._keep(storage, reads.name, request)
        report = report_of(facts)
        answer = None if report is None else self.handle(report, JOBS)
        return answer if isinstance(answer, Refusal) else InboundWasKept(inbound="", needs_bytes=False)

    def _keep(self, storage: Storage, channel: str, request: InboundRequest) -> InboundWasKept | Refusal:
        """One thing of its own."""
        from ..channels.arriving import InboundWasKept, KeepInbound

        digest = hashlib.sha256(request.body).hexdigest()
        key = self.keyring.mac("inbound", self.tenant, channel, digest)[:32]  # the same place for the same bytes
        storage.files.put(key, io.BytesIO(request.body), type="application/octet-stream")
        media = _MEDIA.fullmatch(request.headers.get("content-type", "").replace(" ", ""))
        kept = KeepInbound(
            channel=OpaqueId(channel),
            digest=OpaqueId(digest),
            key=OpaqueId(key),
            media=OpaqueId(media[0] if media else "message/rfc822"),
        )
        answer: InboundWasKept | Refusal = self.handle(kept, JOBS)
        if isinstance(answer, InboundWasKept) and not answer.needs_bytes:
            storage.files.delete(key)  # it came before, and has its place
        return answer
