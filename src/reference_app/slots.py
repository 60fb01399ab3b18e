"""What a capability's folder adds to the app: routes, and what fills the slots of shared pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs
from markupsafe import Markup
from starlette.routing import BaseRoute

from helpdesk_core import Actor, Admin, GrantScope
from helpdesk_core.rights import may

if TYPE_CHECKING:
    from .web import Web

#: Given what the page has loaded: the values for the template, or None when there is nothing to show.
View = Callable[[Any], Awaitable[Mapping[str, Any] | None]]


async def always(_: Any) -> Mapping[str, Any]:
    """The view of a slot whose template needs nothing more than the page has."""
    return {}


@attrs.frozen
class Card:
    """A part of a shared page, rendered from ``template`` (``<capability>/<file>``) with the values of ``view``; small
    ``order`` comes first. With a ``right`` it is left out for staff who have not got that right."""

    template: str
    view: View = attrs.field(default=always, kw_only=True)
    order: int = attrs.field(default=50, kw_only=True)
    right: str | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Filled:
    """A card's part of the page. ``next_step`` is the message code of what the reader can do next, where the card's
    view gave one: the first of a page's cards says it in place of the page itself."""

    html: Markup
    next_step: str | None = None

    def __html__(self) -> str:
        return self.html


COLUMNS = ("top", "past", "work", "set", "decide", "side")


@attrs.frozen
class Section(Card):
    """A part of the staff's page of a request. ``column`` is one of `COLUMNS`: "top", "past" (what was said and what
    happened), "work" (what is written), "set" (the properties, in one panel), "decide" (what is decided) or "side"
    (what is known)."""

    column: str = attrs.field(default="side", kw_only=True, validator=attrs.validators.in_(COLUMNS))


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
    when: Callable[[Web], bool] = attrs.field(default=lambda _: True, kw_only=True)
    right: str | None = attrs.field(default=None, kw_only=True)
    admins: bool = attrs.field(default=False, kw_only=True)

    def is_for(self, web: Web, staff: Actor | None) -> bool:
        """Whether it stands in this app's menu for this member of staff (None: for a customer)."""
        if self.admins and not isinstance(staff, Admin):
            return False
        return self.when(web) and (self.right is None or (staff is not None and may(staff, self.right)))


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


@attrs.frozen(kw_only=True)
class ScopePage:
    """The page of who holds a grant of ``scope`` for somebody else's request: the link to the request leads there."""

    scope: GrantScope
    route: str
    order: int = 50


def _no_routes(_: Web) -> Sequence[BaseRoute]:
    return ()


@attrs.frozen(kw_only=True)
class Pages:
    """What ``reference_app/<capability>/pages.py`` declares as PAGES.

    ``routes`` makes the routes for one desk. ``start`` are cards of the start page, ``room`` of the customer's page of
    a request, ``request`` are sections of the staff's page; ``menu`` is the staff's menu, ``portal_menu`` the
    customers', and ``foot`` stands at the foot of their pages and is told the name of the page. ``live`` asks for the
    numbers beside the menu's entries. ``scopes`` are pages of people who may see one record about a request, and not
    the request.
    """

    routes: Callable[[Web], Sequence[BaseRoute]] = _no_routes
    start: tuple[Card, ...] = ()
    room: tuple[Card, ...] = ()
    request: tuple[Section, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    portal_menu: tuple[MenuEntry, ...] = ()
    foot: tuple[MenuEntry, ...] = ()
    live: tuple[Live, ...] = ()
    scopes: tuple[ScopePage, ...] = ()


@attrs.frozen(kw_only=True)
class Slots:
    """The slots of all capabilities, in their order."""

    start: tuple[Card, ...] = ()
    room: tuple[Card, ...] = ()
    request: tuple[Section, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    portal_menu: tuple[MenuEntry, ...] = ()
    foot: tuple[MenuEntry, ...] = ()
    live: tuple[Live, ...] = ()
    scopes: tuple[ScopePage, ...] = ()

    def page_of(self, scope: GrantScope) -> str | None:
        """The route of the page for grants of this scope."""
        return next((page.route for page in self.scopes if page.scope is scope), None)

    @classmethod
    def of(cls, pages: Iterable[Pages]) -> Slots:
        """Gather and sort. Capabilities with the same ``order`` stay in the order of the closed list."""
        pages = tuple(pages)
        return cls(
            **{
                name: tuple(sorted((entry for one in pages for entry in getattr(one, name)), key=attrgetter("order")))
                for name in attrs.fields_dict(cls)
            }
        )
