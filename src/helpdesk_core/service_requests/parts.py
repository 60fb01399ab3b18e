"""What each capability adds to the customer's room: read together with it, where there is something."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator
from typing import TypeVar

from ..base.records import Record
from ..context import Context
from ..guardrails.disclosure import customer_view
from ..ports.store import Reader
from .model import ServiceRequest


@customer_view
class RoomPart:
    """What a capability shows in the room; each derives a `customer_view` of its own from it."""


_Look = Callable[[Reader, ServiceRequest, Context], RoomPart | None]
_L = TypeVar("_L", bound=_Look)

#: By the name of the type of record that says that there is something.
room_parts: dict[str, _Look] = {}


def room_part(record: type[Record]) -> Callable[[_L], _L]:
    """Decorator for a function that looks up a capability's part of a room, for a customer who may see the request.

    Args:
        record: The part is asked for where a request has any of these.

    Raises:
        TypeError: The record has a part already, or the function does not return what customers may be shown.
    """
    name = record.record_type.name

    def register(look: _L) -> _L:
        hint = typing.get_type_hints(look)["return"]
        shown = [one for one in typing.get_args(hint) or (hint,) if one is not type(None)]
        if not all(issubclass(one, RoomPart) and "__customer_view__" in vars(one) for one in shown):
            raise TypeError(f"{look.__name__}: a part of a room is a customer_view derived from RoomPart, or None")
        if room_parts.setdefault(name, look) is not look:
            raise TypeError(f"two parts of a room for {name}")
        return look

    return register


#: Parts that are there without a record of their own, each with what says of a request that it has one.
standing_parts: list[tuple[Callable[[ServiceRequest], bool], _Look]] = []


def standing_part(has: Callable[[ServiceRequest], bool]) -> Callable[[_L], _L]:
    """Decorator for a function as `room_part` takes, whose part follows from the request itself.

    Args:
        has: Whether a request has the part.
    """

    def register(look: _L) -> _L:
        standing_parts.append((has, look))
        return look

    return register


def parts_of(reader: Reader, request: ServiceRequest, context: Context) -> Iterator[RoomPart]:
    """The parts of a request's room that have something to show."""
    for name in request.has:
        look = room_parts.get(name)
        if look is not None and (found := look(reader, request, context)) is not None:
            yield found
    for has, look in standing_parts:
        if has(request) and (found := look(reader, request, context)) is not None:
            yield found
