"""F2: staff sign in with passkeys, and a shop may ask for a second step of all of them."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from test_F2_passkeys import ask

import reference_app.accounts.key_pages as key_pages
from authenticators import SoftKey
from helpdesk_core.commands import ChangeSettings
from reference_app.accounts.history import COMMAND_LINE
from reference_app.accounts.second_step import LastStep, SecondSteps, steps_of
from reference_app.checking import check_desk
from reference_app.demo import PASSWORD
from reference_app.standalone import STAFF_COOKIE
from shops import Shop, Visitor

EMAIL = "tom@example.com"


@pytest.fixture
def has_people() -> bool:
    """The shop keeps the accounts itself."""
    return False


def wanted(shop: Shop) -> None:
    """The shop asks for a second step from now on."""
    boss = next(one.actor for one in shop.accounts.staff() if one.role == "admin")
    change = {"values": [{"key": "staff_second_step", "value": "true", "seen": 0}]}
    shop.desk.do(shop.desk.read(ChangeSettings, change), boss)
    shop.desk.refresh_settings()


def steps(shop: Shop) -> SecondSteps:
    """Those of its staff."""
    return steps_of(shop.desk, shop.accounts)


def add(visitor: Visitor, key: SoftKey, name: str = "Desk") -> Any:
    """From the account's page."""
    answer = key.make(ask(visitor, "/staff/account", "/staff/account/passkeys/ask").json())
    return visitor.send("/staff/account/passkeys", name=name, answer=answer)


def sign_in(visitor: Visitor, key: SoftKey) -> Any:
    """From the page of the sign-in."""
    options = ask(visitor, "/staff/sign-in?next=/staff/account", "/staff/sign-in/passkey/ask").json()
    return visitor.send("/staff/sign-in/passkey", answer=key.sign(options))


def id_of(shop: Shop) -> str:
    """Of the account's."""
    member = shop.accounts.by_email(EMAIL)
    assert member is not None
    return member.id


def mails(shop: Shop) -> list[str]:
    """Subjects of what the account was sent."""
    return [mail["subject"].replace("\u00a0", " ") for mail in shop.outbox.sent(50) if mail["recipient"] == EMAIL]


def by_password(visitor: Visitor) -> Any:
    """The first step."""
    visitor.open("/staff/sign-in?next=/staff/new")
    return visitor.send("/staff/sign-in", email=EMAIL, password=PASSWORD)


def test_F2_staff_sign_in_with_a_passkey_alone(shop: Shop) -> None:
    """It is both steps: no code is asked for. Its owner is told, and the history of the staff knows."""
    owner, key = shop.visitor(), SoftKey()
    owner.sign_in(EMAIL)
    assert "The passkey is added" in add(owner, key).text
    page = sign_in(shop.visitor(), key)
    assert page.url.path == "/staff/account"
    assert "last used" in page.text
    owner.open("/staff/account")
    assert "The passkey is removed" in owner.send("/staff/account/passkeys/remove").text
    assert "nobody could be signed in" in sign_in(shop.visitor(), key).text
    assert {"A passkey was added to your account", "A passkey of your account was removed"} <= set(mails(shop))
    admin = shop.visitor()
    admin.client.cookies.set("helpdesk_language", "en")
    admin.sign_in()
    history = admin.open("/staff/people").text
    assert "A passkey was added." in history
    assert "A passkey was removed." in history


def test_F2_the_name_of_a_staff_passkey_is_redacted(shop: Shop) -> None:
    """It is a free text as any other: somebody writes there what opens the device."""
    owner = shop.visitor()
    owner.sign_in(EMAIL)
    add(owner, SoftKey(), name="Pixel, PIN 482196")
    (kept,) = steps(shop).keys.of(id_of(shop))
    assert "482196" not in kept.name
    assert kept.name.startswith("Pixel, PIN ")
    assert "482196" not in owner.open("/staff/account").text


def test_F2_a_passkey_of_staff_that_counts_back_is_refused_and_told(shop: Shop) -> None:
    """And one of somebody who was deactivated opens nothing; a customer's key is none here."""
    owner, key = shop.visitor(), SoftKey()
    owner.sign_in(EMAIL)
    add(owner, key)
    key.count -= 1
    visitor = shop.visitor()
    assert "nobody could be signed in" in sign_in(visitor, key).text
    assert STAFF_COOKIE not in visitor.client.cookies
    assert "A passkey of your account was refused" in mails(shop)
    options = ask(visitor, "/staff/sign-in", "/staff/sign-in/passkey/ask").json()
    visitor.open("/sign-in")
    key.count += 5
    assert "nobody could be signed in" in visitor.send("/sign-in/passkey", answer=key.sign(options)).text
    shop.accounts.deactivate(EMAIL)
    assert "nobody could be signed in" in sign_in(visitor, key).text


def test_F2_an_old_session_of_staff_changes_no_passkey(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """After half an hour one signs in once more."""
    owner, key = shop.visitor(), SoftKey()
    owner.sign_in(EMAIL)
    options = ask(owner, "/staff/account", "/staff/account/passkeys/ask").json()
    monkeypatch.setattr(key_pages, "FRESH_FOR", timedelta(seconds=-1))
    assert ask(owner, "/staff/account", "/staff/account/passkeys/ask").status_code == 401
    assert owner.send("/staff/account/passkeys", name="Desk", answer=key.make(options)).url.path == "/staff/sign-in"
    assert "no passkey yet" in owner.open("/staff/account").text


def test_F2_who_owes_a_second_step_sets_one_up_and_opens_nothing_before(shop: Shop) -> None:
    """Also with a session that was there before. By an app: then the codes on paper are shown, and one is signed in."""
    before, visitor = shop.visitor(), shop.visitor()
    before.sign_in(EMAIL)
    wanted(shop)
    assert before.open("/staff").url.path == "/staff/sign-in"
    assert "Set up the second step" in by_password(visitor).text
    assert STAFF_COOKIE not in visitor.client.cookies
    for path in ("/staff", "/staff/account", "/staff/people", "/staff/new"):
        assert visitor.open(path).url.path == "/staff/sign-in", path
    page = visitor.open("/staff/sign-in/set-up")
    shown = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)
    assert shown is not None
    assert "does not fit" in visitor.send("/staff/sign-in/set-up/code", code="000000").text
    page = visitor.send("/staff/sign-in/set-up/code", code=pyotp.TOTP(shown[1].replace(" ", "")).at(int(time.time())))
    assert len(re.findall(r"<code>[A-Z0-9-]+</code>", page.text)) == 10
    assert visitor.open("/staff").url.path == "/staff"
    visitor.open("/staff/account")
    assert "before you give up the last" in visitor.send("/staff/account/second-step/off", password=PASSWORD).text
    again = by_password(shop.visitor())
    assert "Enter the code" in again.text


def test_F2_a_passkey_is_a_second_step(shop: Shop) -> None:
    """Set up after the password; from then on the password alone leads no further than to it, and sets up no other."""
    wanted(shop)
    visitor, key = shop.visitor(), SoftKey()
    by_password(visitor)
    options = ask(visitor, "/staff/sign-in/set-up", "/staff/sign-in/set-up/passkey/ask").json()
    visitor.send("/staff/sign-in/set-up/passkey", name="Phone", answer=key.make(options))
    assert visitor.page.url.path == "/staff"
    other = shop.visitor()
    page = by_password(other)
    assert "Sign in with your passkey" in page.text
    assert 'name="code"' not in page.text
    assert other.open("/staff/sign-in/set-up").url.path == "/staff/sign-in"
    page = sign_in(other, key)
    assert page.url.path == "/staff/account"
    assert "before you give up the last" in other.send("/staff/account/passkeys/remove").text
    with pytest.raises(LastStep):
        steps(shop).remove_key(id_of(shop), steps(shop).keys.of(id_of(shop))[0].id)
    assert len(steps(shop).keys.of(id_of(shop))) == 1


def test_F2_nobody_is_locked_out_for_ever(shop: Shop) -> None:
    """An admin turns the second step off, passkeys too; so does the command line, for the last admin."""
    wanted(shop)
    visitor, key = shop.visitor(), SoftKey()
    by_password(visitor)
    options = ask(visitor, "/staff/sign-in/set-up", "/staff/sign-in/set-up/passkey/ask").json()
    visitor.send("/staff/sign-in/set-up/passkey", name="Phone", answer=key.make(options))
    assert steps(shop).turn_off(id_of(shop), by=COMMAND_LINE)
    assert "nobody could be signed in" in sign_in(shop.visitor(), key).text
    assert "Set up the second step" in by_password(shop.visitor()).text
    assert not steps(shop).admits(id_of(shop))


def test_F2_the_check_says_that_keys_of_the_staff_stayed_behind_at_another_name(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it does of those of customers."""
    staff = shop.visitor()
    staff.sign_in(EMAIL)
    add(staff, SoftKey())

    def wrong(address: str) -> tuple[str, ...]:
        monkeypatch.setattr(shop.desk, "base_url", address)
        return next(one.wrong for one in check_desk(shop.desk, shop.accounts) if one.what.startswith("passkeys"))

    assert wrong("http://localhost") == ()
    (said,) = wrong("https://moved.example")
    assert said.startswith("the newest passkey of staff was made for localhost")
