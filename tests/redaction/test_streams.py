"""The command and the log filter: the same redaction where no desk is."""

from __future__ import annotations

import csv
import io
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from helpdesk_core.guardrails.redaction import RedactingFilter, Redactor
from reference_app.redacting import Sieve, redact_csv, source_of

TEXT = "Hello,\nmy password is\nKlopsik-77\n\nthe PIN: 4821, order 88120\n"
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7bq\n\nq0Zr7JmYAAAA\n-----END RSA PRIVATE KEY-----\n"


def helpdesk(folder: Path, *words: str, given: str = "", expect: int = 0) -> tuple[str, str]:
    run = [sys.executable, "-m", "reference_app.cli", "redact", *words]
    done = subprocess.run(run, cwd=folder, input=given, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout, done.stderr


def test_a_pipe_is_redacted(tmp_path: Path) -> None:
    """Standard input to standard output; what was removed is counted on standard error. No database, no secret
    needed."""
    out, told = helpdesk(tmp_path, given=TEXT + "\n" + KEY)
    assert "Klopsik" not in out
    assert "4821" not in out
    assert "q0Zr7JmY" not in out
    assert "order 88120" in out
    assert out.count("\n") >= 5
    for count in ("1 password", "1 passcode", "1 private_key"):
        assert count in told


def test_it_says_why(tmp_path: Path) -> None:
    """Place, kind and reason of each; never the value. Careful finds more."""
    given = "Hello,\nmy PIN is 4821\n\nDo testów po naprawie: 2580. Nie resetować!\n"
    out, told = helpdesk(tmp_path, "--why", "--careful", given=given)
    assert "2580" not in out + told
    assert "4821" not in out + told
    assert "line 2, from 11: passcode (a rule: announced as passcode)" in told
    assert "line 4, from 24: passcode (" in told
    assert "before it: po" in told


def test_columns_of_a_csv_file_are_redacted(tmp_path: Path) -> None:
    """The named ones alone; a name that is not there is said with those that are."""
    rows = [["id", "note", "owner"], ["1", "my pin is 4821", "pin 4821"], ["2", 'a "quoted", cell', "x"]]
    with (tmp_path / "in.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    helpdesk(tmp_path, "in.csv", "--columns", "note", "--output", "out.csv")
    written = list(csv.reader(io.StringIO((tmp_path / "out.csv").read_text())))
    assert written == [rows[0], ["1", "my pin is [PASSCODE]", "pin 4821"], rows[2]]
    _, told = helpdesk(tmp_path, "in.csv", "--columns", "notes", expect=1)
    assert "there is no column notes; there are: id, note, owner" in " ".join(told.split())


def test_what_stood_in_the_outputs_place_stays_until_the_output_is_whole(tmp_path: Path) -> None:
    """An output that is the input, or a column that is not there, costs no file."""
    text = tmp_path / "in.txt"
    text.write_text(TEXT, encoding="utf-8")
    helpdesk(tmp_path, "in.txt", "--output", "in.txt", expect=1)
    assert text.read_text(encoding="utf-8") == TEXT
    (tmp_path / "kept.csv").write_text("yesterday's\n")
    (tmp_path / "in.csv").write_text("id,problem\n1,my PIN is 4821\n")
    helpdesk(tmp_path, "in.csv", "--columns", "none", "--output", "kept.csv", expect=1)
    assert (tmp_path / "kept.csv").read_text() == "yesterday's\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "in.txt", "kept.csv"]


def test_what_cannot_be_read_does_not_pass(tmp_path: Path) -> None:
    """Who cannot read a text cannot say that no secret is in it: it is left out, and the exit status says so."""
    for number, given in enumerate(["Moje hasło to Kwiatek77!\n".encode("cp1250")] * 2):
        run = [sys.executable, "-m", "reference_app.cli", "redact"]
        where = {"input": given} if number else {}
        if not number:
            (tmp_path / "a.txt").write_bytes(b"ordinary \xc5\xbc\xc3\xb3\xc5\x82\xc4\x87\n\n" + given)
            run.append("a.txt")
        done = subprocess.run(run, cwd=tmp_path, capture_output=True, timeout=60, check=False, **where)  # type: ignore[call-overload]
        assert done.returncode == 1
        assert b"Kwiatek77" not in done.stdout
        assert b"say --encoding" in done.stderr


@pytest.mark.parametrize(
    "content",
    [
        b"id;problem\n1;my PIN is 4821\n",
        b"\xef\xbb\xbfproblem,id\nmy PIN is 4821,1\n",
        "problem\tid\nmy PIN is 4821\t1\n".encode("utf-16"),
        b"id,problem\n1,hello, my PIN is 4821\n",
        b'id,problem\n1,"my PIN is 4821\n',
        b"Tickets of March\nID,Problem \n1,my PIN is 4821\n",
    ],
)
def test_what_import_reads_redact_reads(tmp_path: Path, content: bytes) -> None:
    """Other delimiters, marks, encodings, titles, cells too many and quotation marks that stay open."""
    file, target, sieve = tmp_path / "in.csv", io.StringIO(), Sieve()
    file.write_bytes(content)
    with source_of(file, None) as source:
        list(redact_csv(source, target, ["problem"], sieve))
    assert "4821" not in target.getvalue()
    assert sieve.removed == {"passcode": 1}


@pytest.fixture
def log() -> tuple[logging.Logger, io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactingFilter())
    logger = logging.Logger("shop")
    logger.addHandler(handler)
    return logger, stream


def test_a_log_says_no_secret(log: tuple[logging.Logger, io.StringIO]) -> None:
    """In the message, in its arguments, in an exception and in a stack."""
    logger, stream = log
    logger.warning("login failed: password=%s for %s", "hunter2x", "kate")
    try:
        raise ValueError("Authorization: Bearer 9f86d081884c7d659a2feaa0")
    except ValueError:
        logger.exception("it broke", stack_info=True)
    said = stream.getvalue()
    assert "hunter2x" not in said
    assert "9f86d081884c7d659a2feaa0" not in said
    assert "for kate" in said
    assert "ValueError" in said
    assert "test_a_log_says_no_secret" in said


def test_a_record_that_cannot_be_redacted_keeps_quiet(log: tuple[logging.Logger, io.StringIO]) -> None:
    """It fails closed: the place and the level stay, the words go."""

    class Broken(Redactor):
        def redact(self, text: object, cue: object = None) -> object:  # type: ignore[override]
            raise RuntimeError(text)

    logger, stream = log
    logger.handlers[0].filters = [RedactingFilter(Broken())]
    logger.error("password: hunter2x")
    logger.error("%d", "no number: hunter2x")
    assert stream.getvalue() == "[a log record that could not be redacted]\n" * 2


def test_standing_alone() -> None:
    """Redaction loads neither a database nor a desk."""
    code = """
import sys
from helpdesk_core.guardrails.redaction import redact_text
assert redact_text("PIN 4821") == "PIN [PASSCODE]"
assert not {name.partition(".")[0] for name in sys.modules} & {"sqlalchemy", "pluggy", "babel", "starlette"}
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
