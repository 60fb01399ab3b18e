"""How each command is carried out: rules register themselves here, beside their code."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

import attrs

from .base.actors import STAFF, ActorKind
from .base.changes import Refusal, Verdict
from .base.commands import Command
from .base.grants import GrantScope
from .base.records import Subject
from .base.results import Result, holds_grant
from .context import Context
from .guardrails.rights import RIGHTS
from .ports.store import Reader

_R = TypeVar("_R", bound=Result)
_L = TypeVar("_L")


@attrs.frozen(kw_only=True)
class Loaded:
    """Base of what loaders return: everything that a rule needs, read for this actor.

    ``subject`` is what the command is about, None for nothing that exists yet; its conversation lends redaction the
    cue, and plugins are told its id.
    """

    @property
    def subject(self) -> Subject | None:
        """What the command is about."""
        return None


Loads = Callable[[Reader, Any, Context], _L | Refusal]
Decides = Callable[[_L, Any, Context], Verdict[_R]]


@attrs.frozen(kw_only=True)
class Handler:
    """How one kind of command is carried out.

    Attributes:
        command: The command's class.
        actors: The kinds of actor for whom the command exists at all.
        load: Returns what this actor may see of it, or a refusal.
        decide: The rule: pure, and returns a verdict.
        right: What staff must be allowed to do; None for commands without staff.
        keyed: False for tries (codes, tracking): each counts, none is ever answered from an earlier one.
        lock_first: Whether the subject's row is locked before it is read: for numbers without gaps, slots, bursts.
        counted: Whether what redaction takes out of its texts is counted: not where the same words come time and again.
        shared: Whether it is also for signed-in customers with whom its subject is shared (`subjects.shares`); its
            loader asks how much of it is.
        scopes: Grants that open it to a guest besides what the subject's policy says; its loader asks for which record.
    """

    command: type[Command[Any]]
    actors: frozenset[ActorKind]
    load: Loads[Any]
    decide: Decides[Any, Any]
    right: str | None = None
    keyed: bool = True
    lock_first: bool = False
    counted: bool = True
    shared: bool = False
    scopes: tuple[GrantScope, ...] = ()


#: Every handler by its command.
handlers: dict[type[Command[Any]], Handler] = {}


def handles(
    command: type[Command[_R]],
    *,
    actors: frozenset[ActorKind],
    load: Loads[_L],
    right: str | None = None,
    keyed: bool = True,
    lock_first: bool = False,
    counted: bool = True,
    shared: bool = False,
    scopes: tuple[GrantScope, ...] = (),
) -> Callable[[Decides[_L, _R]], Decides[_L, _R]]:
    """Decorator for the rule of a command.

    Raises:
        TypeError: The command has a rule already, staff may send it and no right is named, the right is not declared,
            or its result carries a grant and could be stored with a key.
    """

    def register(decide: Decides[_L, _R]) -> Decides[_L, _R]:
        name = command.__name__
        if command in handlers:
            raise TypeError(f"two rules handle {name}")
        if actors & STAFF and right is None:
            raise TypeError(f"{name}: say which right staff need for it")
        if right is not None and right not in RIGHTS:
            raise TypeError(f"{name}: {right!r} is not a declared right")
        if keyed and holds_grant(command.result_type):
            raise TypeError(f"{name}: a grant is never stored, so the command cannot be keyed")
        if not inspect.getdoc(decide):
            raise TypeError(f"{name}: its rule has no docstring")
        handlers[command] = Handler(
            command=command,
            actors=actors,
            load=load,
            decide=decide,
            right=right,
            keyed=keyed,
            lock_first=lock_first,
            counted=counted,
            shared=shared,
            scopes=scopes,
        )
        return decide

    return register


def nothing(reader: Reader, command: object, context: Context) -> Loaded:
    """A loader for commands that are about nothing stored."""
    return Loaded()


__all__ = ["Handler", "Loaded", "handlers", "handles", "nothing"]
