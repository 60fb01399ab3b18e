"""What a successful try returns: proof, for a while, that its holder may see one request."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import attrs

ROOM_GRANT = timedelta(days=30)
RECORD_GRANT = timedelta(days=1)
TRACKING_GRANT = timedelta(minutes=15)


class GrantScope(StrEnum):
    """How far a grant reaches: ROOM opens one request to its owner, RECORD one record about it to a person whom the
    owner named, TRACKING shows its four public facts."""

    ROOM = "room"
    RECORD = "record"
    TRACKING = "tracking"


LIFETIME = {GrantScope.ROOM: ROOM_GRANT, GrantScope.RECORD: RECORD_GRANT, GrantScope.TRACKING: TRACKING_GRANT}


@attrs.frozen(kw_only=True)
class Grant:
    """Proof that its holder passed a check for one subject. ``mac`` is made by `KeyRing.grant` alone.

    Attributes:
        generation: Of the private link, from 1; a newer one ends the grant.
    """

    scope: GrantScope
    subject: str
    contact: str
    generation: int
    issued_at: datetime
    mac: str = attrs.field(repr=False)

    def token(self) -> str:
        """The grant as one line for a cookie or a header."""
        stamp = str(int(self.issued_at.timestamp()))
        return ".".join((self.scope, self.subject, self.contact, str(self.generation), stamp, self.mac))
