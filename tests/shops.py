"""A shop with its pages, and somebody who drives them over HTTP without JavaScript."""

from __future__ import annotations

import atexit
import base64
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import argon2
import attrs
from anyio.from_thread import start_blocking_portal
from starlette.testclient import TestClient

from helpdesk_core import Contact, Customer, Helpdesk, hookimpl
from helpdesk_core.adapters.mail import MailChannel, SignedMail
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.adapters.webhooks import SignedWebhook
from helpdesk_core.ports import Account, OrderRef
from reference_app import create_app
from reference_app.accounts import StaffAccounts
from reference_app.accounts.second_step import steps_of
from reference_app.demo import PASSWORD, seed
from reference_app.demo_shop import SETTINGS
from reference_app.rendering import environment
from reference_app.sent_mail.outbox import DemoOutbox
from reference_app.standalone import StandaloneHost
from reference_app.storage import storage_in
from reference_app.tables import writing

#: Hashing need not be slow here.
FAST = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
SECRET = bytes(range(32))
_CODE = r"\b(\d{6})\b"


class People:
    """A directory of the host's: two accounts with one address, one of them with an order, and a reseller's."""

    accounts = tuple(
        Account(id=id, surname=surname, contacts=(Contact.parse("both@example.com"),), language="pl")
        for id, surname in (("7", "Nowak"), ("8", "Kern"))
    )
    reseller = Account(
        id="9", surname="Świętosława Gżegżółka", contacts=(Contact.parse("orders@example.com"),), resells=True
    )

    def get(self, id: str) -> Account | None:
        return next((one for one in (*self.accounts, self.reseller) if one.id == id), None)

    def by_contact(self, contact: Contact) -> list[Account]:
        return [one for one in self.accounts if contact in one.contacts]

    def orders(self, id: str) -> list[OrderRef]:
        order = OrderRef(number="100-7", title="iPhone 13", url="https://shop.example/orders/100-7")
        return [order] if id == "7" else []

    def guest_orders(self, contact: Contact) -> list[OrderRef]:
        return [OrderRef(number="100-9", title="Dell XPS")] if contact.value == "guest@example.com" else []


class Hints:
    """A plugin that says something wherever a person may read it."""

    @hookimpl
    def helpdesk_urgent_words(self) -> list[str]:
        return ["cracked"]

    @hookimpl
    def helpdesk_ask(self, device: str) -> list[str]:
        return [f"When did you buy it: {device}?"]

    @hookimpl
    def helpdesk_suggest(self, request: Any) -> list[str]:
        return [f"Look for a spare part: {request.device}"]

    @hookimpl
    def helpdesk_find_guides(self, words: str) -> list[str]:
        return ["no-such-guide", "before-handing-over"] if "[PASSWORD]" in words and "handset" in words else []

    @hookimpl
    def helpdesk_not_ready(self, step: str) -> list[str]:
        return ["A photo of the serial number"] if step == "record_outcome" else []


class ShopHost(StandaloneHost):
    """The app's own host, with customers who are signed in by a cookie."""

    async def visitor(self, request: Any) -> Any:
        id = request.cookies.get("test_customer")
        return Customer(id=id, client="net") if id else await super().visitor(request)


@attrs.define
class Shop:
    """The running parts."""

    desk: Helpdesk
    accounts: StaffAccounts
    outbox: DemoOutbox
    app: Any
    tracking: tuple[str, str]
    base_url: str

    def visitor(self, language: str = "en") -> Visitor:
        """A browser without JavaScript."""
        client = Reader(self.app, base_url=self.base_url, follow_redirects=True, headers={"accept-language": language})
        return Visitor(client, self)

    def forget_tries(self) -> None:
        """As if a day had passed for every limit: whoever shares the shop asks for hundreds of things in an hour."""
        with writing(self.accounts.engine) as connection:
            for table in ("helpdesk_core_attempts", "helpdesk_app_tries"):
                connection.exec_driver_sql(f"DELETE FROM {table}")

    def mail(self, to: str, says: str = "") -> dict[str, Any]:
        """The newest mail to an address that ``says`` something, after a delivery. Codes overtake other mails."""
        while self.desk.deliver(500).done:
            pass  # what was done may have caused more
        return next(mail for mail in self.outbox.sent(500) if mail["recipient"] == to and re.search(says, mail["text"]))

    def code(self, to: str) -> str:
        """The newest code that was sent to an address."""
        found = re.search(_CODE, self.mail(to, _CODE)["text"])
        assert found is not None
        return found.group(1)


def read(text: str) -> str:
    """As people read it: a space at which no line ends is a space, and where a line may end there is nothing."""
    return text.replace("\u00a0", " ").replace("\u2060", "").replace("<wbr>", "")


@cache
def _loop(process: int) -> Any:
    """An event loop in a thread of a process, as a server has one: a new one for each request costs more than most
    pages do."""
    running = start_blocking_portal()
    portal = running.__enter__()
    atexit.register(running.__exit__, None, None, None)
    return portal


class Reader(TestClient):
    """A browser whose pages are read."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.portal = _loop(os.getpid())

    def request(self, *args: Any, **options: Any) -> Any:
        """The answer, with its text as people read it."""
        answer = super().request(*args, **options)
        if answer.headers.get("content-type", "").startswith("text/html"):
            answer._text = read(answer.text)
        return answer


@attrs.define
class Visitor:
    """Somebody with a browser: follows links, fills in forms with the hidden fields they carry."""

    client: TestClient
    shop: Shop
    page: Any = None
    reads_summary: bool = False
    """Whether they stay at the summary of a new request; else they approve it as soon as it is shown."""

    def open(self, path: str) -> Any:
        """Open a page."""
        self.page = self.client.get(path)
        return self.page

    def send(self, action: str, *, forged: Mapping[str, str] | None = None, **fields: str) -> Any:
        """Send the form with this action from the page that is open: only fields that it shows can be filled in;
        ``forged`` are sent besides, whatever it shows. Lines end as browsers send them, hidden ones too."""
        if action == "/quick-help/contact" and self.page.url.path.endswith("/quick-help/check"):
            self.open("/quick-help/contact")  # all was known: "Change" leads there
        form = next(form for form in re.findall(r"<form.*?</form>", self.page.text, re.S) if self._action(form, action))
        target = re.search(r'action="([^"]+)"', form)
        assert target is not None
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
        known = {name: unescape(value) for name, value in hidden}
        shown = set(re.findall(r'<(?:input|select|textarea|button)\b[^>]* name="([^"]+)"', form))
        assert fields.keys() <= shown, f"the form shows no {', '.join(fields.keys() - shown)}"
        sent = {name: re.sub(r"\r\n|\r|\n", "\r\n", value) for name, value in (known | fields).items()}
        self.page = self.client.post(unescape(target.group(1)), data=sent | dict(forged or {}))
        if (
            not self.reads_summary
            and action == "/quick-help/contact"
            and self.page.url.path.endswith("/quick-help/check")
        ):
            return self.send("/quick-help/check")
        return self.page

    @staticmethod
    def _action(form: str, action: str) -> bool:
        target = re.search(r'action="([^"]+)"', form)
        return target is not None and unescape(target.group(1)).endswith(action)

    def request_help(self, contact: str, **fields: str) -> str:
        """From the start page to an open room; returns its path."""
        self.open("/quick-help")
        words = {"problem": "The screen is cracked.", "device": "iPhone 13", "urgency": "soon"} | {
            name: value for name, value in fields.items() if name in ("problem", "device", "urgency", "location")
        }
        self.send("/quick-help", **words)
        if self.page.url.path == "/quick-help/questions":
            self.send("/quick-help/questions")
        self.send("/quick-help/contact", surname=fields.get("surname", "Kowalska"), contact=contact)
        self.send("/confirm", code=self.shop.code(contact))
        assert self.page.status_code == 200
        return str(self.page.url.path)

    def sign_in(self, email: str = "anna@example.com") -> None:
        """Sign in at the desk."""
        self.open("/staff/sign-in")
        self.send("/staff/sign-in", email=email, password=PASSWORD)
        assert self.page.url.path == "/staff"


def signed_in(accounts: StaffAccounts, email: str = "anna@example.com") -> str:
    """A session's token."""
    member = accounts.by_email(email)
    assert member is not None
    return accounts.start_session(member.id)


HERE = "http://testserver"


def build(folder: Path, base_url: str = HERE, store: SqlStore | None = None, *, has_people: bool = True) -> Shop:
    """A shop with a directory of its own, or without one: then customers have accounts of the app's."""
    if base_url != HERE or store is not None:
        return _filled(folder, base_url, store, has_people)
    template, tracking = _template(has_people)
    shutil.copytree(template, folder, dirs_exist_ok=True)
    return _shop(folder, base_url, SqlStore.sqlite(folder / "shop.sqlite"), has_people, tracking)


def shop_on(store: SqlStore, folder: Path, tracking: tuple[str, str], *, has_people: bool = True) -> Shop:
    """A shop whose database and files are a copy of another's."""
    return _shop(folder, HERE, store, has_people, tracking)


def build_new(folder: Path, base_url: str = HERE) -> Shop:
    """A shop on its first day: nobody works there, nobody has asked for anything."""
    return _shop(folder, base_url, SqlStore.sqlite(folder / "shop.sqlite"), False, ("", ""))


@cache
def _template(has_people: bool) -> tuple[Path, tuple[str, str]]:
    """The shop as the demo begins it, filled once for each process: every test works on a copy of its own."""
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-shop-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = _filled(folder, HERE, None, has_people)
    made.desk.close()
    return folder, made.tracking


def _filled(folder: Path, base_url: str, store: SqlStore | None, has_people: bool) -> Shop:
    made = _shop(folder, base_url, store or SqlStore.sqlite(folder / "shop.sqlite"), has_people, ("", ""))
    made.tracking = seed(made.desk, made.accounts)
    made.desk.index()  # a search reads on by itself, but not through all of a demo
    while made.desk.deliver(500).done:
        pass  # else each test that reads a mail of its own would send all of the demo's first
    return made


def _shop(folder: Path, base_url: str, store: SqlStore, has_people: bool, tracking: tuple[str, str]) -> Shop:
    engine = store.sessions.engine  # type: ignore[attr-defined]
    accounts, outbox = StaffAccounts(engine, hasher=FAST), DemoOutbox(engine)
    desk = Helpdesk(
        store,
        secret=[SECRET],
        settings=SETTINGS,
        channels=[MailChannel(own=["serwis@example.com"]), SignedMail(secret=base64.b64encode(SECRET).decode())],
        base_url=base_url.replace("testserver", "localhost"),
        notifiers=[outbox],
        plugins=[Hints()],
        customers=People() if has_people else None,
        staff_recipient=accounts.recipient,
        storage=storage_in(folder / "files"),
        webhook_maker=SignedWebhook,
    )
    admits = steps_of(desk, accounts).admits
    host = ShopHost(accounts, environment(), lambda: SETTINGS.languages, admits=admits) if has_people else None
    return Shop(desk, accounts, outbox, create_app(desk, accounts, host=host, demo=True), tracking, base_url)
