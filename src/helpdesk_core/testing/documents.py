"""The conformance suite of the `Documents` port: subclass it and give the fixture ``documents``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest

from ..base.actors import Guest
from ..case_files.printing import make
from ..case_files.proof import Signature
from ..case_files.views import view_case_file
from ..commands import EnterCode, SubmitRequest
from ..ports import Documents, Enclosed
from .doubles import make_desk
from .suite_base import in_threads
from .watching import logged, network

_MOMENT = datetime(2026, 11, 21, 12, 30, 15, tzinfo=UTC)
_WORDS = "Żółw #eval(1) $x$ *b* = [c] <b>&amp;</b> {{7*7}} \\n //d"
"""Words of a customer's that are markup somewhere."""


@attrs.frozen(kw_only=True)
class Asked:
    """What a document is asked for with: the arguments of `Documents.render`."""

    template: str
    data: Mapping[str, Any]
    language: str
    made_at: datetime = _MOMENT
    enclosed: Enclosed | None = None

    def of(self, documents: Documents) -> bytes:
        """The document."""
        return documents.render(self.template, self.data, self.language, made_at=self.made_at, enclosed=self.enclosed)


class _Recorder:
    """Remembers what a document was asked for with."""

    def render(self, template: str, data: Mapping[str, Any], language: str, **more: Any) -> bytes:
        """See `ports.Documents.render`."""
        self.asked = Asked(template=template, data=data, language=language, **more)
        return b""


def case_file(words: str = "The screen is cracked.", language: str = "en") -> Asked:
    """What the library asks a case file for with.

    Args:
        words: The customer's.
        language: The file's.

    Returns:
        The arguments.
    """
    desk = make_desk()
    said = {"problem": words, "device": "iPhone 13", "surname": "Nowak", "contact": "jan@example.com"}
    made = desk.do(desk.read(SubmitRequest, said), Guest())
    desk.deliver()
    mail = desk.notifier.sent[0]
    code = re.search(r"\b\d{6}\b", mail.text)
    entered = {"link": str(mail.link).rpartition("/")[2], "contact": "jan@example.com", "code": code and code[0]}
    guest = desk.guest(desk.do(desk.read(EnterCode, entered), Guest()).grant)
    shown = desk.show(view_case_file, guest, made.request, language=language, keys_at="https://shop.example/keys")
    recorder = _Recorder()
    make(shown.file, recorder, lambda _: Signature(key="0" * 16, public_key="0" * 64, value="0" * 128))
    return recorder.asked


def packing_list(words: str = "iPhone 13", language: str = "en") -> Asked:
    """What the library asks a packing list for with.

    Args:
        words: A device's.
        language: The list's.

    Returns:
        The arguments.
    """
    square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>'
    data = {
        "title": f"Packing list 7 {language}",
        "author": "Test shop",
        "running": "1 order",
        "foot": "7",
        "page": "Page {page} of {pages}",
        "facts": [["From", "Shop"]],
        "head": ["Order", "Device"],
        "rows": [["R-2026", words]],
        "square": square,
        "square_says": "Code of the shipment",
    }
    return Asked(template="packing_list", data=data, language=language)


_DATE = re.compile(r"D:(\d{14})(?:Z|([+-])(\d\d)'?(\d\d))?")


def _moment(said: str) -> datetime:
    """A date as PDF writes it (ISO 32000-2, 7.9.4)."""
    found = _DATE.match(said)
    assert found, f"no date: {said}"
    ahead = timedelta(hours=int(found[3] or 0), minutes=int(found[4] or 0)) * (-1 if found[2] == "-" else 1)
    return datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=timezone(ahead))


def _squeezed(words: str) -> str:
    """Without what a line break changes."""
    return "".join(words.split())


class DocumentsSuite:
    """What everything promises that makes the library's documents, shown with those it asks for.

    It reads them with pypdfium2, which is in the extra ``documents``.
    """

    @pytest.fixture
    def documents(self) -> Any:
        """What makes documents; yours overrides this."""
        raise NotImplementedError

    @staticmethod
    def read(document: bytes) -> tuple[str, dict[str, str], str, dict[str, bytes]]:
        """What a reader finds in a document.

        Args:
            document: The file.

        Returns:
            Its words, what it says of itself, its language, the files within.
        """
        import pypdfium2

        with pypdfium2.PdfDocument(document) as pdf:
            said = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
            kept = [pdf.get_attachment(place) for place in range(pdf.count_attachments())]
            within = {one.get_name(): bytes(one.get_data()) for one in kept}
            raw = pypdfium2.raw
            letters = (raw.FPDF_WCHAR * 64)()
            length = raw.FPDFCatalog_GetLanguage(pdf.raw, letters, 128)
            language = bytes(letters)[: max(length - 2, 0)].decode("utf-16-le")
            return said, pdf.get_metadata_dict(), language, within

    @pytest.mark.parametrize("asked", [case_file, packing_list])
    def test_it_can_be_archived_and_read_aloud(self, documents: Any, asked: Any) -> None:
        """As the file says of itself: PDF/A-3a and PDF/UA-1. Whether that is true, a validator says (veraPDF)."""
        made = asked().of(documents)
        assert isinstance(made, bytes)
        assert made.startswith(b"%PDF-")
        for name, value in (("pdfaid:part", "3"), ("pdfaid:conformance", "[Aa]"), ("pdfuaid:part", "1")):
            says = rf"{name}\s*(=\s*[\"']|>)\s*{value}\s*[\"'<]"
            assert re.search(says.encode(), made), f"it does not say of itself {name} {value}"

    @pytest.mark.parametrize("asked", [case_file, packing_list])
    def test_the_same_is_the_same_bytes(self, documents: Any, asked: Any) -> None:
        """Also at once in several threads: pages are made again, to compare them."""
        what = asked()
        first = what.of(documents)
        made = in_threads(*[lambda: what.of(documents)] * 3)
        assert [one == first for one in made] == [True] * 3

    def test_words_are_printed_as_they_stand(self, documents: Any) -> None:
        """None of them is markup, or a command of the typesetter's."""
        for asked in (packing_list(_WORDS), case_file(_WORDS)):
            said, *_ = self.read(asked.of(documents))
            assert _squeezed(_WORDS) in _squeezed(said)

    @pytest.mark.parametrize(
        "words", ["😀🏳️‍🌈", "漢字 한국 क्षि", "e\u05b0x\u0351", "\u200b\u2028\ufeff", "x" * 3_000, ""]
    )
    def test_whatever_people_write_is_printed(self, documents: Any, words: str) -> None:
        """Signs without a glyph, other scripts, one word of three thousand letters, nothing: there is a document."""
        said, *_ = self.read(packing_list(f"before {words} after").of(documents))
        assert "before" in said
        assert "after" in said

    def test_long_ones_have_all_they_should(self, documents: Any) -> None:
        """Over as many pages as it takes."""
        asked = packing_list()
        rows = [[f"R-{number}", f"Device {number}"] for number in range(300)]
        said, *_ = self.read(attrs.evolve(asked, data={**asked.data, "rows": rows}).of(documents))
        assert [
            number for number in range(300) if f"R-{number} " not in said + " " and f"R-{number}\r" not in said
        ] == []

    @pytest.mark.parametrize("language", ["en", "pl"])
    def test_it_says_of_itself_what_it_was_given(self, documents: Any, language: str) -> None:
        """Title, language, and when it was made: by that one argument and no clock."""
        asked = packing_list(language=language)
        for made_at in (
            _MOMENT,
            _MOMENT.astimezone(timezone(timedelta(hours=5, minutes=30))),
            datetime(2031, 1, 2, tzinfo=UTC),
        ):
            _, says, found, _ = self.read(attrs.evolve(asked, made_at=made_at).of(documents))
            assert says["Title"] == asked.data["title"]
            assert found.partition("-")[0].lower() == language
            assert _moment(says["CreationDate"]) == made_at

    def test_a_file_within_stays_as_it_is(self, documents: Any) -> None:
        """Byte for byte, under its name; it is what is signed."""
        asked = case_file("Ż😀")
        assert asked.enclosed is not None
        for content in (asked.enclosed.content, b'{"a":  1}\n\t"\xc5\xbb\\u0000" \r\n', b"x" * 300_000):
            enclosed = attrs.evolve(asked.enclosed, content=content)
            *_, within = self.read(attrs.evolve(asked, enclosed=enclosed).of(documents))
            assert list(within) == [enclosed.name]
            same = within[enclosed.name] == content  # outside of the assert: pytest would draw the whole difference
            assert same, f"{len(content)} bytes were enclosed and {len(within[enclosed.name])} came back, or others"
        *_, within = self.read(packing_list().of(documents))
        assert within == {}

    @pytest.mark.parametrize("template", ["", "nothing_of_ours", "../packing_list", "/etc/passwd"])
    def test_a_template_that_is_not_there_is_no_document(self, documents: Any, template: str) -> None:
        """An error, and never an empty page, or a file from elsewhere."""
        with pytest.raises(Exception):  # noqa: B017 - an adapter's own
            attrs.evolve(packing_list(), template=template).of(documents)

    def test_nothing_is_logged_or_asked_for(self, documents: Any) -> None:
        """Not a word of a customer's, and no font, style or picture from a network."""
        mark = "a letter of a customer's"
        with logged() as lines, network() as asked:
            packing_list(mark).of(documents)
            packing_list('<img src="https://shop.example/x.png">').of(documents)
        assert asked == []
        assert not any(mark in line for line in lines)
