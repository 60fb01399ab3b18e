"""The tours, as data: which pages they lead over, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs
from starlette.requests import Request

from . import texts

if TYPE_CHECKING:
    from ..slots import MenuEntry
    from ..web import Web


@attrs.frozen
class Step:
    """A page, by the name of its route; the codes of what it is called and of what is said there."""

    route: str
    title: str
    says: str


TOURS: Mapping[str, tuple[Step, ...]] = {
    "desk": (
        Step("staff_queue", "staff.queue", texts.QUEUE),
        Step("staff_search", "staff.search", texts.SEARCH),
        Step("staff_new", "staff.new", texts.COUNTER),
        Step("staff_customers", "customers.menu", texts.CUSTOMERS),
        Step("staff_undelivered", "staff.undelivered", texts.UNDELIVERED),
        Step("staff_settings", "settings.menu", texts.SETTINGS),
        Step("staff_keys", "staff.keys", texts.KEYS),
    ),
    "portal": (
        Step("start", "start.title", texts.START),
        Step("quick_help", "quick_help.title", texts.QUICK_HELP),
        Step("track", "track.title", texts.TRACK),
        Step("guides", "guides.title", texts.GUIDES),
        Step("journey", "journey.menu", texts.JOURNEY),
    ),
}


@attrs.frozen
class Place:
    """Where somebody stands in a tour: which of its steps, and the ones beside it.

    Attributes:
        number: From 1.
    """

    name: str
    step: Step
    number: int
    steps: tuple[Step, ...]

    @property
    def before(self) -> Step | None:
        """The step before; None at the first."""
        return self.steps[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> Step | None:
        """The step after; None at the last."""
        return self.steps[self.number] if self.number < len(self.steps) else None


def steps_for(web: Web, request: Request, name: str) -> tuple[Step, ...]:
    """The steps whose pages whoever is there may open: those of the menu as the menu has them, the others always."""
    staff = getattr(request.state, "staff", None)
    entries: dict[str, MenuEntry] = {one.route: one for one in (*web.slots.menu, *web.slots.portal_menu)}
    return tuple(step for step in TOURS[name] if step.route not in entries or entries[step.route].is_for(web, staff))


def place_of(web: Web, request: Request) -> Place | None:
    """Where the page that is asked for stands in the tour that its address names; None where it is in none."""
    name = request.query_params.get("tour", "")
    here = getattr(request.scope.get("route"), "name", None)
    if name not in TOURS:
        return None
    steps = steps_for(web, request, name)
    return next((Place(name, step, number, steps) for number, step in enumerate(steps, 1) if step.route == here), None)
