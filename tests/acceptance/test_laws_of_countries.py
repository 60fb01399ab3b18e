"""What customers are told follows from the country that a shop chose: the same pages, other laws, or none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from test_legal_pages import change, words
from test_orders import deciding, main

from helpdesk_core import ConfigurationError
from helpdesk_core.settings import from_toml
from reference_app.country_commands import check, print_one
from reference_app.variables import countries
from shops import Shop


@pytest.mark.parametrize(
    "language, said", [("en", "complaints within {} days"), ("pl", "reklamacje odpowiadamy w ciągu {} dni")]
)
def test_the_terms_say_the_days_of_the_countrys_law(shop: Shop, language: str, said: str) -> None:
    """Fourteen in Poland, thirty in Czechia, and without a country no number at all."""
    visitor = shop.visitor(language)
    for country, days in (("PL", 14), ("CZ", 30)):
        change(shop, country=country)
        assert said.format(days) in words(visitor.open("/legal/terms").text).replace("\xa0", " ")
    change(shop, country="")
    found = words(visitor.open("/legal/terms").text).replace("\xa0", " ")
    assert "complaints as soon as we can" in found or "odpowiadamy jak najszybciej" in found


@pytest.mark.parametrize("language, office", [("en", "Prezes Urzędu"), ("pl", "skargę do Prezesa Urzędu")])
def test_the_privacy_page_names_the_countrys_authority(shop: Shop, language: str, office: str) -> None:
    """Or the one of the reader's country, where the shop is of none."""
    visitor = shop.visitor(language)
    assert office in words(visitor.open("/legal/privacy").text).replace("\xa0", " ")
    change(shop, country="CZ")
    assert "Pplk. Sochora 27" in words(visitor.open("/legal/privacy").text).replace("\xa0", " ")
    change(shop, country="")
    found = visitor.open("/legal/privacy").text
    assert "Sochora" not in found
    assert "Stawki" not in found


def test_without_a_law_about_withdrawal_nothing_is_said_of_it(shop: Shop) -> None:
    """Neither beside the button, nor in the copy, nor as a page."""
    change(shop, country="")
    visitor, _ = deciding(shop, "nowhere@example.com")
    assert "withdraw" not in main(visitor)
    assert 'name="start_now"' not in visitor.page.text
    assert "/legal/withdrawal" not in visitor.page.text
    visitor.send("/decide?", read="y")
    text = shop.mail("nowhere@example.com", "copy of your order")["text"]
    assert "obligation to pay" in text
    assert "withdraw" not in text
    assert visitor.open("/legal/withdrawal").status_code == 404


def test_a_file_is_checked_and_copied_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed passes, in a process that has made no pages; a code that no text has does not."""
    print_one("cz")
    text = capsys.readouterr().out
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "reference_app.cli", "countries", "check", str(tmp_path / "own.toml")]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert said.returncode == 0, said.stdout
    assert "complaint_answer: 30 days, since 2023-01-06 (Zákon č. 634/1992 Sb." in said.stdout
    (tmp_path / "own.toml").write_text(text.replace('"quote.order"', '"quote.odrer"'), encoding="utf-8")
    with pytest.raises(SystemExit):
        check(tmp_path / "own.toml")
    assert "words.0.id: there is no text quote.odrer" in capsys.readouterr().out
    with pytest.raises(ConfigurationError, match="there is CZ, PL"):
        print_one("../pl")


def test_a_country_of_the_environment_is_known_before_settings_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the program does not start, and says what is wrong with the file."""
    monkeypatch.setattr("helpdesk_core.countries.registry._added", {})
    file = tmp_path / "xy.toml"
    file.write_text('code = "XY"\nnames = { en = "Somewhere" }\nchecked = 2026-11-27\n', encoding="utf-8")
    monkeypatch.setenv("HELPDESK_COUNTRIES", str(file))
    countries()
    assert from_toml('country = "XY"').country == "XY"
    file.write_text("code = 1\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"xy\.toml: code: this is not a text"):
        countries()
    monkeypatch.setenv("HELPDESK_COUNTRIES", str(tmp_path / "none.toml"))
    with pytest.raises(ConfigurationError, match="HELPDESK_COUNTRIES"):
        countries()


@pytest.mark.parametrize(
    ("country", "said"), [("PL", "town or district help"), ("CZ", "obchodní inspekce"), ("", "we tell you which")]
)
def test_the_terms_say_who_helps_with_a_dispute(shop: Shop, country: str, said: str) -> None:
    """Consumer advisers are an office of Poland."""
    change(shop, country=country)
    assert said in words(shop.visitor("en").open("/legal/terms").text).replace("\xa0", " ")
