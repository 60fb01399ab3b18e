"""The suites of documents and pictures: our own adapters pass them, and each planted fault fails the test that is meant
to."""

from __future__ import annotations

import contextlib
import io
import logging
import secrets
import shutil
import socket
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import attrs
import pytest
from test_adapter_suites_bite import passes

from helpdesk_core.adapters.documents import TypstDocuments
from helpdesk_core.adapters.documents.typesetting import TEMPLATES
from helpdesk_core.adapters.pillow import PillowPictures
from helpdesk_core.ports import Enclosed, NoPicture, Remade
from helpdesk_core.testing import DocumentsSuite, PicturesSuite, SamePictures, count_tests


class TestPillow(PicturesSuite):
    @pytest.fixture
    def pictures(self) -> Any:
        return PillowPictures()


class TestTypst(DocumentsSuite):
    @pytest.fixture
    def documents(self) -> Any:
        return TypstDocuments()


# Pictures


class KeepsThePlace(PillowPictures):
    def remake(self, stream: BinaryIO, media: str) -> Remade:
        made, sent = super().remake(stream, media), stream.seek(0) or stream.read()
        return attrs.evolve(made, content=made.content + sent)


class LeavesItLying(PillowPictures):
    def remake(self, stream: BinaryIO, media: str) -> Remade:
        return super().remake(io.BytesIO(stream.read().replace(b"Exif\0\0", b"None\0\0")), media)


class TriesEverything(PillowPictures):
    def remake(self, stream: BinaryIO, media: str) -> Remade:
        return super().remake(stream, "image/png")


class RaisesWhatItLikes(PillowPictures):
    def remake(self, stream: BinaryIO, media: str) -> Remade:
        try:
            return super().remake(stream, media)
        except NoPicture as error:
            raise OSError("broken data stream") from error


class TakesHalves(PillowPictures):
    def remake(self, stream: BinaryIO, media: str) -> Remade:
        from PIL import ImageFile

        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            return super().remake(stream, media)
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False


class KnowsNoLimit(PillowPictures):
    def remake(self, stream: BinaryIO, media: str) -> Remade:
        try:
            return super().remake(stream, media)
        except NoPicture as error:
            raise NoPicture from error


class ShrinksNothing(PillowPictures):
    def remake(self, stream: BinaryIO, media: str) -> Remade:
        made = super().remake(stream, media)
        return attrs.evolve(made, small=made.content)


class ShowsTheLast(PillowPictures):
    last: Remade | None = None

    def remake(self, stream: BinaryIO, media: str) -> Remade:
        self.last = self.last or super().remake(stream, media)
        return self.last


class SaysTheWrongMedia(PillowPictures):
    def remake(self, stream: BinaryIO, media: str) -> Remade:
        return attrs.evolve(super().remake(stream, media), media=media)


class ClosesIt(PillowPictures):
    def remake(self, stream: BinaryIO, media: str) -> Remade:
        with stream:
            return super().remake(stream, media)


class LogsIt(PillowPictures):
    def remake(self, stream: BinaryIO, media: str) -> Remade:
        logging.getLogger("pictures").debug("looks at %r", stream.read())
        stream.seek(0)
        return super().remake(stream, media)


class KeepsLittle(PillowPictures):
    def __init__(self) -> None:
        super().__init__(longest=100)


PICTURES: dict[str, tuple[Callable[[], Any], str]] = {
    "gives back what came": (SamePictures, "test_a_picture_stays_as_large_as_it_was"),
    "has a side of a hundred pixels at most": (KeepsLittle, "test_a_picture_stays_as_large_as_it_was"),
    "keeps the place": (KeepsThePlace, "test_nothing_but_pixels_is_kept"),
    "does not turn it": (LeavesItLying, "test_a_picture_is_turned_upright"),
    "tries every decoder": (TriesEverything, "test_only_what_it_is_said_to_be_is_tried"),
    "raises what it likes": (RaisesWhatItLikes, "test_what_is_none_is_said"),
    "takes half a picture": (TakesHalves, "test_what_is_none_is_said"),
    "does not say that one is too large": (KnowsNoLimit, "test_the_size_is_looked_at_first"),
    "has no thumbnails": (ShrinksNothing, "test_the_small_one_is_smaller"),
    "shows another one's": (ShowsTheLast, "test_what_is_shown_is_what_was_sent"),
    "says the wrong kind": (SaysTheWrongMedia, "test_a_picture_stays_as_large_as_it_was"),
    "closes the file": (ClosesIt, "test_the_stream_is_left_open"),
    "logs what it reads": (LogsIt, "test_nothing_is_logged_or_asked_for"),
}


# Documents


class Prints(TypstDocuments):
    """Changes one of the arguments on the way."""

    def render(self, template: str, data: Mapping[str, Any], language: str, **more: Any) -> bytes:
        return super().render(*self.changed(template, data, language), **self.given(**more))

    def changed(self, template: str, data: Mapping[str, Any], language: str) -> tuple[str, Mapping[str, Any], str]:
        return template, data, language

    def given(self, **more: Any) -> dict[str, Any]:
        return more


class PrintsNow(Prints):
    def given(self, **more: Any) -> dict[str, Any]:
        return more | {"made_at": datetime.now(UTC)}


class AlwaysDiffers(Prints):
    def render(self, template: str, data: Mapping[str, Any], language: str, **more: Any) -> bytes:
        return super().render(template, data, language, **more) + b"%" + secrets.token_bytes(8)


class IsNoArchive(Prints):
    def render(self, template: str, data: Mapping[str, Any], language: str, **more: Any) -> bytes:
        return super().render(template, data, language, **more).replace(b"pdfuaid:part", b"pdfuaid:trap")


class SpeaksEnglish(Prints):
    def changed(self, template: str, data: Mapping[str, Any], language: str) -> tuple[str, Mapping[str, Any], str]:
        return template, data, "en"


class ForgetsTheFile(Prints):
    def given(self, **more: Any) -> dict[str, Any]:
        enclosed: Enclosed | None = more.get("enclosed")
        return more | {"enclosed": enclosed and attrs.evolve(enclosed, content=enclosed.content.strip())}


class CutsWords(Prints):
    def changed(self, template: str, data: Mapping[str, Any], language: str) -> tuple[str, Mapping[str, Any], str]:
        return template, {**data, "rows": data["rows"][:100]} if "rows" in data else data, language


class PrintsAnything(Prints):
    def changed(self, template: str, data: Mapping[str, Any], language: str) -> tuple[str, Mapping[str, Any], str]:
        return Path(template).name if Path(template).name == "packing_list" else template, data, language


class AsksForFonts(Prints):
    def given(self, **more: Any) -> dict[str, Any]:
        with contextlib.suppress(OSError):
            socket.create_connection(("fonts.example", 443), 1).close()
        return more


class LogsWords(Prints):
    def changed(self, template: str, data: Mapping[str, Any], language: str) -> tuple[str, Mapping[str, Any], str]:
        logging.getLogger("print").info("prints %s", data)
        return template, data, language


def evaluating(folder: Path) -> Callable[[], TypstDocuments]:
    """Templates in which words are markup."""
    shutil.copytree(TEMPLATES, folder / "templates")
    base = folder / "templates" / "packing_list.typ"
    text = base.read_text(encoding="utf-8")
    base.write_text(text.replace("data.rows", 'data.rows.map(row => row.map(one => eval(one, mode: "markup")))'))
    return lambda: TypstDocuments(folder / "templates")


DOCUMENTS: dict[str, tuple[Callable[[], Any], str]] = {
    "takes the clock's time": (PrintsNow, "test_it_says_of_itself_what_it_was_given"),
    "always differs": (AlwaysDiffers, "test_the_same_is_the_same_bytes"),
    "cannot be read aloud": (IsNoArchive, "test_it_can_be_archived_and_read_aloud"),
    "speaks English": (SpeaksEnglish, "test_it_says_of_itself_what_it_was_given"),
    "changes what is enclosed": (ForgetsTheFile, "test_a_file_within_stays_as_it_is"),
    "leaves out what is long": (CutsWords, "test_long_ones_have_all_they_should"),
    "finds templates anywhere": (PrintsAnything, "test_a_template_that_is_not_there_is_no_document"),
    "asks for fonts": (AsksForFonts, "test_nothing_is_logged_or_asked_for"),
    "logs words": (LogsWords, "test_nothing_is_logged_or_asked_for"),
}


@pytest.mark.parametrize("fault", PICTURES)
def test_a_faulty_decoder_is_found(fault: str) -> None:
    make, expected = PICTURES[fault]
    assert not passes(PicturesSuite(), expected, make), f"one that {fault} passed {expected}"
    assert passes(PicturesSuite(), expected, PillowPictures)


@pytest.mark.parametrize("fault", DOCUMENTS)
def test_a_faulty_printer_is_found(fault: str) -> None:
    make, expected = DOCUMENTS[fault]
    assert not passes(DocumentsSuite(), expected, make), f"one that {fault} passed {expected}"
    assert passes(DocumentsSuite(), expected, TypstDocuments)


def test_one_that_takes_words_for_markup_is_found(tmp_path: Path) -> None:
    make = evaluating(tmp_path)
    assert not passes(DocumentsSuite(), "test_words_are_printed_as_they_stand", make)
    assert passes(DocumentsSuite(), "test_the_same_is_the_same_bytes", make)


def test_the_suites_do_not_shrink() -> None:
    assert count_tests(PicturesSuite) >= 11
    assert count_tests(DocumentsSuite) >= 9
