"""A FastAPI shop on SQLAlchemy's AsyncSession, with the desk in the same transaction and its pages mounted."""

import os
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, Header
from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, event, insert
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from helpdesk_core import AsyncHelpdesk, Customer, Helpdesk
from helpdesk_core.adapters.console import ConsoleNotifier
from helpdesk_core.adapters.sqlalchemy import LentSession, SqlStore, build_tables, create_all
from helpdesk_core.commands import SubmitRequest
from reference_app import create_app as create_pages
from reference_app.accounts import StaffAccounts

FILE = os.environ.get("SHOP_DATABASE", "shop.sqlite")
SECRET = [bytes.fromhex(os.environ["HELPDESK_SECRET"])]
metadata = MetaData()
orders = Table("orders", metadata, Column("id", Integer, primary_key=True), Column("title", String(200)))
engine = create_async_engine(f"sqlite+aiosqlite:///{FILE}")


@event.listens_for(engine.sync_engine, "connect")
def check_foreign_keys(connection: DBAPIConnection, _: object) -> None:
    connection.cursor().execute("PRAGMA foreign_keys=ON")


lent = LentSession()
NOTIFIERS = [ConsoleNotifier()]
desk = Helpdesk(SqlStore.borrowed(lent, dialect="sqlite"), secret=SECRET, notifiers=NOTIFIERS)
own = Helpdesk(  # the pages and the worker
    SqlStore.sqlite(FILE), secret=SECRET, base_url="http://localhost:8000/help", notifiers=NOTIFIERS
)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        await connection.run_sync(create_all, build_tables())
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)


async def get_session() -> AsyncIterator[AsyncSession]:
    async with AsyncSession(engine) as session, session.begin():
        yield session


async def get_desk(session: AsyncSession = Depends(get_session)) -> AsyncHelpdesk:
    return AsyncHelpdesk(desk, run=lent.run_in(session))


@app.post("/orders")
async def order(
    words: dict[str, str],
    user: str = Header(),  # your own dependency says who it is
    session: AsyncSession = Depends(get_session),
    help: AsyncHelpdesk = Depends(get_desk),
) -> dict[str, str]:
    await session.execute(insert(orders).values(title=words["device"]))
    made = await help.do(desk.read(SubmitRequest, words), Customer(id=user))
    return {"reference": made.reference}


app.mount("/help", create_pages(own, StaffAccounts(create_engine(f"sqlite:///{FILE}-accounts"))))
