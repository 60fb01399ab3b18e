"""A draft of a quote: what staff write down, and what can be offered at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import attrs

from ..base.actors import STAFF
from ..base.changes import Effect, Refusal, Save, Verdict, refused
from ..base.commands import OpaqueId, command, items, money, number, text
from ..base.messages import define
from ..base.money import Money
from ..base.results import Result, result
from ..base.text import CustomerText, RawText
from ..base.values import piece
from ..context import Context
from ..devices.model import RequestDevice
from ..devices.several import devices_on, stored_devices
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import RequestCommand
from ..service_requests.rules import CONFLICT, WRONG_PHASE, done
from ..settings.model import MAX_QUOTE_DAYS
from .changes import QuotePrepared
from .model import (
    MAX_GROUPS,
    MAX_LINES,
    MAX_PRICE,
    MAX_QUANTITY,
    OPTIONS,
    Part,
    Prices,
    Quote,
    QuoteLine,
    QuoteOption,
    QuoteState,
)
from .pricing import problem
from .versions import QuotesOf, load_quotes

_LONGEST = timedelta(days=MAX_QUOTE_DAYS)
PREPARE = right("quotes.prepare", "Write drafts of quotes.")


WRONG_DAY = define("refusal.quote_wrong_day", "Please choose a day from today on, within two years.")
NO_SUCH_DEVICE = define("refusal.quote_no_such_device", "Please choose one of the request's devices.")
NO_SUCH_RATE = define("refusal.quote_no_such_rate", "Please choose one of the shop's tax rates.")


@result
class QuoteDrafted(Result):
    """A draft: ``digest`` is of its content, which a person decides about."""

    quote: str
    number: int
    """Counts the request's versions from 1."""
    digest: str


@piece
class TypedLine:
    """One line as it is typed.

    Attributes:
        quantity: Pieces, 1 to 999.
        unit_price: Of one piece, gross or net as the shop enters prices (`Settings.prices`).
        tax_rate: In basis points: 2300 is 23 %.
        device: The id of the one of the request's devices that it is for; None for all of them.
    """

    text: RawText = text(max_length=300)
    quantity: int = number(1, MAX_QUANTITY, default=1)
    unit_price: Money = money(0, MAX_PRICE)
    tax_rate: int = number(0, 10_000, default=0)
    part: Part = Part.ALWAYS
    device: OpaqueId | None = None


@piece
class TypedOption:
    """An option as it is typed.

    Attributes:
        group: The group of alternatives that it belongs to, from 1.
    """

    letter: Part
    group: int = number(1, MAX_GROUPS, default=1)
    title: RawText = text(max_length=100)
    text: RawText | None = text(max_length=500, default=None)


@command
class PrepareQuote(RequestCommand[QuoteDrafted]):
    """Write the request's draft of a quote; the first one, and the one after an offer, is a new version.

    Args:
        lines: What it costs.
        options: The alternatives that lines belong to.
        valid_until: The last day on which the customer can answer, where the shop is.
        text: Words for the customer.
        seen: The digest of the draft that is rewritten, None where there is none.
    """

    lines: tuple[TypedLine, ...] = items(MAX_LINES, at_least=1)
    options: tuple[TypedOption, ...] = items(len(OPTIONS))
    valid_until: date
    text: RawText | None = text(max_length=2_000, default=None)
    seen: OpaqueId | None = None


def load_draft(reader: Reader, command: PrepareQuote, context: Context) -> QuotesOf | Refusal:
    """The request's quotes, and the devices that lines can be for."""
    found = load_quotes(reader, command, context)
    if isinstance(found, Refusal):
        return found
    return attrs.evolve(found, devices=devices_on(stored_devices(reader, found.request), found.request, context))


@handles(PrepareQuote, actors=STAFF, load=load_draft, right=PREPARE)
def prepare(loaded: QuotesOf, command: PrepareQuote, context: Context) -> Verdict[QuoteDrafted]:
    """There is one draft, and it changes freely until it is offered; each content has a digest of its own."""
    draft = loaded.draft
    if loaded.is_over:
        return refused(WRONG_PHASE)
    if (draft.digest if draft else None) != command.seen:
        return refused(CONFLICT)
    number_ = 1 + max((quote.number for quote, _ in loaded.versions), default=0)
    devices = {one.id: one for one in loaded.devices}
    for place, line in enumerate(command.lines):
        if line.device is not None and line.device not in devices:
            return refused(Refusal(NO_SUCH_DEVICE, field=f"lines.{place}.device"))
    values = _typed(command, devices, context)
    written = (
        draft.changed(**values)
        if draft
        else context.make(Quote, request=loaded.request.id, number=number_, state=QuoteState.DRAFT, **values)
    )
    if wrong := _problem(written, context):
        return refused(wrong)
    by_device = sorted(written.lines, key=lambda line: line.device_number)
    ready = written.changed(lines=tuple(by_device)).committed(Effect.PUBLISH, context.new_salt())
    result = QuoteDrafted(quote=ready.id, number=ready.number, digest=ready.digest)
    change, save = QuotePrepared(quote=ready.id, digest=ready.digest), Save(before=draft, after=ready)
    return done(loaded.request, context, change, result=result, saves=(save,))


def _typed(command: PrepareQuote, devices: Mapping[str, RequestDevice], context: Context) -> dict[str, Any]:
    texts, words = context.texts, context.texts.get("text")
    lines = [
        QuoteLine(
            text=texts[f"lines.{place}.text"],
            quantity=line.quantity,
            unit_price=line.unit_price,
            tax_rate=line.tax_rate,
            part=line.part,
            device=line.device,
            device_number=devices[line.device].number if line.device else 0,
            device_name=devices[line.device].description if line.device else None,
        )
        for place, line in enumerate(command.lines)
    ]
    options = [
        QuoteOption(
            letter=option.letter,
            group=option.group,
            title=texts[f"options.{place}.title"],
            text=texts.get(f"options.{place}.text"),
        )
        for place, option in enumerate(command.options)
    ]
    return {
        "text": None if words is None else CustomerText(words),
        "prices": Prices(context.settings.prices),
        "lines": tuple(lines),
        "options": tuple(options),
        "valid_until": command.valid_until,
        "prepared_by": context.actor.id,
        "prepared_by_name": context.staff_name,
        "prepared_at": context.now,
    }


def _problem(quote: Quote, context: Context) -> Refusal | None:
    rates = context.settings.rates_on(context.now.astimezone(context.settings.zone).date())
    for place, line in enumerate(quote.lines):
        if line.tax_rate not in rates:
            return Refusal(NO_SUCH_RATE, field=f"lines.{place}.tax_rate")
    if found := problem(quote):
        return Refusal(found[0], field=found[1])
    return day_problem(quote, context)


def day_problem(quote: Quote, context: Context) -> Refusal | None:
    """What is wrong with its last day now, None for nothing."""
    today = context.now.astimezone(context.settings.zone).date()
    fits = today <= quote.valid_until <= today + _LONGEST
    return None if fits else Refusal(WRONG_DAY, field="valid_until")
