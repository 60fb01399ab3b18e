"""Admins see what staff may do, change it, and see who changed it; one admin is always left."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from reference_app.accounts import StaffAccounts
from reference_app.accounts.history import CHANGES, ChangedMeanwhile, LastAdmin, latest
from reference_app.accounts.model import SESSIONS
from reference_app.demo import PASSWORD
from shops import Shop, Visitor, build


@pytest.fixture
def shop(tmp_path: Path) -> Any:
    """The shop, whose accounts say what staff may do: Anna is its admin, Tom an agent."""
    made = build(tmp_path)
    made.desk._access = made.accounts
    yield made
    made.desk.close()


@pytest.fixture
def anna(shop: Shop) -> Visitor:
    """The admin, signed in, in English."""
    visitor = shop.visitor()
    visitor.sign_in()
    visitor.open("/language/en")
    return visitor


def path_of(shop: Shop, email: str) -> str:
    return next(f"/staff/people/{one.id}" for one in shop.accounts.staff() if one.email == email)


def test_an_admin_narrows_what_an_agent_may_do(shop: Shop, anna: Visitor) -> None:
    """From the next click on; the history says who did it, what was before and what is after."""
    tom = shop.visitor()
    tom.sign_in("tom@example.com")
    assert tom.open("/staff/new").status_code == 200
    anna.open(path_of(shop, "tom@example.com"))
    page = anna.send(path_of(shop, "tom@example.com"), role="agent", right_requests__view="y", location_centrum="y")
    assert page.url.path == "/staff/people"
    assert tom.open("/staff/new").status_code == 403
    member = next(one for one in shop.accounts.staff() if one.email == "tom@example.com")
    assert (member.rights, member.locations) == ({"requests.view"}, {"centrum"})
    row = page.text.partition("<h2")[2].partition("</tr>")[2].partition("</tr>")[0]
    assert "Anna Nowak" in row
    assert "Tom Reed" in row
    assert "All rights that agents have" in row.partition("Before")[2]
    assert "See requests, the queue and the search." in row


def test_nothing_is_written_where_nothing_changed(shop: Shop, anna: Visitor) -> None:
    """Saving what is there already is no change."""
    before = len(latest(shop.accounts.engine, "shop"))
    anna.open(path_of(shop, "tom@example.com"))
    anna.send(path_of(shop, "tom@example.com"), role="agent", all_rights="y", everywhere="y")
    assert len(latest(shop.accounts.engine, "shop")) == before


def test_one_admin_is_always_left(shop: Shop, anna: Visitor) -> None:
    """Neither the page nor the command line takes the last one; with a second one it goes."""
    own = path_of(shop, "anna@example.com")
    anna.open(own)
    page = anna.send(own, role="agent")
    assert page.status_code == 422
    assert "This is the last admin." in page.text
    with pytest.raises(LastAdmin):
        shop.accounts.deactivate("anna@example.com")
    anna.open(path_of(shop, "tom@example.com"))
    anna.send(path_of(shop, "tom@example.com"), role="admin")
    anna.open(own)
    assert (
        anna.send(own, role="agent", all_rights="y", everywhere="y").status_code == 403
    )  # she may not see the list now
    assert [one.email for one in shop.accounts.staff() if one.role == "admin"] == ["tom@example.com"]


def _demote_each_other(accounts: StaffAccounts) -> None:
    """Both at once, again and again: after each round one admin is there."""
    for email in ("one@example.com", "two@example.com"):
        accounts.add_staff(email, email, PASSWORD, role="admin")
    for _ in range(10):
        for email in ("one@example.com", "two@example.com"):
            accounts.set_rights(email, None, None, role="admin")
        ready, refused = threading.Barrier(2), []

        def demote(email: str, ready: threading.Barrier = ready, refused: list[str] = refused) -> None:
            ready.wait()
            try:
                accounts.set_rights(email, None, None, role="agent")
            except LastAdmin:
                refused.append(email)

        both = [threading.Thread(target=demote, args=(email,)) for email in ("one@example.com", "two@example.com")]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        assert len(refused) == 1
        assert len([one for one in accounts.staff() if one.role == "admin"]) == 1


def test_two_admins_cannot_take_each_others_role(tmp_path: Path, shop: Shop) -> None:
    """On the shop's own store and on an engine of the host's."""
    _demote_each_other(StaffAccounts(sa.create_engine(f"sqlite:///{tmp_path}/accounts.sqlite")))
    _demote_each_other(StaffAccounts(shop.accounts.engine, "other"))


@pytest.mark.postgres
def test_two_admins_cannot_take_each_others_role_on_postgresql(postgres_url: str) -> None:
    """The rows of all admins are locked before they are counted."""
    engine = sa.create_engine(postgres_url.replace("postgresql://", "postgresql+psycopg://"))
    _demote_each_other(StaffAccounts(engine))
    engine.dispose()


def test_two_who_change_one_account_do_not_undo_each_other(shop: Shop, anna: Visitor) -> None:
    """The second is told, with what was ticked still ticked, and sends it again when it is still meant."""
    path = path_of(shop, "tom@example.com")
    anna.open(path)
    shop.accounts.set_rights("tom@example.com", frozenset({"requests.note"}), None)
    page = anna.send(path, role="agent", right_requests__view="y", everywhere="y")
    assert page.status_code == 422
    assert "Somebody else changed this account meanwhile." in page.text
    with pytest.raises(ChangedMeanwhile):
        shop.accounts.set_rights("tom@example.com", None, None, looked_at="before")
    assert anna.send(path, role="agent", right_requests__view="y", everywhere="y").url.path == "/staff/people"


def test_rights_are_changed_by_who_has_just_signed_in(shop: Shop, anna: Visitor) -> None:
    """A session of this morning is asked for the password once more, and comes back; its old token ends."""
    path, old = path_of(shop, "tom@example.com"), anna.client.cookies["helpdesk_staff"]
    anna.open(path)
    with shop.accounts.engine.begin() as connection:
        connection.execute(SESSIONS.update().values(signed_in_at="2026-01-01T00:00:00.000000Z"))
    page = anna.send(path, role="agent", right_requests__view="y", everywhere="y")
    assert page.status_code == 422
    assert "Please sign in once more" in page.text
    assert anna.open(path).url.path == "/staff/sign-in"
    assert "Please sign in once more" in anna.page.text
    page = anna.send("/staff/sign-in", email="anna@example.com", password=PASSWORD)
    assert page.url.path == path
    assert shop.accounts.session(old) is None


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_leads_nowhere_else(shop: Shop, elsewhere: str) -> None:
    """What an address names as the next page is a page of ours, or the queue."""
    visitor = shop.visitor()
    visitor.open(f"/staff/sign-in?next={elsewhere}")
    page = visitor.send("/staff/sign-in", email="tom@example.com", password=PASSWORD)
    assert (page.url.host, page.url.path) == ("testserver", "/staff")


def test_an_agent_sees_none_of_it(shop: Shop) -> None:
    """No entry in the menu, no page, no change, whatever rights they have."""
    tom = shop.visitor()
    tom.sign_in("tom@example.com")
    assert "/staff/people" not in tom.open("/staff").text
    path = path_of(shop, "tom@example.com")
    assert [tom.open(one).status_code for one in ("/staff/people", path)] == [403, 403]
    assert tom.client.post(path, data={"role": "admin"}).status_code == 403
    with shop.accounts.engine.connect() as connection:
        assert {row.changed_by for row in connection.execute(sa.select(CHANGES))} == {"command-line"}
