"""The examples of the docs, driven over HTTP as they stand."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa

from helpdesk_core import Agent, Refusal
from helpdesk_core.testing import CapturingNotifier
from helpdesk_core.views import view_queue
from parts import missing

EXAMPLES = Path(__file__).parents[2] / "docs/examples"
SECRET = bytes(range(32)).hex()


def load(path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The example as a module of its own, freshly made."""
    monkeypatch.setenv("HELPDESK_SECRET", SECRET)
    monkeypatch.setenv("SHOP_SECRET", "only for tests")
    spec = importlib.util.spec_from_file_location(f"example_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def lines_of_ours(path: Path, start: str = "") -> int:
    """Lines of code that the helpdesk costs: behind ``start``, without imports, comments and empty ones."""
    text = path.read_text(encoding="utf-8").partition(start)[2] if start else path.read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines()]
    return sum(bool(line) and not line.startswith(("#", "from ", "import ", '"""')) for line in lines)


def test_the_examples_are_short() -> None:
    """At most forty lines of helpdesk code each, and a line for each question the host answers."""
    assert lines_of_ours(EXAMPLES / "flask_shop/shop.py", "# The helpdesk, from here on.") <= 55
    assert lines_of_ours(EXAMPLES / "oscar_shop/settings.py", "# The helpdesk.") <= 40
    for name in ("fastapi_shop.py", "plain_script.py", "wsgi_shop.py", "oscar_shop/helpdesk.py"):
        assert lines_of_ours(EXAMPLES / name) <= 40, name


class FlaskShop:
    """The example, migrated by its own Flask-Migrate, with somebody who drives it."""

    def __init__(self, module: ModuleType, folder: Path) -> None:
        folder.mkdir()
        self.module, self.folder, self.app = module, folder, module.create_app(folder)
        with self.app.app_context():
            self.flask_migrate("init")
            self.flask_migrate("migrate")
            self.flask_migrate("upgrade")
            self.add(module.User(id=1, email="jan@example.com", name="Nowak"))
            self.add(module.User(id=2, email="ola@example.com", name="Ola", is_staff=True))
            self.add(module.Order(number="A-1", title="iPhone 13", user_id=1))
        self.client = self.app.test_client()

    def flask_migrate(self, command: str) -> None:
        import flask_migrate

        getattr(flask_migrate, command)(directory=str(self.folder / "migrations"))

    def add(self, row: Any) -> None:
        self.module.db.session.add(row)
        self.module.db.session.commit()

    def sign_in(self, email: str) -> None:
        self.client = self.app.test_client()
        self.client.post("/login", data={"email": email})

    def send(self, page: Any, action: str, **fields: str) -> Any:
        form = next(form for form in re.findall(r"<form.*?</form>", page.text, re.S) if f'{action}"' in form)
        target = re.search(r'action="([^"]+)"', form)
        assert target is not None
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
        return self.client.post(target.group(1), data=hidden | fields, follow_redirects=True)

    def count(self, sql: str) -> int:
        with self.app.app_context():
            return int(self.module.db.session.execute(sa.text(sql)).scalar_one())

    def close(self) -> None:
        with self.app.app_context():
            self.module.db.session.remove()
            self.module.db.engine.dispose()
        self.app.extensions["desk"]._store.close()


REQUESTS = "SELECT count(*) FROM helpdesk_core_service_requests"


@pytest.fixture(scope="module")
def flask_module() -> Iterator[ModuleType]:
    for name in ("flask", "flask_login", "flask_babel", "flask_migrate", "flask_sqlalchemy"):
        if importlib.util.find_spec(name) is None:
            missing(f"{name} is not installed")
    with pytest.MonkeyPatch.context() as patch:
        yield load(EXAMPLES / "flask_shop/shop.py", patch)


@pytest.fixture
def shop(flask_module: ModuleType, tmp_path: Path) -> Iterator[FlaskShop]:
    made = FlaskShop(flask_module, tmp_path / "one")
    yield made
    made.close()


@pytest.mark.filterwarnings("ignore:.get_engine.:DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
class TestFlask:
    """Flask-SQLAlchemy's session, Flask-Login's user, Flask-Babel's language, Flask-Migrate's tables."""

    def test_migrations_neither_drop_nor_miss_our_tables(self, shop: FlaskShop) -> None:
        """`flask db migrate` made them with the shop's own; a second one finds nothing to do."""
        with shop.app.app_context():
            shop.flask_migrate("migrate")
        (only,) = (shop.folder / "migrations/versions").glob("*.py")
        text = only.read_text(encoding="utf-8")
        assert "helpdesk_core_timeline" in text
        assert "drop_table('helpdesk_core_timeline')" in text.partition("def downgrade")[2]
        assert shop.count(REQUESTS) == 0

    def test_a_customer_of_the_shop(self, shop: FlaskShop) -> None:
        """Name, address and orders are known; no code; the room in the shop's frame and language."""
        shop.sign_in("jan@example.com")
        polish = {"Accept-Language": "pl"}
        page = shop.client.get("/help/quick-help", headers=polish)
        assert "The Flask shop Nowak" in page.text
        assert 'lang="pl"' in page.text
        page = shop.send(page, "/quick-help", problem="Pękł ekran", device="Telefon", urgency="soon")
        assert 'value="Nowak"' in page.text
        assert "iPhone 13" in page.text
        page = shop.send(page, "/quick-help/contact", surname="Nowak", contact="jan@example.com", order="A-1")
        page = shop.send(page, "/quick-help/check")
        assert page.status_code == 200
        assert shop.count(f"{REQUESTS} WHERE customer = '1' AND phase = 'confirmed' AND order_number = 'A-1'") == 1
        assert "Telefon" in shop.client.get("/help/own", headers=polish).text

    def test_staff_are_asked_every_time(self, shop: FlaskShop) -> None:
        """A guest goes to the shop's sign-in, a customer is told, an agent works, until it is taken away."""
        guest = shop.client.get("/help/staff")
        assert guest.headers["location"] == "/login?next=%2Fhelp%2Fstaff"
        shop.sign_in("jan@example.com")
        assert shop.client.get("/help/staff").status_code == 403
        shop.sign_in("ola@example.com")
        assert shop.client.get("/help/staff").status_code == 200
        with shop.app.app_context():
            shop.module.db.session.get(shop.module.User, 2).is_staff = False
            shop.module.db.session.commit()
        assert shop.client.get("/help/staff").status_code == 403

    def test_the_desk_asks_the_shop_again(self, shop: FlaskShop) -> None:
        """Whatever an actor carries: who is no staff any more is refused, an unknown user too."""
        desk = shop.app.extensions["desk"]
        with shop.app.app_context():
            ola, nobody = Agent(id="2", name="Ola"), Agent(id="9", name="Nobody")
            assert not isinstance(desk.view(view_queue, ola), Refusal)
            assert isinstance(desk.view(view_queue, nobody), Refusal)
            shop.module.db.session.get(shop.module.User, 2).is_staff = False
            assert isinstance(desk.view(view_queue, ola), Refusal)

    def test_a_sign_in_is_remembered(self, shop: FlaskShop) -> None:
        """In the session, with the user it is of."""
        from reference_app.hosts.flask import _visitor

        @shop.app.get("/who")
        def who() -> str:
            visitor: Any = _visitor()
            return f"{visitor.id} {visitor.signed_in_at}"

        shop.sign_in("jan@example.com")
        with shop.client.session_transaction() as session:
            id, at = session["helpdesk_core_signed_in"]
        began = datetime.fromisoformat(at)
        assert id == "1"
        assert abs((began - datetime.now(UTC)).total_seconds()) < 60
        assert shop.client.get("/who").text == f"1 {began}"
        with shop.client.session_transaction() as session:
            session["helpdesk_core_signed_in"] = ["2", at]
        assert shop.client.get("/who").text == "1 None"

    def test_the_order_and_the_request_together(self, shop: FlaskShop, monkeypatch: pytest.MonkeyPatch) -> None:
        """Both, or after a fault neither."""
        shop.sign_in("jan@example.com")
        desk = shop.app.extensions["desk"]
        with monkeypatch.context() as patch:
            patch.setattr(shop.module.db.session, "commit", lambda: (_ for _ in ()).throw(RuntimeError("the host's")))
            patch.setitem(shop.app.config, "PROPAGATE_EXCEPTIONS", False)
            assert shop.client.post("/orders/A-1/problem", data={"problem": "p"}).status_code == 500
        assert (shop.count(REQUESTS), shop.count("SELECT count(*) FROM 'order' WHERE title LIKE '%repair%'")) == (0, 0)
        assert shop.client.post("/orders/A-1/problem", data={"problem": "p"}).status_code == 200
        assert (shop.count(REQUESTS), shop.count("SELECT count(*) FROM 'order' WHERE title LIKE '%repair%'")) == (1, 1)
        with shop.app.app_context():
            assert desk.verify() == ()
            assert [one for one in desk.problems() if "notifiers" not in one] == [], "the example sends no mail"

    def test_the_worker_needs_no_request(self, shop: FlaskShop) -> None:
        """Its links lead to the shop's address."""
        shop.sign_in("jan@example.com")
        shop.client.post("/orders/A-1/problem", data={"problem": "p"})
        notifier = CapturingNotifier()
        with shop.app.app_context():
            worker = shop.module.make_worker(shop.module.db.engine, notifier)
        assert worker.deliver().done == 1
        assert notifier.sent[0].link.startswith("https://shop.example/help/r/")  # type: ignore[union-attr]
        assert shop.client.get(notifier.sent[0].link.removeprefix("https://shop.example")).status_code == 200  # type: ignore[union-attr]
        worker._store.close()

    def test_two_shops_in_one_process_share_nothing(
        self, shop: FlaskShop, flask_module: ModuleType, tmp_path: Path
    ) -> None:
        """The same factory called twice: two databases, two desks."""
        other = FlaskShop(flask_module, tmp_path / "two")
        shop.sign_in("jan@example.com")
        shop.client.post("/orders/A-1/problem", data={"problem": "p"})
        assert (shop.count(REQUESTS), other.count(REQUESTS)) == (1, 0)
        assert shop.app.extensions["desk"] is not other.app.extensions["desk"]
        other.close()

    def test_a_host_that_commits_in_the_middle(self, shop: FlaskShop, monkeypatch: pytest.MonkeyPatch) -> None:
        """flask-shop's `save()` commits the one session whenever it likes: only whole units of ours are ever kept."""
        desk, db = shop.app.extensions["desk"], shop.module.db
        real = shop.module.People.get

        def saving(self: Any, id: str) -> Any:
            db.session.commit()
            return real(self, id)

        monkeypatch.setattr(shop.module.People, "get", saving)
        with shop.app.app_context():
            import journeys as j

            monkeypatch.setattr(j, "ANNA", Agent(id="2", name="Ola"))  # staff are the shop's users
            made, _ = j.in_phase(desk, "in_review", j.Customer(id="1"))
            db.session.commit()
            draft = j.prepare(desk, made)
            db.session.rollback()
            assert j.attempt(desk, j.RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
            db.session.commit()
            assert desk.verify() == ()
            assert j.stored(desk, made).phase.value == "in_review"


def test_fastapi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order and the request in the host's AsyncSession; the pages beside it."""
    for name in ("fastapi", "aiosqlite"):
        if importlib.util.find_spec(name) is None:
            missing(f"{name} is not installed")
    from starlette.testclient import TestClient

    monkeypatch.setenv("SHOP_DATABASE", str(tmp_path / "shop.sqlite"))
    module = load(EXAMPLES / "fastapi_shop.py", monkeypatch)
    words = {"problem": "Cracked", "device": "iPhone 13", "surname": "Nowak", "contact": "jan@example.com"}
    with TestClient(module.app, headers={"user": "7"}, raise_server_exceptions=False) as client:
        assert client.post("/orders", json=words | {"surname": ""}).status_code == 500
        made = client.post("/orders", json=words).json()
        assert re.fullmatch(r"\w{4}-\w{4}", made["reference"])
        assert client.get("/help/").status_code == 200
    assert module.own.verify() == ()
    with sa.create_engine(f"sqlite:///{tmp_path / 'shop.sqlite'}").connect() as connection:
        counts = [connection.exec_driver_sql(q).scalar() for q in ("SELECT count(*) FROM orders", REQUESTS)]
        connection.engine.dispose()
    assert counts == [1, 1]
    module.own._store.close()


def test_the_script(tmp_path: Path) -> None:
    """Run as a reader would."""
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "plain_script.py")],
        cwd=tmp_path,
        env={**os.environ, "HELPDESK_SECRET": SECRET},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "confirmed Dell XPS" in done.stdout
    assert "done=3" in done.stdout


def test_a_foreign_wsgi_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shop's own pages stay; ours stand under their prefix, links included."""
    if importlib.util.find_spec("a2wsgi") is None:
        missing("a2wsgi is not installed")
    from werkzeug.test import Client

    monkeypatch.chdir(tmp_path)
    module = load(EXAMPLES / "wsgi_shop.py", monkeypatch)
    client = Client(module.application)
    assert client.get("/").text == "The WSGI shop"
    page = client.get("/help/")
    assert page.status_code == 200
    assert 'href="/help/quick-help"' in page.text
    assert client.get("/help/quick-help").status_code == 200
    assert client.get("/helpless").text == "The WSGI shop"
    module.desk._store.close()
