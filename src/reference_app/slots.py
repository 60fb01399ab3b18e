"""What a capability's folder adds to the app: routes, and what fills the slots of shared pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs
from markupsafe import Markup
from starlette.requests import Request
from starlette.routing import BaseRoute

from helpdesk_core import Actor, Admin, Command, Customer, GrantScope
from helpdesk_core.rights import may
from helpdesk_core.views import RoomCard

from .forms import BaseForm

if TYPE_CHECKING:
    from starlette.requests import Request

    from .host import Visitor
    from .web import Web

#: Given what the page has loaded: the values for the template, or None when there is nothing to show.
View = Callable[[Any], Awaitable[Mapping[str, Any] | None]]


async def always(_: Any) -> Mapping[str, Any]:
    """The view of a slot whose template needs nothing more than the page has."""
    return {}


@attrs.frozen
class Card:
    """A part of a shared page, rendered from ``template`` (``<capability>/<file>``) with the values of ``view``; small
    ``order`` comes first, but before all others in a room the one that ``shows`` what is recommended there and waits
    for the customer. With a ``right`` it is left out for staff who have not got that right."""

    template: str
    view: View = attrs.field(default=always, kw_only=True)
    order: int = attrs.field(default=50, kw_only=True)
    shows: tuple[RoomCard, ...] = attrs.field(default=(), kw_only=True)
    right: str | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Filled:
    """A card's part of the page. ``next_step`` is the message code of what the reader can do next, where the card's
    view gave one: the first of a page's cards says it in place of the page itself. ``waits``: how many things of it
    wait for the reader. ``is_idle``: whether nothing of it is at hand: all it holds is the way to begin something, or
    what is seldom looked at."""

    html: Markup
    next_step: str | None = None
    waits: int = 0
    is_idle: bool = False

    @classmethod
    def of(cls, html: Markup, values: Mapping[str, Any]) -> Filled:
        """A card's part as its view's ``values`` have it.

        Args:
            html: The part, rendered.
            values: What the view gave; of them the three that are told above.

        Returns:
            The part of the page.
        """
        return cls(html, values.get("next_step"), values.get("waits", 0), values.get("is_idle", False))

    def __html__(self) -> str:
        return self.html


COLUMNS = ("top", "past", "work", "set", "who", "decide", "side", "papers")


@attrs.frozen
class Section(Card):
    """A part of the staff's page of a request. ``column`` is one of `COLUMNS`: "top", "past" (what was said and what
    happened), "work" (what is written), "set" (the properties, in one panel), "who" (whose it is), "decide" (what is
    decided), "side" (what is known) or "papers" (what is printed, downloaded or signed, in one panel). Of what is
    decided and what is known, what is idle lies folded."""

    column: str = attrs.field(default="side", kw_only=True, validator=attrs.validators.in_(COLUMNS))


@attrs.frozen
class ReplyPart(Card):
    """What may go along with a reply to a customer, in the same form and by one command. ``command`` says which command
    that is, given what was typed, None where nothing of it was; ``form`` is read for it, and derives from the form of a
    reply."""

    form: type[BaseForm] = attrs.field(kw_only=True)
    command: Callable[[Mapping[str, str]], type[Command[Any]] | None] = attrs.field(kw_only=True)


@attrs.frozen
class MenuEntry:
    """A link to ``route`` in the menu, with an icon's name; with ``button`` it sends a form. Staff's entries stand in
    a ``group``: "queue", "desk" or "own"; with a ``query`` the link is to one of several lists on the page, and with
    ``count`` the number of that name stands beside it (see `Live`), in red where it is ``hot``. ``when`` says whether
    an app has it; staff see only what they have the ``right`` for, or what is for ``admins``."""

    label: str
    route: str
    icon: str = attrs.field(default="chevron-right", kw_only=True)
    group: str = attrs.field(default="desk", kw_only=True, validator=attrs.validators.in_(("queue", "desk", "own")))
    order: int = attrs.field(default=50, kw_only=True)
    button: bool = attrs.field(default=False, kw_only=True)
    words: str = attrs.field(default="", kw_only=True)
    """In place of the label: a name that people gave, ``own`` if whoever looks did."""
    own: bool = attrs.field(default=False, kw_only=True)
    labels: Mapping[str, str] = attrs.field(factory=dict, kw_only=True)
    """In place of the label: a name in the shop's languages."""
    query: Mapping[str, str] = attrs.field(factory=dict, kw_only=True)
    count: str = attrs.field(default="", kw_only=True)
    hot: bool = attrs.field(default=False, kw_only=True)
    when_any: bool = attrs.field(default=False, kw_only=True)
    """Whether it is left out while its count is nought."""
    further: bool = attrs.field(default=False, kw_only=True)
    """Whether it lies folded among the further ones of its group, as long as none of them is open."""
    when: Callable[[Web], bool] = attrs.field(default=lambda _: True, kw_only=True)
    right: str | None = attrs.field(default=None, kw_only=True)
    admins: bool = attrs.field(default=False, kw_only=True)

    def is_for(self, web: Web, staff: Actor | None) -> bool:
        """Whether it stands in this app's menu for this member of staff (None: for a customer)."""
        if self.admins and not isinstance(staff, Admin):
            return False
        return self.when(web) and (self.right is None or (staff is not None and may(staff, self.right)))


@attrs.frozen(kw_only=True)
class Asked:
    """What a customer has written of a problem so far, redacted; empty before they begin."""

    web: Web
    request: Request
    visitor: Visitor
    words: str


@attrs.frozen
class Numbers:
    """What stands in the staff's menu now: how many, by the name of a count, and entries besides those of the slots."""

    counts: Mapping[str, int] = attrs.field(factory=dict)
    entries: tuple[MenuEntry, ...] = ()


@attrs.frozen
class Live:
    """Asks for the numbers of the menu, once for each page that staff are shown. ``look`` runs where the desk's calls
    run, and is asked for whoever has the ``right``."""

    look: Callable[[Web, Any], Numbers]
    right: str = attrs.field(kw_only=True)
    order: int = attrs.field(default=50, kw_only=True)


@attrs.frozen
class Banner:
    """What stands above any page, rendered from ``template`` with the values of ``view``, which knows the address
    alone; None shows nothing."""

    template: str
    view: Callable[[Web, Request], Mapping[str, Any] | None]
    order: int = attrs.field(default=50, kw_only=True)


@attrs.frozen(kw_only=True)
class ScopePage:
    """The page of who holds a grant of ``scope`` for somebody else's request: the link to the request leads there."""

    scope: GrantScope
    route: str
    order: int = 50


@attrs.frozen(kw_only=True)
class LinkedPage:
    """The page ``route`` of a room that messages call ``name`` (``?about=…``): their link leads there."""

    name: str
    route: str
    order: int = 50


@attrs.frozen(kw_only=True)
class Arriving:
    """An order that a signed-in customer is making, for a way in which its device can come.

    Attributes:
        draft: What was said so far, by field: "problem", "device", "location", …
        values: What was typed or kept of this way's own form, by field.
    """

    web: Web
    request: Request
    customer: Customer
    draft: Mapping[str, str]
    values: Mapping[str, str]


@attrs.frozen(kw_only=True)
class Arrival:
    """A way in which a device comes to the shop, besides being brought: a page of its own in Quick Help, for customers
    who are signed in. What they chose is sent by their own command, as soon as the order is made.

    Attributes:
        name: In the address.
        label: Code of what it is called among the ways, on its page and in the summary.
        hint: Code of the words below it.
        template: Shows the fields of the form.
        form: Its form with these values, None where it is not offered for this order.
        said: What its form says, for the summary: pairs of a name and the words.
        check: Says in the form what is wrong with it besides what its command reads; the command's rule has the last
            word.
        command: What is sent with the fields of the form, and ``request``: the id of the order.
        route: The page of the order on which the same can be done later; the customer is led there when the command
            was refused. It is given ``token``, and ``late=yes`` in its query.
    """

    name: str
    label: str
    hint: str
    template: str
    form: Callable[[Arriving], Awaitable[BaseForm | None]]
    said: Callable[[Arriving, BaseForm], Sequence[tuple[str, str]]]
    command: type[Command[Any]]
    route: str
    check: Callable[[Arriving, BaseForm], None] = lambda page, form: None
    order: int = 50


def _no_routes(_: Web) -> Sequence[BaseRoute]:
    return ()


@attrs.frozen(kw_only=True)
class Slots:
    """What capabilities fill, each entry in the place of its ``order``.

    Attributes:
        start: Cards of the start page.
        known: Stands above the start page and the first page of Quick Help, given an `Asked`.
        other_ways: Stands below what these two pages are for: other ways to the shop, given an `Asked`.
        asked: Stands below what a customer writes of a problem, given an `Asked`.
        confirm: Cards of the page on which whoever has just made a request enters the code.
        room: Cards of the customer's page of a request.
        printed: Cards of that page as it is printed.
        ways: What a customer can always do there, each a `tap`.
        request: Sections of the staff's page of a request.
        hand_over: Stands above the form with which staff record a hand-over, given a `StepPage`.
        slip: Stands on the slip of the counter, given a `SlipPage`.
        publish: Stands above the review of an outcome that staff are about to publish, given a `StepPage`.
        reply: What may go along with a reply there.
        menu: The staff's menu.
        portal_menu: The customers' menu.
        banners: Stand above any page that they have something to say on.
        foot: Stands at the foot of the customers' pages, and is told the name of the page.
        live: Asks for the numbers beside the menu's entries.
        scopes: Pages of people who may see one record about a request, and not the request.
        linked: Pages of a room to which links of messages lead.
        dashboard: Cards of the first page of a customer who is signed in, each given a `DashboardPage`.
        account_links: What stands there below the account's name.
        customer: Parts of the staff's page of a customer, each given a `CustomerPage`.
        arrivals: Ways in which the device of a new order can come to the shop.
    """

    start: tuple[Card, ...] = ()
    known: tuple[Card, ...] = ()
    other_ways: tuple[Card, ...] = ()
    asked: tuple[Card, ...] = ()
    confirm: tuple[Card, ...] = ()
    room: tuple[Card, ...] = ()
    printed: tuple[Card, ...] = ()
    ways: tuple[Card, ...] = ()
    request: tuple[Section, ...] = ()
    hand_over: tuple[Card, ...] = ()
    slip: tuple[Card, ...] = ()
    publish: tuple[Card, ...] = ()
    reply: tuple[ReplyPart, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    portal_menu: tuple[MenuEntry, ...] = ()
    banners: tuple[Banner, ...] = ()
    foot: tuple[MenuEntry, ...] = ()
    live: tuple[Live, ...] = ()
    scopes: tuple[ScopePage, ...] = ()
    linked: tuple[LinkedPage, ...] = ()
    dashboard: tuple[Card, ...] = ()
    account_links: tuple[MenuEntry, ...] = ()
    customer: tuple[Card, ...] = ()
    arrivals: tuple[Arrival, ...] = ()

    def page_of(self, scope: GrantScope) -> str | None:
        """The route of the page for grants of this scope."""
        return next((page.route for page in self.scopes if page.scope is scope), None)

    def linked_page(self, name: str | None) -> str | None:
        """The route of the page of a room that messages call ``name``."""
        return next((part.route for part in self.linked if part.name == name), None)

    def said(self, web: Web, request: Request) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The templates of the banners that have something to say on this page, with their values; a page that leads
        nowhere has none."""
        for one in () if getattr(request.state, "locked", False) else self.banners:
            if (values := one.view(web, request)) is not None:
                yield one.template, values

    @classmethod
    def of(cls, pages: Iterable[Slots]) -> Slots:
        """Gather and sort. Capabilities with the same ``order`` stay in the order of the closed list."""
        pages = tuple(pages)
        return cls(
            **{
                name: tuple(sorted((entry for one in pages for entry in getattr(one, name)), key=attrgetter("order")))
                for name in attrs.fields_dict(cls)
            }
        )


@attrs.frozen(kw_only=True)
class Pages(Slots):
    """What ``reference_app/<capability>/pages.py`` declares as PAGES: what it fills, and its routes.

    Attributes:
        routes: Makes them for one desk.
    """

    routes: Callable[[Web], Sequence[BaseRoute]] = _no_routes
