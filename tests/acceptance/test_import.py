"""Real input: another system's rows through the same door, as often as one likes."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import journeys as j
from helpdesk_core import ConfigurationError, Guest, Helpdesk, Refusal
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.commands import Overview
from helpdesk_core.customer_rooms.rules import TrackRequest
from helpdesk_core.guardrails.decisions import Decision
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.testing import make_desk
from helpdesk_core.triage.queue import NEWEST
from helpdesk_core.views import view_queue, view_request, view_search
from reference_app.exports.files import read_export
from reference_app.exports.rows import Row
from reference_app.importer import BadRow, BadRows, Importer, ImportReport, load_mapping

HEADER = (
    "id,data_provider,country,product_category,product_age,year_of_manufacture,brand,problem,repair_status,"
    "repair_barrier_if_end_of_life,event_date"
)
PROBLEMS = (
    "Does not switch on",
    "Nie ładuje się",
    "Kabel ist gebrochen",
    "écran cassé, ne répond plus",
    "tv - not coming on.\n\n2nd try",
)


def look_alike(path: Path, rows: int, seed: int = 1) -> Path:
    """A file of the same shape as the real sample, made up."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(HEADER + "\r\n")
        writer = csv.writer(stream)
        for n in range(rows):
            brand = chance.choice(["Unknown", "Bosch", "Müller & Sohn", ""])
            status = chance.choice(["Fixed", "Repairable", "End of life", "Unknown"])
            problem = chance.choice((*PROBLEMS, ""))
            writer.writerow(
                [
                    f"made_{n}",
                    "Made up",
                    "POL",
                    "Kettle",
                    "",
                    "",
                    brand,
                    problem,
                    status,
                    "",
                    f"2025-0{n % 9 + 1}-1{n % 9}",
                ]
            )
    return path


@pytest.fixture
def desk(sqlite_store: SqlStore) -> Helpdesk:
    return make_desk(sqlite_store)


def run(desk: Helpdesk, path: Path, mapping: str) -> ImportReport:
    report = ImportReport()
    made = load_mapping(mapping)
    with BadRows(path.with_name(f"{path.name}.bad.csv"), made, desk.translator("en")) as bad:
        for report in Importer(desk, made).run(path, bad):
            pass
    return report


def count(desk: Helpdesk) -> int:
    with desk.reading() as reader:
        found, after = 0, None
        while page := reader.find(NEWEST, {}, after=after, limit=1000):
            found += len(page)
            after = NEWEST.cursor_of(page[-1])
    return found


def test_rows_go_in_once_however_often(desk: Helpdesk, tmp_path: Path) -> None:
    """The second run finds every row there and writes nothing."""
    path = look_alike(tmp_path / "rows.csv", 120)
    assert run(desk, path, "open-repair").created == 120
    again = run(desk, path, "open-repair")
    assert (again.created, again.known, again.bad) == (0, 120, [])
    assert count(desk) == 120
    assert desk.verify() == ()


def test_imported_rows_are_the_staffs_alone_and_complete_nothing(desk: Helpdesk, tmp_path: Path) -> None:
    """In the queue and in search, the old status a fact; tracking answers as for an unknown reference; nobody is
    told."""
    run(desk, look_alike(tmp_path / "rows.csv", 60), "open-repair")
    queue = desk.view(view_queue, j.ANNA, overview=Overview.IMPORTED)
    assert not isinstance(queue, Refusal)
    assert len(queue.rows) == 50
    assert queue.next is not None
    assert {row.phase.value for row in queue.rows} == {"received"}
    found = desk.view(view_search, j.ANNA, "made_7")
    assert not isinstance(found, Refusal)
    row = found.rows[0]
    seen = desk.view(view_request, j.ANNA, row.reference)
    assert not isinstance(seen, Refusal)
    assert str(seen.request.source_status) in ("Fixed", "Repairable", "End of life", "Unknown")
    assert seen.points == ()
    for surname in ("", "Unknown", "None", "—", "Kettle"):
        fields = {"reference": row.reference, "surname": surname or "x"}
        assert getattr(desk.handle(desk.read(TrackRequest, fields), Guest()), "code", "") == "refusal.not_found"
    assert desk.deliver().total == 0
    with desk.reading() as reader:
        assert reader.load(Decision, f"complete:{row.id}") is None


def test_rows_with_a_contact_are_tracked(desk: Helpdesk, tmp_path: Path) -> None:
    """Our own format: surnames and contacts, JSON Lines, in a shop's time zone."""
    path = tmp_path / "old.jsonl"
    path.write_text(
        '{"id": 1, "created_at": "2026-03-01 10:00", "status": "open", "surname": "Żółć", "given_name": null,'
        ' "contact": "z@example.com",'
        ' "language": "pl", "urgency": "soon", "device": "Laptop", "problem": "Nie działa. PIN 482196"}\n',
        encoding="utf-8",
    )
    assert run(desk, path, "helpdesk").created == 1
    found = desk.view(view_search, j.ANNA, "zolc")
    assert not isinstance(found, Refusal)
    fields = {"reference": found.rows[0].reference, "surname": "ZOLC"}
    assert not isinstance(desk.handle(desk.read(TrackRequest, fields), Guest()), Refusal)
    with desk.reading() as reader:
        request = reader.load(ServiceRequest, found.rows[0].id)
    assert request is not None
    assert request.created_at.isoformat() == "2026-03-01T09:00:00+00:00"


def test_bad_rows_are_reported_and_nothing_is_lost(desk: Helpdesk, tmp_path: Path) -> None:
    """Line, field and reason; the good rows go in; the row itself stands in the report."""
    path = tmp_path / "mixed.csv"
    path.write_text(
        "id;created_at;status;surname;given_name;contact;language;urgency;device;problem\n"
        "1;2026-01-01;open;Nowak;;jan@example.com;pl;soon;Radio;Trzeszczy\n"
        "2;yesterday;open;Nowak;;nobody;pl;at once;Radio;Trzeszczy\n"
        "1;2026-01-01;open;Again;;;pl;;Radio;Trzeszczy\n"
        ";2026-01-01;open;Nobody;;;pl;;Radio;Trzeszczy\n"
        "4;2026-01-01;open;Kern;;;pl;;Radio\n",
        encoding="utf-8",
    )
    report = run(desk, path, "helpdesk")
    assert (report.created, report.rows) == (1, 5)
    assert {(bad.line, bad.field, bad.reason) for bad in report.bad} == {
        (3, "created_at", "moment.unreadable"),
        (3, "contact", "contact.unreadable"),
        (3, "urgency", "input.not_a_choice"),
        (4, "source_id", "row.twice"),
        (5, "source_id", "input.required"),
        (6, "problem", "input.required"),
    }
    with (tmp_path / "mixed.csv.bad.csv").open(encoding="utf-8", newline="") as stream:
        kept = list(csv.DictReader(stream))
    assert [(row["line"], row["created_at"], row["problem"]) for row in kept[:1]] == [("3", "yesterday", "Trzeszczy")]
    assert "contact: Please give an e-mail address" in kept[0]["error"].replace("\u2060", "")
    assert len(kept) == 4


NAMES = "id,created_at,status,surname,given_name,contact,language,urgency,device,problem\n"


def written(path: Path, *rows: str) -> Path:
    path.write_text(NAMES + "".join(f"{row}\n" for row in rows), encoding="utf-8", newline="")
    return path


def test_rows_that_were_not_imported_are_for_their_owner_alone_and_hold_no_secret(
    desk: Helpdesk, tmp_path: Path
) -> None:
    """What a customer wrote goes through redaction into the file of bad rows too; a spreadsheet computes nothing in
    it, and a corrected file is imported."""
    before = os.umask(0o022)
    run(desk, written(tmp_path / "r.csv", "1,soon,,Nowak,,+48 600 100 200,,,=cmd(),My PIN is 482196"), "helpdesk")
    os.umask(before)
    kept = tmp_path / "r.csv.bad.csv"
    assert kept.stat().st_mode & 0o777 == 0o600
    text = kept.read_text(encoding="utf-8")
    assert "482196" not in text
    assert "'=cmd()" in text
    kept.write_text(text.replace("soon", "2026-01-02"), encoding="utf-8")
    assert run(desk, kept, "helpdesk").created == 1


@pytest.mark.parametrize(
    "row, reason",
    [
        ("2,,,Nowak,,,,,Radio,a,b", "row.too_many_cells"),
        ('2,,,Nowak,,,,,Radio,"not closed', "row.open_quote"),
        (f"2,,,Nowak,,,,,Radio,{'x' * 1_000_001}", "row.too_long"),
        ('2,,,Nowak,,,,,Radio,"' + "line of a log\n" * 20_000 + '"', "input.too_long"),
        ('2,,,Nowak,,,,,Radio,"' + 'a line, "" of a log\n' * 80_000 + '"', "row.too_long"),
        ('2,,,Nowak,,,,"' + "a line, of a log\n" * 80_000 + '","Radio",a', "row.too_long"),
        ("2,03/04/2025,,Nowak,,,,,Radio,a", "moment.ambiguous"),
        ("2,0001-01-01,,Nowak,,,,,Radio,a", "moment.unreadable"),
        ("zażółć,,,Nowak,,,,,Radio,a", "input.unreadable"),
    ],
)
def test_a_bad_row_costs_itself_alone(desk: Helpdesk, tmp_path: Path, row: str, reason: str) -> None:
    """Its line and its reason are told, and the rows around it come in."""
    path = written(tmp_path / "rows.csv", "1,,,Nowak,,,,,Radio,a", row, "3,,,Nowak,,,,,Radio,a")
    report = run(desk, path, "helpdesk")
    assert [(bad.line, bad.reason) for bad in report.bad] == [(3, reason)]
    assert report.created == 2


def test_a_mark_that_is_never_closed_costs_no_row_behind_it(desk: Helpdesk, tmp_path: Path) -> None:
    """However many there are, and although cells behind it are quoted."""
    rows = [f"{n},,,Nowak,,,,,Radio,{'x' * 120}" for n in range(3, 8_003)]
    path = written(tmp_path / "rows.csv", '1,,,Nowak,,,,,Radio,"a', *rows, '9000,,,Nowak,,,,,Radio,"a, b"')
    with read_export(path) as export:
        found = list(export.rows)
    assert len(found) == 8_002
    assert [(row.line, row.error) for row in found if row.error] == [(2, "row.open_quote")]


def link_to_another(folder: Path) -> Path:
    (folder / "another").write_text("mine")
    (folder / "report.csv").symlink_to(folder / "another")
    return folder / "report.csv"


def name_of_another(folder: Path) -> Path:
    (folder / "another").write_text("mine")
    os.link(folder / "another", folder / "report.csv")
    return folder / "report.csv"


@pytest.mark.parametrize("report", [link_to_another, name_of_another])
def test_a_report_takes_the_place_of_what_was_there_and_changes_nothing_else(
    report: Callable[[Path], Path], desk: Helpdesk, tmp_path: Path
) -> None:
    """What a link leads to, or what has another name too, may be somebody's."""
    path = report(tmp_path)
    with BadRows(path, load_mapping("helpdesk"), desk.translator("en")) as bad:
        bad.write(Row(2), [BadRow(2, "", "row.not_json")])
    assert (tmp_path / "another").read_text() == "mine"
    assert not path.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o600
    assert "JSON" in path.read_text()


def test_a_device_is_written_to_and_stays_what_it_is(desk: Helpdesk) -> None:
    """`--report /dev/null`: as root, changing its mode takes it from everybody on the machine."""
    before = os.stat(os.devnull)
    with BadRows(Path(os.devnull), load_mapping("helpdesk"), desk.translator("en")) as bad:
        bad.write(Row(2), [BadRow(2, "", "row.not_json")])
    assert os.stat(os.devnull).st_mode == before.st_mode


UNUSABLE = [
    (["folder"], "folder is no file"),
    (["pipe"], "pipe is no file"),
    (["none.csv"], "none.csv is not there"),
    (["x" * 300], "File name too long"),
    (["rows.csv", "--report", "folder"], "folder is a folder"),
    (["rows.csv", "--report", "none/report.csv"], "there is no folder none"),
    (["rows.csv", "--report", "/dev/full"], "No space left on device"),
]


@pytest.mark.parametrize(
    "arguments, said",
    [pytest.param(*one, marks=() if place == 3 else (pytest.mark.full,)) for place, one in enumerate(UNUSABLE)],
)
def test_a_file_that_cannot_be_used_is_said_in_one_line(arguments: list[str], said: str, tmp_path: Path) -> None:
    """And no row was imported before a report was found to have no place."""
    written(tmp_path / "rows.csv", "1,,,Nowak,,,,,Radio,a", "2,soon,,Nowak,,,,,Radio,a")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    run = [sys.executable, "-m", "reference_app.cli", "import", *arguments, "--mapping", "helpdesk"]
    shop = {"HELPDESK_SECRET": bytes(range(32)).hex(), "HELPDESK_DATABASE": "shop.sqlite"}
    done = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path, env=os.environ | shop)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert said in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        'ID, "Surname ", Device, Problem\n7, "Nowak, Jan", Radio, "it ""hums""\nand stops"\n',
        ' "ID","Surname","Device","Problem"\n7,"Nowak, Jan",Radio,"it ""hums""\nand stops"\n',
        'id; surname ; device; problem\n7; "Nowak, Jan"; Radio; "it ""hums""\nand stops"\n',
        'sep=;\r\nID;Surname; "Device ";Problem\r\n7;Nowak, Jan;Radio; "it ""hums""\nand stops"\r\n',
        'Repairs of May\n"ID" |"Surname" |"Device" |"Problem"\n7|Nowak, Jan|Radio|"it ""hums""\nand stops"\n',
    ],
)
def test_a_blank_behind_a_delimiter_belongs_to_no_cell(text: str, tmp_path: Path) -> None:
    """Where the header has them, a quotation mark behind a blank is one: the delimiters and line ends within stay."""
    (tmp_path / "rows.csv").write_text(text, "utf-8", newline="")

    def missing(there: frozenset[str]) -> list[str]:
        return sorted({"id", "surname", "device", "problem"} - there)

    with read_export(tmp_path / "rows.csv", missing=missing) as export:
        (row,) = export.rows
    assert row.error is None
    assert {name: cell.strip() for name, cell in row.cells.items()} == {
        "id": "7",
        "surname": "Nowak, Jan",
        "device": "Radio",
        "problem": 'it "hums"\nand stops',
    }


def test_a_mark_behind_a_blank_is_never_half_a_text(desk: Helpdesk, tmp_path: Path) -> None:
    """Where the header has no blanks it may be a mark of the text; what it opens and does not close is said, and not
    cut."""
    rows = ['1,,,Nowak,,,,,Radio, "It hums', 'and stops"', '3,,,Nowak,,,,,Radio, "loud" noise', '4,,,Kern,,,,, "a,b"']
    report = run(desk, written(tmp_path / "rows.csv", *rows), "helpdesk")
    assert [(bad.line, bad.reason) for bad in report.bad if bad.field in ("", "problem")] == [
        (2, "row.open_quote"),
        (3, "input.required"),
        (5, "row.open_quote"),
    ]
    assert report.created == 1


@pytest.mark.parametrize(
    "text",
    [
        '{"id": 7, "problem": "hums", "problem": "stops"}',
        '{"id": 7, "Problem": "hums", "problem ": "stops"}',
        '{"id": 7, "problem": {"body": "hums", "body": "stops"}}',
        '{"id": 7, "problem.body": "hums", "problem": {"body": "stops"}}',
        '{"id": 7, "notes": [{"at": 1, "at": 2}]}',
    ],
)
@pytest.mark.parametrize("shape", ["{0}\n{1}\n", "[{0}, {1}]", '{{"data": {{"tickets": [{0}, {1}]}}}}'])
def test_a_name_with_two_values_is_a_fault_of_its_row(text: str, shape: str, tmp_path: Path) -> None:
    """Which of the two is meant nobody here knows; the other rows come in, and one value said twice is one value."""
    (tmp_path / "rows.json").write_text(shape.format(text, '{"id": 8, "ID": 8}'), "utf-8")
    with read_export(tmp_path / "rows.json") as export:
        bad, good = export.rows
    assert (bad.error, dict(bad.cells)) == ("row.key_twice", {})
    assert "stops" in bad.text or "at" in bad.text, "for the report"
    assert (good.error, dict(good.cells)) == (None, {"id": "8"})


def test_bad_objects_cost_themselves_alone(desk: Helpdesk, tmp_path: Path) -> None:
    """JSON Lines: what is no JSON, nested too deep, or holds half of a letter."""
    good = '{"id": 1, "device": ["Apple", "iPhone"], "problem": "a", "surname": "Nowak", "language": null}'
    deep = '{"id": 2, "problem": ' + "[" * 5000 + "]" * 5000 + "}"
    half = '{"id": 3, "device": "x", "problem": "\\ud83d"}'
    path = tmp_path / "rows.jsonl"
    mapping = tmp_path / "m.toml"
    mapping.write_text('source="x"\nsource_id="id"\n[device]\ncolumns=["device"]\n[problem]\ncolumns=["problem"]\n')
    path.write_text("\n".join([good, deep, half, "no json", '"text"', good.replace("1", "9")]), encoding="utf-8")
    report = run(desk, path, str(mapping))
    assert report.created == 2
    assert [(bad.line, bad.reason) for bad in report.bad] == [
        (2, "row.not_json"),
        (3, "row.letters"),
        (4, "row.not_json"),
        (5, "row.not_json"),
    ]
    assert "Apple, iPhone" in {row.device for row in desk.view(view_queue, j.ANNA, overview=Overview.IMPORTED).rows}  # type: ignore[union-attr]


def test_a_dry_run_says_what_would_happen_and_writes_nothing(desk: Helpdesk, tmp_path: Path) -> None:
    """How many would come in, for how many contacts, which were there, what is wrong, what would be removed."""
    run(desk, written(tmp_path / "first.csv", "1,,,Nowak,,a@example.com,,,Radio,a"), "helpdesk")
    rows = [f"{n},,,Nowak,,{who}@example.com,,,Radio,My PIN is 482196" for n, who in ((1, "a"), (2, "b"), (3, "b"))]
    path = written(tmp_path / "rows.csv", *rows, "4,,,Nowak,,,,,,a")
    importer = Importer(desk, load_mapping("helpdesk"), dry=True)
    *_, report = importer.run(path)
    assert (report.created, report.known, report.unread, len(report.contacts)) == (2, 1, 1, 1)
    assert report.reasons == {"device: input.required": 1}
    assert report.secrets == {"passcode": 2}
    assert count(desk) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "iso8859-2", "utf-16", "utf-16-le"])
def test_files_of_polish_offices_are_read(desk: Helpdesk, tmp_path: Path, encoding: str) -> None:
    """Unicode with or without a mark, Windows' and ISO's encoding of Central Europe."""
    path = tmp_path / "file.csv"
    path.write_bytes(f"{NAMES}1,,,Gęślą,,,,,Żelazko,Jaźń śpi\n".encode(encoding))
    assert run(desk, path, "helpdesk").created == 1
    assert desk.view(view_search, j.ANNA, "gesla").rows[0].surname == "Gęślą"  # type: ignore[union-attr]


def test_one_letter_that_was_cut_costs_its_row_alone(desk: Helpdesk, tmp_path: Path) -> None:
    """A database's column of 255 bytes ends within a letter; the file is UTF-8 all the same."""
    path = tmp_path / "file.csv"
    cut = "2,,,Nowak,,,,,Radio,stłuczona obudową".encode()[:-1]
    path.write_bytes(f"{NAMES}1,,,Żółć,,,,,Radio,Nie włącza się\n".encode() + cut + b"\n3,,,Nowak,,,,,Radio,a\n")
    report = run(desk, path, "helpdesk")
    assert report.created == 2
    assert [(bad.line, bad.reason) for bad in report.bad] == [(3, "row.letters")]


def test_a_mapping_chooses_columns_translates_words_and_says_how_days_are_written(
    desk: Helpdesk, tmp_path: Path
) -> None:
    """The first column with something in it counts; a word of the other system is one of ours."""
    path = tmp_path / "t.csv"
    path.write_text(
        "Tickets of March\n"
        "No;Opened;Mail;Phone;Weight;Thing;Story\n"
        "1;03/04/2025;;600 100 200;Burning;Radio;One\x0ctwo\n",
        encoding="utf-8",
    )
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'source = "x"\nsource_id = "no"\ncreated_at = "Opened"\ncreated_at_format = "%m/%d/%Y"\nurgency = "weight"\n'
        'contact = ["Mail", "Phone"]\n[device]\ncolumns = ["Thing"]\n[problem]\ncolumns = ["Story"]\n'
        '[values.urgency]\nburning = "cannot_wait"\n'
    )
    assert run(desk, path, str(mapping)).bad == []
    found = desk.view(view_queue, j.ANNA, overview=Overview.IMPORTED)
    seen = desk.view(view_request, j.ANNA, found.rows[0].reference)  # type: ignore[union-attr]
    assert not isinstance(seen, Refusal)
    assert seen.request.created_at.isoformat() == "2025-03-03T23:00:00+00:00"
    assert (seen.points[0].contact, seen.request.urgency.value) == ("+48600100200", "cannot_wait")
    assert str(seen.problem) == "One\ntwo"


def test_missing_columns_and_unknown_mappings_are_said(desk: Helpdesk, tmp_path: Path) -> None:
    """By name, before anything is imported."""
    path = tmp_path / "short.csv"
    path.write_text("id,brand\n1,Bosch\n")
    with pytest.raises(ConfigurationError, match=r"product_category.*there are: id, brand"):
        run(desk, path, "open-repair")
    with pytest.raises(ConfigurationError, match="shipped are freshdesk, helpdesk, open-repair"):
        load_mapping("nothing")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('source = "x"\nsauce_id = "id"\n')
    with pytest.raises(ConfigurationError, match="sauce_id"):
        load_mapping(str(wrong))
    assert count(desk) == 0


def _import_in_a_process(path: Path, database: Path) -> subprocess.Popen[bytes]:
    env = {**os.environ, "HELPDESK_SECRET": bytes(range(32)).hex(), "HELPDESK_DATABASE": str(database)}
    command = [sys.executable, "-m", "reference_app.cli", "import", str(path), "--mapping", "open-repair"]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def killed_and_run_again(path: Path, database: Path, kills: int) -> Any:
    """Kill the import at random rows, then let it run to its end."""
    chance = random.Random(kills)
    for _ in range(kills):
        process = _import_in_a_process(path, database)
        time.sleep(chance.uniform(0.6, 1.6))
        process.kill()
        process.communicate()
    process = _import_in_a_process(path, database)
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0, output.decode()
    store = SqlStore.sqlite(database)
    desk = make_desk(store)
    found = count(desk), desk.verify()
    store.close()
    return found


@pytest.mark.full
def test_an_import_that_was_killed_is_finished_by_the_next(tmp_path: Path) -> None:
    """Exactly the rows of the file, every history whole."""
    path = look_alike(tmp_path / "rows.csv", 1500)
    assert killed_and_run_again(path, tmp_path / "d.sqlite", 2) == (1500, ())


@pytest.mark.full
def test_the_real_sample_goes_in_whole(tmp_path: Path) -> None:
    """All 5,000 rows, killed at random rows and run again: exactly 5,000."""
    sample = os.environ.get("HELPDESK_OPEN_REPAIR_SAMPLE")
    if sample is None or not Path(sample).exists():
        pytest.skip(
            "HELPDESK_OPEN_REPAIR_SAMPLE names no file: it is the path of an Open Repair Data CSV of 5,000 rows"
        )
    assert killed_and_run_again(Path(sample), tmp_path / "d.sqlite", 3) == (5000, ())
