"""One message that came in, and how far it has come."""

from __future__ import annotations

from datetime import datetime

from ..base.contacts import contact_key
from ..base.digests import outside_id
from ..base.queries import Query, Totals
from ..base.records import Index, Purge, Record, Subject, col, record
from ..base.text import SafeText
from ..base.worded import Worded

FACT_DAYS, WINDOW_DAYS = 400, 30


class InboundState(Worded, prefix="inbound.state"):
    """How far it has come."""

    KEPT = "kept", "Being read"
    HELD = "held", "To be sorted"
    MESSAGE = "message", "On a request"
    REQUEST = "request", "A request of its own"
    AUTOMATIC = "automatic", "Written by a machine"
    ASIDE = "aside", "Put aside"
    COPY = "copy", "A copy of another one"
    REPORT = "report", "What became of a message of ours"

    @property
    def is_open(self) -> bool:
        """Whether a person can still say what becomes of it."""
        return self in (InboundState.HELD, InboundState.AUTOMATIC, InboundState.ASIDE)


class HeldFor(Worded, prefix="inbound.held"):
    """Why a person decides about it."""

    STRANGER = "stranger", "It answers a message of ours, but comes from another address."
    WHICH = "which", "The sender is known here, but nothing proves which request it belongs to."
    UNCONFIRMED = "unconfirmed", "It answers a request whose contact nobody has confirmed yet."
    FORGED = "forged", "Our mail server says that somebody else sent it in this sender's name."
    ENDED = "ended", "It answers a request that has ended."
    NO_SENDER = "no_sender", "It does not say clearly who sent it."
    UNREADABLE = "unreadable", "It is damaged, too long or made up of too many parts, so that it was not read whole."
    NO_MAIL = "no_mail", "It came from the provider, but there is no mail in it."
    SUBSCRIPTION = "subscription", "The provider asks to confirm that messages are to come in here."
    NUMBER_CHANGED = (
        "number_changed",
        "The sender's number has changed. Ask them how they can be reached, and correct the contact.",
    )
    HIDDEN_NUMBER = (
        "hidden_number",
        "It came from an account that does not show its number. Put it on a request; the answer goes another way.",
    )
    UNSUPPORTED = "unsupported", "It is of a kind that is not handed on to us. Please ask the sender what it was."
    TOO_MANY = "too_many", "This address has sent several lately."
    EMPTY = "empty", "There are no words in it."
    TALKING = "talking", "An automatic answer has asked for more; with the next message it becomes a request by itself."
    PERSON = "person", "The sender asks for a person."
    STOPPED = "stopped", "The sender wants no automatic answers."
    STATUS = (
        "status",
        "The sender asks how a request stands that is not proved to be theirs, and was told where to look.",
    )
    BLOCKED = "blocked", "The sender is blocked."
    BY_CHOICE = "by_choice", "Messages of unknown senders are sorted by a person here."


@record(
    "inbound_messages",
    indexes=(
        Index(("tenant", "state", "at", "id")),
        Index(("tenant", "request", "id")),
        Index(("tenant", "suggested", "id")),
        Index(("tenant", "sender_key", "id")),
    ),
    outside_ids=True,
)
class InboundMessage(Subject):
    """What came in. Its words are here until they have gone where they belong; the raw bytes are in the storage until
    nothing is to be taken from them.

    Attributes:
        key: Of the raw bytes in the storage.
        place: Which of the facts in them it is, from 0.
        reason: Why it is held.
        problem: Why it was not read whole, as a code: then its bytes are all there is of the rest.
        files: Names of the files in it.
        left_out: Names of those that were not taken.
        suggested: The id of the request that it may belong to.
        request: The id of the request that it went to.
        is_for_team: Whether staff put it there though somebody else sent it: its files are for the team.
    """

    channel: str
    media: str = col(personal=False)
    """The media type of the raw bytes, with its parameters."""
    key: str | None = col(personal=True, default=None)
    place: int = 0
    state: InboundState
    reason: HeldFor | None = None
    problem: str = col(default="")
    at: datetime
    sent_at: datetime | None = col(default=None)
    sender: str | None = col(personal=True, default=None, key=contact_key)
    sender_name: SafeText | None = col(personal=True, default=None)
    subject: SafeText | None = col(personal=True, default=None)
    text: SafeText | None = col(personal=True, default=None)
    quoted: SafeText | None = col(personal=True, default=None)
    files: tuple[SafeText, ...] = col(personal=True, default=())
    left_out: tuple[SafeText, ...] = col(personal=True, default=())
    suggested: str | None = col(default=None)
    request: str | None = col(default=None)
    is_for_team: bool = False
    handled_by: SafeText | None = col(personal="staff", default=None)

    @property
    def file_keys(self) -> tuple[str, ...]:
        """The raw bytes."""
        return () if self.key is None else (self.key,)

    @property
    def holds(self) -> bool:
        """Whether anything is left of it that could be erased."""
        told = (self.key, self.sender, self.sender_name, self.subject, self.text, self.quoted)
        return any(one is not None for one in told) or bool(self.files or self.left_out)

    @property
    def words(self) -> SafeText | None:
        """What its sender wants to be read: the new words, else the subject."""
        return self.text or self.subject


@record(
    "inbound_facts", indexes=(Index(("tenant", "at", "id")),), outside_ids=True, purges=(Purge("at", days=FACT_DAYS),)
)
class InboundFact(Record):
    """That a message with the provider's id was taken: however often it comes, it is one."""

    at: datetime


@record(
    "chat_windows",
    indexes=(Index(("tenant", "heard_at", "id")),),
    outside_ids=True,
    purges=(Purge("heard_at", days=WINDOW_DAYS),),
)
class ChatWindow(Record):
    """When somebody last wrote by a chat: for some time after that they may be written to freely. Who it is stands
    nowhere: the id is made of the number and the deployment's secret."""

    heard_at: datetime


@record("contact_stops", outside_ids=True)
class ContactStop(Record):
    """What the holder of a number wrote last of both. Who it is stands nowhere: the id is made of the number and the
    deployment's secret, so that it outlasts the erasing of what was stored about the person.

    Attributes:
        is_stopped: Whether it was STOP.
        words: The very words, which are of a short list: they prove what was wanted, and tell nothing of anybody.
    """

    is_stopped: bool
    words: SafeText = col(personal=False)
    at: datetime


def inbound_id(tenant: str, channel: str, digest: str) -> str:
    """The id of what came in with these very bytes."""
    return outside_id(tenant, "inbound_messages", f"{channel}\n{digest}")


def fact_id(tenant: str, channel: str, id: str) -> str:
    """The id of the row that says that a provider's message was taken."""
    return outside_id(tenant, "inbound_facts", f"{channel}\n{id}")


IN_STATE = Query(InboundMessage, equals=("tenant", "state"), order=("at", "id"), newest_first=True)
OLDEST_IN_STATE = Query(InboundMessage, equals=("tenant", "state"), order=("at", "id"))
OF_REQUEST = Query(InboundMessage, equals=("tenant", "request"))
SUGGESTED = Query(InboundMessage, equals=("tenant", "suggested"))
BY_SENDER = Query(InboundMessage, equals=("tenant", "sender_key"))
NUMBER = Totals(InboundMessage, equals=("tenant", "state"))


@record("channel_outages", indexes=(Index(("tenant", "channel", "id")),), outside_ids=True)
class ChannelOutage(Record):
    """That nothing can be fetched by a channel at present: one row for each that ever failed for long.

    Attributes:
        reason: Why, as a code; empty once it works again.
    """

    channel: str
    reason: str = col(default="")
    since: datetime


def outage_id(tenant: str, channel: str) -> str:
    """The one id that a channel's row can have."""
    return outside_id(tenant, ChannelOutage.record_type.name, channel)


OUTAGES = Query(ChannelOutage, order=("channel", "id"))
