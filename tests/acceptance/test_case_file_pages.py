"""The case file in the app: downloaded by its customer, handed over by staff, checked by anybody."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from helpdesk_core.adapters.documents import Verdict, check_case_file, read_keys
from reference_app.case_files import commands, pages
from reference_app.commands import command_line
from shops import Shop, Visitor


def _helpdesk(*arguments: str) -> None:
    command_line(arguments)(arguments)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as opened:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in opened).split())


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def keys(visitor: Visitor) -> list[str]:
    """As the shop publishes them."""
    return list(read_keys(visitor.open("/.well-known/case-file-keys.json").text))


def download(visitor: Visitor, room: str) -> Any:
    """By the link on the page."""
    link = re.search(r'href="([^"]+/case-file\.pdf)"', visitor.open(room).text)
    assert link is not None
    return visitor.open(link.group(1))


@pytest.mark.parametrize(
    "language, title, said", [("en", "Case file", "the customer"), ("pl", "Teczka zgłoszenia", "klient")]
)
def test_X3_the_customer_downloads_a_file_that_proves_itself(shop: Shop, language: str, title: str, said: str) -> None:
    """In their language, with their words and nobody else's, signed with the key that the shop publishes; getting it
    writes nothing."""
    visitor = shop.visitor(language)
    room = visitor.request_help(f"casefile-{language}@example.com", problem="Pęknięty ekran, zażółć.")
    while shop.desk.deliver(500).done:
        pass
    before = shop.desk.anchor()
    got = download(visitor, room)
    assert got.headers["content-type"] == "application/pdf"
    assert re.fullmatch(r'attachment; filename="case-file-[0-9A-Z-]{9}\.pdf"', got.headers["content-disposition"])
    assert "no-store" in got.headers["cache-control"]
    assert shop.desk.anchor() == before
    page = text_of(got.content)
    for one in (title, said, "Pęknięty ekran, zażółć.", "Kowalska", "/case-files"):
        assert one in page, one
    assert "example.com" not in page
    found = check_case_file(got.content, keys(visitor), shop.desk.anchor())
    assert found.verdict is Verdict.GENUINE
    assert title in words(visitor.open("/case-files").text) or found.key in words(visitor.page.text)


def test_X3_whoever_may_not_enter_is_led_to_the_door(shop: Shop) -> None:
    """By the room's address as by one that was made up; the answer tells nothing."""
    room = shop.visitor().request_help("door-of-file@example.com")
    stranger = shop.visitor()
    assert stranger.open(f"{room}/case-file.pdf").headers["content-type"].startswith("text/html")
    assert str(stranger.page.url.path) == room
    assert stranger.open(f"/r/{'0' * 64}/case-file.pdf").headers["content-type"].startswith("text/html")
    assert stranger.open("/r/nonsense/case-file.pdf").status_code == 404


def test_X3_staff_hand_it_over_and_a_person_tells_the_customer(shop: Shop) -> None:
    """What the customer gets, in either language, without notes; the sentence in the reply is sent by a person."""
    visitor, staff = shop.visitor(), shop.visitor()
    room = visitor.request_help("handed@example.com")
    reference = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", words(visitor.page.text))
    assert reference is not None
    at = f"/staff/requests/{reference.group(0).replace('-', '')}"
    staff.sign_in()
    staff.open(at)
    staff.send("/note", text="An awkward person.")
    polish = staff.open(f"{at}/case-file.pdf?language=pl")
    assert "Teczka zgłoszenia" in text_of(polish.content)
    own = staff.open(f"{at}/case-file.pdf").content
    assert "Case file" in text_of(own)
    assert check_case_file(own, keys(visitor)).verdict is Verdict.GENUINE
    with pikepdf.open(io.BytesIO(own)) as pdf:
        assert b"awkward" not in pdf.attachments["case-file.json"].get_file().read_bytes()

    staff.open(at)
    staff.send(f"{at}/case-file")
    assert "You can download the case file" in unescape(staff.page.text)
    assert "You can download the case file" not in unescape(visitor.open(room).text), "nothing was sent"
    form = next(one for one in re.findall(r"<form.*?</form>", staff.page.text, re.S) if 'name="text"' in one)
    sentence = re.search(r"<textarea[^>]*>(.*?)</textarea>", form, re.S)
    assert sentence is not None
    staff.send("/reply", text=unescape(sentence.group(1)).strip())
    assert "You can download the case file" in unescape(visitor.open(room).text)


def test_X3_without_the_extra_there_is_no_link_and_a_plain_answer(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words, in the reader's language, for the customer and for the command."""
    visitor = shop.visitor("pl")
    room = visitor.request_help("noextra@example.com")
    monkeypatch.setattr(pages, "is_installed", lambda: False)
    monkeypatch.setattr(commands, "is_installed", lambda: False)
    assert "case-file.pdf" not in visitor.open(room).text
    answer = visitor.open(f"{room}/case-file.pdf")
    assert answer.status_code == 501
    assert "brakuje części programu" in words(answer.text)
    assert visitor.open("/.well-known/case-file-keys.json").json()["keys"] == []
    with pytest.raises(Exception, match=r"helpdesk-core\[documents\]"):
        _helpdesk("verify-file", "x.pdf")


def test_X3_a_command_checks_it_offline(
    shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exit status says what it comes to; what was changed is named, in the language that was asked for."""
    visitor = shop.visitor()
    pdf = download(visitor, visitor.request_help("command@example.com")).content
    monkeypatch.chdir(tmp_path)
    Path("file.pdf").write_bytes(pdf)
    Path("keys.json").write_text(visitor.open("/.well-known/case-file-keys.json").text, encoding="utf-8")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save("again.pdf")
        before = opened.attachments["case-file.json"].get_file().read_bytes()
        changed = before.replace(b"iPhone 13", b"iPhone 31")
        opened.attachments["case-file.json"] = pikepdf.AttachedFileSpec(opened, changed, filename="case-file.json")
        opened.save("changed.pdf")
    Path("anchor.json").write_text(shop.desk.anchor().to_json(), encoding="utf-8")

    def run(*given: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as left:
            _helpdesk("verify-file", *given)
        return int(left.value.code or 0), capsys.readouterr().out

    key = json.loads(Path("keys.json").read_text(encoding="utf-8"))["keys"][0]["value"]
    status, said = run("file.pdf", "--key", "keys.json", "--anchor", "anchor.json")
    assert (status, "as the shop made it" in said, "The anchor knows" in said) == (0, True, True)
    assert run("file.pdf", "--key", key)[0] == 0
    assert run("file.pdf", "--key", "ab" * 32)[0] == 1
    assert run("file.pdf")[0] == 4
    status, said = run("again.pdf", "--key", key)
    assert (status, "The data hold" in said) == (3, True)
    status, said = run("changed.pdf", "--key", key, "--language", "pl")
    assert (status, "Zmieniono: request.device" in said, "iPhone 31" in said) == (1, True, True)
    assert run("keys.json", "--key", key)[0] == 2
    with pytest.raises(Exception, match="64 hexadecimal"):
        _helpdesk("verify-file", "file.pdf", "--key", "nonsense")
    with pytest.raises(Exception, match="cannot be read"):
        _helpdesk("verify-file", "missing.pdf")
