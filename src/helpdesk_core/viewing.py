"""How each view is asked for: views register themselves here, beside their code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import attrs

from .base.actors import STAFF, ActorKind
from .context import Context
from .guardrails.rights import RIGHTS
from .ports.store import Reader

P = ParamSpec("P")
V = TypeVar("V")


@attrs.frozen(kw_only=True)
class View:
    """Who may ask for a view: kinds of actor, and the right that staff need."""

    look: Callable[..., Any]
    actors: frozenset[ActorKind]
    right: str | None


#: Every view by its function's name.
views: dict[str, View] = {}


def view(
    *, actors: frozenset[ActorKind], right: str | None = None
) -> Callable[[Callable[Concatenate[Reader, Context, P], V]], Callable[Concatenate[Reader, Context, P], V]]:
    """Decorator for a view: a function of a reader, a context and what is asked for. It only reads.

    Raises:
        TypeError: The name is taken, or staff may ask and no declared right is named.
    """

    def register(
        look: Callable[Concatenate[Reader, Context, P], V],
    ) -> Callable[Concatenate[Reader, Context, P], V]:
        name = look.__name__
        if name in views:
            raise TypeError(f"two views are called {name}")
        if actors & STAFF and right not in RIGHTS:
            raise TypeError(f"{name}: say which right staff need for it")
        views[name] = View(look=look, actors=actors, right=right)
        return look

    return register
