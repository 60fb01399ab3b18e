"""Messages into words of one language, in one time zone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import attrs

from ..base.messages import Definition, Message, Param, define, definitions
from ..base.money import Money
from .catalogues import Catalogue, directory_catalogues, package_catalogue
from .formats import Formats, formats_of, widened
from .wording import Wording, own_words
from .words import Words, cut, english, errors_in

_log = logging.getLogger("helpdesk_core.i18n")


@attrs.frozen
class Rendered:
    """Words, and the language they really are in: a page marks a text that had to fall back."""

    text: str
    language: str
    fell_back: bool


class _Texts(dict[str, Words]):
    """Every text by code, in the first language of a chain that has it. A text is looked for when it is first asked for
    and kept: modules may define more at any time."""

    def __init__(self, chain: tuple[str, ...], wording: Wording, directories: tuple[Path, ...]) -> None:
        super().__init__()
        self._chain, self._wording, self._directories = chain, wording, directories

    def __missing__(self, code: str) -> Words:
        definition = definitions.get(code)
        if definition is None:
            _log.error("no text has the code %s", code)
            return Words("en", ((code,),), lambda count: 0)
        self[code] = next(self._found(definition))
        return self[code]

    def _found(self, definition: Definition) -> Iterator[Words]:
        for language in self._chain:
            if (own := self._wording.get(language, {}).get(definition.code)) is not None:
                if (words := own_words(definition, language, own)) is not None:
                    yield words
                else:
                    _log.error("the shop's own %s text of %s has an error and is not used", language, definition.code)
            for catalogue in self._catalogues(definition, language):
                if (words := _translated(catalogue, definition, language)) is not None:
                    yield words
            if language == "en":
                yield english(definition)

    def _catalogues(self, definition: Definition, language: str) -> Iterator[Catalogue]:
        for directory in self._directories:
            yield from directory_catalogues(directory, language)
        if (own := package_catalogue(definition.package, language)) is not None:
            yield own


def _translated(catalogue: Catalogue, definition: Definition, language: str) -> Words | None:
    forms = catalogue.texts.get(definition.code)
    if forms is None:
        return None
    expected = 1 if definition.plural is None else catalogue.plurals
    if len(forms) != expected or any(errors_in(definition, form) for form in forms):
        _log.error("the %s translation of %s does not fit the text and is not used", language, definition.code)
        return None
    return cut(language, forms, catalogue.plural)


#: Days that have a word of their own, by their distance from today.
_NEAR = {
    -1: define("time.yesterday", "yesterday, {time}"),
    0: define("time.today", "today, {time}"),
    1: define("time.tomorrow", "tomorrow, {time}"),
}


class Translator:
    """Turns messages into words of one language.

    A text is looked for in the language, then in what it is a variety of (``en`` for ``en-GB``), then in each of
    ``fallbacks``, last in English. In each language the shop's own words win over the catalogues of plugins, and
    these over those of the package that defined the text; what does not fit the text is logged and passed over.
    Plural rules and formats are those of the language in which the text was found.

    Args:
        language: The language asked for.
        zone: Where moments are shown.
        fallbacks: The next languages, nearest first.
        wording: The shop's own words.
        catalogues: Directories ``<language>/LC_MESSAGES/*.mo`` of plugins.
    """

    def __init__(
        self,
        language: str,
        *,
        zone: ZoneInfo,
        fallbacks: Sequence[str] = (),
        wording: Wording | None = None,
        catalogues: Sequence[Path] = (),
    ) -> None:
        self.language = language
        self.zone = zone
        chain = tuple(dict.fromkeys(wider for one in (language, *fallbacks, "en") for wider in widened(one)))
        self._texts = _Texts(chain, wording or {}, tuple(catalogues))
        self._mark: Callable[[str, str], str] | None = None
        self._own = frozenset(widened(language))

    def marking(self, mark: Callable[[str, str], str]) -> Translator:
        """The same words for a page that says where it changes its language (WCAG 2.2, 3.1.2).

        Args:
            mark: Is given a text that was found in none of the language's own varieties, and the language it is in;
                returns what stands in its place.

        Returns:
            A translator whose texts went through ``mark`` where they fell back.
        """
        marked = copy(self)
        vars(marked)["_mark"] = mark
        return marked

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return self._formats.direction

    @property
    def _formats(self) -> Formats:
        return formats_of(self.language)

    def __call__(self, code: str, /, count: int | None = None, **params: Param) -> str:
        """The words of a code, as templates ask for them."""
        return self._fill(code, self._texts[code], count, params)

    def text(self, message: Message) -> str:
        """The words of a message.

        Args:
            message: The message.

        Returns:
            The words.
        """
        return self._fill(message.code, self._texts[message.code], message.count, message.params)

    def render(self, message: Message) -> Rendered:
        """The words of a message, with the language they are in. An unknown code is its own text, and logged.

        Args:
            message: The message.

        Returns:
            The words and their language.
        """
        language = self._texts[message.code].language
        return Rendered(self.text(message), language, language != self.language)

    def _fill(self, code: str, words: Words, count: int | None, params: Mapping[str, Any]) -> str:
        text = self._filled(code, words, count, params)
        return text if self._mark is None or words.language in self._own else self._mark(text, words.language)

    def _filled(self, code: str, words: Words, count: int | None, params: Mapping[str, Any]) -> str:
        form = words.form(count)
        if len(form) == 1:
            return form[0]
        parts, formats = list(form), formats_of(words.language)
        for place in range(1, len(parts), 2):
            name = parts[place]
            if name == "count" and count is not None:
                parts[place] = formats.number(count)
            elif name in params:
                parts[place] = self._value(params[name], formats)
            else:
                _log.error("nothing was given for {%s} of %s", name, code)
                parts[place] = f"{{{name}}}"
        return "".join(parts)

    def _value(self, value: Any, formats: Formats) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, Message):
            return self.text(value)
        if isinstance(value, Money):
            return formats.money(value)
        if isinstance(value, datetime):
            return self._moment(value, formats)
        if isinstance(value, date):
            return formats.day(value)
        if isinstance(value, time):
            return formats.time(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return formats.number(value)
        if isinstance(value, float):
            raise TypeError("a float has no exact words; use Money or an int")
        return str(value)

    def _moment(self, value: datetime, formats: Formats) -> str:
        local = value.astimezone(self.zone)
        return f"{formats.day(local)}, {formats.time(local)}"

    def number(self, value: int) -> str:
        """See `Formats.number`."""
        return self._formats.number(value)

    def money(self, value: Money) -> str:
        """See `Formats.money`."""
        return self._formats.money(value)

    def moment(self, value: datetime) -> str:
        """Day and time in the translator's zone: "27 listopada 2026, 17:00".

        Args:
            value: An aware moment.

        Returns:
            The text.
        """
        return self._moment(value, self._formats)

    def recent(self, value: datetime, now: datetime) -> str:
        """Day and time as people say them: "dzisiaj, 17:00", "wczoraj, 17:00", "27 lis, 17:00". `moment` says them in
        full.

        Args:
            value: An aware moment.
            now: When it is read.

        Returns:
            The text.
        """
        at, today = value.astimezone(self.zone), now.astimezone(self.zone).date()
        time = self._formats.time(at)
        if (near := _NEAR.get((at.date() - today).days)) is not None:
            return self(near, time=time)
        return f"{self._formats.short_day(at.date(), with_year=at.year != today.year)}, {time}"

    def day(self, value: date) -> str:
        """A day: "27 listopada 2026". A moment's day is that of the translator's zone.

        Args:
            value: A day or an aware moment.

        Returns:
            The text.
        """
        return self._formats.day(value.astimezone(self.zone) if isinstance(value, datetime) else value)


class WordSettings(Hashable, Protocol):
    """What a translator needs of a shop's settings."""

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The shop's languages; the first is everybody's fallback."""

    @property
    def words(self) -> Wording:
        """The words that win: the law's, and the shop's own."""


class Translators:
    """A desk's translators: one for each language and each settings, made when it is first asked for.

    Settings are told apart by identity, so that new ones get new translators; those not asked for longest are
    forgotten.

    Args:
        catalogues: Folders with the catalogues of plugins.
    """

    def __init__(self, catalogues: Sequence[Path] = ()) -> None:
        self._catalogues = tuple(catalogues)
        self._translator = lru_cache(maxsize=64)(self._make)

    def __call__(self, language: str, settings: WordSettings) -> Translator:
        """The translator for a language of these settings."""
        return self._translator(language, settings)

    def has(self, language: str) -> bool:
        """Whether there are words in a language: English, a catalogue of ours, or a plugin's.

        Args:
            language: As settings name it.

        Returns:
            Whether there are.
        """
        plugins = any(directory_catalogues(folder, language) for folder in self._catalogues)
        return language == "en" or plugins or package_catalogue("helpdesk_core", language) is not None

    def _make(self, language: str, settings: WordSettings) -> Translator:
        return Translator(
            language,
            zone=settings.zone,
            fallbacks=settings.languages[:1],
            wording=settings.words,
            catalogues=self._catalogues,
        )
