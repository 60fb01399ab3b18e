"""The real clamd, where it is installed, with one signature of our own: nothing is downloaded."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import journeys as j
import pictures as p
from helpdesk_core.adapters.clamd import ClamdScanner
from helpdesk_core.adapters.pillow import PillowPictures
from helpdesk_core.commands import AddAttachments
from helpdesk_core.ports import Scan, Storage
from helpdesk_core.testing import MemoryFiles, make_desk
from helpdesk_core.views import view_room_files
from parts import missing

pytestmark = pytest.mark.full
HARMFUL = p.photo()
CONFIG = """Foreground yes
LocalSocket {folder}/clamd.ctl
DatabaseDirectory {folder}
StreamMaxLength 1M
MaxFileSize 500K
MaxScanSize 1M
AlertExceedsMax yes
"""


class Daemon:
    """A clamd of the test's own."""

    def __init__(self, program: str, folder: Path) -> None:
        signature = f"{hashlib.sha256(HARMFUL).hexdigest()}:{len(HARMFUL)}:Helpdesk.Test"
        (folder / "own.hsb").write_text(signature + "\n")
        config = folder / "clamd.conf"
        config.write_text(CONFIG.format(folder=folder))
        self.socket = folder / "clamd.ctl"
        self._log = (folder / "log").open("w+")
        self._process = subprocess.Popen(
            [program, "-c", str(config)], stdout=self._log, stderr=subprocess.STDOUT, cwd=folder
        )
        until = time.monotonic() + 60
        while not self.socket.exists():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise AssertionError((folder / "log").read_text())
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends it."""
        self._process.terminate()
        self._process.wait(20)
        self._log.close()


@pytest.fixture
def clamd() -> Iterator[Daemon]:
    """Its socket's path has to be short."""
    program = shutil.which("clamd") or "/usr/sbin/clamd"
    if not Path(program).exists():
        missing("clamd is not installed (Debian: clamav-daemon)")
    with tempfile.TemporaryDirectory() as folder:
        daemon = Daemon(program, Path(folder))
        yield daemon
        daemon.stop()


def test_it_tells_harmful_from_clean_and_neither_from_what_it_did_not_look_at(clamd: Daemon) -> None:
    """Over its limit for a stream it hangs up; over the one for a file it says so only because it is told to."""
    scanner = ClamdScanner(str(clamd.socket))
    sent = (HARMFUL, p.photo((90, 60)), bytes(700_000), bytes(3_000_000))
    answers = [scanner.scan(io.BytesIO(content)) for content in sent]
    assert answers == [Scan.FOUND, Scan.CLEAN, Scan.NOT_SCANNED, Scan.NOT_SCANNED]


def test_a_harmful_photo_is_refused_a_clean_one_shown_and_without_it_they_wait(clamd: Daemon) -> None:
    """From the room to the daemon and back."""
    files = MemoryFiles()
    desk = make_desk(storage=Storage(files, PillowPictures(), ClamdScanner(str(clamd.socket), timeout=5)))
    made, guest = j.in_phase(desk, "in_review")

    def sent(content: bytes) -> Any:
        kept: Any = desk.keep_file(io.BytesIO(content), name="a.jpg", request=made.request, actor=guest)
        upload = [{"upload": kept.upload, "name": kept.name}]
        j.do(desk, AddAttachments, guest, request=made.request, files=upload)
        while desk.deliver().done:
            pass
        return desk.show(view_room_files, guest, made.request).rows[0]

    refused = sent(HARMFUL)
    assert (refused.state.value, refused.reason.value) == ("refused", "harmful")
    desk.clock.move(minutes=1)
    assert sent(p.photo((90, 60))).state.value == "ready"
    clamd.stop()
    desk.clock.move(minutes=1)
    waiting = sent(p.photo((80, 60)))
    assert (waiting.state.value, waiting.reason) == ("checking", None)
