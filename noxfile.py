"""``nox`` runs what people run before they send a change; ``nox -s full`` the long tests; ``nox -s bench`` the
figures."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nox
from nox.command import CommandFailed

nox.needs_version = ">=2024.10.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["checks", "tests"]
#: Sessions start hundreds of processes, most of them from tests: what the first one compiled, the others read.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
QUICK = "not full and not postgres"
PYTHONS = ["3.11", "3.12", "3.13"]
#: One worker more than there are cores: a third of the time the tests wait, for a browser, a server or a process of
#: their own. Who is done early takes from the others.
WORKERS = ("-n", str((os.cpu_count() or 1) + 1), "--dist", "worksteal")
PYPROJECT = nox.project.load_toml("pyproject.toml")
MINIMUMS = [
    "attrs==25.1",
    "cattrs==25.1",
    "pluggy==1.5",
    "sqlalchemy==2.0.40",
    "babel==2.16",
    "alembic==1.15.1",
    "django==4.2.*",
    "starlette==1.3.1",
    "uvicorn==0.40.*",
    "jinja2==3.1.5",
    "flask==3.0.*",
]


VERSIONS = (
    "import importlib.metadata as m; print(*sorted(f'{d.name} {d.version}' for d in m.distributions()), sep=', ')"
)
#: The suites that meet other people's code.
MEETING = ["tests/hosts", "tests/acceptance", "tests/conformance", "tests/architecture"]


def groups(*names: str) -> list[str]:
    """What dependency groups ask for."""
    return list(nox.project.dependency_groups(PYPROJECT, *names))


#: What reads the code and the pages without running the tests.
CHECKS = {
    "lint": ("ruff", "check", "."),  # style, bugs, security
    "typing": ("mypy",),  # strict
    "imports": ("lint-imports",),  # the rooms of the core import only downwards, and every room has its place
    "catalogues": ("python", "locales/update.py", "--check"),  # every text stands in every catalogue, translated
    "docs": ("sphinx-build", "-q", "-W", "-b", "html", "docs", "docs/_build"),  # a warning fails
}


@nox.session
def checks(session: nox.Session) -> None:
    """Style, types, imports, catalogues, docs, side by side in one environment; ``-- typing docs`` runs those alone.
    Each one's output is whole and in its place, and all of them run whatever one finds."""
    parts = ".[demo,mail,testing,flask,procrastinate,s3,calendar]"
    session.install("--no-compile", parts, *groups("lint", "docs"), "nox", "hatchling")
    names = session.posargs or list(CHECKS)
    with ThreadPoolExecutor(len(names)) as pool:
        answers = dict(zip(names, pool.map(lambda name: _checked(session, name), names), strict=True))
    for name, (_, said) in answers.items():
        print(f"{name}\n{said}")
    if failed := [name for name, (passed, _) in answers.items() if not passed]:
        session.error(f"{', '.join(failed)}: see above")


def _checked(session: nox.Session, name: str) -> tuple[bool, str]:
    """Whether a check found nothing, and what it said."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as kept:
        try:
            session.run(*CHECKS[name], stdout=kept, stderr=subprocess.STDOUT)
            passed = True
        except CommandFailed:
            passed = False
        kept.seek(0)
        return passed, kept.read()


def _install_for_tests(session: nox.Session, *more: str) -> None:
    # What is imported is compiled then, and much is not.
    session.install("--no-compile", ".[demo,postgres,testing]", *groups("test", "hosts", "lint"), *more)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Unit, tables, conformance, short machines, acceptance on SQLite; in parallel on the cores there are."""
    first = session.python == PYTHONS[0]
    _install_for_tests(session, *(groups("browser") if first else []))
    session.run("pytest", *WORKERS, "-m", QUICK if first else f"{QUICK} and not browser", *session.posargs)


@nox.session(python=PYTHONS[0])
def full(session: nox.Session) -> None:
    """The long ones: PostgreSQL, long machines, kill and many-writer tests, every page in Chromium."""
    _install_for_tests(session, *groups("postgres", "browser", "oscar"))
    session.run("pytest", *WORKERS, "-m", "full or postgres", *session.posargs)


@nox.session(python=PYTHONS[0])
def minimums(session: nox.Session) -> None:
    """The lowest versions that pyproject.toml allows."""
    _install_for_tests(session, *MINIMUMS)
    session.run("pytest", "-n", "auto", "-m", f"{QUICK} and not browser", *session.posargs)


@nox.session(python=PYTHONS[0])
def latest(session: nox.Session) -> None:
    """The newest versions that pyproject.toml allows, of everything, looked up anew; the suites that meet other
    people's code."""
    _install_for_tests(session, "--upgrade", *groups("browser"))
    session.run("python", "-c", VERSIONS)
    session.run("pytest", "-n", "auto", "-m", "not full and not postgres", *(session.posargs or MEETING))


@nox.session(python=PYTHONS[0])
def plants(session: nox.Session) -> None:
    """A capability with one thing forgotten, again and again: which test says so. Takes ten minutes."""
    _install_for_tests(session)
    session.run("python", "tests/plants.py", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """The figures, as shares of plain sqlite3 in the same run. Never part of CI."""
    session.install(".[demo]", "rich", *groups("test"))
    session.run("python", "tests/bench/run.py", *session.posargs)


@nox.session
def bench_django(session: nox.Session) -> None:
    """DjangoStore and the pages beside django-helpdesk in one project. Never part of CI."""
    session.install(".[app,django]", "django-helpdesk>=2.6,<2.7", "rich")
    session.run("python", "tests/bench/django_rival.py", *session.posargs)


@nox.session
def bench_rivals(session: nox.Session) -> None:
    """The same operations on plain sqlite3, ourselves, SQLAlchemy, Roundup and django-helpdesk. Never part of CI."""
    session.install(".", "rich")
    for rival in ("roundup>=2.4,<3", "django-helpdesk>=2.6,<2.7"):
        try:
            session.install(rival)
        except CommandFailed:
            session.warn(f"{rival} cannot be installed here: left out")
    session.run("python", "tests/bench/rivals.py", *session.posargs)


@nox.session
def redaction(session: nox.Session) -> None:
    """What redaction reaches, per kind and language, on our own messages and on labelled sets where they are named."""
    session.install(".", "rich")
    session.run("python", "tests/redaction/report.py", *session.posargs)


@nox.session(python="3.11")
def train(session: nox.Session) -> None:
    """Make the weights of redaction's judge anew; ``-- --check``: say whether they would be the same."""
    session.install("-e", ".", *groups("train"))
    session.run("python", "-m", "tools.redaction.train", *session.posargs, env={"OMP_NUM_THREADS": "1"})


@nox.session(python="3.11")
def judged(session: nox.Session) -> None:
    """What redaction reaches on messages it has not learned from: families held back in turn, and the fresh batch."""
    session.install("-e", ".", *groups("train"))
    session.run("python", "-m", "tools.redaction.figures", *session.posargs, env={"OMP_NUM_THREADS": "1"})


@nox.session(python=PYTHONS[0])
def accessibility(session: nox.Session) -> None:
    """Look at every page in every state and view, and write what was found into the accessibility statement."""
    _install_for_tests(session, *groups("browser"))
    seen = Path(session.create_tmp(), "looked_at.jsonl").resolve()
    seen.unlink(missing_ok=True)
    pages = ("tests/acceptance/test_pages.py", "-k", "accessible_and_fits")
    session.run("pytest", "-n", "auto", *pages, env={"HELPDESK_ACCESSIBILITY": str(seen)})
    session.run("python", "tools/accessibility.py", str(seen))


@nox.session
def screenshots(session: nox.Session) -> None:
    """Take the pictures of the docs anew, from the running demo."""
    if shutil.which("chromium") is None:
        session.skip("no chromium on the PATH")
    session.install(".[demo]", *groups("browser"))
    session.run("python", "docs/screenshots.py")
