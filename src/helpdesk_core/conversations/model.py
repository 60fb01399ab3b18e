"""Messages that the customer reads and notes that only staff read: two kinds of record, two tables, two types of
text."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from ..base.queries import Query
from ..base.records import Attested, Index, col, record
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


THREAD = Query(ThreadMessage, equals=("tenant", "request"), order=("at", "id"), newest_first=True)
FIRST_MESSAGE = Query(ThreadMessage, equals=("tenant", "request"), order=("at", "id"))
MESSAGES_AT = Query(ThreadMessage, equals=("tenant", "request"), in_="at", order=("at", "id"))
NOTES_AT = Query(Note, equals=("tenant", "request"), in_="at", order=("at", "id"))
NOTES = Query(Note, equals=("tenant", "request"), order=("at", "id"), newest_first=True)
