"""What a host plugs in: Protocols only, each with at most four methods."""

from ..base.columns import Column, Guard, Index
from ..base.queries import Counts, Cursor, Query, Selection, Totals
from ..base.records import Record, RecordType
from ..guardrails.gate import RowWrite, SealedChanges
from .access import Access, StaffRights
from .channel import Channel, Inbound, InboundKind, InboundRequest, Media
from .customers import Account, Customers, OrderRef
from .files import Files
from .notifier import Answer, Notifier, Notifiers, Outgoing, Retry, Sent, Unavailable, Undeliverable, Unsure
from .payments import PaymentFact, PaymentRequest, Payments, PaymentState
from .run import Run
from .store import Outbox, OutboxItem, Reader, Store, StoreWithOutbox, Unit
from .waker import Waker

#: Ports that no capability uses yet: adapters can be written for them and proved, and they may still change.
PROVISIONAL = frozenset({"Channel", "Files", "Payments"})

__all__ = [
    "PROVISIONAL",
    "Access",
    "Account",
    "Answer",
    "Channel",
    "Column",
    "Counts",
    "Cursor",
    "Customers",
    "Files",
    "Guard",
    "Inbound",
    "InboundKind",
    "InboundRequest",
    "Index",
    "Media",
    "Notifier",
    "Notifiers",
    "OrderRef",
    "Outbox",
    "OutboxItem",
    "Outgoing",
    "PaymentFact",
    "PaymentRequest",
    "PaymentState",
    "Payments",
    "Query",
    "Reader",
    "Record",
    "RecordType",
    "Retry",
    "RowWrite",
    "Run",
    "SealedChanges",
    "Selection",
    "Sent",
    "StaffRights",
    "Store",
    "StoreWithOutbox",
    "Totals",
    "Unavailable",
    "Undeliverable",
    "Unit",
    "Unsure",
    "Waker",
]
