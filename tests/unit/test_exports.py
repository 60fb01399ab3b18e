"""Files of other systems: letters, rows and moments are read truly, or it is said that they are not."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_core import ConfigurationError, FieldError
from reference_app.exports.encodings import encoding_of
from reference_app.exports.files import read_export
from reference_app.exports.json_rows import json_lines, json_objects
from reference_app.exports.moments import read_moment
from reference_app.exports.rows import lines_of
from reference_app.exports.tables import read_table

WARSAW = ZoneInfo("Europe/Warsaw")
SHORT = {
    "cp1250": "id,surname,problem\n1,Żółkiewska,Nie włącza się\n2,Němcová,Rozbitý displej\n",
    "iso8859-2": "id,surname,problem\n1,Dąbrowski,Głośnik trzeszczy\n2,Źrebiec,Śpi\n",
    "cp852": "id,surname,problem\n1,Wójcik,Pęknięta szybka\n2,Śliwa,Ćwierka wentylator\n",
    "cp1252": "id,surname,problem\n1,Muñoz,No enciende la cámara\n2,Peña,Se cayó al río\n",
    "cp1251": "id,surname,problem\n1,Шевченко,Не вмикається\n2,Їжак,Розбитий екран\n",
    "koi8-u": "id,surname,problem\n1,Шевченко,Не вмикається\n2,Їжак,Розбитий екран\n",
    "mac_roman": "id,surname,problem\n1,Lefèvre,L’écran est cassé\n2,Benoît,Fenêtre noire\n",
}


@pytest.mark.parametrize("encoding, text", SHORT.items())
def test_a_short_file_is_read_truly(tmp_path: Path, encoding: str, text: str) -> None:
    """Two rows of a shop are enough where their letters are those of one language."""
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(encoding))
    assert path.read_text(encoding=encoding_of(path)) == text


def test_letters_that_fit_several_encodings_are_refused_until_their_owner_says(tmp_path: Path) -> None:
    """Muñoz in one encoding is Muńoz in another, and nothing else in the file tells which."""
    path = tmp_path / "file.csv"
    path.write_bytes("id,surname\n1,Muñoz\n".encode("cp1252"))
    with pytest.raises(ConfigurationError, match="--encoding"), read_export(path):
        pass
    with read_export(path, "cp1252") as export:
        assert [row.cells["surname"] for row in export.rows] == ["Muñoz"]
    with pytest.raises(ConfigurationError, match="no encoding 'nonsense'"), read_export(path, "nonsense"):
        pass


@pytest.mark.parametrize("took_for", ["cp1250", "cp1252", "latin-1"])
@pytest.mark.parametrize("text", ["żółć", "Größe", "10 € – „ok“", "Їжак"])
def test_what_was_encoded_twice_is_refused(tmp_path: Path, text: str, took_for: str) -> None:
    """A program took the letters for those of another encoding: their owner is asked, and may say they are right."""
    path = tmp_path / "file.csv"
    path.write_text(f"id,surname\n1,{text.encode().decode(took_for)}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="UTF-8 twice"):
        encoding_of(path)
    assert encoding_of(path, "utf-8") == "utf-8"


@pytest.mark.parametrize("text", ["«CAFÉ»", "Ä° É»", "Ārzemnieks Â", "Łódź 5°C", "ƒ Ã"])
def test_letters_that_could_be_what_is_left_of_others_stay(tmp_path: Path, text: str) -> None:
    """One letter that cannot is enough."""
    path = tmp_path / "file.csv"
    path.write_text(f"id,surname\n1,{text}\n", encoding="utf-8")
    assert encoding_of(path) == "utf-8"


@given(
    st.lists(st.lists(st.text("aż,;\"\n\r\u2028\x85\x0c '=", max_size=6), min_size=3, max_size=3), max_size=5),
    st.sampled_from(",;\t|"),
)
def test_every_table_that_can_be_written_is_read_back(rows: list[list[str]], delimiter: str) -> None:
    """RFC 4180: CR and LF alone end a row, quotation marks hold anything."""
    header = ["id", "na me", "zażółć"]
    quoted = (delimiter.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in [header, *rows])
    table = read_table(lines_of(io.StringIO("\r\n".join(quoted), newline="")))
    assert table is not None
    assert table.delimiter == delimiter
    assert [list(row.cells.values()) for row in table.rows] == [row for row in rows if any(row)]


@given(st.text('a1,"\n\r;', max_size=60))
def test_no_text_ends_the_reading_of_a_table(text: str) -> None:
    """Each row is its cells or what is wrong with it, and the last good row is found behind any of them."""
    found = read_table(
        lines_of(io.StringIO(f"a,b\n{text}\nlast,row\n", newline="")), lambda columns: columns ^ {"a", "b"}
    )  # type: ignore[arg-type, return-value]
    assert found is not None
    rows = list(found.rows)
    assert all(row.error or row.cells for row in rows)
    assert any("last" in (*row.cells.values(), row.text) or row.cells.get("a", "").endswith("last") for row in rows)


@pytest.mark.parametrize(
    "content",
    [
        '[{"id": 1}, {"id": [broken]}, {"id": 2, "who": {"name": "Jan"}}]',
        '{"tickets": [{"id": 1}, {"id": nothing} {"id": 2, "who": {"name": "Jan"}}], "next": null}',
        '{\n"id": 1\n}\n{"id": "}"-}\n{"id": 2,\n"who": {"name": "Jan"}}',
    ],
)
def test_objects_are_found_behind_one_that_is_broken(content: str) -> None:
    """In an array, in the answer of an interface, one behind the other."""
    rows = list(json_objects(io.StringIO(content)))
    assert [dict(row.cells) for row in rows if row.error is None] == [{"id": "1"}, {"id": "2", "who.name": "Jan"}]
    assert [row.error for row in rows if row.error] == ["row.not_json"]


@pytest.mark.parametrize("written", ["12345678901234567890.10", "1e999", "-0", "1.0", "9" * 5000, "48600100200"])
def test_a_number_stays_as_it_is_written(written: str) -> None:
    """An id, a phone number, a price: no digit is lost, and none becomes a word."""
    text = f'{{"id": {written}}}'
    for read in (json_lines, json_objects):
        assert [dict(row.cells) for row in read(io.StringIO(f"{text}\n{text}\n"))] == [{"id": written}] * 2


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_in_json_is_none(written: str) -> None:
    assert [row.error for row in json_lines(io.StringIO(f'{{"id": {written}}}\n'))] == ["row.not_json"]
    rows = list(json_objects(io.StringIO(f'[{{"id": {written}}}, {{"id": 1}}]')))
    assert [row.error for row in rows] == ["row.not_json", None]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_noughts_at_the_end_of_a_file_are_not_its_letters(encoding: str, tmp_path: Path) -> None:
    """As a file has them whose end was never written; UTF-16 without a mark is known all the same."""
    path = tmp_path / "cut.csv"
    path.write_bytes("id,surname\n1,Żółkiewska\n".encode(encoding) + b"\0" * (3_000 if encoding == "utf-8" else 0))
    with read_export(path, None, lambda columns: columns ^ {"id", "surname"}) as export:  # type: ignore[arg-type, return-value]
        assert next(iter(export.rows)).cells == {"id": "1", "surname": "Żółkiewska"}


def test_an_array_is_read_in_pieces() -> None:
    """Where a piece of the file ends makes no difference; an object that is too long costs itself alone."""
    objects = [{"id": n, "text": "ż" * size} for n, size in enumerate([300_000, 700_000, 5_000_000, 300_000, 9])]
    rows = list(json_objects(io.StringIO(json.dumps(objects, ensure_ascii=False))))
    assert [len(row.cells.get("text", "")) for row in rows] == [300_000, 700_000, 0, 300_000, 9]
    assert [row.error for row in rows if row.error] == ["row.too_long"]


@pytest.mark.parametrize(
    "typed, hour",
    [
        ("2024-01-15T10:22:00+0000", 10),
        ("2024-01-15 10:22:00 UTC", 10),
        ("15.01.2024 10:22", 9),
        ("15 Jan 2024, 10:22", 9),
        ("15/Jan/24 10:22 PM", 21),
        ("1/15/2024 12:22 AM", 23),
        ("15/1/2024 10:22", 9),
        ("Jan 15, 2024", 23),
        ("Mon, 15 Jan 2024 10:22:00 +0100", 9),
        ("1705314120", 10),
        ("1705314120000", 10),
        ("45306", 23),
        ("45306.5", 11),
    ],
)
def test_moments_of_other_systems_are_read(typed: str, hour: int) -> None:
    """Without a zone the shop's is meant."""
    moment = read_moment(typed, WARSAW)
    assert moment.tzinfo is UTC
    assert moment.hour == hour
    assert datetime(2024, 1, 14, 20, tzinfo=UTC) < moment < datetime(2024, 1, 15, 23, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["3/4/2024", "03-04-2024"])
def test_a_day_that_two_countries_read_differently_is_not_guessed(typed: str) -> None:
    """The mapping says it, or the row is refused."""
    with pytest.raises(FieldError, match=r"moment\.ambiguous"):
        read_moment(typed, WARSAW)
    assert read_moment(typed.replace("-", "/"), WARSAW, ["%d/%m/%Y"]).month == 4


@given(st.text("0123456789/-.: TZ+JanFeb,PM\u0663", max_size=30) | st.text(max_size=70))
def test_any_text_is_a_moment_or_an_error(typed: str) -> None:
    """Never an exception of another kind."""
    try:
        assert read_moment(typed, WARSAW).tzinfo is UTC
    except FieldError as error:
        assert error.code in ("moment.unreadable", "moment.ambiguous")
