"""The second step of the staff's sign-in: what opens, what opens once, and who can turn it off."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyotp
import pytest

from helpdesk_core import KeyRing
from reference_app.accounts import second_step
from reference_app.accounts.passwords import Passwords
from reference_app.accounts.second_step import SECOND_STEPS, SecondSteps
from reference_app.accounts.second_step_pages import HALF_WAY_COOKIE
from reference_app.demo import PASSWORD
from reference_app.standalone import STAFF_COOKIE
from shops import Shop, Visitor

EMAIL, OWN = "tom@example.com", "/staff/account/second-step"


class Clock:
    """The time that codes are made of."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(second_step, "time", made)
    return made


def set_up(visitor: Visitor, clock: Clock) -> tuple[pyotp.TOTP, list[str]]:
    """Turn it on; the authenticator app, and the codes on paper."""
    visitor.sign_in(EMAIL)
    visitor.open("/staff/account")
    page = visitor.send(OWN, password=PASSWORD)
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)
    assert key is not None
    app = pyotp.TOTP(key[1].replace(" ", ""))
    assert "svg" in page.text
    page = visitor.send(f"{OWN}/code", code=app.at(int(clock.now)))
    return app, re.findall(r"<code>([A-Z0-9-]+)</code>", page.text)


def new_paper(visitor: Visitor, password: str) -> Any:
    """The account's page, and its second button."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', visitor.open("/staff/account").text)
    return visitor.client.post(f"{OWN}/paper", data=dict(hidden) | {"password": password})


def enter(visitor: Visitor, code: str | None) -> Any:
    """The password, and a code."""
    visitor.open("/staff/sign-in?next=/staff/new")
    page = visitor.send("/staff/sign-in", email=EMAIL, password=PASSWORD)
    assert STAFF_COOKIE not in visitor.client.cookies
    return page if code is None else visitor.send("/staff/sign-in/code", code=code)


def test_a_password_alone_opens_nothing_any_more(shop: Shop, clock: Clock) -> None:
    """With the code one goes on to where one wanted to go; every other browser was signed out."""
    elsewhere = shop.visitor()
    elsewhere.sign_in(EMAIL)
    app, _ = set_up(shop.visitor(), clock)
    assert "/staff/sign-in" in str(elsewhere.open("/staff/new").url)
    clock.now += 60
    visitor = shop.visitor()
    page = enter(visitor, None)
    assert "Enter the code" in page.text
    assert "/staff/sign-in" in str(visitor.open("/staff").url)
    page = enter(visitor, app.at(int(clock.now)))
    assert str(page.url).endswith("/staff/new")
    assert HALF_WAY_COOKIE not in visitor.client.cookies


def test_a_code_works_once_and_for_a_minute(shop: Shop, clock: Clock) -> None:
    """Also where two send it at the same moment; a clock may be half a minute early or late."""
    app, _ = set_up(shop.visitor(), clock)
    assert "does not fit" in enter(shop.visitor(), app.at(int(clock.now))).text  # it turned the step on
    for early in (-30, 0, 30):
        clock.now += 120
        assert str(enter(shop.visitor(), app.at(int(clock.now) + early)).url).endswith("/staff/new")
    clock.now += 120
    for late in (-60, 60):
        assert "does not fit" in enter(shop.visitor(), app.at(int(clock.now) + late)).text
    steps = SecondSteps(shop.accounts, shop.desk.keyring)
    member = shop.accounts.by_email(EMAIL)
    assert member is not None
    code, tokens = app.at(int(clock.now)), [steps.wait_for_code(member.id, "") for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda token: steps.finish(token, code, ""), tokens))
    assert sum(one is not None for one in found) == 1


def test_a_code_on_paper_works_once_without_the_phone(shop: Shop, clock: Clock) -> None:
    """However it is typed; new ones make those of before void."""
    visitor = shop.visitor()
    _, paper = set_up(visitor, clock)
    assert len(set(paper)) == second_step.PAPER_CODES
    assert str(enter(shop.visitor(), paper[0].replace("-", " ").lower()).url).endswith("/staff/new")
    assert "does not fit" in enter(shop.visitor(), paper[0]).text
    page = new_paper(visitor, PASSWORD)
    new = re.findall(r"<code>([A-Z0-9-]+)</code>", page.text)
    assert "does not fit" in enter(shop.visitor(), paper[1]).text
    assert str(enter(shop.visitor(), new[0]).url).endswith("/staff/new")


def test_tries_end(shop: Shop, clock: Clock) -> None:
    """Of one account, from whichever browser; what is right after that waits too."""
    app, _ = set_up(shop.visitor(), clock)
    for _ in range(5):
        assert "does not fit" in enter(shop.visitor(), "000000").text
    clock.now += 60
    assert "too many tries" in enter(shop.visitor(), app.at(int(clock.now))).text


def test_a_session_that_is_left_open_changes_nothing(shop: Shop, clock: Clock) -> None:
    """Setting up, turning off and new codes ask for the password; a key nobody tried out asks for nothing."""
    visitor = shop.visitor()
    visitor.sign_in(EMAIL)
    visitor.open("/staff/account")
    assert "not your present password" in visitor.send(OWN, password="another one").text
    visitor.send(OWN, password=PASSWORD)
    assert "does not fit" in visitor.send(f"{OWN}/code", code="123456").text
    fresh = shop.visitor()
    fresh.sign_in(EMAIL)
    assert str(fresh.open("/staff").url).endswith("/staff")
    set_up(visitor, clock)
    visitor.open("/staff/account")
    assert "not your present password" in visitor.send(f"{OWN}/off", password="another one").text
    assert "not your present password" in new_paper(visitor, "another one").text
    assert visitor.open(OWN).url.path == "/staff/account"  # a key that is in use is shown nowhere


def test_it_is_turned_off_by_its_owner_or_an_admin(shop: Shop, clock: Clock) -> None:
    """Both stand in the history of the staff."""
    visitor, admin = shop.visitor(), shop.visitor()
    set_up(visitor, clock)
    visitor.open("/staff/account")
    assert "password alone signs you in" in visitor.send(f"{OWN}/off", password=PASSWORD).text
    set_up(shop.visitor(), clock)
    member = shop.accounts.by_email(EMAIL)
    assert member is not None
    admin.client.cookies.set("helpdesk_language", "en")
    admin.sign_in()
    assert "The phone is lost?" in admin.open(f"/staff/people/{member.id}").text
    page = admin.send(f"/staff/people/{member.id}/second-step")
    assert "The phone is lost?" not in page.text
    shop.visitor().sign_in(EMAIL)
    history = admin.open("/staff/people").text
    assert history.count("The password alone signs in.") >= 2


def test_a_link_by_mail_is_no_way_around(shop: Shop, clock: Clock) -> None:
    """It sets a password; the code is asked for all the same."""
    app, _ = set_up(shop.visitor(), clock)
    visitor = shop.visitor()
    visitor.open("/staff/link")
    visitor.send("/staff/link", email=EMAIL)
    mail = next(mail for mail in shop.outbox.sent(50) if mail["recipient"] == EMAIL)
    path = re.search(r"/staff/link/[\w-]+", mail["text"])
    assert path is not None
    visitor.open(path[0])
    page = visitor.send(path[0], new="a quite new password")
    assert "Enter the code" in page.text
    assert STAFF_COOKIE not in visitor.client.cookies
    clock.now += 60
    assert visitor.send("/staff/sign-in/code", code=app.at(int(clock.now))).url.path == "/staff"


def test_a_sign_in_that_is_half_done_ends_with_the_sessions(shop: Shop, clock: Clock) -> None:
    """Who knew the old password cannot go on with it after it was changed, or once everybody is signed out."""
    app, _ = set_up(shop.visitor(), clock)
    member, steps = shop.accounts.by_email(EMAIL), SecondSteps(shop.accounts, shop.desk.keyring)
    assert member is not None
    for ends in (
        lambda: Passwords(shop.accounts).change(member, PASSWORD, "a quite new password", ""),
        lambda: shop.accounts.end_sessions(member.id),
        lambda: shop.accounts.deactivate(EMAIL) and shop.accounts.reactivate(EMAIL),
    ):
        token = steps.wait_for_code(member.id, "")
        assert steps.waiting(token) == member.id
        assert ends() is not False
        clock.now += 60
        assert steps.finish(token, app.at(int(clock.now)), "") is None


def test_the_tables_alone_make_no_code(shop: Shop, clock: Clock) -> None:
    """The key is made with the deployment's secret, an older one too as long as it is in use."""
    app, _ = set_up(shop.visitor(), clock)
    member = shop.accounts.by_email(EMAIL)
    assert member is not None
    with shop.accounts.engine.connect() as connection:
        stored = str(connection.execute(SECOND_STEPS.select()).all())
    assert app.secret not in stored
    clock.now += 60
    for keyring, opens in ((KeyRing([bytes(range(1, 33))]), False), (shop.desk.keyring, True)):
        steps = SecondSteps(shop.accounts, keyring)
        token = steps.wait_for_code(member.id, "")
        assert (steps.finish(token, app.at(int(clock.now)), "") is not None) is opens
