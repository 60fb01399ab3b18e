"""Two desks in one app, on one database, with one secret: by host name and by path, nothing crosses."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs
import pytest
import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Mount
from starlette.testclient import TestClient

from helpdesk_core import ConfigurationError, Helpdesk, Settings
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.testing import CapturingNotifier, make_desk
from reference_app import create_app
from reference_app.accounts import StaffAccounts
from reference_app.sent_mail.outbox import DemoOutbox
from reference_app.worker import Worker
from shops import FAST, SECRET, Shop, Visitor

PASSWORD = "long enough, and one's own"
ADDRESSES = {
    "host": ("https://one.example", "https://two.example"),
    "path": ("https://shops.example/one", "https://shops.example/one-two"),
}


@attrs.define
class At(Visitor):
    """Somebody whose addresses are below a prefix; those in forms and links carry it by themselves."""

    prefix: str = ""

    def open(self, path: str) -> Any:
        return super().open(f"{self.prefix}/{path}")


@attrs.frozen
class Street:
    """Two shops side by side."""

    desks: tuple[Helpdesk, Helpdesk]
    app: Any
    shops: tuple[Shop, Shop]

    def visitor(self, number: int) -> At:
        """Somebody at one of them."""
        base = urlsplit(self.desks[number].base_url)
        client = TestClient(
            self.app,
            base_url=f"{base.scheme}://{base.netloc}",
            follow_redirects=True,
            headers={"accept-language": "en"},
        )
        return At(client, self.shops[number], prefix=base.path)


@pytest.fixture(params=["host", "path"])
def street(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Street]:
    store = SqlStore.sqlite(tmp_path / "street.sqlite")
    engine: sa.Engine = store.sessions.engine  # type: ignore[attr-defined]
    accounts = StaffAccounts(engine, "one", hasher=FAST)
    desks = []
    for name, base_url in zip(("one", "two"), ADDRESSES[request.param], strict=True):
        accounts.of(name).add_staff("anna@example.com", f"Anna {name}", PASSWORD + name)
        desks.append(
            Helpdesk(
                store,
                secret=[SECRET],
                tenant=name,
                settings=Settings(shop_name=f"Shop {name}", languages=("en",)),
                base_url=base_url,
                notifiers=[DemoOutbox(engine, name)],
                staff_recipient=accounts.of(name).recipient,
            )
        )
    app = create_app(desks=desks, accounts=accounts, demo=True)
    shops = [
        Shop(desk, accounts.of(desk.tenant), DemoOutbox(engine, desk.tenant), app, ("", ""), desk.base_url)
        for desk in desks
    ]
    yield Street((desks[0], desks[1]), app, (shops[0], shops[1]))
    store.close()


def _sign_in(visitor: At, password: str) -> Any:
    visitor.open("staff/sign-in")
    return visitor.send("/staff/sign-in", email="anna@example.com", password=password)


def test_each_address_leads_to_its_own_desk(street: Street) -> None:
    """And an address that belongs to none is not found."""
    for number, name in enumerate(("one", "two")):
        visitor = street.visitor(number)
        visitor.open("")
        assert f"Shop {name}" in visitor.page.text
        for target in re.findall(r'(?:href|action)="(/[^"]*)"', visitor.page.text):
            assert target.startswith(f"{visitor.prefix}/")
            assert visitor.client.get(target).status_code == 200, target
    nowhere = TestClient(street.app, base_url="https://three.example")
    assert nowhere.get("/").status_code == 404
    assert nowhere.get("/one-three").status_code == 404


def test_a_request_is_made_and_run_at_its_own_desk(street: Street) -> None:
    """The whole way, with staff of the same address at both; the other one knows nothing of it."""
    customer, staff, stranger = street.visitor(0), street.visitor(0), street.visitor(1)
    customer.open("quick-help")
    customer.send("/quick-help", problem="Broken", device="Radio", urgency="soon")
    customer.send("/quick-help/contact", surname="Kern", contact="kern@example.com")
    customer.send("/confirm", code=street.shops[0].code("kern@example.com"))
    assert customer.page.status_code == 200
    token = customer.page.url.path.rpartition("/")[2]
    assert str(_sign_in(staff, PASSWORD + "one").url) == f"{street.desks[0].base_url}/staff"
    assert "Radio" in staff.page.text
    assert str(_sign_in(stranger, PASSWORD + "two").url) == f"{street.desks[1].base_url}/staff"
    assert "Radio" not in stranger.page.text
    reference = re.search(r"/staff/requests/([A-Z0-9]{8})", staff.page.text)
    assert reference is not None
    assert stranger.open(f"staff/requests/{reference.group(1)}").status_code == 404
    grants = {name: value for name, value in customer.client.cookies.items() if name.startswith("helpdesk_room")}
    stranger.client.cookies.update(grants)
    assert "Radio" not in stranger.open(f"r/{token}").text


def test_passwords_and_sessions_are_a_desks_own(street: Street) -> None:
    """The same address has two accounts; a session of one opens nothing at the other."""
    staff, thief = street.visitor(0), street.visitor(1)
    assert _sign_in(staff, PASSWORD + "two").status_code == 422
    _sign_in(staff, PASSWORD + "one")
    (session,) = (cookie for cookie in staff.client.cookies.jar if cookie.name.endswith("helpdesk_staff"))
    assert session.value is not None
    thief.client.cookies.set(session.name, session.value)
    assert thief.open("staff").url.path.endswith("/staff/sign-in")
    street.shops[1].accounts.sign_out(session.value)
    assert staff.open("staff").url.path.endswith("/staff"), "nobody else signs them out"
    street.shops[1].accounts.add_staff("eva@example.com", "Eva", PASSWORD, role="admin")  # one is always left
    assert street.shops[1].accounts.deactivate("anna@example.com")
    assert staff.open("staff").url.path.endswith("/staff")


def test_a_form_and_a_draft_of_one_desk_are_nothing_at_the_other(street: Street) -> None:
    """Even with every cookie carried over, and though both have the same secret."""
    one, two = street.visitor(0), street.visitor(1)
    one.open("quick-help")
    one.send("/quick-help", problem="Kanarek", device="Radio", urgency="soon")
    assert "Kanarek" in one.page.text
    csrf = one.page.text.partition('name="csrf" value="')[2][:32]
    for cookie in one.client.cookies.jar:
        two.client.cookies.set(cookie.name, cookie.value or "")
    assert "Kanarek" not in two.open("quick-help").text
    answer = two.client.post(f"{two.prefix}/quick-help", data={"csrf": csrf, "problem": "p", "device": "d"})
    assert answer.status_code == 403
    own = two.page.text.partition('name="csrf" value="')[2][:32]
    assert own != csrf


def test_the_worker_delivers_for_all_of_them(street: Street) -> None:
    """One whose delivery fails keeps no other waiting."""
    for number in (0, 1):
        visitor = street.visitor(number)
        visitor.open("quick-help")
        visitor.send("/quick-help", problem="Broken", device="Radio", urgency="soon")
        visitor.send("/quick-help/contact", surname="Kern", contact=f"w{number}@example.com")

    class Broken(Helpdesk):
        def deliver(self, limit: int = 50) -> Any:
            raise RuntimeError

    broken = make_desk(notifiers=[CapturingNotifier()])
    broken.__class__ = Broken
    with Worker(broken, *street.desks, seconds=0.01):
        for _ in range(500):
            sent = [[mail["recipient"] for mail in shop.outbox.sent()] for shop in street.shops]
            if all(sent):
                break
            time.sleep(0.02)
    assert sent == [["w0@example.com"], ["w1@example.com"]]


def test_a_host_chooses_in_its_own_way(street: Street) -> None:
    """A callable; None is not found. Mounted under a prefix, every link keeps it."""

    def by_header(request: Request) -> Helpdesk | None:
        return {"one": street.desks[0], "two": street.desks[1]}.get(request.headers.get("x-shop", ""))

    app = create_app(desks=street.desks, accounts=street.shops[0].accounts, desk_of=by_header)
    client = TestClient(Starlette(routes=[Mount("/help", app)]), base_url="https://elsewhere.example")
    assert client.get("/help/").status_code == 404
    for name in ("one", "two"):
        page = client.get("/help/", headers={"x-shop": name}).text
        assert f"Shop {name}" in page
        assert 'href="/help/quick-help"' in page


def test_what_does_not_fit_together_is_refused(street: Street) -> None:
    """No desk, both ways at once, and accounts of another tenant."""
    accounts, desk = street.shops[0].accounts, street.desks[1]
    for arguments in ({}, {"desk": desk, "desks": [desk]}, {"desk": desk}):
        with pytest.raises(ConfigurationError):
            create_app(accounts=accounts, **arguments)
    create_app(desk, accounts.of("two"))
