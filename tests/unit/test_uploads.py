"""What strangers send in place of a photo: refused at once, or found out by the job; nothing of it is kept."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

import journeys as j
import pictures as p
from helpdesk_core import Refusal
from helpdesk_core.adapters.pillow import PillowPictures
from helpdesk_core.attachments.kinds import LONGEST_NAME, name_of
from helpdesk_core.base.keyring import KeyRing
from helpdesk_core.commands import AddAttachments, EraseRequest, RemoveAttachment
from helpdesk_core.ports import Scan, Storage
from helpdesk_core.testing import FixtureDesk, MemoryFiles, make_desk
from helpdesk_core.testing.doubles import SECRET
from helpdesk_core.views import RoomFiles, view_request_files, view_room, view_room_files

MEGABYTE = 1024 * 1024


class Sent:
    """A request, its customer, and what became of what they sent."""

    def __init__(self, scanner: Any = None, **options: Any) -> None:
        self.files = MemoryFiles()
        storage = Storage(self.files, PillowPictures(**options), scanner)
        self.desk: FixtureDesk = make_desk(storage=storage)
        self.made, self.guest = j.in_phase(self.desk, "in_review")

    def keep(self, content: bytes, name: str = "photo.jpg") -> Any:
        return self.desk.keep_file(io.BytesIO(content), name=name, request=self.made.request, actor=self.guest)

    def add(self, *kept: Any) -> Any:
        files = [{"upload": one.upload, "name": one.name} for one in kept]
        command = self.desk.read(AddAttachments, {"request": self.made.request, "files": files})
        return self.desk.handle(command, self.guest)

    def deliver(self) -> None:
        while self.desk.deliver().done:
            pass

    def state(self, content: bytes, name: str = "photo.jpg") -> str:
        """What became of a file: the code of its refusal, or its state and the reason for it."""
        kept = self.keep(content, name)
        if isinstance(kept, Refusal):
            return kept.code
        self.add(kept)
        self.deliver()
        row = self.desk.show(view_room_files, self.guest, self.made.request).rows[0]
        return row.state.value if row.reason is None else f"{row.state.value}: {row.reason.value}"


REFUSED, UNREADABLE = "refusal.file_kind", "refused: unreadable"
#: What is sent → what becomes of it.
HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "refusal.file_empty"),
    "one byte": (b"\xff", REFUSED),
    "svg": (p.SVG, REFUSED),
    "svg behind a line": (b"\n" + p.SVG, REFUSED),
    "html": (b"<!doctype html><script>alert(1)</script>", REFUSED),
    "zip bomb": (p.archive(), REFUSED),
    "program": (b"MZ\x90\x00" + bytes(900), REFUSED),
    "shell script": (b"#!/bin/sh\nrm -rf /\n", REFUSED),
    "gif": (p.photo((9, 9), "GIF"), REFUSED),
    "tiff": (p.photo((9, 9), "TIFF"), REFUSED),
    "postscript": (b"%!PS-Adobe-3.0\nsystemdict\n%%EOF", REFUSED),
    "mp4": (b"\x00\x00\x00\x18ftypmp42" + bytes(900), REFUSED),
    "eicar in a zip with a picture's name": (p.archive(("photo.jpg",)), REFUSED),
    "pixel bomb": (p.bomb(), "refused: too_large"),
    "truncated jpeg": (p.photo()[:4_000], UNREADABLE),
    "three bytes of jpeg": (b"\xff\xd8\xff", UNREADABLE),
    "truncated png": (p.photo(kind="PNG")[:4_000], UNREADABLE),
    "truncated webp": (p.photo(kind="WEBP")[:4_000], UNREADABLE),
    "webp head of a wav": (b"RIFF\x24\x00\x00\x00WEBPfmt ", UNREADABLE),
    "heic head alone": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1", UNREADABLE),
    "png head before svg": (b"\x89PNG\r\n\x1a\n" + p.SVG, UNREADABLE),
    "truncated pdf": (p.PDF[:40], UNREADABLE),
    "pdf head before html": (b"%PDF-1.7\n<script>alert(1)</script>", UNREADABLE),
    "jpeg before a zip": (p.photo() + p.archive(), "ready"),
    "jpeg before html": (p.photo() + b"<script>alert(1)</script>", "ready"),
    "png with a wrong extension": (p.photo(kind="PNG"), "ready"),
    "webp": (p.photo(kind="WEBP"), "ready"),
    "pdf": (p.PDF, "ready"),
    "heic of 20 MB": (p.heic(20 * MEGABYTE - 2_000), "ready"),
    "one byte too many": (p.photo() + bytes(20 * MEGABYTE), "refusal.file_too_large"),
}


@pytest.fixture(scope="module")
def sent() -> Sent:
    return Sent()


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_upload_is_refused_or_made_harmless(sent: Sent, what: str) -> None:
    """What is kept is a JPEG of our own making, or a whole PDF; of everything else not a byte stays."""
    content, expected = HOSTILE[what]
    before = set(sent.files.kept)
    assert sent.state(content) == expected
    sent.desk.clock.move(hours=2)
    sent.deliver()
    new = {key: sent.files.kept[key] for key in set(sent.files.kept) - before}
    assert bool(new) == (expected == "ready")
    for kept in new.values():
        assert kept.startswith((b"\xff\xd8\xff", b"%PDF-"))
        assert b"<script" not in kept
        assert b"PK\x03\x04" not in kept


NAMES = {
    "../../etc/passwd": "passwd.jpg",
    "..\\..\\windows\\win.ini": "win.jpg",
    "C:\\fakepath\\IMG_1.JPG": "IMG_1.jpg",
    "": "file.jpg",
    ".": "file.jpg",
    "..": "file.jpg",
    "/": "file.jpg",
    ".htaccess": "htaccess.jpg",
    "photo.jpg.exe": "photo.jpg.jpg",
    "photo.php": "photo.jpg",
    "a\x00b.jpg": "ab.jpg",
    "a\r\nset-cookie: x=1.jpg": "aset-cookie x=1.jpg",
    "\u202egpj.exe": "gpj.jpg",
    'a"; filename="b.exe': "a; filename=b.jpg",
    "<img src=x onerror=alert(1)>.png": "img src=x onerror=alert(1).jpg",
    "zdjęcie.heic": "zdjęcie.jpg",
    "CON": "CON.jpg",
    "x" * 300 + ".jpg": "x" * 116 + ".jpg",
}


@pytest.mark.parametrize("given", NAMES)
def test_a_hostile_name_becomes_a_plain_one(given: str) -> None:
    """It is shown and saved under; where bytes are kept no name has a say."""
    made = name_of(given, "image/jpeg")
    assert made == NAMES[given]
    assert len(made) <= LONGEST_NAME


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_and_says_nothing_of_where_it_was_taken(orientation: int) -> None:
    """For each of the eight ways in which a phone is held (EXIF, 4.6.4)."""
    made = PillowPictures().remake(io.BytesIO(p.with_traces((60, 40), orientation)), "image/jpeg")
    assert not any(trace in content for trace in p.TRACES for content in (made.content, made.small))
    picture = Image.open(io.BytesIO(made.content))
    assert not picture.getexif()
    assert not {"exif", "comment", "icc_profile"} & set(picture.info)
    turned = orientation > 4
    assert (made.width, made.height) == picture.size == ((40, 60) if turned else (60, 40))


def test_a_photo_of_an_iphone_is_made_a_jpeg() -> None:
    """Without its place too."""
    made = PillowPictures().remake(io.BytesIO(p.heic()), "image/heic")
    picture = Image.open(io.BytesIO(made.content))
    assert (picture.format, picture.size, made.media) == ("JPEG", (96, 64), "image/jpeg")
    assert not any(trace in made.content for trace in p.TRACES)
    red, green, _ = picture.convert("RGB").getpixel((8, 8))  # type: ignore[misc]
    assert red > 180 > 90 > green


def test_what_one_uploads_nobody_else_can_add() -> None:
    """What `keep_file` answers is bound to the request, to what was kept, and to the hour."""
    sent = Sent()
    kept = sent.keep(p.photo())
    theirs, guest = j.in_phase(sent.desk, "in_review", contact="third@example.com")
    files = [{"upload": kept.upload, "name": "a.jpg"}]
    foreign = sent.desk.handle(sent.desk.read(AddAttachments, {"request": theirs.request, "files": files}), guest)
    assert isinstance(foreign, Refusal)
    assert foreign.code == "refusal.no_upload"
    for place in range(0, len(kept.upload), 9):
        changed = kept.upload[:place] + ("0" if kept.upload[place] != "0" else "1") + kept.upload[place + 1 :]
        files = [{"upload": changed, "name": "a.jpg"}]
        forged = sent.desk.handle(
            sent.desk.read(AddAttachments, {"request": sent.made.request, "files": files}), sent.guest
        )
        assert isinstance(forged, Refusal), place
    sent.desk.clock.move(minutes=51)
    late = sent.add(kept)
    assert isinstance(late, Refusal)


def test_what_was_uploaded_before_a_secret_was_replaced_is_added() -> None:
    """Its page is open still."""
    sent = Sent()
    kept = sent.keep(p.photo())
    sent.desk.keyring = KeyRing([bytes(range(32, 64)), SECRET])
    assert not isinstance(sent.add(kept), Refusal)


def test_an_upload_is_added_once() -> None:
    """Also when it stands in the list twice."""
    sent = Sent()
    kept = sent.keep(p.photo())
    assert isinstance(sent.add(kept, kept), Refusal)
    assert not isinstance(sent.add(kept), Refusal)
    assert isinstance(sent.add(kept), Refusal)


def test_what_was_uploaded_and_never_added_goes_within_the_hour() -> None:
    """Its job was written down before its first byte."""
    sent = Sent()
    sent.keep(p.photo())
    assert len(sent.files.kept) == 1
    sent.desk.clock.move(hours=1, seconds=1)
    sent.deliver()
    assert sent.files.kept == {}


@pytest.mark.parametrize("when", ["before it was checked", "afterwards"])
@pytest.mark.parametrize("how", ["removed", "erased"])
def test_bytes_go_with_what_they_are_of(when: str, how: str) -> None:
    """Original, picture and thumbnail; the history still verifies."""
    sent = Sent()
    (id,) = sent.add(sent.keep(p.photo())).attachments
    if when == "afterwards":
        sent.deliver()
        assert len(sent.files.kept) == 2
    if how == "removed":
        sent.desk.do(sent.desk.read(RemoveAttachment, {"attachment": id}), sent.guest)
    else:
        sent.desk.do(sent.desk.read(EraseRequest, {"request": sent.made.request}), j.BOSS)
    sent.deliver()
    assert sent.files.kept == {}
    assert sent.desk.verify() == ()
    assert sent.desk.show(view_request_files, j.ANNA, sent.made.request).rows == ()


class Scanner:
    """Answers what it is told."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)

    def scan(self, stream: Any) -> Scan:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return Scan(answer)


@pytest.mark.parametrize(
    "answers, expected",
    [
        (["clean"], "ready"),
        (["found"], "refused: harmful"),
        (["not_scanned"], "refused: not_scanned"),
        ([OSError("away")], "checking"),
        ([FileNotFoundError("no socket")], "checking"),
    ],
)
def test_the_scanner_is_asked_first(answers: list[Any], expected: str) -> None:
    """What it cannot look at is not clean, and while it is away a file waits."""
    assert Sent(Scanner(*answers)).state(p.photo()) == expected


def test_a_room_shows_the_latest_photos_and_counts_all_of_them() -> None:
    """Twenty with the room; the rest is asked for by itself. How many more are taken is what is left beside all."""
    sent = Sent()
    for number in range(23):
        small = p.photo((8, 8))
        assert not isinstance(sent.add(sent.keep(small, f"{number}.jpg")), Refusal)
        sent.desk.clock.move(minutes=5)
    sent.deliver()
    every = sent.desk.show(view_room_files, sent.guest, sent.made.request)
    room = sent.desk.show(view_room, sent.guest, sent.made.request).part(RoomFiles)
    assert room is not None
    assert (len(every.rows), every.more, len(room.rows), room.more) == (23, False, 20, True)
    assert room.rows == every.rows[:20]
    assert room.room == every.room == sent.desk.settings.max_files - 23
    j.do(sent.desk, RemoveAttachment, sent.guest, attachment=room.rows[0].id)
    room = sent.desk.show(view_room, sent.guest, sent.made.request).part(RoomFiles)
    assert room is not None
    assert room.room == sent.desk.settings.max_files - 22, "what was removed takes no room"


def test_a_file_waits_for_a_scanner_that_is_away() -> None:
    """And is looked at when it is back."""
    sent = Sent(Scanner(OSError("away"), "clean"))
    assert sent.state(p.photo()) == "checking"
    sent.desk.clock.move(hours=1)
    sent.deliver()
    (row,) = sent.desk.show(view_room_files, sent.guest, sent.made.request).rows
    assert row.state.value == "ready"


def test_a_check_that_is_done_twice_leaves_no_file_behind() -> None:
    """Whoever makes a picture a second time replaces it: a worker may be killed at any moment."""
    sent = Sent()
    sent.add(sent.keep(p.photo()))
    real = sent.desk.handle
    failing = iter([True, False])

    def lost(command: Any, actor: Any, **options: Any) -> Any:
        if type(command).__name__ == "RecordCheck" and next(failing):
            raise OSError("killed before it was written down")
        return real(command, actor, **options)

    object.__setattr__(sent.desk._delivery, "handle", lost)
    sent.deliver()
    assert len(sent.files.kept) == 3
    sent.desk.clock.move(hours=1)
    sent.deliver()
    assert len(sent.files.kept) == 2
