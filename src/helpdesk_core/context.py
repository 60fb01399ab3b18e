"""All that a rule is told besides the command: rules themselves know no clock, no ids and no ambient language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import attrs

from .base.actors import Actor
from .base.keyring import KeyRing
from .ports.directory import Directory
from .settings import Settings


@attrs.frozen(kw_only=True)
class Context:
    """Who acts, when, in which shop. ``new_id`` and ``new_reference`` hand out fresh random keys."""

    tenant: str
    actor: Actor
    now: datetime
    settings: Settings
    directory: Directory
    keyring: KeyRing = attrs.field(repr=False)
    new_id: Callable[[], str]
    new_reference: Callable[[], str]
