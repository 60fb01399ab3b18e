"""What was signed at the counter, in the case file: who, what, when and how; nothing of it is changed unseen."""

from __future__ import annotations

from typing import Any

import attrs
import pypdfium2
import pytest

import journeys as j
from capabilities.hand_overs import GIVEN
from capabilities.scene import SHOP
from capabilities.signatures import DRAWN, WORDS, page, signed
from helpdesk_core import Agent, Guest
from helpdesk_core.adapters.documents import Verdict, check_case_file
from helpdesk_core.adapters.documents.signing import signing_keys
from helpdesk_core.adapters.documents.typesetting import TypstDocuments
from helpdesk_core.base.values import canonical
from helpdesk_core.case_files.model import CaseFile
from helpdesk_core.case_files.printing import make, render
from helpdesk_core.case_files.proof import changed_values, opened, prove
from helpdesk_core.commands import EraseRequest, RecordHandOver, Sign
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_case_file, view_case_file_for_staff, view_signatures


@pytest.fixture
def desk() -> Any:
    return make_desk(settings=SHOP)


def gathered(desk: Any, guest: Any, made: Any, language: str = "en") -> CaseFile:
    file: CaseFile = desk.show(view_case_file, guest, made.request, language=language).file
    return file


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(one.get_textpage().get_text_bounded() for one in document).split())


@pytest.mark.parametrize("language", ["en", "pl"])
def test_who_signed_what_text_when_and_how_stands_in_it(desk: Any, language: str) -> None:
    """Drawn and typed, in their order, with version and digest of each text; the history vouches for the rows."""
    made, guest = j.in_phase(desk, "in_review")
    signed(desk, made.request)
    desk.clock.move(minutes=1)
    j.do(desk, Sign, Guest(), **page(desk, made.request, texts=({**WORDS[0], "number": 3},)), name="Ola Nowak")
    page(desk, made.request)
    file = gathered(desk, guest, made, language)
    drawn, typed = file.signatures
    assert (drawn.how.value, str(drawn.name), drawn.drawing) == ("drawn", "Jan Kowalski", DRAWN)
    assert (typed.how.value, str(typed.name), typed.drawing) == ("typed", "Ola Nowak", "")
    assert [one.number for one in typed.wording] == [3]
    rows = desk.show(view_signatures, guest, made.request).rows
    assert {one.digest for one in file.signatures} == {one.words.digest for one in rows}
    vouched = {row.row for event in file.history.events if event.proof for row in event.proof.rows}
    assert {one.row for one in file.signatures} <= vouched
    key = signing_keys(desk.keyring, desk.tenant)[0]
    pdf = key.seal(make(file, TypstDocuments(), key.sign))
    said = words_of(pdf)
    for one in ("Jan Kowalski", "Ola Nowak", drawn.digest, WORDS[0]["digest"]):
        assert str(one) in said
    assert ("legal.terms, version 3" if language == "en" else "legal.terms, wersja 3") in said
    assert check_case_file(pdf, [key.public_key]).verdict is Verdict.GENUINE


@pytest.mark.parametrize("name", ["drawing", "digest", "signed_at", "row"])
def test_a_signature_that_was_changed_is_named(desk: Any, name: str) -> None:
    """Each of its values, the drawing whole."""
    made, guest = j.in_phase(desk, "in_review")
    signed(desk, made.request)
    key, data = signing_keys(desk.keyring, desk.tenant)[0], gathered(desk, guest, made).to_json()
    content = opened(prove(data, key.sign).text)
    content.data["signatures"][0][name] = "1 1 2 2"
    assert changed_values(content.data, content.proof) == (f"signatures.0.{name}",)


def test_who_collects_and_what_is_said_of_it_is_not_told(desk: Any) -> None:
    """The file is handed on; what was signed is told by its digest."""
    made, guest = j.in_phase(desk, "ready")
    j.do(desk, RecordHandOver, j.ANNA, request=made.request, **GIVEN)
    j.do(desk, Sign, Guest(), **page(desk, made.request, occasion="handed_over"), name="Ola Nowak")
    file = gathered(desk, guest, made)
    assert [one.occasion.value for one in file.signatures] == ["handed_over"]
    for one in (GIVEN["name"], GIVEN["note"]):
        assert one not in canonical(file.to_json())


def test_staff_who_see_no_signatures_find_none_in_it(desk: Any) -> None:
    """Whoever may not look at them elsewhere."""
    made, _ = j.in_phase(desk, "in_review")
    signed(desk, made.request)
    limited = Agent(id="tom", name="Tom", rights=frozenset({"requests.view"}))
    assert desk.show(view_case_file_for_staff, limited, made.reference).file.signatures == ()
    assert len(desk.show(view_case_file_for_staff, j.ANNA, made.reference).file.signatures) == 1


def test_of_an_erased_request_its_moment_is_left(desk: Any) -> None:
    """Name, drawing and the digest of all that was read are gone."""
    made, _ = j.in_phase(desk, "cancelled")
    signed(desk, made.request)
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    (left,) = desk.show(view_case_file_for_staff, j.ANNA, made.reference).file.signatures
    assert (left.name, left.drawing, left.digest) == (None, "", "")


@pytest.mark.parametrize("drawing", ['1 1"/><image href="x"/>', "M1 1", "1 1;;2 2", "1 1\u0000"])
def test_a_drawing_is_numbers_or_none(desk: Any, drawing: str) -> None:
    """Whatever a file says, nothing else becomes a picture on a page."""
    made, guest = j.in_phase(desk, "in_review")
    signed(desk, made.request)
    key, file = signing_keys(desk.keyring, desk.tenant)[0], gathered(desk, guest, made)
    other = attrs.evolve(file, signatures=(attrs.evolve(file.signatures[0], drawing=drawing),))
    with pytest.raises(ValueError, match="invalid literal"):
        render(opened(prove(other.to_json(), key.sign).text), TypstDocuments())


def test_a_file_from_before_there_were_signatures_is_made_again(desk: Any) -> None:
    """Those that were handed out are checked as ever."""
    made, guest = j.in_phase(desk, "in_review")
    key, data = signing_keys(desk.keyring, desk.tenant)[0], gathered(desk, guest, made).to_json()
    del data["signatures"]
    assert render(opened(prove(data, key.sign).text), TypstDocuments()).startswith(b"%PDF")
