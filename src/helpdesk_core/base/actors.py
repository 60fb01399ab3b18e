"""Who acts. The kind of actor decides which commands exist for it at all."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

import attrs

from .asked import check_fields, is_key
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


def _check_id(actor: object, field: attrs.Attribute[Any], value: Any) -> None:
    """An id is a key, never words: what a host calls its user, as text."""
    if not isinstance(value, str) or not is_key(value):
        raise TypeError(
            f"{type(actor).__name__}({field.name}=…) is a host's key as text of 1 to 200 characters without spaces, "
            f"not {type(value).__name__}: give str(user.id)"
        )


@attrs.frozen(kw_only=True)
class Customer:
    """A customer who is signed in at the host; ``id`` is the host's, opaque to us."""

    kind: ClassVar[ActorKind] = ActorKind.CUSTOMER
    id: str = attrs.field(validator=_check_id)
    client: str | None = None
    """Where the visitor comes from, as the host counts it (an address prefix, say); only ever stored hashed."""
    browser: str | None = None
    """Stands for the visitor's browser: a code works in the one where it was asked for."""
    signed_in_at: datetime | None = None
    """When the host saw the password or the like; without it a code is asked for where a fresh proof is needed."""
    grant: Grant | None = None
    """What a code returned, as for a guest. It opens nothing here; it is a proof fresher than the sign-in, for the
    subject it was made for."""

    def __attrs_post_init__(self) -> None:
        check_fields(self)


@attrs.frozen(kw_only=True)
class Guest:
    """A person without an account.

    ``grant`` is what a code or a successful tracking returned. ``client`` stands for the network that they are in, by
    which tries are counted, ``browser`` for the browser: a code works in the one where it was asked for.
    """

    kind: ClassVar[ActorKind] = ActorKind.GUEST
    id: ClassVar[str] = "guest"
    grant: Grant | None = None
    client: str | None = None
    browser: str | None = None

    def __attrs_post_init__(self) -> None:
        check_fields(self)


@attrs.frozen(kw_only=True)
class Agent:
    """A member of staff who is signed in. ``name`` is what customers read under "Handled by".

    ``rights`` and ``locations`` narrow what this person may do: None means everything that agents may, everywhere.
    """

    kind: ClassVar[ActorKind] = ActorKind.AGENT
    id: str = attrs.field(validator=_check_id)
    name: str
    rights: frozenset[str] | None = None
    locations: frozenset[str] | None = None
    signed_in_at: datetime | None = None

    def __attrs_post_init__(self) -> None:
        check_fields(self)


@attrs.frozen(kw_only=True)
class Admin:
    """A member of staff with the shop's own rights: everything, everywhere."""

    kind: ClassVar[ActorKind] = ActorKind.ADMIN
    id: str = attrs.field(validator=_check_id)
    name: str
    signed_in_at: datetime | None = None

    def __attrs_post_init__(self) -> None:
        check_fields(self)


@attrs.frozen(kw_only=True)
class Automation:
    """A bot, plugin, scheduler, channel or importer. It may create and hold, and never decides."""

    kind: ClassVar[ActorKind] = ActorKind.AUTOMATION
    id: str = attrs.field(validator=_check_id)


Actor = Customer | Guest | Agent | Admin | Automation
