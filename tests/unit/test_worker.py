"""The worker in the process of the pages: whatever one round raises, the next one delivers."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import sqlalchemy as sa

import journeys as j
from helpdesk_core import Refusal
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.conversations.rules import ReplyToCustomer
from helpdesk_core.testing import make_desk
from reference_app.worker import Worker
from waiting import until


@pytest.mark.parametrize("error", [RuntimeError, sa.exc.OperationalError("x", None, Exception()), KeyError])
def test_a_round_that_raises_stops_nothing(error: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lost connection, a host's callback, a bug: the worker goes on."""
    desk = make_desk()
    j.submit(desk)
    deliver, rounds = desk.deliver, []

    def once_broken(limit: int = 50) -> Any:
        rounds.append(limit)
        if len(rounds) == 1:
            raise error
        return deliver(limit)

    monkeypatch.setattr(desk, "deliver", once_broken)
    with Worker(desk, seconds=0.01):
        assert until(lambda: desk.notifier.sent)


@pytest.mark.postgres
@pytest.mark.full
def test_a_restarted_database_is_used_again(postgres_url: str) -> None:
    """Every connection is cut by the server: the next command and the next round of the worker find a new one."""
    import psycopg

    store = SqlStore.postgresql(postgres_url)
    desk = make_desk(store)
    made = j.submit(desk)
    with Worker(desk, seconds=0.01):
        assert until(lambda: desk.notifier.sent)
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        desk.notifier.sent.clear()  # type: ignore[attr-defined]
        answer = j.attempt(desk, ReplyToCustomer, j.ANNA, request=made.request, text="back again", unconfirmed=True)
        assert not isinstance(answer, Refusal)
        desk.clock.move(minutes=2)  # type: ignore[attr-defined]
        j.submit(desk)
        assert until(lambda: desk.notifier.sent)
    store.close()


def test_doubles_need_no_pytest() -> None:
    """A host's script or its unittest suite uses them; the suites load pytest when they are named."""
    code = (
        "import sys; sys.modules['pytest'] = None\n"
        "from helpdesk_core.testing import CapturingNotifier, FixedClock, MemoryStore, make_desk\n"
        "make_desk()\n"
        "try:\n    from helpdesk_core.testing import StoreSuite\n"
        "except ImportError:\n    sys.exit(0)\n"
        "sys.exit('a suite came without pytest')"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
