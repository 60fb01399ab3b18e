"""R6, G4: a quote over HTTP without JavaScript, in both languages; looking starts nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import count
from typing import Any

import attrs
import pytest

from capabilities.quotes import FIXED, LINES, draft, let_in, offer
from helpdesk_core import Helpdesk
from helpdesk_core.base.changes import Effect
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.guardrails.decisions import EVERY_DECISION, Basis
from helpdesk_core.guardrails.timeline import LATEST_ENTRIES
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.timeline.audit import scan
from helpdesk_core.views import view_quote, view_quotes, view_room
from parts import share
from reference_app.quotes.forms import QuoteForm
from shops import Shop, Visitor, read

_NUMBERS = count()


@attrs.define
class Reader:
    """A customer who reads a quote."""

    shop: Shop
    visitor: Visitor
    room: str
    contact: str = ""

    @property
    def request(self) -> str:
        found = self.shop.desk.keyring.read_link(self.room.rpartition("/")[2])
        assert found is not None
        return str(found[0])

    def offer(self, *args: Any) -> Any:
        return offer(self.shop.desk, self.request, *args)

    def open(self, path: str = "") -> Any:
        return self.visitor.open(f"{self.room}/quote{path}")

    def send(self, path: str, **fields: str) -> Any:
        return self.visitor.send(f"/quote{path}", **fields)

    @property
    def words(self) -> str:
        """What can be read on the page."""
        main = self.visitor.page.text.partition("<main")[2].partition("</main>")[0]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("\xa0", " ")

    @property
    def happened(self) -> list[str]:
        with self.shop.desk.reading() as reader:
            return [entry.action for entry in reader.find(LATEST_ENTRIES, {"subject": self.request}, limit=99)]


def customer(shop: Shop, language: str = "en") -> Reader:
    visitor, contact = shop.visitor(language), f"quote{next(_NUMBERS)}@example.com"
    return Reader(shop, visitor, visitor.request_help(contact), contact)


def staff(who: Reader, language: str = "en") -> tuple[Visitor, str]:
    visitor = who.shop.visitor(language)
    visitor.sign_in("tom@example.com")
    with who.shop.desk.reading() as reader:
        found = reader.load(ServiceRequest, who.request)
    assert found is not None
    return visitor, f"/staff/requests/{found.reference}"


@pytest.mark.parametrize(
    ("language", "approve", "amount", "done"),
    [
        ("en", "Order with obligation to pay", "PLN 799.00", "Approved"),
        ("pl", "Zamawiam z obowiązkiem zapłaty", "799,00 zł", "Zaakceptowana"),
    ],
)
def test_R6_a_quote_is_chosen_reviewed_and_approved(
    shop: Shop, language: str, approve: str, amount: str, done: str
) -> None:
    """In two steps: nothing is chosen for the customer, and what is approved is what the second step showed."""
    who = customer(shop, language)
    who.offer()
    who.open()
    assert approve not in who.words
    assert "checked" not in who.visitor.page.text
    who.open("/decide?options-A=A&extras=3")
    assert approve in who.words
    assert amount in who.words
    step = "/decide?options=A&extras=3"
    assert who.send(step).status_code == 422
    assert "quote_approved" not in who.happened
    who.send(step, read="y")
    assert done in who.words
    assert read(shop.desk.translator(language)("quote.done.approved")) in who.words
    assert amount in who.words
    assert "quote_approved" in who.happened


@pytest.mark.parametrize("query", ["", "?options=A&options=B", "?options=Z", "?options=A&extras=x", "?extras=2"])
def test_R6_what_is_no_choice_is_not_decided_about(shop: Shop, query: str) -> None:
    """The first step is shown again and says what is missing."""
    who = customer(shop)
    who.offer()
    assert who.open(f"/decide{query}").status_code == 422
    assert "Please choose one option where there are several." in who.visitor.page.text


def test_R6_a_quote_that_changed_while_it_was_read_decides_nothing(shop: Shop) -> None:
    """It is said, and the new one is shown."""
    who = customer(shop)
    who.offer(FIXED)
    who.open("/decide")
    who.offer([*FIXED, LINES[2]])
    assert who.send("/decide?", read="y").status_code == 409
    assert "This quote changed while you were reading it. Nothing was decided." in who.words
    assert "PLN 239.00" in who.words
    assert "quote_approved" not in who.happened


def test_R6_an_old_proof_is_asked_for_again_and_leads_back(shop: Shop) -> None:
    """After half an hour: away to a code, then back to the choice that was made, and no decision in between."""
    who = customer(shop)
    who.offer()
    who.open("/decide?options-A=B&extras=3")
    clock, step = shop.desk.clock, "/decide?options=B&extras=3"
    shop.desk.clock = lambda: clock() + timedelta(minutes=31)
    assert who.send(step, read="y").url.path.endswith("/verify")
    who.visitor.send("/contact", contact=who.contact)
    who.visitor.send("/confirm", code=shop.code(who.contact))
    assert "PLN 469.00" in who.words
    assert "quote_approved" not in who.happened
    who.send(step, read="y")
    assert "quote_approved" in who.happened


def test_R6_a_signed_in_customer_proves_it_by_a_code(shop: Shop) -> None:
    """A host that does not say when somebody signed in: a code does, and leads back."""
    visitor, contact = shop.visitor(), "both@example.com"
    visitor.client.cookies.set("test_customer", "7")
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="p", device="d", urgency="soon")
    visitor.send("/quick-help/contact", surname="Nowak", contact=contact)
    who = Reader(shop, visitor, str(visitor.page.url.path), contact)
    who.offer(FIXED)
    assert who.open("/decide").url.path.endswith("/verify")
    visitor.send("/contact", contact=contact)
    visitor.send("/confirm", code=shop.code(contact))
    assert visitor.page.url.path == f"{who.room}/quote/decide"
    who.send("/decide?", read="y")
    assert "quote_approved" in who.happened
    with shop.desk.reading() as reader:
        made: list[Any] = list(scan(reader, EVERY_DECISION, {}))
    (decision,) = (one for one in made if (one.effect, one.subject) == (Effect.APPROVE, who.request))
    assert (decision.actor_kind.value, decision.actor, decision.basis) == ("customer", "7", Basis.CODE)
    assert decision.contact is not None
    assert shop.desk.verify() == ()


@pytest.mark.parametrize(("language", "done"), [("en", "Not approved"), ("pl", "Niezaakceptowana")])
def test_R6_a_no_with_a_reason_and_a_question_are_on_the_thread(shop: Shop, language: str, done: str) -> None:
    """Both are the customer's own words; the no is sent after a tick, and then there is nothing to approve."""
    who = customer(shop, language)
    who.offer(FIXED)
    who.open()
    who.send("/question", text="Is it worth it?")
    who.open("/decline")
    assert who.send("/decline").status_code == 422
    who.send("/decline", text="Too dear.", read="y")
    assert done in who.words
    assert read(shop.desk.translator(language)("quote.done.declined")) in who.words
    with shop.desk.reading() as reader:
        texts = {str(one.text) for one in reader.find(THREAD, {"request": who.request})}
    assert {"Is it worth it?", "Too dear."} <= texts
    who.open("/decide")
    assert 'name="read"' not in who.visitor.page.text


def test_R6_staff_write_review_and_offer(shop: Shop) -> None:
    """Rows are added and kept, errors stand at their rows, nobody overwrites a draft unseen, and nothing is shown
    before a person ticked the review."""
    who = customer(shop)
    (tom, at), (eve, _) = staff(who), staff(who)
    for one in (tom, eve):
        one.open(f"{at}/quote")
    tom.send("/quote", add="lines")
    assert tom.page.text.count('name="remove"') == 2
    row = {"lines-0-text": "Screen", "lines-0-unit_price": "620,00", "lines-0-tax_rate": "2300"}
    row |= {"valid_until": (shop.desk.clock() + timedelta(days=9)).date().isoformat()}
    bad = {"lines-1-text": "Labour", "lines-1-unit_price": "0,005", "lines-1-quantity": "2", "lines-1-tax_rate": "2300"}
    assert tom.send("/quote", **row, **bad).status_code == 422
    assert "An amount has at most 2 decimal places here." in tom.page.text
    good = bad | {"lines-1-unit_price": "70", "lines-1-part": "A", "options-0-title": "With labour"}
    assert tom.send("/quote", **row, **good).status_code == 422
    assert "An option needs a letter of its own" in tom.page.text
    good |= {"lines-1-part": "optional", "options-0-title": ""}
    assert tom.send("/quote", **row, **good).url.path == f"{at}/quote/review"
    assert eve.send("/quote", **row | {"lines-0-text": "Glass"}).status_code == 409
    assert 'value="Glass"' in eve.page.text
    assert who.open().url.path == who.room
    assert tom.send("/quote/review").status_code == 422
    for digest in ("", "0" * 64):
        assert tom.send("/quote/review", read="y", digest=digest).status_code in (409, 422)
    assert "quote_offered" not in who.happened
    assert '<option selected value="">No change' in tom.page.text
    assert "is set with a quote" in tom.page.text
    tom.send("/quote/review", read="y", status="waiting_for_customer")
    assert "Please decide about our quote" in who.visitor.open(who.room).text
    who.open()
    assert "PLN 140.00" in who.words
    assert tom.open(f"{at}/quote/review").status_code == 404


def test_R6_what_staff_withdraw_cannot_be_approved(shop: Shop) -> None:
    """With a reason that the customer reads; who was deciding is told, and the next step speaks of no quote."""
    who = customer(shop)
    who.offer(FIXED)
    who.open("/decide")
    tom, at = staff(who)
    tom.open(at)
    assert tom.send("/quote/withdraw").status_code == 422
    tom.send("/quote/withdraw", text="We found a cheaper part.")
    assert who.send("/decide?", read="y").status_code == 409
    assert "We withdrew this quote, and nothing was decided." in who.words
    room = who.visitor.open(who.room).text
    assert "We found a cheaper part." in room
    assert "Please read the quote" not in room
    assert 'name="text"' not in tom.open(at).text.partition("quotes-title")[2].partition("</section>")[0]


@pytest.mark.parametrize("language", ["en", "pl"])
def test_X1_an_approver_whom_the_customer_named_decides_about_the_quote_alone(shop: Shop, language: str) -> None:
    """By a link and a code of their own, also while signed in at the host; the customer reads who answered, and the
    request stays closed to them, with the customer's link too."""
    who, jan = customer(shop, language), shop.visitor(language)
    jan.client.cookies.set("test_customer", "9")
    who.offer(FIXED)
    who.open()
    let_in(jan, "jan@example.com", by=who.visitor)
    quote = str(jan.page.url.path)
    assert quote.endswith("/quote")
    assert "Diagnosis" in jan.page.text
    assert "cracked" not in jan.page.text
    assert jan.open(quote.removesuffix("/quote")).url.path == quote
    assert "cracked" not in jan.open(who.room).text
    assert jan.open(who.room + "/quote").url.path != who.room + "/quote"
    jan.open(quote + "/decline")
    jan.send("/decline", text="Not now.", read="y")
    assert {"quote_declined", "quote_approver_answered"} <= set(who.happened)
    assert "request_claimed" not in who.happened
    assert "j•••@e•••.com" in who.visitor.open(who.room).text
    assert "Not now." in who.visitor.page.text
    assert shop.desk.verify() == ()


def test_X1_who_is_not_asked_any_more_is_out(shop: Shop) -> None:
    """Their page asks for a code, which is not sent; a form that they were writing is not lost."""
    who, jan = customer(shop), shop.visitor()
    who.offer(FIXED)
    who.open()
    let_in(jan, "jan@example.com", by=who.visitor)
    quote = str(jan.page.url.path)
    jan.open(quote + "/decline")
    who.open()
    who.visitor.send("/quote/approver/remove")
    assert jan.send("/decline", text="Too much for a lamp.", read="y").status_code == 401
    assert "Too much for a lamp." in jan.page.text
    assert jan.open(quote).url.path.endswith("/verify")
    jan.send("/contact", contact="jan@example.com")
    assert jan.send("/confirm", code="123456").status_code == 422


def test_X1_a_limit_from_the_first_form_is_what_staff_rely_on(shop: Shop) -> None:
    """Typed at intake, read beside the quote, used by a person, told to the customer as what it is."""
    visitor, person = shop.visitor(), {"surname": "Nowak", "contact": "limit@example.com"}
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="p", device="d", urgency="soon")
    wrong = visitor.send("/quick-help/contact", **person, spending_limit="cheap")
    assert "Please give an amount like 1234.50." in wrong.text
    visitor.send("/quick-help/contact", **person, spending_limit="150")
    visitor.send("/confirm", code=shop.code("limit@example.com"))
    who = Reader(shop, visitor, str(visitor.page.url.path))
    who.offer(FIXED)
    tom, at = staff(who)
    assert "up to PLN 150.00" in tom.open(at).text
    assert tom.send("/quote/limit").status_code == 422
    tom.send("/quote/limit", read="y")
    who.open()
    assert "You have not approved the quote by this." in who.words
    assert {"quote_limit_used", "quote_approved"} & set(who.happened) == {"quote_limit_used"}


@pytest.mark.parametrize("language", share(["en", "pl"], 2))
def test_G4_looking_starts_nothing(shop: Shop, language: str) -> None:
    """Every page that a customer or staff can open by links, with choices in the address too: nothing is written."""
    who = customer(shop, language)
    who.offer(FIXED)
    who.offer()
    draft(shop.desk, who.request, FIXED)
    tom, at = staff(who, language)
    shop.desk.deliver(500)
    before = shop.desk.anchor()
    for visitor, first in ((who.visitor, who.room), (tom, at)):
        seen: set[str] = set()
        waiting = [f"{first}{path}" for path in ("", "/quote/decide?options=A", "/quote/review")]
        while waiting and len(seen) < 150:
            if (path := waiting.pop()) not in seen:
                seen.add(path)
                waiting += re.findall(r'href="(/[^"#]*)"', visitor.open(path).text)
        assert len(seen) > 8
    assert shop.desk.anchor() == before
    assert shop.desk.deliver(500).total == 0


def test_pages_without_a_quote_ask_for_none(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The request says what there is about it; staff are offered to write the first one all the same."""
    who, look = customer(shop), Helpdesk.view
    asked: list[Any] = []

    def noted(desk: Helpdesk, view: Any, *rest: Any, **options: Any) -> Any:
        asked.append(view)
        return look(desk, view, *rest, **options)

    tom, at = staff(who)
    monkeypatch.setattr(Helpdesk, "view", noted)
    assert "Write a quote" in tom.open(at).text
    who.visitor.open(who.room)
    assert view_room in asked
    assert not {view_quote, view_quotes} & set(asked)


def test_G4_a_stranger_with_the_link_alone_sees_no_quote(shop: Shop) -> None:
    """The entry is shown, as for any link; and who has an own quote decides about no other."""
    who, other = customer(shop), customer(shop)
    for one in (who, other):
        one.offer(FIXED)
    stranger = shop.visitor()
    for path in ("/quote", "/quote/decide", "/quote/decline"):
        assert "Diagnosis" not in stranger.open(who.room + path).text
    who.open("/decide")
    who.visitor.page = attrs.make_class("Page", ["text"])(who.visitor.page.text.replace(who.room, other.room))
    who.send("/decide?", read="y")
    assert "quote_approved" not in [*who.happened, *other.happened]


def test_an_option_keeps_its_letter_when_one_before_it_is_left_blank() -> None:
    """Lines stay where they belong."""
    form = QuoteForm.posted({f"options-{place}-title": title for place, title in enumerate(("", "Original", "Other"))})
    assert [row["letter"].value for row in form.typed()["options"]] == ["B", "C"]
