"""The form of a secret that got through."""

from __future__ import annotations

from wtforms import StringField

from ..forms import BaseForm, field


class SecretForm(BaseForm):
    """A secret that redaction let through: typed to be found, never kept."""

    value = field(StringField, "staff.secret.value", autocomplete="off", spellcheck="false")
