"""Showing the customer a file that was kept for the team."""

from __future__ import annotations

from ..base.actors import STAFF
from ..base.changes import Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import Command, OpaqueId, command
from ..base.messages import define
from ..base.results import Result
from ..context import Context
from ..handlers import handles
from ..service_requests.rules import done
from .model import AttachmentState
from .rules import ADD, AttachmentsWereAdded, OneAttachment, load_attachment

NOT_CHECKED = Refusal(
    define("refusal.file_not_checked", "This file cannot be shown to the customer: it was not checked, or is gone."),
    kind=RefusalKind.CONFLICT,
)


@command
class ShareAttachment(Command[Result]):
    """Show the customer a photo or file that was kept for the team.

    Args:
        attachment: Its id.
    """

    attachment: OpaqueId


@handles(ShareAttachment, actors=STAFF, load=load_attachment, right=ADD)
def share(loaded: OneAttachment, command: ShareAttachment, context: Context) -> Verdict[Result]:
    """Only what was checked. The customer is told; doing it again tells nobody."""
    before = loaded.attachment
    if before.state is not AttachmentState.READY:
        return refused(NOT_CHECKED)
    if before.is_shared:
        return Verdict(result=Result())
    change = AttachmentsWereAdded(count=1, attachments=(before.id,))
    saves = (Save(before=before, after=before.changed(is_shared=True)),)
    return done(loaded.request, context, change, result=Result(), saves=saves)
