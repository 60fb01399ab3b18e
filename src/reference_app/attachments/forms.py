"""The form of an upload. The files themselves are read apart."""

from __future__ import annotations

from typing import ClassVar

from wtforms import BooleanField, SelectField, StringField, TextAreaField

from helpdesk_core import Command
from helpdesk_core.commands import AddAttachments, AddFirstAttachments, AttachmentsAdded

from ..forms import BaseForm, field


class FilesForm(BaseForm):
    """The customer's."""

    ids = "files-"

    command: ClassVar[type[Command[AttachmentsAdded]]] = AddAttachments

    @property
    def chosen(self) -> dict[str, str]:
        """What the command is told besides the files."""
        return {}


class FirstFilesForm(FilesForm):
    """Of whoever has just made a request."""

    command = AddFirstAttachments


class StaffFilesForm(FilesForm):
    """The staff's."""

    unsent = frozenset({"is_private"})
    is_private = BooleanField("staff.files.private")

    @property
    def chosen(self) -> dict[str, str]:
        """What is not for the team alone the customer sees."""
        return {"is_shared": "no" if self.is_private.data else "yes"}


class MarkForm(BaseForm):
    """A mark on a photo: a tap says where, or two numbers."""

    ids = "mark-"
    text = field(TextAreaField, "staff.mark.text", rows=2, autocomplete="off")
    x = field(StringField, "staff.mark.x", inputmode="numeric", autocomplete="off")
    y = field(StringField, "staff.mark.y", inputmode="numeric", autocomplete="off")


class PairForm(BaseForm):
    """Two photos side by side."""

    ids = "pair-"
    before = SelectField("staff.pair.before")
    after = SelectField("staff.pair.after")
    text = field(StringField, "staff.pair.text", autocomplete="off")
