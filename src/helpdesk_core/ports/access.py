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
    """The host's own answer to who may do what.

    It is asked once for each command or view, so that a right that is taken away between a page and a click is gone at
    the click.
    """

    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        """The rights of a member of staff. Must answer within milliseconds and change nothing.

        Args:
            actor: Who acts, as the host's pages made it.

        Returns:
            The rights that hold now; None for a person who is no longer staff. An exception counts as None.
        """
