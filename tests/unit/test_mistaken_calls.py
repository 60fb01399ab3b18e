"""What is called wrongly: another kind, a class, an id that is a number, bytes and text mixed up, a
moment without a zone. Each mistake is answered with a sentence that names the argument, before anything is done."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from helpdesk_core import Admin, Agent, AsyncHelpdesk, Contact, ContactKind, Customer, Guest, Helpdesk
from helpdesk_core.adapters.console import ConsoleNotifier
from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.text import RawText
from helpdesk_core.commands import CancelRequest, SubmitRequest, WriteNote
from helpdesk_core.desk import Recipient
from helpdesk_core.errors import ConfigurationError
from helpdesk_core.ports import Account, Customers, InboundRequest
from helpdesk_core.testing import CapturingNotifier, FixedClock, MemoryFiles, SamePictures, make_desk
from helpdesk_core.views import view_queue, view_request, view_room

WORDS = {"problem": "p", "device": "d", "surname": "Nowak", "contact": "jan@example.com"}
ANNA: Any = Agent(id="anna", name="Anna")
NAIVE: Any = datetime(2026, 11, 21, 12, 0)
ENGINE: Any = sa.create_engine("sqlite://")
DESK: Any = make_desk(MemoryStore())
COMMAND = DESK.read(SubmitRequest, WORDS)
ANY: Any = None
"""Seen as anything by the type checker, which would find most of these."""
_ID = "0" * 32


def desk(**given: Any) -> Any:
    return Helpdesk(**({"store": MemoryStore(), "secret": [bytes(range(32))]} | given))


def kept(stream: Any = None, **given: Any) -> Any:
    return DESK.keep_file(stream or io.BytesIO(b"%PDF-"), **({"name": "a", "request": _ID, "actor": Guest()} | given))


def made(kind: Any, *args: Any, **given: Any) -> Callable[[], Any]:
    return lambda: kind(*args, **given)


#: What is called wrongly → what is said.
MISTAKES: dict[str, tuple[Callable[[], Any], str]] = {
    "bytes for a file": (made(kept, b"%PDF-"), r"keep_file: stream is a file .*BytesIO.* not a bytes"),
    "text for a file": (made(kept, io.StringIO("x")), "stream .* not a StringIO"),
    "a path for a file": (made(kept, "a.png"), "stream .* not a str"),
    "a file without a name": (made(kept, name=None), "keep_file: name is a text, not None"),
    "a file for a number": (made(kept, request=7), "keep_file: request is a text, not an int"),
    "a file of a class": (made(kept, actor=Guest), "actor is one of .* not the class Guest"),
    "several at once": (made(kept, b"x", name=None, request=7), "stream .*; name .*; request "),
    "a number of a file": (made(DESK.open_file, 7, ANNA), "open_file: attachment is a text"),
    "a viewer's name": (made(DESK.open_file, _ID, "anna"), "viewer is one of .* not a str"),
    "bytes that came in": (made(DESK.receive, "mail", b"x"), "receive: request is an InboundRequest, not a bytes"),
    "a channel in place of its name": (made(DESK.receive, MemoryStore(), InboundRequest()), "channel is a text"),
    "a text that came in": (made(InboundRequest, body="x"), "InboundRequest: body is bytes, not a str"),
    "no headers": (made(InboundRequest, headers=None), "headers is a mapping .* not None"),
    "a number of a client": (made(Guest, client=7), "Guest: client is a text or None, not an int"),
    "a number of a browser": (made(Guest, browser=7), "Guest: browser is a text or None"),
    "a grant as it is kept": (made(Guest, grant="token"), "Guest: grant is a Grant or None, not a str"),
    "a sign-in without a zone": (made(Customer, id="1", signed_in_at=NAIVE), "signed_in_at .* zone .* without one"),
    "an agent without a name": (made(Agent, id="1", name=None), "Agent: name is a text, not None"),
    "one right": (made(Agent, id="1", name="A", rights="requests.view"), "rights is a list .* not a str"),
    "one place": (made(Agent, id="1", name="A", locations="main"), "locations is a list .* not a str"),
    "rights that are numbers": (made(Agent, id="1", name="A", rights=[7]), "rights .* not a list with an int"),
    "an admin's number": (made(Admin, id="1", name=7), "Admin: name is a text, not an int"),
    "plugins by yes": (made(desk, installed_plugins="yes"), "installed_plugins is True or False, not a str"),
    "plugins by None": (made(desk, installed_plugins=None), "installed_plugins is True or False, not None"),
    "no plugin": (made(desk, plugins=[None]), r"plugins\[0\] is an object or a module with hooks, not None"),
    "secrets once": (made(desk, secret=(one for one in [bytes(32)])), "secret is a list .* not a generator"),
    "notifiers once": (made(desk, notifiers=(one for one in ())), "notifiers is a list .* not a generator"),
    "notifiers by name": (made(desk, notifiers={"a": ConsoleNotifier()}), "notifiers is a list .* not a dict"),
    "a moment for a clock": (made(desk, clock=datetime.now(UTC)), "clock is a function .* not a datetime"),
    "a clock without a zone": (made(desk, clock=datetime.now), "clock .* zone: .* not a datetime without one"),
    "a clock's class": (made(desk, clock=datetime), "clock is a function that gives moments"),
    "a clock of words": (made(desk, clock=lambda: "noon"), "clock .* not a str"),
    "no references": (made(desk, new_reference=None), "new_reference is a function .* not None"),
    "an address for a function": (made(desk, url="https://shop.example"), "url is a function of a page's name"),
    "a function of no page": (made(desk, url=lambda: "x"), "url is a function of a page's name"),
    "a function of nobody": (made(desk, staff_recipient=lambda: None), "staff_recipient is a function of an assignee"),
    "the protocol of customers": (made(desk, customers=Customers), "customers .* not the class Customers"),
    "True for a function": (made(desk, after_commit=True), "after_commit is a function of what to call"),
    "numbers for ids": (lambda: desk(new_id=lambda: 7).do(COMMAND, Guest()), "new_id gives a text .* not an int"),
    "numbers for references": (
        lambda: desk(new_reference=lambda: 7).do(COMMAND, Guest()),
        "new_reference gives a text .* not an int",
    ),
    "a number for a key": (made(DESK.handle, COMMAND, Guest(), key=7), "key is a text .*, or None, not an int"),
    "bytes for a key": (made(DESK.do, COMMAND, Guest(), key=b"k"), "key is a text .*, or None, not a bytes"),
    "swapped": (made(DESK.handle, Guest(), COMMAND), "actor is one of .* not a SubmitRequest"),
    "one command for many": (made(DESK.handle_each, COMMAND, Guest()), "commands is a list .* not a SubmitRequest"),
    "commands without keys": (made(DESK.handle_each, [COMMAND], Guest()), "commands is a list .* with a SubmitRequest"),
    "many of a class": (made(DESK.handle_each, [], Guest), "actor is one of .* not the class Guest"),
    "a room's number": (made(DESK.view, view_room, Guest(), 7), "view_room: request_id is a text, not an int"),
    "a room without an id": (made(DESK.view, view_room, Guest()), "view_room: missing .*request_id"),
    "an option there is not": (made(DESK.show, view_queue, ANNA, nosuch=1), "view_queue: .*nosuch"),
    "a request's number": (made(DESK.show, view_request, ANNA, 7), "view_request: reference is a text"),
    "fields in a list": (made(DESK.read, SubmitRequest, [("problem", "p")]), "read: fields is a mapping"),
    "no fields": (made(DESK.read, SubmitRequest, None), "read: fields is a mapping .* not None"),
    "a command's name": (made(DESK.read, "SubmitRequest", WORDS), "read: command is the class of a Command"),
    "another class": (made(DESK.read, dict, WORDS), "the class of a Command, not the class dict"),
    "a number as text": (made(DESK.deliver, "50"), "deliver: limit is a whole number from 1 to 1,000,000, not a str"),
    "one lane": (made(DESK.deliver, lanes=0), "deliver: lanes is a list .* not an int"),
    "a lane there is not": (made(DESK.deliver, lanes=(9,)), r"deliver: lanes are some of \[0, 1, 2\]"),
    "a purge of text": (made(DESK.purge, "5"), "purge: limit is a whole number"),
    "an index of text": (made(DESK.index, "5"), "index: limit is a whole number"),
    "a place that is a number": (made(DESK.changes, 7), "changes: after is a text or None"),
    "a digest for an anchor": (made(DESK.verify, "ab" * 32), "verify: against is an Anchor or None"),
    "a token in bytes": (made(DESK.guest, b"x"), "guest: token is a text or None, not a bytes"),
    "a link to a number": (made(DESK.link, 7), "link: request is a text"),
    "a generation as text": (made(DESK.link, _ID, "1"), "link: generation is a whole number"),
    "a language's number": (made(DESK.translator, 7), "translator: language is a text or None"),
    "an account's number": (made(DESK.erase_customer, 7), "erase_customer: customer is a text, not an int"),
    "erased by an agent": (made(DESK.erase_customer, "7", ANNA), "actor is a Customer or an Admin or None"),
    "a draft of one text": (made(DESK.redact_draft, "x", ANNA), "redact_draft: fields is a mapping"),
    "a draft of numbers": (made(DESK.redact_draft, {"a": 7}, ANNA), "redact_draft: fields is a mapping"),
    "nothing to call": (made(DESK.after_commit, None), "after_commit: call is a function, not None"),
    "no language": (made(DESK.has_words, None), "has_words: language is a text, not None"),
    "no file": (made(SqlStore.sqlite, None), "SqlStore.sqlite: path is the path of a file .* not None"),
    "an address of a file": (made(SqlStore.sqlite, "sqlite:///x.db"), r"path is the path .*SqlStore.on\(create_engine"),
    "an engine for a file": (made(SqlStore.sqlite, ENGINE), "path is the path of a file .* not an Engine"),
    "a number for a schema": (made(SqlStore.on, ENGINE, schema=7), "SqlStore: schema is a schema's name"),
    "a number for a prefix": (made(SqlStore.on, ENGINE, prefix=7), "SqlStore: prefix is a text"),
    "no address": (made(SqlStore.postgresql, None), "SqlStore.postgresql: url is a text"),
    "no address at all": (made(SqlStore.postgresql, "hunter2"), "SqlStore.postgresql: url is an address"),
    "a contact's kind in words": (made(Contact, "email", "a@b.example"), "Contact: kind is a ContactKind, not a str"),
    "a contact's number": (made(Contact, ContactKind.PHONE, 48600100200), "Contact: value is a text, not an int"),
    "a recipient's address": (made(Recipient, "team@shop.example", "en"), "Recipient: contact is a Contact, not a str"),
    "an int for an account": (made(Account, id=7), "Account: id is a text, not an int"),
    "one contact": (made(Account, id="7", contacts="a@b.example"), "Account: contacts is a list"),
    "a desk's class": (made(AsyncHelpdesk, Helpdesk), "AsyncHelpdesk: desk is a Helpdesk, not the class"),
    "a store for a desk": (made(AsyncHelpdesk, MemoryStore()), "AsyncHelpdesk: desk is a Helpdesk, not a Memory"),
    "no runner": (made(AsyncHelpdesk, DESK, "thread"), "AsyncHelpdesk: run is a function or None, not a str"),
    "a clock that stands without a zone": (made(FixedClock, NAIVE), "FixedClock: now is a moment with its time zone"),
    "one kind of contact": (made(CapturingNotifier, "email"), "CapturingNotifier: record_types is a list"),
    "bytes to keep": (made(MemoryFiles().put, _ID, b"x", type="a/b"), "put: stream is a file opened for reading bytes"),
    "bytes to decode": (made(SamePictures().remake, b"x", "image/png"), "remake: stream is a file"),
    "text to send": (made(CapturingNotifier().send, "hello"), "send: outgoing is an Outgoing, not a str"),
    "a name to print to": (
        made(ConsoleNotifier, "stdout"),
        "ConsoleNotifier: stream is a file opened for writing",
    ),
    "an id in a command": (made(CancelRequest, request=7), "CancelRequest: request is a text, not an int"),
    "plain text in a command": (made(WriteNote, request=_ID, text="x"), "text needs RawText, not str"),
    "a note of a number": (made(WriteNote, request=7, text=RawText("x")), "WriteNote: request is a text"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_call_says_which_argument_is_wrong(case: str) -> None:
    call, said = MISTAKES[case]
    with pytest.raises((TypeError, ConfigurationError), match=said) as raised:
        call()
    assert "hunter2" not in str(raised.value)


def test_lists_of_any_kind_are_lists() -> None:
    """What is read once or many times, and a key that is more than a text, is taken as before."""
    assert Agent(id="1", name="A", rights=["requests.view"]).rights == ["requests.view"]  # type: ignore[arg-type]
    assert DESK.handle_each(((COMMAND, None) for _ in range(2)), Guest())
    assert DESK.view(view_room, Guest(), ANY).code == "refusal.no_such_request"  # as towards any stranger
