"""The shop on a test client, the shop on a port, and Chromium where it is there."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import uvicorn
from sqlalchemy import make_url

from helpdesk_core.adapters.sqlalchemy import SqlStore
from parts import database, missing
from reference_app.tables import writing
from shops import Shop, build, shop_on


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What a repair portal promises (F, P) is tried on PostgreSQL too, with the long tests."""
    name, stores = metafunc.function.__name__, ["sqlite", _ON_POSTGRES]
    if "shop" in metafunc.fixturenames and name.startswith(("test_F", "test_P")):
        metafunc.parametrize("shop", stores, indirect=True)
    elif "live" in metafunc.fixturenames and name.startswith("test_P8"):
        metafunc.parametrize("live", stores, indirect=True)


_ON_POSTGRES = pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.full])


@pytest.fixture
def has_people() -> bool:
    """Whether the shop has a directory of its own; else its customers have accounts of the app's."""
    return True


@pytest.fixture
def shop(request: pytest.FixtureRequest, tmp_path: Path, has_people: bool) -> Iterator[Shop]:
    """A shop as the demo begins it."""
    if _is_on_sqlite(request):
        made = build(tmp_path, has_people=has_people)
        yield made
        made.desk._store.close()  # type: ignore[attr-defined]
        return
    copied = request.getfixturevalue("copied_shop")
    with copied(tmp_path, has_people) as made:
        yield made


def _is_on_sqlite(request: pytest.FixtureRequest) -> bool:
    return bool(getattr(request, "param", "sqlite") == "sqlite")


@pytest.fixture(autouse=True)
def _is_where_it_says(request: pytest.FixtureRequest) -> None:
    """A module's own fixture would hide ours, and run on SQLite what is called a test on PostgreSQL."""
    asked = getattr(getattr(request.node, "callspec", None), "params", {})
    for fixture in {"shop", "live"} & asked.keys():
        if asked[fixture] == "postgres":
            assert request.getfixturevalue(fixture).accounts.engine.dialect.name == "postgresql"


@pytest.fixture(scope="session")
def copied_shop(
    postgres_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Path, bool], AbstractContextManager[Shop]]]:
    """Makes shops on PostgreSQL: each is filled once, in a database that those of the tests begin as."""
    with ExitStack() as kept:

        @cache
        def template(has_people: bool) -> tuple[str, Path, tuple[str, str]]:
            folder = tmp_path_factory.mktemp("postgres-shop")
            url = kept.enter_context(database(postgres_server))
            made = build(folder, store=SqlStore.postgresql(url), has_people=has_people)
            with writing(made.accounts.engine) as connection:
                # Else a copy would hold its mail back, as a backup does that was restored elsewhere.
                connection.execute(sa.text("DELETE FROM helpdesk_core_outbox_places"))
            made.desk._store.close()  # type: ignore[attr-defined]
            return str(make_url(url).database), folder, made.tracking

        @contextmanager
        def copied(folder: Path, has_people: bool) -> Iterator[Shop]:
            name, files, tracking = template(has_people)
            with database(postgres_server, name) as url:
                shutil.copytree(files, folder, dirs_exist_ok=True)
                made = shop_on(SqlStore.postgresql(url), folder, tracking, has_people=has_people)
                yield made
                made.desk._store.close()  # type: ignore[attr-defined]

        yield copied


@pytest.fixture(scope="session")
def live(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The shop on a port of this machine, for a real browser."""
    with ExitStack() as kept:
        store = None
        if not _is_on_sqlite(request):
            store = SqlStore.postgresql(kept.enter_context(database(request.getfixturevalue("postgres_server"))))
        yield kept.enter_context(_served(tmp_path_factory.mktemp("live"), store=store))


@pytest.fixture(scope="session")
def live_with_accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop without a directory of its own: its customers have accounts of the app's."""
    with _served(tmp_path_factory.mktemp("accounts"), has_people=False) as made:
        yield made


@pytest.fixture
def live_at_a_name(tmp_path: Path) -> Iterator[Shop]:
    """The same at an address with a name: browsers make no passkeys for a number."""
    with _served(tmp_path, "localhost", has_people=False) as made:
        yield made


@contextmanager
def _served(
    folder: Path, name: str = "127.0.0.1", store: SqlStore | None = None, *, has_people: bool = True
) -> Iterator[Shop]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    made = build(folder, f"http://{name}:{port}", store, has_people=has_people)
    server = uvicorn.Server(uvicorn.Config(made.app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield made
    server.should_exit = True
    thread.join(timeout=10)
    made.desk._store.close()  # type: ignore[attr-defined]


CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium from the system; for one module, since its driver keeps an event loop running in this thread."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        missing("no Chromium on the PATH")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield chromium
        chromium.close()
