"""A django-oscar shop from PyPI with the desk in it, driven over HTTP. Run by test_oscar in a process of its own, since
a process has one set of Django settings. Fails by exception."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from typing import Any

import django

django.setup()

from django.contrib.auth.models import Permission, User  # noqa: E402
from django.contrib.sites.models import Site  # noqa: E402
from django.core import mail  # noqa: E402
from django.core.checks import run_checks  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from oscar.core.loading import get_model  # noqa: E402

from helpdesk_core import Customer  # noqa: E402
from helpdesk_core.adapters.django.desk import desk  # noqa: E402
from helpdesk_core.adapters.django.models import MODELS  # noqa: E402
from helpdesk_core.intake.rules import SubmitRequest  # noqa: E402

Order, Line, Partner = (get_model(*name) for name in (("order", "Order"), ("order", "Line"), ("partner", "Partner")))
REQUESTS = MODELS["service_requests"].objects  # type: ignore[attr-defined]
PROBLEM = {"problem": "Pękł ekran", "device": "iPhone 13", "urgency": "soon"}


class Browser:
    """Somebody in front of the shop."""

    def __init__(self) -> None:
        self.client = Client()
        self.text = ""

    def open(self, path: str, expect: int = 200) -> str:
        self._take(self.client.get(path, follow=True), expect)
        return self.text

    def send(self, action: str, expect: int = 200, **fields: str) -> str:
        forms = re.findall(r"<form.*?</form>", self.text, re.S)
        form = next(form for form in forms if re.search(rf'action="[^"]*{re.escape(action)}"', form))
        target = re.search(r'action="([^"]*)"', form)
        assert target is not None
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
        self._take(self.client.post(target.group(1), dict(hidden) | fields, follow=True), expect)
        return self.text

    def _take(self, page: Any, expect: int) -> None:
        assert page.status_code == expect, page.status_code
        self.text = html.unescape(page.content.decode())


def make_order(number: str, **who: Any) -> Any:
    money = {"total_incl_tax": Decimal(9), "total_excl_tax": Decimal(9)}
    order = Order.objects.create(number=number, site=Site.objects.first(), currency="PLN", **money, **who)
    names = [f"line_price_{when}{tax}_tax" for when in ("", "before_discounts_") for tax in ("incl", "excl")]
    partner, _ = Partner.objects.get_or_create(name="Warehouse", code="w")
    about = {"partner": partner, "partner_name": "Warehouse", "partner_sku": "s", "title": f"iPhone of {number}"}
    Line.objects.create(order=order, quantity=1, num_allocated=0, **about, **dict.fromkeys(names, Decimal(9)))
    return order


def ask(browser: Browser, **person: str) -> Any:
    browser.open("/en-gb/help/quick-help")
    browser.send("/quick-help", **PROBLEM)
    browser.send("/quick-help/contact", **person)
    browser.send("/quick-help/check")
    return REQUESTS.order_by("-created_at").first()


def a_customer(user: User) -> Any:
    """Signs in at oscar's own page; name and orders need not be typed; no code is asked for."""
    browser = Browser()
    browser.open("/en-gb/accounts/login/")
    fields = {"login-username": "jan@example.com", "login-password": "correct horse 9", "login_submit": "Log In"}
    page = browser.client.post("/en-gb/accounts/login/", fields, follow=True)
    assert "_auth_user_id" in browser.client.session, page.status_code
    browser.open("/en-gb/help/quick-help")
    assert "oscar" in browser.text.lower()
    assert "Tell us what is wrong" in browser.text or "What is wrong" in browser.text
    browser.send("/quick-help", **PROBLEM)
    assert 'value="Nowak"' in browser.text
    assert 'value="100001"' in browser.text
    assert "iPhone of 100001" in browser.text
    assert "100002" not in browser.text
    browser.send("/quick-help/contact", surname="Nowak", contact="jan@example.com", order="100001")
    browser.send("/quick-help/check")
    assert "iPhone 13" in browser.text
    request = REQUESTS.get()
    assert (request.customer, request.phase) == (str(user.pk), "confirmed")
    assert "iPhone 13" in browser.open("/pl/help/own")
    assert "Moje zgłoszenia" in browser.text
    return request


def a_guest() -> Any:
    """Has an order and no account: the code in the mail proves that the address, and so the order, is theirs."""
    mail.outbox = []
    browser = Browser()
    request = ask(browser, surname="Kern", contact="guest@example.com", order="100002")
    assert request.phase == "received"
    call_command("helpdesk_deliver")
    (to_them,) = [one for one in mail.outbox if one.to == ["guest@example.com"]]
    code = re.search(r"\b(\d{6})\b", str(to_them.body))
    assert code is not None
    browser.send("/confirm", code=code.group(1))
    assert "Kern" not in browser.text
    assert "iPhone 13" in browser.text
    assert browser.open(re.search(r"https://shop.example(\S+)", str(to_them.body)).group(1))  # type: ignore[union-attr]
    request.refresh_from_db()
    assert request.phase == "confirmed"
    return request


def the_staff(own: Any, guests: Any) -> None:
    """Whoever may use oscar's dashboard, and nobody else; each order leads to oscar's own page of it."""
    ola = User.objects.create_user("ola", "ola@shop.example", "correct horse 9", is_staff=True)
    browser = Browser()
    browser.client.force_login(ola, backend="django.contrib.auth.backends.ModelBackend")
    browser.open("/en-gb/help/staff", expect=403)
    ola.user_permissions.add(Permission.objects.get(codename="dashboard_access"))
    assert "Nowak" in browser.open("/en-gb/help/staff")
    for request, number in ((own, "100001"), (guests, "100002")):
        page = browser.open(f"/en-gb/help/staff/requests/{request.reference}")
        assert f"/dashboard/orders/{number}/" in page
        assert f"iPhone of {number}" in page
        assert f"Order #{number}" in browser.open(f"/en-gb/dashboard/orders/{number}/") or number in browser.text
    assert "Requests" in browser.open("/en-gb/dashboard/")
    browser.open(f"/en-gb/help/staff/requests/{own.reference}")
    browser.send("/reply", text="Please bring it in.", status="waiting_for_customer")
    own.refresh_from_db()
    assert own.phase == "waiting_for_customer"
    Browser().open("/en-gb/help/staff")  # oscar's own sign-in


def both_or_neither(user: User, order: Any) -> None:
    """The order's status and our request in one transaction; nothing is sent for what was rolled back."""
    call_command("helpdesk_deliver")
    mail.outbox = []
    words = {"problem": "p", "device": "d", "surname": "s", "contact": "jan@example.com", "order": order.number}
    before = REQUESTS.count()
    for keep in (False, True):
        with transaction.atomic():
            order.status = "Being processed"
            order.save()
            desk().handle(desk().read(SubmitRequest, words), Customer(id=str(user.pk)))
            transaction.set_rollback(not keep)
        assert Order.objects.filter(status="Being processed").count() == keep
        assert REQUESTS.count() == before + keep
        call_command("helpdesk_deliver")
        assert bool(mail.outbox) == keep


def accounts_that_share_an_address() -> None:
    """Oscar allows it: neither sees the other's requests."""
    users = [User.objects.create_user(f"twin{n}", "twin@example.com", "correct horse 9") for n in (1, 2)]
    browsers = [Browser(), Browser()]
    for user, browser in zip(users, browsers, strict=True):
        browser.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        ask(browser, surname=user.username, contact="twin@example.com")
    for user, browser in zip(users, browsers, strict=True):
        page = browser.open("/en-gb/help/own")
        assert page.count("iPhone 13") == 1, user.username


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    found = run_checks(tags=["helpdesk_core"])
    assert found == [], found
    user = User.objects.create_user("jan", "jan@example.com", "correct horse 9", last_name="Nowak")
    order = make_order("100001", user=user)
    make_order("100002", guest_email="guest@example.com")
    own, guests = a_customer(user), a_guest()
    the_staff(own, guests)
    both_or_neither(user, order)
    accounts_that_share_an_address()
    user.delete()
    own.refresh_from_db()
    assert (own.customer, own.surname) == (None, None)
    assert desk().verify() == ()
    print("the oscar journey is done")


if __name__ == "__main__":
    main()
