"""Words: plural forms, formats, fallback, a shop's own wording."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

import reference_app.texts
from helpdesk_core import Message, Money
from helpdesk_core.base import messages
from helpdesk_core.base.messages import define
from helpdesk_core.i18n import Translator

assert reference_app.texts
WARSAW = ZoneInfo("Europe/Warsaw")
PL, EN = Translator("pl", zone=WARSAW), Translator("en", zone=WARSAW)


FORMS = {"dzień roboczy": (1,), "dni robocze": (2, 4, 22, 102), "dni roboczych": (5, 12, 14, 21, 25, 112, 114)}


@pytest.mark.parametrize("count, words", [(count, words) for words, counts in FORMS.items() for count in counts])
def test_polish_has_its_three_forms(count: int, words: str) -> None:
    assert PL("tracked.turnaround", count=count) == f"zwykle {count} {words}"


def test_numbers_money_and_moments_are_formatted_as_the_language_does() -> None:
    """No-break spaces and all, in the shop's zone."""
    moment = datetime(2026, 11, 27, 16, 5, tzinfo=UTC)
    assert PL.moment(moment) == "27 listopada 2026, 17:05"
    assert EN.moment(moment) == "November 27, 2026, 17:05"
    assert PL.money(Money(minor=123456, currency="PLN")) == "1\u00a0234,56\u00a0zł"
    assert PL.number(20000) == "20\u00a0000"
    assert PL.money(Money(minor=500, currency="JPY")).startswith("500")


def test_a_missing_translation_falls_back_and_says_so() -> None:
    """Language by language, last the English default."""
    german = Translator("de", zone=WARSAW, fallbacks=("pl",))
    rendered = german.render(Message("phase.closed"))
    assert (rendered.text, rendered.language, rendered.fell_back) == ("Zamknięte", "pl", True)


def test_a_shops_own_wording_wins_unless_it_is_broken() -> None:
    """By code; a placeholder that cannot be filled falls back."""
    own = {"pl": {"phase.closed": "Koniec", "room.title": "Zlecenie {nummer}"}}
    shop = Translator("pl", zone=WARSAW, wording=own)
    assert shop("phase.closed") == "Koniec"
    assert shop("room.title", reference="ABCD-1234") == "Request ABCD-1234"


def test_parameters_are_text_and_nothing_more() -> None:
    """T24: braces and format strings in a person's words stay words; a float has no exact words."""
    assert "{0.__class__}" in EN("room.title", reference="{0.__class__}")
    with pytest.raises(TypeError):
        Message("room.title", {"reference": 1.5})


def test_a_code_belongs_to_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "definitions", {})
    define("test.code", "One")
    define("test.code", "One")
    with pytest.raises(ValueError, match="share the code"):
        define("test.code", "Two")
    with pytest.raises(ValueError, match="no message code"):
        define("Bad Code", "x")
