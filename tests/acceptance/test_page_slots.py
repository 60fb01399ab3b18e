"""A capability is a folder and a name in the closed list: nothing else is touched to see it on the pages."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import reference_app
from helpdesk_core import Guest
from helpdesk_core.base.messages import definitions
from helpdesk_core.capabilities import CAPABILITIES
from reference_app import create_app
from shops import Shop, Visitor

PAGES = """
from starlette.responses import Response
from starlette.routing import Route
from wtforms import BooleanField, Form, IntegerField, StringField

from helpdesk_core.base.messages import define
from helpdesk_core.conversations.rules import ReplyToShop

from ..customer_rooms.frame import RoomFrame
from ..forms import BaseForm, Rows
from ..slots import Card, MenuEntry, Pages, Section

define("parcels.menu", "Parcels")
define("refusal.old_proof", "Please prove again who you are.")


class Line(Form):
    text = StringField("Text")
    quantity = StringField("Quantity")


class Lines(BaseForm):
    lines = Rows(Line, most=3)


class Word(BaseForm):
    text = StringField("Word")


def routes(web):
    room = RoomFrame(web)

    async def page(request):
        await web.current_agent(request)
        return web.respond(request, "parcels/page.html", title="Parcels", form=web.form(Lines, request))

    async def send(request):
        await web.current_agent(request)
        form = await web.posted(request, Lines)
        if not form.rearranged:
            form.show_errors(wrong_quantity(form), web.translator(request))
        return web.respond(request, "parcels/page.html", title="Parcels", form=form)

    async def decide(request):
        return await room.send(request, ReplyToShop, await web.posted(request, Word))

    return [
        Route("/staff/parcels", page, name="parcels"),
        Route("/staff/parcels", send, methods=["POST"], name="parcels_send"),
        Route("/r/{token}/parcel", decide, methods=["POST"], name="parcel_decide"),
    ]


def wrong_quantity(form):
    from helpdesk_core import FieldError, InputError

    errors = [
        FieldError("input.unreadable", path=("lines", str(number), "quantity"))
        for number, line in enumerate(form.lines.typed())
        if not str(line.get("quantity", "")).isdecimal()
    ]
    return InputError((*errors, FieldError("input.unknown_field", path=("weather",))))


async def card(shown):
    return {"words": f"A parcel for {shown.room.reference.grouped}"}


async def nothing(shown):
    return None


PAGES = Pages(
    routes=routes,
    room=(Card("parcels/card.html", view=card, order=1), Card("parcels/missing.html", view=nothing)),
    request=(Section("parcels/section.html", column="side", order=1),),
    menu=(MenuEntry("parcels.menu", "parcels", group="queue", order=15),),
)
"""
TEMPLATES = {
    "card.html": '<section><h2>{{ words }}</h2><form method="post" action="{{ path("parcel_decide", token=token) }}">'
    '{{ m.tokens() }}<input name="text"><button>send</button></form></section>',
    "section.html": "<p>Parcel of {{ r.reference }}</p>",
    "page.html": '<h1>{{ title }}</h1><form method="post" action="{{ path("parcels_send") }}">{{ m.tokens() }}'
    '{{ m.rows(form.lines, "parcels.menu", "parcels.menu", "parcels.menu") }}</form>',
}


@pytest.fixture
def parcels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shop: Shop) -> Iterator[Shop]:
    """The shop with one more capability, whose folder lies elsewhere."""
    folder = tmp_path / "more" / "parcels"
    (folder / "templates").mkdir(parents=True)
    (folder / "__init__.py").write_text('"""Parcels."""\n')
    (folder / "pages.py").write_text(PAGES)
    for name, text in TEMPLATES.items():
        (folder / "templates" / name).write_text(text)
    monkeypatch.setattr(reference_app, "__path__", [*reference_app.__path__, str(folder.parent)])
    shop.app = create_app(shop.desk, shop.accounts, demo=True)
    yield shop
    for name in [name for name in sys.modules if name.startswith("reference_app.parcels")]:
        del sys.modules[name]
    for code in ("parcels.menu", "refusal.old_proof"):
        del definitions[code]


def test_a_capabilitys_folder_fills_the_slots(parcels: Shop) -> None:
    """A card in the room, a section for staff, a route and a menu entry, each in its order."""
    customer, staff = parcels.visitor(), parcels.visitor()
    room = customer.request_help("parcel@example.com")
    reference = re.search(r'class="ref">([A-Z0-9]{4}-[A-Z0-9]{4})<', customer.page.text)
    assert reference is not None
    page = customer.open(room).text
    assert page.index(f"A parcel for {reference.group(1)}") < page.index("Latest message")
    staff.sign_in("tom@example.com")
    menu = staff.page.text.partition("</nav>")[0]
    assert menu.index("Overdue<") < menu.index("Parcels<") < menu.index("Search<")
    bare = reference.group(1).replace("-", "")
    assert f"Parcel of {bare}" in staff.open(f"/staff/requests/{bare}").text
    assert staff.open("/staff/parcels").status_code == 200


def test_without_the_folder_nothing_of_it_is_there(shop: Shop) -> None:
    """The same pages, without a trace."""
    staff = shop.visitor()
    staff.sign_in("tom@example.com")
    assert "Parcels" not in staff.page.text
    assert staff.open("/staff/parcels").status_code == 404


CENTRAL = ("app.py", "web.py", "slots.py", "rendering.py", "forms.py", "several.py", "templates/frame.html")
FRAMES = ("customer_rooms/templates/room.html", "triage/templates/request.html")


@pytest.mark.parametrize("name", [*CENTRAL, *FRAMES])
def test_what_is_central_names_no_capability(name: str) -> None:
    """Else adding one means editing it."""
    text = (Path(next(iter(reference_app.__path__))) / name).read_text(encoding="utf-8")
    own = name.partition("/")[0]
    own_words = text.replace("starlette.routing", "")
    named = {one for one in CAPABILITIES if one != own and re.search(rf"\.{one}\b|{one}/|\b{one}\.", own_words)}
    assert named <= ({"search"} if name == "templates/frame.html" else set()), "its box stands on every page of staff"


def _fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input[^>]*name="(lines-[^"]+)"[^>]*value="([^"]*)"', page))


def _submit(staff: Visitor, **fields: str) -> str:
    sent = {name.replace("__", "-"): value for name, value in fields.items()}
    return str(staff.send("/staff/parcels", forged=sent).text)


def test_rows_are_added_and_taken_away_without_javascript(parcels: Shop) -> None:
    """By submit buttons; what was typed stays, and there are never more than the most."""
    staff = parcels.visitor()
    staff.sign_in("tom@example.com")
    page = staff.open("/staff/parcels").text
    assert _fields(page) == {"lines-0-text": "", "lines-0-quantity": ""}
    _submit(staff, lines__0__text="screen", lines__0__quantity="1", add="lines")
    assert _fields(staff.page.text) == {
        "lines-0-text": "screen",
        "lines-0-quantity": "1",
        "lines-1-text": "",
        "lines-1-quantity": "",
    }
    rows = {"lines__0__text": "screen", "lines__1__text": "glue", "lines__2__text": "tape"}
    _submit(staff, **rows, add="lines")
    assert len(_fields(staff.page.text)) == 6, "no fourth row"
    _submit(staff, **rows, remove="lines-1")
    assert [value for name, value in _fields(staff.page.text).items() if name.endswith("text")] == ["screen", "tape"]
    assert staff.page.status_code == 200


def test_an_error_stands_beside_the_right_cell_and_a_field_that_is_not_there_is_said_on_top(parcels: Shop) -> None:
    """Blank rows are not sent, so the numbers of an error's path are not those of the form. Never "Form Token"."""
    staff = parcels.visitor()
    staff.sign_in("tom@example.com")
    staff.open("/staff/parcels")
    page = _submit(staff, lines__0__text="", lines__1__text="glue", lines__1__quantity="x", lines__2__quantity="2")
    assert staff.page.status_code == 422
    assert 'id="lines-1-quantity-error"' in page
    assert 'id="lines-0-quantity-error"' not in page
    assert "A part of this form could not be read" in page
    assert "Form Token" not in page


def test_ten_thousand_rows_are_no_form(parcels: Shop) -> None:
    """More fields than any form has."""
    staff = parcels.visitor()
    staff.sign_in("tom@example.com")
    staff.open("/staff/parcels")
    csrf = staff.page.text.partition('name="csrf" value="')[2][:32]
    rows = {f"lines-{number}-text": "x" for number in range(10_000)}
    assert staff.client.post("/staff/parcels", data={"csrf": csrf, **rows}).status_code == 400


def test_a_fresh_proof_is_asked_for_and_leads_back(parcels: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The core says that a grant is too old for this decision: contact, code, and back to where it was."""
    from helpdesk_core import Refusal, RefusalKind

    customer = parcels.visitor()
    room = customer.request_help("again@example.com")
    handle = parcels.desk.handle

    def strict(command: object, actor: Guest, *, key: str | None = None) -> object:
        old = type(command).__name__ == "ReplyToShop"
        return Refusal("refusal.old_proof", kind=RefusalKind.VERIFY) if old else handle(command, actor, key=key)  # type: ignore[arg-type]

    customer.open(room)
    monkeypatch.setattr(parcels.desk, "handle", strict)
    customer.send("/parcel", text="yes")
    assert customer.page.url.path == f"{room}/verify"
    customer.send("/contact", contact="again@example.com")
    assert customer.page.url.path == f"{room}/confirm"
    customer.send("/confirm", code="000000")
    assert customer.page.status_code == 422
    customer.send("/confirm", code=parcels.code("again@example.com"))
    assert customer.page.url.path == room


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "\t//evil.example"])
def test_the_way_back_stays_here(shop: Shop, back: str) -> None:
    """No open redirect after the code."""
    customer = shop.visitor()
    room = customer.request_help("safe@example.com")
    client: TestClient = customer.client
    page = client.get(f"{room}/verify", params={"next": back})
    assert "evil" not in page.text.partition("<footer")[0]
    customer.page = page
    customer.send("/contact", contact="safe@example.com", forged={"next": back})
    customer.send("/confirm", code=shop.code("safe@example.com"), forged={"next": back})
    assert customer.page.url.host == "testserver"
    assert customer.page.url.path == room


def test_every_route_of_the_app_has_a_name_of_its_own(shop: Shop) -> None:
    """Pages find each other by name: of two routes with one name, the second would never be led to. Two routes of one
    path and method would hide one another, too."""
    routes = [route for route in shop.app.routes if route.name != "static"]
    names = [route.name for route in routes]
    assert len(names) > 50
    assert sorted(names) == sorted(set(names))
    answers = [(route.path, method) for route in routes for method in route.methods - {"HEAD"}]
    assert sorted(answers) == sorted(set(answers))
