"""What a choice costs. Pure and exact: whole minor units, nothing but the tax of each rate is ever rounded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from ..base.digests import digest
from ..base.money import Money
from ..base.values import canonical, piece
from .model import OPTIONS, Part, Quote, QuoteLine


@piece
class TaxShare:
    """What is contained at one rate (basis points)."""

    rate: int
    gross: Money
    tax: Money


@piece
class Totals:
    """The sum of some lines, with the tax that it contains."""

    gross: Money
    shares: tuple[TaxShare, ...]

    @property
    def tax(self) -> Money:
        """All tax that is contained."""
        return Money(minor=sum(share.tax.minor for share in self.shares), currency=self.gross.currency)

    @property
    def net(self) -> Money:
        """The sum without tax."""
        return Money(minor=self.gross.minor - self.tax.minor, currency=self.gross.currency)


def add_up(lines: Iterable[QuoteLine], currency: str) -> Totals:
    """Add up gross lines.

    The tax is taken out of each rate's gross sum (gross × rate / (100 % + rate)) and rounded once, half a minor unit
    up: the method for gross prices of the Polish VAT act, article 106e (7) and (11), and of most of the EU.

    Raises:
        ValueError: Lines in another currency.
    """
    by_rate = sorted(lines, key=lambda line: line.tax_rate)
    shares = []
    for rate, same in groupby(by_rate, key=lambda line: line.tax_rate):
        gross = sum((line.gross for line in same), Money(minor=0, currency=currency))
        shares.append(TaxShare(rate=rate, gross=gross, tax=Money(minor=_tax_in(gross.minor, rate), currency=currency)))
    total = sum((share.gross for share in shares), Money(minor=0, currency=currency))
    return Totals(gross=total, shares=tuple(shares))


def _tax_in(gross: int, rate: int) -> int:
    """gross × rate / (10 000 + rate), half up."""
    whole = 10_000 + rate
    return (2 * gross * rate + whole) // (2 * whole)


@piece
class Choice:
    """What the customer takes of a quote: one option of each group, and optional lines by their places."""

    options: tuple[Part, ...] = ()
    extras: tuple[int, ...] = ()


@piece
class PricedChoice:
    """A complete choice from one content of a quote, and what it costs.

    ``digest`` binds all of it: a decision that names it is about these lines at this total, and about no other.
    """

    choice: Choice
    places: tuple[int, ...]
    """Of the lines that it comes to."""
    totals: Totals
    digest: str


def currency_of(quote: Quote) -> str:
    """The one currency of a quote's lines."""
    return quote.lines[0].unit_price.currency


def price(quote: Quote, choice: Choice) -> PricedChoice | None:
    """What a choice comes to; None when it is none: an option of each group, only lines that can be left
    out, and something at all."""
    options, extras = tuple(sorted(set(choice.options))), tuple(sorted(set(choice.extras)))
    chosen_groups = sorted(one.group for one in quote.options if one.letter in options)
    if len(options) != len(chosen_groups) or chosen_groups != [number for number, _ in quote.groups]:
        return None
    if not set(extras) <= set(places(quote.lines, (Part.OPTIONAL,))):
        return None
    taken = tuple(sorted({*places(quote.lines, (Part.ALWAYS, *options)), *extras}))
    if not taken:
        return None
    made = Choice(options=options, extras=extras)
    totals = add_up((quote.lines[place] for place in taken), currency_of(quote))
    return PricedChoice(
        choice=made, places=taken, totals=totals, digest=digest(quote.digest, canonical(made), canonical(totals))
    )


def span(quote: Quote) -> tuple[Money, Money]:
    """What the cheapest and the dearest complete choice cost."""
    currency = currency_of(quote)

    def gross(*parts: Part) -> int:
        return sum(quote.lines[place].gross.minor for place in places(quote.lines, parts))

    groups = [[gross(option.letter) for option in options] for _, options in quote.groups]
    least = gross(Part.ALWAYS) + sum(map(min, groups))
    most = gross(Part.ALWAYS, Part.OPTIONAL) + sum(map(max, groups))
    return Money(minor=least, currency=currency), Money(minor=most, currency=currency)


def places(lines: Sequence[QuoteLine], parts: Collection[Part]) -> tuple[int, ...]:
    """Where the lines of these parts stand."""
    return tuple(place for place, line in enumerate(lines) if line.part in parts)


def problem(quote: Quote) -> tuple[str, str] | None:
    """What is wrong with how a quote is put together, as a field's path and a short name; None for nothing."""
    letters = [option.letter for option in quote.options]
    for place, option in enumerate(quote.options):
        if option.letter not in OPTIONS or letters.index(option.letter) != place:
            return f"options.{place}.title", "option_twice"
        if not places(quote.lines, (option.letter,)):
            return f"options.{place}.title", "option_empty"
        if sum(other.group == option.group for other in quote.options) < 2:
            return f"options.{place}.group", "option_alone"
    for place, line in enumerate(quote.lines):
        if line.part in OPTIONS and line.part not in letters:
            return f"lines.{place}.part", "no_such_option"
        if line.unit_price.currency != currency_of(quote):
            return f"lines.{place}.unit_price", "another_currency"
    return None
