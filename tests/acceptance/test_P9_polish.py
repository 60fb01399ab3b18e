"""P9: all of it in Polish: one order from sign-up to hand-over, with every page, mail, paper and label on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import pypdfium2
import pytest
from account_pages import link_in_mail
from babel.messages.pofile import read_po
from test_F5_invoices import send

from helpdesk_core import Helpdesk
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.messages import definitions
from reference_app import create_app
from reference_app.accounts import StaffAccounts
from reference_app.demo import PASSWORD
from reference_app.demo_shop import SETTINGS
from reference_app.sent_mail.outbox import DemoOutbox
from reference_app.storage import storage_in
from shops import FAST, HERE, SECRET, Reader, Shop, Visitor, read

EMAIL = "ola.zielinska@example.com"
FORM = {
    "defect": "Pęknięta szyba",
    "time": "od 3 do 5 dni",
    "replacement": "Telefon zastępczy",
    "services": "Dojazd 25 zł",
    "more": "Gwarancja 12 miesięcy",
}
COMPLAINT = {
    "text": "Ekran znów nie reaguje.",
    "part": "Wyświetlacz",
    "noticed": "od poniedziałku",
    "wish": "repair",
    "ground": "liability",
}
CATALOGUES = Path(__file__).parents[2] / "locales" / "pl" / "LC_MESSAGES"
_HOLES = re.compile(r"\{[^}]*\}")
#: A word that stands alone: "be" within the 3f9be1 of a token is none.
_WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}(?!\w)")
#: Names: the shop's own and a device's, a key's on the keyboard, a language's in that language.
ALIKE = frozenset({"fix", "go", "apple", "iphone", "enter", "english"})
_INITIALS = re.compile(r"\b[A-Z]{2}\b")
_SILENT = {"script", "style", "svg", "title"}
_VOID = {"input", "br", "img", "meta", "link", "hr", "source", "col", "wbr", "use"}


class Words(HTMLParser):
    """What people read of a page, by eye or by ear; what says that it is in another language is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang")
        silent = (tag in _SILENT and tag != "title") or (language or "pl")[:2] != "pl"
        hidden = silent or any(self._open)
        if not hidden:
            named = ("aria-label", "title", "placeholder", "alt", "data-label")
            self.said += [str(given[name]) for name in named if given.get(name)]
        if tag not in _VOID:
            self._open.append(silent)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._open):
            self.said.append(data)


def words_of(page: str) -> str:
    """The words of a page."""
    parser = Words()
    parser.feed(page)
    return " ".join(parser.said)


def catalogue() -> Iterator[tuple[str, str]]:
    """English and Polish of every text."""
    for name in ("helpdesk_core.po", "reference_app.po"):
        with (CATALOGUES / name).open("rb") as file:
            for one in read_po(file):
                if one.id:
                    english = one.id if isinstance(one.id, tuple | list) else (one.id,)
                    polish = one.string if isinstance(one.string, tuple | list) else (one.string,)
                    yield " ".join(english), " ".join(polish)


def english_words() -> frozenset[str]:
    """The words of the catalogue's English that stand nowhere in its Polish."""
    texts = [tuple(_HOLES.sub(" ", side).lower() for side in pair) for pair in catalogue()]
    polish = {word for _, side in texts for word in _WORD.findall(side)}
    return frozenset(word for side, _ in texts for word in _WORD.findall(side)) - polish - ALIKE


@attrs.define
class Seen:
    """Everything that came to anybody's eyes, with where."""

    pages: list[tuple[str, str]] = attrs.field(factory=list)

    def english(self) -> list[str]:
        """The English words and the bare codes in it."""
        wrong, codes = english_words(), frozenset(code for code in definitions if "." in code)
        found = []
        for where, text in self.pages:
            plain = re.sub(r"\S+@\S+|https?://\S+|[\w.-]+\.(?:pdf|example|com)\b", " ", text)
            plain = _INITIALS.sub(" ", plain)
            said = sorted({word for word in _WORD.findall(plain.lower()) if word in wrong})
            said += sorted(codes.intersection(re.findall(r"[a-z_]+(?:\.[a-z_]+)+", text)))
            found += [f"{where}: {', '.join(said)}"] if said else []
        return found


def _pdf_words(content: bytes) -> str:
    return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))


class Watched(Reader):
    """A browser that keeps what it is shown."""

    seen: Seen

    def request(self, *args: Any, **options: Any) -> Any:
        """The answer, kept."""
        answer = super().request(*args, **options)
        kind, where = answer.headers.get("content-type", ""), f"{answer.request.method} {answer.url.path}"
        if kind.startswith("text/html"):
            self.seen.pages.append((where, words_of(answer.text)))
        elif kind.startswith("application/pdf"):
            self.seen.pages.append((where, _pdf_words(answer.content)))
        return answer


@attrs.define
class PolishShop(Shop):
    """A shop whose first language is Polish, with one person and nothing in it yet."""

    seen: Seen = attrs.field(factory=Seen)

    def visitor(self, language: str = "pl") -> Visitor:
        """A browser whose owner reads Polish."""
        headers = {"accept-language": "pl-PL,pl;q=0.9,en;q=0.5"}
        client = Watched(self.app, base_url=self.base_url, follow_redirects=True, headers=headers)
        client.seen = self.seen
        return Visitor(client, self)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.full])])
def polish(request: pytest.FixtureRequest, tmp_path: Path) -> PolishShop:
    store: SqlStore = request.getfixturevalue(f"{request.param}_store")
    accounts, outbox = StaffAccounts(store.engine, hasher=FAST), DemoOutbox(store.engine)
    desk = Helpdesk(
        store,
        secret=[SECRET],
        settings=attrs.evolve(SETTINGS, languages=("pl", "en")),
        base_url="http://localhost",
        notifiers=[outbox],
        staff_recipient=accounts.recipient,
        storage=storage_in(tmp_path / "files"),
    )
    accounts.add_staff("anna@example.com", "Anna Nowak", PASSWORD, role="admin", language="pl")
    return PolishShop(desk, accounts, outbox, create_app(desk, accounts), ("", ""), HERE)


def _link(visitor: Visitor, pattern: str) -> str:
    found = re.search(pattern, visitor.page.text)
    assert found is not None, pattern
    return found.group(0)


def _sign_up(shop: PolishShop, given_name: str = "Ola") -> Visitor:
    customer = shop.visitor()
    for path in ("/", "/sign-in", "/track", "/register"):
        customer.open(path)
    customer.send("/register")
    customer.send("/register", surname="Zielińska", given_name=given_name, email=EMAIL)
    path = link_in_mail(shop, EMAIL)
    customer.open(path)
    customer.send(path, new="")
    assert customer.page.url.path == "/dashboard"
    for path in ("/account", "/invoices", "/devices", "/devices/new"):
        customer.open(path)
    customer.send("/devices/new", brand="Apple", model="iPhone 13", serial="356938035643809", nickname="Służbowy")
    return customer


def _order(customer: Visitor) -> tuple[str, str]:
    """The room's address, and the staff's of the request."""
    device = _link(customer, r"/devices/[0-9a-f]{32}")
    customer.open(f"{device}/label")
    customer.open(f"/quick-help?own_device={device.rpartition('/')[2]}")
    customer.send("/quick-help", problem="")
    customer.reads_summary = True
    words = {"problem": "Ekran pękł po upadku.", "urgency": "soon", "location": "centrum"}
    customer.send("/quick-help", own_device=device.rpartition("/")[2], **words)
    typed = {"/quick-help/contact": {"surname": "Zielińska", "contact": EMAIL}, "/quick-help/way": {"way": ""}}
    while not customer.page.url.path.endswith("/check"):
        path = customer.page.url.path
        customer.send(path, **typed.get(path, {}))
        assert customer.page.url.path != path, read(words_of(customer.page.text))
    customer.send("/quick-help/check")
    room = str(customer.page.url.path)
    assert room.startswith("/r/"), room
    reference = re.search(r'class="ref">([A-Z0-9]{4})-([A-Z0-9]{4})<', customer.page.text)
    assert reference is not None
    return room, f"/staff/requests/{reference.group(1)}{reference.group(2)}"


def _sent_order(customer: Visitor, device: str) -> None:
    """An order that comes by parcel locker."""
    customer.open("/quick-help")
    customer.send("/quick-help", problem="Nie działa.", device=device, urgency="soon", location="centrum")
    customer.reads_summary = True
    customer.open("/quick-help/way")
    customer.send("/quick-help/way", way="shipping")
    customer.send("/quick-help/way/shipping", method="locker", point="")
    customer.send("/quick-help/way/shipping", method="locker", point="WAW123m")
    if customer.page.url.path == "/quick-help/contact":
        customer.send("/quick-help/contact", surname="Zielińska", contact=EMAIL)
    while customer.page.url.path == "/quick-help/check":  # one that is open already is shown first
        customer.send("/quick-help/check")
    assert customer.page.url.path.startswith("/r/"), customer.page.url


def _quote(staff: Visitor, customer: Visitor, room: str, at: str, until: str) -> None:
    """A quote with its European repair form, which the customer reads before they decide."""
    staff.open(f"{at}/quote")
    line = {"lines-0-text": "Wyświetlacz", "lines-0-unit_price": "620,00", "lines-0-tax_rate": "2300"}
    staff.send("/quote", **line, valid_until=until)
    staff.send("/quote/review", read="y")
    staff.open(f"{at}/repair-form")
    staff.send("/repair-form", defect="", time="")
    staff.send("/repair-form", **FORM)
    customer.open(room)
    customer.open(_link(customer, rf"{room}/repair-form/[^\"]+"))
    customer.open(f"{room}/quote")
    customer.open(f"{room}/quote/decide?")
    customer.send("/quote/decide?", read="y")


def _finish(staff: Visitor, customer: Visitor, room: str, at: str) -> None:
    """The outcome, a warranty, the invoice with its money, and the hand-over."""
    for status in ("diagnosis", "ready_for_pick_up"):
        staff.open(at)
        staff.send("/status", status=status)
        customer.open(room)
    staff.open(at)
    staff.send("/outcome", result="solved", text="Wyświetlacz wymieniony, dotyk działa.")
    staff.send(staff.page.url.path, read="y")
    staff.open(f"{at}/warranties")
    staff.send("/warranties", part="Wyświetlacz", months="12")
    staff.open(f"{at}/invoice")
    send(staff, "/invoice")
    staff.send("/invoice/review", read="y")
    customer.open("/invoices")
    customer.open(_link(customer, r"/r/[^\"]+/invoices/\w+\.pdf"))
    staff.open(f"{at}/money")
    send(staff, "/money/payment", amount="620,00", method="cash")
    staff.open(f"{at}/hand-over")
    staff.send("/hand-over", name="Ola Zielińska", proof="slip")
    staff.open(at)
    customer.open(room)
    customer.send("/answer", solved="yes")


def _complaint(staff: Visitor, customer: Visitor, room: str) -> None:
    """From the room of what is finished to the answer of a person."""
    customer.open(room)
    customer.open(f"{room}/complaint")
    customer.send("/complaint", text="")
    customer.send("/complaint", **COMPLAINT)
    own = str(customer.page.url.path)
    assert own.startswith("/r/"), own
    assert own != room
    staff.open("/staff?view=complaint")
    at = _link(staff, r"/staff/requests/[A-Z0-9]{8}")
    for path in (at, f"{at}/complaint"):
        staff.open(path)
    staff.send("/complaint/answer", text="")
    staff.send("/complaint/answer", answer="refused", text="Szkło pękło od upadku.")
    for path in (own, f"{own}/print", room):
        customer.open(path)
    staff.open(at)


def _withdrawal(shop: PolishShop, staff: Visitor, customer: Visitor, room: str, at: str) -> None:
    """From the link in the copy of the order to the money that was sent back: button, declaration, copy, answer,
    refund."""
    mail = read(shop.mail(EMAIL, "To kopia Państwa zamówienia")["text"])
    customer.open(_path(mail, "Odstąp od umowy tutaj"))
    assert customer.page.url.path == f"{room}/withdraw", customer.page.url
    customer.send("/withdraw", name="")
    customer.send("/withdraw", name="Ola Zielińska", reason="Naprawię u kogoś innego.")
    staff.open("/staff?view=withdrawal")
    staff.open(f"{at}/withdrawal")
    staff.send("/withdrawal/answer", text="")
    staff.send("/withdrawal/answer", text="Urządzenie czeka na odbiór.", returned="620,00", hand_back="y")
    staff.open(f"{at}/money")
    send(staff, "/money/payment", amount="620,00", method="cash")
    send(staff, "/money/refund", amount="620,00", text="Po odstąpieniu od umowy.")
    staff.send(re.findall(r"/money/refund/\w+", staff.open(f"{at}/money").text)[0])
    staff.open(at)
    mail = read(shop.mail(EMAIL, "Zobacz swoje odstąpienie")["text"])
    customer.open(_path(mail, "Zobacz swoje odstąpienie od umowy"))
    assert customer.page.url.path == f"{room}/withdraw", customer.page.url
    assert "Zwróciliśmy: 620,00 zł" in read(words_of(customer.page.text))
    customer.open(room)


def _path(mail: str, words: str) -> str:
    """Where the link of these words leads."""
    found = re.search(rf"{words}:\s+https?://[^/]+(/\S+)", mail)
    assert found is not None, mail
    return found.group(1)


def _is_all_polish(shop: PolishShop, caplog: pytest.LogCaptureFixture, *, least_mails: int) -> None:
    """No English word of the catalogue, no bare code and no fallback in all that was seen, mails too."""
    shop.mail(EMAIL)
    mails = shop.outbox.sent(500)
    assert len(mails) >= least_mails
    shop.seen.pages += [(f"mail {one['subject']}", f"{one['subject']} {one['text']}") for one in mails]
    assert not shop.seen.english(), "\n".join(shop.seen.english())
    assert not [one for one in caplog.messages if "no text has the code" in one]
    assert len(english_words()) > 1_000, "there is something to find"
    assert {"GET", "POST", "mail"} <= {where.split()[0] for where, _ in shop.seen.pages}


def _papers(shop: PolishShop) -> dict[str, str]:
    """The words of every PDF that was opened, by the end of its address."""
    return {where.rpartition("/")[2]: read(text) for where, text in shop.seen.pages if where.endswith(".pdf")}


def test_P9_a_resellers_shipment_is_polish_to_its_packing_list_and_label(
    polish: PolishShop, caplog: pytest.LogCaptureFixture
) -> None:
    """Staff grant the role; two orders go by parcel locker in two parcels. The papers say who sends and which point."""
    reseller, staff = _sign_up(polish, "Świętosława"), polish.visitor()
    _, at = _order(reseller)
    staff.sign_in()
    staff.open(at.replace("/requests/", "/customers/"))
    staff.send("/role", role="reseller")
    reseller.open("/account")
    for device in ("Radio lampowe", "Gramofon"):
        _sent_order(reseller, device)
    reseller.open("/dashboard")
    reseller.open("/shipments")
    reseller.send("/shipments", parcels="0")
    boxes = dict.fromkeys(re.findall(r'name="(order_[^"]+)"', reseller.page.text), "y")
    assert len(boxes) == 2
    reseller.send("/shipments", parcels="2", **boxes)
    shipment = str(reseller.page.url.path)
    reseller.send("/confirm")
    reseller.send("/confirm", read="y")
    for path in ("packing-list.pdf", "labels.pdf"):
        assert reseller.open(f"{shipment}/{path}").status_code == 200
    for path in (shipment, "/shipments", "/dashboard"):
        reseller.open(path)
    for path in ("/staff", at):
        staff.open(path)
    papers = _papers(polish)
    for paper in ("packing-list.pdf", "labels.pdf"):
        for said in ("WAW123M", shipment.rpartition("/")[2], "Paczkomat"):
            assert said in papers[paper], (paper, papers[paper])
    for said in ("Radio lampowe", "Gramofon", "Świętosława"):
        assert said in papers["packing-list.pdf"], papers["packing-list.pdf"]
    _is_all_polish(polish, caplog, least_mails=3)


def test_P9_a_withdrawal_is_polish_from_its_button_to_the_repayment(
    polish: PolishShop, caplog: pytest.LogCaptureFixture
) -> None:
    """Of an order that was made on the pages; each mail leads to the page that it is about."""
    customer, staff = _sign_up(polish), polish.visitor()
    room, at = _order(customer)
    staff.sign_in()
    staff.open(at)
    staff.send("/assign")
    _quote(staff, customer, room, at, (polish.desk.clock() + timedelta(days=40)).date().isoformat())
    _withdrawal(polish, staff, customer, room, at)
    _is_all_polish(polish, caplog, least_mails=6)


def test_P9_an_order_from_sign_up_to_hand_over_is_polish_to_the_last_label(
    polish: PolishShop, caplog: pytest.LogCaptureFixture
) -> None:
    """No English word of the catalogue, no bare code and no fallback on any page, mail, paper or label."""
    customer, staff = _sign_up(polish), polish.visitor()
    room, at = _order(customer)
    staff.open("/staff/sign-in")
    staff.sign_in()
    staff.open(at)
    staff.send("/assign")
    staff.send("/reply", text="Dzień dobry, sprawdzimy ekran.")
    staff.open(f"{at}/slip")
    staff.open(f"{at}/device-history")
    until = (polish.desk.clock() + timedelta(days=40)).date().isoformat()
    _quote(staff, customer, room, at, until)
    _finish(staff, customer, room, at)
    _complaint(staff, customer, room)
    for path in (room, f"{room}/print", "/dashboard", "/invoices", "/own", "/devices"):
        customer.open(path)
    for path in ("/staff", "/staff/invoices", "/staff/customers", "/staff/report", "/staff/appointments", at):
        staff.open(path)
    forms = [text for where, text in polish.seen.pages if "/repair-form/" in where]
    assert len(forms) == 1
    for said in ("Europejski formularz", *FORM.values(), "620"):
        assert said in read(forms[0]), forms[0]
    _is_all_polish(polish, caplog, least_mails=10)
    assert any("/invoices/" in where and where.endswith(".pdf") for where, _ in polish.seen.pages)
    assert len(polish.seen.pages) > 70
