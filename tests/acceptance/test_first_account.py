"""The first account of a new shop: by a link that whoever starts it is shown, for a day, once."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from rich.console import Console
from starlette.testclient import TestClient

import reference_app.serving as serving
from helpdesk_core import Admin, Guest, Helpdesk
from helpdesk_core.adapters.sqlalchemy import SqlStore
from reference_app import Host, Page, create_app
from reference_app.accounts import StaffAccounts
from reference_app.accounts.first import FirstLink
from reference_app.accounts.history import NotTheFirst, latest
from reference_app.drafts import DraftStore
from reference_app.environment import Shop as Served
from shops import FAST, Shop, Visitor, build_new

EMAIL, PASSWORD = "jan@example.com", "one-man-shop-1"
WORDS = {
    "en": ("Your account at the desk", "give an e-mail address", "12 to 1,024", "Please fill this in"),
    "pl": (
        "Twoje konto w panelu pracownika",
        "Prosimy podać adres e-mail",
        "od 12 do 1024",
        "Prosimy wypełnić",
    ),
}


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Shop]:
    made = build_new(tmp_path)
    yield made
    made.desk.close()


def _path(shop: Shop) -> str:
    address = FirstLink(shop.desk, shop.accounts).address()
    assert address is not None
    assert address.startswith(f"{shop.desk.base_url}/staff/first/")
    return urlsplit(address).path


def _is_dead_end(visitor: Visitor, path: str) -> bool:
    return visitor.open(path).status_code == 404 and "<form class" not in visitor.page.text


def _is_over(visitor: Visitor, path: str) -> bool:
    """It says what to do, and has no form any more."""
    said = visitor.open(path)
    return said.status_code == 410 and "helpdesk staff first" in said.text and "<form class" not in said.text


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_owner_makes_the_account_and_the_link_is_used_up(new: Shop, language: str) -> None:
    """What is wrong is said beside its field; then they are an admin, signed in where the shop gets its name."""
    owner, (path, other), (title, *errors) = new.visitor(language), (_path(new), _path(new)), WORDS[language]
    assert title in owner.open(path).text
    assert owner.page.headers["cache-control"] == "no-store"
    owner.send(path, name=" ", email="jan", password="short")
    assert owner.page.status_code == 422
    assert [one for one in errors if one not in owner.page.text] == []
    assert "short" not in owner.page.text
    owner.send(path, name="Jan Kowal", email=EMAIL, password=PASSWORD)
    assert owner.page.url.path == "/staff/settings/shop"
    (member,) = new.accounts.staff()
    assert (member.name, member.email, member.role, member.language) == ("Jan Kowal", EMAIL, "admin", language)
    (change,) = latest(new.accounts.engine, new.accounts.tenant)
    assert (change.name, change.by) == ("Jan Kowal", "Jan Kowal")
    stranger = new.visitor(language)
    assert [_is_over(stranger, one) for one in (path, other)] == [True, True]
    assert FirstLink(new.desk, new.accounts).address() is None


def test_a_form_that_was_open_makes_no_second_admin(new: Shop) -> None:
    """Whoever sends it later reads that it is over, and how to go on."""
    path = _path(new)
    late, owner = new.visitor(), new.visitor()
    for one in (late, owner):
        one.open(path)
    owner.send(path, name="Jan Kowal", email=EMAIL, password=PASSWORD)
    late.send(path, name="Ewa Nowak", email="ewa@example.com", password=PASSWORD)
    assert late.page.status_code == 410
    assert PASSWORD not in late.page.text
    assert [one.email for one in new.accounts.staff()] == [EMAIL]


def test_nothing_else_opens_the_page(new: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not an address that was altered, made up, or made with another secret, and not after a day."""
    path, visitor = _path(new), new.visitor()
    until, _, proof = path.rpartition("/")[2].partition("-")
    foreign = Helpdesk(new.desk._store, secret=[bytes(range(1, 33))], base_url=new.desk.base_url)
    stranger = urlsplit(FirstLink(foreign, new.accounts).address() or "").path
    for wrong in (f"{int(until) + 1}-{proof}", f"{until}-{proof[:-1]}", f"-{proof}", until, "ż", "%20-", "-"):
        assert _is_dead_end(visitor, f"/staff/first/{wrong}"), wrong
    assert _is_dead_end(visitor, stranger)
    assert visitor.open(path).status_code == 200
    clock = new.desk.clock
    monkeypatch.setattr(new.desk, "clock", lambda: clock() + timedelta(hours=25))
    assert _is_over(visitor, path)


def test_wrong_links_count_as_wrong_passwords_do(new: Shop) -> None:
    """After ten nothing is looked at, the right one neither: an answer says nothing. The right one costs no try."""
    path, visitor = _path(new), new.visitor()
    for _ in range(12):
        assert visitor.open(path).status_code == 200
    for _ in range(10):
        assert _is_dead_end(visitor, "/staff/first/1-0")
    for one in ("/staff/first/1-0", path):
        assert visitor.open(one).status_code == 429
    visitor.send(path, name="Jan Kowal", email=EMAIL, password=PASSWORD)
    assert visitor.page.status_code == 429
    assert PASSWORD not in visitor.page.text
    assert new.accounts.staff() == ()


def test_a_deactivated_account_is_one_too(new: Shop) -> None:
    """Else a shop whose people have all left could be taken over by an old line of a terminal."""
    path = _path(new)
    new.accounts.add_staff(EMAIL, "Jan Kowal", PASSWORD)
    assert new.accounts.deactivate(EMAIL)
    assert _is_over(new.visitor(), path)
    with pytest.raises(NotTheFirst):
        new.accounts.add_staff("ewa@example.com", "Ewa", PASSWORD, only_first=True)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.full])])
def test_of_many_at_once_one_is_the_first(request: pytest.FixtureRequest, kind: str) -> None:
    """Each waits for those before, and then sees their row."""
    store: SqlStore = request.getfixturevalue(f"{kind}_store")
    accounts = StaffAccounts(store.sessions.engine, hasher=FAST)  # type: ignore[attr-defined]

    def add(number: int) -> int:
        try:
            accounts.add_staff(f"{number}@example.com", "Jan", PASSWORD, role="admin", only_first=True)
        except NotTheFirst:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(add, range(8))) == 1
    assert len(accounts.staff()) == 1


@pytest.mark.parametrize("is_terminal", [True, False])
def test_the_link_is_printed_on_a_terminal_alone(new: Shop, monkeypatch: pytest.MonkeyPatch, is_terminal: bool) -> None:
    """What goes into a journal says only which command prints it; where there is an account nothing is said."""
    kept = io.StringIO()
    monkeypatch.setattr(serving, "console", Console(file=kept, force_terminal=is_terminal, width=80))
    say = partial(serving._say_where_to_begin, Served((new.desk,), new.accounts), new.accounts)
    say()
    assert (f"{new.desk.base_url}/staff/first/" in kept.getvalue()) is is_terminal
    assert ("helpdesk staff first" in kept.getvalue()) is not is_terminal
    kept.truncate(0)
    new.accounts.add_staff(EMAIL, "Jan Kowal", PASSWORD)
    say()
    assert kept.getvalue() == ""


class BossHost(Host):
    """A host whose staff sign in with it."""

    async def visitor(self, request: Any) -> Guest:
        return Guest(client="net")

    async def current_agent(self, request: Any) -> Admin:
        return Admin(id="boss", name="Ewa Boss")

    async def agents(self, request: Any) -> tuple[()]:
        return ()

    def sign_in(self, request: Any) -> None:
        return None

    def language(self, request: Any) -> str:
        return "en"

    def shell(self, page: Page, request: Any) -> str:
        return f"<title>{page.title}</title>{page.head}{page.body}"


@pytest.mark.parametrize("is_given_accounts", [False, True])
def test_a_host_with_people_of_its_own_has_no_such_pages(new: Shop, is_given_accounts: bool) -> None:
    """No first account, no invitation, no list of people and no sign-in of ours, although the shop has nobody yet and
    the link is one of ours; nor does any of its pages lead there."""
    path = _path(new)
    accounts = new.accounts if is_given_accounts else None
    app = create_app(new.desk, accounts, host=BossHost(), drafts=None if accounts else DraftStore(new.accounts.engine))
    with TestClient(app, base_url=new.base_url) as client:
        below = ("people", "people/new", "link", f"link/{'a' * 43}", "sign-in")
        for address in (path, *(f"/staff/{one}" for one in below)):
            assert client.get(address).status_code == 404, address
        form = {"email": EMAIL, "name": "Jan Kowal", "new": PASSWORD}
        for address in (path, "/staff/people/new"):
            assert client.post(address, data=form, headers={"origin": new.base_url}).status_code in (403, 404), address
        page = client.get("/staff")
        assert page.status_code == 200
        assert not re.findall(r'href="[^"]*/staff/(?:people|first|link|sign-in)', page.text)
    assert list(new.accounts.staff()) == []
