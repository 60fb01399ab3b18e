"""In a host's page, in Chromium: our part has its styles, and nothing of the host's frame looks or works otherwise."""

from __future__ import annotations

import threading
import wsgiref.simple_server
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
import sqlalchemy as sa

import reference_app
from helpdesk_core import Agent, Guest, Settings
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.testing import make_desk
from parts import missing
from reference_app import Host, create_app
from reference_app.drafts import DraftStore

FOLDER = Path(reference_app.__file__).with_name("static")
STATIC = sorted(path for path in FOLDER.rglob("*") if path.is_file())
#: A frame that wants to be touched: classes and elements of the names that frameworks use, scripts and styles inline.
FRAME = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title}</title>
<link rel="icon" href="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>">
<style>body {{ font-family: serif; background: rgb(250, 240, 230); color: rgb(10, 20, 30) }} a {{ color: rgb(1, 2, 3) }}
button {{ border-radius: 0 }} .card {{ border: 1px dotted }}</style>{head}</head>
<body><header><nav class="bar"><a class="brand" href="/">Laden</a> <form class="row"><input type="search" name="q">
<button>Los</button><select><option>1</option></select></form></nav></header>
<main id="main"><section class="card note hint error"><h1>Willkommen</h1><p class="lead small">Text <code>x</code></p>
<table class="table"><tr><th>a</th><td>b</td></tr></table><details><summary>mehr</summary>x</details></section>
{body}</main>
<footer class="foot languages"><ul class="lines"><li>eins</li></ul></footer>
<script>document.documentElement.dataset.script = "ran"</script></body></html>"""
#: Every property of every element of the host's, as the browser computes it.
LOOK = """() => [...document.querySelectorAll("*")].filter(one => !one.closest(".helpdesk") && !one.closest("head"))
  .map(one => [one.tagName, one.className, ...[...getComputedStyle(one)]
    .filter(name => !/^(block-size|height|perspective-origin|transform-origin|inset|top|bottom)/.test(name))
    .map(name => name + ":" + getComputedStyle(one).getPropertyValue(name))].join(";"))"""


def framed(title: str = "Laden", head: str = "", body: str = "") -> str:
    return FRAME.format(title=title, head=head, body=body)


@contextmanager
def served(app: Callable[..., Any]) -> Iterator[str]:
    """A WSGI app on a port of this machine."""

    class Quiet(wsgiref.simple_server.WSGIRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    server = wsgiref.simple_server.make_server("127.0.0.1", 0, app, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


@contextmanager
def served_async(app: Any) -> Iterator[str]:
    """An ASGI app under uvicorn."""
    import time

    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)


def shop(store: SqlStore) -> Any:
    return make_desk(store, settings=Settings(languages=("en", "pl")))


class Frame(Host):
    """A host of no framework: a frame, and somebody at the desk."""

    async def visitor(self, request: Any) -> Any:
        return Guest(client="net")

    async def current_agent(self, request: Any) -> Any:
        return Agent(id="anna", name="Anna")

    async def agents(self, request: Any) -> tuple[Any, ...]:
        return (Agent(id="anna", name="Anna"),)

    def sign_in(self, request: Any) -> str | None:
        return None

    def language(self, request: Any) -> str:
        return "pl"

    def shell(self, page: Any, request: Any) -> str:
        return framed(page.title, page.head, page.body)


@contextmanager
def flask(folder: Path) -> Iterator[str]:
    """Flask, with Flask-SQLAlchemy's session."""
    flask = pytest.importorskip("flask")
    flask_login, flask_sqlalchemy = pytest.importorskip("flask_login"), pytest.importorskip("flask_sqlalchemy")
    from reference_app.hosts.flask import FlaskHost, add_tables, blueprint

    templates = folder / "templates"
    templates.mkdir()
    blocks = {name: f"{{% block {name} %}}{{% endblock %}}" for name in ("title", "head")}
    (templates / "base.html").write_text(framed(**blocks, body="{% block content %}{% endblock %}"), "utf-8")
    app = flask.Flask("shop", root_path=str(folder))
    app.config |= {"SECRET_KEY": "x", "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'shop.sqlite'}"}
    db = flask_sqlalchemy.SQLAlchemy(app)
    flask_login.LoginManager(app).user_loader(lambda id: None)
    add_tables(db.metadata)
    desk = shop(SqlStore.borrowed(lambda: db.session, dialect="sqlite", metadata=db.metadata))
    host = FlaskHost(base_template="base.html", agent=lambda user: None, agents=lambda: ())
    app.register_blueprint(blueprint(desk, host=host, db=db), url_prefix="/help")
    babel = pytest.importorskip("flask_babel")
    babel.Babel(app, default_locale="pl")
    app.add_url_rule("/", view_func=lambda: framed())
    with app.app_context():
        db.create_all()
    with served(app) as address:
        yield address
    with app.app_context():
        db.engine.dispose()


@contextmanager
def asgi(folder: Path, wrap: Callable[[Any, Any], Any], serve: Any) -> Iterator[str]:
    from starlette.responses import HTMLResponse

    engine = sa.create_engine(f"sqlite:///{folder / 'drafts.sqlite'}")
    desk = shop(SqlStore.sqlite(folder / "desk.sqlite"))
    pages = create_app(desk, host=Frame(), drafts=DraftStore(engine))
    with serve(wrap(pages, lambda request=None: HTMLResponse(framed()))) as address:
        yield address
    engine.dispose()
    desk.close()


def starlette(folder: Path) -> Any:
    """Starlette's Mount."""
    from starlette.applications import Starlette
    from starlette.routing import Mount, Route

    def wrap(pages: Any, front: Any) -> Any:
        return Starlette(routes=[Mount("/help", pages), Route("/", front)])

    return asgi(folder, wrap, served_async)


def fastapi(folder: Path) -> Any:
    """FastAPI's mount."""
    module = pytest.importorskip("fastapi")

    def wrap(pages: Any, front: Any) -> Any:
        app = module.FastAPI()
        app.mount("/help", pages)
        app.add_api_route("/", lambda: front())
        return app

    return asgi(folder, wrap, served_async)


def a2wsgi(folder: Path) -> Any:
    """Beside any WSGI app."""
    module = pytest.importorskip("a2wsgi")

    def wrap(pages: Any, front: Any) -> Any:
        inner = module.ASGIMiddleware(pages)

        def app(environ: Any, start: Any) -> Any:
            if environ["PATH_INFO"].startswith("/help"):
                inside = {"SCRIPT_NAME": "/help", "PATH_INFO": environ["PATH_INFO"].removeprefix("/help")}
                return inner(environ | inside, start)
            start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
            return [framed().encode()]

        return app

    return asgi(folder, wrap, served)


@contextmanager
def django(folder: Path) -> Iterator[str]:
    """Django's handler, with the project of these tests."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import override_settings
    from django.urls import clear_script_prefix

    from reference_app import django_urls

    (folder / "frame.html").write_text(
        framed(
            "{% block title %}{% endblock %}",
            "{% block extrahead %}{% endblock %}",
            "{% block content %}{% endblock %}",
        ),
        "utf-8",
    )
    from django.conf import settings

    own = [settings.TEMPLATES[0] | {"DIRS": [folder]}]
    helpdesk = settings.HELPDESK_CORE | {"BASE_TEMPLATE": "frame.html"}
    django_urls._view.cache_clear()
    with (
        override_settings(TEMPLATES=own, HELPDESK_CORE=helpdesk, ALLOWED_HOSTS=["*"]),
        served(WSGIHandler()) as address,
    ):
        yield address
    django_urls._view.cache_clear()
    clear_script_prefix()


HOSTS = {one.__name__: one for one in (django, flask, fastapi, starlette, a2wsgi)}


@pytest.fixture(params=[pytest.param("django", marks=pytest.mark.quick), *sorted({*HOSTS} - {"django"})])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of the pages in each host, and that of a page of the host's own frame."""
    if request.param == "django":
        request.getfixturevalue("django_sqlite")
    with HOSTS[request.param](tmp_path) as address:
        inside = "/pl/help" if request.param == "django" else "/help"
        yield f"{address}{inside}", f"{address}/frame/" if request.param == "django" else f"{address}/"


@pytest.fixture
def page() -> Iterator[Any]:
    """A page of Chromium in dark mode, which collects what its console says."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        missing("playwright is not installed")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        except Error:
            missing("chromium is not installed")
        made = browser.new_page(color_scheme="dark", viewport={"width": 1280, "height": 900})
        made.said = []
        made.on("console", lambda message: made.said.append(message.text))
        yield made
        browser.close()


def test_every_static_file_arrives_whole(host: tuple[str, str]) -> None:
    """Through a real server of each host, byte for byte."""
    with httpx.Client() as client:
        for path in STATIC:
            found = client.get(f"{host[0]}/static/{path.relative_to(FOLDER)}")
            assert (found.status_code, found.content) == (200, path.read_bytes()), path.name


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_our_part_is_styled_and_the_frame_is_as_it_was(host: tuple[str, str], page: Any) -> None:
    """Colours of ours as the sheet says; every computed property of each element of the host's as without us, in dark
    mode too; its scripts run, its icon and its language stay; nothing of ours is refused."""
    inside, without = host
    page.goto(without)
    before = page.evaluate(LOOK)
    page.goto(f"{inside}/")
    assert page.evaluate(LOOK) == before
    colour = "one => getComputedStyle(one).color"
    assert page.eval_on_selector(".helpdesk .best .button", colour) == "rgb(255, 255, 255)"
    assert page.eval_on_selector(".helpdesk h1", colour) == "rgb(23, 33, 31)"
    assert page.eval_on_selector(".helpdesk h1", "one => getComputedStyle(one).fontFamily") == "serif"
    assert page.evaluate("document.documentElement.dataset.script") == "ran"
    assert page.evaluate("[...document.querySelectorAll('link[rel~=icon]')].length") == 1
    assert page.evaluate("[document.documentElement.lang, document.querySelector('.helpdesk').lang]") == ["de", "pl"]
    assert page.evaluate("['header', 'main', 'footer', '#main'].map(one => document.querySelectorAll(one).length)") == [
        1,
        1,
        1,
        1,
    ]
    assert page.said == []
