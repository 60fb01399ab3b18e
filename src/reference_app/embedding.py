"""What ``helpdesk embed`` prints: the few lines for the host it finds. Nothing is edited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import attrs

_SKIPPED = {".git", ".venv", "venv", "node_modules", "site-packages", "migrations", "tests", "__pycache__"}
_MOST_FILES = 2_000
_FASTAPI = re.compile(r"^\s*(\w+)\s*(?::[^=]+)?=\s*(?:fastapi\.)?FastAPI\(", re.M)
_FLASK = re.compile(r"^\s*(\w+)\s*(?::[^=]+)?=\s*(?:flask\.)?Flask\(", re.M)


@attrs.frozen
class Found:
    """A host: which, in which file, what its app is called there."""

    host: str
    file: Path
    name: str


def find(folder: Path) -> Found | None:
    """The host in a folder; None for none.

    Args:
        folder: Where the host's code is.
    """
    if (folder / "manage.py").is_file():
        named = re.search(r'DJANGO_SETTINGS_MODULE"?\W+([\w.]+)', _text(folder / "manage.py"))
        settings = (named.group(1) if named else "settings").replace(".", "/") + ".py"
        return Found("django", folder / settings, "")
    for file in _files(folder):
        text = _text(file)
        for host, begins in (("fastapi", _FASTAPI), ("flask", _FLASK)):
            if (made := begins.search(text)) is not None:
                return Found(host, file, made.group(1))
    return None


def _files(folder: Path) -> Iterator[Path]:
    """Those nearest to the top first."""
    found = (file for file in folder.rglob("*.py") if not _SKIPPED & set(file.relative_to(folder).parts))
    yield from sorted(file for _, file in zip(range(_MOST_FILES), found, strict=False))


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def lines(found: Found, folder: Path) -> str:
    """What to add, and where.

    Args:
        found: The host.
        folder: Where its code is.
    """
    at = found.file.relative_to(folder)
    return _LINES[found.host].format(at=at, app=found.name, module=".".join(at.with_suffix("").parts))


_DJANGO = """\
# {at}, at the end
import os

INSTALLED_APPS.append("helpdesk_core.adapters.django")
HELPDESK_CORE = {{
    "SECRET": os.environ["HELPDESK_SECRET"],
    "BASE_URL": "http://localhost:8000/help",
    "BASE_TEMPLATE": "base.html",                       # with the blocks title, extrahead and content
    "STAFF_PERMISSION": "helpdesk_core.view_servicerequests",
    "TEAM": "team@shop.example",
}}

# urls.py, at the end
from django.urls import include, path

urlpatterns.append(path("help/", include("reference_app.django_urls")))

# then
#   export HELPDESK_SECRET=$(python -c "import secrets; print(secrets.token_hex(32))")
#   python manage.py migrate && python manage.py check
#   python manage.py helpdesk_deliver --every 5         # a worker
# docs: how-to/django.md, tutorials/afternoon.md
"""
_FLASK_LINES = """\
# {at}, where {app}, db, User and load_user are made
import os

from helpdesk_core import Agent, Helpdesk
from helpdesk_core.adapters.console import ConsoleNotifier
from helpdesk_core.adapters.sqlalchemy import SqlStore
from reference_app.hosts.flask import FlaskAccess, FlaskHost, add_tables, blueprint


def agent(user: User) -> Agent | None:
    return Agent(id=str(user.id), name=user.name) if user.is_staff else None


desk = Helpdesk(
    SqlStore.borrowed(lambda: db.session, dialect="sqlite", metadata=add_tables(db.metadata)),
    secret=[bytes.fromhex(os.environ["HELPDESK_SECRET"])],
    base_url="http://localhost:5000/help",
    notifiers=[ConsoleNotifier()],                      # SmtpNotifier for real
    access=FlaskAccess(agent=agent, load_user=load_user),
)
host = FlaskHost(
    base_template="base.html",                          # with the blocks title, head and content
    agent=agent,
    agents=lambda: filter(None, map(agent, db.session.scalars(db.select(User).filter_by(is_staff=True)))),
)
{app}.register_blueprint(blueprint(desk, host=host, db=db), url_prefix="/help")

# then
#   export HELPDESK_SECRET=$(python -c "import secrets; print(secrets.token_hex(32))")
#   flask db migrate && flask db upgrade                # or db.create_all()
#   helpdesk doctor --app {module}:{app}
# docs: how-to/flask.md (the worker that sends mails too)
"""
_FASTAPI_LINES = """\
# {at}, at the end
import os

from sqlalchemy import create_engine

from helpdesk_core import Helpdesk
from helpdesk_core.adapters.console import ConsoleNotifier
from helpdesk_core.adapters.sqlalchemy import SqlStore
from reference_app import create_app as create_pages
from reference_app.accounts import StaffAccounts

desk = Helpdesk(
    SqlStore.sqlite("helpdesk.sqlite"),                 # or SqlStore.postgresql("postgresql://…")
    secret=[bytes.fromhex(os.environ["HELPDESK_SECRET"])],
    base_url="http://localhost:8000/help",
    notifiers=[ConsoleNotifier()],                      # SmtpNotifier for real
)
{app}.mount("/help", create_pages(desk, StaffAccounts(create_engine("sqlite:///helpdesk-staff.sqlite"))))

# then
#   export HELPDESK_SECRET=$(python -c "import secrets; print(secrets.token_hex(32))")
#   helpdesk doctor --app {module}:{app} --desk {module}:desk
#   helpdesk worker --desk {module}:desk
# docs: how-to/fastapi.md (your own sign-in and frame; one transaction with your rows)
"""
_LINES = {"django": _DJANGO, "flask": _FLASK_LINES, "fastapi": _FASTAPI_LINES}
