"""What a choice costs. Pure and exact: whole minor units, and nothing but the tax of each rate is ever rounded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, product
from typing import Protocol

from ..base.digests import digest
from ..base.messages import define
from ..base.money import Money
from ..base.values import canonical, piece
from .model import OPTIONS, Part, Prices, Quote, QuoteLine, QuoteOption

INCOMPLETE_OPTION = define(
    "refusal.quote_option", "An option needs a letter of its own, a line of its own, and another to choose from."
)
NO_SUCH_OPTION = define("refusal.quote_no_such_option", "There is no option of this letter.")
ANOTHER_CURRENCY = define("refusal.quote_another_currency", "All lines of a quote are in one currency.")


@piece
class TaxShare:
    """What comes to one rate.

    Attributes:
        rate: In basis points: 2300 is 23 %.
    """

    rate: int
    gross: Money
    tax: Money


@piece
class Choice:
    """What the customer takes of a quote: one option of each group, and optional lines by their places.

    Attributes:
        options: The letters of the options.
        extras: Places of the optional lines, from 0.
    """

    options: tuple[Part, ...] = ()
    extras: tuple[int, ...] = ()


@piece
class PricedChoice:
    """A complete choice from one content of a quote, and what it costs.

    ``digest`` binds all of it: a decision that names it is about these lines at this total, and about no other.
    """

    choice: Choice
    places: tuple[int, ...]
    """Of the lines that are taken."""
    gross: Money
    net: Money
    shares: tuple[TaxShare, ...]
    digest: str


class Taxed(Protocol):
    """What has an amount and a tax rate: a line of a quote or of an invoice."""

    @property
    def amount(self) -> Money:
        """The amount, gross or net."""

    @property
    def tax_rate(self) -> int:
        """In basis points: 2300 is 23 %."""


def tax_shares(lines: Iterable[Taxed], prices: Prices) -> tuple[TaxShare, ...]:
    """What lines of one currency come to, rate by rate. The tax is rounded once for each rate, half a minor unit
    away from nought.

    Of gross prices it is taken out of the rate's sum (gross × rate / (100 % + rate)), to net prices it is added (net ×
    rate): Polish VAT act, article 106e (1), (7) and (11). The EU leaves rounding to its members (Court of Justice,
    C-484/06); it asks for the tax of each rate (directive 2006/112, article 226) and for a total with tax where the
    customer is a consumer (directive 2011/83, article 6 (1) e).
    """
    shares = []
    for rate, same in groupby(sorted(lines, key=lambda line: line.tax_rate), key=lambda line: line.tax_rate):
        first, *rest = [line.amount for line in same]
        amount, whole = sum(rest, first), 10_000 + (rate if prices is Prices.GROSS else 0)
        rounded = (2 * abs(amount.minor) * rate + whole) // (2 * whole)
        tax = Money(minor=rounded if amount.minor >= 0 else -rounded, currency=amount.currency)
        shares.append(TaxShare(rate=rate, gross=amount if prices is Prices.GROSS else amount + tax, tax=tax))
    return tuple(shares)


def places(lines: Sequence[QuoteLine], *parts: Part) -> tuple[int, ...]:
    """Where the lines of these parts stand."""
    return tuple(place for place, line in enumerate(lines) if line.part in parts)


def groups(options: Sequence[QuoteOption]) -> tuple[tuple[QuoteOption, ...], ...]:
    """The alternatives, group by group."""
    numbers = sorted({option.group for option in options})
    return tuple(tuple(option for option in options if option.group == number) for number in numbers)


def price(quote: Quote, choice: Choice) -> PricedChoice | None:
    """What a choice comes to; None when it is none: an option of each group, only lines that can be left out, and
    something at all."""
    options, extras = tuple(sorted(set(choice.options))), tuple(sorted(set(choice.extras)))
    taken_of = [sum(option.letter in options for option in group) for group in groups(quote.options)]
    optional = places(quote.lines, Part.OPTIONAL)
    taken = tuple(sorted({*places(quote.lines, Part.ALWAYS, *options), *extras}))
    if taken_of != [1] * len(options) or not set(extras) <= set(optional) or not taken or set(options) - set(OPTIONS):
        return None
    shares = tax_shares((quote.lines[place] for place in taken), quote.prices)
    gross, tax = sum(share.gross.minor for share in shares), sum(share.tax.minor for share in shares)
    made, currency = Choice(options=options, extras=extras), quote.lines[0].unit_price.currency
    return PricedChoice(
        choice=made,
        places=taken,
        gross=Money(minor=gross, currency=currency),
        net=Money(minor=gross - tax, currency=currency),
        shares=shares,
        digest=digest(quote.digest, canonical(made), canonical(shares)),
    )


def gross_of(quote: Quote, *parts: Part) -> Money:
    """What the lines of these parts cost together, tax included."""
    shares = tax_shares((quote.lines[place] for place in places(quote.lines, *parts)), quote.prices)
    return Money(minor=sum(share.gross.minor for share in shares), currency=quote.lines[0].unit_price.currency)


def span(quote: Quote) -> tuple[Money, Money]:
    """What the cheapest and the dearest complete choice cost."""
    choices = [[option.letter for option in taken] for taken in product(*groups(quote.options))]
    least = (gross_of(quote, Part.ALWAYS, *letters) for letters in choices)
    most = (gross_of(quote, Part.ALWAYS, Part.OPTIONAL, *letters) for letters in choices)
    return min(least, key=lambda money: money.minor), max(most, key=lambda money: money.minor)


def problem(quote: Quote) -> tuple[str, str] | None:
    """What is wrong with how a quote is put together: a message code and the field's path; None for nothing."""
    letters = [option.letter for option in quote.options]
    for place, option in enumerate(quote.options):
        alone = sum(other.group == option.group for other in quote.options) < 2
        own = option.letter in OPTIONS and letters.count(option.letter) == 1
        if alone or not own or not places(quote.lines, option.letter):
            return INCOMPLETE_OPTION, f"options.{place}.title"
    for place, line in enumerate(quote.lines):
        if line.part in OPTIONS and line.part not in letters:
            return NO_SUCH_OPTION, f"lines.{place}.part"
        if line.unit_price.currency != quote.lines[0].unit_price.currency:
            return ANOTHER_CURRENCY, f"lines.{place}.unit_price"
    return None
