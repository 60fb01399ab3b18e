"""The form of guest tracking."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from helpdesk_core import InputError

from ..forms import BaseForm, Translate, field


class TrackForm(BaseForm):
    """The reference, and the surname or the serial number."""

    reference = field(
        StringField, "track.reference", autocomplete="off", spellcheck="false", autocapitalize="characters"
    )
    surname = field(StringField, "track.surname", autocomplete="family-name", spellcheck="false")
    serial = field(StringField, "track.serial", autocomplete="off", spellcheck="false", autocapitalize="characters")

    def show_errors(self, error: InputError, t: Translate) -> None:
        """Beside what cannot be read, that one of the two is needed: the core says so only of what can."""
        super().show_errors(error, t)
        if not (self.surname.data or self.serial.data):
            self.surname.errors = [*self.surname.errors, t("refusal.surname_or_serial")]


class JoinForm(BaseForm):
    """That a request is about the same as another one."""

    into = HiddenField()
