"""What a host gives to a desk, looked at before anything is done with it: a mistake is answered with the name of the
argument, and never with the value, which may be a secret."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, get_args

from ..base.actors import Actor
from ..base.asked import Key, fits, is_key, said
from ..base.commands import Command
from ..base.kinds import kind_of
from ..errors import ConfigurationError
from ..handlers import Handler, handlers
from ..ports import Storage
from ..settings import Settings

_ACTORS = get_args(Actor)
#: Methods by which an object is known as what it should be, and how one is had.
_PORTS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "store": (("read", "write", "claim", "complete"), "a store: SqlStore.sqlite(path), SqlStore.on(engine)"),
    "customers": (("get", "by_contact", "orders", "guest_orders"), "an object with the methods of ports.Customers"),
    "access": (("rights",), "an object with the method of ports.Access"),
    "e_invoices": (("write", "begin", "send"), "an object with the methods of ports.EInvoices: Ksef(…)"),
    "carrier": (("order", "label", "cancel", "read"), "an object with the methods of ports.Carrier: SignedCarrier(…)"),
    "waker": (("wake",), "an object with the method of ports.Waker"),
}
#: What a storage is made of, and how each part is known.
_STORAGE: Mapping[str, tuple[str, ...]] = {
    "files": ("put", "open", "delete"),
    "pictures": ("remake",),
    "scanner": ("scan",),
}
#: Functions, and what each is called with; the last three may be left out.
_CALLED_WITH: Mapping[str, tuple[tuple[object, ...], dict[str, object], str]] = {
    "staff_recipient": ((None,), {}, "a function of an assignee's id or None"),
    "clock": ((), {}, "a function that gives moments with their time zone: lambda: datetime.now(UTC)"),
    "new_reference": ((), {}, "a function of nothing that gives a text"),
    "new_id": ((), {}, "a function of nothing that gives a text"),
    "url": (("room",), {"token": ""}, "a function of a page's name and what stands in its address by name"),
    "webhook_maker": (
        (),
        {"url": "", "secrets": (), "actions": (), "with_texts": False, "name": ""},
        "SignedWebhook, or a function of the same: partial(SignedWebhook, private=True)",
    ),
    "after_commit": ((print,), {}, "a function of what to call"),
}
_MAY_LACK = ("new_id", "url", "after_commit", "webhook_maker")


def _has(one: object, methods: Sequence[str]) -> bool:
    """Whether an object has methods that can be called as they are: one that has to be awaited would do nothing."""
    found = [getattr(one, name, None) for name in methods]
    return not isinstance(one, type) and all(callable(it) and not inspect.iscoroutinefunction(it) for it in found)


#: What a list is, what may be in it, and what that is called.
_LISTS: Mapping[str, tuple[str, Callable[[Any], bool], str]] = {
    "secret": (
        "a list of secrets, newest first: [os.urandom(32)], made once and kept",
        lambda one: isinstance(one, bytes),
        "32 bytes or more: os.urandom(32), bytes.fromhex(text)",
    ),
    "notifiers": (
        "a list of notifiers: [SmtpNotifier(…)]",
        lambda one: _has(one, ("accepts", "send")),
        "an object with accepts and send",
    ),
    "channels": (
        "a list of channels: [MailChannel(own=[…])]",
        lambda one: _has(one, ("verify", "read")) and isinstance(getattr(one, "name", None), str),
        "an object with a name, verify and read",
    ),
    "webhooks": (
        "a list of webhooks: [SignedWebhook(…)]",
        lambda one: _has(one, ("tell",)) and isinstance(getattr(one, "name", None), str),
        "an object with a name, actions and tell",
    ),
    "plugins": (
        "a list of plugins",
        lambda one: one is not None and not isinstance(one, str | type),
        "an object or a module with hooks",
    ),
}


def check_arguments(given: Mapping[str, Any]) -> None:
    """Look at what `Helpdesk` was made with.

    Args:
        given: Its arguments by name.

    Raises:
        ConfigurationError: It names every argument that is not what it should be.
    """
    wrong = [f"{name} is {right}, not {_said(value)}" for name, right, value in _mistakes(given)]
    if wrong:
        raise ConfigurationError(f"Helpdesk: {'; '.join(wrong)}")


def _said(value: object) -> str:
    if isinstance(value, str) and not value.strip():
        return "an empty text"
    return "an async function" if inspect.iscoroutinefunction(value) else said(value)


def _mistakes(given: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for name, (methods, right) in _PORTS.items():
        if (given[name] is not None or name == "store") and not _has(given[name], methods):
            yield name, right, given[name]
    if (storage := given["storage"]) is not None:
        yield from _wrong_parts(storage)
    for name, one in (("channels", "channel"), ("webhooks", "webhook")):
        yield from _same_names(name, one, given[name])
    yield from _twice(given["plugins"])
    yield from _wrong_functions(given)
    if not isinstance(given["installed_plugins"], bool):
        yield "installed_plugins", "True or False", given["installed_plugins"]
    if not isinstance(given["settings"], Settings):
        yield "settings", "a Settings", given["settings"]
    if not fits(Key, given["tenant"]):
        yield "tenant", "a name of 1 to 200 characters without blanks", given["tenant"]
    if not isinstance(given["base_url"], str) or not given["base_url"].strip():
        yield "base_url", "a text that is not empty", given["base_url"]
    for name, (right, is_one, one_right) in _LISTS.items():
        if isinstance(given[name], str | bytes) or not isinstance(given[name], Sequence):
            yield name, right, given[name]
        else:
            for place, one in enumerate(given[name]):
                if not is_one(one):
                    yield f"{name}[{place}]", one_right, one


def _wrong_functions(given: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Something else, a function that cannot be called as it will be, and a clock without a zone."""
    for name, (args, named, right) in _CALLED_WITH.items():
        call = given[name]
        if (call is None and name in _MAY_LACK) or _can_be_called(call, args, named):
            if name == "clock" and not fits(datetime, now := _now(call)):
                yield name, right, now
        else:
            yield name, right, call


def _now(clock: Callable[[], object]) -> object:
    try:
        return clock()
    except Exception:  # noqa: BLE001 - a host's; as good as one that says nothing
        return None


def _can_be_called(call: object, args: tuple[object, ...], named: Mapping[str, object]) -> bool:
    if not callable(call) or inspect.iscoroutinefunction(call):
        return False
    try:
        inspect.signature(call).bind(*args, **named)
    except TypeError:
        return False
    except ValueError:  # a builtin that does not say
        return True
    return True


def giving_text(name: str, call: Callable[..., str]) -> Callable[..., str]:
    """A host's function as the desk calls it.

    Args:
        name: The argument it was given as.
        call: The function.

    Returns:
        The same, with a ConfigurationError that names the argument where it gives something else than a text.
    """

    def run(*args: Any, **named: Any) -> str:
        text = call(*args, **named)
        if not isinstance(text, str) or not text:
            raise ConfigurationError(f"Helpdesk: {name} gives a text that is not empty, not {kind_of(text)}")
        return text

    return run


def _same_names(argument: str, kind: str, given: object) -> Iterator[tuple[str, str, Any]]:
    """Each has an address of its own: of two with one name only the last would be asked."""
    seen = set()
    for place, one in enumerate(given if isinstance(given, list | tuple) else ()):
        name = getattr(one, "name", None)
        if isinstance(name, str) and name in seen:
            yield f"{argument}[{place}]", f"a {kind} with a name that no other has", one
        seen.add(name) if isinstance(name, str) else None


def _twice(plugins: object) -> Iterator[tuple[str, str, Any]]:
    several = plugins if isinstance(plugins, list | tuple) else ()
    for place, one in enumerate(several):
        if any(one is earlier for earlier in several[:place]) and one is not None:
            yield f"plugins[{place}]", "another one than those before it", one


def _wrong_parts(storage: object) -> Iterator[tuple[str, str, Any]]:
    if not isinstance(storage, Storage):
        yield "storage", "a ports.Storage", storage
        return
    for name, methods in _STORAGE.items():
        part = getattr(storage, name)
        if (part is not None or name == "files") and not _has(part, methods):
            yield f"storage.{name}", f"an object with {' and '.join(methods)}", part


def after_commit_of(store: object) -> Callable[[Callable[[], None]], object]:
    """How a store in a host's transaction waits for its commit; one that commits itself has done so."""
    own: Callable[[Callable[[], None]], object] = getattr(store, "after_commit", lambda call: call())
    return own


def check_actor(actor: object) -> None:
    """Look whether somebody acts.

    Raises:
        TypeError: It is no actor, or the class of one.
    """
    if not isinstance(actor, _ACTORS):
        kinds = ", ".join(kind.__name__ for kind in _ACTORS)
        raise TypeError(f"actor is one of {kinds}, as in Guest(), not {kind_of(actor)}")


def handler_of(command: object, key: object = None) -> Handler:
    """What carries out a command.

    Raises:
        TypeError: It is not a command of this desk, or its key is no text.
    """
    if key is not None and not (is_key(key) if type(key) is str else fits(Key, key)):
        given = "this one" if isinstance(key, str) else kind_of(key)
        raise TypeError(f"key is a text of 1 to 200 characters without blanks, or None, not {given}")
    found = handlers.get(type(command)) if isinstance(command, Command) else None
    if found is None:
        hint = "; build it with desk.read(…) or its fields" if _is_command_class(command) else ""
        raise TypeError(f"command is a command of this desk, not {kind_of(command)}{hint}")
    return found


def _is_command_class(given: object) -> bool:
    return isinstance(given, type) and issubclass(given, Command)
