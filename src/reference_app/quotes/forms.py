"""The forms of a quote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from babel.numbers import format_percent
from wtforms import BooleanField, Form, HiddenField, SelectField, StringField, TextAreaField

from helpdesk_core import Settings
from helpdesk_core.commands import Part, PrepareQuote, TypedOption, limits
from helpdesk_core.i18n import Translator
from helpdesk_core.views import ListedDevice, Quote

from ..forms import BaseForm, ReviewForm, Rows, as_typed, field
from .texts import PRICE_OF_ONE

OPTIONS = tuple(part for part in Part if part not in (Part.ALWAYS, Part.OPTIONAL))
"""The letters of options."""


class LineRow(Form):  # type: ignore[misc]
    """One line of a quote."""

    text = field(StringField, "staff.quote.line.text", autocomplete="off")
    quantity = field(StringField, "staff.quote.line.quantity", autocomplete="off", inputmode="numeric")
    unit_price = field(StringField, PRICE_OF_ONE["gross"], autocomplete="off", inputmode="decimal")
    tax_rate = SelectField("staff.quote.line.rate")
    part = SelectField("staff.quote.line.part", default=Part.ALWAYS.value)
    device = SelectField("staff.quote.line.device", default="")


class OptionRow(Form):  # type: ignore[misc]
    """One option to choose; its letter is its place."""

    title = field(StringField, "staff.quote.option.title", autocomplete="off")
    text = field(StringField, "staff.quote.option.text", autocomplete="off")
    group = SelectField("staff.quote.option.group", default="1")


class Options(Rows):
    """The options. A row keeps its letter when one before it is left blank, so that lines stay where they belong."""

    def typed(self) -> tuple[dict[str, Any], ...]:
        """The rows that have something typed, with their letters."""
        sent = self._sent()
        letters = [letter for letter, row in zip(OPTIONS, self.rows, strict=False) if row in sent]
        return tuple(row | {"letter": letter} for row, letter in zip(super().typed(), letters, strict=True))


class QuoteForm(BaseForm):
    """A draft; ``seen`` is the content that was on the page."""

    valid_until = field(StringField, "staff.quote.valid_until", type="date")
    text = field(TextAreaField, "staff.quote.text", rows=4, autocomplete="off")
    lines = Rows(LineRow, "staff.quote.lines", most=limits(PrepareQuote, "lines")[1])
    options = Options(OptionRow, "staff.quote.options", least=2, most=len(OPTIONS))
    seen = HiddenField()

    def offer(self, settings: Settings, t: Translator, today: date, devices: Sequence[ListedDevice] = ()) -> None:
        """Fill in the choices. What a fresh row has counts as blank. Where the request is about one device alone,
        nobody is asked which one a line is for."""
        named = [(one.device.id, f"{one.device.number}. {one.description}") for one in devices]
        rates = [(str(rate), percent(rate, t)) for rate in settings.rates_on(today)]
        for line in self.lines.rows:
            line.unit_price.label.text = t(PRICE_OF_ONE[settings.prices])
            line.tax_rate.choices = rates
            line.part.choices = [(part.value, name) for part, name in part_names(t).items()]
            line.tax_rate.default, line.quantity.default = rates[0][0], "1"
            line.quantity.data = line.quantity.data or "1"
            if len(named) > 1:
                line.device.choices = [("", t("staff.quote.line.device.all")), *named]
            elif line.device is not None:
                del line.device
        _, groups = limits(TypedOption, "group")
        for option in self.options.rows:
            option.group.choices = [(str(n), t("staff.quote.group", number=n)) for n in range(1, groups + 1)]


def part_names(t: Translator) -> dict[Part, str]:
    """What a line belongs to, in words."""
    words = {Part.ALWAYS: t("quote.always"), Part.OPTIONAL: t("staff.quote.optional")}
    return words | {letter: t("quote.option", letter=letter.value) for letter in OPTIONS}


def values_of(quote: Quote | None, valid_until: date | None, language: str) -> Mapping[str, Any]:
    """A draft as its form shows it; a new one has the usual day."""
    if quote is None:
        return {} if valid_until is None else {"valid_until": valid_until.isoformat()}
    options = {option.letter: as_typed(option) for option in quote.options}
    last = max((OPTIONS.index(letter) for letter in options), default=-1)
    return {
        "valid_until": as_typed(quote.valid_until),
        "text": as_typed(quote.text),
        "lines": as_typed(quote.lines, language),
        "options": [options.get(letter, {}) for letter in OPTIONS[: last + 1]],
        "seen": quote.digest,
    }


def percent(rate: int, t: Translator) -> str:
    """A rate in basis points as the language writes it: "23%"."""
    return str(format_percent(rate / 10_000, locale=t.language.replace("-", "_"), decimal_quantization=False))


class OfferForm(ReviewForm):
    """The decision to offer, with a status if wanted."""

    tick = "staff.quote.read"
    status = SelectField("staff.reply.status", default="")
    unconfirmed = BooleanField("staff.unconfirmed.seen")


class LimitForm(ReviewForm):
    """Staff's own decision to go ahead within the customer's limit."""

    tick = "staff.quote.limit.read"


class WithdrawForm(BaseForm):
    """Why the quote is taken back; ``digest`` is of the content that was on the page."""

    ids = "withdraw-"
    text = field(TextAreaField, "staff.quote.withdraw.text", rows=2, autocomplete="off")
    unconfirmed = BooleanField("staff.unconfirmed.seen")
    digest = HiddenField()


class ApproveForm(ReviewForm):
    """The customer's yes to what was chosen."""

    tick = "quote.decide.read"
    start_now = BooleanField()


class DeclineForm(ReviewForm):
    """The customer's no, with a reason if wanted."""

    tick = "quote.decline.read"
    text = field(TextAreaField, "quote.decline.reason", rows=3, autocomplete="off")


class ApproverForm(BaseForm):
    """Who may decide in the customer's place."""

    contact = field(
        StringField, "quote.approver.contact", autocomplete="off", spellcheck="false", autocapitalize="none"
    )


class QuestionForm(BaseForm):
    """A question about the quote."""

    text = field(TextAreaField, "quote.question", rows=3, autocomplete="off")
