"""What a member of staff may do now, as the host says."""

from __future__ import annotations

import logging
from typing import Any

import attrs

from ..base.actors import STAFF, Admin
from ..ports import Access

_log = logging.getLogger("helpdesk_core.desk")


def standing_of(actor: Any, access: Access | None) -> Any:
    """The actor with the rights that hold now; None for a person who is no longer staff.

    Args:
        actor: Who acts.
        access: The host's answer; without it, what the actor carries holds.

    Returns:
        The actor, or None.
    """
    if access is None or actor.kind not in STAFF:
        return actor
    try:
        answer = access.rights(actor)
    except Exception as error:  # noqa: BLE001 - the host's fault is a no, not a crash
        _log.error("the host's access raised %s", type(error).__name__)
        return None
    if answer is None or isinstance(actor, Admin):
        return None if answer is None else actor
    return attrs.evolve(actor, rights=answer.rights, locations=answer.locations)
