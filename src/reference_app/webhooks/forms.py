"""The forms of another system's address."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from wtforms import BooleanField, HiddenField, StringField
from wtforms.fields import Field

from ..forms import BaseForm, field

#: What most systems want to hear of; every other change can be chosen as well.
USUAL = (
    "request_submitted",
    "request_confirmed",
    "status_changed",
    "request_assigned",
    "customer_replied",
    "shop_replied",
    "quote_offered",
    "quote_approved",
    "quote_declined",
    "appointment_booked",
    "outcome_recorded",
    "invoice_issued",
    "payment_recorded",
    "handed_over",
    "request_closed",
    "request_cancelled",
)
_EVERY, _TICK = "*", "action_"


class WebhookForm(BaseForm):
    """All that is said of an address. A tick for each change is added by `webhook_form`."""

    name = field(StringField, "staff.webhook.name", maxlength=100, autocomplete="off")
    url = field(StringField, "staff.webhook.url", type="url", maxlength=1_000, autocomplete="off", spellcheck="false")
    every = BooleanField("staff.webhook.every")
    with_texts = BooleanField("staff.webhook.texts")

    def typed(self) -> dict[str, Any]:
        """With the changes that are ticked."""
        said = {name: value for name, value in super().typed().items() if not name.startswith(_TICK)}
        every = said.pop("every") == "yes"
        chosen = [one.name.removeprefix(_TICK) for one in self if one.name.startswith(_TICK) and one.data]
        return said | {"actions": (_EVERY,) if every else tuple(chosen)}

    def ticks(self, *, usual: bool) -> list[Field]:
        """The ticks of the usual changes, or of all others by their words."""
        if usual:
            return [self[_TICK + one] for one in USUAL]
        others = [one for one in self if one.name.startswith(_TICK) and one.name.removeprefix(_TICK) not in USUAL]
        return sorted(others, key=lambda one: str(one.label.text).casefold())

    def _at(self, path: list[str]) -> Field | None:
        return self.every if path[0] == "actions" else super()._at(path)


class RotateForm(BaseForm):
    """A new secret in place of the one that was looked at."""

    ids = "rotate-"
    generation = HiddenField()
    at_once = BooleanField("staff.webhook.at_once")


@cache
def webhook_form(names: Sequence[str]) -> type[WebhookForm]:
    """The class of the form with a tick for each change of these names."""
    fields = {_TICK + name: BooleanField(f"action.{name}") for name in names}
    return type("WebhookForm", (WebhookForm,), fields)


def values_of(name: str, url: str, actions: tuple[str, ...], *, with_texts: bool) -> dict[str, Any]:
    """An address as its form shows it."""
    ticked = {_TICK + one: True for one in actions if one != _EVERY}
    return {"name": name, "url": url, "with_texts": with_texts, "every": _EVERY in actions, **ticked}
