"""The pages beside a bare Starlette "hello" in one run: ``nox -s bench -- --pages``.

CPU time of one GET, medians of interleaved rounds. Each app is called as a server calls it (ASGI), without sockets; the
threads in which the desk's calls run are counted.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from unittest import mock

import jinja2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

sys.path.append(str(Path(__file__).parents[1]))
import journeys
import shops

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


def queue_figures(rounds: int) -> dict[str, float]:
    """What a page of 50 rows of the queue costs, beside Jinja alone: the same templates, given the same values, making
    the same HTML, without the session, the desk's reads, rows, counts and the answer around them."""
    with tempfile.TemporaryDirectory() as folder:
        shop = shops.build(Path(folder))
        for number in range(60):
            fields = {"contact": f"row{number}@example.com", "urgency": "cannot_wait", "location": "centrum"}
            journeys.submit(shop.desk, **fields, problem=f"It does not start since Monday, row {number}. It beeps.")
        staff = shop.visitor("pl")
        staff.sign_in()
        page = (shop.app, "/staff", _cookies(staff))
        made: list[tuple[Any, dict[str, Any]]] = []
        plain = jinja2.Template.render

        def noted(template: Any, *args: Any, **values: Any) -> str:
            made.append((template, values))
            return plain(template, *args, **values)

        with mock.patch.object(jinja2.Template, "render", noted):
            asyncio.run(get(*page))
        names = {template.name for template, _ in made}
        if not {"queue.html", "frame.html"} <= names:
            raise RuntimeError(f"not the queue: {names}")

        async def alone() -> None:
            for template, values in made:
                plain(template, **values)

        taken = asyncio.run(_interleaved({"page": lambda: get(*page), "jinja": alone}, rounds))
    return {
        "queue page of 50 rows, milliseconds": taken["page"] * 1000,
        "queue page ÷ its templates by Jinja alone": taken["page"] / taken["jinja"],
    }


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
