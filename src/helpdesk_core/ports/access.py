"""What a member of staff may do, as the host knows it now."""

from __future__ import annotations

from typing import Protocol

import attrs

from ..base.actors import Admin, Agent


@attrs.frozen(kw_only=True)
class StaffRights:
    """Rights and locations of one person; None means all that agents have, and everywhere."""

    rights: frozenset[str] | None = None
    locations: frozenset[str] | None = None


class Access(Protocol):
    """The host's own answer to who may do what. Asked once for each command or view, so that a right that is taken away
    between a page and a click is gone at the click."""

    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        """The rights of a member of staff, None for somebody who is not staff any more. Answer within milliseconds and
        change nothing; what raises counts as no."""
