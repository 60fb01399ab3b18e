"""What a host plugs in: Protocols only, each with at most four methods."""

from .notifier import Later, Notifier, Outgoing, Sent, Undeliverable
from .store import Outbox, OutboxItem, Page, Reader, Store, Unit

__all__ = [
    "Later",
    "Notifier",
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
