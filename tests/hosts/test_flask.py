"""The desk inside Flask: the host's session borrowed, the pages in the host's view."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

flask = pytest.importorskip("flask", reason="Flask is not installed")
flask_sqlalchemy = pytest.importorskip("flask_sqlalchemy", reason="Flask-SQLAlchemy is not installed")

import reference_app  # noqa: E402
from helpdesk_core import Customer, Guest  # noqa: E402
from helpdesk_core.adapters.sqlalchemy import SqlStore, build_tables, create_all  # noqa: E402
from helpdesk_core.testing import make_desk  # noqa: E402
from reference_app import Host, Page, create_app  # noqa: E402
from reference_app.accounts import StaffAccounts  # noqa: E402
from reference_app.hosts.wsgi import answer, in_host_thread  # noqa: E402

FOLDER = Path(reference_app.__file__).with_name("static")
STATIC = sorted(path for path in FOLDER.rglob("*") if path.is_file())


class FlaskHost(Host):
    """Users of the session, the shop's own frame."""

    async def visitor(self, request: Any) -> Any:
        user = flask.session.get("user")
        return Customer(id=user) if user else Guest(client="net")

    async def current_agent(self, request: Any) -> None:
        return None

    async def agents(self, request: Any) -> tuple[()]:
        return ()

    def language(self, request: Any) -> str:
        return "pl"

    def shell(self, page: Page, request: Any) -> str:
        return str(flask.render_template_string("<nav>FLASK SHOP {{ url_for('help_page') }}</nav>")) + page.body


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Any]:
    """A Flask shop whose session we borrow; it fails after the pages when asked to."""
    app = flask.Flask("shop")
    app.config |= {
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'flask.sqlite'}",
        "SECRET_KEY": "x",
        "TESTING": True,
    }
    db = flask_sqlalchemy.SQLAlchemy()
    orders = sa.Table("orders", db.metadata, sa.Column("number", sa.Integer, primary_key=True))
    db.init_app(app)
    accounts = StaffAccounts(sa.create_engine(f"sqlite:///{tmp_path / 'accounts.sqlite'}"))
    desk = make_desk(SqlStore.borrowed(lambda: db.session, dialect="sqlite"))
    pages = create_app(desk, accounts, host=FlaskHost(), run=in_host_thread)

    @app.route("/help/", defaults={"rest": ""}, methods=["GET", "POST"])
    @app.route("/help/<path:rest>", methods=["GET", "POST"])
    def help_page(rest: str) -> Any:
        if flask.request.method == "POST":
            db.session.execute(orders.insert())
        made = answer(pages, flask.request.environ, prefix="/help")
        if app.config.get("FAIL"):
            db.session.rollback()
        else:
            db.session.commit()
        return flask.Response(made.body, made.status, list(made.headers))

    with app.app_context():
        create_all(db.session.connection(), build_tables(db.metadata))
        db.metadata.create_all(db.session.connection())
        db.session.commit()
    yield app, db, orders
    with app.app_context():
        db.engine.dispose()
    accounts.engine.dispose()


def _send(client: Any, page: Any, action: str, **fields: str) -> Any:
    form = next(form for form in re.findall(r"<form.*?</form>", page.text, re.S) if f'{action}"' in form)
    target = re.search(r'action="([^"]+)"', form)
    assert target is not None
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    return client.post(target.group(1), data=hidden | fields, follow_redirects=True)


@pytest.mark.parametrize("fails", [False, True])
def test_the_pages_write_in_the_hosts_session(shop: Any, fails: bool) -> None:
    """The host's order and our request: both, or after the host's rollback neither."""
    app, db, orders = shop
    client = app.test_client()
    page = client.get("/help/quick-help")
    assert "FLASK SHOP /help/" in page.text
    page = _send(client, page, "/quick-help", problem="Pękł ekran", device="Telefon", urgency="soon")
    page = _send(client, page, "/quick-help/contact", surname="Nowak", contact="jan@example.com")
    app.config["FAIL"] = fails
    _send(client, page, "/quick-help/check")
    with app.app_context():
        requests = db.session.execute(sa.text("SELECT count(*) FROM helpdesk_core_service_requests")).scalar()
        made = db.session.execute(sa.select(sa.func.count()).select_from(orders)).scalar()
    assert (requests, made) == ((0, 2) if fails else (1, 3))


def test_every_static_file_arrives_whole(shop: Any) -> None:
    """Byte for byte, with its length."""
    for path in STATIC:
        found = shop[0].test_client().get(f"/help/static/{path.relative_to(FOLDER)}")
        assert (found.status_code, found.data) == (200, path.read_bytes()), path.name
        assert int(found.headers["content-length"]) == len(found.data), path.name


def test_two_shops_in_one_process_share_nothing(tmp_path: Path) -> None:
    """Two app factories, two desks, two databases: a request of one is unknown to the other."""
    import journeys as j

    one = make_desk(SqlStore.sqlite(tmp_path / "one.sqlite"), tenant="one")
    two = make_desk(SqlStore.sqlite(tmp_path / "two.sqlite"), tenant="two")
    j.submit(one)
    assert one.deliver().done == 1
    assert two.deliver().total == 0
    for desk in (one, two):
        desk._store.close()  # type: ignore[attr-defined]
