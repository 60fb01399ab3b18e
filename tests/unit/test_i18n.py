"""Words: plural forms, formats, fallback, a shop's own wording."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from sqlalchemy import create_engine

from helpdesk_core import ConfigurationError, Message, Money, Settings
from helpdesk_core.base import messages
from helpdesk_core.base.messages import define, definitions
from helpdesk_core.i18n import Translator, Translators, check_wording, formats_of, sort_key
from helpdesk_core.i18n.catalogues import read_catalogue
from helpdesk_core.i18n.typography import tied, tied_html
from helpdesk_core.testing import make_desk
from reference_app import create_app
from reference_app.accounts.staff import StaffAccounts
from reference_app.capabilities import found_pages

found_pages()  # defines the texts of the pages
WARSAW = ZoneInfo("Europe/Warsaw")
PL, EN = Translator("pl", zone=WARSAW), Translator("en", zone=WARSAW)


FORMS = {"dzień roboczy": (1,), "dni robocze": (2, 4, 22, 102), "dni roboczych": (5, 12, 14, 21, 25, 112, 114)}


@pytest.mark.parametrize("count, words", [(count, words) for words, counts in FORMS.items() for count in counts])
def test_polish_has_its_three_forms(count: int, words: str) -> None:
    assert PL("tracked.turnaround", count=count) == f"zwykle {count} {words}"


def test_numbers_money_and_moments_are_formatted_as_the_language_does() -> None:
    """No-break spaces and all, in the shop's zone."""
    moment = datetime(2026, 11, 27, 16, 5, tzinfo=UTC)
    assert PL.moment(moment) == "27\u00a0listopada 2026, 17:05"
    assert EN.moment(moment) == "27\u00a0November 2026, 17:05"
    assert PL.money(Money(minor=123456, currency="PLN")) == "1\u00a0234,56\u00a0zł"
    assert EN.money(Money(minor=123456, currency="PLN")) == "PLN\u00a01,234.56"
    assert EN.money(Money(minor=123456, currency="GBP")) == "£1,234.56"
    assert PL.number(20000) == "20\u00a0000"
    assert PL.money(Money(minor=500, currency="JPY")).startswith("500")


@pytest.mark.parametrize(
    "hours, english, polish",
    [
        (0, "today, 00:30", "dzisiaj, 00:30"),
        (-1, "yesterday, 23:30", "wczoraj, 23:30"),
        (23, "today, 23:30", "dzisiaj, 23:30"),
        (24, "tomorrow, 00:30", "jutro, 00:30"),
        (-48, "24\u00a0Nov, 00:30", "24\u00a0lis, 00:30"),
        (-24 * 365, "26\u00a0Nov 2025, 00:30", "26\u00a0lis 2025, 00:30"),
    ],
)
def test_a_near_day_has_a_word(hours: int, english: str, polish: str) -> None:
    """By the days of the shop's zone, not by hours: half past midnight in Warsaw is yesterday in UTC."""
    now = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    moment = now + timedelta(hours=hours)
    assert (EN.recent(moment, now), PL.recent(moment, now)) == (english, polish)


@pytest.mark.parametrize(
    "minutes, english, polish",
    [
        (0, "0\u00a0mins", "0\u00a0min"),
        (119, "119\u00a0mins", "119\u00a0min"),
        (120, "2\u00a0hrs", "2\u00a0godz."),
        (2880, "2\u00a0days", "2\u00a0dni"),
    ],
)
def test_a_duration_is_said_in_one_unit(minutes: int, english: str, polish: str) -> None:
    """The largest of which there are two."""
    assert formats_of("en").duration(minutes) == english
    assert formats_of("pl").duration(minutes) == polish


def test_a_missing_translation_falls_back_and_says_so() -> None:
    """Language by language, last the English default."""
    german = Translator("de", zone=WARSAW, fallbacks=("pl",))
    rendered = german.render(Message("phase.closed"))
    assert (rendered.text, rendered.language, rendered.fell_back) == ("Zamknięte", "pl", True)


def test_a_shops_own_wording_wins_unless_it_is_broken() -> None:
    """By code; with an error the catalogue's text stands, in the same language."""
    own = {"pl": {"phase.closed": "Koniec", "room.title": "Zlecenie {nummer}", "tracked.turnaround": "{count} dni"}}
    shop = Translator("pl", zone=WARSAW, wording=own)
    assert shop("phase.closed") == "Koniec"
    assert shop("room.title", reference="ABCD-1234") == "Zgłoszenie ABCD-1234"
    assert shop("tracked.turnaround", count=5) == "zwykle 5 dni roboczych"


def test_a_shops_own_wording_has_plurals() -> None:
    """By the categories of the language; a million in French is ``many``, and takes ``other``."""
    polish = {"one": "{count} dzień", "few": "{count} dni", "many": "{count} dni w sumie"}
    own = {
        "pl": {"tracked.turnaround": polish},
        "fr": {"tracked.turnaround": {"one": "un jour", "other": "{count} jours"}},
    }
    pl, fr = (Translator(language, zone=WARSAW, wording=own) for language in ("pl", "fr"))
    assert [pl("tracked.turnaround", count=n) for n in (1, 3, 12)] == ["1 dzień", "3 dni", "12 dni w\u00a0sumie"]
    assert [fr("tracked.turnaround", count=n) for n in (0, 1, 2)] == ["un jour", "un jour", "2 jours"]
    assert fr("tracked.turnaround", count=1_000_000).endswith("jours")


def test_words_are_counted_and_formatted_in_the_language_they_are_in() -> None:
    """A Polish sentence in a German page keeps Polish plurals, dates and thousands."""
    german = Translator("de", zone=WARSAW, fallbacks=("pl",))
    assert german("tracked.turnaround", count=22) == "zwykle 22 dni robocze"
    assert german("tracked.turnaround", count=20_000) == "zwykle 20\u00a0000 dni roboczych"
    assert german.number(20_000) == "20.000"


def test_a_variety_of_a_language_has_that_languages_words() -> None:
    """Before the shop's first language is asked."""
    tone = {"pl@informal": {"start.title": "Pomożemy Ci"}}
    informal = Translator("pl@informal", zone=WARSAW, wording=tone)
    assert informal("start.title") == "Pomożemy Ci"
    assert informal("phase.closed") == "Zamknięte"
    assert informal.day(date(2026, 11, 27)) == "27\u00a0listopada 2026"
    assert Translator("en-GB", zone=WARSAW, fallbacks=("pl",))("phase.closed") == "Closed"


def test_a_language_without_formats_still_has_pages(caplog: pytest.LogCaptureFixture) -> None:
    """Babel does not know every language; a page with a date must not fail for it."""
    other = Translator("xx", zone=WARSAW)
    assert other.moment(datetime(2026, 11, 27, 16, 5, tzinfo=UTC)).endswith("17:05")
    assert other.direction == "ltr"
    assert Translator("ar", zone=WARSAW).direction == "rtl"


def test_a_text_is_looked_for_once() -> None:
    """Then it is one look into a dict, whatever the chain; texts defined later are found too."""
    t = Translator("de", zone=WARSAW, fallbacks=("pl",))
    first = t._texts["phase.closed"]
    assert t._texts["phase.closed"] is first
    assert t("test.later") == "test.later"
    define("test.later", "Later")
    try:
        assert t("test.later") == "Later"
    finally:
        del messages.definitions["test.later"]


def test_translators_are_kept_by_language_and_settings() -> None:
    """New settings have new words; those not asked for longest are forgotten."""
    translators = Translators()
    one, two = Settings(), Settings(wording={"en": {"phase.closed": "Over"}})
    assert translators("en", one) is translators("en", one)
    assert translators("en", two)("phase.closed") == "Over"
    assert translators("en", one)("phase.closed") == "Closed"
    old = weakref.ref(translators("en", Settings()))
    for _ in range(64):
        translators("en", Settings())
    gc.collect()
    assert old() is None


class TestCatalogues:
    """Compiled by gettext's tools, found by code."""

    @staticmethod
    def write(folder: Path, language: str, *entries: tuple[str, Any, Any]) -> None:
        catalogue = Catalog(locale=language)
        for code, english, text in entries:
            catalogue.add(english, text, context=code)
        (folder / language / "LC_MESSAGES").mkdir(parents=True)
        with (folder / language / "LC_MESSAGES" / "shop.mo").open("wb") as stream:
            write_mo(stream, catalogue)

    def test_rewording_the_english_keeps_a_translation(self, tmp_path: Path) -> None:
        """Ours and everybody else's: the msgid may be the English of last year."""
        self.write(tmp_path, "de", ("phase.closed", "It is over (last year's words)", "Geschlossen"))
        assert Translator("de", zone=WARSAW, catalogues=[tmp_path])("phase.closed") == "Geschlossen"

    def test_plurals_are_those_of_the_catalogue(self, tmp_path: Path) -> None:
        """Three forms in Ukrainian, one in Japanese."""
        english = ("usually {count} working day", "usually {count} working days")
        self.write(tmp_path, "uk", ("tracked.turnaround", english, ("{count} день", "{count} дні", "{count} днів")))
        self.write(tmp_path, "ja", ("tracked.turnaround", english, ("{count}日",)))
        uk, ja = (Translator(language, zone=WARSAW, catalogues=[tmp_path]) for language in ("uk", "ja"))
        assert [uk("tracked.turnaround", count=n) for n in (1, 22, 12)] == ["1 день", "22 дні", "12 днів"]
        assert [ja("tracked.turnaround", count=n) for n in (1, 5)] == ["1日", "5日"]

    def test_a_translation_that_does_not_fit_gives_way_in_its_own_language(self, tmp_path: Path) -> None:
        """One wrong form is enough; then the library's Polish stands, not English."""
        wrong = ("zazwyczaj {count} dzień", "zazwyczaj {count} dni", "zazwyczaj {cnt} dni")
        english = definitions["tracked.turnaround"]
        self.write(tmp_path, "pl", (english.code, (english.default, english.plural), wrong))
        assert Translator("pl", zone=WARSAW, catalogues=[tmp_path])(english.code, count=1) == "zwykle 1 dzień roboczy"

    @pytest.mark.parametrize("content", [b"", b"no catalogue", b"\xde\x12\x04\x95" + b"\xff" * 40])
    def test_what_is_no_catalogue_is_refused(self, content: bytes) -> None:
        with pytest.raises(ValueError, match="no catalogue"):
            read_catalogue(content)

    def test_a_text_is_translated_by_the_package_that_defined_it(self) -> None:
        """Known from where `define` was called: the core names no package."""
        assert definitions["phase.closed"].package == "helpdesk_core"
        assert definitions["room.title"].package == "reference_app"


class TestCheckOfWording:
    """Every error at once, each with its path; the same rules pass over a text when pages are made."""

    PL: ClassVar[dict[str, Any]] = {
        "start.titel": "Literówka",
        "help.call": "Zadzwoń {telefon} lub {phone",
        "phase.closed": {"one": "Koniec", "few": "Końce", "many": "Końców"},
        "phase.ready": " ",
        "tracked.turnaround": {"one": "{count} dzień", "few": "{cnt} dni", "two": "?"},
        "notice.code.subject": "Kod\nBcc: x@example.com",
    }
    ERRORS: ClassVar[dict[str, Any]] = {
        "xx": {"phase.closed": "?"},
        "pl": PL | {"room.title": 5},
        "en": {"tracked.turnaround": "{count} days"},
    }

    def test_every_error_is_named(self) -> None:
        errors = {(error.code, error.path) for error in check_wording(self.ERRORS, ("pl", "en"))}
        assert errors == {
            ("wording.unknown_language", ("xx",)),
            ("wording.unknown_code", ("pl", "start.titel")),
            ("wording.placeholder", ("pl", "help.call")),
            ("wording.brace", ("pl", "help.call")),
            ("wording.not_counted", ("pl", "phase.closed")),
            ("wording.empty", ("pl", "phase.ready")),
            ("wording.counted", ("pl", "tracked.turnaround")),
            ("wording.placeholder", ("pl", "tracked.turnaround", "few")),
            ("wording.unknown_form", ("pl", "tracked.turnaround", "two")),
            ("wording.line_break", ("pl", "notice.code.subject")),
            ("wording.not_text", ("pl", "room.title")),
            ("wording.counted", ("en", "tracked.turnaround")),
        }

    def test_an_error_has_words(self) -> None:
        """In the reader's language, with what is wrong and what is right."""
        errors = {error.code: error for error in check_wording(self.ERRORS, ("pl", "en"))}
        said = {code: PL(code, **error.params) for code, error in errors.items()}
        assert "{telefon}" in said["wording.placeholder"] or "{cnt}" in said["wording.placeholder"]
        assert said["wording.unknown_code"] == "Nie ma tekstu o\u00a0takim kodzie: start.titel."
        assert all(words != code for code, words in said.items())

    def test_the_desk_and_the_pages_do_not_start_with_an_error(self) -> None:
        """The error names all of them. A code of pages that are not loaded is left to the pages."""
        with pytest.raises(ConfigurationError, match=r"en\.tracked.*pl\.help\.call: Nothing is put in for \{telefon\}"):
            make_desk(settings=Settings(languages=("pl",), wording={"pl": self.PL, "en": self.ERRORS["en"]}))
        desk = make_desk(settings=Settings(languages=("pl",), wording={"pl": {"start.titel": "Literówka"}}))
        with pytest.raises(ConfigurationError, match=r"pl\.start\.titel: There is no text with the code"):
            create_app(desk, StaffAccounts(create_engine("sqlite://")))

    def test_a_code_of_the_pages_is_known_wherever_they_are_made(self) -> None:
        """In a fresh process too: a desk comes first, and the pages, which define their texts, after it."""
        script = """
from sqlalchemy import create_engine
from helpdesk_core import Settings
from helpdesk_core.testing import make_desk
desk = make_desk(settings=Settings(wording={"en": {"start.title": "Is something broken?"}}))
from reference_app import create_app
from reference_app.accounts.staff import StaffAccounts
create_app(desk, StaffAccounts(create_engine("sqlite://")))
"""
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def test_words_without_error_pass(self) -> None:
        """A language falls back to what it is a variety of, and to English: all may have own words."""
        wording = {
            "en": {"tracked.turnaround": {"one": "one day", "other": "{count} days"}},
            "pt-BR": {"phase.closed": "Fechado"},
            "pt": {"phase.ready": "Pronto"},
        }
        assert check_wording(wording, ("pt-BR",)) == ()


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
    with pytest.raises(ValueError, match="not a message code"):
        define("Bad Code", "x")


TIED = {
    ("pl", "Zaloguj się i zadzwoń o 9"): "Zaloguj się i~zadzwoń o~9",
    ("pl-PL", "W sprawie {device} z ul. Długiej"): "W~sprawie {device} z~ul.~Długiej",
    ("pl", "A i o {name}, 20 zł, 5 min"): "A~i~o~{name}, 20~zł, 5~min",
    ("pl", "Moja i/lub na wschód"): "Moja i/lub na wschód",
    ("pl", "Adres e-mail"): "Adres e-|mail",
    ("pl", "Kod z SMS-a, czarno-biały"): "Kod z~SMS-|a, czarno-biały",
    ("en", "A file of 5 MB"): "A file of 5~MB",
    ("de", "E-Mail a b"): "E-|Mail a b",
}


@pytest.mark.parametrize("given, shown", list(TIED.items()))
def test_a_line_does_not_end_where_its_language_forbids(given: tuple[str, str], shown: str) -> None:
    """No-break spaces (~) and a joiner (|) at a hyphen after one letter."""
    assert tied(*given).replace("\u00a0", "~").replace("\u2060", "|") == shown


def test_tags_and_code_are_no_words() -> None:
    """In an article only what people read is tied."""
    html = '<p class="a b">Kabel <b>i wtyk z boku</b></p><pre><code>cp a b</code></pre>'
    tied_there = '<p class="a b">Kabel <b>i\u00a0wtyk z\u00a0boku</b></p><pre><code>cp a b</code></pre>'
    assert tied_html("pl", html) == tied_there


def test_the_rules_of_lines_reach_every_text() -> None:
    """Catalogues and a shop's own words alike."""
    own = Translator("pl", zone=WARSAW, wording={"pl": {"page.menu": "Menu i koszyk"}})
    assert own("page.menu") == "Menu i\u00a0koszyk"
    assert " i " not in "".join(PL(code) for code in sorted(definitions) if not definitions[code].placeholders)


NAMES = ["Żuraw", "Zych", "Łoś", "Lis", "Ćma", "Cyl", "Cz", "ala", "Ala", "Ądry", "Azor", "Éric", "Ewa", "Eryk"]


@pytest.mark.parametrize(
    "language, names",
    [
        ("pl", "Ala ala Azor Ądry Cyl Cz Ćma Éric Eryk Ewa Lis Łoś Zych Żuraw"),
        ("en", "Ądry Ala ala Azor Ćma Cyl Cz Éric Eryk Ewa Lis Łoś Żuraw Zych"),
    ],
)
def test_names_stand_as_in_the_alphabet(language: str, names: str) -> None:
    assert sorted(NAMES, key=lambda name: sort_key(language, name)) == names.split()
