"""Common mistakes are answered with a sentence that names the argument, and never repeats a secret."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, sessionmaker

import journeys as j
from helpdesk_core import Agent, ConfigurationError, Customer, Guest, Helpdesk, Settings, StoreError
from helpdesk_core.adapters.console import ConsoleNotifier
from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.adapters.smtp import SmtpNotifier
from helpdesk_core.adapters.sqlalchemy import (
    LentSession,
    SqlStore,
    build_tables,
    create_all,
    create_full_text,
    enforce_foreign_keys,
    mark_as_copy,
)
from helpdesk_core.commands import SubmitRequest
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_queue
from reference_app import Host, create_app
from reference_app.accounts import StaffAccounts
from reference_app.checking import check_desk
from reference_app.cli import main
from smtp_server import Local, Mailbox

ENGINE = sa.create_engine("sqlite://")
SECRET = bytes(range(100, 140))
WORDS = {"problem": "p", "device": "d", "surname": "Nowak", "contact": "jan@example.com"}
HERE = {"store": MemoryStore(), "secret": [SECRET]}
MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "a secret not in a list": ({"secret": SECRET}, r"secret is a list of secrets.* not a bytes"),
    "a secret in hex": ({"secret": ["ab" * 32]}, r"secret\[0\] is 32 bytes or more.* not a str"),
    "an engine": (
        {"store": sa.create_engine("sqlite://")},
        r"store is .*SqlStore.on\(engine\), not an Engine",
    ),
    "an address": ({"store": "sqlite:///x"}, "store is a store: .* not a str"),
    "the class of a store": ({"store": MemoryStore}, "store .* not the class MemoryStore"),
    "the class of a notifier": ({"notifiers": [ConsoleNotifier]}, r"notifiers\[0\] .* not the class ConsoleNotifier"),
    "one notifier": ({"notifiers": ConsoleNotifier()}, "notifiers is a list .* not a ConsoleNotifier"),
    "settings as a dict": ({"settings": {"shop_name": "x"}}, "settings is a Settings, not a dict"),
    "the class of settings": ({"settings": Settings}, "settings is a Settings, not the class Settings"),
    "the class of a plugin": ({"plugins": [dict]}, r"plugins\[0\] .* not the class dict"),
    "customers of another kind": ({"customers": {}}, "customers is an object with the methods of ports.Customers"),
    "no tenant": ({"tenant": ""}, "tenant is a name .*, not an empty text"),
    "a recipient in place of a function": ({"staff_recipient": "team@shop.example"}, "staff_recipient is a function"),
    "a zone that is not there": ({"settings": Settings(time_zone="Europe/Warszawa")}, "time_zone"),
    "a language that is none": ({"settings": Settings(languages=("polski!",))}, "languages.0"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_desk_says_which_argument_is_wrong(case: str) -> None:
    """When it is made, not at the first customer."""
    given, said = MISTAKES[case]
    with pytest.raises(ConfigurationError, match=said) as raised:
        Helpdesk(**(HERE | given))
    assert "abab" not in str(raised.value)
    assert str(SECRET) not in str(raised.value)


def test_every_mistake_is_said_at_once() -> None:
    with pytest.raises(ConfigurationError, match=r"store .*; .*settings .*; .*tenant "):
        Helpdesk("x", secret=[SECRET], settings={}, tenant=" ")  # type: ignore[arg-type]


def test_who_acts_is_an_actor(memory: Helpdesk) -> None:
    """The class in place of an object was taken; an account's number broke somewhere inside."""
    command = memory.read(SubmitRequest, WORDS)
    for ask in (memory.handle, memory.do, memory.preview):
        with pytest.raises(TypeError, match=r"actor is one of .* not the class Guest"):
            ask(command, Guest)  # type: ignore[arg-type, operator]
    with pytest.raises(TypeError, match="not a str"):
        memory.view(view_queue, "anna")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"Customer.*give str"):
        Customer(id=7)  # type: ignore[arg-type]


def test_what_is_wanted_is_a_command(memory: Helpdesk) -> None:
    with pytest.raises(TypeError, match=r"not the class SubmitRequest; build it with desk.read"):
        memory.handle(SubmitRequest, Guest())  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not a dict"):
        memory.handle({}, Guest())  # type: ignore[arg-type]


@pytest.fixture
def memory() -> Helpdesk:
    return make_desk(MemoryStore())


@pytest.mark.parametrize("lent", ["engine", "session"])
def test_a_forgotten_migration_is_explained(tmp_path: Path, lent: str) -> None:
    """In place of the driver's error, on a host's engine and in its session."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'shop.sqlite'}")
    with Session(engine) as session:
        store = SqlStore.on(engine) if lent == "engine" else SqlStore.borrowed(lambda: session, dialect="sqlite")
        desk = make_desk(store)
        with pytest.raises(StoreError, match="tables are missing: run helpdesk db upgrade"):
            j.submit(desk)
        with pytest.raises(StoreError, match="tables are missing"):
            desk.view(view_queue, Agent(id="a", name="A"))
        assert "tables are missing" in desk.problems()[0]
    engine.dispose()


@pytest.mark.parametrize("wrong, said", [("engine", "is an Engine"), (None, "not None")])
def test_a_store_says_what_it_is_made_on(wrong: Any, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        SqlStore.on(wrong)
    with pytest.raises(ConfigurationError, match="borrow"):
        SqlStore.borrowed(wrong, dialect="sqlite")


@pytest.mark.parametrize("lent", [None, 7, sa.create_engine("sqlite://"), sessionmaker(), Session])
def test_what_a_host_lends_is_looked_at_when_it_is_lent(lent: Any) -> None:
    """The function was right, what it gives is not: an AttributeError of ours said so."""
    desk = make_desk(SqlStore.borrowed(lambda: lent, dialect="sqlite"))
    with pytest.raises(ConfigurationError, match=r"SqlStore.borrowed\(borrow\): it gives a Session or a"):
        desk.view(view_queue, Agent(id="a", name="A"))


NO_FILES = (":memory:", "", "a\0b", "sqlite:///x", 7, Path("not/there/x.sqlite"), Path("."))


@pytest.mark.parametrize("path", NO_FILES)
def test_a_file_could_be_one(path: Any) -> None:
    """No library's own error about an argument that it was never given."""
    with pytest.raises(ConfigurationError, match=r"SqlStore.sqlite: path is the path of a file"):
        SqlStore.sqlite(path)


@pytest.mark.parametrize("create", [True, False])
def test_a_file_of_something_else_is_said_to_be_none(tmp_path: Path, create: bool) -> None:
    (tmp_path / "letter.txt").write_text("Dear customer, " * 999)
    with pytest.raises(StoreError, match="is damaged, or is no database"):
        make_desk(SqlStore.sqlite(tmp_path / "letter.txt", create=create)).health()


@pytest.mark.parametrize("url", ["postgresql://u:hunter2@h:abc/d", "hunter2", "mysql://u:hunter2@h/d"])
def test_an_address_is_answered_without_its_password(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"url|URL") as raised:
        SqlStore.postgresql(url)
    assert "hunter2" not in str(raised.value)


def test_an_option_of_an_address_that_there_is_not() -> None:
    with pytest.raises(StoreError, match="no connection"):
        SqlStore.postgresql("postgresql://u:hunter2@127.0.0.1:1/d?nonsense=1")


@pytest.mark.parametrize("base_url", ["https://u:hunter2@shop.example", "https://hunter2@shop.example:x/"])
def test_a_user_in_the_pages_address_is_not_repeated(base_url: str) -> None:
    with pytest.raises(ConfigurationError, match="base_url") as raised:
        Helpdesk(**HERE, base_url=base_url)
    assert "hunter2" not in str(raised.value)


PARTS_OF_THE_APP: dict[str, tuple[dict[str, Any], str]] = {
    "names that are numbers": ({"names": [7]}, "names is a list of names"),
    "a provider that is a number": ({"payments": [7]}, "payments is a list of providers"),
    "the class of a provider": ({"payments": [Guest]}, "payments is a list of providers"),
    "folders that are numbers": ({"templates": [7]}, "templates is a list of folders"),
    "drafts that are a number": ({"drafts": 7}, "drafts is an object as Drafts says"),
    "the class of a host": ({"host": Host}, "host is an object of a subclass of Host, not the class Host"),
    "a host that is a desk": ({"host": {}}, "host is an object of a subclass of Host, not"),
}


@pytest.mark.parametrize("case", PARTS_OF_THE_APP)
def test_the_pages_say_which_argument_is_wrong(tmp_path: Path, case: str) -> None:
    given, said = PARTS_OF_THE_APP[case]
    desk = make_desk(SqlStore.sqlite(tmp_path / "shop.sqlite"))
    accounts = StaffAccounts(desk._store.engine)  # type: ignore[attr-defined]
    with pytest.raises(ConfigurationError, match=said):
        create_app(desk, accounts, **given)


@pytest.mark.parametrize(
    "call, said",
    [
        (lambda: build_tables(sa.create_engine("sqlite://")), r"build_tables\(metadata\).* not an Engine"),  # type: ignore[arg-type]
        (lambda: enforce_foreign_keys("sqlite://"), r"enforce_foreign_keys\(engine\).* not a str"),  # type: ignore[arg-type]
        (
            lambda: LentSession().run_in(Session()),
            r"LentSession.run_in\(session\).* not a Session",
        ),
        (lambda: LentSession().run_in(AsyncSession), "not the class AsyncSession"),
        *(
            case
            for make in (create_all, create_full_text)
            for case in (
                (lambda make=make: make(ENGINE, build_tables()), f"{make.__name__}.*connection.*not an Engine"),
                (lambda make=make: make(Session(ENGINE), build_tables()), f"{make.__name__}.*not a Session"),
                (lambda make=make: make(None, build_tables()), f"{make.__name__}.*not None"),
                (lambda make=make: make(ENGINE.connect(), None), f"{make.__name__}.*metadata.*not None"),
                (
                    lambda make=make: make(ENGINE.connect(), sa.MetaData()),
                    "tables are not in it: build_tables",
                ),
                (lambda make=make: make(build_tables(), ENGINE.connect()), f"{make.__name__}.*not a MetaData"),
            )
        ),
        (lambda: mark_as_copy(ENGINE), r"mark_as_copy.*not an Engine"),
    ],
)
def test_what_stands_beside_a_store_is_looked_at_too(call: Callable[[], Any], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        call()


VARIABLES: dict[str, tuple[dict[str, str], str]] = {
    "mysql": ({"HELPDESK_DATABASE": "mysql://u:hunter2@h/d"}, "mysql:// is no database of ours"),
    "empty": ({"HELPDESK_DATABASE": ""}, "there is no file"),
    "sqlite without a file": ({"HELPDESK_DATABASE": "sqlite://"}, "there is no file"),
    "sqlite with a host": ({"HELPDESK_DATABASE": "sqlite://shop.db"}, "there is no file"),
    "a file with parameters": ({"HELPDESK_DATABASE": "sqlite:///shop.db?mode=ro"}, "HELPDESK_DATABASE: parameters"),
    "a file as SQLite's address": ({"HELPDESK_DATABASE": "file:shop.db"}, "HELPDESK_DATABASE: parameters"),
    "libpq's parameters": (
        {"HELPDESK_DATABASE": "host=h user=u password=hunter2 dbname=d"},
        "HELPDESK_DATABASE: parameters",
    ),
    "a slash too few": ({"HELPDESK_DATABASE": "postgres:/u:hunter2@h/d"}, "HELPDESK_DATABASE: there is no such folder"),
    "in memory": ({"HELPDESK_DATABASE": ":memory:"}, "HELPDESK_DATABASE: there is no such folder"),
    "a folder": ({"HELPDESK_DATABASE": "/"}, "there is no file"),
    "a folder's path": ({"HELPDESK_DATABASE": "/tmp/"}, "HELPDESK_DATABASE: it is a folder"),
    "a port of letters": ({"HELPDESK_DATABASE": "postgres://u:hunter2@h:abc/d"}, "HELPDESK_DATABASE is no address"),
    "a port too high": ({"HELPDESK_DATABASE": "postgres://u:hunter2@127.0.0.1:70000/d"}, "something in its address"),
    "two hosts": ({"HELPDESK_DATABASE": "postgres://u:hunter2@h:1,i:2/d"}, "HELPDESK_DATABASE is no address"),
    "an unknown parameter": (
        {"HELPDESK_DATABASE": "postgres://u:hunter2@127.0.0.1:1/d?nosuch=1"},
        "something in its address cannot be read",
    ),
    "a parameter of another kind": (
        {"HELPDESK_DATABASE": "postgres://u:hunter2@127.0.0.1:1/d?sslmode=maybe"},
        "something in its address cannot be read",
    ),
    "an unknown host": ({"HELPDESK_DATABASE": "postgres://u:hunter2@h.invalid/d"}, "there is no host of that name"),
    "@ in the password": ({"HELPDESK_DATABASE": "postgres://u:hunter2@x@127.0.0.1:1/d"}, "no connection"),
    "not reached": ({"HELPDESK_DATABASE": "postgres://u:hunter2@127.0.0.1:1/d"}, "no connection to the database"),
    "in capitals": ({"HELPDESK_DATABASE": "POSTGRESQL://u:hunter2@127.0.0.1:1/d"}, "no connection to the database"),
    "no port": ({"HELPDESK_SMTP_HOST": "h", "HELPDESK_SMTP_PORT": "smtp"}, "HELPDESK_SMTP_PORT is a port"),
    "perhaps": (
        {"HELPDESK_SMTP_HOST": "h", "HELPDESK_SMTP_STARTTLS": "perhaps"},
        "STARTTLS is yes or no",
    ),
    "no secret": ({"HELPDESK_SECRET": ""}, "HELPDESK_SECRET is empty"),
}


@pytest.fixture
def helpdesk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The command line in an empty folder; what it ended with."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("HELPDESK_")]:
        monkeypatch.delenv(name)

    def run(*arguments: str, **environment: str) -> str:
        for name, value in ({"HELPDESK_SECRET": SECRET.hex()} | environment).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["helpdesk", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return str(ended.value.code)

    return run


@pytest.mark.parametrize("case", VARIABLES)
def test_variables_are_answered_in_a_line(tmp_path: Path, helpdesk: Callable[..., str], case: str) -> None:
    """No traceback, no password, and no database that nobody asked for."""
    given, expected = VARIABLES[case]
    said = helpdesk("check", **given)
    assert expected in said
    assert len(said.splitlines()) == 1
    assert "hunter2" not in said
    if case == "no secret":
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["shop?mode=ro.sqlite", "100% shop#1.sqlite", "żółw & co.sqlite"])
def test_a_file_is_called_as_it_was_said(tmp_path: Path, name: str) -> None:
    """Whatever an address would mean by such a name."""
    with closing(SqlStore.sqlite(tmp_path / name)):
        assert (tmp_path / name).is_file()


@pytest.mark.postgres
def test_a_server_that_does_not_let_us_in_says_why(postgres_server: str, helpdesk: Callable[..., str]) -> None:
    """A user or a database that is not there looks like neither a server that is away."""
    known = make_url(postgres_server)
    for changed, said in (
        (known.set(username="nobody"), "does not let this user in"),
        (known.set(database="none"), "the server has none of that name"),
    ):
        assert said in helpdesk("check", HELPDESK_DATABASE=changed.render_as_string(hide_password=False))


@pytest.mark.parametrize("word", ["yes", "TRUE", "1", "on"])
def test_switches_are_read_as_people_write_them(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    from reference_app.variables import yes_or_no

    monkeypatch.setenv("HELPDESK_SMTP_STARTTLS", word)
    assert yes_or_no("HELPDESK_SMTP_STARTTLS", False)


def test_an_sqlite_address_is_a_file(tmp_path: Path, helpdesk: Callable[..., str]) -> None:
    """As hosters and other frameworks write it."""
    assert helpdesk("check", HELPDESK_DATABASE="sqlite:///shop.db") in ("None", "0")
    assert (tmp_path / "shop.db").is_file()


def test_check_tries_the_mail_server(server: Local, mailbox: Mailbox) -> None:
    """Reach, TLS and the envelope sender, without a mail; a desk without a way out is told too."""

    def tried(*notifiers: Any) -> str:
        desk = make_desk(MemoryStore(), notifiers=notifiers)
        return "; ".join(line for one in check_desk(desk) for line in one.wrong)

    plain = {"host": "127.0.0.1", "sender": "help@shop.example", "starttls": False, "timeout": 5.0}
    assert tried(SmtpNotifier(port=server.port, **plain)) == ""  # type: ignore[arg-type]
    assert mailbox.tries == 0
    assert "does not begin TLS" in tried(SmtpNotifier(port=server.port, **plain | {"starttls": True}))  # type: ignore[arg-type]
    assert "is not reached" in tried(SmtpNotifier(port=1, **plain))  # type: ignore[arg-type]
    assert "refuses the user or the password" in tried(
        SmtpNotifier(port=server.port, username="u", password="hunter2", **plain)  # type: ignore[arg-type]
    )
    assert "there are no notifiers" in tried()


def test_check_looks_at_words() -> None:
    """A language without words, and wording for a text that there is not."""
    settings = Settings(languages=("en", "de"), wording={"en": {"start.titel": "x"}})
    desk = make_desk(MemoryStore(), settings=settings, notifiers=[ConsoleNotifier()])
    (words,) = [one.wrong for one in check_desk(desk) if one.what.startswith("settings")]
    assert "start.titel" in words[0]
    desk = make_desk(MemoryStore(), settings=Settings(languages=("en", "de")), notifiers=[ConsoleNotifier()])
    (words,) = [one.wrong for one in check_desk(desk) if one.what.startswith("settings")]
    assert "no words in 'de'" in words[0]
