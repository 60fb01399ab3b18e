"""What a country's law and habits set, as plain frozen values: read once from a file of data, asked by capabilities.

A capability asks for what it needs by name (``country.days("withdrawal", day)``) and is told nothing where the country
says nothing: it names no country, and leaves out what does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

import attrs

Texts = Mapping[str, str]
"""A text for each language."""


@attrs.frozen(kw_only=True)
class Law:
    """One provision: where it stands, since when it holds, and how people are told of it.

    Attributes:
        id: By which the rest of the file names it.
        source: The act as it is cited, with where it was published.
        since: The day from which it is in force.
        names: The provision in a few words, by language.
        link: Where it can be read.
    """

    id: str
    source: str
    since: date
    names: Texts
    link: str = ""


@attrs.frozen(kw_only=True)
class Dated:
    """Something that a law sets, for as long as it does.

    Attributes:
        id: What it is, as capabilities ask for it.
        law: The id of the law that sets it.
        since: The first day.
        until: The last day; None where no end is known.
    """

    id: str
    law: str
    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it holds on a day.

        Args:
            day: The day.

        Returns:
            Whether it does; both its first and its last day count.
        """
        return self.since <= day and (self.until is None or day <= self.until)


@attrs.frozen(kw_only=True)
class Clock(Dated):
    """Within how long something has to be done, or can be.

    Attributes:
        days: In calendar days.
        to_working_day: Whether one whose last day is a Saturday, a Sunday or a public holiday ends with the next
            working day (Regulation (EEC, Euratom) No 1182/71, article 3 (4)).
        silence: What it means by law when nothing is done in time, as a whole sentence for staff, by language.
    """

    days: int
    to_working_day: bool = False
    silence: Texts = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Rate(Dated):
    """A rate of tax.

    Attributes:
        rate: In basis points: 2300 is 23 %.
    """

    rate: int


@attrs.frozen(kw_only=True)
class Sum(Dated):
    """A sum beyond which something else holds.

    Attributes:
        minor: In minor units of the country's currency.
    """

    minor: int


@attrs.frozen(kw_only=True)
class Kept(Dated):
    """For how long a class of ended requests is kept.

    Attributes:
        months: For how many months.
        also: The id of a second law that asks for it.
    """

    months: int
    also: str = ""


@attrs.frozen(kw_only=True)
class Duty(Dated):
    """Something that has to be done from a day on.

    Attributes:
        system: Through what, ``KSeF``.
    """

    system: str


@attrs.frozen(kw_only=True)
class Words:
    """Words that the law gives, in place of those of a message.

    Attributes:
        id: The message's code.
        law: The id of the law that gives them.
        texts: The whole message, by language.
    """

    id: str
    law: str
    texts: Texts


@attrs.frozen(kw_only=True)
class TaxNumberRule:
    """How the country's tax numbers are written where no letters of another country stand before them.

    Attributes:
        country: The letters that may stand before it.
        name: What people call it, ``NIP``.
        shape: A regular expression for the whole number, without letters and separators.
        example: One that could be.
        weights: By which all digits but the last are multiplied; () where nothing is checked.
        modulo: Their sum modulo this is the last digit.
    """

    country: str
    name: str
    shape: str
    example: str
    weights: tuple[int, ...] = ()
    modulo: int = 11

    def is_shaped(self, digits: str) -> bool:
        """Whether a number looks like one.

        Args:
            digits: The number without letters and separators.

        Returns:
            Whether it does.
        """
        return re.fullmatch(self.shape, digits, re.ASCII) is not None

    def holds(self, digits: str) -> bool:
        """Whether a number can be one: its check digit fits the others, and it is not all noughts.

        Args:
            digits: The number without letters and separators.

        Returns:
            Whether it can.
        """
        if not self.is_shaped(digits) or not digits.strip("0"):
            return False
        if not self.weights:
            return True
        pairs = zip(self.weights, digits, strict=False)
        return sum(weight * int(digit) for weight, digit in pairs) % self.modulo == int(digits[-1])


_D = TypeVar("_D", bound=Dated)


@attrs.frozen(kw_only=True)
class Country:
    """A country's rules. One without anything is no country in particular, and sets nothing.

    Attributes:
        code: ISO 3166, ``PL``; "" for none.
        names: What it is called, by language.
        checked: The day on which somebody last compared the file with its sources.
        currency: ISO 4217, of the sums.
        laws: The provisions that the rest names.
        authority: To whom people complain about how their data are used, as it stands behind "complain", by
            language.
        advice: Who helps consumers with a dispute, as half a sentence, by language.
        tax_number: How its tax numbers are written; None where nothing is known.
        address: A regular expression for an address in one line, with groups ``street``, ``code`` and ``city``.
        calling_code: The digits of its phone numbers, without +.
        phone_groups: In how many digits each its national numbers are written, ``(3, 3, 3)``.
    """

    code: str = ""
    names: Texts = attrs.field(factory=dict)
    checked: date = date(2000, 1, 1)
    currency: str = ""
    authority: Texts = attrs.field(factory=dict)
    advice: Texts = attrs.field(factory=dict)
    address: str = ""
    calling_code: str = ""
    phone_groups: tuple[int, ...] = ()
    laws: tuple[Law, ...] = ()
    clocks: tuple[Clock, ...] = ()
    rates: tuple[Rate, ...] = ()
    sums: tuple[Sum, ...] = ()
    kept: tuple[Kept, ...] = ()
    duties: tuple[Duty, ...] = ()
    words: tuple[Words, ...] = ()
    tax_number: TaxNumberRule | None = None

    def law(self, id: str) -> Law | None:
        """A law by its id.

        Args:
            id: Its id.

        Returns:
            The law; None for one that the file does not name.
        """
        return next((one for one in self.laws if one.id == id), None)

    def days(self, clock: str, day: date) -> int | None:
        """The days of a clock.

        Args:
            clock: Its id, ``withdrawal``.
            day: The day on which it begins.

        Returns:
            The days; None where there is no such clock then.
        """
        found = self.clock(clock, day)
        return None if found is None else found.days

    def clock(self, id: str, day: date) -> Clock | None:
        """A clock.

        Args:
            id: Its id, ``withdrawal``.
            day: The day on which it begins.

        Returns:
            It; None where there is no such clock then.
        """
        return _on(self.clocks, id, day)

    def over(self, sum: str, minor: int, currency: str, day: date) -> Sum | None:
        """The sum that an amount goes beyond.

        Args:
            sum: Its id, ``split_payment``.
            minor: The amount in minor units.
            currency: The amount's.
            day: The day that counts.

        Returns:
            It; None where the amount does not, or is of another currency.
        """
        found = _on(self.sums, sum, day)
        return found if found is not None and currency == self.currency and minor > found.minor else None

    @property
    def months(self) -> dict[str, int]:
        """For how long each class of ended requests is kept now that no end is known."""
        return {one.id: one.months for one in self.kept if one.until is None}

    def keeps(self, kind: str, day: date) -> Kept | None:
        """For how long a class of ended requests is kept.

        Args:
            kind: The class, ``order``.
            day: The day.

        Returns:
            As the law has it on that day; None where it says nothing.
        """
        return _on(self.kept, kind, day)

    def duty(self, id: str, day: date) -> Duty | None:
        """Something that has to be done.

        Args:
            id: What it is, ``e_invoices``.
            day: The day.

        Returns:
            It; None where it has not to be done on that day.
        """
        return _on(self.duties, id, day)

    def rates_on(self, chosen: Iterable[int], day: date) -> tuple[int, ...]:
        """The rates that a shop chose, as they stand on a day: what the law changed is its new rate.

        Args:
            chosen: The shop's, in basis points.
            day: The day.

        Returns:
            Each once, in the shop's order; a rate that the country does not know stays as it is.
        """
        return tuple(dict.fromkeys(self._rate_on(rate, day) for rate in chosen))

    def _rate_on(self, rate: int, day: date) -> int:
        known = [one for one in self.rates if one.rate == rate]
        if not known or any(one.holds(day) for one in known):
            return rate
        now = _on(self.rates, known[-1].id, day)
        return rate if now is None else now.rate

    @property
    def wording(self) -> dict[str, dict[str, str]]:
        """The law's words, by language and code."""
        found: dict[str, dict[str, str]] = {}
        for one in self.words:
            for language, text in one.texts.items():
                found.setdefault(language, {})[one.id] = text
        return found


def _on(found: Iterable[_D], id: str, day: date) -> _D | None:
    return next((one for one in found if one.id == id and one.holds(day)), None)
