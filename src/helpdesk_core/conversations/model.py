"""Messages that the customer reads and notes that only staff read: two kinds of record, two tables, two types of
text."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from ..base.queries import Query
from ..base.records import Attested, Index, Purge, Record, col, record
from ..base.text import CustomerText, InternalNote, SafeText
from ..service_requests.model import Side as Side


@record("messages", indexes=(Index(("request", "at", "id")),))
class ThreadMessage(Attested):
    """One message of the thread between customer and shop."""

    request: str = col(references="service_requests")
    side: Side
    author: str = col(personal=True)
    author_name: SafeText | None = col(personal="staff", default=None)
    at: datetime
    text: CustomerText = col(personal=True, searchable="words")

    def erased(self) -> Self:
        """The writer of a message from the shop stays."""
        gone = super().erased()
        return gone.changed(author=self.author) if self.side is Side.SHOP else gone.changed(author_name=None)


@record("notes", indexes=(Index(("request", "at", "id")),))
class Note(Attested):
    """One internal note."""

    request: str = col(references="service_requests")
    author: str = col(personal="staff")
    author_name: SafeText = col(personal="staff")
    at: datetime
    text: InternalNote = col(personal=True, searchable="words")


WRITING = timedelta(seconds=60)
"""For so long after the last word somebody is taken to be writing still."""
DRAFT_DAYS = 90
"""For how long a draft is kept after its author last typed in it."""


class DraftKind(StrEnum):
    """What becomes of the words that a member of staff is writing."""

    REPLY = "reply"
    NOTE = "note"


@record(
    "message_drafts",
    indexes=(Index(("request", "id")), Index(("tenant", "at", "id"))),
    outside_ids=True,
    purges=(Purge("at", days=DRAFT_DAYS),),
)
class MessageDraft(Record):
    """What one member of staff is writing about a request and has not sent: the one reply and the one note of theirs,
    there again on another day and another device. It is emptied when it is sent, and erased with the request."""

    request: str = col(references="service_requests")
    kind: DraftKind
    author: str = col(personal="staff")
    author_name: SafeText = col(personal="staff")
    at: datetime
    text: InternalNote | None = col(personal=True, default=None)

    @property
    def kept_until(self) -> datetime:
        """When it goes by itself, if nobody types in it before."""
        return self.at + timedelta(days=DRAFT_DAYS)

    def is_being_written(self, now: datetime) -> bool:
        """Whether its author typed a moment ago.

        Args:
            now: The present moment.

        Returns:
            False for what was sent, thrown away or left lying.
        """
        return self.text is not None and now - self.at <= WRITING


THREAD = Query(ThreadMessage, equals=("tenant", "request"), order=("at", "id"), newest_first=True)
FIRST_MESSAGE = Query(ThreadMessage, equals=("tenant", "request"), order=("at", "id"))
MESSAGES_AT = Query(ThreadMessage, equals=("tenant", "request"), in_="at", order=("at", "id"))
NOTES_AT = Query(Note, equals=("tenant", "request"), in_="at", order=("at", "id"))
NOTES = Query(Note, equals=("tenant", "request"), order=("at", "id"), newest_first=True)
DRAFTS = Query(MessageDraft, equals=("tenant", "request"), order=("id",))
