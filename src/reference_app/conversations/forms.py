"""The forms of messages and notes."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, SelectField, TextAreaField

from ..forms import BaseForm, field


class ReplyForm(BaseForm):
    """A customer's message on the thread."""

    text = field(TextAreaField, "room.reply", rows=4, autocomplete="off")
    no_secret = BooleanField("room.no_secret")


class StaffReplyForm(BaseForm):
    """A reply to the customer, with a status if wanted."""

    ids = "reply-"
    text = field(TextAreaField, "staff.reply", rows=3, autocomplete="off")
    status = SelectField("staff.reply.status", default="")
    unconfirmed = BooleanField("staff.unconfirmed.seen")
    finding = HiddenField()
    seen = HiddenField()
    sends_draft = HiddenField()


class NoteForm(BaseForm):
    """An internal note, with which the request may be handed to a colleague."""

    ids = "note-"
    unsent = frozenset({"assignee", "seen", "untold"})
    text = field(TextAreaField, "staff.note", rows=3, autocomplete="off")
    assignee = SelectField("staff.note.then", default="")
    seen = HiddenField()
    untold = HiddenField()
    sends_draft = HiddenField()
