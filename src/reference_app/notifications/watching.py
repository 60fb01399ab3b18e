"""For machines that watch: whether delivery goes on, as JSON and as Prometheus' text."""

from __future__ import annotations

from functools import partial
from typing import Any

import attrs
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from helpdesk_core import Health, StoreError

from ..web import Web

_HELP = {
    "late": "Jobs that should have been done by now",
    "oldest_seconds": "For how long the oldest of them has been late",
    "failed": "Messages that were given up or had nobody to go to",
    "held": "Messages held back after a restore",
    "worker_seconds": "Since a worker last looked",
    "done_seconds": "Since a job was last done",
    "unread_seconds": "For how long a mailbox has not been read",
    "stands_still": "Whether somebody has to look",
}


def routes(web: Web) -> list[Route]:
    """``/healthz`` for load balancers and alarms, ``/metrics`` for Prometheus. Both are numbers, open to everybody."""

    async def look() -> Health | None:
        try:
            found: Health = await web.run(web.desk.health)
        except StoreError:
            return None
        return found

    async def healthz(request: Request) -> Response:
        """503 when the database is away, nothing is delivered or no mail is read, with the numbers that say why."""
        found = await look()
        if found is None:
            return JSONResponse({"status": "database away"}, 503)
        wrong = "delivery stands still" if found.unread_seconds is None else "a mailbox is not read"
        status = wrong if found.stands_still else "ok"
        return JSONResponse({"status": status, **attrs.asdict(found)}, 503 if found.stands_still else 200)

    async def metrics(request: Request) -> Response:
        """The same as gauges (the text format of Prometheus, version 0.0.4)."""
        found = await look()
        text = "" if found is None else "".join(map(partial(_gauge, found), _HELP))
        up = "# HELP helpdesk_database_up Whether the database answers\n# TYPE helpdesk_database_up gauge\n"
        body = f"{up}helpdesk_database_up {int(found is not None)}\n{text}"
        return PlainTextResponse(body, media_type="text/plain; version=0.0.4")

    return [Route("/healthz", healthz, name="healthz"), Route("/metrics", metrics, name="metrics")]


def _gauge(found: Health, name: str) -> str:
    value: Any = getattr(found, name)
    if value is None:
        return ""
    full = f"helpdesk_{name}"
    return f"# HELP {full} {_HELP[name]}\n# TYPE {full} gauge\n{full} {float(value):g}\n"
