"""Asking for a testimonial, permitting it, and showing it: each is a person's step, and either side ends it at once."""

from __future__ import annotations

import hmac

import attrs

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import NOBODY, Change, Effect, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import Command, OpaqueId, command, text
from ..base.messages import define
from ..base.notices import to_customer, to_staff
from ..base.results import Result, result
from ..base.text import CustomerText, RawText
from ..context import Context
from ..guardrails.decisions import decide
from ..guardrails.rights import right
from ..handlers import handles
from ..outcomes.model import Outcome, OutcomeAnswer, OutcomeResult, answered_outcome
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONFLICT, WRONG_PHASE, done
from ..subjects import NOT_FOUND, get_visible
from .model import OF_REQUEST, Testimonial, TestimonialState

ASK = right("testimonials.ask", "Ask customers for a testimonial after a good outcome.")
CHECK = right("testimonials.check", "Decide which testimonials everybody may read, and take them down.", admins=True)
NOT_SUITABLE = Refusal(
    define("refusal.no_good_outcome", "A testimonial is asked for only after an outcome that solved the problem."),
    kind=RefusalKind.CONFLICT,
)
ASKED_ALREADY = Refusal(
    define("refusal.testimonial_asked", "This customer was asked before. Nobody is asked twice."),
    kind=RefusalKind.CONFLICT,
)
NOT_ASKED = Refusal(
    define("refusal.testimonial_not_asked", "Nothing is asked of you at the moment."), kind=RefusalKind.CONFLICT
)
SECOND_PERSON = Refusal(
    define("refusal.second_person", "Somebody else than who asked for it has to check it here."),
    kind=RefusalKind.FORBIDDEN,
)
_LONGEST, _LONGEST_NAME = 600, 60


@result
class TestimonialAsked(Result):
    """The id of the testimonial that a customer is asked for."""

    __test__ = False

    testimonial: str


@command
class AskForTestimonial(RequestCommand[TestimonialAsked]):
    """Ask the customer to say how it went."""


@command
class GiveTestimonial(RequestCommand[Result]):
    """The customer says how it went, and permits that everybody reads exactly that.

    Args:
        name: How it is signed; None for no name.
        permission: The words of the permission as they stood before the customer.
        text: What will be read.
    """

    name: RawText | None = text(max_length=_LONGEST_NAME, default=None)
    permission: RawText = text(max_length=_LONGEST)
    text: RawText = text(max_length=_LONGEST)


@command
class WithdrawTestimonial(RequestCommand[Result]):
    """The customer does not want it, or takes the permission back: from this moment nobody reads it."""


@command
class SuggestTestimonial(Command[Result]):
    """Suggest other words, such as without a surname; the customer decides about them anew.

    Args:
        testimonial: Its id.
        text: The words.
    """

    testimonial: OpaqueId
    text: RawText = text(max_length=_LONGEST)


@command
class PublishTestimonial(Command[Result]):
    """Decide that everybody may read it.

    Args:
        testimonial: Its id.
        digest: The digest of what was checked; anything that changed since is refused.
    """

    testimonial: OpaqueId
    digest: OpaqueId


@command
class TakeDownTestimonial(Command[Result]):
    """Stop showing it, or never show it.

    Args:
        testimonial: Its id.
    """

    testimonial: OpaqueId


class TestimonialWasAsked(
    Change,
    action="testimonial_asked",
    label="Testimonial asked for",
    by_staff=to_customer(
        "testimonial_asked",
        "Request {reference}: would you say how it went?",
        "If you like, tell others how it went. Nothing is shown without your permission, and you need not answer.",
    ),
):
    """Staff asked."""

    testimonial: str


class TestimonialGiven(
    Change,
    action="testimonial_given",
    label="Testimonial given",
    by_customer=to_staff(
        "testimonial_given",
        "Request {reference}: a testimonial to check",
        "The customer wrote a testimonial. Nobody else reads it before a person has checked it.",
    ),
):
    """The customer permitted these words."""

    testimonial: str
    digest: str


class TestimonialWithdrawn(
    Change,
    action="testimonial_withdrawn",
    label="Testimonial not wanted any more",
    by_customer=to_staff(
        "testimonial_withdrawn",
        "Request {reference}: the testimonial was taken back",
        "The customer does not want the testimonial shown. It is not shown any more.",
    ),
):
    """The customer took it back, or never wanted it."""

    testimonial: str


class TestimonialSuggested(
    Change,
    action="testimonial_suggested",
    label="Other words suggested for the testimonial",
    by_staff=to_customer(
        "testimonial_suggested",
        "Request {reference}: other words for your testimonial",
        "We suggest other words. Please read them; nothing is shown unless you agree.",
    ),
):
    """Staff suggested other words."""

    testimonial: str


class TestimonialPublished(
    Change,
    action="testimonial_published",
    label="Testimonial shown to everybody",
    effect=Effect.PUBLISH,
    by_staff=to_customer(
        "testimonial_published",
        "Request {reference}: your testimonial is shown",
        "Your testimonial can be read now. You can take it back at any time on the page of your request.",
    ),
):
    """A person decided that everybody may read it."""

    testimonial: str
    digest: str


class TestimonialTakenDown(Change, action="testimonial_taken_down", label="Testimonial taken down", tells=NOBODY):
    """The shop does not show it."""

    testimonial: str


@attrs.frozen(kw_only=True)
class Asking(OfRequest):
    """A request, what came of it, and the latest testimonial about it."""

    outcome: Outcome | None
    answer: OutcomeAnswer | None
    latest: Testimonial | None


@attrs.frozen(kw_only=True)
class OneTestimonial(OfRequest):
    """A testimonial and its request."""

    testimonial: Testimonial


def latest_of(reader: Reader, request: str) -> Testimonial | None:
    """The latest testimonial about a request."""
    found = reader.find(OF_REQUEST, {"request": request}, limit=1)
    return found[0][0] if found else None


def can_be_asked(outcome: Outcome | None, answer: OutcomeAnswer | None) -> bool:
    """Whether an outcome is one after which a customer may be asked: it solved the problem, and the customer has not
    said otherwise."""
    return outcome is not None and outcome.result is OutcomeResult.SOLVED and (answer is None or answer.solved)


def load_asking(reader: Reader, command: RequestCommand[TestimonialAsked], context: Context) -> Asking | Refusal:
    """The request, what came of it, and whether the customer was asked before."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    outcome, answer = answered_outcome(reader, loaded.request)
    return Asking(request=loaded.request, outcome=outcome, answer=answer, latest=latest_of(reader, loaded.request.id))


@handles(AskForTestimonial, actors=STAFF, load=load_asking, right=ASK)
def ask(loaded: Asking, command: AskForTestimonial, context: Context) -> Verdict[TestimonialAsked]:
    """After a good outcome, and once."""
    if not can_be_asked(loaded.outcome, loaded.answer):
        return refused(NOT_SUITABLE)
    if loaded.latest is not None:
        return refused(ASKED_ALREADY)
    made = context.make(
        Testimonial,
        request=loaded.request.id,
        state=TestimonialState.ASKED,
        language=loaded.request.language,
        asked_by=context.actor.id,
        asked_at=context.now,
    ).committed(Effect.PUBLISH, context.new_salt())
    asked = TestimonialAsked(testimonial=made.id)
    change = TestimonialWasAsked(testimonial=made.id)
    return done(loaded.request, context, change, result=asked, saves=(Save(after=made),))


def load_latest(reader: Reader, command: RequestCommand[Result], context: Context) -> OneTestimonial | Refusal:
    """The request and the testimonial that its customer was asked for."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    latest = latest_of(reader, loaded.request.id)
    return NOT_ASKED if latest is None else OneTestimonial(request=loaded.request, testimonial=latest)


@handles(GiveTestimonial, actors=CUSTOMERS, load=load_latest)
def give(loaded: OneTestimonial, command: GiveTestimonial, context: Context) -> Verdict[Result]:
    """The permission is for these words, this name and this language; other words need another permission."""
    before = loaded.testimonial
    if not before.state.is_open:
        return refused(NOT_ASKED)
    name = context.texts.get("name")
    given = before.changed(
        state=TestimonialState.GIVEN,
        text=CustomerText(context.texts["text"]),
        name=None if name is None else CustomerText(name),
        permission=context.texts["permission"],
        permitted_at=context.now,
    ).committed(Effect.PUBLISH, context.new_salt())
    change = TestimonialGiven(testimonial=given.id, digest=given.digest)
    return _changed(loaded, given, change, context)


@handles(WithdrawTestimonial, actors=CUSTOMERS, load=load_latest)
def withdraw(loaded: OneTestimonial, command: WithdrawTestimonial, context: Context) -> Verdict[Result]:
    """At any time, whatever it has come to; the words stay in the shop's records as long as the request does."""
    before = loaded.testimonial
    if before.state.is_over:
        return refused(NOT_ASKED)
    state = TestimonialState.DECLINED if before.state.is_open else TestimonialState.WITHDRAWN
    change = TestimonialWithdrawn(testimonial=before.id)
    return _changed(loaded, before.changed(state=state, decided=None), change, context)


def load_testimonial(
    reader: Reader, command: SuggestTestimonial | PublishTestimonial | TakeDownTestimonial, context: Context
) -> OneTestimonial | Refusal:
    """The testimonial and its request."""
    found = reader.load(Testimonial, command.testimonial)
    request = get_visible(reader, ServiceRequest, found.request, context) if found else None
    return NOT_FOUND if request is None or found is None else OneTestimonial(request=request, testimonial=found)


@handles(SuggestTestimonial, actors=STAFF, load=load_testimonial, right=CHECK)
def suggest(loaded: OneTestimonial, command: SuggestTestimonial, context: Context) -> Verdict[Result]:
    """Words that nobody permitted are shown to nobody: the permission before is gone with its words."""
    before = loaded.testimonial
    if before.state is not TestimonialState.GIVEN:
        return refused(WRONG_PHASE)
    other = before.changed(
        state=TestimonialState.SUGGESTED,
        text=CustomerText(context.texts["text"]),
        permission=None,
        permitted_at=None,
    ).committed(Effect.PUBLISH, context.new_salt())
    return _changed(loaded, other, TestimonialSuggested(testimonial=other.id), context)


@handles(PublishTestimonial, actors=STAFF, load=load_testimonial, right=CHECK)
def publish(loaded: OneTestimonial, command: PublishTestimonial, context: Context) -> Verdict[Result]:
    """The decision is about the digest that the customer permitted and the person checked."""
    before = loaded.testimonial
    if before.state is not TestimonialState.GIVEN or not before.is_permitted:
        return refused(WRONG_PHASE)
    if context.settings.testimonials_by_two and context.actor.id == before.asked_by:
        return refused(SECOND_PERSON)
    same = hmac.compare_digest(command.digest.encode(), before.digest.encode())
    if not same or not before.is_whole(Effect.PUBLISH):
        return refused(CONFLICT)
    decision = decide(Effect.PUBLISH, before, subject=loaded.request.id, by=context.evidence, now=context.now)
    shown = before.changed(state=TestimonialState.PUBLISHED, decided=decision.id, published_at=context.now)
    change = TestimonialPublished(testimonial=shown.id, digest=shown.digest)
    saves = (Save(after=decision), Save(before=before, after=shown))
    return done(loaded.request, context, change, result=Result(), saves=saves)


@handles(TakeDownTestimonial, actors=STAFF, load=load_testimonial, right=CHECK)
def take_down(loaded: OneTestimonial, command: TakeDownTestimonial, context: Context) -> Verdict[Result]:
    """Also before it was ever shown."""
    before = loaded.testimonial
    if before.state.is_over:
        return refused(WRONG_PHASE)
    change = TestimonialTakenDown(testimonial=before.id)
    return _changed(loaded, before.changed(state=TestimonialState.TAKEN_DOWN, decided=None), change, context)


def _changed(loaded: OneTestimonial, after: Testimonial, change: Change, context: Context) -> Verdict[Result]:
    save = Save(before=loaded.testimonial, after=after)
    return done(loaded.request, context, change, result=Result(), saves=(save,))
