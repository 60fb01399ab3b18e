"""The form of a question about a repair."""

from __future__ import annotations

from wtforms import TextAreaField

from ..attachments.forms import FilesForm
from ..forms import field


class AskForm(FilesForm):
    """The question; the photos that come with it are read apart."""

    ids = "ticket-"
    text = field(TextAreaField, "ticket.text", rows=5)
