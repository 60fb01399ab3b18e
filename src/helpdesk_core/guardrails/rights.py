"""Rights: what a member of staff may do, and where. The one place that answers `may`."""

from __future__ import annotations

from typing import Any

from ..base.actors import STAFF, Actor, Admin, Agent
from ..base.messages import define
from ..base.records import Record

#: Every right by name, with what it allows in plain English; capabilities declare theirs with `right`.
RIGHTS: dict[str, str] = {}
#: Rights that only admins have, unless a host names them for an agent.
ADMIN_ONLY: set[str] = set()


def right(name: str, meaning: str, *, admins: bool = False) -> str:
    """Declare a right and return its name. What it allows is a text, ``right.<name>``, for pages that offer rights.

    Args:
        name: ``<capability>.<what>``, as hosts and settings write it.
        meaning: What it allows.
        admins: Whether agents do not have it unless their host names it.

    Raises:
        ValueError: The name is taken with another meaning.
    """
    if RIGHTS.setdefault(name, meaning) != meaning:
        raise ValueError(f"two rights are called {name}")
    define(f"right.{name}", meaning)
    if admins:
        ADMIN_ONLY.add(name)
    return name


def may(actor: Actor, name: str, record: Record | None = None) -> bool:
    """Whether a member of staff may do something.

    Args:
        actor: Who asks; anybody but staff may nothing here.
        name: A declared right.
        record: What it is about; one that stands in a location is for those who work there.

    Returns:
        The answer, from the actor's own rights and locations alone.
    """
    if isinstance(actor, Admin):
        return True
    if not isinstance(actor, Agent):
        return False
    granted = name not in ADMIN_ONLY if actor.rights is None else name in actor.rights
    return granted and (record is None or works_at(actor, record))


def works_at(actor: Any, record: Record) -> bool:
    """Whether a record is within the locations that a member of staff works at. What has no location is everybody's."""
    return works_in(actor, getattr(record, "location", None))


def works_in(actor: Any, location: str | None) -> bool:
    """Whether a member of staff works at a location; None stands for no location in particular."""
    locations = getattr(actor, "locations", None)
    return actor.kind in STAFF and (locations is None or location is None or location in locations)
