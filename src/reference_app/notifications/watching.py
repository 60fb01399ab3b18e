"""For machines that watch: whether delivery goes on, as JSON and as Prometheus' text."""

from __future__ import annotations

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

    def look() -> tuple[Health | None, bool]:
        """How delivery stands, None while the database is away; and whether anything can be saved."""
        try:
            return web.desk.health(), not web.desk.saving_problems()
        except StoreError:
            return None, False

    async def healthz(request: Request) -> Response:
        """503 when the database is away or only reads, nothing is delivered or no mail is read, with the numbers that
        say why."""
        found, saves = await web.run(look)
        if found is None:
            return JSONResponse({"status": "database away"}, 503)
        status = _status(found, saves)
        return JSONResponse({"status": status, **attrs.asdict(found)}, 200 if status == "ok" else 503)

    async def metrics(request: Request) -> Response:
        """The same as gauges (the text format of Prometheus, version 0.0.4)."""
        found, saves = await web.run(look)
        up = _gauge("database_up", "Whether the database answers", found is not None)
        can = _gauge("database_writable", "Whether anything can be saved", saves)
        rest = "".join(_gauge(name, _HELP[name], getattr(found, name)) for name in _HELP) if found is not None else ""
        return PlainTextResponse(up + can + rest, media_type="text/plain; version=0.0.4")

    return [Route("/healthz", healthz, name="healthz"), Route("/metrics", metrics, name="metrics")]


def _status(found: Health, saves: bool) -> str:
    if not saves:
        return "nothing can be saved"
    if not found.stands_still:
        return "ok"
    return "delivery stands still" if found.unread_seconds is None else "a mailbox is not read"


def _gauge(name: str, about: str, value: float | None) -> str:
    full = f"helpdesk_{name}"
    return "" if value is None else f"# HELP {full} {about}\n# TYPE {full} gauge\n{full} {float(value):g}\n"
