"""Two shops in one process, on one database, with one secret: nothing crosses. Every port, command, view and page is
walked; one that is added without its row here fails."""

from __future__ import annotations

import gc
import re
from pathlib import Path
from typing import Any

import attrs
import pytest
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool
from starlette.routing import Route
from starlette.testclient import TestClient

import journeys as j
from capabilities import collected
from capabilities.notifications import failed_row
from capabilities.scene import SHOP, Scene, words_in
from helpdesk_core import Contact, Customer, Guest, Helpdesk, Refusal, Result, Settings, Status, hookimpl
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.queries import Query, Totals
from helpdesk_core.base.records import record_types
from helpdesk_core.conversations.rules import ReplyToCustomer, ReplyToShop, WriteNote
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.ports import Account, OrderRef
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.testing import CapturingNotifier, make_desk
from reference_app import create_app
from reference_app.accounts import StaffAccounts
from reference_app.rendering import environment
from reference_app.room_cookies import room_cookie
from reference_app.standalone import StandaloneHost

CANARY = "Kanarek"
OWNER = Customer(id="c-1")
#: Where the examples need accounts of the desk's own.
OF_OWN_ACCOUNTS = tuple(
    f"helpdesk_core.{name}"
    for name in ("customer_accounts.", "customer_rooms.claiming", "organisations.", "shipments.")
)


class People:
    """The first shop's own directory."""

    def get(self, id: str) -> Account:
        return Account(id=id, surname=CANARY, contacts=(Contact.parse("elsewhere@example.com"),))

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
    """The first shop has a request with everything in it; the second asks."""

    one: Helpdesk
    plain: Helpdesk
    """The first one without its directory: there customers have accounts of the desk's own."""
    two: Helpdesk
    scene: Scene
    keys: dict[str, str]
    """Whatever names something of the first shop."""


@pytest.fixture
def shops(store: Any) -> Shops:
    """One store, one secret, two tenants that differ in everything a shop chooses."""
    waiting = Status(id="parts", phase="in_progress", labels={"en": f"Waits for {CANARY}", "pl": CANARY})
    first = attrs.evolve(SHOP, shop_name=CANARY, languages=("pl", "en"), statuses=(waiting,), phone="+48 22 111 11 11")
    wording = {"en": {"start.title": "Second shop's title"}}
    second = Settings(shop_name="Second", languages=("en",), wording=wording)
    one = make_desk(store, tenant="one", settings=first, customers=People(), plugins=[Chatty()])
    plain = make_desk(store, tenant="one", settings=first)
    two = make_desk(store, tenant="two", settings=second)
    scene = filled(one, "in_review")
    made = scene.made
    j.do(one, ReplyToCustomer, j.ANNA, request=made.request, text=CANARY, status="parts")
    j.do(one, ReplyToShop, scene.guest, request=made.request, text=CANARY)
    j.do(one, WriteNote, j.ANNA, request=made.request, text=CANARY)
    outcome, failed = j.prepare(one, made, CANARY), failed_row(scene)
    filled(one, "received")  # something that waits to be sent
    keys = {
        "request": made.request,
        "reference": made.reference,
        "link": scene.link,
        "outcome": outcome.outcome,
        "digest": outcome.digest,
        "row": failed,
        "contact": j.EMAIL,
        "surname": CANARY,
        "customer": OWNER.id,
    }
    return Shops(one, plain, two, scene, keys)


def filled(desk: Helpdesk, phase: str) -> Scene:
    """A request whose every text is the canary. Tracking asks for the surname, so that one is left as it is."""
    return Scene.in_phase(phase, desk, problem=CANARY, device=CANARY, given_name=CANARY, order=CANARY)


def visitors(scene: Scene) -> tuple[Any, ...]:
    """Who might come to the second shop with something of the first one's."""
    return (*scene.actors.values(), Guest(), OWNER, j.ANNA, j.BOSS, j.BOT)


def home(shops: Shops, known: Any) -> Helpdesk:
    """The first shop, as a command or view needs it."""
    return shops.plain if known.__module__.startswith(OF_OWN_ACCOUNTS) else shops.one


def heads(desk: Helpdesk) -> Any:
    return desk.anchor().heads


def test_no_command_reaches_over(shops: Shops) -> None:
    """Every command as its example in the first shop sends it, by everybody, at the second one: the first one's
    histories stay as they are."""
    carried_out = 0
    for command, example in collected("EXAMPLES").items():
        first = home(shops, command)
        scene = filled(first, example.phase)
        sent = first.read(command, example.fields(scene))
        before = heads(shops.one)
        for actor in visitors(scene):
            answer = shops.two.handle(sent, actor)
            assert CANARY not in words_in(answer), command.__name__
            about_request = example.stranger is not None
            assert not (about_request and isinstance(answer, Result)), command.__name__
        assert heads(shops.one) == before, command.__name__
        carried_out += isinstance(first.handle(sent, scene.actors[example.by[0]]), Result)
    assert carried_out == len(collected("EXAMPLES")), "else it proves nothing"
    before = heads(shops.one)
    shops.two.erase_customer(OWNER.id)
    assert heads(shops.one) == before
    assert shops.one.verify() == shops.two.verify() == ()


def test_no_view_shows_over(shops: Shops) -> None:
    """Every declared view, asked as in the first shop, by every kind of viewer."""
    shown_at_home = set()
    for view, look in collected("VIEWS").items():
        scene = filled(home(shops, view), look.phase)
        args, options = look.ask(scene)
        options = {name: CANARY if name == "words" else value for name, value in options.items()}
        for viewer in visitors(scene):
            shown = shops.two.view(view, viewer, *args, **options)
            assert not {CANARY, scene.request} & words_in(shown), view.__name__
            if CANARY in words_in(shops.one.view(view, viewer, *args, **options)):
                shown_at_home.add(view.__name__)
    assert shown_at_home >= {"view_room", "view_queue", "view_request", "view_search", "view_customer_list"}


def test_no_query_reads_over(shops: Shops) -> None:
    """Every type of record, every declared query, sum and feed; the outbox, the anchor and the verification."""
    keys = shops.keys
    assert shops.one.index().requests
    with shops.two.reading() as reader:
        for known in record_types.values():
            assert list(reader.find(Query(known.make), {}, limit=100)) == [], known.name  # type: ignore[arg-type]
            assert reader.totals(Totals(known.make), {}) == [(0,)], known.name  # type: ignore[arg-type]
        for selection in declared(Query):
            assert list(reader.find(selection, params(selection, keys), limit=100)) == []
        for selection in declared(Totals):
            assert sum(int(cell or 0) for row in reader.totals(selection, params(selection, keys)) for cell in row) == 0
        assert list(reader.feed(None, 100)) == []
        for known in record_types.values():
            for id in keys.values():
                assert reader.load(known.make, id) is None  # type: ignore[arg-type]
    with shops.one.reading() as reader:
        assert reader.load(ServiceRequest, shops.scene.request) is not None, "else it proves nothing"
        assert list(reader.feed(None, 100)) != []
    assert shops.two.deliver().total == 0
    assert not shops.two.notifier.sent  # type: ignore[attr-defined]
    assert heads(shops.two) == {}
    assert heads(shops.one)
    assert shops.one.deliver().total > 0


def declared(kind: Any) -> list[Any]:
    """Every selection of this kind that a module holds."""
    gc.unfreeze()  # what stands aside from the collector is not among its objects
    found = [one for one in gc.get_objects() if type(one) is kind and one.record_type.name in record_types]
    assert len(found) > (20 if kind is Query else 0)
    return found


def params(selection: Any, keys: dict[str, str]) -> dict[str, Any]:
    """Parameters by which it would find something of the first shop."""
    found: dict[str, Any] = {name: keys.get(name, CANARY) for name in selection.equals if name != "tenant"}
    found |= {selection.prefix: "k"} if selection.prefix else {}
    found |= {selection.in_: tuple(keys.values())} if selection.in_ else {}
    found |= {selection.match: (("p*", "i*"),)} if selection.match else {}
    found |= {selection.has: CANARY} if selection.has else {}
    for name, text, number in ((selection.at_least, "", 0), (selection.at_most, "9999", 2**53)):
        if name:
            found[name] = number if selection.record_type.column(name).integer else text
    return found


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


#: Which store it is makes no difference to pages: by default one that shops use.
STORES_OF_PAGES = [
    "sqlite",
    pytest.param("memory", marks=pytest.mark.full),
    pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.full]),
]


class SignedIn(StandaloneHost):
    """Everybody is the same customer, and an agent."""

    who: Any = OWNER

    async def visitor(self, request: Any) -> Any:
        return self.who

    async def current_agent(self, request: Any) -> Any:
        return j.ANNA


@pytest.mark.parametrize("store", STORES_OF_PAGES, indirect=True)
@pytest.mark.parametrize("who", [pytest.param("customer", marks=pytest.mark.full), "guest"])
def test_no_page_shows_over(shops: Shops, who: str, tmp_path: Path) -> None:
    """Every route of the second shop's app, with the first one's references, links, cookies and forms."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    accounts, settings = StaffAccounts(engine, "two"), shops.two.settings
    host = SignedIn(accounts, environment(), lambda: settings.languages)
    host.who = OWNER if who == "customer" else Guest(client="net")
    app = create_app(shops.two, accounts, host=host)
    client = TestClient(app, follow_redirects=True, raise_server_exceptions=False)
    assert shops.scene.guest.grant is not None
    client.cookies.set(room_cookie(shops.scene.request), shops.scene.guest.grant.token())
    before = heads(shops.one)
    values = shops.keys | {
        "token": shops.keys["link"],
        "reference": shops.keys["reference"].replace("-", ""),
        "code": "en",
        "step": "close",
    }
    forms = shops.keys | {"csrf": "", "text": "t", "q": CANARY[:3], "code": "000000", "status": "closed", "read": "y"}
    seen = 0
    for route in app.routes:
        if not isinstance(route, Route):
            continue
        path = route.path_format.format(**{name: values.get(name, "1") for name in route.param_convertors})
        for method in route.methods or ():
            answer = client.request(method, path, params={"q": CANARY[:3]}, data=forms if method == "POST" else None)
            assert answer.status_code < 500, path
            shown = re.sub(rf'value="{CANARY}?"|value="{CANARY[:3]}"', "", answer.text)  # what the visitor typed
            assert CANARY not in shown, (method, path)
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
