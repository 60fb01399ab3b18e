"""Whatever is public is called with nonsense for each of its arguments, taken from what the argument is annotated as:
another kind, a class in place of its object, nothing, less than nothing, not a number, blanks. Each is answered with a
sentence that names the argument; a new method or adapter is tried by being there."""

from __future__ import annotations

import inspect
import io
import math
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import obstore.store
import procrastinate
import pytest
import sqlalchemy as sa

from helpdesk_core import AsyncHelpdesk, Customer, Guest, Helpdesk, Settings
from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.adapters.whatsapp import GraphApi
from helpdesk_core.base.asked import asked_of
from helpdesk_core.commands import SubmitRequest
from helpdesk_core.errors import ConfigurationError
from helpdesk_core.ports import InboundRequest
from helpdesk_core.testing import make_desk
from helpdesk_core.viewing import views
from reference_app.accounts import StaffAccounts
from reference_app.worker import Worker

DESK: Any = make_desk(MemoryStore())
COMMAND = DESK.read(SubmitRequest, {"problem": "p", "device": "d", "surname": "N", "contact": "jan@example.com"})
PROCRASTINATE = procrastinate.App(connector=procrastinate.PsycopgConnector())
ENGINE = sa.create_engine("sqlite://")
API = GraphApi(number="123456", token="t" * 20)
OWN: Any = {"own": ["help@shop.example"]}
SECRET = "hunter2" * 9
TEMPLATES = Path(str(find_spec("helpdesk_core.adapters.documents").origin)).parent / "templates"  # type: ignore[union-attr]

#: Public methods with what each is called with; those that take nothing have nothing to be called wrongly with.
CALLS: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "after_commit": ((print,), {}),
    "changes": ((), {"after": None, "limit": 1}),
    "deliver": ((), {"limit": 1, "lanes": (0,)}),
    "do": ((COMMAND, Guest()), {"key": "k"}),
    "erase_customer": (("7",), {"actor": Customer(id="7")}),
    "guest": ((None,), {"client": "x"}),
    "handle": ((COMMAND, Guest()), {"key": "k"}),
    "handle_each": (([(COMMAND, "k")], Guest()), {}),
    "has_words": (("en",), {}),
    "index": ((), {"limit": 1, "restart": False}),
    "keep_file": ((io.BytesIO(b"x"),), {"name": "a", "request": "x", "actor": Guest(), "link": None}),
    "keep_guide_picture": ((io.BytesIO(b"x"),), {"guide": "a", "alt": "b", "actor": Guest()}),
    "link": (("x",), {"generation": 1}),
    "open_file": (("x", Guest()), {"small": False}),
    "open_guide_picture": (("x", Guest()), {}),
    "open_inbound": (("x", Guest()), {}),
    "preview": ((COMMAND, Guest()), {}),
    "purge": ((), {"limit": 1}),
    "read": ((SubmitRequest, {}), {}),
    "receive": (("mail", InboundRequest()), {}),
    "redact_draft": (({}, Guest()), {"language": None}),
    "translator": (("en",), {}),
    "verify": ((None,), {}),
}
#: Their arguments are those of a view, which are tried below.
OF_VIEWS = {"view", "show"}
#: What adapters are made with.
MADE: dict[str, dict[str, Any]] = {
    "clamd.ClamdScanner": {"timeout": 1.0},
    "console.ConsoleNotifier": {"stream": None},
    "documents.CaseFiles": {"keyring": DESK.keyring, "tenant": "shop"},
    "documents.InvoiceDocuments": {"tenant": "shop", "zone": Settings().zone, "files": None},
    "documents.RepairFormDocuments": {"zone": Settings().zone},
    "documents.ShipmentPapers": {"settings": Settings(), "t": DESK.translator("en")},
    "documents.TypstDocuments": {"templates": TEMPLATES},
    "folder.FolderFiles": {"folder": "files"},
    "mail.ImapMailbox": {"host": "h", "user": "u", "password": SECRET, "port": 993, "folder": "INBOX", "tls": True},
    "mail.MailChannel": {**OWN, "server": "", "name": "mail"},
    "mail.MailgunMail": {**OWN, "key": SECRET},
    "mail.PostmarkMail": {**OWN, "password": SECRET},
    "mail.SignedMail": {**OWN, "secret": "whsec_" + "YWJj" * 8},
    "memory.MemoryStore": {},
    "objects.ObjectFiles": {"store": obstore.store.MemoryStore()},
    "pillow.PillowPictures": {"most_pixels": 1, "longest": 1, "small": 1},
    "procrastinate.ProcrastinateWaker": {
        "app": procrastinate.App(connector=procrastinate.PsycopgConnector()),
        "queue": "q",
    },
    "smtp.SmtpNotifier": {
        "host": "h",
        "sender": "a@shop.example",
        "port": 25,
        "sender_name": "Shop",
        "username": None,
        "password": None,
        "starttls": True,
        "tls": None,
        "bounces": None,
        "replies": None,
        "smtputf8": False,
        "timeout": 1.0,
        "patience": 1.0,
        "name": "email",
    },
    "stripe.StripePayments": {"key": "sk_x", "signing_secrets": ["whsec_x"], "methods": (), "api": "https://a.example"},
    "whatsapp.GraphApi": {"number": "123456", "token": "t" * 20, "api": "https://a.example", "timeout": 1.0},
    "whatsapp.Template": {"name": "n", "code": "pl"},
    "whatsapp.WhatsAppChannel": {"api": API, "app_secret": SECRET, "verify_token": "t", "name": "w"},
    "whatsapp.WhatsAppNotifier": {"api": API, "templates": {}, "channel": "w", "name": "w"},
}
#: What adapters give back and hand on, and is made by them: SesMail needs a certificate, and is tried where it is read.
NOT_MADE = {
    "documents.Checked",
    "documents.PublicKey",
    "documents.Verdict",
    "mail.Mail",
    "mail.Part",
    "mail.SesMail",
    "mail.WebhookMail",
    "memory.MemoryReader",
    "memory.MemoryUnit",
    "whatsapp.Answered",
}
MODULES = sorted({name.partition(".")[0] for name in MADE})


class Odd:
    """Fits nothing."""


def nonsense(hint: Any) -> Iterator[Any]:
    """Values that an annotation does not ask for."""
    kinds = [hint, *get_args(hint)]
    bare = [get_args(one)[0] if get_origin(one) is Annotated else get_origin(one) or one for one in kinds]
    if Any in bare:
        return
    yield Odd()
    if type not in bare and Callable not in bare:
        yield Odd
    if type(None) not in bare and None not in bare:
        yield None
    if str not in bare:
        yield "nonsense"
    if int in bare:
        yield from (True, 1.5)
    if float in bare:
        yield from (math.nan, math.inf, 0, -1, True)
    if int in bare and get_origin(hint) is Annotated:
        yield from (0, -1, 10**30)
    if Annotated in (get_origin(one) for one in kinds) and str in bare:
        yield from ("", " ")


def public(owner: type) -> list[str]:
    """Its methods that can be called wrongly."""
    found = {name for name, one in inspect.getmembers(owner, inspect.isfunction) if not name.startswith("_")}
    return sorted(name for name in found if len(inspect.signature(getattr(owner, name)).parameters) > 1)


def is_said(call: Callable[[], object], name: str) -> str | None:
    """What is wrong with how a mistake is answered."""
    try:
        call()
    except (TypeError, ConfigurationError) as error:
        return None if name in str(error) and "hunter2" not in str(error) else f"{type(error).__name__}: {error}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "taken"


def wrong_of(make: Callable[..., Any], values: dict[str, Any]) -> list[str]:
    """Every argument that takes nonsense, or is not named."""
    if not isinstance(make, type):
        hints = asked_of(make)[1]
    elif hasattr(make, "__attrs_attrs__"):
        hints = get_type_hints(make, include_extras=True)
    else:
        hints = asked_of(make.__init__)[1]  # type: ignore[misc]
    found = []
    for name in values:
        for value in nonsense(hints[name]):
            answer = is_said(lambda given=values | {name: value}: make(**given), name)  # type: ignore[misc]
            if answer is not None:
                found.append(f"{name}={value!r}: {answer}")
    return found


def test_every_public_method_is_tried() -> None:
    assert set(public(Helpdesk)) == set(CALLS) | OF_VIEWS
    assert set(public(AsyncHelpdesk)) <= set(CALLS) | OF_VIEWS


@pytest.mark.parametrize("name", CALLS)
def test_a_method_answers_nonsense_with_a_sentence(name: str) -> None:
    method = getattr(DESK, name)
    args, named = CALLS[name]
    values = dict(zip(inspect.signature(method).parameters, args, strict=False)) | named
    assert set(values) <= set(inspect.signature(method).parameters)
    assert not wrong_of(method, values)


@pytest.mark.parametrize("module", MODULES)
def test_every_adapter_answers_nonsense_with_a_sentence(module: str) -> None:
    found = import_module(f"helpdesk_core.adapters.{module}")
    names = getattr(found, "__all__", None) or [
        name for name, one in vars(found).items() if inspect.isclass(one) and one.__module__ == found.__name__
    ]
    makers = {f"{module}.{name}": getattr(found, name) for name in names if not name.startswith("_")}
    makers = {name: make for name, make in makers.items() if isinstance(make, type) and name not in NOT_MADE}
    assert set(makers) <= set(MADE)
    for name, make in makers.items():
        make(**MADE[name])
        assert not wrong_of(make, MADE[name]), name


@pytest.mark.parametrize(
    "call, named",
    [
        (lambda **given: Worker(DESK, **given), {"seconds": 0}),
        (lambda **given: Worker(DESK, **given), {"seconds": math.nan}),
        (lambda **given: Worker(DESK, **given), {"seconds": "5"}),
        (lambda **given: Worker(*given["desks"], seconds=1), {"desks": ()}),
        (lambda **given: Worker(*given["desks"], seconds=1), {"desks": (Helpdesk,)}),
        (lambda **given: Worker(*given["desks"], seconds=1), {"desks": ([DESK],)}),
        (lambda **given: Worker(*given["desks"], seconds=1), {"desks": (DESK, DESK)}),
        (lambda **given: StaffAccounts(ENGINE, **given), {"tenant": "the shop"}),
        (lambda **given: SqlStore.sqlite("x.sqlite", **given), {"synchronous": "fast"}),
        (lambda **given: SqlStore.sqlite("x.sqlite", **given), {"create": "yes"}),
        (lambda **given: SqlStore.postgresql("postgresql://h/d", **given), {"create": None}),
        (lambda **given: SqlStore.on(ENGINE, **given), {"schema": ""}),
        (lambda **given: SqlStore.on(ENGINE, **given), {"schema": "x; drop"}),
        (lambda **given: SqlStore.on(ENGINE, **given), {"prefix": "my tables"}),
        (lambda **given: SqlStore.on(ENGINE, **given), {"prefix": "x" * 80}),
        (DESK.deliver, {"lanes": ()}),
        (DESK.changes, {"after": "junk"}),
        (DESK.changes, {"after": ""}),
        (lambda **given: DESK.handle(COMMAND, Guest(), **given), {"key": "two words"}),
        (lambda **given: DESK.handle(COMMAND, Guest(), **given), {"key": "k" * 201}),
        (Customer, {"id": "a\x00"}),
        (Customer, {"id": "\ud800"}),
    ],
)
def test_what_asks_for_nothing_is_said(call: Callable[..., Any], named: dict[str, Any]) -> None:
    (name,) = named
    assert is_said(lambda: call(**named), name) is None


async def later(*_: Any, **__: Any) -> Any:
    """Nobody awaits it."""


class Awaited(MemoryStore):
    """One of the kinds that are taken for a port, with a method that has to be awaited."""

    accepts = send = read = rights = wake = get = by_contact = orders = guest_orders = later  # type: ignore[assignment]


@pytest.mark.parametrize(
    "named",
    [
        {"tenant": "the shop"},
        {"tenant": "shop\x00"},
        {"tenant": "s" * 201},
        {"base_url": "https://shop.example:99999"},
        {"base_url": "https://shop.example/a b"},
        {"base_url": "https://user:pass@shop.example"},
        {"secret": [bytes(range(32)), bytes(range(32))]},
        {"plugins": [API, API]},
        {"staff_recipient": later},
        {"after_commit": later},
        {"new_id": later},
        {"store": Awaited()},
        {"access": Awaited()},
        {"customers": Awaited()},
        {"waker": Awaited()},
        {"notifiers": [Awaited()]},
    ],
)
def test_a_desk_is_not_made_of_nonsense(named: dict[str, Any]) -> None:
    """What has to be awaited would never be called, and a name with blanks is another shop's than it looks."""
    (name,) = named
    good = {"store": MemoryStore(), "secret": [bytes(range(32))]}
    assert is_said(lambda: Helpdesk(**(good | named)), name) is None


def test_numbers_of_views_have_their_least_and_most() -> None:
    """None of something is asked for by no page, and less than none ended as an IndexError."""
    for name, declared in sorted(views.items()):
        hints = get_type_hints(declared.look, include_extras=True)
        assert int not in [hint for one, hint in hints.items() if one != "return"], name
        for one, hint in hints.items():
            if get_origin(hint) is Annotated and hint.__metadata__[0].fits(1):
                assert not hint.__metadata__[0].fits(-1)
                assert not hint.__metadata__[0].fits(10**30)
