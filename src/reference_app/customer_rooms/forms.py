"""The form of guest tracking."""

from __future__ import annotations

from wtforms import StringField

from ..forms import BaseForm, field


class TrackForm(BaseForm):
    """Reference and surname."""

    reference = field(
        StringField, "track.reference", autocomplete="off", spellcheck="false", autocapitalize="characters"
    )
    surname = field(StringField, "track.surname", autocomplete="family-name", spellcheck="false")
