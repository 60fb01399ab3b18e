"""Two shops in one process, on one database, with one secret: nothing crosses. Every port, command, view and page is
walked; one that is added without its row here fails."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool
from starlette.routing import Route
from starlette.testclient import TestClient

import journeys as j
from helpdesk_core import Contact, Customer, Guest, Helpdesk, Refusal, Result, Settings, Status, hookimpl
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.commands import commands
from helpdesk_core.base.queries import Query
from helpdesk_core.base.records import record_types
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.conversations.rules import ReplyToCustomer, ReplyToShop, WriteNote
from helpdesk_core.customer_rooms import views as room_views
from helpdesk_core.customer_rooms.rules import TrackRequest
from helpdesk_core.intake import views as intake_views
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.notifications.model import FAILED
from helpdesk_core.ports import Account, OrderRef, Undeliverable
from helpdesk_core.testing import CapturingNotifier, make_desk
from helpdesk_core.triage import views as triage_views
from reference_app import create_app
from reference_app.accounts import StaffAccounts
from reference_app.rendering import environment
from reference_app.standalone import StandaloneHost
from reference_app.web import room_cookie

CANARY = "Kanarek"
OWNER = Customer(id="c-1")


class People:
    """The first shop's own directory."""

    def get(self, id: str) -> Account:
        return Account(id=id, surname=CANARY, contacts=(Contact.parse(j.EMAIL),))

    def by_contact(self, contact: Contact) -> list[Account]:
        return [self.get("c-1")]

    def orders(self, id: str) -> list[OrderRef]:
        return [OrderRef(number="77", title=CANARY)]

    guest_orders = by_contact


class Chatty:
    """The first shop's own plugin."""

    @hookimpl
    def helpdesk_suggest(self) -> list[str]:
        return [CANARY]

    @hookimpl
    def helpdesk_ask(self) -> list[str]:
        return [CANARY]


@attrs.frozen
class Shops:
    """The first shop has one request with everything in it; the second asks."""

    one: Helpdesk
    two: Helpdesk
    made: Result
    guest: Guest
    tracker: Guest
    outcome: Result
    dead: str

    def keys(self) -> dict[str, str]:
        """Whatever names something of the first shop."""
        return {
            "request": self.made.request,
            "reference": self.made.reference,
            "link": self.one.keyring.link(self.made.request, self.made.generation),
            "outcome": self.outcome.outcome,
            "digest": self.outcome.digest,
            "row": self.dead,
            "contact": j.EMAIL,
            "surname": CANARY,
            "customer": OWNER.id,
        }


@pytest.fixture
def shops(store: Any) -> Shops:
    """One store, one secret, two tenants that differ in everything a shop chooses."""
    waiting = Status(id="parts", phase="in_progress", labels={"en": f"Waits for {CANARY}", "pl": CANARY})
    first = Settings(shop_name=CANARY, languages=("pl", "en"), statuses=(waiting,), phone="+48 22 111 11 11")
    wording = {"en": {"start.title": "Second shop's title"}}
    second = Settings(shop_name="Second", languages=("en",), wording=wording)
    one = make_desk(store, tenant="one", settings=first, customers=People(), plugins=[Chatty()])
    two = make_desk(store, tenant="two", settings=second)
    words = {"problem": CANARY, "device": CANARY, "surname": CANARY, "order": "77"}
    made = j.submit(one, Guest(), **words)
    guest = j.enter(one, made)
    j.do(one, ReplyToCustomer, j.ANNA, request=made.request, text=CANARY, status="parts")
    j.do(one, ReplyToShop, guest, request=made.request, text=CANARY)
    j.do(one, WriteNote, j.ANNA, request=made.request, text=CANARY)
    j.submit(one, OWNER, **words)
    tracked = j.do(one, TrackRequest, Guest(), reference=made.reference, surname=CANARY)
    outcome = j.prepare(one, made, CANARY)
    one.notifier.answers = [Undeliverable("no")] * 20  # type: ignore[attr-defined]
    one.deliver()
    with one.reading() as reader:
        dead = reader.find(FAILED, {})[0].id
    j.submit(one, Guest(), **words)  # something that waits to be sent
    return Shops(one, two, made, guest, one.guest(tracked.grant), outcome, dead)


def heads(desk: Helpdesk) -> Any:
    return desk.anchor().heads


def message_of(desk: Helpdesk, made: Result) -> str:
    with desk.reading() as reader:
        return str(reader.find(THREAD, {"request": made.request})[0].id)


def test_no_command_reaches_over(shops: Shops) -> None:
    """Every command, by every actor of the second shop, with the keys of the first: its histories stay as they are."""
    before = heads(shops.one)
    rest = {"text": "t", "status": "closed", "solved": "yes", "result": "solved", "reason": "r", "device": "d"}
    rest |= {
        "priority": "0",
        "code": "000000",
        "assignee": "anna",
        "name": "Anna",
        "source": "import",
        "source_id": "1",
    }
    rest |= {"problem": "p", "start": "0", "end": "1", "record": message_of(shops.one, shops.made), "field": "text"}
    for command in commands.values():
        fields = {
            field.name: value for field in attrs.fields(command) if (value := (rest | shops.keys()).get(field.name))
        }
        for actor in (OWNER, Guest(), shops.guest, shops.tracker, j.ANNA, j.BOSS, j.BOT):
            answer = shops.two.handle(shops.two.read(command, fields), actor)
            assert CANARY not in repr(answer), command.__name__
    assert heads(shops.one) == before
    assert shops.two.erase_customer(OWNER.id).erased <= 1, "only what this customer made in the second shop just now"
    assert heads(shops.one) == before
    assert shops.one.verify() == shops.two.verify() == ()


VIEWS: dict[str, Callable[[Shops], list[str]]] = {
    # view → the keys of the first shop that somebody might ask the second one with
    "view_tracking": lambda s: [s.made.request],
    "view_room": lambda s: [s.made.request],
    "view_customer_list": lambda s: [OWNER.id],
    "view_own_details": lambda s: [OWNER.id, ""],
    "view_queue": lambda s: [""],
    "view_search": lambda s: [*s.keys().values(), "77", CANARY[:3]],
    "view_request": lambda s: [s.made.reference],
    "view_request_id": lambda s: [s.made.reference],
    "view_health": lambda s: [""],
}


def test_no_view_shows_over(shops: Shops) -> None:
    """Every view function there is, by every kind of viewer."""
    views = {
        name: view
        for module in (room_views, intake_views, triage_views)
        for name, view in vars(module).items()
        if name.startswith("view_")
    }
    assert set(views) == set(VIEWS)
    for name, view in views.items():
        for key in VIEWS[name](shops):
            for viewer in (OWNER, Guest(), shops.guest, shops.tracker, j.ANNA, j.BOSS):
                shown = shops.two.view(view, key, viewer)
                assert CANARY not in str(attrs.asdict(shown) if attrs.has(type(shown)) else shown), name
    assert any(CANARY in str(shops.one.view(views["view_queue"], "", j.ANNA)) for _ in (0,)), "else it proves nothing"


def test_no_query_reads_over(shops: Shops) -> None:
    """Every kind of record and every declared query; the outbox, the anchor and the verification."""
    with shops.two.reading() as reader:
        for kind in record_types.values():
            assert list(reader.find(Query(kind.make), {}, limit=100)) == [], kind.name
        queries = [one for one in gc.get_objects() if type(one) is Query and one.record_type.name in record_types]
        assert len(queries) > 20
        for query in queries:
            params: dict[str, Any] = {name: shops.keys().get(name, CANARY) for name in query.equals if name != "tenant"}
            params |= {query.prefix: "k"} if query.prefix else {}
            params |= {query.in_: tuple(shops.keys().values())} if query.in_ else {}
            params |= {query.at_most: "9999"} if query.at_most else {}
            assert list(reader.find(query, params, limit=100)) == []
        for kind in record_types.values():
            for id in shops.keys().values():
                assert reader.load(kind.make, id) is None  # type: ignore[arg-type]
    assert shops.two.deliver().total == 0
    assert not shops.two.notifier.sent  # type: ignore[attr-defined]
    assert heads(shops.two) == {}
    assert heads(shops.one)
    assert shops.one.deliver().total > 0


def test_what_a_shop_chooses_is_its_own(shops: Shops) -> None:
    """Languages, wording, statuses, plugins, customers: none is the process's."""
    assert shops.one.translator("pl").language == "pl"
    assert shops.two.translator("pl").language == "en"
    assert shops.two.translator("en")("start.title") == "Second shop's title"
    assert shops.one.translator("en")("start.title") != "Second shop's title"
    assert shops.one.plugins.questions("d", "en") == (CANARY,)
    assert shops.two.plugins.questions("d", "en") == ()
    assert shops.two.directory.account("c-1") is None
    refused = j.attempt(shops.two, j.ChangeStatus, j.ANNA, request=j.submit(shops.two).request, status="parts")
    assert isinstance(refused, Refusal)


class SignedIn(StandaloneHost):
    """Everybody is the same customer, and a colleague."""

    who: Any = OWNER

    async def visitor(self, request: Any) -> Any:
        return self.who

    async def colleague(self, request: Any) -> Any:
        return j.ANNA


@pytest.mark.parametrize("who", ["customer", "guest"])
def test_no_page_shows_over(shops: Shops, who: str, tmp_path: Path) -> None:
    """Every route of the second shop's app, with the first one's references, links, cookies and forms."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    accounts, settings = StaffAccounts(engine, "two"), shops.two.settings
    host = SignedIn(accounts, environment(), settings.languages)
    host.who = OWNER if who == "customer" else Guest(client="net")
    app = create_app(shops.two, accounts, host=host)
    client = TestClient(app, follow_redirects=True, raise_server_exceptions=False)
    assert shops.guest.grant is not None
    client.cookies.set(room_cookie(shops.made.request), shops.guest.grant.token())
    before = heads(shops.one)
    values = {
        "token": shops.keys()["link"],
        "reference": str(shops.made.reference).replace("-", ""),
        "outcome": shops.outcome.outcome,
        "row": shops.dead,
        "code": "en",
        "step": "close",
    }
    forms = shops.keys() | {"csrf": "", "text": "t", "q": CANARY, "code": "000000", "status": "closed", "read": "y"}
    seen = 0
    for route in app.routes:
        if not isinstance(route, Route):
            continue
        path = route.path.format(**{name: values.get(name, "x") for name in route.param_convertors})
        for method in route.methods or ():
            answer = client.request(method, path, params={"q": CANARY[:3]}, data=forms if method == "POST" else None)
            assert answer.status_code < 500, path
            assert CANARY not in answer.text.replace(f'value="{CANARY[:3]}"', ""), (method, path)
            seen += 1
    assert seen > 30
    assert heads(shops.one) == before
    engine.dispose()


def test_two_stores_of_one_file(tmp_path: Path) -> None:
    """Two processes would open the database twice: the tenants stay apart all the same."""
    paths = [SqlStore.sqlite(tmp_path / "both.sqlite") for _ in range(2)]
    one, two = (make_desk(store, tenant=name) for store, name in zip(paths, ("one", "two"), strict=True))
    j.do(one, SubmitRequest, Guest(), problem=CANARY, device="d", surname="s", contact=j.EMAIL)
    assert two.deliver().total == 0
    notifier = CapturingNotifier()
    assert make_desk(paths[1], tenant="one", notifiers=[notifier]).deliver().done == 1
    for store in paths:
        store.close()
