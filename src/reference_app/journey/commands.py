"""``helpdesk journey …``: the way that customers are shown."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import urlsplit

import attrs
import sqlalchemy as sa
from cyclopts import App, Parameter
from starlette.applications import Starlette
from starlette.routing import NoMatchFound

from helpdesk_core import Helpdesk, Settings
from helpdesk_core.settings import JOURNEYS, JourneyStep, to_toml

from ..accounts import StaffAccounts
from ..app import create_app
from ..console import console
from ..environment import DeskOption, shop
from .links import answers
from .steps import OtherSite, is_page, on_site, own_path

journey = App(name="journey", help="The steps that customers are shown.")


@attrs.frozen
class Walked:
    """A link of a step that was tried; ``wrong`` is empty where it leads somewhere."""

    number: int
    link: str
    wrong: str = ""


@journey.command(name="check")
def check(*, desk: DeskOption = ()) -> None:
    """Walk the whole way: every link and fallback leads to a page of the app, or to one of the shop's that answers.

    Exits with 1 where one does not. Customers get the fallback there; this says it before they do.
    """
    tried = [one for each in shop(desk, operator=True).desks for one in walk(each)]
    for one in tried:
        says = f": {one.wrong}" if one.wrong else ""
        console.print(f"{'✗' if one.wrong else '✓'} step {one.number}, {one.link or 'no link'}{says}", markup=False)
    if any(one.wrong for one in tried):
        sys.exit(1)
    console.print("every step leads somewhere")


@journey.command(name="print")
def print_set(name: Annotated[Literal["repair", "it-help-desk"], Parameter(help="Which set of steps.")]) -> None:
    """Print a set of steps as TOML, to change it and to read it with ``helpdesk settings import``."""
    sys.stdout.write(to_toml(Settings(shop_name="", journey=JOURNEYS[name]), keys=("journey",)))


def walk(desk: Helpdesk) -> Iterator[Walked]:
    """Try every link of the shop's steps.

    Args:
        desk: Its settings say the steps, and its base_url where the site is.

    Yields:
        Each link with what is wrong with it, in English.
    """
    nobody = StaffAccounts(sa.create_engine("sqlite://"), desk.tenant)
    app = create_app(desk, nobody)
    assert isinstance(app, Starlette)
    for number, step in enumerate(desk.settings.journey, 1):
        for link in _links(step):
            yield Walked(number, link, _wrong(desk, app, link))


def _links(step: JourneyStep) -> tuple[str, ...]:
    """The link even where it is empty: customers get the fallback then."""
    return (step.link, step.fallback) if step.fallback else (step.link,)


def _wrong(desk: Helpdesk, app: Starlette, link: str) -> str:
    try:
        path = own_path(link, desk.base_url)
        if path is None:
            app.url_path_for(link)
            return ""
    except NoMatchFound:
        return "the app has no page of that name that can be opened by itself"
    except OtherSite:
        return "it leads to another site" if link else "it leads nowhere"
    if is_page(app.routes, path, urlsplit(desk.base_url).path):
        return ""
    there = answers(on_site(desk.base_url, path))
    return {True: "", False: "there is no such page", None: "nobody answers there"}[there]
