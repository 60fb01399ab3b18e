"""Files and databases that commands are told of: read whichever way they are named, and never written over."""

from __future__ import annotations

import gzip
import io
import lzma
import os
import sqlite3
import zipfile
from pathlib import Path

import pytest

from helpdesk_core import ConfigurationError
from reference_app.copy_command import copy
from reference_app.database_commands import backup
from reference_app.exports.files import read_export
from reference_app.import_command import import_
from reference_app.redact_command import redact
from reference_app.redacting import source_of, target_of
from reference_app.scan_command import scan
from reference_app.variables import database

EXPORT = "ticket,problem\n1,my PIN is 4821\n"
MAPPING = 'source = "old"\nsource_id = "ticket"\ndevice = {columns = ["ticket"]}\nproblem = {columns = ["problem"]}\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop's folder, with an export of another system in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HELPDESK_SECRET", bytes(range(32)).hex())
    (tmp_path / "export.csv").write_text(EXPORT, "utf-8")
    (tmp_path / "old.toml").write_text(MAPPING, "utf-8")
    return tmp_path


@pytest.mark.parametrize("named", ["shop.sqlite", "sqlite:///shop.sqlite", "sqlite:///{}/shop.sqlite"])
def test_a_database_is_backed_up_as_it_is_named(named: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever `serve` takes."""
    monkeypatch.setenv("HELPDESK_DATABASE", named.format(folder))
    database().close()
    backup(Path("copy.sqlite"))
    with sqlite3.connect("copy.sqlite") as made:
        assert made.execute("SELECT count(*) FROM helpdesk_core_service_requests").fetchone() == (0,)
    made.close()


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("postgres://shop:hunter2@db.example/shop", "pg_dump"),
        ("postgresql+psycopg://shop:hunter2@db.example/shop", "pg_dump"),
        ("mysql://shop:hunter2@db.example/shop", "no database of ours"),
        ("host=db.example password=hunter2", "parameters"),
        ("gone.sqlite", "gone.sqlite is not there"),
    ],
)
def test_what_is_no_file_is_said_without_its_password(named: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hosters write ``postgres://``; what stands there may hold a password."""
    monkeypatch.setenv("HELPDESK_DATABASE", named)
    with pytest.raises(ConfigurationError, match=said) as raised:
        backup(Path("copy.sqlite"))
    assert "hunter2" not in str(raised.value)
    assert not Path("copy.sqlite").exists()


def test_a_source_that_is_not_there_is_no_new_database(folder: Path) -> None:
    """By its name, and as an address."""
    for named in ("gone.sqlite", "sqlite:///gone.sqlite"):
        with pytest.raises(ConfigurationError, match=r"there is no file gone\.sqlite"):
            copy(named, "new.sqlite")
    assert not list(folder.glob("*.sqlite*"))


def test_nothing_that_is_read_is_written_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the export, nor the mapping that says what stands in it, by whatever name they are called."""
    monkeypatch.setenv("HELPDESK_DATABASE", str(folder / "shop.sqlite"))
    os.link("old.toml", "same.toml")
    for target in ("export.csv", "old.toml", "same.toml"):
        with pytest.raises(ConfigurationError, match="is the input"):
            import_(Path("export.csv"), mapping="old.toml", report=Path(target))
        with pytest.raises(SystemExit) as left:
            scan(Path("export.csv"), mapping="old.toml", page=Path(target))
        assert left.value.code == 2
    assert Path("export.csv").read_text("utf-8") == EXPORT
    assert Path("old.toml").read_text("utf-8") == MAPPING


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return made.getvalue()


OTHERS = {
    "a workbook": (zipped(), "save the sheet as CSV"),
    "an old workbook": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "save the sheet as CSV"),
    "compressed": (gzip.compress(EXPORT.encode()), "compressed by gzip: unpack it"),
    "compressed otherwise": (lzma.compress(EXPORT.encode()), "compressed by xz: unpack it"),
    "a document": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is a PDF"),
    "a table for a browser": (b"\xef\xbb\xbf\n<HTML><table><tr><td>id</td></tr></table>", "is HTML or XML"),
    "a feed": (b'<?xml version="1.0"?>\n<tickets><ticket id="1"/></tickets>', "is HTML or XML"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_another_kind_of_file_is_called_what_it_is(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It was asked for its encoding, or for its columns; with ``--encoding`` its bytes were taken for letters."""
    content, said = OTHERS[kind]
    Path("export.csv").write_bytes(content)
    with pytest.raises(ConfigurationError, match=said), read_export(Path("export.csv"), "cp1250"):
        pass
    with pytest.raises(SystemExit) as left:
        scan(Path("export.csv"))
    assert left.value.code == 2
    assert said in " ".join(capsys.readouterr().err.split())
    if "HTML" not in said:  # a text, of which secrets can be taken out
        with pytest.raises(ConfigurationError, match=said), source_of(Path("export.csv"), "cp1250"):
            pass


def test_a_folder_is_no_output(folder: Path) -> None:
    """It is said by the name that was given, before anything is read."""
    with pytest.raises(ConfigurationError, match=f"{folder} is a folder"):
        redact(Path("export.csv"), output=folder)
    assert sorted(one.name for one in folder.iterdir()) == ["export.csv", "old.toml"]


def test_a_pipe_is_written_to_and_stays_a_pipe() -> None:
    """So does a device: root's ``--output /dev/null`` must not put a file in its place."""
    os.mkfifo("pipe")
    reading = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    with target_of(Path("pipe"), Path("export.csv")) as target:
        target.write("[PASSCODE]")
    assert os.read(reading, 100) == b"[PASSCODE]"
    os.close(reading)
    assert Path("pipe").is_fifo()
