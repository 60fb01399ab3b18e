"""The form of the note beside the status."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, SelectField, TextAreaField

from ..forms import BaseForm, field


class NoteForm(BaseForm):
    """The note, with a status if wanted."""

    ids = "status-note-"
    text = field(TextAreaField, "staff.status_note.text", rows=2, maxlength=500, autocomplete="off")
    status = SelectField("staff.status_note.status", default="")
    unconfirmed = BooleanField("staff.unconfirmed.seen")
    seen = HiddenField()
