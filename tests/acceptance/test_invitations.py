"""An admin adds a colleague, who chooses a password that nobody else knows; until then the account can do nothing."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from test_sign_in import Away

from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.ports.notifier import Notifiers
from reference_app.accounts import links
from reference_app.accounts.commands import Colleague, add, deactivate, invite, reactivate
from reference_app.accounts.history import latest
from reference_app.accounts.model import SESSIONS, STAFF
from reference_app.accounts.passwords import RESETS
from shops import Shop, Visitor

EMAIL, PASSWORD = "basia@example.com", "a password of her own"
NEW = {"name": "Basia Lis", "email": EMAIL, "language": "pl", "role": "agent", "everywhere": "y"}
WORDS = {
    "en": {
        "add": "Add a colleague",
        "waits": "Invited, not here yet",
        "sent": "The link is on its way",
        "taken": "This address has an account already.",
        "twice": "This address is invited already.",
        "over": "It opens nothing any more.",
        "none": "helpdesk staff invite",
    },
    "pl": {
        "add": "Dodaj współpracownika",
        "waits": "których jeszcze tu nie było",
        "sent": "Link jest w drodze",
        "taken": "Ten adres ma już konto.",
        "twice": "Ten adres jest już dodany.",
        "over": "Niczego już nie otwiera.",
        "none": "helpdesk staff invite",
    },
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """On both databases: what an address, a link and a moment are is said by rows and their locks."""
    if "shop" in metafunc.fixturenames:
        on_postgres = pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.full])
        metafunc.parametrize("shop", ["sqlite", on_postgres], indirect=True)


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """The shop, whose accounts say what staff may do: Anna is its admin."""
    shop.desk._access = shop.accounts
    return shop


def admin(shop: Shop, language: str = "en") -> Visitor:
    visitor = shop.visitor()
    visitor.sign_in()
    visitor.open(f"/language/{language}")
    return visitor


def invited(shop: Shop, language: str = "en", **values: str) -> Visitor:
    """Anna, who has added Basia."""
    anna = admin(shop, language)
    anna.open("/staff/people/new")
    anna.send("/staff/people/new", **NEW, **values)
    return anna


def link(shop: Shop) -> str:
    """Where the newest mail to Basia leads."""
    found = re.search(r"/staff/link/[\w-]+", shop.mail(EMAIL)["text"])
    assert found is not None
    return found[0]


def mails(shop: Shop) -> list[Any]:
    return [mail for mail in shop.outbox.sent(500) if mail["recipient"] == EMAIL]


def choose(shop: Shop, path: str, password: str = PASSWORD) -> Visitor:
    visitor = shop.visitor("pl")
    visitor.open(path)
    if visitor.page.status_code == 200:
        visitor.send(path, new=password)
    return visitor


def plain(page: Any) -> str:
    return str(page.text).replace("\xa0", " ")


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_colleague_comes_by_the_mail(shop: Shop, language: str) -> None:
    """The list says who has not come yet; the link works once; the rights are those that the admin gave; the history
    has it all."""
    says = WORDS[language]
    anna = admin(shop, language)
    assert says["add"] in plain(anna.open("/staff/people"))
    anna.open("/staff/people/new")
    page = anna.send("/staff/people/new", **NEW, right_requests__view="y")
    assert page.url.path == "/staff/people"
    assert says["sent"] in plain(page)
    assert says["waits"] in plain(page)
    assert EMAIL in page.text
    assert EMAIL not in [one.email for one in shop.accounts.staff()], "no request is given to who is not here"

    path = link(shop)
    welcome = plain(shop.visitor("en").open(path))
    assert "<h1>Welcome, Basia Lis</h1>" in welcome
    assert "other browsers" not in welcome
    basia = choose(shop, path)
    assert basia.open("/staff").status_code == 200
    member = shop.accounts.by_email(EMAIL)
    assert member is not None
    assert (member.name, member.language, member.rights) == ("Basia Lis", "pl", {"requests.view"})
    assert basia.open("/staff/people").status_code == 403
    assert choose(shop, path, "another password").page.status_code == 404
    assert shop.accounts.knows(EMAIL, PASSWORD)
    assert says["waits"] not in plain(anna.open("/staff/people"))
    assert [(row.name, row.by) for row in latest(shop.accounts.engine, "shop")[:2]] == [
        ("Basia Lis", "Basia Lis"),
        ("Basia Lis", "Anna Nowak"),
    ]


@pytest.mark.parametrize("language", ["en", "pl"])
def test_what_is_wrong_is_said(shop: Shop, language: str) -> None:
    """A taken address, deactivated or waiting too, and a name or an address that is none; nothing is made of it."""
    says, anna = WORDS[language], invited(shop, language)
    for values, words in (
        ({"email": "tom@example.com"}, says["taken"]),
        ({"email": "Tom@Example.com "}, says["taken"]),
        ({}, says["twice"]),
        ({"email": "basia"}, ""),
        ({"email": "other@example.com", "name": " "}, ""),
        ({"email": "other@example.com", "name": "x" * 201}, ""),
    ):
        anna.open("/staff/people/new")
        page = anna.send("/staff/people/new", **NEW | values)
        assert page.status_code == 422, values
        assert words in plain(page)
    shop.accounts.deactivate("tom@example.com")
    anna.open("/staff/people/new")
    assert "helpdesk staff reactivate" in anna.send("/staff/people/new", **NEW | {"email": "tom@example.com"}).text
    with shop.accounts.engine.connect() as connection:
        assert "other@example.com" not in connection.execute(sa.select(STAFF.c.email)).scalars().all()


def test_sent_again_and_withdrawn(shop: Shop) -> None:
    """An earlier link opens nothing; nor does one that was withdrawn, and the address can be invited anew, with other
    rights."""
    anna = invited(shop, all_rights="y")
    first = link(shop)
    anna.send("/link")
    second = link(shop)
    assert choose(shop, first).page.status_code == 404
    withdraw = re.search(r'action="(/staff/people/\w+/withdraw)"', anna.open("/staff/people").text)
    assert withdraw is not None
    page = anna.send("/withdraw")
    assert "It is withdrawn" in page.text
    assert WORDS["en"]["waits"] not in page.text
    assert choose(shop, second).page.status_code == 404
    assert not shop.accounts.reactivate(EMAIL), "an account without a password"
    anna.open("/staff/people/new")
    anna.send("/staff/people/new", **NEW, right_requests__view="y")
    choose(shop, link(shop))
    member = shop.accounts.by_email(EMAIL)
    assert member is not None
    assert member.rights == {"requests.view"}
    assert "Nobody is waited for here" in anna.client.post(withdraw[1], data=tokens(anna)).text
    told = anna.open("/staff/people").text
    for words in ("The link was sent again.", "The invitation was withdrawn.", "A password was chosen by the link."):
        assert words in told


def tokens(visitor: Visitor) -> dict[str, str]:
    return dict(re.findall(r'name="(csrf)" value="([^"]+)"', visitor.page.text))


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_link_runs_out(shop: Shop, language: str) -> None:
    """The list says so, nothing opens, and a fresh one can be sent. Who asks for a link at the sign-in gets none."""
    anna = invited(shop, language, all_rights="y")
    path = link(shop)
    with shop.accounts.engine.begin() as connection:
        connection.execute(RESETS.update().values(expires_at="2026-01-01T00:00:00.000000+00:00"))
    assert choose(shop, path).page.status_code == 404
    assert WORDS[language]["over"] in plain(anna.open("/staff/people"))
    before = len(mails(shop))
    visitor = shop.visitor("en")
    visitor.open("/staff/link")
    visitor.send("/staff/link", email=EMAIL)
    assert len(mails(shop)) == before
    anna.send("/link")
    assert choose(shop, link(shop)).page.status_code == 200


def test_nobody_but_an_admin_who_has_just_signed_in(shop: Shop) -> None:
    """An agent finds neither page nor button; an admin of this morning is asked for the password once more."""
    tom = shop.visitor()
    tom.sign_in("tom@example.com")
    assert tom.open("/staff/people/new").status_code == 403
    assert tom.client.post("/staff/people/new", data=NEW).status_code == 403
    anna = admin(shop)
    anna.open("/staff/people/new")
    with shop.accounts.engine.begin() as connection:
        connection.execute(SESSIONS.update().values(signed_in_at="2026-01-01T00:00:00.000000Z"))
    page = anna.send("/staff/people/new", **NEW, all_rights="y")
    assert page.status_code == 422
    assert "Please sign in once more" in page.text
    assert anna.open("/staff/people/new").url.path == "/staff/sign-in"


@pytest.mark.parametrize("language", ["en", "pl"])
def test_without_mail_the_page_says_so_first(shop: Shop, language: str) -> None:
    """It has no form and shows no link: an admin could act under a colleague's name. A form from before is refused."""
    anna = admin(shop, language)
    anna.open("/staff/people/new")
    shop.desk.notifiers = Notifiers(())
    page = anna.send("/staff/people/new", **NEW, all_rights="y")
    assert page.status_code == 422
    assert "/staff/link/" not in page.text
    page = anna.open("/staff/people/new")
    assert WORDS[language]["none"] in plain(page)
    assert 'name="email"' not in page.text
    assert shop.accounts.by_email(EMAIL) is None


def waiting_mails() -> list[threading.Timer]:
    return [one for one in threading.enumerate() if isinstance(one, threading.Timer)]


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_a_mail_server_that_is_away(shop: Shop, monkeypatch: pytest.MonkeyPatch, is_withdrawn: bool) -> None:
    """It is said; a link that works goes out later, unless it was withdrawn meanwhile."""
    monkeypatch.setattr(links, "_PAUSE", 0.3)
    away = Away(shop.desk.notifiers)
    monkeypatch.setattr(shop.desk, "notifiers", away)
    anna = invited(shop, all_rights="y")
    assert "The mail did not go out." in anna.page.text
    if is_withdrawn:
        anna.send("/withdraw")
    away.is_back = True
    until = time.monotonic() + 20
    while waiting_mails() and time.monotonic() < until:
        time.sleep(0.05)
    monkeypatch.setattr(shop.desk, "notifiers", away.real)
    assert len(mails(shop)) == (0 if is_withdrawn else 1)
    if not is_withdrawn:
        assert choose(shop, link(shop)).page.status_code == 200


def test_the_command_prints_the_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """For a shop without mail; an address that is taken is refused, and nobody is brought back who never came."""
    SqlStore.sqlite(tmp_path / "helpdesk.sqlite").close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HELPDESK_SECRET", bytes(range(32)).hex())
    monkeypatch.setenv("HELPDESK_STAFF_PASSWORD", "a long enough one")
    add(Colleague("anna@example.com", "Anna Nowak", role="admin"))
    capsys.readouterr()
    invite(Colleague(EMAIL, "Basia Lis"))
    assert re.fullmatch(r"http://localhost:8000/staff/link/[\w-]{43}\n", capsys.readouterr().out)
    for taken in (EMAIL, "anna@example.com"):
        with pytest.raises(ConfigurationError, match="already"):
            invite(Colleague(taken, "Somebody"))
    for refused in (deactivate, reactivate):
        with pytest.raises(ConfigurationError, match="no such account"):
            refused(EMAIL)
    with pytest.raises(ConfigurationError, match="e-mail address"):
        invite(Colleague("basia", "Basia"))
