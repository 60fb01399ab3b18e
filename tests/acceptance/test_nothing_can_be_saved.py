"""A file that cannot be written, a disk that is full: whoever watches is told before a customer is, and what was in the
way costs no restart when it is gone."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

import journeys as j
from helpdesk_core import Helpdesk, StoreError
from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.testing import make_desk
from parts import empty_file
from reference_app.checking import check_desk
from shops import Shop, build

NOBODY = 65534


@contextmanager
def kept_from(file: Path) -> Iterator[None]:
    """The file is its owner's to read alone, and we are not root, for whom every file is to write."""
    file.chmod(0o444)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that is anybody's, which pytest's are not."""
    made = Path(tempfile.mkdtemp(prefix="helpdesk-file-"))
    made.chmod(0o777)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def file(folder: Path) -> Path:
    made = empty_file(folder / "desk.sqlite")
    if os.geteuid() == 0:
        os.chown(made, NOBODY, NOBODY)
    return made


def works(desk: Helpdesk) -> bool:
    j.submit(desk)
    return desk.saving_problems() == ()


def test_a_desk_that_began_on_a_file_it_cannot_write_goes_on_when_it_can(file: Path) -> None:
    """The error says what it is; no connection stays what it began as."""
    with make_desk(SqlStore.sqlite(file)) as warm:  # what is imported late is there before the rights are gone
        assert works(warm)
    for one in file.parent.iterdir():
        one.unlink() if one != file else None
    with kept_from(file):
        desk = make_desk(SqlStore.sqlite(file, create=False))
        assert desk.health().failed == 0
        for _ in range(2):
            with pytest.raises(StoreError, match="nothing can be saved"):
                j.submit(desk)
        assert desk.saving_problems() == (f"nothing can be saved: {file} cannot be written",)
        for one in file.parent.glob("desk.sqlite*"):  # SQLite gives its log the rights of the file
            one.chmod(0o600)
        with pytest.raises(StoreError):  # by this one's connection it is noticed
            j.submit(desk)
        assert works(desk)
        desk.close()


def test_what_lies_beside_a_file_is_its_users_too(file: Path) -> None:
    """A command that was run as root leaves a file that the shop's own user may not open: that is named, and is no
    fault of the program's."""
    with make_desk(SqlStore.sqlite(file)) as warm:
        assert works(warm)
    taken = file.with_name(file.name + "-queue")
    with make_desk(SqlStore.sqlite(file)) as desk:
        taken.touch()
        if os.geteuid() == 0:
            for one in file.parent.iterdir():
                os.chown(one, NOBODY, NOBODY)
            os.chown(taken, 0, 0)
        else:
            taken.chmod(0o400)
        desk.close()
        with kept_from(file):
            file.chmod(0o600)
            with pytest.raises(StoreError):
                j.submit(desk)
            assert desk.saving_problems() == (f"nothing can be saved: {taken} cannot be written",)


def test_the_health_page_and_the_check_say_that_nothing_can_be_saved(folder: Path) -> None:
    """Pages can still be read: a page that only reads would call that well. No path of the machine is on the page."""
    shop = build(folder)
    folder.chmod(0o777)
    visitor = shop.visitor()
    assert visitor.client.get("/healthz").status_code == 200
    assert "helpdesk_database_writable 1\n" in visitor.client.get("/metrics").text
    with kept_from(folder / "shop.sqlite"):
        found = visitor.client.get("/healthz")
        assert (found.status_code, found.json()["status"]) == (503, "nothing can be saved")
        assert str(folder) not in found.text
        gauges = visitor.client.get("/metrics").text
        assert "helpdesk_database_up 1\n" in gauges
        assert "helpdesk_database_writable 0\n" in gauges
        tried = next(one for one in check_desk(shop.desk) if one.what == "database and tables")
        assert tried.wrong == (f"nothing can be saved: {folder / 'shop.sqlite'} cannot be written",)
    shop.desk.close()


def test_a_full_disk_is_told_before_it_is_hit(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite would say it at the next write that needs a page."""
    usage = shutil.disk_usage("/")._replace(free=4096)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: usage)
        assert shop.visitor().client.get("/healthz").json()["status"] == "nothing can be saved"
        assert "no space is left" in shop.desk.saving_problems()[0]
    assert shop.desk.saving_problems() == ()


def test_a_hosts_engine_and_a_store_without_a_file_are_asked_too(tmp_path: Path) -> None:
    """A connection that a host keeps from writing; a store that has nothing to say."""
    engine = sa.create_engine(f"sqlite:///{empty_file(tmp_path / 'host.sqlite')}")
    desk = make_desk(SqlStore.on(engine))
    assert desk.saving_problems() == ()
    sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only=ON"))
    engine.dispose()
    assert desk.saving_problems() == ("nothing can be saved: query_only is on for its connections",)
    assert make_desk(MemoryStore()).saving_problems() == ()
