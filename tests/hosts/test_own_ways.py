"""In a host the pages go the host's own ways: languages, nonces, sign-in, CSRF, database, templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from helpdesk_core import Agent, ConfigurationError, Settings
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.testing import make_desk
from reference_app import create_app, django_urls
from reference_app.accounts import StaffAccounts

PREFIXED = "django_project"
PLAIN = "plain_urls"
LANGUAGES = Settings(languages=("en", "pl"))


def language_links(page: str) -> dict[str, str]:
    """Links to the other languages."""
    return dict(re.findall(r'<a href="([^"]+)" lang="(\w+)" hreflang="\2" data-keeps>', page))


@pytest.fixture
def fresh_view() -> Iterator[None]:
    django_urls._view.cache_clear()
    yield
    django_urls._view.cache_clear()


class TestDjango:
    """A project with its own middleware."""

    @pytest.fixture(autouse=True)
    def _project(self, django_sqlite: None, fresh_view: None) -> None:
        pass

    def test_languages_are_those_of_the_address(self) -> None:
        """``i18n_patterns``: the same page below the other prefix, in one step."""
        page = Client().get("/pl/help/track").content.decode()
        assert language_links(page) == {"/en/help/track": "en"}
        assert 'lang="en"' in Client().get("/en/help/track").content.decode()

    @override_settings(ROOT_URLCONF=PLAIN, LANGUAGES=[("en-gb", "British English"), ("pl", "Polski")])
    def test_without_a_prefix_the_projects_cookie_is_set(self) -> None:
        """The one that LocaleMiddleware reads, with the project's own name of the language."""
        client = Client()
        links = language_links(client.get("/help/track", headers={"accept-language": "pl"}).content.decode())
        english = next(link for link, code in links.items() if code == "en")
        back = client.get(english)
        assert (back.status_code, back["location"]) == (303, "/help/track")
        assert client.cookies["django_language"].value == "en-gb"
        assert 'lang="en"' in client.get("/help/track", headers={"accept-language": "pl"}).content.decode()

    def test_without_a_way_no_choice_is_offered(self) -> None:
        """A link that does nothing is pressed all the same."""
        without = [one for one in settings.MIDDLEWARE if "Locale" not in one]
        with override_settings(ROOT_URLCONF=PLAIN, MIDDLEWARE=without):
            assert language_links(Client().get("/help/track").content.decode()) == {}

    def test_a_language_the_project_has_not_is_not_offered(self) -> None:
        with override_settings(LANGUAGES=[("en", "English"), ("de", "Deutsch")]):
            assert language_links(Client().get("/en/help/track").content.decode()) == {}

    def test_the_policy_of_the_page_is_the_projects(self) -> None:
        """None of ours, none that closes the host's windows or keeps its forms from saying where they come from; the
        nonce of django-csp stands on all that we bring."""
        with override_settings(MIDDLEWARE=[*settings.MIDDLEWARE, "plain_urls.with_nonce"]):
            page = Client().get("/en/help/")
        assert not {"content-security-policy", "permissions-policy", "cross-origin-opener-policy"} & {
            name.lower() for name in page.headers
        }
        ours = [one for one in re.findall(r"<(?:script|link)[^>]*>", page.content.decode()) if "/static/" in one]
        assert len(ours) == 2
        assert all('nonce="n-123"' in one for one in ours)
        assert not re.search(r"<style| style=|<script>| on\w+=", page.content.decode())

    def test_what_the_projects_middleware_says_of_frames_and_referrers_stands(self) -> None:
        """Django leaves alone what a view has set: so we set none of it, and a project without the middleware has
        none."""
        theirs = [
            "django.middleware.security.SecurityMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ]
        said = {"X_FRAME_OPTIONS": "DENY", "SECURE_REFERRER_POLICY": "no-referrer"}
        with override_settings(MIDDLEWARE=[*theirs, *settings.MIDDLEWARE], **said):
            page = Client().get("/en/help/")
        assert (page["x-frame-options"], page["referrer-policy"]) == ("DENY", "no-referrer")
        page = Client().get("/en/help/")
        assert not {"x-frame-options", "referrer-policy"} & {name.lower() for name in page.headers}
        assert page["x-content-type-options"] == "nosniff"

    def test_one_template_and_one_block_by_one_file(self, tmp_path: Path) -> None:
        """The start page's card is the project's; of our frame it changes the block with the phone."""
        (tmp_path / "intake").mkdir()
        (tmp_path / "intake/start.html").write_text("<p>OUR OWN CARD</p>", "utf-8")
        (tmp_path / "frame.html").write_text(
            '{% extends "original/frame.html" %}{% block help %}<p>ASK US</p>{{ super() }}{% endblock %}', "utf-8"
        )
        with override_settings(HELPDESK_CORE=settings.HELPDESK_CORE | {"TEMPLATES": [tmp_path]}):
            page = Client().get("/en/help/").content.decode()
        assert "OUR OWN CARD" in page
        assert page.index("ASK US") < page.index("Talk to our team")

    def test_the_projects_own_page_template(self, tmp_path: Path) -> None:
        """For a base with other blocks: nothing is said then, since the project knows where the parts belong."""
        from helpdesk_core.adapters.django import frame

        (tmp_path / "helpdesk_core").mkdir()
        (tmp_path / "helpdesk_core/page.html").write_text("<html>{{ head }}<i>MINE</i>{{ body }}", "utf-8")
        own = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
        with override_settings(
            TEMPLATES=own, HELPDESK_CORE=settings.HELPDESK_CORE | {"BASE_TEMPLATE": "headless.html"}
        ):
            assert list(frame.mistakes("headless.html")) == []
            page = Client().get("/en/help/").content.decode()
        assert "<i>MINE</i>" in page
        assert "helpdesk.css" in page

    def test_a_server_says_it_too(self) -> None:
        """gunicorn runs no checks: the first page fails with the same sentence."""
        from django.core.exceptions import ImproperlyConfigured

        named = settings.HELPDESK_CORE | {"BASE_TEMPLATE": "headless.html"}
        with override_settings(HELPDESK_CORE=named), pytest.raises(ImproperlyConfigured, match="no block extrahead"):
            Client().get("/en/help/")


@pytest.mark.parametrize(
    "name, text, said",
    [
        ("intake/stat.html", "", "intake/stat.html replaces no template"),
        ("frame.html", "{% block %}", "frame.html: "),
        ("frame.html", '{% extends "original/fram.html" %}', None),
    ],
)
def test_templates_are_looked_at_when_the_app_is_made(tmp_path: Path, name: str, text: str, said: str | None) -> None:
    """A misspelt name would change nothing, a mistake be found by a customer."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text, "utf-8")
    desk = make_desk(SqlStore.sqlite(tmp_path / "desk.sqlite"))
    accounts = StaffAccounts(desk._store.sessions.engine)  # type: ignore[attr-defined]
    if said is not None:
        with pytest.raises(ConfigurationError, match=re.escape(said)):
            create_app(desk, accounts, templates=[tmp_path])
    desk.close()


BASE = "<html><head>{% block title %}{% endblock %}{% block head %}{% endblock %}{% block content %}{% endblock %}"


class TestFlask:
    """An app with Flask-SQLAlchemy and Flask-Login."""

    @pytest.fixture
    def make(self, tmp_path: Path) -> Iterator[Callable[..., Any]]:
        """A Flask app with the pages; ``before`` sees it before they are registered."""
        flask, login = pytest.importorskip("flask"), pytest.importorskip("flask_login")
        sqlalchemy = pytest.importorskip("flask_sqlalchemy")
        from reference_app.hosts.flask import FlaskHost, add_tables, blueprint

        made: list[Any] = []

        def build(before: Any = None, base: str = BASE, files: dict[str, str] | None = None, **host: Any) -> Any:
            for name, text in {"base.html": base, **(files or {})}.items():
                path = tmp_path / "templates" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
            app = flask.Flask("shop", root_path=str(tmp_path))
            app.config |= {"SECRET_KEY": "x", "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'shop.sqlite'}"}
            app.testing = True
            db = sqlalchemy.SQLAlchemy(app)
            made.append((app, db))
            login.LoginManager(app).user_loader(lambda id: None)
            app.add_url_rule("/in", endpoint="shop.sign_in", view_func=lambda: "in")
            app.login_manager.login_view = "shop.sign_in"
            if before is not None:
                before(app)
            store = SqlStore.borrowed(lambda: db.session, dialect="sqlite", metadata=add_tables(db.metadata))
            given = {"base_template": "base.html", "agent": lambda user: None, "agents": lambda: ()} | host
            pages = blueprint(make_desk(store, settings=LANGUAGES), host=FlaskHost(**given), db=db)
            app.register_blueprint(pages, url_prefix="/help")
            with app.app_context():
                db.create_all()
            return app

        yield build
        for app, db in made:
            with app.app_context():
                db.engine.dispose()

    def test_staff_sign_in_where_the_app_says(self, make: Callable[..., Any]) -> None:
        """Flask-Login's own setting, whatever the view is called."""
        away = make().test_client().get("/help/staff")
        assert (away.status_code, away.headers["location"]) == (303, "/in?next=%2Fhelp%2Fstaff")

    def test_without_a_sign_in_nothing_breaks(self, make: Callable[..., Any], caplog: pytest.LogCaptureFixture) -> None:
        """A page that says no, and a line for whoever can mend it."""
        app = make(lambda app: setattr(app.login_manager, "login_view", None))
        assert app.test_client().get("/help/staff").status_code == 403
        assert "login_view" in caplog.text

    def test_languages(self, make: Callable[..., Any]) -> None:
        """In the app's own way, or not at all: a cookie of ours would change nothing there."""
        assert language_links(make().test_client().get("/help/track").text) == {}
        link = make(language_link=lambda code, here: f"/lang/{code}?to={here}").test_client().get("/help/track").text
        assert language_links(link) == {"/lang/pl?to=/help/track": "pl"}

    def test_a_nonce(self, make: Callable[..., Any]) -> None:
        """Flask-Talisman's, or the app's own."""
        talisman = make(lambda app: app.jinja_env.globals.update(csp_nonce=lambda: "t-1"))
        assert talisman.test_client().get("/help/").text.count('nonce="t-1"') == 2
        assert make(nonce=lambda: "o-1").test_client().get("/help/").text.count('nonce="o-1"') == 2

    def test_what_the_app_says_of_frames_stands_alone(self, make: Callable[..., Any]) -> None:
        """Flask says nothing by itself: ours is there until the app has one, and then once."""

        def deny(response: Any) -> Any:
            response.headers["X-Frame-Options"] = "DENY"
            return response

        def said(app: Any) -> list[str]:
            found: list[str] = app.test_client().get("/help/").headers.getlist("x-frame-options")
            return found

        assert said(make()) == ["SAMEORIGIN"]
        assert said(make(lambda app: app.after_request(deny))) == ["DENY"]

    @pytest.mark.parametrize(
        "base, said",
        [
            ("<html>{% block content %}{% endblock %}", "no block head"),
            ("<html>", "no block head and no block content"),
            ('{% extends "gone.html" %}', "no template 'gone.html'"),
            ("{% block head %}{% if %}{% endblock %}", "base.html, line 1"),
            ('{% extends "root.html" %}', "root.html, line 1: "),
        ],
    )
    def test_the_base_template_is_looked_at_when_the_pages_are_registered(
        self, make: Callable[..., Any], base: str, said: str
    ) -> None:
        """Without ``head`` the pages would have no styles, and nobody would be told."""
        with pytest.raises(ConfigurationError, match=said):
            make(base=base, files={"root.html": "{% if %}"})

    def test_blocks_may_come_from_above_or_be_fitted_by_a_file(self, make: Callable[..., Any]) -> None:
        """A base that extends another; a page template of the app's own for other blocks."""
        assert make(base='{% extends "root.html" %}', files={"root.html": BASE}).test_client().get("/help/").text
        own = {"helpdesk_core/page.html": "<html>{{ page.head | safe }}<i>MINE</i>{{ page.body | safe }}"}
        assert "<i>MINE</i>" in make(base="<html>", files=own).test_client().get("/help/").text

    @pytest.mark.parametrize("when", ["before", "after"])
    def test_csrf_protect_leaves_our_forms_to_us(self, make: Callable[..., Any], when: str) -> None:
        """They carry a token of their own; where CSRFProtect comes later the app exempts the blueprint itself."""
        protect = pytest.importorskip("flask_wtf").CSRFProtect()
        app = make(protect.init_app if when == "before" else None)
        if when == "after":
            protect.exempt(app.blueprints["helpdesk_core"])
            protect.init_app(app)
        app.add_url_rule("/own", view_func=lambda: "own", methods=["POST"])
        client = app.test_client()
        page = client.get("/help/quick-help").text
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
        words = {"problem": "p", "device": "d", "urgency": "soon"}
        assert client.post("/help/quick-help", data=hidden | words).status_code == 303
        assert client.post("/help/quick-help", data=words).status_code == 403
        assert client.post("/own").status_code == 400

    def test_unfinished_forms_are_kept_in_the_apps_database(self, make: Callable[..., Any], tmp_path: Path) -> None:
        """Beside everything else: there is no second one."""
        client = make().test_client()
        page = client.get("/help/quick-help").text
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
        client.post("/help/quick-help", data=hidden | {"problem": "Cracked", "device": "d", "urgency": "soon"})
        assert "Cracked" in client.get("/help/quick-help").text
        assert [path.name for path in tmp_path.glob("*.sqlite*")] == ["shop.sqlite"]

    def test_staff_rights_reach_the_pages(self, make: Callable[..., Any]) -> None:
        """Somebody who is signed in and no staff is told so."""
        assert make(agent=lambda user: Agent(id="1", name="A")).test_client().get("/help/staff").status_code == 303
