"""Parts that a machine may lack, and parts of long tests that run each time."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import make_url

from helpdesk_core.adapters.sqlalchemy import SqlStore


def missing(reason: str) -> NoReturn:
    """Skip with a reason; where everything must be there (CI), fail instead."""
    if os.environ.get("HELPDESK_TEST_NOTHING_MISSING"):
        pytest.fail(f"{reason}, and nothing may be missing here")
    pytest.skip(reason)


def share(values: Iterable[Any], of: int) -> list[Any]:
    """Values to test with: one of so many each time, the rest with the long tests."""
    return [
        pytest.param(value, marks=() if place % of == 0 else (pytest.mark.full,)) for place, value in enumerate(values)
    ]


def pairs(one: Iterable[Any], other: Iterable[Any], of: int) -> list[Any]:
    """A share of a table: each of one side and each of the other is in it, not all with all."""
    columns = list(other)
    return [
        pytest.param(row, column, marks=() if (place + down) % of == 0 else (pytest.mark.full,))
        for down, row in enumerate(one)
        for place, column in enumerate(columns)
    ]


def empty_file(path: Path) -> Path:
    """A file of SQLite's with our tables and nothing in them: a copy of the one that each process makes."""
    return Path(shutil.copyfile(_tables(), path))


@cache
def _tables() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-tables-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    SqlStore.sqlite(made := folder / "desk.sqlite").close()
    return made


@contextmanager
def database(server: str, template: str = "template1") -> Iterator[str]:
    """The URL of a fresh database on a PostgreSQL server, which begins as another one."""
    import psycopg

    name = f"test_{secrets.token_hex(6)}"
    plain = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield make_url(plain).set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
