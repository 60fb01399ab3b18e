"""The pages beside a bare Starlette "hello" in one run: ``nox -s bench -- --pages``.

CPU time of one GET, medians of interleaved rounds. Each app is called as a server calls it (ASGI), without sockets; the
threads in which the desk's calls run are counted.
"""

from __future__ import annotations

import asyncio
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import attrs
import jinja2
import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

sys.path.append(str(Path(__file__).parents[1]))
import journeys
import shops
from capabilities import quotes
from capabilities.attachments import JPEG
from helpdesk_core.attachments.model import Attachment, AttachmentState
from helpdesk_core.commands import AddAttachments, ReplyToCustomer, ReplyToShop
from helpdesk_core.service_requests.model import ServiceRequest
from reference_app.room_cookies import room_cookie
from reference_app.tables import writing

_EACH = 60


def hello() -> Starlette:
    """What a page costs when it says nothing."""

    async def answer(request: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    return Starlette(routes=[Route("/", answer)])


async def get(app: Any, path: str, cookie: str = "") -> None:
    """One GET. Raises RuntimeError for anything but a page, so that no error is measured."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "root_path": "", "path": path,
        "raw_path": path.encode(), "query_string": b"", "client": ("127.0.0.1", 1), "server": ("testserver", 80),
        "headers": [(b"host", b"testserver"), (b"accept-language", b"pl"), (b"cookie", cookie.encode())],
    }  # fmt: skip
    await app(scope, receive, send)
    if sent[0]["status"] != 200:
        raise RuntimeError(f"{path} answered {sent[0]['status']}")


def figures(rounds: int) -> dict[str, float]:
    """Milliseconds of a customer's room and of the staff's page of a request, and their ratios to ``hello``."""
    with tempfile.TemporaryDirectory() as folder:
        shop = shops.build(Path(folder))
        customer, staff = shop.visitor("pl"), shop.visitor("pl")
        room = customer.request_help("jan@example.com")
        staff.sign_in()
        pages = {
            "hello": (hello(), "/", ""),
            "room": (shop.app, room, _cookies(customer)),
            "staff": (shop.app, f"/staff/requests/{shop.tracking[0]}", _cookies(staff)),
        }
        taken = asyncio.run(_measure(pages, rounds))
    found = {f"{name} page, milliseconds": taken[name] * 1000 for name in pages}
    return found | {f"{name} page ÷ hello": taken[name] / taken["hello"] for name in ("room", "staff")}


def beside_jinja(rounds: int) -> dict[str, float]:
    """What pages cost beside Jinja alone: the same templates, given the same values, making the same HTML, without the
    session, the desk's reads, rows, counts and the answer around them.

    A page of 50 rows of the queue; the staff's page of a request with 100 messages; a customer's room with 50 messages,
    20 photos and 10 versions of a quote, and with 1,000 of each.
    """
    with tempfile.TemporaryDirectory() as folder:
        shop = shops.build(Path(folder))
        staff = shop.visitor("pl")
        staff.sign_in()
        talk, small, large = (Filled.of(shop, f"filled{number}@example.com") for number in range(3))
        talk.add(messages=100)
        small.add(messages=50, photos=20, versions=10)
        large.add(messages=1000, photos=1000, versions=1000)
        for number in range(60):
            fields = {"contact": f"row{number}@example.com", "urgency": "cannot_wait", "location": "centrum"}
            journeys.submit(shop.desk, **fields, problem=f"It does not start since Monday, row {number}. It beeps.")
        pages = {
            "queue": (shop.app, "/staff", _cookies(staff)),
            "request": (shop.app, f"/staff/requests/{talk.reference}", _cookies(staff)),
            "room": (shop.app, small.room, _cookies(small.visitor)),
            "large": (shop.app, large.room, _cookies(large.visitor)),
        }
        calls: dict[str, Callable[[], Awaitable[None]]] = {}
        for name, page in pages.items():
            calls |= {name: partial(get, *page), f"{name} by Jinja": _alone(page)}
        taken = asyncio.run(_interleaved(calls, rounds))
    ms = {name: seconds * 1000 for name, seconds in taken.items()}
    return {
        "queue page of 50 rows, milliseconds": ms["queue"],
        "queue page ÷ its templates by Jinja alone": ms["queue"] / ms["queue by Jinja"],
        "page of a request with 100 messages, milliseconds": ms["request"],
        "page of a request ÷ its templates by Jinja alone": ms["request"] / ms["request by Jinja"],
        "room with 50 messages, 20 photos, 10 versions, milliseconds": ms["room"],
        "room − 1 ms ÷ its templates by Jinja alone": (ms["room"] - 1) / ms["room by Jinja"],
        "room with 1,000 of each ÷ that room": ms["large"] / ms["room"],
    }


def _alone(page: tuple[Any, str, str]) -> Callable[[], Awaitable[None]]:
    """The templates of a page with the values that it gives them."""
    made: list[tuple[Any, dict[str, Any]]] = []
    plain = jinja2.Template.render

    def noted(template: Any, *args: Any, **values: Any) -> str:
        made.append((template, dict(*args, **values)))
        return plain(template, *args, **values)

    with mock.patch.object(jinja2.Template, "render", noted):
        asyncio.run(get(*page))
    if "frame.html" not in {template.name for template, _ in made}:
        raise RuntimeError(f"not a page: {page[1]}")

    async def alone() -> None:
        for template, values in made:
            plain(template, values)

    return alone


@attrs.frozen
class Filled:
    """A request with much in it, and its customer's browser."""

    shop: shops.Shop
    visitor: shops.Visitor
    room: str
    id: str
    reference: str

    @classmethod
    def of(cls, shop: shops.Shop, contact: str) -> Filled:
        """A request that was confirmed just now."""
        visitor = shop.visitor("pl")
        room = visitor.request_help(contact)
        found = shop.desk.keyring.read_link(room.rpartition("/")[2])
        assert found is not None
        with shop.desk.reading() as reader:
            request = reader.load(ServiceRequest, found[0])
        assert request is not None
        return cls(shop, visitor, room, request.id, request.reference)

    def add(self, *, messages: int, photos: int = 0, versions: int = 0) -> None:
        """Messages by turns and versions of a quote by people's commands; photos as rows beside a first one."""
        desk, guest = self.shop.desk, self.shop.desk.guest(self.visitor.client.cookies.get(room_cookie(self.id)))
        for number in range(messages):
            kind, actor = ((ReplyToShop, guest), (ReplyToCustomer, journeys.ANNA))[number % 2]
            text = f"Message {number}: when will it be ready? By Thursday, I hope, since I need it at work."
            journeys.do(desk, kind, actor, request=self.id, text=text)
        for _ in range(versions):
            quotes.offer(desk, self.id)
        if photos:
            kept: Any = desk.keep_file(io.BytesIO(JPEG), name="crack.jpg", request=self.id, actor=guest)
            files = [{"upload": kept.upload, "name": kept.name}]
            added = journeys.do(desk, AddAttachments, guest, request=self.id, files=files).attachments[0]
            self._copy(added, photos)

    def _copy(self, id: str, photos: int) -> None:
        """As if so many had been sent and checked."""
        with self.shop.desk.reading() as reader:
            first = reader.load(Attachment, id)
        assert first is not None
        size = {"state": AttachmentState.READY, "width": 1200, "height": 900}
        rows = [first.changed(id=f"{number:08}{id[8:]}", **size) for number in range(photos - 1)]
        names = [column.name for column in Attachment.record_type.columns]
        table = sa.table(f"helpdesk_core_{Attachment.record_type.name}", *map(sa.column, names))
        cells = [dict(zip(names, Attachment.record_type.encode(row), strict=True)) for row in rows]
        with writing(self.shop.accounts.engine) as connection:
            connection.execute(sa.insert(table), cells)


def _cookies(visitor: shops.Visitor) -> str:
    return "; ".join(f"{name}={value}" for name, value in visitor.client.cookies.items())


async def _interleaved(calls: dict[str, Callable[[], Awaitable[None]]], rounds: int) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        await call()
    for _ in range(rounds):
        for name, call in calls.items():
            start = time.process_time()
            for _ in range(_EACH // 3):
                await call()
            taken[name].append((time.process_time() - start) / (_EACH // 3))
    return {name: statistics.median(times) for name, times in taken.items()}


async def _measure(pages: dict[str, tuple[Any, str, str]], rounds: int) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for page in pages.values():
        await get(*page)
    for _ in range(rounds):
        for name, page in pages.items():
            start = time.process_time()
            for _ in range(_EACH):
                await get(*page)
            taken[name].append((time.process_time() - start) / _EACH)
    return {name: statistics.median(times) for name, times in taken.items()}
