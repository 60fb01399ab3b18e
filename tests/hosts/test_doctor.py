"""``helpdesk doctor``: each probe says yes to a sound host, and no to one that was broken on purpose."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse

from helpdesk_core.adapters.folder import FolderFiles
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.ports import Storage
from helpdesk_core.testing import make_desk
from reference_app import create_app
from reference_app.accounts import StaffAccounts
from reference_app.doctor import visitor
from reference_app.doctor.hosts import FlaskTransaction
from reference_app.doctor.probes import Patient, examine, uploads, webhook_bodies

flask = pytest.importorskip("flask", reason="Flask is not installed")
ProxyFix = pytest.importorskip("werkzeug.middleware.proxy_fix").ProxyFix
flask_login, flask_sqlalchemy = pytest.importorskip("flask_login"), pytest.importorskip("flask_sqlalchemy")

BASE = "<html>{% block head %}{% endblock %}{% block content %}{% endblock %}"
#: A page template of the app's own is believed at start: only a visitor sees that the styles are missing.
STYLELESS = "<html>{{ page.body | safe }}"


class Silent:
    """A notifier that finds nothing wrong."""

    name = "email"
    wrong: tuple[str, ...] = ()

    def accepts(self, contact: Any) -> bool:
        return True

    def send(self, outgoing: Any) -> Any:
        raise AssertionError("the doctor sends nothing")

    def problems(self) -> tuple[str, ...]:
        return self.wrong


class Refused(Silent):
    wrong = ("mail:587 refuses the envelope sender <x@y> (550)",)


def no_pages(environ: dict[str, Any], app: Any, start: Any) -> Any:
    return app(environ | {"PATH_INFO": environ["PATH_INFO"].replace("/help", "/elsewhere")}, start)


def strips_without_saying(environ: dict[str, Any], app: Any, start: Any) -> Any:
    return app(environ | {"PATH_INFO": environ["PATH_INFO"].removeprefix("/shop")}, start)


def leads_to_tls(environ: dict[str, Any], app: Any, start: Any) -> Any:
    """A host that does not hear from its proxy that TLS ended there (SECURE_SSL_REDIRECT, Talisman)."""
    if environ["wsgi.url_scheme"] == "https":
        return app(environ, start)
    start("301 Moved Permanently", [("Location", f"https://shop.example{environ['PATH_INFO']}")])
    return [b""]


def adds_prefix_and_leads_to_tls(environ: dict[str, Any], app: Any, start: Any) -> Any:
    """The same with FORCE_SCRIPT_NAME."""
    return leads_to_tls(environ | {"PATH_INFO": f"/shop{environ['PATH_INFO']}"}, app, start)


def reads_forms(environ: dict[str, Any], app: Any, start: Any) -> Any:
    if environ["REQUEST_METHOD"] == "POST":
        environ["wsgi.input"].read()
    return app(environ, start)


def cuts(environ: dict[str, Any], app: Any, start: Any) -> Any:
    """What keeps the beginning of a body, and says so."""
    size = min(int(environ.get("CONTENT_LENGTH") or 0), 1_000_000)
    return app(environ | {"CONTENT_LENGTH": str(size)}, start)


def writes_anew(environ: dict[str, Any], app: Any, start: Any) -> Any:
    """What looks into bodies, and hands on what it understood."""
    if environ["REQUEST_METHOD"] == "POST":
        body = environ["wsgi.input"].read()
        environ = environ | {"wsgi.input": io.BytesIO(body.replace(b"\r", b"\n"))}
    return app(environ, start)


def saying(header: str, value: str) -> Any:
    """A middleware that says something of every page."""

    def middleware(environ: dict[str, Any], app: Any, start: Any) -> Any:
        def begin(status: str, headers: list[tuple[str, str]], exc: Any = None) -> Any:
            kept = [one for one in headers if one[0].lower() != header]
            return start(status, [*kept, (header, value)], exc)

        return app(environ, begin)

    return middleware


def trusts_its_proxy(environ: dict[str, Any], app: Any, start: Any) -> Any:
    return ProxyFix(app, x_proto=1, x_prefix=1)(environ, start)


def sends_to_a_wall(environ: dict[str, Any], app: Any, start: Any) -> Any:
    """A shop that is closed to forms, and says so by leading away."""
    if environ["REQUEST_METHOD"] != "POST" or "/inbound/" in environ["PATH_INFO"]:
        return app(environ, start)
    start("303 See Other", [("Location", "/closed")])
    return [b""]


def keeps_styles(environ: dict[str, Any], app: Any, start: Any) -> Any:
    """A server that looks for every static file in a folder of its own."""
    if "/static/" not in environ["PATH_INFO"]:
        return app(environ, start)
    start("404 Not Found", [])
    return [b""]


def asks_for_a_password(environ: dict[str, Any], app: Any, start: Any) -> Any:
    if "/inbound/" not in environ["PATH_INFO"]:
        return app(environ, start)
    start("401 Unauthorized", [("WWW-Authenticate", "Basic")])
    return [b"Who are you?"]


def edited(change: Callable[[str, str], tuple[str, str] | None]) -> Any:
    def middleware(environ: dict[str, Any], app: Any, start: Any) -> Any:
        def begin(status: str, headers: list[tuple[str, str]], exc: Any = None) -> Any:
            return start(status, [new for old in headers if (new := change(*old)) is not None], exc)

        return app(environ, begin)

    return middleware


def without_cookies(name: str, value: str) -> tuple[str, str] | None:
    return None if name.lower() == "set-cookie" else (name, value)


def for_another_path(name: str, value: str) -> tuple[str, str]:
    return name, value.replace("Path=/help", "Path=/desk") if name.lower() == "set-cookie" else value


def without_tls(name: str, value: str) -> tuple[str, str]:
    """SESSION_COOKIE_SECURE=False for whatever goes out."""
    return name, value.replace("; Secure", "") if name.lower() == "set-cookie" else value


def absolute_redirects(name: str, value: str) -> tuple[str, str]:
    return name, f"http://10.0.0.7:8000{value}" if name.lower() == "location" else value


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Callable[..., Patient]]:
    """A Flask shop, sound but for what is said."""
    from reference_app.hosts.flask import FlaskHost, add_tables, blueprint

    opened: list[Any] = []

    def build(
        *,
        engine: dict[str, Any] | None = None,
        files: dict[str, str] | None = None,
        login_view: str | None = "sign_in",
        between: Any = None,
        base_url: str = "https://shop.example/help",
        notifier: Any = None,
        tables: bool = True,
        protect: bool = False,
        commits: bool = True,
        hook: Any = None,
        config: dict[str, Any] | None = None,
        desk: dict[str, Any] | None = None,
        checks: Any = tuple,
    ) -> Patient:
        for name, text in {"base.html": BASE, **(files or {})}.items():
            (tmp_path / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "templates" / name).write_text(text, "utf-8")
        app = flask.Flask("shop", root_path=str(tmp_path))
        app.config |= {"SECRET_KEY": "x", "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'shop.sqlite'}"}
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine or {}
        app.config |= config or {}
        if hook is not None:
            app.before_request(lambda: hook() and None)
        db = flask_sqlalchemy.SQLAlchemy(app)
        opened.append((app, db))
        flask_login.LoginManager(app).user_loader(lambda id: None)
        app.add_url_rule("/in", endpoint="sign_in", view_func=lambda: "in")
        app.login_manager.login_view = login_view
        store = SqlStore.borrowed(lambda: db.session, dialect="sqlite", metadata=add_tables(db.metadata))
        made = make_desk(store, base_url=base_url, notifiers=[notifier or Silent()], **(desk or {}))
        host = FlaskHost(base_template="base.html", agent=lambda user: None, agents=lambda: ())
        if not commits:
            db.session.commit = lambda: None
        pages = blueprint(made, host=host, db=db)
        app.register_blueprint(pages, url_prefix="/help")
        if protect:
            pytest.importorskip("flask_wtf").CSRFProtect(app)
        if tables:
            with app.app_context():
                db.create_all()
        if between is not None:
            inner = app.wsgi_app
            app.wsgi_app = lambda environ, start: between(environ, inner, start)
        return Patient(app=app, desk=made, transaction=FlaskTransaction(app, db), checks=checks)

    yield build
    for app, db in opened:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


BROKEN: dict[str, tuple[dict[str, Any], str, str]] = {
    # what is broken → which probe says so → in which words
    "no tables": ({"tables": False}, "database", "tables are missing"),
    "pages elsewhere": ({"between": no_pages}, "base template", "answers 404"),
    "no styles": ({"files": {"helpdesk_core/page.html": STYLELESS}}, "base template", "no styles"),
    "styles that something keeps": ({"between": keeps_styles}, "base template", "the styles do not arrive"),
    "a proxy that strips": (
        {"between": strips_without_saying, "base_url": "https://shop.example/shop/help"},
        "proxy prefix and scheme",
        "strip a prefix",
    ),
    "a prefix that nobody takes off or says": (
        {"base_url": "https://shop.example/shop/help"},
        "proxy prefix and scheme",
        "strip a prefix",
    ),
    "TLS that the host does not hear of": ({"between": leads_to_tls}, "base template", "leads to itself for ever"),
    "TLS that a host below a prefix does not hear of": (
        {"between": adds_prefix_and_leads_to_tls, "base_url": "https://shop.example/shop/help"},
        "base template",
        "leads to itself for ever",
    ),
    "a policy against styles": (
        {"between": saying("content-security-policy", "default-src 'self'; style-src 'nonce-x' https://other.example")},
        "Content-Security-Policy",
        "style-src",
    ),
    "a policy against all": (
        {"between": saying("content-security-policy", "default-src 'none'; form-action 'none'")},
        "Content-Security-Policy",
        "form-action",
    ),
    "pages for everybody": ({"between": saying("cache-control", "public, max-age=60")}, "caches", "public, max-age=60"),
    "pages kept by whoever likes": ({"between": saying("cache-control", "")}, "caches", "nothing"),
    "forms that are read before": ({"between": reads_forms}, "CSRF", "before the pages do"),
    "redirects of the hop": ({"between": edited(absolute_redirects)}, "proxy prefix and scheme", "10.0.0.7"),
    "cookies for elsewhere": ({"between": edited(for_another_path)}, "cookie path", "/desk"),
    "cookies that TLS does not bind": (
        {"between": edited(without_tls)},
        "proxy prefix and scheme",
        "would be sent without TLS",
    ),
    "forms that need no token": ({"between": sends_to_a_wall}, "CSRF", "a form without its token was taken"),
    "cookies taken away": ({"between": edited(without_cookies)}, "cookie path", "set no cookie"),
    "CSRFProtect": ({"protect": True}, "CSRF", "answered by 400"),
    "CSRFProtect over webhooks": ({"protect": True}, "webhooks", "answered by 400"),
    "a wall before webhooks": ({"between": asks_for_a_password}, "webhooks", "answered by 401"),
    "uploads that a hook reads": (
        {"hook": lambda: flask.request.files},
        "uploads",
        "answered by 500 and does not arrive",
    ),
    "a limit for forms": ({"config": {"MAX_CONTENT_LENGTH": 2_000_000}}, "uploads", "answered by 413"),
    "a proxy that cuts": ({"between": cuts}, "uploads", "bytes of"),
    "bodies that a hook reads": ({"hook": lambda: flask.request.form}, "webhook bodies", "x-www-form-urlencoded"),
    "bodies that are read and written anew": ({"between": writes_anew}, "webhook bodies", "arrives with other bytes"),
    "nobody commits": ({"commits": False}, "commit", "nobody commits"),
    "autocommit": ({"engine": {"isolation_level": "AUTOCOMMIT"}}, "rollback", "still there"),
    "settings that the framework's own check refuses": ({"checks": lambda: ["no APP_DIRS"]}, "settings", "no APP_DIRS"),
    "told at once": ({"desk": {"after_commit": lambda call: call()}}, "after the commit", "before the commit"),
    "never told": ({"desk": {"after_commit": lambda call: None}}, "after the commit", "0 times"),
    "no sign-in": ({"login_view": None}, "staff's sign-in", "login_view"),
    "a sign-in that is not there": ({"login_view": "/gone"}, "staff's sign-in", "/gone"),
    "files that cannot be kept": ({"desk": {"storage": Storage(FolderFiles(__file__))}}, "files", "cannot be kept"),
    "a refused sender": ({"notifier": Refused()}, "mail sender", "refuses the envelope sender"),
}


def test_a_sound_host(shop: Callable[..., Patient]) -> None:
    """Every probe has a name, and nothing to say."""
    found = list(examine(shop()))
    assert [one for one in found if one.wrong] == []
    assert {one.probe for one in found} == {probe for _, probe, _ in BROKEN.values()}


@pytest.mark.parametrize(
    "given",
    [
        {"between": trusts_its_proxy, "base_url": "https://shop.example/shop/help"},
        {"between": saying("content-security-policy", "default-src https://*.example; script-src https:")},
        {"between": saying("content-security-policy", "default-src shop.example; form-action 'self'; img-src *")},
        {"between": saying("cache-control", "private")},
    ],
)
def test_another_sound_host(shop: Callable[..., Patient], given: dict[str, Any]) -> None:
    """Behind a proxy that takes off a prefix and says so, which the host believes; policies that let us be."""
    assert [one for one in examine(shop(**given)) if one.wrong] == []


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_host(shop: Callable[..., Patient], case: str) -> None:
    """The probe that is meant says what to change."""
    given, probe, said = BROKEN[case]
    answers = {one.probe: "; ".join(one.wrong) for one in examine(shop(**given))}
    assert said in answers[probe], answers


def test_nothing_is_left_behind(shop: Callable[..., Patient]) -> None:
    """No request, no message."""
    patient = shop()
    list(examine(patient))
    with patient.context():
        assert patient.desk.changes().entries == ()
        assert patient.desk.deliver().total == 0


def run(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    own = {"HELPDESK_SECRET": bytes(range(32)).hex(), **env}
    return subprocess.run(
        [sys.executable, "-m", "reference_app.cli", *arguments],
        cwd=folder, env={**os.environ, **own}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


FASTAPI = """
from fastapi import FastAPI

app = FastAPI()
"""


@pytest.mark.full
def test_fastapi_from_embed_to_doctor(tmp_path: Path) -> None:
    """The lines that `embed` prints are added as they are; the doctor then finds nothing."""
    pytest.importorskip("fastapi")
    (tmp_path / "main.py").write_text(FASTAPI, "utf-8")
    printed = run(tmp_path, "embed")
    assert printed.returncode == 0, printed.stderr
    assert (tmp_path / "main.py").read_text("utf-8") == FASTAPI
    (tmp_path / "main.py").write_text(FASTAPI + printed.stdout, "utf-8")
    done = run(tmp_path, "doctor", "--app", "main:app", "--desk", "main:desk")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✓ CSRF" in done.stdout


def test_an_asgi_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FastAPI: a sound one, one with a middleware that reads bodies, one whose own limit cuts them."""
    fastapi = pytest.importorskip("fastapi")
    store = SqlStore.sqlite(tmp_path / "shop.sqlite")
    desk = make_desk(store, base_url="https://shop.example/help", notifiers=[Silent()])

    def answers(middleware: Any) -> dict[str, str]:
        app = fastapi.FastAPI()
        app.mount("/help", create_app(desk, StaffAccounts(store.sessions.engine)))  # type: ignore[attr-defined]
        patient = Patient(app=app if middleware is None else middleware(app), desk=desk)
        return {probe.__name__: "; ".join(probe(patient)) for probe in (uploads, webhook_bodies)}

    def reads(app: Any) -> Any:
        async def read(scope: Any, receive: Any, send: Any) -> None:
            while (await receive()).get("more_body"):
                pass
            await app(scope, receive, send)

        return read

    def refuses(app: Any) -> Any:
        async def refuse(scope: Any, receive: Any, send: Any) -> None:
            size = int(dict(scope["headers"]).get(b"content-length", b"0"))
            await (PlainTextResponse("", 413) if size > 1_000_000 else app)(scope, receive, send)

        return refuse

    assert answers(None) == {"uploads": "", "webhook_bodies": ""}
    monkeypatch.setattr(visitor, "_SECONDS", 1)
    assert all("is answered by 413" in said for said in answers(refuses).values())
    assert all("waited for in vain" in said for said in answers(reads).values())
    desk.close()


@pytest.mark.full
def test_django_from_embed_to_doctor(tmp_path: Path) -> None:
    """A fresh project: the doctor says what is missing until it is there."""
    subprocess.run([sys.executable, "-m", "django", "startproject", "shop", "."], cwd=tmp_path, check=True, timeout=60)
    printed = run(tmp_path, "embed")
    settings, _, urls = printed.stdout.partition("# urls.py")
    with (tmp_path / "shop/settings.py").open("a") as stream:
        stream.write(
            settings + "TEMPLATES[0]['DIRS'] = [BASE_DIR]\nLOGIN_URL = '/admin/login/'\nALLOWED_HOSTS = ['*']\n"
        )
        stream.write("EMAIL_BACKEND = 'django.core.mail.backends.console.EmailBackend'\n")
    with (tmp_path / "shop/urls.py").open("a") as stream:
        stream.write(f"#{urls}")
    (tmp_path / "base.html").write_text("{% block extrahead %}{% endblock %}{% block content %}{% endblock %}", "utf-8")
    env = {"DJANGO_SETTINGS_MODULE": "shop.settings"}
    ill = run(tmp_path, "doctor", **env)
    assert ill.returncode == 1
    assert "manage.py migrate" in ill.stdout
    migrate = [sys.executable, "manage.py", "migrate", "-v0"]
    own = {**os.environ, "HELPDESK_SECRET": bytes(range(32)).hex()}
    subprocess.run(migrate, cwd=tmp_path, check=True, timeout=120, env=own)
    well = run(tmp_path, "doctor", **env)
    assert "✓ rollback" in well.stdout, well.stdout + well.stderr
    assert "✓ after the commit" in well.stdout
    assert "DEFAULT_FROM_EMAIL" in well.stdout
    assert well.stdout.count("✗") == 1, well.stdout
    (tmp_path / "shop/walls.py").write_text(WALL, "utf-8")
    with (tmp_path / "shop/settings.py").open("a") as stream:
        stream.write("MIDDLEWARE += ['shop.walls.Everywhere']\n")
    walled = run(tmp_path, "doctor", **env)
    assert "✗ webhooks\n  a provider's message is answered by 403" in walled.stdout, walled.stdout + walled.stderr
    assert "✗ uploads\n  a photo of 8 MB, sent with its form, is answered by 4" in walled.stdout, walled.stdout
    with (tmp_path / "shop/settings.py").open("a") as stream:
        stream.write("MIDDLEWARE[-1] = 'shop.walls.reads'\n")
    read = run(tmp_path, "doctor", **env)
    assert "✗ webhook bodies\n  a provider's message of multipart/form-data is answered by 500" in read.stdout, (
        read.stdout
    )
    assert "✗ uploads" in read.stdout, read.stdout


#: A check of forms that knows no exemption.
WALL = """
from django.middleware.csrf import CsrfViewMiddleware


class Everywhere(CsrfViewMiddleware):
    def process_view(self, request, callback, args, kwargs):
        request.csrf_processing_done = False
        return super().process_view(request, lambda request: None, args, kwargs)


def reads(get_response):
    def look_for_spam(request):
        request.POST.get("spam")
        return get_response(request)

    return look_for_spam
"""


FLASK = """
from flask import Flask
shop = Flask(__name__)
"""


def test_embed_says_where(tmp_path: Path) -> None:
    """The file and the app's name there; nothing in an empty folder."""
    from helpdesk_core import ConfigurationError
    from reference_app.embedding import find, lines
    from reference_app.embedding_commands import embed

    assert find(tmp_path) is None
    with pytest.raises(ConfigurationError, match="no Django, Flask or FastAPI app"):
        embed(tmp_path)
    (tmp_path / "web").mkdir()
    (tmp_path / "web/start.py").write_text(FLASK, "utf-8")
    found = find(tmp_path)
    assert found is not None
    text = lines(found, tmp_path)
    assert "web/start.py" in text
    assert "shop.register_blueprint(blueprint(desk, host=host, db=db)" in text
    assert "helpdesk doctor --app web.start:shop" in text
    compile(text, "embed", "exec")
