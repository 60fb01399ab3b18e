"""F5: an invoice from the draft to the PDF, over HTTP without JavaScript, in both languages."""

from __future__ import annotations

import re
from html import unescape
from itertools import count
from typing import Any

import pypdfium2
import pytest

import journeys as j
from capabilities.invoices import issue, paid, promised
from capabilities.quotes import offer
from helpdesk_core import Agent, Customer, Refusal
from helpdesk_core.commands import (
    ApproveQuote,
    EndWarranty,
    GiveWarranty,
    MarkRefund,
    RecordPayment,
    RenewLink,
    SubmitRequest,
    WithdrawRefund,
)
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.views import view_choice, view_money, view_request_devices
from shops import Shop, Visitor, read

_NUMBERS = count()


def customer(shop: Shop, language: str = "en") -> tuple[Visitor, str, str]:
    """A customer in their room: the visitor, the room's address and the request's id."""
    visitor = shop.visitor(language)
    room = visitor.request_help(f"invoice{next(_NUMBERS)}@example.com")
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    return visitor, room, found[0]


def staff(shop: Shop, request: str, language: str = "en") -> tuple[Visitor, str]:
    """A member of staff, and the address of the request's page."""
    visitor = shop.visitor(language)
    visitor.sign_in("tom@example.com")
    with shop.desk.reading() as reader:
        found = reader.load(ServiceRequest, request)
    assert found is not None
    return visitor, f"/staff/requests/{found.reference}"


def send(visitor: Visitor, action: str, **typed: str) -> None:
    """Send a form as a browser does: with all that stands in it, and what was typed over it."""
    form = next(one for one in re.findall(r"<form.*?</form>", visitor.page.text, re.S) if f'{action}"' in one)
    filled = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        name, value = (re.search(rf'\b{one}="([^"]*)"', tag) for one in ("name", "value"))
        if name and value and 'type="hidden"' not in tag and 'type="checkbox"' not in tag:
            filled[name.group(1)] = unescape(value.group(1))
    for name, options in re.findall(r'<select\b[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        picked = re.search(r'<option selected value="([^"]*)"|<option value="([^"]*)" selected', options)
        first = re.search(r'<option value="([^"]*)"', options)
        found = (picked and (picked.group(1) or picked.group(2))) or (first and first.group(1)) or ""
        filled[name] = unescape(found)
    visitor.send(action, **(filled | typed))


def pdf_text(content: bytes) -> str:
    """All words of a PDF, in the order of its pages."""
    document = pypdfium2.PdfDocument(content)
    words = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return re.sub(r"\s+", " ", words.replace("\xa0", " "))


@pytest.mark.parametrize(
    ("language", "unpaid", "title", "to_pay"),
    [
        ("en", "Unpaid", "Invoice FV/", "To pay: PLN 430.00"),
        ("pl", "Nieopłacona", "Faktura FV/", "Do zapłaty: 430,00 zł"),
    ],
)
def test_F5_an_approved_quote_becomes_an_invoice_that_the_customer_keeps(
    shop: Shop, language: str, unpaid: str, title: str, to_pay: str
) -> None:
    """Written and issued in two steps by a person, told to the customer, read in the room, kept as one PDF."""
    visitor, room, request = customer(shop, language)
    worker, at = staff(shop, request)
    worker.open(f"{at}/invoice")
    rows = {
        "lines-0-text": "Screen, compatible",
        "lines-0-unit_price": "290",
        "lines-0-quantity": "1",
        "lines-0-tax_rate": "2300",
    }
    send(worker, "/invoice", buyer_name="Łódzka Fabryka Śrub", tax_number="526-104-08-29", **rows)
    assert worker.page.status_code == 422
    assert "does not fit the others" in worker.page.text
    assert "Łódzka Fabryka Śrub" in worker.page.text
    send(worker, "/invoice", add="lines")
    send(
        worker,
        "/invoice",
        tax_number="526-104-08-28",
        **{"lines-1-text": "Labour", "lines-1-unit_price": "70", "lines-1-quantity": "2", "lines-1-tax_rate": "2300"},
    )
    assert worker.page.url.path.endswith("/invoice/review"), read(worker.page.text)
    worker.send("/invoice/review")
    assert "Please read the invoice and tick this first." in worker.page.text
    worker.send("/invoice/review", read="y")
    assert worker.page.status_code == 200

    visitor.open(room)
    words = read(visitor.page.text)
    assert unpaid in words
    assert "9999 0000 0000" in words
    link = re.search(rf"{room}/invoices/\w+\.pdf", visitor.page.text)
    assert link is not None
    first, again = (visitor.open(link.group()) for _ in range(2))
    assert first.headers["content-type"] == "application/pdf"
    assert first.content == again.content
    text = pdf_text(first.content)
    for word in (title, "Łódzka Fabryka Śrub", "5261040828", to_pay, "Fix & Go sp. z o.o."):
        assert word in text, (word, text)
    stranger = shop.visitor()
    assert not stranger.client.get(link.group()).content.startswith(b"%PDF")


@pytest.mark.parametrize(("language", "price"), [("en", "290.00"), ("pl", "290,00")])
def test_F5_the_form_of_a_new_invoice_holds_what_was_approved(shop: Shop, language: str, price: str) -> None:
    """Nothing is typed twice, and amounts stand there as the language writes them."""
    made, guest = j.in_phase(shop.desk, "in_review", contact=f"invoice{next(_NUMBERS)}@example.com")
    quote = offer(shop.desk, made.request)
    chosen: Any = shop.desk.view(view_choice, guest, made.request, options=["B"])
    at = {"request": made.request, "quote": quote.quote, "digest": chosen.digest, "options": ["B"]}
    j.do(shop.desk, ApproveQuote, guest, **at)
    worker, page = staff(shop, made.request)
    if language == "pl":
        worker.sign_in()  # Anna reads Polish
    worker.open(f"{page}/invoice")
    assert 'value="Screen, compatible"' in worker.page.text
    assert f'value="{price}"' in worker.page.text
    send(worker, "/invoice")
    assert worker.page.url.path.endswith("/invoice/review"), read(worker.page.text)


def test_F5_an_invoice_for_several_devices_says_which_line_is_for_which(shop: Shop) -> None:
    """In the form, in what is read through, and in the PDF."""
    more = ({"device": "iPad Air"},)
    made, guest = j.in_phase(
        shop.desk, "in_review", contact=f"invoice{next(_NUMBERS)}@example.com", device="Pixel 8", devices=more
    )
    devices: Any = shop.desk.view(view_request_devices, j.ANNA, made.request)
    named = zip(("Screen", "Battery"), devices.rows, strict=True)
    price = {"unit_price": "100", "tax_rate": 2300}
    lines = [{"text": text, "device": one.device.id, **price} for text, one in named]
    quote = offer(shop.desk, made.request, lines)
    chosen: Any = shop.desk.view(view_choice, guest, made.request)
    j.do(shop.desk, ApproveQuote, guest, request=made.request, quote=quote.quote, digest=chosen.digest)
    worker, page = staff(shop, made.request)
    worker.open(f"{page}/invoice")
    send(worker, "/invoice")
    assert "2. iPad Air: Battery" in read(worker.page.text)
    worker.send("/invoice/review", read="y")
    link = re.search(rf"{page}/invoices/\w+\.pdf", worker.page.text.replace("-", ""))
    assert link is not None, read(worker.page.text)
    text = pdf_text(worker.open(link.group()).content)
    assert "1. Pixel 8: Screen" in text
    assert "2. iPad Air: Battery" in text


def test_F5_an_account_sees_the_invoices_of_all_its_requests(shop: Shop) -> None:
    """In one list, each with its PDF and the way to its request; a guest is asked to sign in."""
    requests = [
        j.do(
            shop.desk,
            SubmitRequest,
            Customer(id="7"),
            problem="It hums.",
            device="Radio",
            surname="Nowak",
            contact="both@example.com",
        )
        for _ in range(2)
    ]
    numbers = [issue(shop.desk, one.request).number for one in requests]
    j.do(shop.desk, RenewLink, j.BOSS, request=requests[0].request)
    visitor = shop.visitor()
    assert not any(number in visitor.client.get("/invoices").text for number in numbers)
    visitor.client.cookies.set("test_customer", "7")
    visitor.open("/invoices")
    for number in numbers:
        assert f"Invoice {number}" in read(visitor.page.text)
    links = re.findall(r"/r/(\w+)(/invoices/\w+\.pdf)", visitor.page.text)
    current = {shop.desk.keyring.link(one.request, one.generation + (one is requests[0])) for one in requests}
    assert {token for token, _ in links} == current
    assert all(visitor.client.get(f"/r/{token}{path}").content.startswith(b"%PDF") for token, path in links)


def test_F5_what_is_to_be_paid_is_said_first_and_nobody_reads_that_nothing_is_to_be_done(shop: Shop) -> None:
    """In the room as the recommended card, on the overview among what waits; once it is paid neither says so."""
    words = {"problem": "The radio hums loudly.", "device": "Radio", "surname": "Nowak", "contact": "both@example.com"}
    visitor = shop.visitor()
    visitor.client.cookies.set("test_customer", "7")
    visitor.open("/invoices")
    assert 'href="/dashboard"' in visitor.page.text.split("<main")[1], "an empty list leads on, on a phone too"
    request = j.do(shop.desk, SubmitRequest, Customer(id="7"), **words).request
    invoice = issue(shop.desk, request)
    overview = read(visitor.open("/dashboard").text)
    assert "1 waits for you" in overview
    assert invoice.number in overview
    with shop.desk.reading() as reader:
        found = reader.load(ServiceRequest, request)
    assert found is not None
    room = f"/r/{shop.desk.keyring.link(request, found.generation)}"
    page = visitor.open(room).text
    assert "An invoice waits to be paid" in read(page)
    assert "You do not need to do anything now" not in read(page)
    assert page.count("Recommended step") == 1
    assert page.index('id="invoices"') < page.index('id="latest"'), "on the first screen of a phone"
    paid(shop.desk, request, amount="760", invoice=invoice.invoice)
    page = visitor.open(room).text
    assert "An invoice waits to be paid" not in read(page)
    assert "Nothing waits for you now" in read(visitor.open("/dashboard").text)


def test_F5_a_credit_note_corrects_and_the_pdf_shows_before_and_after(shop: Shop) -> None:
    """From the invoice's own line on the request's page."""
    visitor, room, request = customer(shop)
    first = issue(shop.desk, request)
    worker, at = staff(shop, request)
    worker.open(at)
    assert f"Correct {first.number}" in read(worker.page.text)
    worker.open(f"{at}/invoice?corrects={first.invoice}")
    send(worker, "/invoice", reason="The labour was free.", remove="lines-1")
    send(worker, "/invoice")
    assert worker.page.url.path.endswith("/invoice/review"), read(worker.page.text)
    worker.send("/invoice/review", read="y")
    visitor.open(room)
    links = re.findall(rf"{room}/invoices/\w+\.pdf", visitor.page.text)
    text = pdf_text(visitor.client.get(links[0]).content)
    for words in (
        f"Corrects invoice {first.number}",
        "The labour was free.",
        "Before the correction",
        "To return: PLN 140.00",
    ):
        assert words in text, text


def test_F5_money_is_recorded_by_a_person_and_read_by_the_customer(shop: Shop) -> None:
    """Deposit, part, too much, refund: what is left to pay follows, and nothing of it is a fiscal receipt."""
    visitor, room, request = customer(shop)
    number = issue(shop.desk, request).number  # 760 zł
    worker, at = staff(shop, request)
    worker.open(f"{at}/money")
    assert 'value="760.00"' in worker.page.text
    send(worker, "/money/payment", amount="500", receipt="W001234")
    send(worker, "/money/payment", amount="300")
    visitor.open(room)
    words = read(visitor.page.text)
    for said in ("Paid too much", "You paid PLN 40.00 too much", "W001234", "no fiscal receipt"):
        assert said in words, words
    send(worker, "/money/refund", amount="801", text="Too much came.")
    assert "more than was received" in worker.page.text
    send(worker, "/money/refund", amount="40", text="Too much came.")
    worker.open(f"{at}/money")
    refunds = re.findall(r"/money/refund/\w+", worker.page.text)
    visitor.open(room)
    assert "Promised" in read(visitor.page.text)
    worker.send(refunds[0])
    visitor.open(room)
    assert number in read(visitor.page.text)
    assert "Sent" in read(visitor.page.text)


def test_F5_promised_money_is_taken_back_before_it_is_sent_and_the_customer_reads_why(shop: Shop) -> None:
    """The promise stays readable with why it does not hold, what it held can be promised anew; sent money is gone."""
    visitor, room, request = customer(shop)
    issue(shop.desk, request)  # 760 zł
    paid(shop.desk, request, "800")
    worker, at = staff(shop, request)
    worker.open(f"{at}/money")
    send(worker, "/money/refund", amount="40", text="Too much came.")
    worker.open(f"{at}/money")
    (back,) = set(re.findall(r"/money/refund/\w+/back", worker.page.text))
    worker.send(back)
    assert worker.page.status_code == 422
    worker.send(back, text="The bank took it back itself.")
    worker.open(f"{at}/money")
    assert "The bank took it back itself." in read(worker.page.text)
    assert back not in worker.page.text
    visitor.open(room)
    words = read(visitor.page.text)
    assert "Taken back" in words
    assert "The bank took it back itself." in words
    shop.desk.deliver(500)
    assert any("promised to return does not come" in mail["text"] for mail in shop.outbox.sent(500))
    found: Any = shop.desk.view(view_money, j.ANNA, request)
    ids = {"request": request, "refund": found.refunds[0].id}
    for kind, more in ((MarkRefund, {"state": "sent"}), (WithdrawRefund, {"text": "Again."})):
        refusal = j.attempt(shop.desk, kind, j.ANNA, **ids, **more)
        assert getattr(refusal, "code", "") == "refusal.no_such_refund"
    worker.open(f"{at}/money")
    send(worker, "/money/refund", amount="40", text="After all.")
    found = shop.desk.view(view_money, j.ANNA, request)
    assert [one.state.value for one in found.refunds] == ["promised", "withdrawn"]
    assert shop.desk.verify() == ()


def test_F5_money_is_typed_in_the_currency_of_what_it_is_for(shop: Shop) -> None:
    """An invoice in euro from before, deposits in two currencies: each amount is what its choice says."""
    _, _, request = customer(shop)
    line = {"text": "Part", "unit_price": {"minor": 4_000, "currency": "EUR"}}
    issue(shop.desk, request, lines=[line])
    worker, at = staff(shop, request)
    worker.open(f"{at}/money")
    send(worker, "/money/payment")
    paid(shop.desk, request, "50")
    paid(shop.desk, request, {"minor": 1_000, "currency": "EUR"})
    worker.open(f"{at}/money")
    words = read(worker.page.text)
    for said in ("left to pay €0.00", "at most €40.00", "Deposits, at most PLN 50.00", "Deposits, at most €10.00"):
        assert said in words, words
    send(worker, "/money/refund", invoice=":EUR", amount="ten", text="It is yours.")
    assert 'value="ten"' in worker.page.text
    assert re.search(r'<option selected value=":EUR"', worker.page.text)
    send(worker, "/money/refund", amount="11")
    assert "more than was received" in worker.page.text
    send(worker, "/money/refund", amount="10")
    worker.open(f"{at}/money")
    assert "Deposits, at most €" not in read(worker.page.text)
    found: Any = shop.desk.view(view_money, j.ANNA, request)
    assert [(one.amount.minor, one.amount.currency) for one in found.refunds] == [(1_000, "EUR")]


def test_F5_what_is_left_of_whole_units_stands_in_the_form_without_a_point(shop: Shop) -> None:
    """The yen has no hundredths: "500." could not be sent as it stands."""
    _, _, request = customer(shop)
    issue(shop.desk, request, lines=[{"text": "Part", "unit_price": {"minor": 500, "currency": "JPY"}}])
    worker, at = staff(shop, request)
    worker.open(f"{at}/money")
    assert 'value="500"' in worker.page.text
    send(worker, "/money/payment")
    found: Any = shop.desk.view(view_money, j.ANNA, request)
    assert [(one.amount.minor, one.amount.currency) for one in found.payments] == [(500, "JPY")]


def test_F5_a_payment_that_a_refund_leans_on_is_struck_after_a_tick(shop: Shop) -> None:
    """What has to be seen is said at that payment, and what was typed stays."""
    _, _, request = customer(shop)
    payment = paid(shop.desk, request, "50").payment
    promised(shop.desk, request, amount="20")
    worker, at = staff(shop, request)
    worker.open(f"{at}/money")
    assert "it was recorded by mistake all the same" in read(worker.page.text)
    worker.send(f"/money/payment/{payment}", text="Typed twice.")
    assert worker.page.status_code == 409
    assert 'value="Typed twice."' in worker.page.text
    assert "Please tick that you have seen it" in worker.page.text
    worker.send(f"/money/payment/{payment}", text="Typed twice.", promised_back="y")
    found: Any = shop.desk.view(view_money, j.ANNA, request)
    assert [one.counts for one in found.payments] == [False]


def test_F5_without_the_right_money_is_only_read(shop: Shop) -> None:
    """Who may issue and who may record money are two rights."""
    _, _, request = customer(shop)
    issue(shop.desk, request)
    worker, at = staff(shop, request)
    worker.open(f"{at}/money")
    tom = Agent(id="tom", name="Tom", rights=frozenset({"requests.view", "invoices.issue"}))
    about = {"request": request, "amount": "1", "method": "cash", "received_on": shop.desk.clock().date()}
    refused = shop.desk.handle(shop.desk.read(RecordPayment, about), tom)
    assert isinstance(refused, Refusal)
    assert refused.status_hint == 403


@pytest.mark.parametrize(
    ("language", "until", "on_paper"),
    [
        ("en", "covered until 30 April 2027", "covered until 30 April 2027"),
        ("pl", "gwarancja, ostatni dzień: 30 kwietnia 2027", "gwarancja, ostatni dzień: 30 kwietnia 2027"),
    ],
)
def test_F5_an_invoice_says_what_is_covered_until_when(shop: Shop, language: str, until: str, on_paper: str) -> None:
    """On the review before it is issued, on the PDF as it stood then, and on the customer's list as it stands now."""
    visitor = shop.visitor(language)
    visitor.client.cookies.set("test_customer", "7")
    words = {"problem": "It hums.", "device": "Radio", "surname": "Nowak", "contact": "both@example.com"}
    made = j.do(shop.desk, SubmitRequest, Customer(id="7"), **words, language=language)
    worker, at = staff(shop, made.request, language)
    given = {"request": made.request, "months": 3}
    begins = "2027-01-30"
    wrong = j.do(shop.desk, GiveWarranty, j.ANNA, **given, part="Cable")
    j.do(shop.desk, EndWarranty, j.ANNA, request=made.request, warranty=wrong.warranty)
    j.do(shop.desk, GiveWarranty, j.ANNA, **given, part="Loudspeaker", begins_on=begins)
    worker.open(f"{at}/invoice")
    line = {"lines-0-text": "Loudspeaker", "lines-0-unit_price": "120", "lines-0-quantity": "1"}
    send(worker, "/invoice", buyer_name="Nowak", **line, **{"lines-0-tax_rate": "2300"})
    assert "Loudspeaker: covered until 30 April 2027" in read(worker.page.text), "whoever issues it reads English"
    worker.send("/invoice/review", read="y")
    later = j.do(shop.desk, GiveWarranty, j.ANNA, **given, part="Labour", begins_on=begins)
    page = read(visitor.open("/invoices").text)
    assert f"Loudspeaker: {until}" in page
    assert f"Labour: {until}" in page
    link = re.search(r"/r/[^\"]+/invoices/\w+\.pdf", visitor.page.text)
    assert link is not None
    text = pdf_text(visitor.open(link.group()).content)
    assert f"Loudspeaker {on_paper}" in text
    assert "Labour" not in text
    assert "Cable" not in text
    j.do(shop.desk, EndWarranty, j.ANNA, request=made.request, warranty=later.warranty)
    assert "Labour" not in read(visitor.open("/invoices").text)
