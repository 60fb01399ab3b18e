"""The forms of a hand-over."""

from __future__ import annotations

from wtforms import BooleanField, SelectField, StringField

from helpdesk_core.commands import HandOverProof
from helpdesk_core.i18n import Translator

from ..forms import BaseForm, SecretField, field


class CollectorForm(BaseForm):
    """Who may collect it."""

    name = field(StringField, "collect.name", maxlength=100, autocomplete="off")


class HandOverForm(BaseForm):
    """To whom it was given, and what showed that they may have it."""

    ids = "hand-"
    name = field(StringField, "staff.hand_over.name", maxlength=100, autocomplete="off")
    proof = SelectField("staff.hand_over.proof", default=HandOverProof.SLIP.value)
    code = field(SecretField, "staff.hand_over.code", inputmode="numeric", autocomplete="off")
    note = field(StringField, "staff.hand_over.note", maxlength=200, autocomplete="off")
    unconfirmed = BooleanField("staff.unconfirmed.seen")

    def offer(self, t: Translator) -> None:
        """The proofs in words."""
        self.proof.choices = [(one.value, t(one.label)) for one in HandOverProof]
