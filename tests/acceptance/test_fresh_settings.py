"""Pages show what an admin changed in another process, also those that ask the desk for nothing."""

from __future__ import annotations

from time import monotonic
from typing import Any

import pytest

import journeys as j
from helpdesk_core import Helpdesk
from helpdesk_core.base.text import Published
from helpdesk_core.commands import ChangeSettings
from helpdesk_core.errors import StoreError
from helpdesk_core.shop_settings import source
from reference_app.demo_shop import SETTINGS
from reference_app.fresh_settings import SECONDS
from shops import SECRET, Shop


class Clock:
    """The clock that the age of a snapshot is counted by."""

    def __init__(self) -> None:
        self.now = monotonic()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(source, "monotonic", made)
    return made


@pytest.fixture
def other(shop: Shop) -> Helpdesk:
    """The same shop in another process."""
    return Helpdesk(shop.desk._store, secret=[SECRET], settings=SETTINGS)


def rename(other: Helpdesk, name: str) -> None:
    """An admin changes the shop's name over there."""
    value = {"key": "shop_name", "value": Published.of(name), "seen": 0}
    j.do(other, ChangeSettings, j.BOSS, values=[value])


def test_a_page_is_some_seconds_behind_at_most(shop: Shop, other: Helpdesk, clock: Clock) -> None:
    """The sign-in page asks the desk for nothing; it looks again when what it knows is old."""
    visitor = shop.visitor()
    shop.desk.refresh_settings()
    rename(other, "Another name")
    clock.now += SECONDS
    assert "Another name" not in visitor.open("/staff/sign-in").text
    clock.now += 1
    assert "Another name" in visitor.open("/staff/sign-in").text


def test_a_page_that_has_just_looked_reads_nothing(shop: Shop, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """One look serves every page of the next seconds; styles and scripts never look."""
    visitor, looks = shop.visitor(), []
    look = shop.desk.refresh_settings
    monkeypatch.setattr(shop.desk, "refresh_settings", lambda: (looks.append(1), look()))
    for _ in range(5):
        visitor.open("/staff/sign-in")
    assert len(looks) <= 1
    clock.now += SECONDS + 1
    visitor.open("/static/app.css")
    assert len(looks) <= 1


def test_a_page_is_shown_while_the_store_is_away(shop: Shop, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the settings as they were: only a page that needs the store says that it cannot be reached."""
    visitor = shop.visitor()

    def fail() -> Any:
        raise StoreError("no connection to the database")

    monkeypatch.setattr(shop.desk, "refresh_settings", fail)
    clock.now += SECONDS + 1
    assert visitor.open("/staff/sign-in").status_code == 200
