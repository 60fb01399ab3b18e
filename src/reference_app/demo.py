"""The demo: a shop on a SQLite file with believable requests in English and Polish."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from helpdesk_core import Guest, Helpdesk, Location, Refusal, Settings, Status
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.adapters.sqlalchemy.sessions import OwnSessions
from helpdesk_core.base.actors import Actor
from helpdesk_core.base.commands import Command
from helpdesk_core.conversations.rules import ReplyToCustomer, ReplyToShop, WriteNote
from helpdesk_core.customers.rules import EnterCode
from helpdesk_core.intake.rules import SubmitRequest, TakeRequest
from helpdesk_core.outcomes.rules import PrepareOutcome, RecordOutcome
from helpdesk_core.service_requests.rules import ChangeStatus, DescribeDevice
from helpdesk_core.triage.rules import AssignRequest

from .accounts import Accounts, DemoMail

PASSWORD = "demo-password-1"
SETTINGS = Settings(
    shop_name="Fix & Go",
    phone="+48 22 123 45 67",
    opening_hours={"en": "Monday to Friday, 9:00–18:00", "pl": "od poniedziałku do piątku, 9:00–18:00"},
    statuses=(
        Status(id="diagnosis", phase="in_progress", labels={"en": "Diagnosis", "pl": "Diagnoza"}),
        Status(
            id="waiting_for_parts", phase="in_progress", labels={"en": "Waiting for parts", "pl": "Czeka na części"}
        ),
        Status(id="ready_for_pick_up", phase="ready", labels={"en": "Ready for pick-up", "pl": "Gotowe do odbioru"}),
    ),
    locations=(
        Location(id="centrum", labels={"en": "Warsaw, Centre", "pl": "Warszawa, Centrum"}, turnaround_days=(2, 3)),
        Location(id="praga", labels={"en": "Warsaw, Praga", "pl": "Warszawa, Praga"}, turnaround_days=(3, 5)),
    ),
)


@attrs.frozen(kw_only=True)
class Demo:
    """The running demo's parts."""

    desk: Helpdesk
    accounts: Accounts
    sign_ins: tuple[tuple[str, str], ...]
    tracking: tuple[str, str]


def build(folder: Path, base_url: str) -> Demo:
    """Make or reopen the demo in ``folder``. Its secret lies in a file beside the database, readable by its owner
    alone."""
    folder.mkdir(parents=True, exist_ok=True)
    store = SqlStore.sqlite(folder / "helpdesk.sqlite")
    assert isinstance(store.sessions, OwnSessions)
    engine = store.sessions.engine
    accounts = Accounts(engine)
    desk = Helpdesk(
        store,
        secret=[_secret(folder / "secret")],
        settings=SETTINGS,
        base_url=base_url,
        notifiers=[DemoMail(engine)],
        colleague=accounts.recipient,
    )
    marker = folder / "demo.txt"
    if not accounts.staff():
        marker.write_text(" ".join(seed(desk, accounts)))
    reference, surname = [*marker.read_text().split(), "", ""][:2] if marker.exists() else ("", "")
    return Demo(
        desk=desk,
        accounts=accounts,
        sign_ins=tuple((member.email, member.role) for member in accounts.staff()),
        tracking=(reference, surname),
    )


def _secret(path: Path) -> bytes:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(32))
    return path.read_bytes()


def seed(desk: Helpdesk, accounts: Accounts) -> tuple[str, str]:
    """Fill an empty shop through its own commands; returns a reference and a surname to track."""
    anna = accounts.add_staff("anna@example.com", "Anna Nowak", PASSWORD, role="admin", language="pl").actor
    tom = accounts.add_staff("tom@example.com", "Tom Reed", PASSWORD, language="en").actor

    def do(command: type[Command], actor: Actor, **fields: Any) -> Mapping[str, Any]:
        answer = desk.handle(desk.read(command, fields), actor)
        if isinstance(answer, Refusal):
            raise RuntimeError(f"the demo's {command.__name__} was refused: {answer.code}")
        return answer.result

    screen = do(
        SubmitRequest,
        Guest(),
        problem="Ekran pękł po upadku, dotyk działa tylko w górnej połowie.",
        device="iPhone 13",
        surname="Kowalska",
        given_name="Maria",
        contact="maria.kowalska@example.com",
        urgency="soon",
        location="centrum",
        language="pl",
    )
    confirm(desk, do, screen, "maria.kowalska@example.com")
    do(AssignRequest, anna, request=screen["request"], assignee=anna.id, name=anna.name)
    do(DescribeDevice, anna, request=screen["request"], device="iPhone 13, 128 GB, czarny")
    do(
        ReplyToCustomer,
        anna,
        request=screen["request"],
        text="Dzień dobry, wyświetlacz wymienimy. Część przyjdzie w ciągu dwóch dni.",
        status="waiting_for_parts",
    )
    do(WriteNote, anna, request=screen["request"], text="Część zamówiona, sprawdzić też obudowę.")

    laptop = do(
        SubmitRequest,
        Guest(),
        problem="My laptop does not turn on since yesterday. The charger light is on.",
        device="Dell XPS 13",
        surname="Miller",
        contact="sam.miller@example.com",
        urgency="cannot_wait",
        location="praga",
        language="en",
    )
    guest = confirm(desk, do, laptop, "sam.miller@example.com")
    do(
        ReplyToCustomer,
        tom,
        request=laptop["request"],
        text="Hello, does the screen stay dark when you hold the power button for 20 seconds?",
        status="waiting_for_customer",
    )
    do(ReplyToShop, guest, request=laptop["request"], text="Yes, it stays dark. The fan starts for a moment.")

    printer = do(
        TakeRequest,
        tom,
        problem="Printer prints empty pages after a long break.",
        device="HP LaserJet M110",
        surname="O'Brien",
        contact="+48 600 123 456",
        source="counter",
        language="en",
    )
    do(ChangeStatus, tom, request=printer["request"], status="diagnosis")

    machine = do(
        TakeRequest,
        anna,
        problem="Pralka przestała odpompowywać wodę.",
        device="Pralka Bosch",
        surname="Wiśniewski",
        contact="jan.wisniewski@example.com",
        source="phone",
        urgency="no_hurry",
        location="centrum",
        language="pl",
    )
    draft = do(
        PrepareOutcome,
        anna,
        request=machine["request"],
        result="solved",
        text="Pompa była zatkana monetą. Wyczyściliśmy ją i sprawdziliśmy dwa pełne prania.",
    )
    do(RecordOutcome, anna, outcome=draft["outcome"], digest=draft["digest"])

    do(
        SubmitRequest,
        Guest(),
        problem="Tablet się nie ładuje.",
        device="Samsung Galaxy Tab",
        surname="Zielińska",
        contact="ola.zielinska@example.com",
        language="pl",
    )
    return str(screen["reference"]), "Kowalska"


def confirm(desk: Helpdesk, do: Callable[..., Mapping[str, Any]], made: Mapping[str, Any], contact: str) -> Guest:
    """Enter the code as the customer would, and return the guest who may open the room."""
    link = desk.keys.link(made["request"], made["generation"])
    entered = do(EnterCode, Guest(), link=link, contact=contact, code=desk.keys.code(made["contact"], 1))
    return desk.guest(entered["grant"])
