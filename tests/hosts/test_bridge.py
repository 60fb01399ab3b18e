"""The bridge between a WSGI host's view and the pages: streams both ways, in the host's thread, with flat memory."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from reference_app.hosts.bridge import ask_host, in_host_thread
from reference_app.hosts.wsgi import HELD, Answer, Body, answer

MEGABYTE = 1024 * 1024
LABELS = 1000


class Upload:
    """A body that nobody ever has in memory as a whole."""

    def __init__(self, size: int) -> None:
        self.left, self.readers = size, set[int]()

    def read(self, size: int) -> bytes:
        self.readers.add(get_ident())
        size = min(size, self.left)
        self.left -= size
        return b"x" * size


def call(app: Any, path: str, upload: Upload | None = None, **environ: Any) -> Answer:
    size = str(upload.left) if upload else ""
    made = {"PATH_INFO": path, "REQUEST_METHOD": "POST" if upload else "GET", "CONTENT_LENGTH": size}
    return answer(app, made | {"wsgi.input": upload or Upload(0)} | environ, prefix="")


def whole(made: Answer) -> bytes:
    return made.body if isinstance(made.body, bytes) else b"".join(made.body)


@contextmanager
def flat(most: int = 8 * MEGABYTE) -> Iterator[None]:
    """No more than that at once, whatever passes."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


def label(number: int) -> bytes:
    return f"{number:08}".encode() * 2048  # 16 KiB


async def count(request: Request) -> Response:
    size, digest = 0, hashlib.sha256()
    async for part in request.stream():
        size += len(part)
        digest.update(part)
    return PlainTextResponse(f"{size} {digest.hexdigest()}")


async def labels(request: Request) -> Response:
    async def each() -> AsyncIterator[bytes]:
        for number in range(LABELS):
            request.app.state.made = number
            yield await in_host_thread(lambda number=number: label(number))  # type: ignore[misc]

    return StreamingResponse(each(), media_type="application/pdf")


async def plain_labels(request: Request) -> Response:
    return StreamingResponse(map(label, range(LABELS)))


async def file(request: Request) -> Response:
    return FileResponse(request.app.state.file)


async def threads(request: Request) -> Response:
    found = [await in_host_thread(get_ident), ask_host(request, "thread", get_ident)]
    return PlainTextResponse(" ".join(map(str, found)))


async def listens(request: Request) -> Response:
    """What Starlette's own responses did before version 2.4: a disconnect beside the answer ends it."""
    assert await request.body() == b"x"
    assert not await request.is_disconnected()
    return PlainTextResponse("whole")


async def fails(request: Request) -> Response:
    async def each() -> AsyncIterator[bytes]:
        yield b"x" * (HELD + 1)
        raise LookupError("too late for a page")

    if "now" in request.query_params:
        raise LookupError("at once")
    return StreamingResponse(each())


async def cleans(request: Request) -> Response:
    done = request.app.state.done = []

    async def each() -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"x" * HELD
        finally:
            done.append("cleaned")

    return StreamingResponse(each())


PAGES = (count, labels, plain_labels, file, threads, listens, fails, cleans)


@pytest.fixture
def app(tmp_path: Path) -> Starlette:
    made = Starlette(routes=[Route(f"/{page.__name__}", page, methods=["GET", "POST"]) for page in PAGES])
    made.state.file = tmp_path / "labels.pdf"
    made.state.file.write_bytes(b"".join(map(label, range(LABELS))))
    return made


def test_an_upload_of_fifty_megabytes_is_never_in_memory(app: Starlette) -> None:
    """It is read part by part, by the thread of the view, and arrives whole."""
    upload = Upload(50 * MEGABYTE)
    expected = hashlib.sha256(b"x" * upload.left).hexdigest()
    with flat():
        assert whole(call(app, "/count", upload)).decode() == f"{50 * MEGABYTE} {expected}"
    assert upload.readers == {get_ident()}


@pytest.mark.parametrize("path", ["/labels", "/plain_labels", "/file"])
def test_a_thousand_labels_arrive_whole_and_are_never_in_memory(app: Starlette, path: str) -> None:
    """An iterator that asks the desk for each, a plain iterator, a file."""
    expected = hashlib.sha256(app.state.file.read_bytes()).digest()
    with flat():
        made, found = call(app, path), hashlib.sha256()
        assert isinstance(made.body, Body)
        for part in made.body:
            found.update(part)
    assert (made.status, found.digest()) == (200, expected)


def test_the_first_part_is_there_before_the_last_is_made(app: Starlette) -> None:
    """Nothing runs ahead of who reads."""
    made = call(app, "/labels")
    next(iter(made.body))
    assert app.state.made < 2 * HELD / len(label(0))
    made.body.close()  # type: ignore[union-attr]


def test_the_host_does_its_part_in_its_own_thread(app: Starlette) -> None:
    """What is awaited, and what is asked at once."""
    assert whole(call(app, "/threads")).decode() == f"{get_ident()} {get_ident()}"


def test_nobody_is_gone_before_the_answer_is_whole(app: Starlette) -> None:
    """After the body `receive` waits: it reports no disconnect."""
    assert whole(call(app, "/listens", Upload(1))) == b"whole"


def test_what_fails_is_a_failure_of_the_view(app: Starlette) -> None:
    """Before the answer began it is raised to the view, afterwards to who reads on."""
    with pytest.raises(LookupError, match="at once"):
        call(app, "/fails", QUERY_STRING="now")
    made = call(app, "/fails")
    with pytest.raises(LookupError, match="too late"):
        whole(made)


def test_who_leaves_ends_the_work(app: Starlette) -> None:
    """A server closes what it does not send to its end; the app ends, and cleans up."""
    made = call(app, "/cleans")
    made.body.close()  # type: ignore[union-attr]
    assert app.state.done == ["cleaned"]
    assert list(made.body) == []  # type: ignore[arg-type]


def test_a_body_that_breaks_off_is_no_request(app: Starlette) -> None:
    """The client promised more than it sent."""
    upload = Upload(10)
    with pytest.raises((OSError, ClientDisconnect)):
        call(app, "/count", upload, CONTENT_LENGTH="11")


def test_a_body_without_a_length(app: Starlette) -> None:
    """Is read to its end where the server ends it, and is none elsewhere."""
    assert whole(call(app, "/count", Upload(10), CONTENT_LENGTH="", **{"wsgi.input_terminated": True}))[:2] == b"10"
    assert whole(call(app, "/count", Upload(10), CONTENT_LENGTH=""))[:1] == b"0"


def test_outside_of_a_host_it_says_what_is_wrong() -> None:
    """Pages under uvicorn with `run=in_host_thread`."""
    with pytest.raises(RuntimeError, match="needs no run="):
        in_host_thread(get_ident)


async def form(request: Request) -> Response:
    return PlainTextResponse((await request.body()).decode())


FORM = Starlette(routes=[Route("/x", form, methods=["POST"])])


def flask_shop(app: Any, *hooks: Any) -> Any:
    """A client of a Flask app with the pages in it, whose hooks look at each request first."""
    flask = pytest.importorskip("flask")
    from reference_app.hosts.flask import blueprint_of

    shop = flask.Flask("shop")
    shop.testing = True
    for hook in hooks:
        shop.before_request(lambda hook=hook: (hook(flask.request), None)[1])
    shop.register_blueprint(blueprint_of(app, commit=lambda: None), url_prefix="/help")
    return shop.test_client()


READERS = [lambda request: request.form, lambda request: request.data]


@pytest.mark.parametrize("hooks", [[], READERS[:1], READERS[1:]], ids=["nothing", "form", "data"])
def test_flask_may_have_read_the_form(hooks: list[Any]) -> None:
    """By a hook (Flask-WTF, a logger): the pages read it again."""
    sent = flask_shop(FORM, *hooks).post("/help/x", data={"a": ["1", "zażółć"], "b": "&="})
    assert sent.text == "a=1&a=za%C5%BC%C3%B3%C5%82%C4%87&b=%26%3D"


def test_an_upload_that_flask_has_read_is_not_passed_over() -> None:
    """Its files are elsewhere by then: that is said, not an empty form handed on."""
    with pytest.raises(RuntimeError, match="uploads"):
        flask_shop(FORM, READERS[0]).post("/help/x", data={"a": "1"}, content_type="multipart/form-data")


def test_flask_streams(app: Starlette) -> None:
    """Part by part, inside the request's context."""
    found = flask_shop(app).get("/help/labels", buffered=False)
    assert found.is_streamed
    assert b"".join(found.iter_encoded()) == app.state.file.read_bytes()
    found.close()


@pytest.mark.parametrize("reads", [False, True])
def test_django_streams_and_may_have_read_the_form(app: Starlette, reads: bool) -> None:
    """A middleware of the project may have looked at POST."""
    from django.test import RequestFactory

    from reference_app.hosts.django import pages

    request = RequestFactory().generic("POST", "/help/x", "a=1&a=2", "application/x-www-form-urlencoded")
    if reads:
        assert request.POST.getlist("a") == ["1", "2"]
    assert pages(FORM)(request, "x").content == b"a=1&a=2"  # type: ignore[attr-defined]
    found: Any = pages(app)(RequestFactory().get("/help/labels"), "labels")
    assert found.streaming
    assert b"".join(found.streaming_content) == app.state.file.read_bytes()
    found.close()
