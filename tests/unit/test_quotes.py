"""Quotes: what is offered, chosen, decided, and what no one can change afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random
from threading import Thread
from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.quotes import approver, code_of_approver
from helpdesk_core import Agent, Customer, Guest, Helpdesk, InputError, Money, Refusal, RefusalKind
from helpdesk_core.base.changes import Effect
from helpdesk_core.base.queries import Query
from helpdesk_core.base.records import record_types
from helpdesk_core.base.text import Published, mark_safe
from helpdesk_core.commands import (
    ApproveQuote,
    AskAboutQuote,
    CancelRequest,
    ChangeSettings,
    DeclineQuote,
    EnterCode,
    EraseRequest,
    ExpireQuote,
    NameApprover,
    OfferQuote,
    PrepareQuote,
    RemoveApprover,
    ReplyToShop,
    RequestCode,
    UseLimit,
    WithdrawQuote,
)
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.guardrails.decisions import Basis, Decision, decide, evidence
from helpdesk_core.guardrails.timeline import LATEST_ENTRIES
from helpdesk_core.quotes.model import APPROVERS, MAX_LINES, MAX_PRICE, Part, Prices, QuoteLine, Standing
from helpdesk_core.quotes.pricing import tax_shares
from helpdesk_core.redaction_desk.rules import Place, view_place
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import QuotesForStaff, QuoteView, view_choice, view_quote, view_quotes, view_room

SETTINGS = attrs.evolve(POLISH_SHOP, tax_rates=(2300, 800, 0))
SCREEN = {"text": "Screen, original", "unit_price": "620", "tax_rate": 2300}
LABOUR = {"text": "Labour", "quantity": 2, "unit_price": "70,00", "tax_rate": 2300}
A, B = {"letter": "A", "title": "Original"}, {"letter": "B", "title": "Compatible", "text": "Six months"}
LINES = [
    SCREEN | {"part": "A"},
    {"text": "Screen, compatible", "unit_price": "290", "tax_rate": 2300, "part": "B"},
    LABOUR,
    {"text": "Glass", "unit_price": "39", "tax_rate": 2300, "part": "optional"},
]
TO_CHOOSE: dict[str, Any] = {"lines": LINES, "options": [A, B]}


@pytest.fixture
def desk(store: Any) -> Helpdesk:
    """A desk on every store."""
    return make_desk(store, settings=SETTINGS)


@attrs.define
class Offer:
    """A request with a quote on offer, and its customer."""

    desk: Helpdesk
    made: Any
    guest: Any
    id: str

    @property
    def seen(self) -> QuoteView:
        shown = self.desk.view(view_quote, self.guest, self.made.request)
        assert isinstance(shown, QuoteView)
        return shown

    @property
    def versions(self) -> tuple[Any, ...]:
        found = self.desk.view(view_quotes, j.ANNA, self.made.request)
        assert isinstance(found, QuotesForStaff)
        return found.versions

    def digest(self, **choice: Any) -> str:
        shown = self.desk.view(view_choice, self.guest, self.made.request, **choice)
        assert not isinstance(shown, Refusal)
        return shown.digest

    def answer(self, command: Any, actor: Any = None, key: str | None = None, **fields: Any) -> Any:
        named = {"request": self.made.request, "quote": self.id}
        return j.attempt(self.desk, command, actor or self.guest, key, **(named | fields))

    def approve(self, actor: Any = None, **choice: Any) -> Any:
        return self.answer(ApproveQuote, actor, digest=self.digest(**choice), **choice)

    def decline(self, actor: Any = None, **fields: Any) -> Any:
        return self.answer(DeclineQuote, actor, digest=self.seen.digest, **fields)

    def use_limit(self) -> Any:
        return self.answer(UseLimit, j.ANNA, digest=self.seen.digest)

    def withdraw(self, text: str = "The part is not made any more.") -> Any:
        return self.answer(WithdrawQuote, j.ANNA, digest=self.seen.digest, text=text)

    @property
    def is_approved(self) -> bool:
        return any(version.standing is Standing.APPROVED for version in self.versions)


def prepare(desk: Helpdesk, made: Any, actor: Any = j.ANNA, **fields: Any) -> Any:
    defaults = {"request": made.request, "valid_until": "2026-12-02", "lines": [SCREEN, LABOUR]}
    return j.attempt(desk, PrepareQuote, actor, **(defaults | fields))


def offered(desk: Helpdesk, made: Any = None, guest: Any = None, status: str = "", **fields: Any) -> Offer:
    if made is None:
        made, guest = j.in_phase(desk, "in_review")
    draft = prepare(desk, made, **fields)
    j.do(desk, OfferQuote, j.ANNA, request=made.request, quote=draft.quote, digest=draft.digest, status=status)
    desk.deliver()
    return Offer(desk, made, guest, draft.quote)


def limited(desk: Helpdesk, limit: Any, **fields: Any) -> Offer:
    made = j.submit(desk, spending_limit=limit)
    return offered(desk, made, j.enter(desk, made), **fields)


def code(answer: Any) -> str:
    return str(getattr(answer, "code", "")).removeprefix("refusal.")


def actions(desk: Helpdesk, made: Any) -> list[str]:
    """Newest first."""
    with desk.reading() as reader:
        return [entry.action for entry in reader.find(LATEST_ENTRIES, {"subject": made.request})]


def sent(desk: Helpdesk) -> list[str]:
    """Subjects of the notices that went out since the last time, without references."""
    desk.notifier.sent.clear()  # type: ignore[attr-defined]
    for _ in range(2):  # what a job does may tell somebody
        desk.deliver()
    return sorted(one.subject.partition(": ")[2] for one in desk.notifier.sent)  # type: ignore[attr-defined]


def line(price: int, rate: int, quantity: int = 1) -> QuoteLine:
    return QuoteLine(text=mark_safe("x"), quantity=quantity, unit_price=pln(price), tax_rate=rate, part=Part.ALWAYS)


@pytest.mark.parametrize(
    ("prices", "wanted"),
    [
        (Prices.GROSS, [(800, 799_00, 59_19), (2300, 15, 3), (10_000, 3, 2)]),
        (Prices.NET, [(800, 862_92, 63_92), (2300, 18, 3), (10_000, 6, 3)]),
    ],
)
def test_tax_is_rounded_once_for_each_rate(prices: Prices, wanted: list[tuple[int, int, int]]) -> None:
    """Three times 0.05 at 23 % make 0.03 of tax, not three times 0.01; exactly half goes up; sums are never rounded."""
    shares = tax_shares([line(5, 2300, 2), line(799_00, 800), line(5, 2300), line(3, 10_000)], prices)
    assert [(share.rate, share.gross.minor, share.tax.minor) for share in shares] == wanted
    random = Random(7)
    for _ in range(2_000):
        price, rate = random.choice([random.randrange(10**4), random.randrange(MAX_PRICE)]), random.randrange(10_001)
        (share,) = tax_shares([line(price, rate)], prices)
        exact = Fraction(price * rate, 10_000 + rate if prices is Prices.GROSS else 10_000)
        assert Fraction(-1, 2) < share.tax.minor - exact <= Fraction(1, 2)
        assert share.gross.minor - (0 if prices is Prices.GROSS else share.tax.minor) == price


def test_a_quote_keeps_the_prices_it_was_written_with() -> None:
    """Net: the tax of each rate is added to its sum, and the total is what is approved. Another setting afterwards
    changes no quote that there is."""
    desk = make_desk(settings=attrs.evolve(SETTINGS, prices="net"))
    cheap = {"text": "Cable", "unit_price": "0.05", "tax_rate": 2300}
    offer = offered(desk, lines=[*[cheap] * 3, LINES[0], LINES[1], LINES[3]], options=[A, B])
    assert (offer.seen.least.minor, offer.seen.most.minor) == (356_88, 810_75)
    assert offer.seen.option_costs == {Part.A: pln(762_60), Part.B: pln(356_70)}
    j.do(desk, ChangeSettings, j.BOSS, values=[{"key": "prices", "value": Published.of("gross"), "seen": 0}])
    offer.approve(options=["A"])
    chosen = offer.seen.chosen
    assert chosen is not None
    assert (chosen.gross.minor, chosen.net.minor) == (762_78, 620_15)
    assert offered(desk, lines=[cheap]).seen.most.minor == 5


def pln(minor: int) -> Money:
    return Money(minor=minor, currency="PLN")


def test_a_draft_is_the_staffs_alone(desk: Helpdesk) -> None:
    """Nobody is told or shown anything; who rewrites it names the content that was on the page."""
    made, guest = j.in_phase(desk, "in_review")
    desk.deliver()
    first = prepare(desk, made, text="Please read.")
    assert desk.view(view_quote, guest, made.request) is None
    assert sent(desk) == []
    assert code(j.attempt(desk, AskAboutQuote, guest, request=made.request, quote=first.quote, text="?"))
    assert code(prepare(desk, made, j.BOSS)) == "conflict"
    second = prepare(desk, made, j.BOSS, seen=first.digest, lines=[SCREEN])
    assert (second.quote, second.number) == (first.quote, 1)
    assert code(prepare(desk, made, seen=first.digest)) == "conflict"


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"lines": [SCREEN, LABOUR | {"tax_rate": 700}]}, "lines.1.tax_rate"),
        ({"lines": [SCREEN, LABOUR | {"unit_price": {"minor": 1, "currency": "EUR"}}]}, "lines.1.unit_price"),
        ({"lines": [SCREEN | {"part": "A"}]}, "lines.0.part"),
        ({"lines": [SCREEN | {"part": "A"}], "options": [A]}, "options.0.title"),
        ({"lines": [SCREEN | {"part": "A"}], "options": [A, B]}, "options.1.title"),
        ({"lines": LINES, "options": [A, B, A]}, "options.0.title"),
        ({"lines": LINES, "options": [A, B | {"group": 2}]}, "options.0.title"),
        ({"valid_until": "2026-11-20"}, "valid_until"),
        ({"valid_until": "9999-12-31"}, "valid_until"),
        # what cannot be read at all:
        ({"lines": []}, "lines"),
        ({"lines": [LABOUR] * (MAX_LINES + 1)}, "lines"),
        ({"lines": [LABOUR] * 10_000}, "lines"),
        ({"lines": [LABOUR | {"unit_price": "0,005"}]}, "lines.0.unit_price"),
        ({"lines": [LABOUR, LABOUR | {"unit_price": "-1"}]}, "lines.1.unit_price"),
        ({"lines": [LABOUR | {"unit_price": "NaN"}]}, "lines.0.unit_price"),
        ({"lines": [LABOUR | {"unit_price": "99999999999999"}]}, "lines.0.unit_price"),
        ({"lines": [LABOUR | {"quantity": 0}]}, "lines.0.quantity"),
        ({"lines": [LABOUR | {"part": "Z"}]}, "lines.0.part"),
        ({"lines": [LABOUR | {"text": " "}]}, "lines.0.text"),
        ({"valid_until": "2026-02-30"}, "valid_until"),
    ],
)
def test_what_cannot_be_offered_is_named_by_its_path(fields: dict[str, Any], path: str) -> None:
    made, _ = j.in_phase(desk := make_desk(settings=SETTINGS), "in_review")
    try:
        answer = prepare(desk, made, **fields)
    except InputError as error:
        assert [".".join(one.path) for one in error.errors] == [path]
    else:
        assert isinstance(answer, Refusal)
        assert answer.field == path


def test_an_offer_is_about_what_was_reviewed(desk: Helpdesk) -> None:
    """Written since: refused. Offered: the status is set in the same step, and one notice says so, without amounts."""
    made, guest = j.in_phase(desk, "in_review")
    desk.deliver()
    old = prepare(desk, made)
    new = prepare(desk, made, seen=old.digest, lines=[SCREEN], valid_until="24.12.2026")
    fields = {"request": made.request, "quote": new.quote}
    assert code(j.attempt(desk, OfferQuote, j.ANNA, **fields, digest=old.digest)) == "quote_changed"
    writer = Agent(id="w", name="W", rights=frozenset({"quotes.prepare"}))
    assert code(j.attempt(desk, OfferQuote, writer, **fields, digest=new.digest)) == "not_allowed"
    j.do(desk, OfferQuote, j.ANNA, **fields, digest=new.digest, status="waiting_for_customer")
    assert sent(desk) == ["a quote for you"]
    (mail,) = desk.notifier.sent  # type: ignore[attr-defined]
    assert not re.search(r"\b620\b", " ".join((mail.subject, *mail.lines))), "ids and links may hold any digits"
    shown = Offer(desk, made, guest, new.quote).seen
    assert (shown.number, shown.standing, shown.most.minor) == (1, Standing.OPEN, 620_00)
    assert shown.valid_until == date(2026, 12, 24)
    assert j.stored(desk, made).status == "waiting_for_customer"
    late = prepare(desk, made)
    desk.clock.move(days=12)  # type: ignore[attr-defined]
    fields = {"request": made.request, "quote": late.quote, "digest": late.digest}
    assert code(j.attempt(desk, OfferQuote, j.ANNA, **fields)) == "quote_wrong_day"


def test_a_new_version_supersedes_the_one_on_offer(desk: Helpdesk) -> None:
    """What was read is not what can be approved any more; the old version is one line."""
    offer = offered(desk, **TO_CHOOSE)
    digest = offer.digest(options=["A"])
    again = offered(desk, offer.made, offer.guest)
    assert [(one.number, one.standing) for one in again.seen.older] == [(1, Standing.SUPERSEDED)]
    late = offer.answer(ApproveQuote, digest=digest, options=["A"])
    assert (code(late), late.kind) == ("quote_changed", RefusalKind.CONFLICT)
    assert code(again.answer(DeclineQuote, digest=digest)) == "quote_changed"
    assert "quote_approved" not in actions(desk, offer.made)


@pytest.mark.parametrize(
    ("settled", "stands"),
    [
        ("approve", Standing.APPROVED),
        ("decline", Standing.DECLINED),
        ("use_limit", Standing.WITHIN_LIMIT),
        ("withdraw", Standing.WITHDRAWN),
    ],
)
def test_what_became_of_a_quote_stays_when_another_one_follows(settled: str, stands: Standing) -> None:
    """It is superseded only where nothing else had come of it."""
    offer = limited(desk := make_desk(settings=SETTINGS), "900")
    assert not code(getattr(offer, settled)())
    again = offered(desk, offer.made, offer.guest)
    assert [(one.number, one.standing) for one in again.seen.older] == [(1, stands)]


def test_an_approval_is_about_the_lines_and_the_total_that_were_read(desk: Helpdesk) -> None:
    """R6, G4: the choice is part of the decision, on the proof of a contact; nothing else happens, twice is once."""
    offer = offered(desk, status="waiting_for_customer", **TO_CHOOSE)
    choice: dict[str, Any] = {"options": ["A"], "extras": [3]}
    digest = offer.digest(**choice)
    answer, again = (offer.answer(ApproveQuote, key="form", digest=digest, **choice) for _ in range(2))
    assert (again.answer, again.repeated) == (answer.answer, True)
    shown = offer.seen
    assert shown.standing is Standing.APPROVED
    assert shown.chosen is not None
    taken = [str(shown.lines[place].text) for place in shown.chosen.places]
    assert taken == ["Screen, original", "Labour", "Glass"]
    assert (shown.chosen.gross.minor, shown.chosen.shares[0].tax.minor) == (799_00, 149_41)
    with desk.reading() as reader:
        decision = reader.load(Decision, answer.decision)
        effects = {one.effect for one in reader.find(Query(Decision), {}, limit=99)}
    assert decision is not None
    assert (decision.effect, decision.basis, decision.contact) == (Effect.APPROVE, Basis.CODE, offer.made.contact)
    assert effects == {Effect.PUBLISH, Effect.APPROVE}
    assert j.stored(desk, offer.made).phase.value == "in_review"
    assert sorted(sent(desk)) == ["quote approved", "your order"]
    assert code(offer.decline()) == "quote_answered"
    assert actions(desk, offer.made).count("quote_approved") == 1
    assert desk.verify() == ()


@pytest.mark.parametrize(
    ("options", "extras"),
    [([], []), (["A", "B"], []), (["C"], []), (["optional"], []), (["A"], [2]), (["A"], [4]), (["A"], [-1])],
)
def test_only_a_complete_choice_can_be_approved(options: list[str], extras: list[int]) -> None:
    """One of each group, and only lines that can be left out; what was read for one choice approves no other."""
    offer = offered(desk := make_desk(settings=SETTINGS), **TO_CHOOSE)
    assert code(desk.view(view_choice, offer.guest, offer.made.request, options=options, extras=extras))
    read = offer.digest(options=["B"])
    assert code(offer.answer(ApproveQuote, digest=read, options=options, extras=extras)) == "quote_incomplete"
    for other in ({"options": ["A"]}, {"options": ["B"], "extras": [3]}):
        assert code(offer.answer(ApproveQuote, digest=read, **other)) == "quote_changed"


def test_who_decides_proves_it_afresh(desk: Helpdesk) -> None:
    """A proof older than half an hour, or of no known time, is asked for anew; looking is free."""
    made = j.submit(desk, j.CUSTOMER)
    offer = offered(desk, made, j.enter(desk, made))
    desk.clock.move(minutes=31)  # type: ignore[attr-defined]
    assert (offer.seen.can_answer, offer.seen.fresh) == (True, False)
    now: datetime = desk.clock()
    for actor in (offer.guest, Customer(id="c-1"), Customer(id="c-1", signed_in_at=now - timedelta(minutes=31))):
        for answer in (offer.approve(actor), offer.decline(actor)):
            assert (code(answer), answer.kind) == ("verify_again", RefusalKind.VERIFY)
    assert not code(offer.approve(Customer(id="c-1", signed_in_at=now - timedelta(minutes=29))))


def test_one_may_ask_before_there_is_a_quote(desk: Helpdesk) -> None:
    """Staff are told, and the history names no version; who names one that is not offered is refused."""
    made, guest = j.in_phase(desk, "in_review")
    desk.deliver()
    asked = j.do(desk, AskAboutQuote, guest, request=made.request, text="Roughly, for a new screen?")
    assert sent(desk) == ["a question about a quote"]
    with desk.reading() as reader:
        entries = reader.find(LATEST_ENTRIES, {"subject": made.request})
    assert {"quote": "", "message": asked.message} in [entry.payload for entry in entries]
    assert code(j.attempt(desk, AskAboutQuote, guest, request=made.request, quote="q", text="?")) == "no_such_request"


@pytest.mark.parametrize(("phase", "why"), [("outcome_recorded", ""), ("closed", "wrong_phase")])
def test_one_may_ask_about_prices_until_the_request_is_closed(phase: str, why: str) -> None:
    """Also when the work is done, and nobody prepares a quote any more."""
    made, guest = j.in_phase(desk := make_desk(settings=SETTINGS), phase)
    assert code(prepare(desk, made)) == "wrong_phase"
    assert code(j.attempt(desk, AskAboutQuote, guest, request=made.request, text="What was it in all?")) == why


def test_a_no_and_a_question_are_on_the_thread(desk: Helpdesk) -> None:
    """A question decides nothing, and the history names the version; a no is final, and no decision of its own."""
    offer = offered(desk, status="waiting_for_customer")
    asked = offer.answer(AskAboutQuote, text="Why two hours?")
    assert sent(desk) == ["a question about a quote"]
    with desk.reading() as reader:
        entries = reader.find(LATEST_ENTRIES, {"subject": offer.made.request})
    assert {"quote": offer.id, "message": asked.message} in [entry.payload for entry in entries]
    offer.decline(text="Too dear, sorry.")
    assert sent(desk) == ["quote not approved"]
    assert offer.seen.standing is Standing.DECLINED
    assert j.stored(desk, offer.made).phase.value == "in_review"
    with desk.reading() as reader:
        texts = {str(one.text) for one in reader.find(THREAD, {"request": offer.made.request})}
        assert not [one for one in reader.find(Query(Decision), {}) if one.effect is Effect.APPROVE]
    assert {"Why two hours?", "Too dear, sorry."} < texts
    assert code(offer.approve()) == "quote_answered"
    assert desk.verify() == ()


def test_a_withdrawn_quote_is_read_and_not_answered(desk: Helpdesk) -> None:
    """Without a new version, with a reason on the thread; the customer is told once, and nothing is decided."""
    offer = limited(desk, "900")
    digest = offer.digest()
    assert code(offer.answer(WithdrawQuote, j.ANNA, digest="0" * 64, text="?")) == "quote_changed"
    assert not code(offer.withdraw())
    assert sent(desk) == ["quote withdrawn"]
    for answer in (offer.answer(ApproveQuote, digest=digest), offer.decline()):
        assert (code(answer), answer.kind) == ("quote_withdrawn", RefusalKind.CONFLICT)
    assert code(offer.use_limit()) == code(offer.withdraw()) == "wrong_phase"
    assert (offer.seen.standing, offer.seen.can_answer) == (Standing.WITHDRAWN, False)
    with desk.reading() as reader:
        thread = {(one.side.value, str(one.text)) for one in reader.find(THREAD, {"request": offer.made.request})}
    assert ("shop", "The part is not made any more.") in thread
    again = offered(desk, offer.made, offer.guest)
    assert [one.standing for one in again.seen.older] == [Standing.WITHDRAWN]
    assert not code(again.approve())
    assert code(again.withdraw()) == "wrong_phase"
    assert desk.verify() == ()


def test_the_last_day_ends_where_the_shop_is(desk: Helpdesk) -> None:
    """Until midnight in Warsaw, whether or not the job ran; the job records a fact, once, and tells staff."""
    offer = offered(desk)
    digest = offer.digest()
    desk.clock.now = datetime(2026, 12, 2, 22, 59, tzinfo=UTC)  # type: ignore[attr-defined]
    assert code(offer.approve()) == "verify_again"
    desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    for command in (ApproveQuote, DeclineQuote):
        assert code(offer.answer(command, digest=digest)) == "quote_expired"
    assert offer.seen.standing is Standing.EXPIRED
    assert sent(desk) == ["quote ran out"]
    desk.clock.move(days=1)  # type: ignore[attr-defined]
    assert sent(desk) == []
    assert actions(desk, offer.made).count("quote_expired") == 1


def test_a_last_day_that_ends_later_than_was_planned_is_waited_for() -> None:
    """The shop's zone may have changed since the quote was offered: the job comes too early, and comes again."""
    offer = offered(desk := make_desk(settings=SETTINGS))
    zone = {"key": "time_zone", "value": Published.of("America/New_York"), "seen": 0}
    j.do(desk, ChangeSettings, j.BOSS, values=[zone])
    desk.clock.now = datetime(2026, 12, 2, 23, 1, tzinfo=UTC)  # type: ignore[attr-defined]
    assert (sent(desk), offer.seen.standing) == ([], Standing.OPEN)
    desk.clock.now = datetime(2026, 12, 3, 5, 1, tzinfo=UTC)  # type: ignore[attr-defined]
    assert sent(desk) == ["quote ran out"]


@pytest.mark.parametrize("settled", ["approve", "decline", "limit", "supersede", "withdraw", "cancel"])
def test_what_was_settled_does_not_run_out(settled: str) -> None:
    """The job is taken back; and if it ran, nothing would come of it."""
    offer = limited(desk := make_desk(settings=SETTINGS), "900")
    steps: dict[str, Callable[[], object]] = {
        "approve": offer.approve,
        "decline": offer.decline,
        "limit": offer.use_limit,
        "withdraw": offer.withdraw,
        "supersede": lambda: offered(desk, offer.made, offer.guest, valid_until="2027-01-02"),
        "cancel": lambda: j.do(desk, CancelRequest, offer.guest, request=offer.made.request),
    }
    steps[settled]()
    desk.deliver()
    desk.clock.move(days=20)  # type: ignore[attr-defined]
    assert desk.deliver().total == (1 if settled == "cancel" else 0)
    assert not code(j.attempt(desk, ExpireQuote, j.BOT, request=offer.made.request, quote=offer.id))
    assert "quote_expired" not in actions(desk, offer.made)
    if settled == "cancel":
        assert code(offer.answer(ApproveQuote, digest="x")) == code(prepare(desk, offer.made)) == "wrong_phase"


def test_an_approver_decides_about_that_quote_and_sees_nothing_else(desk: Helpdesk) -> None:
    """X1: named by the customer on a fresh proof, let in by a code of their own, for one version; the customer is told,
    and the decision says whose code it was."""
    offer = offered(desk, **TO_CHOOSE)
    assert not code(offer.answer(NameApprover, contact="jan@example.com"))
    assert sent(desk) == ["you are asked to decide about a quote"]
    assert desk.notifier.sent[0].link != desk.links.room(offer.made.request, 1)  # type: ignore[attr-defined]
    jan = approver(desk, offer.made.request)
    shown: Any = desk.view(view_quote, jan, offer.made.request)
    assert (shown.is_approver, shown.can_answer, shown.fresh, shown.older) == (True, True, True, ())
    assert offer.seen.approver == "j•••@e•••.com"
    assert code(desk.view(view_room, jan, offer.made.request)) == "no_such_request"
    for other in (
        offer.answer(AskAboutQuote, jan, text="?"),
        offer.answer(NameApprover, jan, contact="eve@example.com"),
        j.attempt(desk, ReplyToShop, jan, request=offer.made.request, text="?"),
        j.attempt(desk, CancelRequest, jan, request=offer.made.request),
    ):
        assert code(other) == "no_such_request"
    sent(desk)
    desk.clock.move(minutes=31)  # type: ignore[attr-defined]
    assert code(offer.approve(jan, options=["A"])) == "verify_again"
    jan = approver(desk, offer.made.request)
    answer = offer.approve(jan, options=["A"])
    assert not code(answer)
    assert sorted(sent(desk)) == ["quote approved", "the person you named decided", "your order"]
    assert (offer.seen.standing, offer.seen.by_approver) == (Standing.APPROVED, True)
    with desk.reading() as reader:
        decision = reader.load(Decision, answer.decision)
        (named,) = reader.find(APPROVERS, {"request": offer.made.request})
    assert decision is not None
    assert (decision.contact, decision.basis) == (named.id, Basis.CODE)
    assert desk.verify() == ()


def test_an_approver_is_let_in_to_one_version_until_the_customer_says_no(desk: Helpdesk) -> None:
    """A newer version is not theirs to decide; who was replaced or taken back is out at once; erasing ends it too."""
    offer = offered(desk)
    offer.answer(NameApprover, contact="jan@example.com")
    jan = approver(desk, offer.made.request)
    offer.answer(NameApprover, contact="eve@example.com")
    assert code(offer.approve(jan)) == code(desk.view(view_quote, jan, offer.made.request)) == "no_such_request"
    eve = approver(desk, offer.made.request)
    newer = offered(desk, offer.made, offer.guest)
    shown: Any = desk.view(view_quote, eve, offer.made.request)
    assert (shown.id, shown.standing, shown.can_answer) == (offer.id, Standing.SUPERSEDED, False)
    assert code(newer.answer(ApproveQuote, eve, digest=newer.digest())) == "no_such_request"
    newer.answer(NameApprover, contact="eve@example.com")
    eve = approver(desk, offer.made.request)
    assert not code(newer.answer(RemoveApprover))
    assert code(newer.decline(eve)) == "no_such_request"
    newer.answer(NameApprover, contact="eve@example.com")
    eve = approver(desk, offer.made.request)
    j.do(desk, EraseRequest, j.BOSS, request=offer.made.request)
    assert code(desk.view(view_quote, eve, offer.made.request)) == "no_such_request"
    assert desk.verify() == ()


def test_a_code_ends_with_the_approver_that_it_was_sent_to(desk: Helpdesk) -> None:
    """It is wrong from then on, and another one is asked for in vain; staff hear of no message that failed."""
    offer = offered(desk)
    offer.answer(NameApprover, contact="jan@example.com")
    entered = code_of_approver(desk, offer.made.request)
    offer.answer(RemoveApprover)
    assert code(j.attempt(desk, EnterCode, Guest(), **entered)) == "wrong_code"
    sent(desk)
    desk.clock.move(minutes=11)  # type: ignore[attr-defined]
    j.do(desk, RequestCode, Guest(), link=entered["link"], contact=entered["contact"])
    assert (desk.deliver().failed, sent(desk)) == (0, [])


def test_an_approvers_words_are_not_the_customers(desk: Helpdesk) -> None:
    """The reason stands on the thread under the masked address of who gave it."""
    offer = offered(desk)
    offer.answer(NameApprover, contact="jan@example.com")
    assert not code(offer.decline(approver(desk, offer.made.request), text="Too dear, sorry."))
    with desk.reading() as reader:
        names = {str(one.text): str(one.author_name) for one in reader.find(THREAD, {"request": offer.made.request})}
    assert names["Too dear, sorry."] == "j•••@e•••.com"


def test_naming_an_approver_is_limited_and_needs_a_fresh_proof() -> None:
    """It sends a message to somebody who did not ask for it, and hands over a decision."""
    offer = offered(desk := make_desk(settings=SETTINGS))
    assert code(offer.answer(NameApprover, contact="+48600100200")) == "quote_no_code_there"
    answers = [code(offer.answer(NameApprover, contact=f"{n}@example.com")) for n in range(7)]
    assert answers == [""] * 6 + ["too_many"]
    desk.clock.move(minutes=31)  # type: ignore[attr-defined]
    assert code(offer.answer(NameApprover, contact="jan@example.com")) == "verify_again"


def test_a_decision_by_an_approver_of_another_quote_does_not_hold() -> None:
    """Asked on every read, whatever was written."""
    offer = offered(make_desk(settings=SETTINGS))
    offer.answer(NameApprover, contact="jan@example.com")
    offer.approve(approver(offer.desk, offer.made.request))
    assert offer.is_approved
    edit(offer.desk, "quote_approvers", "quote", lambda cell: "0" * 32)
    assert not offer.is_approved


def test_nobody_else_sees_or_answers(desk: Helpdesk) -> None:
    """A stranger, another customer, and the customer of another request with this quote's id."""
    offer, other = offered(desk), offered(desk)
    digest = offer.digest()
    for actor in (Guest(), Customer(id="c-9", signed_in_at=desk.clock()), other.guest):
        assert code(desk.view(view_quote, actor, offer.made.request)) == "no_such_request"
        assert code(offer.answer(ApproveQuote, actor, digest=digest)) == "no_such_request"
    assert code(other.answer(ApproveQuote, quote=offer.id, digest=digest)) == "no_such_request"


def test_one_of_approval_and_new_offer_comes_first(desk: Helpdesk) -> None:
    """At the same moment: either the old version was approved before, or the customer is told that it changed."""
    for _ in range(5):
        offer = offered(desk)
        digest, draft = offer.digest(), prepare(desk, offer.made, lines=[SCREEN])
        new = {"request": offer.made.request, "quote": draft.quote, "digest": draft.digest}
        answers: list[Any] = []
        calls: list[Callable[[], Any]] = [
            lambda offer=offer, digest=digest: answers.append(offer.answer(ApproveQuote, digest=digest)),  # type: ignore[misc]
            lambda new=new: j.do(desk, OfferQuote, j.ANNA, **new),  # type: ignore[misc]
        ]
        threads = [Thread(target=call) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        happened = [one for one in reversed(actions(desk, offer.made)) if one in ("quote_approved", "quote_offered")]
        assert happened == ["quote_offered", "quote_offered"] if code(answers[0]) else happened[1] == "quote_approved"
    assert desk.verify() == ()


def test_staff_go_ahead_within_the_customers_limit(desk: Helpdesk) -> None:
    """X1: staff's own doing, by whom and up to what; no approval, and the customer reads it and may still say no."""
    offer = limited(desk, "760")
    assert [version.can_use_limit for version in offer.versions] == [True]
    assert not code(offer.use_limit())
    assert sent(desk) == ["we go ahead"]
    shown = offer.seen
    assert (shown.standing, shown.can_answer) == (Standing.WITHIN_LIMIT, True)
    assert shown.limit_use is not None
    assert (str(shown.limit_use.by), shown.limit_use.limit.minor) == ("Anna Nowak", 760_00)
    assert not offer.is_approved
    assert code(offer.use_limit()) == "wrong_phase"
    assert not code(offer.decline())
    assert offer.seen.standing is Standing.DECLINED
    assert desk.verify() == ()


@pytest.mark.parametrize(
    ("limit", "fields", "why"),
    [
        ("759,99", {}, "quote_above_limit"),
        ({"minor": 10**9, "currency": "EUR"}, {}, "quote_above_limit"),
        ("5000", TO_CHOOSE, "quote_limit_needs_choice"),
        ("5000", {"lines": [SCREEN | {"part": "optional"}]}, "quote_limit_needs_choice"),
        (None, {}, "wrong_phase"),
        ("620", {"lines": [SCREEN, LABOUR | {"part": "optional"}]}, ""),
    ],
)
def test_a_limit_is_no_choice_and_no_more_than_it_says(limit: Any, fields: dict[str, Any], why: str) -> None:
    """Only what is in every case is gone ahead with."""
    offer = limited(make_desk(settings=SETTINGS), limit, **fields)
    assert offer.versions[0].can_use_limit == (not why)
    assert code(offer.use_limit()) == why
    assert why or offer.seen.limit_use.total.minor == 620_00  # type: ignore[union-attr]


def edit(desk: Helpdesk, table: str, column: str, change: Any) -> None:
    """An edit behind the library's back, in the memory store's rows."""
    rows, place = desk._store._tables[table], record_types[table].place(column)  # type: ignore[attr-defined]
    for id, row in rows.items():
        rows[id] = (*row[:place], change(row[place]), *row[place + 1 :])


@pytest.mark.parametrize("erased", [False, True])
@pytest.mark.parametrize(
    ("table", "column", "change"),
    [
        ("quotes", "lines", lambda cell: cell.replace("62000", "72000")),
        ("quotes", "lines", lambda cell: cell.replace('"quantity":2', '"quantity":1')),
        ("quotes", "lines", lambda cell: cell.replace('"tax_rate":2300', '"tax_rate":800')),
        ("quotes", "options", lambda cell: cell.replace('"group":1', '"group":2')),
        ("quotes", "prices", lambda cell: "net"),
        ("quotes", "valid_until", lambda cell: "2027-12-02"),
        ("quotes", "number", lambda cell: 7),
        ("quote_answers", "options", lambda cell: '["B"]'),
        ("quote_answers", "extras", lambda cell: "[3]"),
        ("quote_answers", "total", lambda cell: 1),
        ("quote_answers", "total_currency", lambda cell: "EUR"),
        ("quote_answers", "quote_digest", lambda cell: "0" * 64),
        ("quote_answers", "decided", lambda cell: None),
    ],
)
def test_what_was_decided_cannot_be_changed_unseen(erased: bool, table: str, column: str, change: Any) -> None:
    """Nothing is shown as approved any more, and the check names the row; erasing texts first changes nothing."""
    offer = offered(desk := make_desk(settings=SETTINGS), **TO_CHOOSE)
    offer.approve(options=["A"])
    if erased:
        j.do(desk, EraseRequest, j.BOSS, request=offer.made.request)
    assert desk.verify() == ()
    edit(desk, table, column, change)
    assert {finding.code for finding in desk.verify()} & {"content_changed", "decision_missing"}
    assert not offer.is_approved
    if table == "quotes" and not erased:
        assert desk.view(view_quote, offer.guest, offer.made.request) is None


@pytest.mark.parametrize(
    ("price", "is_redaction", "stands"), [(620_00, True, True), (620_00, False, False), (9, True, False)]
)
def test_an_approval_is_of_one_content(price: int, is_redaction: bool, stands: bool) -> None:
    """A content that a person decided about since is approved only where it replaces the one that the customer read,
    at the same total."""
    offer = offered(desk := make_desk(settings=SETTINGS), lines=[SCREEN])
    offer.approve()
    (version,) = offer.versions
    old, by = version.quote, evidence(j.BOSS)
    new = old.changed(lines=(line(price, 2300),)).committed(Effect.PUBLISH, "salt")
    replaced = old.decided if is_redaction else None
    decision = decide(Effect.PUBLISH, new, subject=old.request, by=by, now=desk.clock(), replaces=replaced)
    for record in (decision, new.changed(decided=decision.id)):
        desk._store._tables[record.record_type.name][record.id] = record.record_type.encode(record)  # type: ignore[attr-defined]
    assert offer.is_approved == stands


@pytest.mark.parametrize("approved", [True, False])
def test_a_no_cannot_be_made_a_yes_nor_a_yes_a_no(approved: bool) -> None:
    """Not even by an edit that drops the decision as well."""
    offer = offered(desk := make_desk(settings=SETTINGS))
    (offer.approve if approved else offer.decline)()
    edit(desk, "quote_answers", "answer", lambda cell: "declined" if approved else "approved")
    edit(desk, "quote_answers", "decided", lambda cell: None)
    assert desk.verify()
    assert not offer.is_approved


def test_erasing_takes_the_words_and_leaves_what_was_agreed(desk: Helpdesk) -> None:
    """GDPR, article 17: names and texts go; amounts, choice and decisions stay, and still verify."""
    offer = offered(desk, text="For Maria's telephone", **TO_CHOOSE)
    offer.approve(options=["B"])
    anchor = desk.anchor()
    j.do(desk, EraseRequest, j.BOSS, request=offer.made.request)
    (version,) = offer.versions
    assert version.quote.text is None
    assert {str(text) for path, text in version.quote.texts().items() if "." in path} == {"[ERASED]"}
    assert (version.standing, version.chosen.gross.minor) == (Standing.APPROVED, 430_00)
    assert desk.verify(anchor) == ()


def test_a_secret_does_not_get_in_and_goes_from_an_approved_quote(desk: Helpdesk) -> None:
    """Every text is redacted. Who takes out what got through decided about what is left, and the approval stands."""
    secret, words = "password: hunter2", {"text": "password: hunter2"}
    options = [A | {"title": secret}, B | words]
    offer = offered(
        desk, **words, lines=[LINES[0] | words, *LINES[1:3], LINES[3] | {"text": "Mruczek"}], options=options
    )
    assert "hunter2" not in " ".join(map(str, offer.versions[0].quote.texts().values()))
    before = offer.seen.digest
    offer.approve(options=["A"], extras=[3])
    place = desk.view(view_place, j.ANNA, offer.made.request, words="Mruczek")
    assert isinstance(place, Place)
    desk.do(place.command, j.BOSS)
    shown = offer.seen
    assert (str(shown.lines[3].text), shown.standing) == ("[REMOVED]", Standing.APPROVED)
    assert shown.digest != before
    assert "publication_redacted" in actions(desk, offer.made)
    assert desk.verify() == ()


def test_a_room_without_quotes_pays_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """The request knows what there is about it: where there is no quote, none is looked for."""
    made, guest = j.in_phase(desk := make_desk(settings=SETTINGS), "in_review")
    asked: list[str] = []
    with desk.reading() as reader:
        found = type(reader).find

    def counting(self: Any, query: Any, *args: Any, **options: Any) -> Any:
        asked.append(query.record.record_type.name)
        return found(self, query, *args, **options)

    monkeypatch.setattr(type(reader), "find", counting)
    assert desk.view(view_quote, guest, made.request) is None
    assert "quotes" not in asked
    prepare(desk, made)
    assert "quotes" in j.stored(desk, made).has
    desk.view(view_quote, guest, made.request)
    assert "quotes" in asked
