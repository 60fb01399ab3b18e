"""``helpdesk staff``: accounts, rights and locations, each refused in one sentence where it cannot be."""

from __future__ import annotations

import re
from pathlib import Path

import pyotp
import pytest

from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.sqlalchemy import SqlStore
from reference_app.accounts.commands import (
    Colleague,
    add,
    deactivate,
    first,
    reactivate,
    second_step_off,
    set_rights,
    set_role,
)
from reference_app.accounts.second_step import SecondSteps
from reference_app.environment import shop
from reference_app.shop_settings.commands import import_ as import_settings

ANNA, TOM = "anna@example.com", "tom@example.com"


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shop of its own on an empty SQLite file, with one admin."""
    SqlStore.sqlite(tmp_path / "helpdesk.sqlite").close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HELPDESK_SECRET", bytes(range(32)).hex())
    monkeypatch.setenv("HELPDESK_STAFF_PASSWORD", "a long enough one")
    add(Colleague(ANNA, "Anna Nowak", role="admin"))


def test_an_address_has_one_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an e-mail address, with a password that is long enough."""
    with pytest.raises(ConfigurationError, match="account already"):
        add(Colleague(ANNA, "Anna Nowak"))
    for nobody in ("not an address", "+48 600 100 200"):
        with pytest.raises(ConfigurationError, match=r"^staff sign in with an e-mail address$"):
            add(Colleague(nobody, "B"))
        with pytest.raises(ConfigurationError, match=r"^staff sign in with an e-mail address$"):
            deactivate(nobody)
    monkeypatch.setenv("HELPDESK_STAFF_PASSWORD", "short")
    with pytest.raises(ConfigurationError, match="12 to 1024"):
        add(Colleague("b@example.com", "B"))


def test_where_the_first_account_is_made_is_said_while_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With an account there is nothing to open."""
    with pytest.raises(ConfigurationError, match="there is an account already"):
        first()
    monkeypatch.setenv("HELPDESK_DATABASE", str(tmp_path / "new.sqlite"))
    capsys.readouterr()
    first()
    assert re.fullmatch(r"http://localhost:8000/staff/first/\d+-[0-9a-f]{64}\n", capsys.readouterr().out)


def test_rights_and_locations_are_those_that_exist(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rights as the library declares them, locations as the settings say, also those that were added in the app."""
    narrowed = {"rights": "requests.view, requests.note", "locations": "warsaw"}
    with pytest.raises(ConfigurationError, match="there is no location warsaw; the settings name none"):
        add(Colleague(TOM, "Tom", **narrowed))
    (tmp_path / "shop.toml").write_text('[[locations]]\nid = "warsaw"\nlabels = {en = "Warsaw"}\n')
    import_settings(tmp_path / "shop.toml", yes=True)
    with pytest.raises(ConfigurationError, match="there is no location x; there are warsaw"):
        add(Colleague(TOM, "Tom", locations="x"))
    add(Colleague(TOM, "Tom", **narrowed))
    accounts = shop().accounts
    assert accounts is not None
    found = accounts.by_email(TOM)
    assert found is not None
    assert (found.rights, found.locations) == ({"requests.view", "requests.note"}, {"warsaw"})
    with pytest.raises(ConfigurationError, match="no right x; there are"):
        set_rights(TOM, rights="x")
    with pytest.raises(ConfigurationError, match="no active account"):
        set_rights("nobody@example.com")
    set_rights("Tom@Example.com")
    assert "all rights of agents; all locations" in capsys.readouterr().out


def test_one_admin_is_left() -> None:
    """Whatever is asked of the last one; with another it can be done, and undone."""
    for done in (lambda: deactivate("Anna@Example.com"), lambda: set_role(ANNA, "agent")):
        with pytest.raises(ConfigurationError, match="the last admin"):
            done()
    add(Colleague(TOM, "Tom"))
    set_role(TOM, "admin")
    deactivate(ANNA)
    with pytest.raises(ConfigurationError, match="no such account"):
        deactivate(ANNA)
    reactivate(ANNA)
    with pytest.raises(ConfigurationError, match="agent or admin"):
        set_role(ANNA, "owner")


def test_the_second_step_of_the_last_admin_is_turned_off(capsys: pytest.CaptureFixture[str]) -> None:
    """By who can run commands, as often as they like; of nobody it is refused."""
    made = shop()
    assert made.accounts is not None
    member, steps = made.accounts.by_email(ANNA), SecondSteps(made.accounts, made.desk.keyring)
    assert member is not None
    steps.begin(member)
    offer = steps.offer(member, "Shop")
    assert offer is not None
    assert steps.confirm(member, pyotp.TOTP(offer.key.replace(" ", "")).now(), "")
    for _ in range(2):
        second_step_off(ANNA)
        assert not steps.is_on(member.id)
    assert "password alone" in capsys.readouterr().out
    with pytest.raises(ConfigurationError, match="no such account"):
        second_step_off("nobody@example.com")
