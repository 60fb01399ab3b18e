"""What a host plugs in: Protocols only, each with at most four methods."""

from .customers import Account, Customers, OrderRef
from .notifier import Later, Notifier, Outgoing, Sent, Undeliverable
from .store import Outbox, OutboxItem, Page, Reader, Store, Unit

__all__ = [
    "Account",
    "Customers",
    "Later",
    "Notifier",
    "OrderRef",
    "Outbox",
    "OutboxItem",
    "Outgoing",
    "Page",
    "Reader",
    "Sent",
    "Store",
    "Undeliverable",
    "Unit",
]
