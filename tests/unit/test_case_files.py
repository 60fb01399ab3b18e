"""The case file: what stands in it, and that nothing in it can be changed unseen."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

import journeys as j
from capabilities import promises
from capabilities.attachments import ready, uploaded
from capabilities.scene import Scene
from helpdesk_core import Helpdesk, Refusal
from helpdesk_core.adapters.documents import Checked, Verdict, check_case_file, glyphs, read_keys
from helpdesk_core.adapters.documents.signing import SigningKey, is_sealed, signing_keys
from helpdesk_core.adapters.documents.typesetting import FONTS, TEMPLATES, TypstDocuments
from helpdesk_core.attachments.rules import attachments_of
from helpdesk_core.base.keyring import KeyRing
from helpdesk_core.base.values import canonical
from helpdesk_core.case_files import events
from helpdesk_core.case_files import views as case_file_views
from helpdesk_core.case_files.model import CaseFile
from helpdesk_core.case_files.printing import ATTACHMENT, make, render
from helpdesk_core.case_files.proof import broken_history, changed_values, head_of, opened, value_digests
from helpdesk_core.commands import (
    AddAttachments,
    ApproveQuote,
    EraseRequest,
    GivePromise,
    KeepPromise,
    MovePromise,
    NameApprover,
    OfferQuote,
    PrepareQuote,
    ReplyToCustomer,
    ReplyToShop,
    WriteNote,
)
from helpdesk_core.guardrails.timeline import ENTRIES
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import view_case_file, view_case_file_for_staff, view_choice, view_quote, view_room

SETTINGS = attrs.evolve(POLISH_SHOP, tax_rates=(2300, 800, 0), languages=("en", "pl"))
LINES = [
    {"text": "Screen, original", "unit_price": "620", "tax_rate": 2300, "part": "A"},
    {"text": "Screen, compatible", "unit_price": "290", "tax_rate": 2300, "part": "B"},
    {"text": "Labour", "quantity": 2, "unit_price": "70,00", "tax_rate": 2300},
    {"text": "Glass", "unit_price": "39", "tax_rate": 2300, "part": "optional"},
]
OPTIONS = [{"letter": "A", "title": "Original"}, {"letter": "B", "title": "Compatible"}]
PROBLEM = "The screen is cracked.\nTouch fails 😀, and #eval(1) is no code."


@attrs.frozen
class Case:
    """A request that went its way, and its file."""

    desk: Helpdesk
    made: Any
    guest: Any
    file: CaseFile
    key: SigningKey
    pdf: bytes

    @property
    def attached(self) -> bytes:
        with pikepdf.open(io.BytesIO(self.pdf)) as pdf:
            return bytes(pdf.attachments[ATTACHMENT].get_file().read_bytes())

    def check(self, pdf: bytes, **given: Any) -> Checked:
        return check_case_file(pdf, **({"keys": [self.key.public_key]} | given))


def gathered(desk: Helpdesk, guest: Any, made: Any, language: str = "en") -> CaseFile:
    shown = desk.view(view_case_file, guest, made.request, language=language, keys_at="https://shop.example/case-files")
    assert not isinstance(shown, Refusal)
    return shown.file


def document(desk: Helpdesk, file: CaseFile) -> tuple[SigningKey, bytes]:
    key = signing_keys(desk.keyring, desk.tenant)[0]
    return key, key.seal(make(file, TypstDocuments(), key.sign))


@pytest.fixture(scope="module")
def case() -> Case:
    """A message, a note, a quote that was approved, an outcome; told by staff."""
    desk = make_desk(settings=SETTINGS)
    made, guest = j.in_phase(desk, "in_review", problem=PROBLEM)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="We look at it on Thursday.")
    j.do(desk, WriteNote, j.ANNA, request=made.request, text="An awkward person, be careful.")
    fields = {"valid_until": "2026-12-02", "text": "A new screen.", "lines": LINES, "options": OPTIONS}
    draft = j.do(desk, PrepareQuote, j.ANNA, request=made.request, **fields)
    j.do(desk, OfferQuote, j.ANNA, request=made.request, quote=draft.quote, digest=draft.digest)
    choice = {"options": ["A"], "extras": [3]}
    digest = desk.show(view_choice, guest, made.request, **choice).digest
    j.do(desk, ApproveQuote, guest, request=made.request, quote=draft.quote, digest=digest, **choice)
    j.record(desk, made)
    file = gathered(desk, guest, made)
    return Case(desk, made, guest, file, *document(desk, file))


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as opened_pdf:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in opened_pdf).split())


# What stands in it


def test_the_file_tells_what_its_customer_can_see(case: Case) -> None:
    """Facts, messages, the quote with who decided on what proof, the outcome."""
    page = text_of(case.pdf)
    for words in (
        "iPhone 13",
        "Touch fails □, and #eval(1) is no code.",
        "We look at it on Thursday.",
        "Screen, original (option A)",
        "620.00",
        "by the shop, on 21 November 2026",
        "by the customer, on 21 November 2026, 13:00, with a code that was sent to m•••@e•••.com",
        "options A, Glass",
        "799.00",
        "Outcome: Solved",
        "A new screen is in.",
        case.file.history.head,
    ):
        assert words in page, words
    assert "😀" in case.attached.decode(), "the data hold what no font has"


def test_notes_staff_ids_and_contacts_in_full_are_nowhere_in_it(case: Case) -> None:
    """Neither on the pages nor in the data; the entries that are not shown are counted."""
    data = case.attached.decode()
    for secret in ("awkward", "note_written", "quote_prepared", "code_sent", j.EMAIL, '"anna"', "notes:"):
        assert secret not in data, secret
        assert secret not in text_of(case.pdf), secret
    assert len(case.file.history.bodies) > len(case.file.history.events)


def test_words_stand_with_the_change_that_is_about_them() -> None:
    """One command may answer and set a status: its last entry vouches for the words, and they belong to the answer."""
    desk = make_desk(settings=SETTINGS)
    made, guest = j.in_phase(desk, "in_review")
    told = {"text": "Does it stay dark?", "status": "waiting_for_customer"}
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, **told)
    *_, answered, moved = gathered(desk, guest, made).history.events
    assert (answered.action, moved.action) == ("shop_replied", "status_changed")
    assert [str(one.text) for one in answered.words] == ["Does it stay dark?"]
    assert moved.words == ()
    assert moved.proof is not None
    assert answered.words[0].row in {one.row for one in moved.proof.rows}


def test_an_entry_that_vouches_for_a_note_is_shown_without_its_rows(case: Case) -> None:
    """That there is a note is not told; its digest among the bodies is all there is."""
    with case.desk.reading() as reader:
        entry = reader.find(ENTRIES, {"subject": case.made.request})[0]
    beside_a_note = entry.changed(attested={**entry.attested, "notes:1": "0" * 64})
    assert events.proof_of(beside_a_note) is None
    assert events.proof_of(entry) is not None


def test_staff_get_what_the_customer_gets(case: Case) -> None:
    """In the customer's language unless they ask for another."""
    shown = case.desk.show(
        view_case_file_for_staff, j.ANNA, case.made.reference, keys_at="https://shop.example/case-files"
    ).file
    assert shown.to_json() == case.file.to_json()
    polish = case.desk.show(view_case_file_for_staff, j.ANNA, case.made.reference, language="pl").file
    assert polish.language == "pl"


def test_whoever_the_customer_named_is_not_in_it() -> None:
    """That somebody was named stands there, and not who."""
    desk = make_desk(settings=SETTINGS)
    made, guest = j.in_phase(desk, "in_review")
    draft = j.do(desk, PrepareQuote, j.ANNA, request=made.request, valid_until="2026-12-02", lines=LINES[2:3])
    j.do(desk, OfferQuote, j.ANNA, request=made.request, quote=draft.quote, digest=draft.digest)
    j.do(desk, NameApprover, guest, request=made.request, quote=draft.quote, contact="boss@third.example")
    assert desk.show(view_quote, guest, made.request).approver == "b•••@t•••.example"
    data = canonical(gathered(desk, guest, made).to_json())
    assert "quote_approver_named" in data
    assert "third" not in data
    assert "b•••" not in data


def test_what_was_erased_stays_erased() -> None:
    """A file made afterwards has nothing of it, and its history still leads to the head."""
    desk = make_desk(settings=SETTINGS)
    made, guest = j.in_phase(desk, "in_review", problem="My very own words")
    j.do(desk, ReplyToShop, guest, request=made.request, text="More of my words")
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    file = desk.show(view_case_file_for_staff, j.ANNA, made.reference).file
    data = file.to_json()
    assert "my words" not in canonical(data)
    assert "very own words" not in canonical(data)
    assert "Kowalska" not in canonical(data)
    assert broken_history(data) == ()


def test_a_history_that_is_too_long_is_refused_in_words(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document has an end; the refusal says whom to ask."""
    monkeypatch.setattr(case_file_views, "MOST_ENTRIES", 2)
    refused = case.desk.view(view_case_file, case.guest, case.made.request, language="en")
    assert isinstance(refused, Refusal)
    assert refused.code == "refusal.case_file_too_long"


def test_promises_stand_in_it_with_their_dates_and_what_became_of_them() -> None:
    """Given, moved in time, kept, broken: each as it was given, in the order in which they were, also on the page."""
    scene = Scene.in_phase("in_review")
    desk, request = scene.desk, {"request": scene.request}
    first = promises.promise(desk, scene.request, what="Diagnosis")
    day = promises.in_days(desk, 4)
    moved = j.do(desk, MovePromise, j.ANNA, **request, promise=first, day=day, time="12:00", text="The part is late.")
    j.do(desk, KeepPromise, j.ANNA, **request, promise=moved.promise)
    promises.promise(desk, scene.request, kind="call", what="", day=promises.in_days(desk, 1))
    j.do(desk, GivePromise, j.ANNA, **request, kind="price", limit="200")
    desk.clock.move(days=8)  # type: ignore[attr-defined]
    file = desk.show(view_case_file_for_staff, j.ANNA, scene.made.reference).file
    assert {one.standing.value for one in file.promises} == {"moved", "kept", "broken", "open"}
    assert next(one for one in file.promises if one.kind.value == "price").due_at is None
    key, pdf = document(desk, file)
    page = re.sub(r"\s+", " ", text_of(pdf))
    words = ("Diagnosis", "about 12:00", "Moved in time, on", "Kept, on", "Broken", "given by Anna Nowak, on", "200")
    assert [one for one in words if one not in page] == []
    assert check_case_file(pdf, [key.public_key]).verdict is Verdict.GENUINE


def test_photos_stand_in_it_by_their_digests() -> None:
    """Those that the customer can open: what was checked, and of the shop's what is shared."""
    scene = Scene.in_phase("in_review")
    ready(scene)
    j.do(scene.desk, AddAttachments, j.ANNA, **uploaded(scene, j.ANNA), is_shared="no")
    while scene.desk.deliver().done:
        pass
    file = scene.desk.show(view_case_file, scene.guest, scene.request, language="en").file
    (photo,) = file.files
    assert (photo.name, photo.from_shop) == ("crack.jpg", False)
    with scene.desk.reading() as reader:
        assert photo.sha256 in {one.sha256 for one in attachments_of(reader, scene.request)}
    key, pdf = document(scene.desk, file)
    assert photo.sha256 in text_of(pdf)
    assert check_case_file(pdf, [key.public_key]).verdict is Verdict.GENUINE


# That nothing in it can be changed unseen


def resaved(pdf: bytes, change: Callable[[pikepdf.Pdf], None] = lambda _: None) -> bytes:
    """As a viewer saves it again."""
    with pikepdf.open(io.BytesIO(pdf)) as opened_pdf:
        change(opened_pdf)
        target = io.BytesIO()
        opened_pdf.save(target)
        return target.getvalue()


def with_data(change: Callable[[bytes], bytes]) -> Callable[[pikepdf.Pdf], None]:
    def attach(pdf: pikepdf.Pdf) -> None:
        before = pdf.attachments[ATTACHMENT].get_file().read_bytes()
        after = change(before)
        assert after != before
        pdf.attachments[ATTACHMENT] = pikepdf.AttachedFileSpec(pdf, after, filename=ATTACHMENT)

    return attach


def swap_two_letters(pdf: pikepdf.Pdf) -> None:
    """On the first page, two neighbours that differ."""
    page = pdf.pages[0]
    instructions = list(pikepdf.parse_content_stream(page))
    for instruction in instructions[200:]:
        if str(instruction.operator) != "TJ":
            continue
        for place, part in enumerate(instruction.operands[0]):
            glyphs_of = bytes(part) if isinstance(part, pikepdf.String) else b""
            if len(glyphs_of) >= 4 and glyphs_of[:2] != glyphs_of[2:4]:
                instruction.operands[0][place] = pikepdf.String(glyphs_of[2:4] + glyphs_of[:2] + glyphs_of[4:])
                page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
                return
    raise AssertionError("no letters to swap")


def price(before: bytes) -> bytes:
    return before.replace(b'"minor":62000', b'"minor":52000')


def both(pdf: pikepdf.Pdf) -> None:
    swap_two_letters(pdf)
    with_data(price)(pdf)


def listed_anew(before: bytes) -> bytes:
    """The value changed, and the list of values and the digest made to fit."""
    content = json.loads(price(before))
    content["proof"]["values"] = value_digests(content["case_file"])
    content["proof"]["digest"] = sha256(canonical(content["case_file"]).encode()).hexdigest()
    return canonical(content).encode()


def appended(pdf: bytes) -> bytes:
    return pdf + b"\n% one more line\n"


VALUE, PAGE = "case_file.found.value", "case_file.found.page"
TAMPERED: dict[str, tuple[Callable[[bytes], bytes], Verdict, str]] = {
    "a letter on a page": (lambda pdf: resaved(pdf, swap_two_letters), Verdict.PAGES_CHANGED, PAGE),
    "a value in the data": (lambda pdf: resaved(pdf, with_data(price)), Verdict.CHANGED, VALUE),
    "a letter in the data": (
        lambda pdf: resaved(pdf, with_data(lambda text: text.replace(b"on Thursday", b"on Tuesday"))),
        Verdict.CHANGED,
        VALUE,
    ),
    "both": (lambda pdf: resaved(pdf, both), Verdict.CHANGED, VALUE),
    "a value and its digests": (
        lambda pdf: resaved(pdf, with_data(listed_anew)),
        Verdict.CHANGED,
        "case_file.found.signature",
    ),
    "the data written anew": (
        lambda pdf: resaved(pdf, with_data(lambda text: json.dumps(json.loads(text), indent=1).encode())),
        Verdict.DATA_HOLD,
        "case_file.found.anew",
    ),
    "saved again": (resaved, Verdict.DATA_HOLD, "case_file.found.alike"),
    "appended to": (appended, Verdict.DATA_HOLD, "case_file.found.not_sealed"),
    "the end is missing": (lambda pdf: pdf[:-3000], Verdict.UNREADABLE, ""),
    "half is missing": (lambda pdf: pdf[: len(pdf) // 2], Verdict.UNREADABLE, ""),
    "nothing is left": (lambda _: b"", Verdict.UNREADABLE, ""),
    "the data are gone": (
        lambda pdf: resaved(pdf, lambda opened_pdf: opened_pdf.attachments.__delitem__(ATTACHMENT)),
        Verdict.UNREADABLE,
        "",
    ),
    "the data are something else": (
        lambda pdf: resaved(pdf, with_data(lambda _: b'{"case_file": [], "proof": {}}')),
        Verdict.UNREADABLE,
        "",
    ),
}


@pytest.mark.parametrize("words", ["Zażółć gęślą jaźń, ﬁ – “AV”", "Ω и Ж", "שלום", "سلام", "Ἀθῆναι", "Tiếng Việt"])
def test_that_all_is_latin_is_said_only_where_it_is(
    words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What typst is told of the letters saves it work and changes no dot of a page."""
    for name in ("base.typ", "packing_list.typ"):
        shutil.copy(TEMPLATES / name, tmp_path / name)
    base = tmp_path / "base.typ"
    told = 'if sys.inputs.latin == "true"'
    assert told in base.read_text()
    base.write_text(base.read_text().replace(told, "if false"))
    head = {"title": words, "author": words, "running": "", "foot": "", "page": "{page} {pages}", "head": [words]}
    data = {**head, "facts": [[words, words]], "rows": [[words]], "square": "", "square_says": ""}
    made = [
        TypstDocuments(folder).render("packing_list", data, "pl", made_at=datetime(2026, 1, 1, tzinfo=UTC))
        for folder in (TEMPLATES, tmp_path)
    ]
    pictures = [pypdfium2.PdfDocument(one)[0].render(scale=2).to_pil().tobytes() for one in made]
    assert pictures[0] == pictures[1]


def test_a_file_as_it_was_made_is_genuine(case: Case) -> None:
    """With the shop's key, and with any of several; without one nobody knows whose key it is."""
    assert case.check(case.pdf).verdict is Verdict.GENUINE
    assert case.check(case.pdf, keys=["ab" * 32, case.key.public_key]).verdict is Verdict.GENUINE
    assert case.check(case.pdf, keys=()).verdict is Verdict.UNPROVED


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_done_to_a_file_is_named(case: Case, name: str) -> None:
    """The table of tamperings."""
    tamper, verdict, code = TAMPERED[name]
    found = case.check(tamper(case.pdf))
    assert found.verdict is verdict
    assert not code or code in {one.code for one in found.findings}


def test_a_changed_value_is_named_with_its_path(case: Case) -> None:
    """And with what stands there now."""
    found = case.check(resaved(case.pdf, with_data(price)))
    (named,) = [one for one in found.findings if one.code == VALUE]
    assert named.params == {"path": "quotes.0.lines.0.unit_price.minor", "value": "52000"}


def test_somebody_elses_signature_is_not_the_shops(case: Case) -> None:
    """All signed anew with another key: whole in itself, and not ours."""
    other = signing_keys(KeyRing([bytes(range(100, 132))]), case.desk.tenant)[0]
    forged = other.seal(make(case.file, TypstDocuments(), other.sign))
    assert case.check(forged).verdict is Verdict.OTHER_KEY
    assert case.check(forged, keys=()).verdict is Verdict.UNPROVED
    swapped = case.attached.replace(case.key.public_key.encode(), other.public_key.encode())
    assert case.check(resaved(case.pdf, with_data(lambda _: swapped))).verdict is Verdict.CHANGED


def every_leaf(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [leaf for name, one in inner for leaf in every_leaf(one, (*path, name))]
    return found or [path]


@given(data=st.data())
def test_changing_any_one_value_is_named(case: Case, data: st.DataObject) -> None:
    """Whatever value it is, and whatever it becomes."""
    content = opened(case.attached)
    assert changed_values(content.data, content.proof) == ()
    leaf = data.draw(st.sampled_from(every_leaf(content.data)))
    other = data.draw(st.one_of(st.text(max_size=5), st.integers(), st.booleans(), st.none(), st.just([])))
    target = content.data
    for name in leaf[:-1]:
        target = target[name]
    if canonical(target[leaf[-1]]) == canonical(other):
        return
    target[leaf[-1]] = other
    assert ".".join(map(str, leaf)) in changed_values(content.data, content.proof)


def test_an_entry_that_was_left_out_or_moved_is_found(case: Case) -> None:
    """The history leads to its head, or it does not."""
    data = opened(case.attached).data
    assert broken_history(data) == ()
    assert head_of(data) == j.stored(case.desk, case.made).chain_head
    data["history"]["events"][2]["action"] = "quote_declined"
    assert broken_history(data) == ("history.events.2",)
    del data["history"]["bodies"][1]
    assert "history.head" in broken_history(data)


def test_an_anchor_knows_the_history_or_another(case: Case) -> None:
    """It finds what the shop itself wrote anew; one that was taken later says nothing."""
    anchor = case.desk.anchor()
    assert "case_file.found.anchored" in {one.code for one in case.check(case.pdf, anchor=anchor).findings}
    length, head = anchor.heads[case.made.request]
    other = attrs.evolve(anchor, heads={case.made.request: (length, head[::-1])})
    assert case.check(case.pdf, anchor=other).verdict is Verdict.CHANGED
    later = attrs.evolve(anchor, heads={case.made.request: (length + 1, head)})
    assert "case_file.found.anchor_silent" in {one.code for one in case.check(case.pdf, anchor=later).findings}


def test_what_was_signed_before_a_new_secret_still_verifies(case: Case) -> None:
    """The keys of all secrets in the list are the shop's; the newest signs."""
    new = bytes(range(64, 96))
    rotated = KeyRing([new, bytes(range(32))])
    keys = [one.public_key for one in signing_keys(rotated, case.desk.tenant)]
    old = signing_keys(KeyRing([bytes(range(32))]), case.desk.tenant)[0]
    pdf = old.seal(make(case.file, TypstDocuments(), old.sign))
    assert keys[1] == old.public_key
    assert check_case_file(pdf, keys).verdict is Verdict.GENUINE
    assert len({*keys, *(one.public_key for one in signing_keys(rotated, "another shop"))}) == 4


def test_keys_are_read_from_whatever_they_stand_in() -> None:
    """A list for programs, a line that was copied; nothing else is taken for one."""
    key = "0f" * 32
    assert list(read_keys(json.dumps({"keys": [{"key": "AB12", "public_key": key}]}))) == [key]
    assert list(read_keys(f"  {key.upper()}\n")) == [key]
    assert list(read_keys("0f" * 64)) == []


def test_a_seal_is_about_every_byte(case: Case) -> None:
    """One bit anywhere, in the seal itself too."""
    for place in range(0, len(case.pdf), len(case.pdf) // 40):
        changed = bytearray(case.pdf)
        changed[place] ^= 1
        assert not is_sealed(bytes(changed), [case.key.public_key])
    with pytest.raises(ValueError, match="no place"):
        case.key.seal(case.pdf)


# The document


def test_the_document_can_be_archived_and_read_aloud(case: Case) -> None:
    """PDF/A-3a and PDF/UA-1 as it says of itself: tagged, with language and title, its data attached as such."""
    with pikepdf.open(io.BytesIO(case.pdf)) as pdf:
        said = pdf.open_metadata()
        assert (said["pdfuaid:part"], said["pdfaid:part"], said["pdfaid:conformance"]) == ("1", "3", "A")
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert "/StructTreeRoot" in pdf.Root
        assert said["dc:title"] == f"Case file {case.file.request.reference}"
        (attached,) = pdf.Root.AF
        assert attached.AFRelationship == "/Data"
        assert all(
            "/FontFile2" in font.DescendantFonts[0].FontDescriptor
            or "/FontFile3" in font.DescendantFonts[0].FontDescriptor
            for font in pdf.pages[0].Resources.Font.values()
        )


def test_the_same_data_make_the_same_bytes(case: Case) -> None:
    """So that pages can be made again, to compare them."""
    assert render(opened(case.attached), TypstDocuments()) == render(opened(case.attached), TypstDocuments())


def test_polish_is_set_as_polish(case: Case) -> None:
    """Words of one letter stay with the next word; letters, sums and days are Polish ones."""
    bound = "I nie działa w domu, a i tu".replace("I ", "I\u00a0").replace("w ", "w\u00a0")
    assert glyphs.printable("I nie działa w domu, a i tu", "pl") == bound.replace("a i ", "a\u00a0i\u00a0")
    assert glyphs.printable("I am a person", "en") == "I am a person"
    _, pdf = document(case.desk, gathered(case.desk, case.guest, case.made, "pl"))
    page = text_of(pdf)
    assert "Teczka zgłoszenia" in page
    assert "21 listopada 2026" in page
    assert "620,00 zł" in page.replace(" ", " ")
    assert case.check(pdf).verdict is Verdict.GENUINE


def letters(folder: Path, words: str) -> bytes:
    """A document of one paragraph."""
    shutil.copy(TEMPLATES / "base.typ", folder)
    (folder / "letters.typ").write_text('#import "base.typ": *\n#show: paged\n= #data.title\n#data.words')
    data = {"title": "t", "author": "a", "running": "", "foot": "", "page": "", "words": words}
    return TypstDocuments(folder).render("letters", data, "en", made_at=datetime(2026, 11, 26, tzinfo=UTC))


def test_every_sign_that_is_let_through_can_be_printed(tmp_path: Path) -> None:
    """An archived document is refused when a sign has no glyph: what is taken for printable is."""
    every = (chr(code) for code in range(0x20, 0xFFFE) if not 0xD800 <= code < 0xE000)
    through = "".join(char for char in every if glyphs.printable(char, "en", marks=False) == char)
    assert len(through) > 4_500
    assert letters(tmp_path, through)


@pytest.mark.parametrize(
    "words", ["e\u05b0x\u0351q\u20dd", "\u05b0", "क्षि กำ 한국 漢字 🏳️‍🌈", "\u200d\u200b\u2028\ufeff\x00\ud83d"]
)
def test_whatever_people_write_can_be_printed(tmp_path: Path, words: str) -> None:
    """Marks on letters of another script, signs without a glyph, what cannot be seen."""
    assert letters(tmp_path, words.encode("utf-8", "replace").decode())


def test_the_fonts_are_those_that_were_made() -> None:
    """By ``tools/fonts.py``; FONTS.md has the checksums."""
    said = (FONTS / "FONTS.md").read_text(encoding="utf-8")
    fonts = sorted(FONTS.glob("*.ttf"))
    assert len(fonts) == 2
    for font in fonts:
        assert sha256(font.read_bytes()).hexdigest() in said


def test_a_stranger_gets_no_file(case: Case) -> None:
    """The same answer as for a request that does not exist."""
    answers = {case.desk.view(view_case_file, j.Guest(), id, language="en") for id in (case.made.request, "0" * 32)}
    assert {one.code for one in answers if isinstance(one, Refusal)} == {"refusal.no_such_request"}
    assert not isinstance(case.desk.view(view_room, case.guest, case.made.request), Refusal)


def test_the_data_are_what_the_view_showed(case: Case) -> None:
    """Nothing is added on the way into the file."""
    assert opened(case.attached).data == case.file.to_json()
