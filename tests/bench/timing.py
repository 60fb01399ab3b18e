"""Whether the time of an answer tells a stranger something: ``python tests/bench/timing.py [--pairs 1000]``.

For each way in, as many pairs of tries as asked for, one with what exists and one with what does not, in random order.
The area under the curve is the share of pairs in which the first took longer: 0.5 tells nothing. The clock is ours:
codes stay valid while the pairs are made, and it goes on where the shop counts tries, so that no limit ends one.
"""

from __future__ import annotations

import argparse
import gc
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import argon2
from rich.console import Console
from rich.progress import track
from rich.table import Table

from helpdesk_core import Automation, Customer, Guest, Helpdesk, Settings
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.queries import Query
from helpdesk_core.commands import (
    AskAccountLink,
    ClaimRequest,
    EnterCode,
    FollowAccountLink,
    RegisterAccount,
    RequestCode,
    SendLink,
    SubmitRequest,
    TrackRequest,
    WriteToAccount,
)
from helpdesk_core.customer_accounts.model import LINK_PURPOSE, CustomerAccount
from helpdesk_core.testing import FixedClock
from reference_app.sign_in.signed_in import SignedInCustomers

NEWEST = Query(CustomerAccount, order=("created_at", "id"), newest_first=True)
Try = Callable[[int], Any]
#: Somebody with an account, whose address is none of the requests'.
OWNER = Customer(id="owner")
STRANGER = Guest(browser="another browser than the one that made the request")
PASSWORD = "correct horse battery staple"
#: These are counted for the whole site, a thousand in an hour.
COUNTED = (TrackRequest, ClaimRequest)
WORDS = {"problem": "It does not start.", "device": "Dell XPS 13", "surname": "Nowak", "serial": "XK-2041"}


def unknown(n: int) -> str:
    """A reference that no request has, with high probability."""
    random.seed(n)
    return "".join(random.choices("ABCDEFGHJKMNPQRSTVWXYZ23456789", k=8))


def area(first: list[float], second: list[float]) -> float:
    """The share of pairs in which the first is greater; equal ones count half."""
    return sum((a > b) + 0.5 * (a == b) for a in first for b in second) / (len(first) * len(second))


def with_account(desk: Helpdesk, email: str) -> str:
    """An address whose owner has confirmed an account; its id."""
    desk.clock.move(milliseconds=10)  # type: ignore[attr-defined] # so that the newest is this one
    desk.do(desk.read(RegisterAccount, {"surname": "Nowak", "email": email}), Guest())
    with desk.reading() as reader:
        (made,) = reader.find(NEWEST, {}, limit=1)
    desk.do(desk.read(WriteToAccount, {"account": made.id}), Automation(id="bench"))
    token = f"{made.id}{desk.keyring.mac(LINK_PURPOSE, made.id, '1')[:32]}"
    desk.do(desk.read(FollowAccountLink, {"link": token}), Guest())
    return str(made.id)


def ways(desk: Helpdesk, pairs: int) -> dict[str, tuple[Try, Try]]:
    """What exists, and what does not, for the n-th try: each at a request of its own, so that no limit ends it."""

    def made(n: int) -> Any:
        return desk.do(desk.read(SubmitRequest, {**WORDS, "contact": f"jan{n}@example.com"}), Guest())

    requests = [made(n) for n in range(14 * pairs)]

    def at(n: int) -> tuple[Any, str]:
        return requests[n], desk.keyring.link(requests[n].request, requests[n].generation)

    def door(name: str) -> Try:
        return lambda n: (RequestCode, {"link": at(n)[1], "contact": f"{name}{n}@example.com"})

    def wrong_code(name: str) -> Try:
        return lambda n: (EnterCode, {"link": at(n)[1], "contact": f"{name}{n}@example.com", "code": "000000"})

    def link(known: bool) -> Try:
        return lambda n: (
            SendLink,
            {"reference": at(n)[0].reference if known else unknown(n), "contact": f"jan{n}@example.com"},
        )

    def name(known: bool) -> Try:
        return lambda n: (
            TrackRequest,
            {"reference": at(n)[0].reference if known else unknown(n), "surname": "Other"},
        )

    def serial(known: bool) -> Try:
        return lambda n: (
            TrackRequest,
            {"reference": at(n)[0].reference if known else unknown(n), "serial": "XK-2042"},
        )

    def account(name: str, command: type[Any], **more: str) -> Try:
        return lambda n: (command, {"email": f"{name}{n}@example.com", **more})

    def claim(known: bool) -> Try:
        return lambda n: (
            ClaimRequest,
            {"reference": at(n)[0].reference if known else unknown(n), "surname": "Other"},
        )

    for n in range(14 * pairs, 18 * pairs, 2):
        with_account(desk, f"jan{n}@example.com")
    return {
        "wrong code: the request's contact, another": (wrong_code("jan"), wrong_code("eve")),
        "door: the request's contact, another": (door("jan"), door("eve")),
        "link again: known reference, unknown": (link(True), link(False)),
        "link again: the request's contact, another": (
            link(True),
            lambda n: (SendLink, {"reference": at(n)[0].reference, "contact": f"eve{n}@example.com"}),
        ),
        "tracking by surname: known reference, unknown": (name(True), name(False)),
        "tracking by serial: known reference, unknown": (serial(True), serial(False)),
        "adding a request to an account: known reference, unknown": (claim(True), claim(False)),
        "sign-up: an address with an account, without": (
            account("jan", RegisterAccount, surname="Nowak"),
            account("eve", RegisterAccount, surname="Nowak"),
        ),
        "link to sign in: an address with an account, without": (
            account("jan", AskAccountLink),
            account("eve", AskAccountLink),
        ),
    }


def measure(desk: Helpdesk, tries: tuple[Try, Try], pairs: int, way: int) -> float:
    """One area. The two of a pair go first by chance."""
    taken: tuple[list[float], list[float]] = ([], [])
    for n in range(pairs):
        order = [0, 1]
        random.shuffle(order)
        for which in order:
            command, fields = tries[which](2 * (way * pairs + n) + which)
            read = desk.read(command, fields)
            if command in COUNTED:
                desk.clock.move(seconds=10)  # type: ignore[attr-defined]
            actor = OWNER if command is ClaimRequest else STRANGER
            start = time.thread_time_ns()
            desk.handle(read, actor)
            taken[which].append(time.thread_time_ns() - start)
    return area(*taken)


def passwords(desk: Helpdesk, customers: SignedInCustomers, pairs: int) -> dict[str, float]:
    """Areas of a wrong password: an account with one beside one without, and beside an address without an account.
    Hashing is as cheap as it can be, so that it hides nothing."""
    customers.set_password(with_account(desk, "has@example.com"), PASSWORD)
    with_account(desk, "hasnot@example.com")
    found = {}
    for name, other in (("without one", "hasnot{}@example.com"), ("an address without an account", "no{}@example.com")):
        taken: tuple[list[float], list[float]] = ([], [])
        for n in range(pairs):
            for which in random.sample((0, 1), 2):
                email = ("has@example.com", other.format("" if "hasnot" in other else n))[which]
                start = time.thread_time_ns()
                customers.sign_in(email, "a wrong password")
                taken[which].append(time.thread_time_ns() - start)
        found[f"wrong password: an account with a password, {name}"] = area(*taken)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=1000)
    pairs = parser.parse_args().pairs
    table = Table("way in", "area")
    with tempfile.TemporaryDirectory() as folder:
        store = SqlStore.sqlite(Path(folder) / "t.sqlite")
        desk = Helpdesk(store, secret=[bytes(range(32))], settings=Settings(), clock=FixedClock())
        cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        customers = SignedInCustomers(desk, store.engine, hasher=cheap)
        known = ways(desk, pairs)
        gc.disable()
        for number, (name, tries) in enumerate(track(known.items(), "ways")):
            table.add_row(name, f"{measure(desk, tries, pairs, number):.3f}")
        for name, found in passwords(desk, customers, pairs).items():
            table.add_row(name, f"{found:.3f}")
    Console().print(table)


if __name__ == "__main__":
    main()
