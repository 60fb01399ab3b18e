"""The form by which a request that was made without an account is added to it."""

from __future__ import annotations

from wtforms import StringField

from ..forms import BaseForm, field


class ClaimForm(BaseForm):
    """What stands in the confirmation, and the name it was made under."""

    reference = field(
        StringField, "track.reference", autocomplete="off", spellcheck="false", autocapitalize="characters"
    )
    surname = field(StringField, "track.surname", autocomplete="family-name", spellcheck="false")
