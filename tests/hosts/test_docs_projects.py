"""The pages, taken at their word: what they say is typed in an empty folder, in an environment that they install
themselves from the built wheel. Those for embedders grow a project, and somebody asks for help over HTTP."""

from __future__ import annotations

import json
import re
import shutil
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from page_projects import ROOT, RUN, Browser, Project, build_wheel

SERVERS = ("runserver", "flask --app app run", "uvicorn")
#: Their blocks are one script, in the order of the page: of every page but those that grow a project.
SCRIPTS = [name for name in RUN if name.startswith(("README", "docs/tutorials", "docs/how-to"))]
#: What its script made is kept, and the commands of the page are run on it.
AFTERWARDS = {
    "docs/how-to/case-files.md": """
open("case-file-7K4M-QX2P.pdf", "wb").write(pdf)
open("keys.json", "w").write(files.keys[0].value)
"""
}
#: Pages whose commands have tests of their own below: they need files, or run in another order.
_OF_THEIR_OWN = ("deploy", "guides", "import", "many-machines", "receive-mail", "scan", "settings", "case-files.md")
#: Those of the others are run as they stand.
COMMANDS = [
    str(page.relative_to(ROOT))
    for page in (*sorted((ROOT / "docs/how-to").glob("*.md")), *sorted((ROOT / "docs/tutorials").glob("*.md")))
    if re.search(r"^(?:    )?helpdesk ", page.read_text("utf-8"), re.M) and not page.name.startswith(_OF_THEIR_OWN)
]
#: They run until somebody ends them.
ENDLESS = ("helpdesk serve", "helpdesk worker", "uvicorn", "procrastinate --app=shop.app worker", "celery")

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
#: What the examples stand on, with the types that others have written for what has none.
EXTRAS = "app,flask,django,postgres,procrastinate"
AROUND = ["fastapi", "aiosqlite", "flask-sqlalchemy", "flask-babel", "flask-migrate", "types-flask-migrate", "a2wsgi"]
AROUND += ["celery", "celery-types", "django-stubs", "'django-oscar[sorl-thumbnail]'"]
#: With what our part of an example begins, where a shop stood before.
HOSTS_PART = {"flask_shop/shop.py": "# The helpdesk, from here on.", "oscar_shop/settings.py": "# The helpdesk."}
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
def test_the_examples_are_typed(tmp_path: Path, wheel: Path) -> None:
    """Each file of docs/examples, as a shop that is strict with itself has it."""
    project = Project(tmp_path, wheel)
    project.run(f"pip install 'helpdesk-core[{EXTRAS}]' {' '.join(AROUND)}")
    project.take(ROOT / "docs/examples", HOSTS_PART)


@pytest.mark.full
@pytest.mark.parametrize("page", SCRIPTS)
def test_a_script_needs_no_more_than_its_page_installs(page: str, tmp_path: Path, wheel: Path) -> None:
    """Neither the checkout nor anything that our own tests have."""
    project = Project(tmp_path, wheel)
    commands = project.install(page)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.S)
    (project.folder / "script.py").write_text("\n\n".join([*blocks, AFTERWARDS.get(page, "")]), encoding="utf-8")
    project.run("python script.py")
    if page in AFTERWARDS:
        for command in commands:
            project.run(command)
    if page == "README.md":
        with pytest.raises(AssertionError, match=r"need \w+: pip install 'helpdesk-core\[app\]'"):
            project.run("helpdesk check")


@pytest.mark.full
@pytest.mark.parametrize("page", COMMANDS)
def test_the_commands_of_a_page(page: str, tmp_path: Path, wheel: Path) -> None:
    """Of every page that has some and no test of its own, in their order, after what it installs."""
    project = Project(tmp_path, wheel)
    project.env |= {"HELPDESK_SECRET": bytes(range(32)).hex(), "HELPDESK_DATABASE": "shop.sqlite"}
    commands = project.install(page)
    english = page.replace(".pl.md", ".md")
    if english in AFTERWARDS:
        blocks = re.findall(r"```python\n(.*?)```", (ROOT / english).read_text(encoding="utf-8"), re.S)
        (project.folder / "script.py").write_text("\n\n".join([*blocks, AFTERWARDS[english]]), encoding="utf-8")
        project.run("python script.py")
    for command in commands:
        project.run(command)


@pytest.mark.full
@pytest.mark.parametrize("page", ["guides", "guides.pl"])
def test_the_guides_that_come_along(page: str, tmp_path: Path, wheel: Path) -> None:
    """In both languages, and once more without a second one."""
    project = Project(tmp_path, wheel)
    project.env |= {"HELPDESK_SECRET": bytes(range(32)).hex(), "HELPDESK_DATABASE": "shop.sqlite"}
    (command,) = project.install(f"docs/how-to/{page}.md")
    first, again = project.run(command), project.run(command)
    assert first.count(": new") >= 14
    assert ": new" not in again


@pytest.mark.full
@pytest.mark.parametrize("page", ["receive-mail", "receive-mail.pl"])
def test_a_mail_comes_in_by_a_pipe(page: str, tmp_path: Path, wheel: Path) -> None:
    """With the two variables of the page, and read by the next delivery."""
    project = Project(tmp_path, wheel)
    project.env |= {"HELPDESK_SECRET": bytes(range(32)).hex(), "HELPDESK_DATABASE": "shop.sqlite"}
    project.env |= {"HELPDESK_FILES": "files", "HELPDESK_MAIL_ADDRESS": "help@shop.example"}
    project.install(f"docs/how-to/{page}.md")
    mail = "From: Jan Kern <jan@example.com>\nSubject: Washing machine\nMessage-ID: <1@example.com>\n\nNo spin.\n"
    (project.folder / "mail").write_text(mail, "utf-8")
    project.run("helpdesk mail-in < mail")
    assert "jan@example.com" in project.run("helpdesk deliver")


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
def test_the_two_commands_of_the_readme(tmp_path: Path, wheel: Path) -> None:
    """As they are printed, but for the place that the library comes from; the sessions are listed, not run."""
    demo, tests = re.findall(r"^    (python3 -m venv .*)$", (ROOT / "README.md").read_text("utf-8"), re.M)
    project, python = Project(tmp_path, wheel), ("python3", sys.executable)
    installs, _, runs = demo.replace(*python).replace('".[demo]"', f"'{wheel}[demo]'").rpartition(" && ")
    project.run(installs)
    with project.serving(f"{runs} --port {project.port}", "/") as address:
        assert "helpdesk-main" in Browser(address).open("/")
    listed = tests.replace(*python).replace("/bin/nox", f"/bin/nox -f {ROOT}/noxfile.py -l")
    assert "* tests-3.11" in project.run(listed)


@pytest.mark.full
def test_an_export_is_scanned_and_imported(tmp_path: Path, wheel: Path) -> None:
    """The commands of the page, in both languages, with the mapping that it shows and files such as it speaks of."""
    project = Project(tmp_path, wheel)
    project.env |= {"HELPDESK_SECRET": bytes(range(32)).hex(), "HELPDESK_DATABASE": "shop.sqlite"}
    ticket = {"ticket": 7, "opened": "15/01/2024 10:30", "state": "open", "last_name": "Jan Nowak", "priority": "High"}
    ticket |= {"email": "jan@example.com", "brand": "Dell", "model": "XPS", "description": "The password is Zebra!4821"}
    (project.folder / "old-system.jsonl").write_text(json.dumps(ticket) + "\n", "utf-8")
    (project.folder / "export.json").write_text(json.dumps([ticket]), "utf-8")
    repair = {"id": "1", "product_category": "Kettle", "problem": "It leaks.", "event_date": "2025-01-11"}
    columns = [*repair, "brand", "repair_status"]
    lines = (",".join(columns), ",".join(repair.get(name, "Unknown") for name in columns))
    (project.folder / "repairs.csv").write_text("\n".join(lines), "utf-8")
    page = (ROOT / "docs/how-to/import.md").read_text("utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", page, re.S)
    (project.folder / "my-mapping.toml").write_text("\n".join(blocks), "utf-8")
    commands = project.install("docs/how-to/import.md")
    assert len(commands) == 4
    for scan in (commands[0], project.install("docs/how-to/scan.pl.md")[0]):
        assert "Zebra" not in project.run(f"{scan}; test $? = 1")
    for command in commands[1:]:
        assert "Zebra" not in project.run(command)
    assert b"Zebra" not in (project.folder / "shop.sqlite").read_bytes()


@pytest.mark.full
@pytest.mark.parametrize("page", ["settings", "settings.pl"])
def test_settings_go_out_and_in_as_a_file(page: str, tmp_path: Path, wheel: Path) -> None:
    """The commands of the page, and the file that it shows."""
    project = Project(tmp_path, wheel)
    project.env |= {"HELPDESK_SECRET": bytes(range(32)).hex(), "HELPDESK_DATABASE": "shop.sqlite"}
    project.install(f"docs/how-to/{page}.md")
    text = (ROOT / f"docs/how-to/{page}.md").read_text("utf-8")
    commands = re.findall(r"^\$ (helpdesk [^#\n]*)", text, re.M)
    assert len(commands) == 3
    for command in commands:
        project.run(command)
    (block,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/how-to/settings.md").read_text("utf-8"), re.S)
    (project.folder / commands[0].split()[-1]).write_text(block, "utf-8")
    for command in commands[1:]:
        project.run(command)
    assert "Serwis" in project.run("helpdesk settings show")


@pytest.mark.full
@pytest.mark.postgres
@pytest.mark.parametrize("page", ["many-machines", "many-machines.pl"])
def test_the_move_to_postgresql(page: str, tmp_path: Path, wheel: Path, postgres_url: str) -> None:
    """The commands of the page, with a database of ours; then pages and worker as it shows them can be made."""
    project = Project(tmp_path, wheel)
    project.env |= {"HELPDESK_SECRET": bytes(range(32)).hex(), "HELPDESK_DATABASE": "shop.sqlite"}
    project.env |= {"HELPDESK_BASE_URL": "http://localhost:8000", "HELPDESK_SMTP_STARTTLS": "no"}
    text = (ROOT / f"docs/how-to/{page}.md").read_text("utf-8")
    text = text.replace("postgresql://helpdesk@db.internal/helpdesk", f"'{postgres_url}'")
    text = text.replace("/var/lib/helpdesk/shop.sqlite", "shop.sqlite")
    shutil.copy(ROOT / "docs/examples/many_machines/shop.py", project.folder)
    commands = re.findall(r"^    ((?:pip|helpdesk|export|procrastinate|uvicorn|celery) [^#\n]*)", text, re.M)
    assert len(commands) == 15
    project.run(f"{commands[0]}; helpdesk db upgrade")
    for command in commands[1:]:
        if command.startswith("export "):
            name, _, value = command.removeprefix("export ").strip().partition("=")
            project.env[name] = value.strip("'")
        elif not command.startswith(ENDLESS):
            project.run(command)
    project.run('python -c "import shop; print(shop.desk.deliver())"')


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
    project.run("pip install django-stubs")
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


@pytest.mark.full
def test_flask(tmp_path: Path, wheel: Path) -> None:
    """Flask's own small app, then the page: a customer, and the worker beside it."""
    project = Project(tmp_path, wheel)
    server, worker = project.install("docs/how-to/flask.md")[:2]
    (project.folder / "app.py").write_text(FLASK_APP, encoding="utf-8")
    project.grow("docs/how-to/flask.md")
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
