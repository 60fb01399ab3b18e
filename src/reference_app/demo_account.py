"""The demo's customers who have an account: a person, and a reseller."""

from __future__ import annotations

import re

from sqlalchemy import Engine

from helpdesk_core import Actor, Customer, Guest, Helpdesk
from helpdesk_core.commands import (
    AddDevice,
    ChooseShipping,
    ClaimRequest,
    CreateShipment,
    FollowAccountLink,
    OpenTicket,
    RegisterAccount,
    SetAccountRole,
    SubmitRequest,
)

from .sent_mail.outbox import DemoOutbox
from .sign_in.signed_in import SignedInCustomers

CUSTOMER = "maria.kowalska@example.com"
QUESTION = "Czy po wymianie wyświetlacza zostaną moje zdjęcia i kontakty?"
DEVICES = (
    {"brand": "Lenovo", "model": "ThinkPad T14", "serial": "PF-4K7ZQ1", "nickname": "Laptop do pracy"},
    {"brand": "Apple", "model": "iPhone 13", "serial": "356938035643809", "nickname": "Telefon"},
)


RESELLER = "zamowienia@telefony-wola.example.com"
ORDERS = (
    ("iPhone 12", "Pęknięta szyba, dotyk działa.", "locker"),
    ("Samsung Galaxy S21", "Nie ładuje się, złącze było czyszczone.", "locker"),
    ("Xiaomi Redmi Note 11", "Bateria trzyma trzy godziny.", "locker"),
    ("iPad 9", "Nie włącza się po zalaniu.", "courier"),
)


def sign_up(desk: Helpdesk, engine: Engine, reference: str, password: str) -> None:
    """Maria has an account, has added the request to it that she made before, asked about it, and keeps her devices."""
    maria = with_account(desk, engine, CUSTOMER, password, surname="Kowalska", given_name="Maria")
    claimed = desk.do(desk.read(ClaimRequest, {"reference": reference, "surname": "Kowalska"}), maria)
    desk.do(desk.read(OpenTicket, {"request": claimed.request, "text": QUESTION}), maria)
    for device in DEVICES:
        desk.do(desk.read(AddDevice, device), maria)


def with_account(desk: Helpdesk, engine: Engine, email: str, password: str, **names: str) -> Customer:
    """Somebody with an account of their own, signed in."""
    desk.do(desk.read(RegisterAccount, {**names, "email": email, "language": "pl"}), Guest())
    while desk.deliver(500).done:
        pass  # the mail is decided by a job
    mails = (mail["text"] for mail in DemoOutbox(engine).sent(100) if mail["recipient"] == email)
    link = next(found.group(1) for text in mails if (found := re.search(r"/account/link/([0-9a-f]{64})", text)))
    account = desk.do(desk.read(FollowAccountLink, {"link": link}), Guest()).account
    SignedInCustomers(desk, engine).set_password(account, password)
    return Customer(id=account, signed_in_at=desk.clock())


def resell(desk: Helpdesk, engine: Engine, boss: Actor, password: str) -> None:
    """A shop for phones sends what its own customers bring: two orders are in a shipment, two wait for one."""
    shop = with_account(desk, engine, RESELLER, password, surname="Telefony Wola")
    desk.do(desk.read(SetAccountRole, {"account": shop.id, "role": "reseller"}), boss)
    made = []
    for device, problem, method in ORDERS:
        words = {"device": device, "problem": problem, "surname": "Telefony Wola", "contact": RESELLER}
        order = desk.do(desk.read(SubmitRequest, words | {"language": "pl", "location": "centrum"}), shop).request
        point = {"point": "WAW123M"} if method == "locker" else {}
        desk.do(desk.read(ChooseShipping, {"request": order, "method": method, **point}), shop)
        made.append(order)
    desk.do(desk.read(CreateShipment, {"orders": made[:2], "parcels": 2}), shop)
