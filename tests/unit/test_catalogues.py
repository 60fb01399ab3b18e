"""The translators' catalogues: what ``locales/update.py`` keeps when texts change."""

from __future__ import annotations

from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from helpdesk_core.base.messages import Definition
from helpdesk_core.i18n.catalogues import read_catalogue

DAYS = Definition("shop.days", "{count} day", "{count} days", "helpdesk_core")
HELLO = Definition("shop.hello", "Hello,", package="helpdesk_core")
PO = """
msgctxt "shop.hello"
msgid "Hello,"
msgstr "Dzień dobry,"

msgctxt "shop.days"
msgid "{count} day"
msgid_plural "{count} days"
msgstr[0] "{count} dzień"
msgstr[1] "{count} dni"
msgstr[2] "{count} dni"
"""


@pytest.fixture(scope="module")
def update() -> ModuleType:
    """The program as a module; it lies outside the packages."""
    loaded = ModuleType("update")
    loaded.__file__ = str(Path(__file__).parents[2] / "locales/update.py")
    SourceFileLoader("update", loaded.__file__).exec_module(loaded)
    return loaded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A language with one catalogue, the core's."""
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "helpdesk_core.po").write_text(PO, encoding="utf-8")
    return folder


def run(update: ModuleType, folder: Path, package: str, *texts: Definition) -> bytes:
    """One run of the program over these texts; returns what it wrote."""
    content: bytes = update.updated(package, "pl", {text.code: text for text in texts}, update.translations(folder))
    (folder / f"{package}.po").write_bytes(content)
    return content


def texts(update: ModuleType, content: bytes) -> dict[str, tuple[str, ...]]:
    """What pages find in a catalogue once it is compiled."""
    return dict(read_catalogue(update.compiled(content, "pl")).texts)


def test_reworded_english_keeps_its_translation_and_asks_for_a_review(update: ModuleType, folder: Path) -> None:
    """The translators see the new English, the mark of their tools and the old words, until one takes the mark away."""
    reworded = Definition("shop.hello", "Good day,", package="helpdesk_core")
    content = run(update, folder, "helpdesk_core", reworded, DAYS)
    assert b'#. English changed: review the translation. Before: Hello,\n#, fuzzy\nmsgctxt "shop.hello"' in content
    assert b'msgid "Good day,"' in content
    assert texts(update, content)["shop.hello"] == ("Dzień dobry,",)
    assert update.complaints(content, "pl") == {"English changed: review the translation": ["shop.hello"]}
    assert run(update, folder, "helpdesk_core", reworded, DAYS) == content, "running again changes nothing"
    (folder / "helpdesk_core.po").write_bytes(content.replace(b"#, fuzzy\n", b""))
    reviewed = run(update, folder, "helpdesk_core", reworded, DAYS)
    assert update.complaints(reviewed, "pl") == {}
    assert b"English changed" not in reviewed


def test_a_code_takes_its_translation_into_the_other_package(update: ModuleType, folder: Path) -> None:
    before = update.translations(folder)
    core = update.updated("helpdesk_core", "pl", {HELLO.code: HELLO}, before)
    app = update.updated("reference_app", "pl", {DAYS.code: DAYS}, before)
    assert set(texts(update, core)) == {"shop.hello"}
    assert texts(update, app) == {"shop.days": ("{count} dzień", "{count} dni", "{count} dni")}
    assert update.complaints(app, "pl") == {}


def test_a_text_that_is_counted_from_now_on_waits_for_its_other_forms(update: ModuleType, folder: Path) -> None:
    """The one form it had is kept for the translators; pages have English until all are there."""
    counted = Definition("shop.hello", "Hello,", "Hello all,", "helpdesk_core")
    content = run(update, folder, "helpdesk_core", counted, DAYS)
    assert "Dzień dobry,".encode() in content
    assert update.complaints(content, "pl") == {"without translation": ["shop.hello"]}
    assert "shop.hello" not in texts(update, content)


def test_the_plural_rule_that_stands_is_not_written_otherwise(update: ModuleType, folder: Path) -> None:
    """Releases of Babel write one rule in different words: a check that compared them would depend on the release."""
    path = folder / "helpdesk_core.po"
    ours = b'"Plural-Forms: nplurals=3; plural=(n == 1 ? 0 : 1);\\n"\n'
    content = update.updated("helpdesk_core", "pl", {HELLO.code: HELLO}, update.translations(folder), ours)
    assert content.count(b"Plural-Forms") == 1
    path.write_bytes(content)
    assert update.plurals_of(path) == ours
    assert update.plurals_of(folder / "none.po") == b""
