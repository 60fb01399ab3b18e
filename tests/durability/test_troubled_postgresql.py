"""A PostgreSQL server that refuses: read only, full of connections, short of time. Pages say so and keep what was
typed; when it is over, pages and worker go on by themselves, on connections that began meanwhile too."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import make_url

import journeys as j
from helpdesk_core import StoreError
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.testing import make_desk
from parts import database
from reference_app.worker import Worker
from shops import HERE, Shop, Visitor, build
from waiting import until

pytestmark = [pytest.mark.full, pytest.mark.postgres]
WORDS = "The hinge creaks, and I typed a lot"
#: What is said of a role, for connections that begin from then on; and how it is taken back.
REFUSALS = {
    "read only": ("SET default_transaction_read_only = on", "RESET default_transaction_read_only"),
    "no time": ("SET statement_timeout = '1ms'", "RESET statement_timeout"),
    "no time and read only": (
        "SET statement_timeout = '1ms'; ALTER ROLE {0} SET default_transaction_read_only = on",
        "RESET statement_timeout; ALTER ROLE {0} RESET default_transaction_read_only",
    ),
    "too many clients": ("CONNECTION LIMIT 0", "CONNECTION LIMIT -1"),
}


class Server:
    """A database of a role that is no superuser, since those are let in always."""

    def __init__(self, url: str, admin: Any) -> None:
        self.role, self.admin = f"app_{secrets.token_hex(4)}", admin
        self.admin.execute(f"CREATE ROLE {self.role} LOGIN SUPERUSER")
        self.url = make_url(url).set(username=self.role).render_as_string(hide_password=False)
        self.admin.execute(f"ALTER ROLE {self.role} NOSUPERUSER")
        self.admin.execute(f"ALTER DATABASE {make_url(url).database} OWNER TO {self.role}")

    def say(self, what: str) -> None:
        """To this role; every connection of it is cut, so that the next ones have heard."""
        for one in f"ALTER ROLE {{0}} {what}".format(self.role).replace("{0}", self.role).split(";"):
            self.admin.execute(one)

    def cut(self) -> None:
        self.admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [self.role])


@pytest.fixture(scope="module")
def troubled(postgres_server: str) -> Iterator[Server]:
    import psycopg

    plain = make_url(postgres_server).set(drivername="postgresql").render_as_string(hide_password=False)
    with database(postgres_server) as url, psycopg.connect(plain, autocommit=True) as admin:
        made = Server(url, admin)
        yield made
        made.cut()


@pytest.fixture(scope="module")
def shop(troubled: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    made = build(tmp_path_factory.mktemp("troubled"), HERE, SqlStore.postgresql(troubled.url))
    yield made
    made.desk.close()


def _asks(visitor: Visitor, contact: str) -> bool:
    """Whether a request for help is taken."""
    visitor.open("/quick-help")
    for path, typed in (
        ("/quick-help", {"problem": WORDS, "device": "iPhone", "urgency": "soon"}),
        ("/quick-help/contact", {"surname": "Nowak", "contact": contact}),
    ):
        if visitor.page.status_code != 200 or visitor.send(path, **typed).status_code != 200:
            return False
    return True


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", REFUSALS)
def test_pages_and_worker_go_on(name: str, shop: Shop, troubled: Server, caplog: Any) -> None:
    """No word is lost meanwhile, no traceback is written, and nothing has to be restarted."""
    shop.forget_tries()
    staff, guest, reference = shop.visitor(), shop.visitor(), shop.tracking[0].replace("-", "")
    staff.sign_in()
    staff.open(f"/staff/requests/{reference}")
    guest.open("/quick-help")
    asked = guest.page
    with Worker(shop.desk, seconds=0.2):
        refuse, allow = REFUSALS[name]
        troubled.say(refuse)
        troubled.cut()
        try:
            time.sleep(1)  # the worker meets it too
            for _ in range(4):  # more than one connection begins now
                guest.page = asked
                answers = [guest.send("/quick-help", problem=WORDS, device="iPhone", urgency="soon")]
                answers.append(staff.client.post(f"/staff/requests/{reference}/note", data=_note(staff)))
                if "no time" not in name:  # else a statement is quick enough now and then
                    assert [one.status_code for one in answers] == [503, 503]
                assert all(one.status_code in (200, 503) for one in answers)
                assert all(one.status_code == 200 or one.history or WORDS in one.text for one in answers)
        finally:
            troubled.say(allow)
        assert until(lambda: _works(shop, staff, reference))
        contact = f"{name.replace(' ', '-')}@example.com"
        assert until(lambda: _asks(shop.visitor(), contact))  # a connection that began meanwhile may say so once more
        assert until(lambda: any(mail["recipient"] == contact for mail in shop.outbox.sent(500)))
    assert [staff.open(f"/staff/requests/{reference}").status_code for _ in range(10)] == [200] * 10
    assert "Traceback" not in caplog.text
    assert WORDS not in caplog.text


def _note(staff: Any) -> dict[str, str]:
    import re

    form = next(one for one in re.findall(r"<form.*?</form>", staff.page.text, re.S) if "/note" in one)
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)) | {"text": WORDS}


def _works(shop: Shop, staff: Any, reference: str) -> bool:
    """Somebody writes, and is heard."""
    page = staff.open(f"/staff/requests/{reference}")
    return page.status_code == 200 and staff.send("/note", text="Looked at again").status_code == 200


def test_a_hosts_engine_says_it_likewise(postgres_url: str) -> None:
    """What its own pool keeps is the host's matter; the error is ours to name."""
    url = postgres_url.replace("postgresql://", "postgresql+psycopg://")
    SqlStore.postgresql(postgres_url).close()
    engine = sa.create_engine(url, connect_args={"options": "-c default_transaction_read_only=on"})
    desk = make_desk(SqlStore.on(engine))
    with pytest.raises(StoreError):
        j.submit(desk)
    engine.dispose()


def test_a_database_that_only_reads_is_named_until_it_writes_again(shop: Shop, troubled: Server) -> None:
    """By the health page, which only reads itself: connections that began meanwhile do not say it for ever."""
    ask = shop.visitor().client.get
    assert ask("/healthz").json()["status"] != "nothing can be saved"
    refuse, allow = REFUSALS["read only"]
    troubled.say(refuse)
    troubled.cut()
    try:
        assert until(lambda: ask("/healthz").json()["status"] == "nothing can be saved")
        assert ask("/healthz").status_code == 503
        assert shop.desk.saving_problems() == ("nothing can be saved: the database only reads",)
        with pytest.raises(StoreError, match="nothing can be saved"):
            j.submit(shop.desk)
    finally:
        troubled.say(allow)
    assert shop.desk.saving_problems() == ()
    assert ask("/healthz").json()["status"] != "nothing can be saved"
