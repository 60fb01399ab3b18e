"""``helpdesk settings``: one TOML file out, one in, with every error said and nothing half done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from helpdesk_core import Admin, ConfigurationError
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.settings.toml import load_toml
from helpdesk_core.shop_settings.views import view_settings_history
from reference_app.environment import shop
from reference_app.shop_settings.commands import export, import_, show

TOML = """
languages = ["pl", "en"]
time_zone = "Europe/Warsaw"
country_code = "48"
currency = "PLN"

[automatic]
closed = false

[[statuses]]
id = "parts"
phase = "in_progress"
labels = { pl = "Czeka na części", en = "Waiting for parts" }

[wording.pl]
"notice.greeting" = "Dzień dobry,"
"start.title" = "Serwis"
"""


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shop of its own, on an empty SQLite file."""
    SqlStore.sqlite(tmp_path / "helpdesk.sqlite").close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HELPDESK_SECRET", bytes(range(32)).hex())
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.toml"
    path.write_text(TOML, encoding="utf-8")
    return path


def history() -> Any:
    found: Any = shop(operator=True).desk.view(view_settings_history, Admin(id="a", name="A"))
    return found.changes


def test_an_import_says_first_and_does_only_when_told(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Then the settings hold, and the history tells who did it."""
    import_(file)
    said = capsys.readouterr().out
    assert "wording.pl.notice.greeting" in said
    assert "nothing was changed" in said
    assert history() == ()
    import_(file, yes=True)
    assert "changed: 8" in capsys.readouterr().out
    assert {str(row.changed_by) for row in history()} == {"Command line"}
    import_(file, yes=True)
    assert "nothing would change" in capsys.readouterr().out
    assert len(history()) == 8


def test_what_is_exported_is_imported_elsewhere_whole(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import_(file, yes=True)
    export(tmp_path / "all.toml")
    monkeypatch.setenv("HELPDESK_DATABASE", "other.sqlite")
    SqlStore.sqlite(tmp_path / "other.sqlite").close()
    import_(tmp_path / "all.toml", yes=True)
    capsys.readouterr()
    show()
    assert capsys.readouterr().out == (tmp_path / "all.toml").read_text(encoding="utf-8")
    assert load_toml(tmp_path / "all.toml").automatic == {"closed": False}


def test_every_error_is_said_at_once_and_nothing_is_changed(file: Path) -> None:
    """Of the file, and of texts that only the pages know."""
    file.write_text('colour = 1\ncurrency = "zł"\n[wording.en]\n"start.title" = "{x}"\n"no.such" = "a"\n')
    with pytest.raises(ConfigurationError) as refused:
        import_(file, yes=True)
    for path in ("colour: ", "currency: ", "wording.en.start.title: "):
        assert path in str(refused.value)
    assert history() == ()
    file.write_text('[wording.en]\n"no.such" = "a"\n')
    with pytest.raises(ConfigurationError, match=r"wording\.en\.no\.such"):
        import_(file, yes=True)


def test_an_import_that_would_orphan_requests_is_refused(file: Path) -> None:
    """What is offered is retired first."""
    import_(file, yes=True)
    file.write_text("statuses = []")
    with pytest.raises(ConfigurationError, match="retire Czeka na części"):
        import_(file, yes=True)


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"languages = ["])
def test_what_is_no_file_is_said(file: Path, content: bytes | None) -> None:
    file.write_bytes(content) if content is not None else file.unlink()
    with pytest.raises(ConfigurationError, match=r"cannot be read|no TOML"):
        import_(file)
