"""Quotes: what is offered, chosen, decided, and what no one can change afterwards."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random
from threading import Thread
from typing import Any

import attrs
import pytest

import journeys as j
from helpdesk_core import Agent, Customer, Guest, Helpdesk, InputError, Money, Refusal, RefusalKind
from helpdesk_core.base.changes import Effect
from helpdesk_core.base.queries import Query
from helpdesk_core.base.text import mark_safe
from helpdesk_core.commands import (
    ApproveQuote,
    AskAboutQuote,
    CancelRequest,
    DeclineQuote,
    EraseRequest,
    ExpireQuote,
    OfferQuote,
    PrepareQuote,
    RemoveSecret,
    SubmitRequest,
    UseLimit,
)
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.guardrails.decisions import Basis, Decision
from helpdesk_core.guardrails.timeline import LATEST_ENTRIES
from helpdesk_core.quotes.model import MAX_LINES, MAX_PRICE, Part, Quote, QuoteLine, Standing
from helpdesk_core.quotes.pricing import tax_shares
from helpdesk_core.redaction_desk.rules import view_place
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import QuotesForStaff, QuoteView, view_choice, view_quote, view_quotes

SETTINGS = attrs.evolve(POLISH_SHOP, tax_rates=(2300, 800, 0))
SCREEN = {"text": "Screen, original", "unit_price": "620", "tax_rate": 2300}
LABOUR = {"text": "Labour", "quantity": 2, "unit_price": "70,00", "tax_rate": 2300}
OPTIONS = [{"letter": "A", "title": "Original"}, {"letter": "B", "title": "Compatible", "text": "Six months"}]
TO_CHOOSE = [
    SCREEN | {"part": "A"},
    {"text": "Screen, compatible", "unit_price": "290", "tax_rate": 2300, "part": "B"},
    LABOUR,
    {"text": "Glass", "unit_price": "39", "tax_rate": 2300, "part": "optional"},
]


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

    def digest(self, **choice: Any) -> str:
        shown = self.desk.view(view_choice, self.guest, self.made.request, **choice)
        assert not isinstance(shown, Refusal)
        return shown.digest

    def answer(self, command: Any, actor: Any = None, key: str | None = None, **fields: Any) -> Any:
        named = {"request": self.made.request, "quote": self.id}
        return j.attempt(self.desk, command, actor or self.guest, key, **(named | fields))

    def approve(self, actor: Any = None, key: str | None = None, **choice: Any) -> Any:
        return self.answer(ApproveQuote, actor, key, digest=self.digest(**choice), **choice)

    def decline(self, actor: Any = None, **fields: Any) -> Any:
        return self.answer(DeclineQuote, actor, digest=self.seen.digest, **fields)

    def for_staff(self) -> QuotesForStaff:
        found = self.desk.view(view_quotes, j.ANNA, self.made.request)
        assert isinstance(found, QuotesForStaff)
        return found


def prepare(desk: Helpdesk, made: Any, actor: Any = j.ANNA, **fields: Any) -> Any:
    defaults = {"request": made.request, "valid_until": "2026-12-02", "lines": [SCREEN, LABOUR]}
    return j.attempt(desk, PrepareQuote, actor, **(defaults | fields))


def offered(desk: Helpdesk, made: Any = None, guest: Any = None, status: str = "", **fields: Any) -> Offer:
    if made is None:
        made, guest = j.in_phase(desk, "in_review")
    draft = prepare(desk, made, **fields)
    j.do(desk, OfferQuote, j.ANNA, request=made.request, quote=draft.quote, digest=draft.digest, status=status)
    return Offer(desk, made, guest, draft.quote)


def to_choose(desk: Helpdesk, **fields: Any) -> Offer:
    return offered(desk, lines=TO_CHOOSE, options=OPTIONS, **fields)


def code(answer: Any) -> str:
    return str(getattr(answer, "code", "")).removeprefix("refusal.")


def actions(desk: Helpdesk, made: Any) -> list[str]:
    with desk.reading() as reader:
        return [entry.action for entry in reader.find(LATEST_ENTRIES, {"subject": made.request})]


def sent(desk: Helpdesk) -> list[str]:
    """Subjects of the notices that went out since the last time, without references."""
    desk.notifier.sent.clear()  # type: ignore[attr-defined]
    desk.deliver()
    return sorted(one.subject.partition(": ")[2] for one in desk.notifier.sent)  # type: ignore[attr-defined]


# --- totals ---------------------------------------------------------------------------------------------------------


def line(price: int, rate: int, quantity: int = 1) -> QuoteLine:
    unit_price = Money(minor=price, currency="PLN")
    return QuoteLine(text=mark_safe("x"), quantity=quantity, unit_price=unit_price, tax_rate=rate, part=Part.ALWAYS)


def test_tax_is_rounded_once_for_each_rate() -> None:
    """Three times 0.05 at 23 % contain 0.03, not three times 0.01; the sum itself is never rounded."""
    shares = tax_shares([line(5, 2300, 2), line(799_00, 800), line(5, 2300)])
    assert [(share.rate, share.gross.minor, share.tax.minor) for share in shares] == [
        (800, 799_00, 59_19),
        (2300, 15, 3),
    ]


def test_tax_is_exact_to_half_a_minor_unit() -> None:
    """Against fractions, for amounts and rates as they come; exactly half goes up."""
    random = Random(7)
    for _ in range(2_000):
        price, rate = random.choice([random.randrange(10**4), random.randrange(MAX_PRICE)]), random.randrange(10_001)
        (share,) = tax_shares([line(price, rate)])
        assert Fraction(-1, 2) < share.tax.minor - Fraction(price * rate, 10_000 + rate) <= Fraction(1, 2)
        assert share.gross.minor == price
    assert tax_shares([line(3, 10_000)])[0].tax.minor == 2  # 1.5 exactly


# --- staff ----------------------------------------------------------------------------------------------------------


def test_a_draft_is_the_staffs_alone(desk: Helpdesk) -> None:
    """Nothing is shown to a customer that no person offered, and nobody is told."""
    made, guest = j.in_phase(desk, "in_review")
    desk.deliver()
    draft = prepare(desk, made, text="Please read.")
    assert draft.number == 1
    assert desk.view(view_quote, guest, made.request) is None
    assert sent(desk) == []
    answer = j.attempt(desk, AskAboutQuote, guest, request=made.request, quote=draft.quote, text="?")
    assert code(answer) == "quote_changed"


def test_there_is_one_draft_and_nobody_overwrites_it_unseen(desk: Helpdesk) -> None:
    """Who writes it anew names the content that was on the page."""
    made, _ = j.in_phase(desk, "in_review")
    first = prepare(desk, made)
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
        ({"lines": [SCREEN | {"part": "A"}], "options": OPTIONS[:1]}, "options.0.title"),
        ({"lines": [SCREEN | {"part": "A"}], "options": OPTIONS}, "options.1.title"),
        ({"lines": TO_CHOOSE, "options": [*OPTIONS, OPTIONS[0]]}, "options.0.title"),
        ({"lines": TO_CHOOSE, "options": [OPTIONS[0], OPTIONS[1] | {"group": 2}]}, "options.0.title"),
        ({"valid_until": "2026-11-20"}, "valid_until"),
        ({"valid_until": "9999-12-31"}, "valid_until"),
    ],
)
def test_what_cannot_be_offered_is_refused_at_its_place(fields: dict[str, Any], path: str) -> None:
    made, _ = j.in_phase(desk := make_desk(settings=SETTINGS), "in_review")
    answer = prepare(desk, made, **fields)
    assert isinstance(answer, Refusal)
    assert answer.field == path


@pytest.mark.parametrize(
    ("fields", "path"),
    [
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
def test_what_cannot_be_read_is_named_by_its_path(fields: dict[str, Any], path: str) -> None:
    made, _ = j.in_phase(desk := make_desk(settings=SETTINGS), "in_review")
    with pytest.raises(InputError) as caught:
        prepare(desk, made, **fields)
    assert [".".join(error.path) for error in caught.value.errors] == [path]


def test_an_offer_is_about_what_was_reviewed(desk: Helpdesk) -> None:
    """Written since: refused. Offered: the status is set in the same step, and one notice says so, without amounts."""
    made, guest = j.in_phase(desk, "in_review")
    desk.deliver()
    old = prepare(desk, made)
    new = prepare(desk, made, seen=old.digest, lines=[SCREEN])
    fields = {"request": made.request, "quote": new.quote}
    assert code(j.attempt(desk, OfferQuote, j.ANNA, **fields, digest=old.digest)) == "quote_changed"
    assert desk.view(view_quote, guest, made.request) is None
    j.do(desk, OfferQuote, j.ANNA, **fields, digest=new.digest, status="waiting_for_customer")
    assert sent(desk) == ["a quote for you"]
    assert not any("620" in line for one in desk.notifier.sent for line in one.lines)  # type: ignore[attr-defined]
    shown = Offer(desk, made, guest, new.quote).seen
    assert (shown.number, shown.standing, shown.most.minor) == (1, Standing.OPEN, 620_00)
    assert j.stored(desk, made).status == "waiting_for_customer"


def test_a_new_version_supersedes_the_one_on_offer(desk: Helpdesk) -> None:
    """What was read is not what can be approved any more; the old version is one line."""
    offer = to_choose(desk)
    digest = offer.digest(options=["A"])
    again = offered(desk, offer.made, offer.guest)
    assert [(one.number, one.standing) for one in again.seen.older] == [(1, Standing.SUPERSEDED)]
    late = offer.answer(ApproveQuote, digest=digest, options=["A"])
    assert code(late) == "quote_changed"
    assert late.kind is RefusalKind.CONFLICT
    assert "quote_approved" not in actions(desk, offer.made)


def test_rights_are_apart(desk: Helpdesk) -> None:
    """Who may prepare may not offer by that, nor go ahead within a limit."""
    made, _ = j.in_phase(desk, "in_review")
    writer = Agent(id="w", name="W", rights=frozenset({"quotes.prepare", "requests.view"}))
    draft = prepare(desk, made, writer)
    named = {"request": made.request, "quote": draft.quote, "digest": draft.digest}
    for command in (OfferQuote, UseLimit):
        assert code(j.attempt(desk, command, writer, **named)) == "not_allowed"
    assert code(prepare(desk, made, Agent(id="x", name="X", rights=frozenset()))) == "not_allowed"


# --- customers ------------------------------------------------------------------------------------------------------


def test_an_approval_is_about_the_lines_and_the_total_that_were_read(desk: Helpdesk) -> None:
    """R6, G4: the choice is part of the decision, on the proof of a contact; nothing else happens."""
    offer = to_choose(desk, status="waiting_for_customer")
    desk.deliver()
    answer = offer.approve(options=["A"], extras=[3])
    shown = offer.seen
    assert shown.standing is Standing.APPROVED
    assert shown.chosen is not None
    assert [str(one.text) for one in [shown.lines[place] for place in shown.chosen.places]] == [
        "Screen, original",
        "Labour",
        "Glass",
    ]
    assert (shown.chosen.gross.minor, shown.chosen.shares[0].tax.minor) == (799_00, 149_41)
    with desk.reading() as reader:
        decision = reader.load(Decision, answer.decision)
        effects = {one.effect for one in reader.find(Query(Decision), {}, limit=99)}
    assert decision is not None
    assert (decision.effect, decision.basis, decision.contact) == (Effect.APPROVE, Basis.CODE, offer.made.contact)
    assert effects == {Effect.PUBLISH, Effect.APPROVE}
    assert j.stored(desk, offer.made).phase.value == "in_review"
    assert sent(desk) == ["quote approved"]
    assert desk.verify() == ()


def test_a_second_tap_is_the_first_answer(desk: Helpdesk) -> None:
    """The same form twice is one approval; another answer comes too late."""
    offer = offered(desk)
    digest = offer.digest()
    first, again = (offer.answer(ApproveQuote, key="form", digest=digest) for _ in range(2))
    assert (again.answer, again.repeated) == (first.answer, True)
    assert code(offer.decline()) == "quote_answered"
    assert actions(desk, offer.made).count("quote_approved") == 1


@pytest.mark.parametrize(
    ("options", "extras"),
    [([], []), (["A", "B"], []), (["C"], []), (["optional"], []), (["A"], [2]), (["A"], [4]), (["A"], [-1])],
)
def test_only_a_complete_choice_can_be_approved(options: list[str], extras: list[int]) -> None:
    """One of each group, and only lines that can be left out."""
    offer = to_choose(desk := make_desk(settings=SETTINGS))
    assert code(desk.view(view_choice, offer.guest, offer.made.request, options=options, extras=extras))
    answer = offer.answer(ApproveQuote, digest=offer.seen.digest, options=options, extras=extras)
    assert code(answer) == "quote_incomplete"


def test_a_digest_is_of_one_choice(desk: Helpdesk) -> None:
    """What was read for A does not approve B, nor A with a line more."""
    offer = to_choose(desk)
    digest = offer.digest(options=["A"])
    for choice in ({"options": ["B"]}, {"options": ["A"], "extras": [3]}):
        assert code(offer.answer(ApproveQuote, digest=digest, **choice)) == "quote_changed"


def test_who_decides_proves_it_afresh(desk: Helpdesk) -> None:
    """A proof older than half an hour, or of no known time, is asked for anew; looking is free."""
    made = j.submit(desk, j.CUSTOMER)
    offer = offered(desk, made, j.enter(desk, made))
    desk.clock.move(minutes=31)  # type: ignore[attr-defined]
    assert (offer.seen.can_answer, offer.seen.fresh) == (True, False)
    now: datetime = desk.clock()
    long_ago, before = Customer(id="c-1", signed_in_at=now - timedelta(minutes=31)), Customer(id="c-1")
    for actor in (offer.guest, long_ago, before):
        for answer in (offer.approve(actor), offer.decline(actor)):
            assert (code(answer), answer.kind) == ("verify_again", RefusalKind.VERIFY)
    assert not code(offer.approve(Customer(id="c-1", signed_in_at=now - timedelta(minutes=29))))


def test_a_no_needs_no_reason_and_ends_the_wait(desk: Helpdesk) -> None:
    """With a reason it is a message like any other; either way it is final, and no decision."""
    offer = offered(desk, status="waiting_for_customer")
    desk.deliver()
    offer.decline(text="Too dear, sorry.")
    assert sent(desk) == ["quote not approved"]
    assert offer.seen.standing is Standing.DECLINED
    assert j.stored(desk, offer.made).phase.value == "in_review"
    with desk.reading() as reader:
        assert "Too dear, sorry." in {str(one.text) for one in reader.find(THREAD, {"request": offer.made.request})}
        assert not [one for one in reader.find(Query(Decision), {}) if one.effect is Effect.APPROVE]
    assert code(offer.approve()) == "quote_answered"
    assert desk.verify() == ()


def test_a_question_decides_nothing(desk: Helpdesk) -> None:
    """It is on the thread, the history names the version, and staff are told once."""
    offer = offered(desk)
    desk.deliver()
    answer = offer.answer(AskAboutQuote, text="Why two hours?")
    assert sent(desk) == ["a question about the quote"]
    with desk.reading() as reader:
        entries = reader.find(LATEST_ENTRIES, {"subject": offer.made.request})
    payload = next(entry.payload for entry in entries if entry.action == "quote_asked")
    assert payload == {"quote": offer.id, "message": answer.message}
    assert offer.seen.can_answer


def test_the_last_day_ends_where_the_shop_is(desk: Helpdesk) -> None:
    """Until midnight in Warsaw, whether or not the job ran; the job records a fact, once, and tells staff."""
    offer = offered(desk)
    desk.deliver()
    digest = offer.digest()
    desk.clock.now = datetime(2026, 12, 2, 22, 59, tzinfo=UTC)  # type: ignore[attr-defined]
    assert code(offer.approve()) == "verify_again"
    desk.deliver()
    desk.clock.move(minutes=2)  # type: ignore[attr-defined]
    assert offer.seen.standing is Standing.EXPIRED
    for command in (ApproveQuote, DeclineQuote):
        assert code(offer.answer(command, digest=digest)) == "quote_expired"
    assert sent(desk) == []
    desk.clock.move(seconds=1)  # type: ignore[attr-defined]
    assert sent(desk) == ["quote ran out"]
    desk.clock.move(days=1)  # type: ignore[attr-defined]
    assert sent(desk) == []
    assert actions(desk, offer.made).count("quote_expired") == 1


@pytest.mark.parametrize("settled", ["approve", "decline", "supersede", "cancel"])
def test_what_was_settled_does_not_run_out(settled: str) -> None:
    offer = offered(desk := make_desk(settings=SETTINGS))
    steps = {
        "approve": offer.approve,
        "decline": offer.decline,
        "supersede": lambda: offered(desk, offer.made, offer.guest, valid_until="2027-01-02"),
        "cancel": lambda: j.do(desk, CancelRequest, offer.guest, request=offer.made.request),
    }
    steps[settled]()
    desk.clock.move(days=20)  # type: ignore[attr-defined]
    desk.deliver()
    assert not code(j.attempt(desk, ExpireQuote, j.BOT, request=offer.made.request, quote=offer.id))
    assert "quote_expired" not in actions(desk, offer.made)


def test_an_ended_request_has_nothing_to_decide(desk: Helpdesk) -> None:
    offer = offered(desk)
    digest = offer.digest()
    j.do(desk, CancelRequest, offer.guest, request=offer.made.request)
    assert code(offer.answer(ApproveQuote, digest=digest)) == "wrong_phase"
    assert code(prepare(desk, offer.made)) == "wrong_phase"
    assert offer.seen.standing is Standing.NOT_NEEDED


def test_nobody_else_sees_or_answers(desk: Helpdesk) -> None:
    """A stranger, another customer, and the customer of another request with this quote's id."""
    offer, other = offered(desk), offered(desk)
    digest = offer.digest()
    for actor in (Guest(), Customer(id="c-9", signed_in_at=desk.clock()), other.guest):
        assert code(desk.view(view_quote, actor, offer.made.request)) == "no_such_request"
        assert code(desk.view(view_choice, actor, offer.made.request)) == "no_such_request"
        assert code(offer.answer(ApproveQuote, actor, digest=digest)) == "no_such_request"
    crossed = other.answer(ApproveQuote, quote=offer.id, digest=digest)
    assert code(crossed) == "no_such_request"


def test_one_of_approval_and_new_offer_comes_first(desk: Helpdesk) -> None:
    """At the same moment: either the old version was approved before, or the customer is told that it changed."""
    for _ in range(5):
        offer = offered(desk)
        digest, draft = offer.digest(), prepare(desk, offer.made, lines=[SCREEN])
        answers: dict[str, Any] = {}
        new = {"request": offer.made.request, "quote": draft.quote, "digest": draft.digest}
        threads = [
            Thread(target=lambda: answers.update(yes=offer.answer(ApproveQuote, digest=digest))),
            Thread(target=lambda: answers.update(new=j.attempt(desk, OfferQuote, j.ANNA, **new))),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        happened = [one for one in actions(desk, offer.made) if one in ("quote_approved", "quote_offered")]
        assert happened[::-1][:2] != ["quote_offered", "quote_offered"] or code(answers["yes"]) == "quote_changed"
    assert desk.verify() == ()


# --- the limit ------------------------------------------------------------------------------------------------------


def limited(desk: Helpdesk, limit: Any, **fields: Any) -> Offer:
    made = j.do(desk, SubmitRequest, Guest(), **{**NEW, "spending_limit": limit})
    return offered(desk, made, j.enter(desk, made), **fields)


NEW = {"problem": "p", "device": "d", "surname": "Nowak", "contact": j.EMAIL}


def test_staff_go_ahead_within_the_customers_limit(desk: Helpdesk) -> None:
    """It is staff's own doing: who relied on which limit for which content; no approval, and the customer reads it."""
    offer = limited(desk, "760")
    desk.deliver()
    (version,) = offer.for_staff().versions
    assert (offer.for_staff().limit, version.can_use_limit) == (Money(minor=760_00, currency="PLN"), True)
    assert not code(offer.answer(UseLimit, j.ANNA, digest=version.quote.digest))
    assert sent(desk) == ["we go ahead"]
    shown = offer.seen
    assert (shown.standing, shown.can_answer) == (Standing.WITHIN_LIMIT, True)
    assert shown.limit_use is not None
    assert (str(shown.limit_use.by), shown.limit_use.limit.minor) == ("Anna Nowak", 760_00)
    assert "quote_approved" not in actions(desk, offer.made)
    assert code(offer.answer(UseLimit, j.ANNA, digest=version.quote.digest)) == "wrong_phase"
    assert not code(offer.decline())
    assert offer.seen.standing is Standing.DECLINED
    assert desk.verify() == ()


@pytest.mark.parametrize(
    ("limit", "fields", "why"),
    [
        ("759,99", {}, "quote_above_limit"),
        ({"minor": 10**9, "currency": "EUR"}, {}, "quote_above_limit"),
        ("5000", {"lines": TO_CHOOSE, "options": OPTIONS}, "quote_limit_needs_choice"),
        ("5000", {"lines": [SCREEN | {"part": "optional"}]}, "quote_limit_needs_choice"),
        (None, {}, "wrong_phase"),
    ],
)
def test_a_limit_is_no_choice_and_no_more_than_it_says(limit: Any, fields: dict[str, Any], why: str) -> None:
    offer = limited(make_desk(settings=SETTINGS), limit, **fields)
    assert not offer.for_staff().versions[0].can_use_limit
    assert code(offer.answer(UseLimit, j.ANNA, digest=offer.seen.digest)) == why


def test_what_can_be_left_out_is_not_within_the_limit(desk: Helpdesk) -> None:
    """Only what is in every case is gone ahead with."""
    offer = limited(desk, "620", lines=[SCREEN, LABOUR | {"part": "optional"}])
    offer.answer(UseLimit, j.ANNA, digest=offer.seen.digest)
    used = offer.seen.limit_use
    assert used is not None
    assert used.total.minor == 620_00


# --- what nobody can change -----------------------------------------------------------------------------------------


def edit(desk: Helpdesk, table: str, column: str, change: Any) -> None:
    """An edit behind the library's back, in the memory store's rows."""
    (kind,) = [known.record_type for known in _kinds() if known.record_type.name == table]
    rows = desk._store._tables[table]  # type: ignore[attr-defined]
    for id, row in rows.items():
        cells = list(row)
        cells[kind.place(column)] = change(cells[kind.place(column)])
        rows[id] = tuple(cells)


def _kinds() -> list[Any]:
    from helpdesk_core.base.records import record_types

    return [known.make for known in record_types.values()]


@pytest.mark.parametrize("erased", [False, True])
@pytest.mark.parametrize(
    ("table", "column", "change"),
    [
        ("quotes", "lines", lambda cell: cell.replace("62000", "72000")),
        ("quotes", "lines", lambda cell: cell.replace('"quantity":2', '"quantity":1')),
        ("quotes", "lines", lambda cell: cell.replace('"tax_rate":2300', '"tax_rate":800')),
        ("quotes", "options", lambda cell: cell.replace('"group":1', '"group":2')),
        ("quotes", "valid_until", lambda cell: "2027-12-02"),
        ("quotes", "number", lambda cell: 7),
        ("quote_answers", "options", lambda cell: '["B"]'),
        ("quote_answers", "extras", lambda cell: "[3]"),
        ("quote_answers", "total", lambda cell: 1),
        ("quote_answers", "total_currency", lambda cell: "EUR"),
        ("quote_answers", "quote_digest", lambda cell: "0" * 64),
    ],
)
def test_what_was_decided_cannot_be_changed_unseen(erased: bool, table: str, column: str, change: Any) -> None:
    """Nothing is shown as approved any more, and the check names the row; erasing texts first changes nothing."""
    offer = to_choose(desk := make_desk(settings=SETTINGS))
    offer.approve(options=["A"])
    if erased:
        j.do(desk, EraseRequest, j.BOSS, request=offer.made.request)
    assert desk.verify() == ()
    edit(desk, table, column, change)
    assert {finding.code for finding in desk.verify()} == {"content_changed"}
    assert not any(version.standing is Standing.APPROVED for version in offer.for_staff().versions)


def test_a_no_cannot_be_made_a_yes_nor_a_yes_a_no() -> None:
    """Neither by a changed answer, nor by one that drops its decision as well."""
    for approved, column, value in ((False, "answer", "approved"), (True, "answer", "declined")):
        offer = offered(desk := make_desk(settings=SETTINGS))
        (offer.approve if approved else offer.decline)()
        edit(desk, "quote_answers", column, lambda cell, value=value: value)
        edit(desk, "quote_answers", "decided", lambda cell: None)
        assert desk.verify()
        assert not any(version.standing is Standing.APPROVED for version in offer.for_staff().versions)


def test_erasing_takes_the_words_and_leaves_what_was_agreed(desk: Helpdesk) -> None:
    """GDPR, article 17: names and texts go; amounts, choice and decisions stay, and still verify."""
    offer = to_choose(desk, text="For Maria's telephone")
    offer.approve(options=["B"])
    anchor = desk.anchor()
    j.do(desk, EraseRequest, j.BOSS, request=offer.made.request)
    (version,) = offer.for_staff().versions
    assert version.quote.text is None
    assert {str(one.text) for one in version.quote.lines} == {"[ERASED]"}
    assert {str(one.title) for one in version.quote.options} == {"[ERASED]"}
    assert version.standing is Standing.APPROVED
    assert version.chosen is not None
    assert version.chosen.gross.minor == 430_00
    assert desk.verify(anchor) == ()


def test_a_secret_goes_from_an_approved_quote_and_the_approval_stands(desk: Helpdesk) -> None:
    """Who took it out decided about what is left; the customer's answer is about the same lines at the same total."""
    offer = offered(desk, lines=[SCREEN | {"text": "Screen, opened with Mruczek"}])
    before = offer.seen.digest
    offer.approve()
    place = desk.view(view_place, j.ANNA, offer.made.request, words="Mruczek")
    assert isinstance(place.command, RemoveSecret)  # type: ignore[union-attr]
    desk.do(place.command, j.BOSS)  # type: ignore[union-attr]
    shown = offer.seen
    assert str(shown.lines[0].text) == "Screen, opened with [REMOVED]"
    assert shown.digest != before
    assert shown.standing is Standing.APPROVED
    assert "publication_redacted" in actions(desk, offer.made)
    assert desk.verify() == ()


def test_secrets_do_not_get_in(desk: Helpdesk) -> None:
    """Every text of a quote goes through redaction, those of lines and options too, and the person is told."""
    words = "password: hunter2"
    made, _ = j.in_phase(desk, "in_review")
    draft = prepare(desk, made, text=words, lines=[{**one, "text": words} for one in TO_CHOOSE],
                    options=[{**one, "title": words, "text": words} for one in OPTIONS])  # fmt: skip
    assert draft.removed == ("password",)
    with desk.reading() as reader:
        assert "hunter2" not in str(Quote.record_type.encode(reader.load(Quote, draft.quote)))


def test_a_room_without_quotes_costs_one_read() -> None:
    """Who has no quote pays for asking whether there is one, and no more."""
    made, guest = j.in_phase(desk := make_desk(settings=SETTINGS), "in_review")
    asked: list[str] = []
    with desk.reading() as reader:
        found = type(reader).find

        def counting(self: Any, query: Any, *args: Any, **options: Any) -> Any:
            asked.append(query.record.__name__)
            return found(self, query, *args, **options)

        type(reader).find = counting  # type: ignore[method-assign]
        try:
            assert desk.view(view_quote, guest, made.request) is None
        finally:
            type(reader).find = found  # type: ignore[method-assign]
    assert asked == ["Quote"]


def test_a_day_is_a_day(desk: Helpdesk) -> None:
    """A date stays what was typed, in every store."""
    offer = offered(desk, valid_until="24.12.2026")
    assert offer.seen.valid_until == date(2026, 12, 24)
