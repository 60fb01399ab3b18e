"""Who acts. The kind of actor decides which commands exist for it at all."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

import attrs

from .grants import Grant


class ActorKind(StrEnum):
    """The five kinds; the table Change × kind is written out in the tests."""

    CUSTOMER = "customer"
    GUEST = "guest"
    AGENT = "agent"
    ADMIN = "admin"
    AUTOMATION = "automation"


CUSTOMERS = frozenset({ActorKind.CUSTOMER, ActorKind.GUEST})
STAFF = frozenset({ActorKind.AGENT, ActorKind.ADMIN})
PEOPLE = CUSTOMERS | STAFF
ANYONE = frozenset(ActorKind)


@attrs.frozen(kw_only=True)
class Customer:
    """A customer signed in at the host; ``id`` is the host's, opaque to us."""

    kind: ClassVar[ActorKind] = ActorKind.CUSTOMER
    id: str
    client: str | None = None
    """Where the visitor comes from, as the host counts it (an address prefix, say); only ever stored hashed."""


@attrs.frozen(kw_only=True)
class Guest:
    """Somebody without an account; ``grant`` is what a code or a successful tracking returned."""

    kind: ClassVar[ActorKind] = ActorKind.GUEST
    id: ClassVar[str] = "guest"
    grant: Grant | None = None
    client: str | None = None


@attrs.frozen(kw_only=True)
class Agent:
    """A signed-in member of staff. ``name`` is what customers read as "who runs it"."""

    kind: ClassVar[ActorKind] = ActorKind.AGENT
    id: str
    name: str


@attrs.frozen(kw_only=True)
class Admin:
    """A signed-in member of staff with the shop's own rights."""

    kind: ClassVar[ActorKind] = ActorKind.ADMIN
    id: str
    name: str


@attrs.frozen(kw_only=True)
class Automation:
    """A bot, plugin, scheduler, channel or importer. It may create and hold, and never decides."""

    kind: ClassVar[ActorKind] = ActorKind.AUTOMATION
    id: str


Actor = Customer | Guest | Agent | Admin | Automation
