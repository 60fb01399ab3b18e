"""What a host plugs in: Protocols only, each with at most four methods."""

from .access import Access, StaffRights
from .channel import Channel, Inbound, InboundKind, InboundRequest, Media
from .customers import Account, Customers, OrderRef
from .files import Files
from .notifier import Notifier, Outgoing, Retry, Sent, Undeliverable
from .payments import PaymentFact, PaymentRequest, Payments, PaymentState
from .store import Outbox, OutboxItem, Reader, Store, StoreWithOutbox, Unit

__all__ = [
    "Access",
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
    "StaffRights",
    "Store",
    "StoreWithOutbox",
    "Undeliverable",
    "Unit",
]
