"""The pages for embedders, taken at their word: their blocks go into a fresh project of the framework, their
commands are run, and somebody asks for help over HTTP."""

from __future__ import annotations

import http.cookiejar
import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from parts import missing

DOCS = Path(__file__).parents[2] / "docs"
SERVERS = ("runserver", "flask --app app run", "uvicorn")

FLASK_APP = """
from flask import Flask
from flask_login import LoginManager, UserMixin
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config |= {"SECRET_KEY": "x", "SQLALCHEMY_DATABASE_URI": "sqlite:///shop.sqlite"}
db, login_manager = SQLAlchemy(app), LoginManager(app)
login_manager.login_view = "login"


class User(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(100))
    is_staff = db.Column(db.Boolean)


@login_manager.user_loader
def load_user(id):
    return db.session.get(User, int(id))


@app.get("/login")
def login():
    return "the shop's own sign-in"


with app.app_context():
    db.create_all()
"""
FASTAPI_APP = """
from fastapi import Depends, FastAPI, Header, HTTPException
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

app = FastAPI()
engine = create_async_engine("sqlite+aiosqlite:///shop.sqlite")


async def get_session():
    async with AsyncSession(engine) as session, session.begin():
        yield session
"""


def blocks_of(text: str) -> list[tuple[str, str]]:
    """Each block with the file that the paragraph before it begins with. Raises for a block without one."""
    found, name, block = [], "", None
    for line in text.splitlines():
        if block is not None:
            if line == "```":
                found.append((name, "\n".join(block) + "\n"))
                name, block = "", None
            else:
                block.append(line)
        elif line in ("```python", "```html"):
            assert name, "a block without its file"
            block = []
        elif begins := re.match(r"`([\w./]+)`[,;]", line):
            name = begins.group(1)
    return found


class Project:
    """A fresh project in a folder, grown by a page."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        bin = Path(sys.executable).parent
        self.env = {**os.environ, "HELPDESK_SECRET": bytes(range(32)).hex(), "PATH": f"{bin}:{os.environ['PATH']}"}
        self.env |= {"PYTHONWARNINGS": "ignore", "PYTHONPATH": str(folder)}
        self.env.pop("DJANGO_SETTINGS_MODULE", None)

    def run(self, command: str) -> str:
        """A command that must end well."""
        done = subprocess.run(
            command, shell=True, cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def grow(self, page: str) -> list[str]:
        """Put every block where the page says, and return its commands but those that install."""
        text = (DOCS / page).read_text(encoding="utf-8")
        for name, content in blocks_of(text):
            file = self.folder / name
            file.parent.mkdir(exist_ok=True)
            with file.open("a", encoding="utf-8") as stream:
                stream.write("\n" + content)
        lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines()]
        return [line for line in lines if line and not line.startswith(("pip ", "export "))]

    @contextmanager
    def serving(self, command: str) -> Iterator[str]:
        """The server the page starts, on a port of this machine, until the block ends."""
        address = f"http://127.0.0.1:{self.port}"
        process = subprocess.Popen(
            command, shell=True, cwd=self.folder, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, start_new_session=True,
        )  # fmt: skip
        try:
            for _ in range(300):
                assert process.poll() is None, process.stdout.read() if process.stdout else ""
                try:
                    urllib.request.urlopen(f"{address}/help/", timeout=5)
                    break
                except (urllib.error.URLError, ConnectionError):
                    time.sleep(0.1)
            yield address
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)
            if process.stdout:
                process.stdout.close()


class Browser:
    """Somebody with cookies."""

    def __init__(self, address: str, language: str = "en") -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener, self.address, self.text = urllib.request.build_opener(jar), address, ""
        self.opener.addheaders = [("Accept-Language", language)]

    def open(self, path: str, data: bytes | None = None) -> str:
        with self.opener.open(self.address + path, data, timeout=20) as answer:
            self.text = answer.read().decode()
        return self.text

    def send(self, action: str, **fields: str) -> str:
        form = next(form for form in re.findall(r"<form.*?</form>", self.text, re.S) if f'{action}"' in form)
        target = re.search(r'action="([^"]+)"', form)
        assert target is not None
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
        return self.open(target.group(1), urllib.parse.urlencode(hidden | fields).encode())

    def ask_for_help(self) -> None:
        """From the first page to the code."""
        self.open("/help/quick-help")
        self.send("/quick-help", problem="It fell. My PIN is 4821.", device="iPhone 13", urgency="soon")
        self.send("/quick-help/contact", surname="Nowak", contact="jan@example.com")


def needs(*names: str) -> None:
    for name in names:
        if importlib.util.find_spec(name) is None:
            missing(f"{name} is not installed")


@pytest.mark.full
@pytest.mark.parametrize(
    "page, language, title", [("afternoon", "en", "Is something broken?"), ("afternoon.pl", "pl", "Coś się zepsuło?")]
)
def test_the_afternoon(page: str, language: str, title: str, tmp_path: Path) -> None:
    """`django-admin startproject`, then the page: migrate, check, deliver, its own tests, and a customer."""
    needs("django")
    project = Project(tmp_path)
    project.run("django-admin startproject shop .")
    commands = project.grow(f"tutorials/{page}.md")
    server = next(command for command in commands if SERVERS[0] in command)
    for command in commands:
        if command != server:
            output = project.run(command)
            assert "FAILED" not in output
    assert "OK" in output, "the page's own tests were run last"
    with project.serving(f"{server} --noreload {project.port}") as address:
        customer = Browser(address, language)
        assert title in customer.open("/help/")
        assert "AnonymousUser" in customer.text
        customer.ask_for_help()
        assert "4821" not in customer.text
        sent = project.run("python manage.py helpdesk_deliver")
        code = re.search(r"\b(\d{6})\b", sent.partition("jan@example.com")[2])
        assert code is not None
        assert f"{address.replace('127.0.0.1', 'localhost')}".split(":")[0] in sent
        customer.send("/confirm", code=code.group(1))
        assert "iPhone 13" in customer.text


@pytest.mark.full
def test_flask(tmp_path: Path) -> None:
    """Flask's own small app, then the page: a customer, and the worker beside it."""
    needs("flask", "flask_login", "flask_sqlalchemy")
    project = Project(tmp_path)
    (tmp_path / "app.py").write_text(FLASK_APP, encoding="utf-8")
    server, worker = project.grow("how-to/flask.md")[:2]
    with project.serving(f"{server} --port {project.port}") as address:
        customer = Browser(address)
        assert "My shop, hello" in customer.open("/help/")
        customer.ask_for_help()
        sent = project.run(worker)
        assert "done=1" in sent
        code = re.search(r"\b(\d{6})\b", sent)
        assert code is not None
        customer.send("/confirm", code=code.group(1))
        assert "iPhone 13" in customer.text
        assert "the shop's own sign-in" in Browser(address).open("/help/staff")


@pytest.mark.full
def test_fastapi(tmp_path: Path) -> None:
    """FastAPI's own small app, then the page: an order's problem by JSON, the pages mounted, the worker's command."""
    needs("fastapi", "aiosqlite")
    project = Project(tmp_path)
    (tmp_path / "main.py").write_text(FASTAPI_APP, encoding="utf-8")
    (server,) = project.grow("how-to/fastapi.md")
    with project.serving(f"{server} --port {project.port} --log-level warning") as address:
        words = b'{"problem": "No sound", "device": "Radio", "surname": "Kern", "contact": "kern@example.com"}'
        request = urllib.request.Request(
            f"{address}/problems", words, {"user": "7", "content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert re.fullmatch(rb'\{"reference":"\w{4}-\w{4}"\}', answer.read())
        request = urllib.request.Request(
            f"{address}/problems", b"{}", {"user": "7", "content-type": "application/json"}
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=20)
        assert refused.value.code == 422
        refused.value.close()
        customer = Browser(address)
        customer.ask_for_help()
        assert 'name="code"' in customer.text
        assert "done 2, waiting 0, failed 0" in project.run("helpdesk deliver --desk main:own")
