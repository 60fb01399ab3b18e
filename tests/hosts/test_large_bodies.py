"""Bodies that no form makes, at real servers: uvicorn, gunicorn with a WSGI host, and nginx as the docs set it up. Each
is answered by a page with a way back, and none is ever held in memory."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from getpass import getuser
from pathlib import Path

import attrs
import httpx2 as httpx
import pytest
from test_servers import EXAMPLE, FLASK, free_port

from parts import missing

DOCS = Path(__file__).parents[2] / "docs/how-to"
KILOBYTE, MEGABYTE = 1024, 1024 * 1024
CONF = """
user {user}; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}
http {{
  access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
{server}
}}
"""


@attrs.frozen
class Served:
    """Where the pages are, and the processes that serve them."""

    address: str
    folder: Path
    processes: list[subprocess.Popen[bytes]]

    @property
    def memory(self) -> float:
        """The most that any process of ours ever had (MB)."""
        found = []
        for path in Path("/proc").glob("[0-9]*/status"):
            with suppress(OSError):
                said = dict(line.split(":", 1) for line in path.read_text("utf-8").splitlines())
                if {int(path.parent.name), int(said["PPid"])} & {one.pid for one in self.processes}:
                    found.append(int(said["VmHWM"].split()[0]) / 1024)
        return max(found)


@contextmanager
def running(folder: Path, *command: str, **env: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process until the block ends."""
    variables = {**os.environ, "HELPDESK_SECRET": bytes(range(32)).hex(), "HOME": str(folder), **env}
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=variables, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def nginx(stack: ExitStack, folder: Path, front: int, back: int, page: str) -> None:
    """The server of the docs in front, without TLS and at these ports."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists():
        missing("nginx is not installed")
    block = re.search(r"^    server \{\n.*?^    \}\n", (DOCS / page).read_text("utf-8"), re.S | re.M)
    assert block is not None
    server = re.sub(r"listen [^;]*;", f"listen 127.0.0.1:{front};", block.group())
    server = re.sub(r"\n *ssl_[^;]*;", "", server).replace("127.0.0.1:8000", f"127.0.0.1:{back}")
    (folder / "nginx.conf").write_text(CONF.format(folder=folder, server=server, user=getuser()), "utf-8")
    stack.enter_context(running(folder, program, "-c", f"{folder}/nginx.conf", "-g", "daemon off;"))


@pytest.fixture(params=["uvicorn", "gunicorn", "deploy.md", "deploy.pl.md"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    """The pages at each of them."""
    back, front, way = free_port(), free_port(), str(request.param)
    behind = way.endswith(".md")
    with ExitStack() as stack:
        if way == "gunicorn":
            program = Path(sys.executable).with_name("gunicorn")
            if not program.exists():
                missing("gunicorn is not installed")
            (tmp_path / "start.py").write_text(FLASK.format(folder=str(tmp_path), is_off=False), "utf-8")
            line = [str(program), "-w", "1", "-b", f"127.0.0.1:{back}", "start:app"]
            env, path = {"SHOP_SECRET": "x", "PYTHONPATH": f"{EXAMPLE}:{os.environ.get('PYTHONPATH', '')}"}, "/help"
        else:
            line = [sys.executable, "-m", "reference_app.cli", "serve", "--no-worker", "--port", str(back)]
            env, path = {"HELPDESK_DATABASE": "shop.sqlite"}, ""
            env["HELPDESK_BASE_URL"] = f"http://localhost:{front if behind else back}"
        process = stack.enter_context(running(tmp_path, *line, **env))
        if behind:
            nginx(stack, tmp_path, front, back, way)
        made = Served(f"http://localhost:{front if behind else back}{path}", tmp_path, [process])
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with suppress(httpx.HTTPError):
                if httpx.get(f"{made.address}/quick-help").status_code == 200:
                    break
            assert process.poll() is None, (tmp_path / "log").read_text()
            time.sleep(0.2)
        yield made


def form(size: int, piece: int = 64 * KILOBYTE) -> Iterator[bytes]:
    """A form that is so large, part by part."""
    yield b"problem="
    for _ in range(size // piece):
        yield b"x" * piece


@pytest.mark.full
@pytest.mark.timeout(300)
def test_what_is_too_large_is_answered_by_a_page_and_not_kept(served: Served) -> None:
    """With its size announced or in chunks, just too large or far; one with a button back, whatever stands in front."""
    kind = {"content-type": "application/x-www-form-urlencoded"}

    def post(size: int, *, announced: bool) -> httpx.Response:
        body = b"".join(form(size)) if announced else form(size)
        return httpx.post(f"{served.address}/quick-help", content=body, headers=kind, timeout=60)

    for announced in (True, False):
        for size in (320 * KILOBYTE, 15 * MEGABYTE):
            answer = post(size, announced=announced)
            assert answer.status_code == 413, (size, announced)
            assert "This is too much for one form" in answer.text
            assert "data-back" in answer.text
    before = served.memory
    for _ in range(6):
        post(15 * MEGABYTE, announced=True)
        post(15 * MEGABYTE, announced=False)
        with suppress(httpx.HTTPError):  # who is told before the end of 40 MB may find the line cut
            assert post(40 * MEGABYTE, announced=True).status_code == 413
    assert served.memory - before < 8, "180 MB and more went by, and not one body was kept"
    assert httpx.get(f"{served.address}/quick-help").status_code == 200
