"""What the entries are written in: a request in a phase, and the people around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs

import journeys as j
from helpdesk_core import Agent, Customer, Guest, Helpdesk, Location, Refusal, SavedReply
from helpdesk_core.base.actors import Actor
from helpdesk_core.base.commands import Command
from helpdesk_core.base.text import CustomerText, InternalNote, SafeText
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.outcomes.model import OF_REQUEST
from helpdesk_core.settings import APPOINTMENT_KINDS, WEEKDAYS, Question, QuestionChoice, ShippingMethod, SurveyQuestion
from helpdesk_core.testing import FixedClock, make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP

if TYPE_CHECKING:
    from shops import Visitor

KINDS = ("customer", "guest", "agent", "admin", "automation")
CUSTOMERS, STAFF, AUTOMATION = KINDS[:2], KINDS[2:4], KINDS[4:]
PEOPLE, ADMINS, ANYBODY = KINDS[:4], KINDS[3:4], KINDS
#: A shop with two places, so that staff of one of them have no business with the other's requests.
SHOP = attrs.evolve(
    POLISH_SHOP,
    working_hours=dict.fromkeys(WEEKDAYS, ("0:00-24:00",)),
    appointment_kinds=frozenset(APPOINTMENT_KINDS),
    company="Fixly sp. z o.o., Warszawa",
    locations=tuple(Location(id=id, labels={"en": id, "pl": id}) for id in ("here", "elsewhere")),
    customers_set_urgency=True,
    lends_devices=True,
    saved_replies=(
        SavedReply(
            id="hello",
            labels=dict.fromkeys(("en", "pl"), "Hi"),
            texts=dict.fromkeys(("en", "pl"), "{name}: {device}"),
        ),
    ),
    follow_up_days=14,
    survey=(
        SurveyQuestion(id="price", labels=dict.fromkeys(("en", "pl"), "How fair was the price?")),
        SurveyQuestion(
            id="way",
            labels=dict.fromkeys(("en", "pl"), "How did you find us?"),
            type="choice",
            choices={"en": "A friend\nThe web", "pl": "Znajomi\nInternet"},
        ),
        SurveyQuestion(id="else", labels=dict.fromkeys(("en", "pl"), "What else?"), type="words"),
    ),
    shipping_methods=(
        ShippingMethod(id="courier", labels=dict.fromkeys(("en", "pl"), "Courier")),
        ShippingMethod(id="locker", labels=dict.fromkeys(("en", "pl"), "Locker"), asks_point=True),
    ),
    questions=(
        Question(id="colour", labels=dict.fromkeys(("en", "pl"), "Which colour is it?")),
        Question(
            id="along",
            labels=dict.fromkeys(("en", "pl"), "What comes along?"),
            type="choices",
            choices=tuple(QuestionChoice(id=one, labels=dict.fromkeys(("en", "pl"), one)) for one in ("bag", "cable")),
        ),
    ),
)


@attrs.define
class Scene:
    """A request of a customer with an account, and a guest who holds the code of the same contact: both may open it.

    ``unclaimed`` requests belong to no account yet.
    """

    desk: Helpdesk
    made: Any
    guest: Guest
    customer: Customer | None = None
    address: str = j.EMAIL
    """Where its customer is reached."""

    @classmethod
    def in_phase(cls, phase: str, desk: Helpdesk | None = None, **fields: Any) -> Scene:
        """A request in a phase, and its guest; two minutes later, so that a new code may be asked for. Without a desk
        it stands in one of its own, an ordinary one as it was made once."""
        if desk is None and not fields:
            tables, now, made, guest = _made(phase)
            desk = make_desk(settings=SHOP, clock=FixedClock(now))
            desk._store._tables = {name: dict(rows) for name, rows in tables.items()}  # type: ignore[attr-defined]
            return cls(desk, made, guest)
        desk = desk or make_desk(settings=SHOP)
        unclaimed = phase == "unclaimed"
        actor = Guest() if unclaimed else j.CUSTOMER
        fields = {"location": "here", "spending_limit": "150", **fields}
        made, guest = j.in_phase(desk, "received" if unclaimed else phase, actor, **fields)
        desk.clock.move(minutes=2)  # type: ignore[attr-defined]
        return cls(desk, made, guest)

    @property
    def request(self) -> str:
        """The request's id."""
        return str(self.made.request)

    @property
    def owner(self) -> Customer:
        """The customer with an account."""
        return self.customer or j.CUSTOMER

    @property
    def actors(self) -> dict[str, Actor]:
        """One of each kind, who has something to do with this request."""
        signed_in = attrs.evolve(self.owner, signed_in_at=self.desk.clock())
        return {"customer": signed_in, "guest": self.guest, "agent": j.ANNA, "admin": j.BOSS, "automation": j.BOT}

    @property
    def strangers(self) -> dict[str, Actor]:
        """Who has nothing to do with it: somebody with another account, without a code, with one for another request,
        staff of another place, staff without any right."""
        _, other = j.in_phase(self.desk, "in_review", contact="other@example.com")
        return {
            "another customer": Customer(id="c-2"),
            "no grant": Guest(),
            "another's grant": other,
            "another place": Agent(id="zoe", name="Zoe", locations=frozenset({"elsewhere"})),
            "no right": Agent(id="zoe", name="Zoe", rights=frozenset()),
        }

    def peer(self, phase: str) -> Scene:
        """Another request on the same desk, in a phase, of another customer with an account: what an example or a view
        makes there for itself makes its people of the same standing as those of this scene, each with things of their
        own."""
        other = Customer(id="c-2")
        unclaimed = phase == "unclaimed"
        actor, address = Guest() if unclaimed else other, "peer@example.com"
        fields = {"location": "here", "spending_limit": "150", "contact": address}
        made, guest = j.in_phase(self.desk, "received" if unclaimed else phase, actor, **fields)
        self.desk.clock.move(minutes=2)  # type: ignore[attr-defined]
        return Scene(self.desk, made, guest, other, address)

    @property
    def link(self) -> str:
        """The private link's token."""
        return j.link(self.desk, self.made)

    @property
    def contact(self) -> str:
        """The contact point's id."""
        return str(self.made.contact)

    @property
    def code(self) -> str:
        """The code that is out."""
        return j.code_of(self.desk, self.made)

    @property
    def message(self) -> str:
        """The newest message's id."""
        with self.desk.reading() as reader:
            return str(reader.find(THREAD, {"request": self.request})[0].id)

    @property
    def outcome(self) -> str:
        """The first outcome's id."""
        with self.desk.reading() as reader:
            return str(reader.find(OF_REQUEST, {"request": self.request})[0].id)


@cache
def _made(phase: str) -> tuple[Mapping[str, Mapping[str, Any]], datetime, Any, Guest]:
    """Tables with a request in a phase, what the time is there, the request's submission and its guest."""
    scene = Scene.in_phase(phase, desk := make_desk(settings=SHOP))
    return desk._store._tables, desk.clock(), scene.made, scene.guest  # type: ignore[attr-defined]


@attrs.frozen
class Example:
    """One valid way to send a command.

    Attributes:
        command: Its class.
        by: The kinds of actor who may send it.
        fields: Makes the fields, all texts of pieces among them.
        right: What staff must be allowed to do for it.
        is_try: Whether each sending counts and none is ever answered from an earlier one.
        phase: Where the request stands (see `Scene.in_phase`).
        stranger: What somebody is answered who may not see the request; None where a command is about none, and
            "same" where a stranger must not learn whether there is one.
    """

    command: type[Command[Any]]
    by: tuple[str, ...]
    fields: Callable[[Scene], Mapping[str, Any]]
    right: str | None = attrs.field(default=None, kw_only=True)
    is_try: bool = attrs.field(default=False, kw_only=True)
    phase: str = attrs.field(default="in_review", kw_only=True)
    stranger: str | None = attrs.field(default="refusal.no_such_request", kw_only=True)


def by_command(*examples: Example) -> dict[type[Command[Any]], Example]:
    """A capability's examples: one for each of its commands."""
    return {example.command: example for example in examples}


@attrs.frozen
class Row:
    """One change in the literal table.

    Attributes:
        by: The kinds of actor who may cause it.
        causes: Examples by which somebody might, or commands for their own examples.
        tells: Whom it tells when staff did it, when a customer did it, when automation did it.
    """

    by: tuple[str, ...]
    causes: tuple[Example | type[Command[Any]], ...]
    tells: tuple[str, str, str]


def row(
    by: tuple[str, ...],
    *causes: Example | type[Command[Any]],
    staff: str = "",
    customer: str = "",
    automation: str = "",
) -> Row:
    """A row: who may cause the change, by what, and whom it tells when staff, a customer or automation did it."""
    return Row(by, causes, (staff, customer, automation))


def of_request(**fields: Any) -> Callable[[Scene], Mapping[str, Any]]:
    """Fields of a command that names the request."""
    return lambda scene: {"request": scene.request, **fields}


@attrs.frozen(kw_only=True)
class Look:
    """How a view is asked for.

    Attributes:
        by: The kinds of viewer who are shown something.
        right: What staff must be allowed to do for it.
        ask: Makes its arguments and options.
        phase: Where the request stands.
        stranger: The refusal that strangers get; None for an answer that holds nothing of the request.
        of_nobody: Whether it shows nothing of any request at all, so that no stranger needs telling apart.
    """

    by: tuple[str, ...]
    right: str | None = None
    ask: Callable[[Scene], tuple[tuple[Any, ...], dict[str, Any]]] = lambda scene: ((), {})
    phase: str = "in_review"
    stranger: Refusal | None = None
    of_nobody: bool = False


def by_id(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The argument of views that are given the request's id."""
    return (scene.request,), {}


def by_reference(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The argument of views that are given its reference."""
    return (scene.made.reference,), {}


def words_in(value: Any) -> set[str]:
    """Every word that stands anywhere in what a view returns; texts hide theirs in a repr."""
    return set(_words(value))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, SafeText | CustomerText | InternalNote | str):
        yield from (str(value), *str(value).split())
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from _words(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from (word for pair in value.items() for part in pair for word in _words(part))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (word for part in value for word in _words(part))


#: A visitor's way to a page: at its end the page is open.
Go = Callable[["Visitor"], None]


def opened(path: str) -> Go:
    """A page that is simply opened; ``{reference}`` stands for the seeded request's."""
    return lambda visitor: visitor.open(path.format(reference=visitor.shop.tracking[0].replace("-", "")))


def at_desk(path: str) -> Go:
    """A page of the staff's."""

    def go(visitor: Visitor) -> None:
        visitor.sign_in()
        opened(path)(visitor)

    return go
