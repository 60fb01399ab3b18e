"""Requests for help and repair, embedded in any shop: tracked, answered, finished by people.

Build a `Helpdesk` with a store, send it commands by `Helpdesk.handle`, look by `Helpdesk.view`. The names below are
loaded when they are first used (PEP 562): importing the package alone costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .attachments.receiving import KeptFile as KeptFile
    from .base.actors import Actor as Actor
    from .base.actors import Admin as Admin
    from .base.actors import Agent as Agent
    from .base.actors import Automation as Automation
    from .base.actors import Customer as Customer
    from .base.actors import Guest as Guest
    from .base.changes import Refusal as Refusal
    from .base.changes import RefusalKind as RefusalKind
    from .base.commands import Command as Command
    from .base.contacts import Contact as Contact
    from .base.contacts import ContactKind as ContactKind
    from .base.grants import Grant as Grant
    from .base.grants import GrantScope as GrantScope
    from .base.keyring import KeyRing as KeyRing
    from .base.messages import Message as Message
    from .base.mistyped import meant_address as meant_address
    from .base.money import Money as Money
    from .base.notices import Audience as Audience
    from .base.references import Reference as Reference
    from .base.results import Result as Result
    from .base.text import RawText as RawText
    from .context import Context as Context
    from .desk import AsyncHelpdesk as AsyncHelpdesk
    from .desk import Helpdesk as Helpdesk
    from .desk import Recipient as Recipient
    from .desk.delivery import DeliveryReport as DeliveryReport
    from .desk.health import Health as Health
    from .desk.preview import Preview as Preview
    from .desk.preview import Told as Told
    from .desk.upkeep import ErasureReport as ErasureReport
    from .desk.upkeep import OpenedFile as OpenedFile
    from .desk.upkeep import Purged as Purged
    from .devices.model import is_doubtful_imei as is_doubtful_imei
    from .errors import ConfigurationError as ConfigurationError
    from .errors import FieldError as FieldError
    from .errors import HelpdeskError as HelpdeskError
    from .errors import InputError as InputError
    from .errors import Refused as Refused
    from .errors import StoreError as StoreError
    from .plugins import hookimpl as hookimpl
    from .reach import Unreached as Unreached
    from .settings import Location as Location
    from .settings import SavedReply as SavedReply
    from .settings import Settings as Settings
    from .settings import Status as Status
    from .settings import Transition as Transition
    from .timeline.audit import Anchor as Anchor
    from .timeline.audit import Finding as Finding
    from .timeline.feed import Changes as Changes

__version__ = "0.1.0"
_HOMES = {
    "attachments.receiving": "KeptFile",
    "base.actors": "Actor Admin Agent Automation Customer Guest",
    "base.changes": "Refusal RefusalKind",
    "base.commands": "Command",
    "base.contacts": "Contact ContactKind",
    "base.grants": "Grant GrantScope",
    "base.keyring": "KeyRing",
    "base.messages": "Message",
    "base.mistyped": "meant_address",
    "base.money": "Money",
    "base.notices": "Audience",
    "base.references": "Reference",
    "base.results": "Result",
    "base.text": "RawText",
    "context": "Context",
    "desk": "AsyncHelpdesk Helpdesk Recipient",
    "desk.delivery": "DeliveryReport",
    "desk.health": "Health",
    "desk.preview": "Preview Told",
    "desk.upkeep": "ErasureReport OpenedFile Purged",
    "devices.model": "is_doubtful_imei",
    "errors": "ConfigurationError FieldError HelpdeskError InputError Refused StoreError",
    "plugins": "hookimpl",
    "reach": "Unreached",
    "settings": "Location SavedReply Settings Status Transition",
    "timeline.audit": "Anchor Finding",
    "timeline.feed": "Changes",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}
__all__ = sorted(_HOME)  # type checkers read the block above


def __getattr__(name: str) -> Any:
    """Load a public name from its home, once."""
    if name not in _HOME:
        raise AttributeError(f"helpdesk_core has no {name}")
    value = globals()[name] = getattr(import_module(f".{_HOME[name]}", __name__), name)
    return value


def __dir__() -> list[str]:
    return __all__
