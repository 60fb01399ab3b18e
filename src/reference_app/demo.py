"""The demo: a shop on a SQLite file with believable requests in English and Polish."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import attrs

from helpdesk_core import Actor, Command, ConfigurationError, Guest, Helpdesk, Location, SavedReply, Settings, Status
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.commands import (
    AnswerOutcome,
    ApproveQuote,
    AskForTestimonial,
    AssignRequest,
    ChangeStatus,
    CloseRequest,
    DescribeDevice,
    EnterCode,
    GiveTestimonial,
    OfferQuote,
    PrepareOutcome,
    PrepareQuote,
    PublishTestimonial,
    QuoteDrafted,
    RecordOutcome,
    ReplyToCustomer,
    ReplyToShop,
    SubmitRequest,
    Submitted,
    TakeRequest,
    WithdrawQuote,
    WriteNote,
)
from helpdesk_core.views import view_choice, view_request_testimonial

from .accounts.staff import StaffAccounts
from .sent_mail.outbox import DemoOutbox

PASSWORD = "demo-password-1"
SETTINGS = Settings(
    shop_name="Fix & Go",
    languages=("en", "pl"),
    time_zone="Europe/Warsaw",
    country_code="48",
    currency="PLN",
    tax_rates=(2300, 800, 0),
    answer_hours={"cannot_wait": 4, "soon": 24, "no_hurry": 72},
    phone="+48 22 123 45 67",
    company="Fix & Go sp. z o.o., NIP 000-000-00-00",
    privacy_contact="privacy@fix-and-go.example",
    keep_years=3,
    address="ul. Próżna 12, 00-107 Warszawa",
    opening_hours={"en": "Monday to Friday, 9:00–18:00", "pl": "od poniedziałku do piątku, 9:00–18:00"},
    saved_replies=(
        SavedReply(
            id="bring",
            labels={"en": "Bring it with the charger", "pl": "Prośba o przyniesienie z ładowarką"},
            texts={
                "en": "Hello {name},\n\nplease bring the device ({device}) with its charger. Our shop: {location}.",
                "pl": "Dzień dobry,\n\nproszę przynieść urządzenie ({device}) z ładowarką. Nasz punkt: {location}.",
            },
        ),
        SavedReply(
            id="backup",
            labels={"en": "Data and backup", "pl": "Dane i kopia zapasowa"},
            texts={
                "en": "Your data stay on the device. If you can, please make a backup before you bring it in.",
                "pl": "Dane pozostają na urządzeniu. Jeśli to możliwe, proszę przed oddaniem zrobić kopię zapasową.",
            },
        ),
    ),
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
    accounts: StaffAccounts
    sign_ins: tuple[tuple[str, str], ...]
    tracking: tuple[str, str]


def build(folder: Path, base_url: str) -> Demo:
    """Make or reopen the demo in ``folder``. Its secret lies in a file beside the database, readable by its owner
    alone. Raises ConfigurationError for the tables of another release."""
    folder.mkdir(parents=True, exist_ok=True)
    store = SqlStore.sqlite(folder / "helpdesk.sqlite")
    engine = store.engine
    accounts = StaffAccounts(engine)
    desk = Helpdesk(
        store,
        secret=[_secret(folder / "secret")],
        settings=SETTINGS,
        base_url=base_url,
        notifiers=[DemoOutbox(engine)],
        staff_recipient=accounts.recipient,
        access=accounts,
    )
    if problems := desk.store_problems():
        raise ConfigurationError(f"{folder} is of another release, delete it: {'; '.join(problems)}")
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


class Do(Protocol):
    """Carries out a command of the demo, which must succeed, and returns what it made."""

    def __call__(self, command: type[Command[Any]], actor: Actor, **fields: Any) -> Any: ...


def seed(desk: Helpdesk, accounts: StaffAccounts) -> tuple[str, str]:
    """Fill an empty shop through its own commands; returns a reference and a surname to track."""
    anna = accounts.add_staff("anna@example.com", "Anna Nowak", PASSWORD, role="admin", language="pl").actor
    tom = accounts.add_staff("tom@example.com", "Tom Reed", PASSWORD, language="en").actor

    def do(command: type[Command[Any]], actor: Actor, **fields: Any) -> Any:
        past.now += timedelta(minutes=3)
        return desk.do(desk.read(command, fields), actor)

    present = desk.clock
    desk.clock = past = Past(present())
    past.back(days=9)
    _keyboard(desk, do, tom, anna)
    past.back(days=6)
    _washing_machine(do, anna)
    past.back(days=4)
    _printer(desk, do, tom)
    past.back(days=2, hours=5)
    reference = _screen(desk, do, anna)
    past.back(days=1, hours=22)
    _coffee_machine(desk, do)
    past.back(hours=3)
    _laptop(desk, do, tom)
    past.back(minutes=20)
    _tablet(do)
    desk.clock = present
    return reference, "Kowalska"


@attrs.define
class Past:
    """The desk's clock while the demo is filled: its requests came in over the last days."""

    present: datetime
    now: datetime = attrs.field(init=False, default=attrs.Factory(lambda self: self.present, takes_self=True))

    def back(self, **ago: int) -> None:
        """Go to a moment before the present one: days, hours or minutes."""
        self.now = self.present - timedelta(**ago)

    def __call__(self) -> datetime:
        return self.now


def _screen(desk: Helpdesk, do: Do, anna: Actor) -> str:
    """Under way, with a quote that its customer approved; waiting for a part."""
    made = do(
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
    maria, request = confirm(desk, do, made, "maria.kowalska@example.com"), made.request
    do(AssignRequest, anna, request=request, assignee=anna.id, name="Anna Nowak")
    do(DescribeDevice, anna, request=request, device="iPhone 13, 128 GB, czarny")
    lines = (
        {"text": "Wyświetlacz oryginalny", "unit_price": "620", "tax_rate": 2300, "part": "A"},
        {"text": "Wyświetlacz zamienny", "unit_price": "290", "tax_rate": 2300, "part": "B"},
        {"text": "Wymiana i kontrola", "unit_price": "140", "tax_rate": 2300},
        {"text": "Szkło ochronne", "unit_price": "39", "tax_rate": 2300, "part": "optional"},
    )
    options = (
        {"letter": "A", "title": "Oryginał", "text": "Gwarancja 12 miesięcy."},
        {"letter": "B", "title": "Zamiennik", "text": "Gwarancja 6 miesięcy, nieco ciemniejszy."},
    )
    quote = offer(desk, do, anna, request, lines, options=options)
    read = desk.view(view_choice, maria, request, options=["A"])
    do(ApproveQuote, maria, request=request, quote=quote.quote, digest=getattr(read, "digest", ""), options=["A"])
    words = "Dzień dobry, wyświetlacz wymienimy. Część przyjdzie w ciągu dwóch dni."
    do(ReplyToCustomer, anna, request=request, text=words, status="waiting_for_parts")
    do(WriteNote, anna, request=request, text="Część zamówiona, sprawdzić też obudowę.")
    return str(made.reference)


def _laptop(desk: Helpdesk, do: Do, tom: Actor) -> None:
    """Urgent, with a question that was answered and a quote to choose from."""
    made = do(
        SubmitRequest,
        Guest(),
        problem="My laptop does not turn on since yesterday. The charger light is on.",
        device="Dell XPS 13",
        surname="Miller",
        contact="sam.miller@example.com",
        urgency="cannot_wait",
        location="praga",
        language="en",
        spending_limit="150",
    )
    guest = confirm(desk, do, made, "sam.miller@example.com")
    question = "Hello, does the screen stay dark when you hold the power button for 20 seconds?"
    do(ReplyToCustomer, tom, request=made.request, text=question, status="waiting_for_customer")
    do(ReplyToShop, guest, request=made.request, text="Yes, it stays dark. The fan starts for a moment.")
    lines = (
        {"text": "Diagnosis of the mainboard", "unit_price": "99", "tax_rate": 2300},
        {"text": "New power circuit, soldered", "unit_price": "380", "tax_rate": 2300, "part": "A"},
        {"text": "Mainboard, new", "unit_price": "1 450", "tax_rate": 2300, "part": "B"},
        {"text": "Hour of work", "quantity": 2, "unit_price": "120", "tax_rate": 2300, "part": "B"},
        {"text": "Copy of your data on a drive", "unit_price": "189", "tax_rate": 2300, "part": "optional"},
    )
    options = (
        {"letter": "A", "title": "Repair the board", "text": "Four working days. Guarantee 3 months."},
        {"letter": "B", "title": "New board", "text": "Ten working days. Guarantee 24 months."},
    )
    words = "Thank you. It is the power circuit of the mainboard; your data are safe either way."
    offer(desk, do, tom, made.request, lines, options=options, text=words, status="waiting_for_customer")


def _printer(desk: Helpdesk, do: Do, tom: Actor) -> None:
    """Taken at the counter for a customer without e-mail; the quote was withdrawn."""
    made = do(
        TakeRequest,
        tom,
        problem="Printer prints empty pages after a long break.",
        device="HP LaserJet M110",
        surname="O'Brien",
        contact="+48 600 123 456",
        source="counter",
        language="en",
    )
    do(ChangeStatus, tom, request=made.request, status="diagnosis")
    drum = {"text": "Drum unit, with the exchange", "unit_price": "310", "tax_rate": 2300}
    quote = offer(desk, do, tom, made.request, (drum,))
    words = "The drum is not made any more. We look for a used one and write to you again."
    do(WithdrawQuote, tom, request=made.request, quote=quote.quote, digest=quote.digest, text=words)


def _washing_machine(do: Do, anna: Actor) -> None:
    """With a recorded outcome that waits for the customer's answer."""
    made = do(
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
    words = "Pompa była zatkana monetą. Wyczyściliśmy ją i sprawdziliśmy dwa pełne prania."
    draft = do(PrepareOutcome, anna, request=made.request, result="solved", text=words)
    do(RecordOutcome, anna, outcome=draft.outcome, digest=draft.digest)


def _keyboard(desk: Helpdesk, do: Do, tom: Actor, anna: Actor) -> None:
    """Solved and closed; the customer says how it went, and an admin has checked it."""
    made = do(
        SubmitRequest,
        Guest(),
        problem="Keyboard types some letters twice.",
        device="MacBook Air M2",
        surname="Okafor",
        given_name="Ada",
        contact="ada.okafor@example.com",
        urgency="soon",
        location="centrum",
        language="en",
    )
    ada, request = confirm(desk, do, made, "ada.okafor@example.com"), made.request
    do(AssignRequest, tom, request=request, assignee=tom.id, name="Tom Reed")
    words = "Crumbs under three keys. We cleaned them and typed for an hour: every letter comes once."
    draft = do(PrepareOutcome, tom, request=request, result="solved", text=words)
    do(RecordOutcome, tom, outcome=draft.outcome, digest=draft.digest)
    do(AnswerOutcome, ada, request=request, solved="yes")
    do(CloseRequest, tom, request=request)
    asked = do(AskForTestimonial, tom, request=request)
    permission = desk.translator("en")("testimonial.permission", shop=desk.settings.shop_name)
    said = "They told me what was wrong in words I understood, and nothing was done before I said yes."
    do(GiveTestimonial, ada, request=request, name="Ada O.", permission=permission, text=said)
    seen = desk.show(view_request_testimonial, anna, request).testimonial
    do(PublishTestimonial, anna, testimonial=asked.testimonial, digest=getattr(seen, "digest", ""))


def _coffee_machine(desk: Helpdesk, do: Do) -> None:
    """A question that waited longer than the shop promises itself; nobody has it yet."""
    made = do(
        SubmitRequest,
        Guest(),
        problem="Coffee machine stops halfway. It hums, then the cup is only half full.",
        device="Jura E8",
        surname="Schmidt",
        contact="lena.schmidt@example.com",
        urgency="soon",
        location="praga",
        language="en",
    )
    guest = confirm(desk, do, made, "lena.schmidt@example.com")
    do(ReplyToShop, guest, request=made.request, text="May I bring it on Saturday?")


def _tablet(do: Do) -> None:
    """Fresh, not confirmed yet."""
    do(
        SubmitRequest,
        Guest(),
        problem="Tablet się nie ładuje.",
        device="Samsung Galaxy Tab",
        surname="Zielińska",
        contact="ola.zielinska@example.com",
        language="pl",
    )


def offer(desk: Helpdesk, do: Do, by: Actor, request: str, lines: Any, status: str = "", **more: Any) -> QuoteDrafted:
    """Write a quote, valid for two weeks, and offer it."""
    until = (desk.clock() + timedelta(days=14)).date()
    made: QuoteDrafted = do(PrepareQuote, by, request=request, valid_until=until, lines=lines, **more)
    do(OfferQuote, by, request=request, quote=made.quote, digest=made.digest, status=status)
    return made


def confirm(desk: Helpdesk, do: Do, made: Submitted, contact: str) -> Guest:
    """Enter the code as the customer would, and return the guest who may open the room."""
    link = desk.keyring.link(made.request, made.generation)
    entered = do(EnterCode, Guest(), link=link, contact=contact, code=desk.keyring.code(made.code or "", 1))
    return desk.guest(entered.grant)
