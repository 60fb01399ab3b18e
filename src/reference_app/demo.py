"""The demo: a shop on a SQLite file with believable requests in English and Polish."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from helpdesk_core import Actor, Command, ConfigurationError, Guest, Helpdesk
from helpdesk_core.adapters.mail import MailChannel
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.adapters.webhooks import SignedWebhook
from helpdesk_core.commands import (
    AnswerOutcome,
    AnswerQuestions,
    ApproveQuote,
    AskForCall,
    AskForTestimonial,
    AssignRequest,
    AwaitPart,
    ChangeStatus,
    CloseRequest,
    CorrectRequestDevice,
    DescribeDevice,
    EnterCode,
    GivePromise,
    GiveTestimonial,
    MarkPhoto,
    OfferAppointment,
    OfferQuote,
    PairPhotos,
    PrepareOutcome,
    PrepareQuote,
    PublishTestimonial,
    QuoteDrafted,
    RecordHandOver,
    RecordOutcome,
    ReplyToCustomer,
    ReplyToShop,
    SetDeviceStates,
    SubmitRequest,
    Submitted,
    TakeRequest,
    WithdrawQuote,
    WriteNote,
    WriteStatusNote,
)
from helpdesk_core.views import view_choice, view_request_devices, view_request_testimonial, view_slots

from .accounts.staff import StaffAccounts
from .demo_account import resell, sign_up
from .demo_checklists import check_in
from .demo_clock import Past
from .demo_complaint import complain
from .demo_firm import found_firm
from .demo_guides import publish_guides
from .demo_incidents import publish_incident
from .demo_invoices import bill, pay
from .demo_loans import lend_phone
from .demo_mail import MAIL_ADDRESS, held_message
from .demo_photos import Do, add_photo, cup, phone, pump, stamp
from .demo_shop import SETTINGS
from .sent_mail.outbox import DemoOutbox
from .storage import storage_in
from .testimonials.texts import PERMISSION

PASSWORD = "demo-password-1"


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
        storage=storage_in(folder / "files"),
        channels=[MailChannel(own=[MAIL_ADDRESS])],
        webhook_maker=SignedWebhook,
    )
    if problems := desk.store_problems():
        raise ConfigurationError(f"{folder} is of another release, delete it: {'; '.join(problems)}")
    marker = folder / "demo.txt"
    if not accounts.staff():
        marker.write_text(" ".join(seed(desk, accounts)))
        admin = next(one.actor for one in accounts.staff() if one.role == "admin")
        publish_guides(desk, admin)
        publish_incident(desk, admin)
        complain(desk, admin)
        sign_up(desk, engine, marker.read_text().split()[0], PASSWORD)
        resell(desk, engine, admin, PASSWORD)
        found_firm(desk, engine, admin, PASSWORD)
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
    _washing_machine(desk, do, anna)
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
    past.back(minutes=7)
    held_message(desk)
    desk.clock = present
    return reference, "Kowalska"


def _screen(desk: Helpdesk, do: Do, anna: Actor) -> str:
    """Under way, with a quote that its customer approved; waiting for a part."""
    made = do(
        SubmitRequest,
        Guest(),
        problem="Ekran pękł po upadku, dotyk działa tylko w górnej połowie.",
        device="iPhone 13",
        serial="356938035643809",
        surname="Kowalska",
        given_name="Maria",
        contact="maria.kowalska@example.com",
        urgency="soon",
        location="centrum",
        language="pl",
    )
    maria, request = confirm(desk, do, made, "maria.kowalska@example.com"), made.request
    check_in(desk, do, anna, request)
    photo = add_photo(desk, do, maria, request, "ekran.jpg", phone)
    do(AssignRequest, anna, request=request, assignee=anna.id, name="Anna Nowak")
    do(DescribeDevice, anna, request=request, device="iPhone 13, 128 GB, czarny")
    do(AnswerQuestions, anna, request=request, answers=({"question": "shelf", "text": "B3"},))
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
    for x, y, seen in ((490, 720, "Tu zaczyna się pęknięcie"), (430, 560, "Stąd w dół dotyk nie działa")):
        if photo is not None:
            do(MarkPhoto, anna, attachment=photo, x=x, y=y, text=seen)
    along = stamp(desk, anna, request)
    do(ReplyToCustomer, anna, request=request, text=words, status="waiting_for_parts", finding=along)
    do(WriteStatusNote, anna, request=request, text="Wyświetlacz jest zamówiony. Etui czeka razem z telefonem.")
    do(WriteNote, anna, request=request, text="Część zamówiona, sprawdzić też obudowę.")
    expected = str(desk.settings.calendar("centrum").add_days((desk.clock() + timedelta(days=2)).date(), 1))
    do(AwaitPart, anna, request=request, part="Wyświetlacz iPhone 13", supplier="Części 24", expected=expected)
    calendar = desk.settings.calendar("centrum")
    day = str(calendar.add_days(calendar.day_of(desk.clock()), 4))
    do(GivePromise, anna, request=request, kind="time", day=day, time="17:00", what="Telefon gotowy do odbioru")
    lend_phone(do, anna, request, day)
    return str(made.reference)


def _laptop(desk: Helpdesk, do: Do, tom: Actor) -> None:
    """Urgent, with a question that was answered and a quote to choose from."""
    made = do(
        SubmitRequest,
        Guest(),
        problem="My laptop does not turn on since yesterday. The charger light is on.",
        answers=(
            {"question": "backup", "chosen": ["no"]},
            {"question": "keep", "text": "My thesis, in the folder Documents"},
            {"question": "brought", "chosen": ["charger", "bag"]},
        ),
        device="Dell XPS 13",
        serial="7XK2041",
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
    do(OfferAppointment, tom, request=made.request, kind="drop_off", starts_at=free_time(desk, tom, made.request, 4))


def _printer(desk: Helpdesk, do: Do, tom: Actor) -> None:
    """Two devices, taken at the counter for a customer without e-mail; the quote was withdrawn."""
    made = do(
        TakeRequest,
        tom,
        problem="Printer prints empty pages after a long break, and the scanner draws a line.",
        device="HP LaserJet M110",
        serial="VNB3K04512",
        devices=({"device": "Epson Perfection V39", "serial": "X2FT018834"},),
        surname="O'Brien",
        contact="+48 600 123 456",
        source="counter",
        language="en",
    )
    do(ChangeStatus, tom, request=made.request, status="diagnosis")
    printer, scanner = (one.device for one in desk.show(view_request_devices, tom, made.request).rows)
    kept = {"device": scanner.id, "description": "Epson Perfection V39", "serial": "X2FT018834"}
    do(CorrectRequestDevice, tom, request=made.request, **kept, condition="Scratched glass", accessories="USB cable")
    states = ({"device": printer.id, "state": "in_work"}, {"device": scanner.id, "state": "done"})
    do(SetDeviceStates, tom, request=made.request, states=states)
    lines = (
        {"text": "Drum unit, with the exchange", "unit_price": "310", "tax_rate": 2300, "device": printer.id},
        {"text": "Sensor cleaned", "unit_price": "60", "tax_rate": 2300, "device": scanner.id},
    )
    quote = offer(desk, do, tom, made.request, lines)
    words = "The drum is not made any more. We look for a used one and write to you again."
    do(WithdrawQuote, tom, request=made.request, quote=quote.quote, digest=quote.digest, text=words)


def _washing_machine(desk: Helpdesk, do: Do, anna: Actor) -> None:
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
    before = add_photo(desk, do, anna, made.request, "pompa.jpg", partial(pump, coin=True))
    after = add_photo(desk, do, anna, made.request, "pompa-po.jpg", partial(pump, coin=False))
    if before is not None and after is not None:
        do(PairPhotos, anna, request=made.request, before=before, after=after, text="Moneta w pompie, i bez niej")
    draft = do(PrepareOutcome, anna, request=made.request, result="solved", text=words)
    along = stamp(desk, anna, made.request)
    do(RecordOutcome, anna, outcome=draft.outcome, digest=draft.digest, finding=along)
    bill(desk, do, anna, made.request, "Jan Wiśniewski", ("Czyszczenie pompy", "160"), ("Dojazd", "60"))
    when = free_time(desk, anna, made.request, 2)
    do(OfferAppointment, anna, request=made.request, kind="pick_up", starts_at=when, agreed=True)


def _keyboard(desk: Helpdesk, do: Do, tom: Actor, anna: Actor) -> None:
    """Solved and closed; the customer says how it went, and an admin has checked it."""
    made = do(
        SubmitRequest,
        Guest(),
        problem="Keyboard types some letters twice.",
        device="MacBook Air M2",
        serial="C02XK1ZZJGH5",
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
    do(RecordHandOver, tom, request=request, name="Ada Okafor", proof="slip")
    do(AnswerOutcome, ada, request=request, solved="yes")
    billed = bill(desk, do, tom, request, "Ada Okafor", ("Keyboard cleaned and tested", "180"))
    pay(desk, do, tom, request, "180", "terminal", invoice=billed, receipt="W001207")
    do(CloseRequest, tom, request=request)
    asked = do(AskForTestimonial, tom, request=request)
    permission = desk.translator("en")(PERMISSION, shop=desk.settings.shop_name)
    said = "They told me what was wrong in words I understood, and nothing was done before I said yes."
    do(GiveTestimonial, ada, request=request, name="Ada O.", permission=permission, text=said)
    seen = desk.show(view_request_testimonial, anna, request).testimonial
    do(PublishTestimonial, anna, testimonial=asked.testimonial, digest=getattr(seen, "digest", ""))


def _coffee_machine(desk: Helpdesk, do: Do) -> None:
    """A question that waited longer than the shop promises itself; nobody has it yet, and the customer wants a call."""
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
    add_photo(desk, do, guest, made.request, "half-full.jpg", cup)
    do(AskForCall, guest, request=made.request, contact="+48 600 765 432", when="After five, please")


def _tablet(do: Do) -> None:
    """Fresh, not confirmed yet, and in front because of what it says."""
    do(
        SubmitRequest,
        Guest(),
        problem="Tablet się nie ładuje, a bateria spuchła.",
        device="Samsung Galaxy Tab",
        surname="Zielińska",
        contact="ola.zielinska@example.com",
        language="pl",
    )


def free_time(desk: Helpdesk, by: Actor, request: str, place: int) -> str:
    """A free time on the first day after today, the desk's clock notwithstanding."""
    start = (datetime.now(UTC) + timedelta(days=1)).date()
    found = desk.show(view_slots, by, request, start=start)
    return str(found.days[0].times[place].starts_at.isoformat())


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
