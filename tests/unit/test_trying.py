"""What `helpdesk check` and the doctor try of files, scanner, mailbox and payments: each broken one is found and said,
and nothing is left behind."""

from __future__ import annotations

import io
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO

import obstore
import obstore.exceptions
import obstore.store
import pytest

from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.clamd import ClamdScanner
from helpdesk_core.adapters.folder import FolderFiles
from helpdesk_core.adapters.objects import ObjectFiles
from helpdesk_core.adapters.stripe import StripePayments
from helpdesk_core.desk.trying import storage_problems
from helpdesk_core.ports import Scan, Storage
from helpdesk_core.testing import MemoryFiles, make_desk
from reference_app.checking import check_desk, check_environment
from reference_app.storage import storage_of_environment
from smtp_server import free_port
from stripe_peer import running


class Finds:
    """A scanner as it should be."""

    def scan(self, stream: BinaryIO) -> Scan:
        return Scan.FOUND if b"EICAR" in stream.read() else Scan.CLEAN


class Says(Finds):
    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def scan(self, stream: BinaryIO) -> Any:
        return self.answer


class Forgets(MemoryFiles):
    def open(self, key: str) -> BinaryIO:
        super().open(key)
        return io.BytesIO(b"")


class Keeps(MemoryFiles):
    def delete(self, key: str) -> None:
        pass


class Full(MemoryFiles):
    def put(self, key: str, stream: BinaryIO, *, type: str) -> None:
        raise PermissionError("/var/lib/secret")


BROKEN: dict[str, tuple[Callable[[], Storage], str]] = {
    "no right to write": (lambda: Storage(Full()), "files cannot be kept (PermissionError)"),
    "a folder that is a file": (lambda: Storage(FolderFiles(__file__)), "files cannot be kept (NotADirectoryError)"),
    "other bytes": (lambda: Storage(Forgets()), "other bytes"),
    "nothing is deleted": (lambda: Storage(Keeps()), "still there"),
    "no clamd": (
        lambda: Storage(MemoryFiles(), scanner=ClamdScanner(("127.0.0.1", free_port()), timeout=1)),
        "the scanner does not answer, so that files wait (ConnectionRefusedError)",
    ),
    "finds nothing": (lambda: Storage(MemoryFiles(), scanner=Says(Scan.CLEAN)), "(EICAR): clean"),
    "finds all": (lambda: Storage(MemoryFiles(), scanner=Says(Scan.FOUND)), "of a clean file: found"),
    "looks at nothing": (lambda: Storage(MemoryFiles(), scanner=Says(Scan.NOT_SCANNED)), "clean file: not_scanned"),
    "answers by yes and no": (lambda: Storage(MemoryFiles(), scanner=Says(True)), "clean file: a bool"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_storage_is_found(case: str) -> None:
    made, said = BROKEN[case]
    found = "; ".join(storage_problems(made()))
    assert said in found
    assert "secret" not in found


def test_a_sound_storage_is_left_as_it_was(tmp_path: Path) -> None:
    """In a folder, in a bucket, beside a scanner."""
    bucket = obstore.store.MemoryStore()
    for files in (FolderFiles(tmp_path), ObjectFiles(bucket)):
        assert list(storage_problems(Storage(files, scanner=Finds()))) == []
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [one for page in bucket.list() for one in page]


def test_check_says_what_is_wrong_with_files() -> None:
    """And that nothing looks for malware is something to be done."""

    def tried(storage: Storage | None) -> Any:
        return next((one for one in check_desk(make_desk(storage=storage)) if one.what == "files"), None)

    assert tried(None) is None
    assert "PermissionError" in tried(Storage(Full())).wrong[0]
    assert "HELPDESK_CLAMD" in tried(Storage(MemoryFiles())).to_do[0]
    assert tried(Storage(MemoryFiles(), scanner=Finds())).to_do == ()


def test_check_tries_the_mailbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is not reached, and one whose desk takes no mail."""
    assert list(check_environment([make_desk()])) == []
    port = str(free_port())
    for name, value in {"HOST": "127.0.0.1", "PORT": port, "USER": "u", "PASSWORD": "hunter2", "TLS": "no"}.items():
        monkeypatch.setenv(f"HELPDESK_IMAP_{name}", value)
    monkeypatch.setenv("HELPDESK_MAIL_ADDRESS", "serwis@example.com")
    (tried,) = check_environment([make_desk()])
    assert f"127.0.0.1:{port} is not reached" in tried.wrong[0]
    assert "with a channel of the name mail" in tried.wrong[1]
    assert "hunter2" not in str(tried)


@pytest.mark.parametrize(
    "answer, said", [(401, "refuses the key (401)"), (403, "may read payments"), (404, ""), (500, "answers 500")]
)
def test_stripe_is_asked_whether_it_knows_the_key(answer: int, said: str) -> None:
    class Calls(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(answer)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Calls) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        payments = StripePayments("sk_test_hidden", ["whsec_x"], api=f"http://127.0.0.1:{server.server_port}")
        found = "; ".join(payments.problems())
        server.shutdown()
    assert said in found
    assert bool(found) == bool(said)
    assert "hidden" not in found


def test_stripe_that_is_right_or_away() -> None:
    """Nothing is made by asking."""
    with running() as peer:
        assert list(StripePayments("sk_test_1", ["whsec_x"], api=peer.api).problems()) == []
        assert peer.sessions == {}
    away = StripePayments("sk_test_1", ["whsec_x"], api=f"http://127.0.0.1:{free_port()}")
    assert "not reached" in "; ".join(away.problems())


@pytest.mark.parametrize("place", ["ftp://bucket/x", "s3://", "s3:///x", "s3://key:secret@bucket", "s3://b?x=secret"])
def test_a_place_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """With what it should be, and without what may be a secret."""
    monkeypatch.setenv("HELPDESK_FILES", place)
    with pytest.raises(ConfigurationError, match="s3://bucket/prefix") as raised:
        storage_of_environment()
    assert "secret" not in str(raised.value)


def test_a_bucket_that_refuses_is_a_storage_that_failed() -> None:
    """The port says OSError; what obstore raises is none, and quotes the bucket's answer."""
    store = obstore.store.S3Store("b", region="us-east-1", access_key_id="k", secret_access_key="s")
    files = ObjectFiles(store)

    with pytest.MonkeyPatch.context() as patch:

        def refuses(*_: object, **__: object) -> None:
            raise obstore.exceptions.PermissionDeniedError("signed with sk")

        for name in ("get", "delete", "open_writer"):
            patch.setattr(obstore, name, refuses)
        calls: tuple[Callable[[], object], ...] = (
            lambda: files.open("0f" * 16),
            lambda: files.delete("0f" * 16),
            lambda: files.put("0f" * 16, io.BytesIO(b"x"), type="text/plain"),
        )
        for call in calls:
            with pytest.raises(OSError, match="refused: PermissionDeniedError"):
                call()
