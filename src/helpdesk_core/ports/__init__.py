"""What a host plugs in: Protocols only, each with at most four methods."""

from ..base.columns import Column, Guard, Index
from ..base.queries import Also, Counts, Cursor, Query, Selection, Totals
from ..base.records import Purge, Record, RecordType
from ..guardrails.gate import RowWrite, SealedChanges
from .access import Access, StaffRights
from .carriers import (
    Carrier,
    ParcelFact,
    ParcelLabel,
    ParcelOrder,
    ParcelPoint,
    ParcelRefused,
    ParcelStatus,
    Receiver,
)
from .channel import Channel, DeliveryState, Inbound, InboundKind, InboundRequest, Media, Proved
from .customers import Account, Customers, OrderRef
from .documents import Documents, Enclosed
from .e_invoices import (
    Busy,
    EInvoice,
    EInvoices,
    ELine,
    EParty,
    EReferred,
    EShare,
    Registered,
    Rejected,
    SessionOver,
    Unwelcome,
    Unwritable,
)
from .files import Files
from .notifier import (
    Answer,
    EnclosedFile,
    FurtherLink,
    Notifier,
    Notifiers,
    Outgoing,
    PushAddress,
    PushNotifier,
    QuickReply,
    Retry,
    Sent,
    Unavailable,
    Undeliverable,
    Unsure,
)
from .payments import NotSigned, PageSpent, PaymentFact, PaymentRequest, Payments, PaymentState, TwoSteps
from .pictures import NoPicture, Pictures, Remade
from .run import Run
from .scanner import Scan, Scanner
from .storage import Storage
from .store import Along, Outbox, OutboxItem, Reader, Store, StoreWithOutbox, Unit
from .waker import Waker
from .webhook import Webhook

#: Ports that no capability uses yet: adapters can be written for them and proved, and they may still change.
PROVISIONAL: frozenset[str] = frozenset()

__all__ = [
    "PROVISIONAL",
    "Access",
    "Account",
    "Along",
    "Also",
    "Answer",
    "Busy",
    "Carrier",
    "Channel",
    "Column",
    "Counts",
    "Cursor",
    "Customers",
    "DeliveryState",
    "Documents",
    "EInvoice",
    "EInvoices",
    "ELine",
    "EParty",
    "EReferred",
    "EShare",
    "Enclosed",
    "EnclosedFile",
    "Files",
    "FurtherLink",
    "Guard",
    "Inbound",
    "InboundKind",
    "InboundRequest",
    "Index",
    "Media",
    "NoPicture",
    "NotSigned",
    "Notifier",
    "Notifiers",
    "OrderRef",
    "Outbox",
    "OutboxItem",
    "Outgoing",
    "PageSpent",
    "ParcelFact",
    "ParcelLabel",
    "ParcelOrder",
    "ParcelPoint",
    "ParcelRefused",
    "ParcelStatus",
    "PaymentFact",
    "PaymentRequest",
    "PaymentState",
    "Payments",
    "Pictures",
    "Proved",
    "Purge",
    "PushAddress",
    "PushNotifier",
    "Query",
    "QuickReply",
    "Reader",
    "Receiver",
    "Record",
    "RecordType",
    "Registered",
    "Rejected",
    "Remade",
    "Retry",
    "RowWrite",
    "Run",
    "Scan",
    "Scanner",
    "SealedChanges",
    "Selection",
    "Sent",
    "SessionOver",
    "StaffRights",
    "Storage",
    "Store",
    "StoreWithOutbox",
    "Totals",
    "TwoSteps",
    "Unavailable",
    "Undeliverable",
    "Unit",
    "Unsure",
    "Unwelcome",
    "Unwritable",
    "Waker",
    "Webhook",
]
