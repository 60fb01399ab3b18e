"""The pages, taken at their word: what they say is typed in an empty folder, in an environment that they install
themselves from the built wheel. Those for embedders grow a project, and somebody asks for help over HTTP."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from page_projects import ROOT, Browser, Project, build_wheel

SERVERS = ("runserver", "flask --app app run", "uvicorn")
#: Their blocks are one script, in the order of the page.
SCRIPTS = [
    "README.md",
    *(f"docs/tutorials/{name}.md" for name in ("first-desk", "first-desk.pl")),
    *(f"docs/how-to/write-a-{name}.md" for name in ("store", "notifier", "channel", "plugin")),
]
#: They run until somebody ends them.
ENDLESS = ("helpdesk serve", "helpdesk worker")

FLASK_APP = """
from flask import Flask
from flask_login import LoginManager, UserMixin
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


app = Flask(__name__)
app.config |= {"SECRET_KEY": "x", "SQLALCHEMY_DATABASE_URI": "sqlite:///shop.sqlite"}
db, login_manager = SQLAlchemy(app, model_class=Base), LoginManager(app)
login_manager.login_view = "login"


class User(UserMixin, db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    is_staff: Mapped[bool]


@login_manager.user_loader
def load_user(id: str) -> User | None:
    return db.session.get(User, int(id))


@app.get("/login")
def login() -> str:
    return "the shop's own sign-in"


with app.app_context():
    db.create_all()
"""
FASTAPI_APP = """
from collections.abc import AsyncIterator

from fastapi import Depends, FastAPI, Header, HTTPException
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

app = FastAPI()
engine = create_async_engine("sqlite+aiosqlite:///shop.sqlite")


async def get_session() -> AsyncIterator[AsyncSession]:
    async with AsyncSession(engine) as session, session.begin():
        yield session
"""
#: What a shop that is checked writes into the files of `startproject`, where mypy cannot guess it.
DJANGO_TYPES = {
    "shop/settings.py": (("ALLOWED_HOSTS = ", "ALLOWED_HOSTS: list[str] = "),),
    "shop/urls.py": (
        ("import path\n", "import URLPattern, URLResolver, path\n"),
        ("urlpatterns = ", "urlpatterns: list[URLPattern | URLResolver] = "),
    ),
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built once."""
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.mark.full
@pytest.mark.parametrize("page", SCRIPTS)
def test_a_script_needs_no_more_than_its_page_installs(page: str, tmp_path: Path, wheel: Path) -> None:
    """Neither the checkout nor anything that our own tests have."""
    project = Project(tmp_path, wheel)
    project.install(page)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.S)
    (project.folder / "script.py").write_text("\n\n".join(blocks), encoding="utf-8")
    project.run("python script.py")
    if page == "README.md":
        with pytest.raises(AssertionError, match=r"need \w+: pip install 'helpdesk-core\[app\]'"):
            project.run("helpdesk check")


@pytest.mark.full
@pytest.mark.parametrize("page", ["deploy", "deploy.pl"])
def test_the_commands_of_a_deployment(page: str, tmp_path: Path, wheel: Path) -> None:
    """From an empty database to one that `helpdesk check` finds in order."""
    project = Project(tmp_path, wheel)
    project.env |= {"HELPDESK_SECRET": bytes(range(32)).hex(), "HELPDESK_DATABASE": "shop.sqlite"}
    project.env |= {"HELPDESK_BASE_URL": "http://localhost:8000", "HELPDESK_STAFF_PASSWORD": "a password for the test"}
    commands = project.install(f"docs/how-to/{page}.md")
    assert len(commands) >= 7
    for command in commands:
        if not command.startswith(ENDLESS):
            project.run(command)


@pytest.mark.full
@pytest.mark.parametrize(
    "page, language, title", [("afternoon", "en", "Is something broken?"), ("afternoon.pl", "pl", "Coś się zepsuło?")]
)
def test_the_afternoon(page: str, language: str, title: str, tmp_path: Path, wheel: Path) -> None:
    """`django-admin startproject`, then the page: migrate, check, deliver, its own tests, and a customer."""
    project = Project(tmp_path, wheel)
    commands = project.install(f"docs/tutorials/{page}.md")
    project.run("django-admin startproject shop .")
    for name, changes in DJANGO_TYPES.items():
        text = (project.folder / name).read_text("utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after, 1)
        (project.folder / name).write_text(text, "utf-8")
    project.grow(f"docs/tutorials/{page}.md")
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
        assert not re.search(r"\b4821\b", customer.text)  # as a word: tokens of forms have any digits
        sent = project.run("python manage.py helpdesk_deliver")
        code = re.search(r"\b(\d{6})\b", sent.partition("jan@example.com")[2])
        assert code is not None
        assert f"{address.replace('127.0.0.1', 'localhost')}".split(":")[0] in sent
        customer.send("/confirm", code=code.group(1))
        assert "iPhone 13" in customer.text
    project.run("pip install django-stubs")
    assert project.untyped() == []


@pytest.mark.full
def test_flask(tmp_path: Path, wheel: Path) -> None:
    """Flask's own small app, then the page: a customer, and the worker beside it."""
    project = Project(tmp_path, wheel)
    server, worker = project.install("docs/how-to/flask.md")[:2]
    (project.folder / "app.py").write_text(FLASK_APP, encoding="utf-8")
    project.grow("docs/how-to/flask.md")
    assert project.untyped() == []
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
def test_fastapi(tmp_path: Path, wheel: Path) -> None:
    """FastAPI's own small app, then the page: an order's problem by JSON, the pages mounted, the worker's command."""
    project = Project(tmp_path, wheel)
    (server,) = project.install("docs/how-to/fastapi.md")
    (project.folder / "main.py").write_text(FASTAPI_APP, encoding="utf-8")
    project.grow("docs/how-to/fastapi.md")
    assert project.untyped() == []
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
        sent = project.run("helpdesk deliver --desk main:own")
        assert "done 2, waiting 0" in sent  # both codes; nothing else can reach a user whose address nobody vouches for
        assert sent.count("your code") == 2
