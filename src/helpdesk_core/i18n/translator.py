"""One translator for one language, tone and time zone. It formats numbers, money and moments as that language does."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from ..base.messages import Definition, Message, Param, definitions
from ..base.money import Money
from .catalogues import look_up

_log = logging.getLogger("helpdesk_core.i18n")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})


@attrs.frozen
class Rendered:
    """Words, and the language they really are in: a page marks a text that had to fall back."""

    text: str
    language: str
    fell_back: bool


class Translator:
    """Turns messages into words.

    ``wording`` are the shop's own texts (language → code → text), which win over every catalogue; ``catalogues`` are
    plugins' directories, which win over ours. Look-up is language first: the asked one, then each of ``fallbacks``,
    then the English default. A translation whose placeholders do not fit falls back too, and its code is logged.
    """

    def __init__(
        self,
        language: str,
        *,
        zone: ZoneInfo,
        fallbacks: tuple[str, ...] = ("en",),
        wording: Mapping[str, Mapping[str, str | Mapping[str, str]]] | None = None,
        catalogues: Sequence[Path] = (),
    ) -> None:
        self.language = language
        self.zone = zone
        self._chain = tuple(dict.fromkeys((language, *fallbacks, "en")))
        self._wording = wording or {}
        self._catalogues = tuple(catalogues)

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return "rtl" if self.language in _RIGHT_TO_LEFT else "ltr"

    def __call__(self, code: str, count: int | None = None, **params: Param) -> str:
        """The words of a code, as templates ask for them."""
        return self.render(Message(code, params, count)).text

    def text(self, message: Message) -> str:
        """The words of a message."""
        return self.render(message).text

    def render(self, message: Message) -> Rendered:
        """The words of a message, with the language they are in. An unknown code is its own text, and logged."""
        definition = definitions.get(message.code)
        if definition is None:
            _log.error("no text has the code %s", message.code)
            return Rendered(message.code, "en", True)
        params = dict(message.params)
        if message.count is not None:
            params["count"] = message.count
        for language in self._chain:
            words = self._words(language, definition, message.count)
            if words is not None and set(_PLACEHOLDER.findall(words)) <= params.keys():
                return Rendered(self._fill(words, params), language, language != self.language)
            if words is not None:
                _log.error("the %s text of %s has a placeholder that is not filled", language, message.code)
        return Rendered(self._fill(_english(definition, message.count), params), "en", self.language != "en")

    def _words(self, language: str, definition: Definition, count: int | None) -> str | None:
        own = self._wording.get(language, {}).get(definition.code)
        if own is not None:
            return own if isinstance(own, str) else self._counted(language, own, count)
        found = look_up(language, definition.code, definition.default, definition.plural, count, self._catalogues)
        return found if found is not None or language != "en" else _english(definition, count)

    @staticmethod
    def _counted(language: str, forms: Mapping[str, str], count: int | None) -> str | None:
        """The shop's text for this count, by the plural rule of the language."""
        from babel import Locale

        rule = Locale.parse(language.partition("@")[0].replace("-", "_")).plural_form
        return forms.get(rule(1 if count is None else count)) or forms.get("other")

    def _fill(self, words: str, params: Mapping[str, Any]) -> str:
        return _PLACEHOLDER.sub(lambda found: self._value(params.get(found.group(1), found.group())), words)

    def _value(self, value: Any) -> str:
        if isinstance(value, Message):
            return self.text(value)
        if isinstance(value, Money):
            return self.money(value)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return self.number(value)
        return str(value)

    def number(self, value: int) -> str:
        """A whole number with the language's grouping."""
        if -1000 < value < 1000:
            return str(value)
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self._locale())

    def money(self, value: Money) -> str:
        """An amount with its currency."""
        from decimal import Decimal

        from babel.numbers import format_currency, get_currency_precision

        amount = Decimal(value.minor).scaleb(-get_currency_precision(value.currency))
        return format_currency(amount, value.currency, locale=self._locale())

    def moment(self, value: datetime) -> str:
        """Day and time in the translator's zone: "27 listopada 2026, 17:00"."""
        from babel.dates import format_skeleton

        local = value.astimezone(self.zone)
        return f"{self.day(local)}, {format_skeleton('Hm', local, locale=self._locale())}"

    def day(self, value: date) -> str:
        """A day: "27 listopada 2026"."""
        from babel.dates import format_date

        return format_date(value, format="long", locale=self._locale())

    def _locale(self) -> str:
        return self.language.partition("@")[0].replace("-", "_")


def _english(definition: Definition, count: int | None) -> str:
    return definition.plural if definition.plural is not None and count != 1 else definition.default
