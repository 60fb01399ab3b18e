"""Rights of staff: every one there is, with what it allows, and whether somebody has it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from . import capabilities
from .guardrails.rights import RIGHTS as _RIGHTS
from .guardrails.rights import may

capabilities.load()
#: Every right by name, with what it allows in plain English.
RIGHTS: Mapping[str, str] = MappingProxyType(dict(sorted(_RIGHTS.items())))

__all__ = ["RIGHTS", "may"]
