"""A scan counts what an old desk's export hides, and lets no value out."""

from __future__ import annotations

import json
from collections import Counter
from email.message import EmailMessage
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reference_app.capabilities import import_texts
from reference_app.scan_command import scan
from reference_app.scan_page import scan_page
from reference_app.scanning import Findings, Scanner

CARD = "4111 1111 1111 1111"
SECRET = "Kwiatek77!"


def scanned(path: Path) -> Findings:
    found = Findings()
    for found, _ in Scanner().run(path):
        pass
    return found


def shown(path: Path, capsys: pytest.CaptureFixture[str], expect: int, *, as_json: bool = False) -> str:
    """Everything that a scan lets out: its page, its standard output and its standard error."""
    page = path.with_suffix(".html")
    with pytest.raises(SystemExit) as ended:
        scan(path, page=page, json_output=as_json)
    assert ended.value.code == expect
    said = capsys.readouterr()
    return said.out + said.err + (page.read_text(encoding="utf-8") if page.exists() else "")


TICKET = {
    "id": 1,
    "url": "https://old.example.com/1?token=9f86d081884c7d659a2feaa0",
    "requester_id": 5,
    "subject": "Locked",
    "description": f"My password is {SECRET}",
    "status": "open",
    "comments": [
        {"id": 2, "body": "What is the passcode?", "html_body": "<p>What is the passcode?</p>"},
        {"id": 3, "body": "2580", "html_body": "<p>2580</p>"},
        {"id": 4, "body": f"card {CARD}", "html_body": f"<div>card <b>{CARD}</b></div>"},
    ],
}


@pytest.mark.parametrize("whole", [False, True])
def test_a_thread_is_read_message_by_message_and_in_one_form(tmp_path: Path, whole: bool) -> None:
    """A question is answered by the next message; HTML and plain text of one message are one; ids and addresses of a
    known system hold nothing of a customer. One object in each line, or an interface's answer."""
    path = tmp_path / "tickets.json"
    answer = {"count": 2, "tickets": [TICKET, TICKET | {"id": 9}]}
    lines = "\n".join(map(json.dumps, answer["tickets"]))  # type: ignore[arg-type]
    path.write_text(json.dumps(answer) if whole else lines)
    found = scanned(path)
    assert found.secrets == {"password": 2, "passcode": 2, "card_number": 2}
    assert (found.tickets, found.holders, found.holding["passcode"]) == (2, 2, 2)
    assert found.places == {"description": 2, "comments.*.body": 4}


def test_a_column_that_is_named_after_a_secret_announces_its_values(tmp_path: Path) -> None:
    """What shops have a column for: passcodes stand there alone."""
    path = tmp_path / "t.csv"
    path.write_text("Ticket,Device,Passcode,IMEI\n1,Phone,4821,356938035643809\n2,Phone,,356938035643809\n")
    found = scanned(path)
    assert found.secrets == {"passcode": 1}
    assert found.places == {"#3": 1}


def test_mails_are_looked_into_and_hostile_ones_are_passed_over(tmp_path: Path) -> None:
    """Plain, HTML in another encoding, nested without end, not closed; a "From " within a text is no new mail."""
    plain, page = EmailMessage(), EmailMessage()
    plain["Subject"] = f"hasło: {SECRET}"
    plain.set_content("first\nFrom here on: my PIN is 4821\n")
    page.set_content("<p>Karta: <b>4111</b> 1111 1111 1111, proszę</p>", subtype="html", charset="iso-8859-2")
    nested = b"Content-Type: message/rfc822\n\n" * 3000
    broken = b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\nPIN 4821'
    mails = [plain.as_bytes(), page.as_bytes(), nested, broken]
    path = tmp_path / "box.mbox"
    path.write_bytes(b"".join(b"From a@example.com Thu Jan  1 00:00:00 2026\n" + mail + b"\n\n" for mail in mails))
    found = scanned(path)
    assert (found.tickets, found.unread) == (4, 1)
    assert found.secrets == {"password": 1, "passcode": 2, "card_number": 1}


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("header", ["id,note\n", "", f"{SECRET},{CARD}\n"])
def test_no_value_comes_out(tmp_path: Path, capsys: pytest.CaptureFixture[str], header: str, as_json: bool) -> None:
    """Neither from a cell, nor from a row that is none, nor from a header that is none."""
    path = tmp_path / "old.csv"
    path.write_text(f'{header}{SECRET},"My password is {SECRET}"\n1,card {CARD},and {SECRET}\n2,"PIN 4821\n')
    said = shown(path, capsys, expect=1, as_json=as_json)
    assert "password" in said.lower()
    for value in (SECRET, "Kwiatek", "4111", "4821"):
        assert value not in said


def test_the_exit_status_tells_nothing_found_from_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 only where every row was read and no secret is in any."""
    path = tmp_path / "t.csv"
    path.write_text("id,note\n1,all is well\n")
    scan(path)
    assert "1 tickets, 0 of them with secrets" in capsys.readouterr().out
    path.write_text('id,note\n1,all is well\n2,"not closed\n')
    shown(path, capsys, expect=2)
    path.write_text("")
    shown(path, capsys, expect=2)
    shown(tmp_path / "none.csv", capsys, expect=2)


def test_the_page_stands_alone_and_is_whole_in_polish() -> None:
    """It fetches nothing, it is well-formed, each bar has its number as a text, and every word is translated."""
    import_texts()
    found = Findings(
        tickets=1234, unread=1, holders=56, secrets=Counter(password=90, pin=3), holding=Counter(password=50)
    )
    found.places.update({"description": 90, "#4": 3})
    page = scan_page(found, "<export>.csv", "pl")
    assert "&lt;export&gt;.csv" in page
    assert not {"http://", "https://", "@import", "src=", "href="} & set(page.split('"'))
    body = page[page.index("<body>") : page.index("</html>")]
    root = ElementTree.fromstring(body)
    bars = root.findall(".//svg/rect")
    assert [int(bar.attrib["width"]) for bar in bars] == sorted(
        (int(bar.attrib["width"]) for bar in bars), reverse=True
    )
    said = " ".join(root.itertext())
    for words in ("Hasła", "90", "56 zgłoszeń", "Kolumna 4", "1 zgłoszenia nie udało się odczytać"):
        assert words in said
