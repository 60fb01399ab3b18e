"""F2: customers sign in with passkeys. The keys sign as real ones do; what a browser does with them is in
`test_F2_passkeys_in_browsers`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from account_pages import sign_up
from starlette.testclient import TestClient

from authenticators import SoftKey
from reference_app import create_app
from reference_app.checking import Tried, check_desk
from reference_app.sign_in.passkeys import Site, site_of
from shops import Shop, Visitor

EMAIL, PASSWORD = "ola@example.com", "a long pass phrase"


@pytest.fixture
def has_people() -> bool:
    """The shop keeps the accounts itself."""
    return False


def ask(visitor: Visitor, page: str, path: str) -> Any:
    """The options that a page's script asks for."""
    text = visitor.open(page).text
    box = next(one for one in re.findall(r"<div data-passkey.*?</div>", text, re.S) if path in one)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', box))
    return visitor.client.post(path, data=hidden)


def add(visitor: Visitor, key: SoftKey, name: str = "My phone") -> Any:
    """From the account's page."""
    answer = key.make(ask(visitor, "/account", "/account/passkeys/ask").json())
    return visitor.send("/account/passkeys", name=name, answer=answer)


def sign_in(visitor: Visitor, key: SoftKey, **lies: Any) -> Any:
    """From the page of the sign-in."""
    options = ask(visitor, "/sign-in?next=/account", "/sign-in/passkey/ask").json()
    return visitor.send("/sign-in/passkey", answer=key.sign(options, **lies))


def later(shop: Shop, monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """As if so much time had passed for the desk."""
    clock = shop.desk.clock
    monkeypatch.setattr(shop.desk, "clock", lambda: clock() + by)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_F2_a_customer_adds_a_passkey_and_signs_in_with_it(shop: Shop, language: str) -> None:
    """The mailbox is told; the page says when it was used last; removed it signs in no more, and that is told too."""
    owner, key = sign_up(shop, EMAIL, PASSWORD, language), SoftKey()
    page = add(owner, key)
    assert page.status_code == 200
    assert "My phone" in page.text
    added = {"en": "A passkey was added", "pl": "Do konta dodano klucz"}[language]
    mail = shop.mail(EMAIL)
    assert added in mail["subject"].replace("\u00a0", " ")
    assert "/account/link/" not in mail["text"]
    visitor = shop.visitor(language)
    page = sign_in(visitor, key)
    assert page.url.path == "/account"
    assert {"en": "last used", "pl": "ostatnio"}[language] in page.text
    visitor.send("/account/passkeys/remove")
    removed = {"en": "was removed", "pl": "usunięto klucz"}[language]
    assert removed in shop.mail(EMAIL)["subject"].replace("\u00a0", " ")
    page = sign_in(shop.visitor(language), key)
    assert page.status_code == 422
    assert page.url.path == "/sign-in/passkey"


def test_F2_a_passkey_has_one_answer_for_all_that_does_not_fit(shop: Shop) -> None:
    """Unknown, of another site, without its user verified, with a challenge of somebody else's, or used twice."""
    owner, key = sign_up(shop, EMAIL, PASSWORD), SoftKey()
    add(owner, key)
    said = "With this passkey nobody could be signed in"
    assert said in sign_in(shop.visitor(), SoftKey(site="localhost")).text
    key.verifies = False
    assert said in sign_in(shop.visitor(), key).text
    key.verifies, key.origin = True, "https://evil.example"
    assert said in sign_in(shop.visitor(), key).text
    key.origin = "http://localhost"
    theirs = ask(shop.visitor(), "/sign-in", "/sign-in/passkey/ask").json()["challenge"]
    assert said in sign_in(shop.visitor(), key, challenge=theirs).text
    visitor = shop.visitor()
    options = ask(visitor, "/sign-in", "/sign-in/passkey/ask").json()
    visitor.send("/sign-in/passkey", answer=key.sign(options))
    assert visitor.page.url.path == "/dashboard"
    visitor.open("/sign-in")
    assert said in visitor.send("/sign-in/passkey", answer=key.sign(options)).text
    for nonsense in ("", "[]", "{}", "x" * 20_000):
        visitor.open("/sign-in")
        assert said in visitor.send("/sign-in/passkey", answer=nonsense).text


def test_F2_a_challenge_is_good_for_five_minutes(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one works."""
    owner, key, visitor = sign_up(shop, EMAIL, PASSWORD), SoftKey(), shop.visitor()
    add(owner, key)
    options = ask(visitor, "/sign-in", "/sign-in/passkey/ask").json()
    later(shop, monkeypatch, timedelta(minutes=6))
    assert visitor.send("/sign-in/passkey", answer=key.sign(options)).status_code == 422
    assert sign_in(visitor, key).url.path == "/account"


def test_F2_a_passkey_that_counts_back_is_refused_and_its_owner_told(shop: Shop) -> None:
    """There may be a copy. A key that does not count at all is no such one."""
    owner, key, still = sign_up(shop, EMAIL, PASSWORD), SoftKey(), SoftKey(step=0)
    add(owner, key)
    add(owner, still, "Laptop")
    assert sign_in(shop.visitor(), key).url.path == "/account"
    key.count -= 2
    assert "nobody could be signed in" in sign_in(shop.visitor(), key).text
    assert "may have been copied" in shop.mail(EMAIL, "copied")["text"].replace("\u00a0", " ")
    for _ in range(2):
        assert sign_in(shop.visitor(), still).url.path == "/account"


def test_F2_who_tries_many_passkeys_waits(shop: Shop) -> None:
    """Counted before a signature is looked at: then a right one waits too. The password is counted by itself."""
    owner, key = sign_up(shop, EMAIL, PASSWORD), SoftKey()
    add(owner, key)
    visitor = shop.visitor()
    for _ in range(20):
        visitor.open("/sign-in")
        visitor.send("/sign-in/passkey", answer="{}")
    assert "too many tries" in sign_in(visitor, key).text
    visitor.open("/sign-in")
    assert visitor.send("/sign-in", email=EMAIL, password=PASSWORD).url.path == "/dashboard"


def test_F2_a_session_that_is_left_open_adds_no_passkey(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor removes it: after half an hour one signs in once more."""
    owner, key = sign_up(shop, EMAIL, PASSWORD), SoftKey()
    options = ask(owner, "/account", "/account/passkeys/ask").json()
    later(shop, monkeypatch, timedelta(minutes=31))
    assert ask(owner, "/account", "/account/passkeys/ask").status_code == 401
    page = owner.send("/account/passkeys", name="Mine", answer=key.make(options))
    assert "My account" in page.text or page.url.path == "/sign-in"
    assert "no passkey yet" in owner.open("/account").text


def test_F2_a_deleted_account_is_gone_with_its_passkeys(shop: Shop) -> None:
    """They open nothing any more."""
    owner, key = sign_up(shop, EMAIL, PASSWORD), SoftKey()
    add(owner, key)
    owner.open("/account")
    owner.send("/account/erase")
    assert "nobody could be signed in" in sign_in(shop.visitor(), key).text


@pytest.mark.parametrize(
    ("address", "name", "origin"),
    [
        ("https://shop.example/help", "shop.example", "https://shop.example"),
        ("https://shop.example:8443/", "shop.example", "https://shop.example:8443"),
        ("http://localhost:8000", "localhost", "http://localhost:8000"),
    ],
)
def test_F2_passkeys_are_made_for_the_name_of_the_pages(address: str, name: str, origin: str) -> None:
    """As browsers say it."""
    assert site_of(address) == Site(name=name, origin=origin)


@pytest.mark.parametrize("address", ["http://shop.example", "http://127.0.0.1:8000", "https://[::1]:8000"])
def test_F2_there_are_none_where_browsers_make_none(address: str) -> None:
    """Without https, or without a name."""
    assert site_of(address) is None


def test_F2_the_check_says_where_passkeys_cannot_be_made(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """And that those that there are stayed behind at another name."""
    add(sign_up(shop, EMAIL, PASSWORD), SoftKey())

    def said(address: str) -> Tried:
        monkeypatch.setattr(shop.desk, "base_url", address)
        return next(one for one in check_desk(shop.desk) if one.what.startswith("passkeys"))

    assert said("http://localhost").wrong == said("http://localhost").to_do == ()
    assert "was made for localhost" in said("https://moved.example").wrong[0]
    assert "not for http://10.0.0.7" in said("http://10.0.0.7").to_do[0]
    monkeypatch.setattr("reference_app.checking.has_passkeys", lambda: False)
    assert "pip install" in said("http://localhost").to_do[0]


def test_F2_without_the_library_the_pages_are_as_before(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passkeys are an extra."""
    monkeypatch.setattr("reference_app.sign_in.passkeys.is_installed", lambda: False)
    bare = shop.accounts
    app = create_app(shop.desk, bare, demo=True)
    visitor = Visitor(TestClient(app, base_url=shop.base_url, follow_redirects=True), shop)
    for path in ("/sign-in", "/staff/sign-in"):
        assert "passkey" not in visitor.open(path).text.replace("webauthn", "")
    assert visitor.client.post("/sign-in/passkey/ask").status_code in (403, 404)
