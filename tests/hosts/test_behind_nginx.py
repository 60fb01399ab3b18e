"""Below a path at nginx that ends TLS and takes the path off or leaves it on: the stand-alone app, and FastAPI that is
told its path (``root_path=``). Links, cookies, a large photo and a stream arrive as without anything in between."""

from __future__ import annotations

import html
import re
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from getpass import getuser
from pathlib import Path
from typing import Any

import attrs
import httpx2 as httpx
import pytest
from test_large_bodies import CONF, MEGABYTE, running
from test_servers import STATIC, free_port

import pictures
from parts import missing

BASE = "https://shop.example/shop"
SERVER = """  server {{ listen 127.0.0.1:{front};
    client_max_body_size 16m;
    proxy_set_header Host shop.example; proxy_set_header X-Forwarded-Proto https;
    proxy_set_header X-Forwarded-For $remote_addr; proxy_read_timeout 60s;
    location /shop/ {{ proxy_pass http://127.0.0.1:{back}{onto}; }}
    location ~ ^/shop(/.*(/files|/inbound/.+))$ {{ client_max_body_size 256m;
      proxy_pass http://127.0.0.1:{back}{rest}; }}
  }}"""
FASTAPI = """
from pathlib import Path
from fastapi import FastAPI
from helpdesk_core import Helpdesk
from helpdesk_core.adapters.console import ConsoleNotifier
from helpdesk_core.adapters.sqlalchemy import SqlStore
from reference_app import create_app
from reference_app.accounts import StaffAccounts
from reference_app.storage import storage_in
from reference_app.worker import Worker

store = SqlStore.sqlite("shop.sqlite")
desk = Helpdesk(store, secret=[bytes(range(32))], base_url="{base}/help", notifiers=[ConsoleNotifier()],
    storage=storage_in(Path("files")))
app = FastAPI(root_path="/shop")
app.mount("/help", create_app(desk, StaffAccounts(store.sessions.engine)))
worker = Worker(desk, seconds=1)
worker.__enter__()
"""


@attrs.define
class Browser:
    """Somebody who sees https://shop.example, where nginx would have ended TLS."""

    front: int
    folder: Path
    cookies: dict[str, str] = attrs.field(factory=dict)
    page: str = ""

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        own = {"origin": "https://shop.example", "cookie": "; ".join(f"{a}={b}" for a, b in self.cookies.items())}
        headers = own | options.pop("headers", {})
        answer = httpx.request(method, f"http://127.0.0.1:{self.front}{path}", headers=headers, timeout=60, **options)
        for one in answer.headers.get_list("set-cookie"):
            assert "Secure" in one
            assert f"Path={path[: path.index('/', 1)] if '/help' not in path else '/shop/help'}" in one
            name, _, value = one.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status_code == 303:
            assert answer.headers["location"].startswith("/shop/")
            return self.ask("GET", answer.headers["location"])
        self.page = answer.text
        return answer

    def send(self, action: str, files: Any = None, **fields: str) -> httpx.Response:
        """Fill in the form that leads there."""
        form = next(one for one in re.findall(r"<form.*?</form>", self.page, re.S) if f'{action}"' in one)
        (target,) = re.findall(r'<form[^>]* action="([^"]+)"', form)
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
        data = {name: html.unescape(value) for name, value in hidden} | fields
        return self.ask("POST", html.unescape(target), data=data, files=files)

    def code(self) -> str:
        """The code of the mail that the shop's console shows."""
        for _ in range(300):
            if found := re.findall(r"\b(\d{3}\s?\d{3})\b", (self.folder / "log").read_text("utf-8", "replace")):
                return str(found[-1])
            time.sleep(0.2)
        raise AssertionError((self.folder / "log").read_text("utf-8", "replace"))


@pytest.fixture(params=["serve, path off", "serve, path on", "FastAPI, path off", "FastAPI, path on"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Browser, str]]:
    """A browser, and the path of the pages."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists():
        missing("nginx is not installed")
    app, _, path = str(request.param).partition(", path ")
    back, front, is_off = free_port(), free_port(), path == "off"
    at = {"onto": "/", "rest": "$1$is_args$args"} if is_off else {"onto": "", "rest": ""}
    server = SERVER.format(front=front, back=back, **at)
    (tmp_path / "nginx.conf").write_text(CONF.format(folder=tmp_path, server=server, user=getuser()), "utf-8")
    if app == "serve":
        line, prefix = [sys.executable, "-m", "reference_app.cli", "serve", "--port", str(back)], "/shop"
    else:
        pytest.importorskip("fastapi")
        (tmp_path / "main.py").write_text(FASTAPI.format(base=BASE), "utf-8")
        line, prefix = [sys.executable, "-m", "uvicorn", "--port", str(back), "main:app"], "/shop/help"
    with ExitStack() as stack:
        env = {
            "HELPDESK_DATABASE": "shop.sqlite",
            "HELPDESK_BASE_URL": BASE,
            "HELPDESK_FILES": "files",
            "PYTHONUNBUFFERED": "1",
        }
        process = stack.enter_context(running(tmp_path, *line, **env))
        stack.enter_context(running(tmp_path, program, "-c", f"{tmp_path}/nginx.conf", "-g", "daemon off;"))
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with suppress(httpx.HTTPError):
                if httpx.get(f"http://127.0.0.1:{front}{prefix}/quick-help").status_code == 200:
                    break
            assert process.poll() is None, (tmp_path / "log").read_text("utf-8")
            time.sleep(0.2)
        yield Browser(front, tmp_path), prefix


@pytest.mark.full
@pytest.mark.timeout(400)
def test_a_visitor_below_a_path(shop: tuple[Browser, str]) -> None:
    """From Quick Help to an open room with a photo of 18 MB, told of what is new by a stream that is not collected."""
    visitor, at = shop
    sheet = visitor.ask("GET", f"{at}/static/helpdesk.css")
    assert sheet.content == (STATIC / "helpdesk.css").read_bytes()
    assert visitor.ask("GET", f"{at}/quick-help").status_code == 200
    assert set(re.findall(r'(?:href|src|action)="(/[^"/]*)', visitor.page)) == {"/shop"}
    visitor.send("/quick-help", problem="The screen is cracked.", device="Radio", urgency="soon")
    visitor.send("/quick-help/contact", surname="Nowak", contact="jan@example.com")
    visitor.send("/quick-help/check")
    assert visitor.send("/confirm", code=visitor.code()).status_code == 200
    photo = pictures.photo((800, 600)) + bytes(18 * MEGABYTE)
    sent = visitor.send("/files", files={"files": ("screen.jpg", photo, "image/jpeg")})
    assert sent.status_code == 200, sent.text
    assert "1 photo or file was added" in sent.text
    (stream,) = re.findall(r'data-live="([^"]+)"', sent.text)
    assert stream.startswith(f"{at}/r/")
    began = time.monotonic()
    headers = {"accept": "text/event-stream", "cookie": "; ".join(f"{a}={b}" for a, b in visitor.cookies.items())}
    with httpx.stream("GET", f"http://127.0.0.1:{visitor.front}{stream}", headers=headers, timeout=20) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        first = next(answer.iter_bytes())
    assert b"data:" in first or first.startswith(b":")
    assert time.monotonic() - began < 15, "nginx collected it"
