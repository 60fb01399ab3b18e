"""A shop's own statuses, and the ways to them."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

Labels = Mapping[str, str]
"""A short text in several languages: language code → text."""


@attrs.frozen(kw_only=True)
class Status:
    """One of the shop's own statuses ("Waiting for parts"), always of a core phase.

    ``may_set`` names the kinds of staff who may bring a request there, whether they set it or send the command for it
    (``Status(id="cancelled", …)``: who may cancel). Whatever it is called, the guard looks at its phase. A ``retired``
    status is still shown on requests that have it, and can no longer be set.
    """

    id: str
    phase: str
    labels: Labels
    may_set: frozenset[str] = frozenset({"agent", "admin"})
    retired: bool = False


@attrs.frozen(kw_only=True)
class Transition:
    """A way to a status, by a command of its own too, that only some of the staff may go; a status to which no way is
    named is reached by all that the lifecycle allows."""

    from_status: str
    to_status: str
    may: frozenset[str] = frozenset({"agent", "admin"})
