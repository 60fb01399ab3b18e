"""The form of a secret that got through."""

from __future__ import annotations

from ..forms import BaseForm, SecretField, field


class SecretForm(BaseForm):
    """A secret that redaction let through: typed to be found, never kept."""

    ids = "secret-"
    value = field(SecretField, "staff.secret.value", autocomplete="off", spellcheck="false")
