"""Who may send which command at all, said once beside each rule and read by one door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from ..base.actors import ActorKind
from ..base.changes import Refusal, Verdict
from ..base.commands import Command


@attrs.frozen(kw_only=True)
class Handler:
    """How one kind of command is carried out.

    ``load(reader, command, context)`` returns what this actor may reach, or a Refusal. ``decide(loaded, command,
    context, texts)`` is pure and returns a Verdict; ``texts`` are the command's texts after redaction.
    """

    command: type[Command]
    actors: frozenset[ActorKind]
    load: Callable[..., Any]
    decide: Callable[..., Verdict]
    keyed: bool = True
    """False for tries (codes, tracking): each counts, none is ever answered from an earlier one."""


def refuse(handler: Handler, kind: ActorKind) -> Refusal | None:
    """A refusal when this kind of actor has no such command."""
    return None if kind in handler.actors else Refusal("refusal.not_allowed")
