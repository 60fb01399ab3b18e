"""Requests for help and repair, embedded in any shop: tracked, answered, finished by people.

Build a `Helpdesk` with a store, send it commands by `Helpdesk.handle`, look by `Helpdesk.view`.
"""

from .base.actors import Admin, Agent, Automation, Customer, Guest
from .base.changes import Receipt, Refusal
from .base.contacts import Contact, ContactKind
from .base.messages import Message
from .base.money import Money
from .base.names import Reference
from .base.text import RawText
from .desk import AsyncHelpdesk, Helpdesk, Recipient
from .errors import ConfigurationError, Fault, HelpdeskError, InputError, StoreError
from .plugins import hookimpl
from .settings import Location, Settings, Status, Transition

__version__ = "0.1.0"
__all__ = [
    "Admin",
    "Agent",
    "AsyncHelpdesk",
    "Automation",
    "ConfigurationError",
    "Contact",
    "ContactKind",
    "Customer",
    "Fault",
    "Guest",
    "Helpdesk",
    "HelpdeskError",
    "InputError",
    "Location",
    "Message",
    "Money",
    "RawText",
    "Receipt",
    "Recipient",
    "Reference",
    "Refusal",
    "Settings",
    "Status",
    "StoreError",
    "Transition",
    "hookimpl",
]
