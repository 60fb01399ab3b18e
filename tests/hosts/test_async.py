"""The desk inside async hosts: the loop goes on, and the host's AsyncSession decides."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

fastapi = pytest.importorskip("fastapi", reason="FastAPI is not installed")
pytest.importorskip("aiosqlite", reason="aiosqlite is not installed")

from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine  # noqa: E402

import journeys as j  # noqa: E402
from helpdesk_core import AsyncHelpdesk, Customer, Guest, Result  # noqa: E402
from helpdesk_core.adapters.sqlalchemy import LentSession, SqlStore, build_tables, create_all  # noqa: E402
from helpdesk_core.intake.rules import SubmitRequest  # noqa: E402
from helpdesk_core.testing import make_desk  # noqa: E402
from reference_app import create_app  # noqa: E402
from reference_app.accounts import StaffAccounts  # noqa: E402

METADATA = sa.MetaData()
ORDERS = sa.Table("orders", METADATA, sa.Column("number", sa.Integer, primary_key=True))
WORDS = {"problem": "Cracked", "device": "iPhone 13", "surname": "Nowak", "contact": "jan@example.com"}


@pytest.mark.parametrize("fails", [False, True])
def test_the_desk_joins_the_hosts_session(tmp_path: Path, fails: bool) -> None:
    """FastAPI: a dependency gives the session, commits at the end or rolls back; our rows go with the host's."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'fast.sqlite'}")
    lent = LentSession()
    desk = make_desk(SqlStore.borrowed(lent, dialect="sqlite"))
    app = fastapi.FastAPI()

    async def transaction() -> AsyncIterator[AsyncSession]:
        async with AsyncSession(engine) as session, session.begin():
            yield session

    @app.post("/orders")
    async def order(session: AsyncSession = fastapi.Depends(transaction)) -> dict[str, Any]:
        await session.execute(ORDERS.insert())
        help = AsyncHelpdesk(desk, run=lent.run_in(session))
        made = await help.handle(desk.read(SubmitRequest, WORDS), Customer(id="7"))
        assert isinstance(made, Result)
        if fails:
            raise fastapi.HTTPException(500)
        return {"reference": made.reference}

    async def counts() -> tuple[int, int]:
        async with engine.connect() as connection:
            ours = (
                await connection.exec_driver_sql("SELECT count(*) FROM helpdesk_core_service_requests")
            ).scalar_one()
            theirs = (await connection.exec_driver_sql("SELECT count(*) FROM orders")).scalar_one()
        await engine.dispose()
        return theirs, ours

    async def set_up() -> None:
        async with engine.begin() as connection:
            await connection.run_sync(METADATA.create_all)
            await connection.run_sync(create_all, build_tables())
        await engine.dispose()

    asyncio.run(set_up())
    with TestClient(app, raise_server_exceptions=False) as client:
        assert client.post("/orders").status_code == (500 if fails else 200)
    assert asyncio.run(counts()) == ((0, 0) if fails else (1, 1))
    with pytest.raises(LookupError):
        lent()


def test_the_loop_goes_on_while_the_desk_works(tmp_path: Path) -> None:
    """Twenty requests and a notifier that sleeps: a ticker beside them ticks on, where a blocked loop would stand."""

    class Sleepy:
        name = "sleepy"

        def accepts(self, contact: Any) -> bool:
            return True

        def send(self, outgoing: Any) -> Any:
            time.sleep(0.5)
            return "nonsense"

    store = SqlStore.sqlite(tmp_path / "loop.sqlite")
    desk = make_desk(store, notifiers=[Sleepy()])
    j.submit(desk)

    async def main() -> int:
        help, ticks = AsyncHelpdesk(desk), 0
        work = asyncio.gather(
            help.deliver(1), *(help.handle(desk.read(SubmitRequest, WORDS), Guest()) for _ in range(20))
        )
        while not work.done():
            await asyncio.sleep(0.005)
            ticks += 1
        assert all(isinstance(answer, Result) for answer in (await work)[1:])
        return ticks

    assert asyncio.run(main()) > 20
    store.close()


def test_the_pages_are_mounted_in_fastapi(tmp_path: Path) -> None:
    """One line; links keep the prefix."""
    store = SqlStore.sqlite(tmp_path / "m.sqlite")
    accounts = StaffAccounts(sa.create_engine(f"sqlite:///{tmp_path / 'a.sqlite'}"))
    app = fastapi.FastAPI()
    app.mount("/help", create_app(make_desk(store), accounts))
    page = TestClient(app).get("/help/")
    assert page.status_code == 200
    assert 'href="/help/quick-help"' in page.text
    store.close()
    accounts.engine.dispose()
