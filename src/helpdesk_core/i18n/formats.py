"""Numbers, money, days and times as a language writes them. Babel's patterns are looked for once per language."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from ..base.money import Money

if TYPE_CHECKING:
    from babel import Locale
    from babel.dates import DateTimePattern

_log = logging.getLogger("helpdesk_core.i18n")
#: What a plain language tag is written like: our English words are British, and so are their days and amounts.
_REGION = {"en": "en_GB"}
#: Between a currency's letters and a figure stands a no-break space (UTS #35, `currencySpacing`); Babel leaves it out.
_BESIDE = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
#: Of a pattern of the CLDR, from the day to the month or from the month to the day: no line ends within it.
_DAY_AND_MONTH = re.compile(r"d+(?:'[^']*'|[^\w'])*[ML]+|[ML]+(?:'[^']*'|[^\w'])*d+")
#: A unit is used from twice its length on, in minutes.
_UNITS = ((24 * 60, "day"), (60, "hour"))
#: More than a day's minutes.
_MOST_KEPT = 2048
_LAST_PART = re.compile(r"[-_@][^-_@]*$")


def widened(language: str) -> Iterator[str]:
    """The language and what it is a variety of, nearest first: ``zh-Hant-TW``, ``zh-Hant``, ``zh``."""
    yield language
    while found := _LAST_PART.search(language):
        language = language[: found.start()]
        yield language


def _remembered(pattern: DateTimePattern, locale: Locale) -> Callable[[date | time], str]:
    """What a pattern makes of a day or a minute, kept: a page says the same ones again and again."""
    from babel.dates import parse_pattern

    kept = parse_pattern(_DAY_AND_MONTH.sub(lambda found: found.group().replace(" ", "\u00a0"), pattern.pattern))
    return lru_cache(maxsize=_MOST_KEPT)(lambda value: str(kept.apply(value, locale)))


class Formats:
    """How one language writes values. Made by `formats_of`.

    Args:
        locale: Babel's.
    """

    def __init__(self, locale: Locale) -> None:
        from babel.dates import get_date_format, match_skeleton

        skeletons = locale.datetime_skeletons
        self._locale = locale
        self._day = _remembered(get_date_format("long", locale=locale), locale)
        self._time, self._short, self._short_year = (
            _remembered(skeletons[one if one in skeletons else str(match_skeleton(one, skeletons))], locale)
            for one in ("Hm", "MMMd", "yMMMd")
        )
        self._plural = locale.plural_form
        self.direction = str(locale.text_direction)
        """``ltr`` or ``rtl``."""

    def number(self, value: int) -> str:
        """A whole number with the language's grouping.

        Args:
            value: The number.

        Returns:
            The text.
        """
        if -1000 < value < 1000:
            return str(value)
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self._locale)

    def money(self, value: Money) -> str:
        """An amount with its currency.

        Args:
            value: The amount.

        Returns:
            The text.
        """
        from babel.numbers import format_currency, get_currency_precision

        amount = Decimal(value.minor).scaleb(-get_currency_precision(value.currency))
        return _BESIDE.sub("\u00a0", format_currency(amount, value.currency, locale=self._locale))

    def percent(self, rate: int) -> str:
        """A rate: "23%".

        Args:
            rate: In basis points: 2300 is 23 %.

        Returns:
            The text.
        """
        from babel.numbers import format_percent

        return str(format_percent(Decimal(rate) / 10_000, locale=self._locale, decimal_quantization=False))

    def day(self, value: date) -> str:
        """A day: "27 listopada 2026".

        Args:
            value: The day.

        Returns:
            The text.
        """
        return self._day(value.date() if isinstance(value, datetime) else value)

    def short_day(self, value: date, *, with_year: bool) -> str:
        """A day in few letters: "27 lis" or "27 lis 2025".

        Args:
            value: The day.
            with_year: Whether the year is said.

        Returns:
            The text.
        """
        return (self._short_year if with_year else self._short)(value)

    def time(self, value: datetime | time) -> str:
        """Hours and minutes as the clock of ``value`` shows them: "17:00".

        Args:
            value: The moment, in the zone to show, or a time of the day.

        Returns:
            The text.
        """
        return self._time(time(value.hour, value.minute))

    def duration(self, minutes: int) -> str:
        """How long something takes, in the unit in which people would say it: "40 min", "5 hrs", "3 days".

        Args:
            minutes: So many.

        Returns:
            The text.
        """
        from babel.units import format_unit

        size, unit = next(((size, unit) for size, unit in _UNITS if minutes >= 2 * size), (1, "minute"))
        said = str(format_unit(round(minutes / size), f"duration-{unit}", "short", locale=self._locale))
        return said.replace(" ", "\u00a0")

    def weekdays(self, first: int, last: int) -> str:
        """A weekday, or several that follow each other, in few letters: "Mon–Fri".

        Args:
            first: The first, from 0 for Monday.
            last: The last.

        Returns:
            The text.
        """
        names = self._locale.days["stand-alone"]["abbreviated"]
        return str(names[first]) if first == last else f"{names[first]}–\u2060{names[last]}"

    def weekday(self, value: date) -> str:
        """The whole name of a day of the week: "Thursday".

        Args:
            value: The day.

        Returns:
            The text.
        """
        return str(self._locale.days["stand-alone"]["wide"][value.weekday()])

    def span(self, first: int, last: int) -> str:
        """Hours of a day: "09:00–17:00".

        Args:
            first: From when, in minutes of the day.
            last: Until when; 1440 is the day's end.

        Returns:
            The text.
        """
        return f"{self._of_day(first)}–\u2060{self._of_day(last) if last < 1440 else '24:00'}"

    def _of_day(self, minutes: int) -> str:
        return self.time(time(minutes // 60, minutes % 60))

    def plural(self, count: int) -> str:
        """The number's plural category of the Unicode CLDR: ``one``, ``few``, ``many``, ``other`` …

        Args:
            count: The number.

        Returns:
            The category.
        """
        return self._plural(count)

    @property
    def plurals(self) -> frozenset[str]:
        """The categories that whole numbers take. (A million is of its own kind in some languages, and may take
        ``other``.)"""
        return frozenset(self._plural(count) for count in range(200))

    @property
    def every_plural(self) -> frozenset[str]:
        """All categories of the language, those of fractions and millions too."""
        return frozenset({"other", *self._plural.tags})


@lru_cache(maxsize=128)
def formats_of(language: str) -> Formats:
    """The formats of a language, or of what it is a variety of. One that Babel does not know is written like English,
    and logged."""
    from babel import Locale, UnknownLocaleError

    for tag in widened(language):
        try:
            return Formats(Locale.parse(_REGION.get(tag, tag).partition("@")[0].replace("-", "_")))
        except (UnknownLocaleError, ValueError):
            continue
    _log.error("no formats are known for the language %.20r", language)  # it may come from an address
    return Formats(Locale.parse(_REGION["en"]))
