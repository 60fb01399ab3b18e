"""What follows for a shop from the law of its country."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ..base.holidays import holidays_of
from ..countries import Country, country
from ..i18n import Wording

_SATURDAY = 5


class ByLaw:
    """The part of the settings that asks the country."""

    __slots__ = ()
    country: str
    time_zone: str
    tax_rates: tuple[int, ...]
    wording: Wording

    @property
    def law(self) -> Country:
        """What the law of the shop's country sets."""
        return country(self.country)

    def law_days(self, clock: str, since: datetime) -> int | None:
        """The days of one of the law's clocks.

        Args:
            clock: Its id, ``withdrawal``.
            since: When it begins.

        Returns:
            The days; None where the law of the shop's country has no such clock.
        """
        return self.law.days(clock, since.astimezone(ZoneInfo(self.time_zone)).date())

    def law_last_day(self, clock: str, since: datetime) -> date | None:
        """The last day of one of the law's clocks: the day on which it begins does not count.

        Args:
            clock: Its id, ``withdrawal``.
            since: When it begins.

        Returns:
            The day in the shop's zone; None where the law of the shop's country has no such clock. Public holidays are
            known with the extra ``calendar``.
        """
        begun = since.astimezone(ZoneInfo(self.time_zone)).date()
        found = self.law.clock(clock, begun)
        if found is None:
            return None
        last = begun + timedelta(days=found.days)
        while found.to_working_day and (last.weekday() >= _SATURDAY or last in holidays_of(self.country, last.year)):
            last += timedelta(days=1)
        return last

    def rates_on(self, *days: date) -> tuple[int, ...]:
        """The tax rates to choose from.

        Args:
            *days: The day, or several: then the rates of all of them.

        Returns:
            The shop's rates; one that the law changed is its new rate from that day on.
        """
        chosen = self.tax_rates or (0,)
        return tuple(dict.fromkeys(rate for day in days for rate in self.law.rates_on(chosen, day)))

    @property
    def words(self) -> Wording:
        """The words that win over those of the program: the law's, and over these the shop's own."""
        given = self.law.wording
        return {one: {**given.get(one, {}), **self.wording.get(one, {})} for one in {**given, **self.wording}}
