"""What a host plugs in: Protocols only, each with at most four methods."""

from .channel import Channel, Inbound, InboundKind, InboundRequest, Media
from .customers import Account, Customers, OrderRef
from .files import Files
from .notifier import Notifier, Outgoing, Retry, Sent, Undeliverable
from .payments import PaymentFact, PaymentRequest, Payments, PaymentState
from .store import Outbox, OutboxItem, Reader, Store, Unit

__all__ = [
    "Account",
    "Channel",
    "Customers",
    "Files",
    "Inbound",
    "InboundKind",
    "InboundRequest",
    "Media",
    "Notifier",
    "OrderRef",
    "Outbox",
    "OutboxItem",
    "Outgoing",
    "PaymentFact",
    "PaymentRequest",
    "PaymentState",
    "Payments",
    "Reader",
    "Retry",
    "Sent",
    "Store",
    "Undeliverable",
    "Unit",
]
