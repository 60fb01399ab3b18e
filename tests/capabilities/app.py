"""Pages of the app that belong to no capability of the core."""

from __future__ import annotations

import atexit
import re
import secrets
import shutil
import tempfile
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pyotp

from capabilities.scene import at_desk, opened
from reference_app.accounts.first import FirstLink
from reference_app.accounts.second_step import SecondSteps
from reference_app.accounts.second_step_pages import HALF_WAY_COOKIE
from reference_app.demo import PASSWORD
from reference_app.legal.texts import PAGES as LEGAL
from shops import Shop, Visitor, build_new


def _wrong(visitor: Visitor) -> None:
    visitor.open("/staff/sign-in")
    visitor.send("/staff/sign-in", email="anna@example.com", password="no, not this one")


def _own_link(visitor: Visitor) -> str:
    visitor.open("/staff/link")
    visitor.send("/staff/link", email="tom@example.com")
    mail = next(mail for mail in visitor.shop.outbox.sent(50) if mail["recipient"] == "tom@example.com")
    found = re.search(r"(/staff/link/[\w-]+)", mail["text"])
    assert found is not None
    return found.group(1)


def _account(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.open("/staff/account")


def _not_the_old_one(visitor: Visitor) -> None:
    _account(visitor)
    visitor.send("/staff/account/password", old="no, not this one", new="a quite new password")


def _offered(visitor: Visitor) -> None:
    """Somebody new, who may set up the second step."""
    accounts = visitor.shop.accounts
    email = f"ada{len(accounts.staff())}@example.com"
    accounts.add_staff(email, "Ada", PASSWORD)
    visitor.sign_in(email)
    visitor.open("/staff/account")
    visitor.send("/staff/account/second-step", password=PASSWORD)


def _no_code(visitor: Visitor) -> None:
    _offered(visitor)
    visitor.send("/staff/account/second-step/code", code="000")


def _asked_for_code(visitor: Visitor) -> None:
    accounts = visitor.shop.accounts
    email = f"eve{len(accounts.staff())}@example.com"
    member, steps = accounts.add_staff(email, "Eve", PASSWORD), SecondSteps(accounts, visitor.shop.desk.keyring)
    steps.begin(member)
    offer = steps.offer(member, "Shop")
    assert offer is not None
    assert steps.confirm(member, pyotp.TOTP(offer.key.replace(" ", "")).now(), "")
    visitor.open("/staff/sign-in")
    visitor.send("/staff/sign-in", email=email, password=PASSWORD)


def _owes_a_step(visitor: Visitor) -> None:
    """Somebody who has given the password, where the shop asks for a second step."""
    accounts = visitor.shop.accounts
    email = f"ina{len(accounts.staff())}@example.com"
    member, steps = accounts.add_staff(email, "Ina", PASSWORD), SecondSteps(accounts, visitor.shop.desk.keyring)
    steps.begin(member)
    visitor.client.cookies.set(HALF_WAY_COOKIE, steps.wait_for_code(member.id, ""))
    visitor.open("/staff/sign-in/set-up")


def _no_code_of_first(visitor: Visitor) -> None:
    _owes_a_step(visitor)
    visitor.send("/staff/sign-in/set-up/code", code="000")


def _narrowed(visitor: Visitor) -> None:
    visitor.sign_in()
    accounts, narrow = visitor.shop.accounts, frozenset({"requests.view"})
    email = f"eva{len(accounts.staff())}@example.com"
    made = accounts.add_staff(email, "Eva", PASSWORD, rights=narrow, locations=frozenset({"centrum"}))
    visitor.open(f"/staff/people/{made.id}")


def _last_admin(visitor: Visitor) -> None:
    visitor.sign_in()
    (path,) = [f"/staff/people/{one.id}" for one in visitor.shop.accounts.staff() if one.role == "admin"]
    visitor.open(path)
    visitor.send(path, role="agent")


def _nobody_invited(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.open("/staff/people/new")
    visitor.send("/staff/people/new", name="", email="tom")


def _invited(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.open("/staff/people/new")
    visitor.send("/staff/people/new", name="Ola Lis", email=f"ola{secrets.token_hex(8)}@example.com", all_rights="y")


@cache
def _new_shop(base_url: str) -> Shop:
    folder = tempfile.mkdtemp(prefix="helpdesk-new-shop-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return build_new(Path(folder), base_url)


def _first_account(visitor: Visitor) -> None:
    """In a shop of its own, since this one has staff."""
    new = _new_shop(visitor.shop.base_url)
    owner, path = new.visitor(visitor.client.headers["accept-language"]), _first_path(new)
    owner.open(path)
    owner.send(path, name="", email="anna", password="short")
    visitor.page = owner.page


def _first_path(shop: Shop) -> str:
    return urlsplit(FirstLink(shop.desk, shop.accounts).address() or "").path


def _first_account_over(visitor: Visitor) -> None:
    """A link of ours that is long over."""
    desk = visitor.shop.desk
    visitor.open(f"/staff/first/0-{desk.keyring.macs('first account', desk.tenant, '0')[0]}")


def _own_language(visitor: Visitor) -> None:
    visitor.open(f"/language/{visitor.client.headers['accept-language']}")


PAGES = {
    "legal": {"terms": opened("/legal/terms"), **{name: opened(f"/legal/{name}") for name in LEGAL}},
    "language": {"chosen": _own_language},
    "tour": {"listed": opened("/tour")},
    "staff_tour": {"listed": at_desk("/staff/tour")},
    "components": {"all": at_desk("/components")},
    "demo_mail": {"mails": opened("/demo/mail")},
    "staff_sign_in": {"empty": opened("/staff/sign-in"), "wrong": _wrong},
    "staff_sign_in_link": {"empty": opened("/staff/link")},
    "staff_password": {"opened": lambda visitor: visitor.open(_own_link(visitor)) and None},
    "staff_first": {"errors": _first_account, "over": _first_account_over},
    "staff_account": {"opened": _account, "wrong": _not_the_old_one},
    "staff_second_step": {"asked": _asked_for_code},
    "staff_first_step": {"asked": _owes_a_step, "wrong": _no_code_of_first},
    "staff_second_step_set_up": {"offered": _offered, "wrong": _no_code},
    "staff_people": {"all": at_desk("/staff/people"), "waiting": _invited},
    "staff_person_new": {"empty": at_desk("/staff/people/new"), "errors": _nobody_invited},
    "staff_person": {"narrowed": _narrowed, "errors": _last_admin},
}
