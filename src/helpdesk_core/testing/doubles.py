"""Doubles: a clock that stands, a notifier that remembers, a desk ready to use."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

from ..adapters.memory import MemoryStore
from ..base.asked import says_mistakes
from ..base.contacts import Contact, ContactKind
from ..desk import Helpdesk, Recipient
from ..ports import Outgoing, Remade, Retry, Sent, Storage, StoreWithOutbox, Undeliverable
from ..ports.files import is_key
from ..settings import Settings

SECRET = bytes(range(32))
POLISH_SHOP = Settings(
    shop_name="Test shop", languages=("en", "pl"), time_zone="Europe/Warsaw", country_code="48", currency="PLN"
)
"""The settings of `make_desk`: a shop of English and Polish customers."""


class FixedClock:
    """A clock that stands until it is moved.

    Args:
        now: An aware moment.
    """

    @says_mistakes
    def __init__(self, now: datetime = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Move the clock.

        Args:
            **by: As for `datetime.timedelta`: ``clock.move(minutes=11)``.
        """
        self.now += timedelta(**by)


class CountedIds:
    """Ids that count up, for tests that read them: ``make_desk(new_id=CountedIds())``."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> str:
        self.count += 1
        return f"{self.count:032x}"


class MemoryFiles:
    """Files in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    @says_mistakes
    def put(self, key: str, stream: BinaryIO, *, type: str) -> None:
        """See `ports.files.Files.put`."""
        if not is_key(key):
            raise ValueError("this is not a key")
        self.kept[key] = b"".join(iter(lambda: stream.read(65_536), b""))

    def open(self, key: str) -> BinaryIO:
        """See `ports.files.Files.open`."""
        if key not in self.kept:
            raise FileNotFoundError("this is not a key")
        return io.BytesIO(self.kept[key])

    def delete(self, key: str) -> None:
        """See `ports.files.Files.delete`."""
        self.kept.pop(key, None)


class SamePictures:
    """Takes everything for a picture of one pixel, and gives it back as it came: for tests that are not about
    decoding."""

    @says_mistakes
    def remake(self, stream: BinaryIO, media: str) -> Remade:
        """See `ports.pictures.Pictures.remake`."""
        content = stream.read()
        return Remade(content=content, small=content, media=media, width=1, height=1)


class CapturingNotifier:
    """Keeps what it was given in ``sent``. Answers put into ``answers`` are given one after the other, then `Sent`.

    Args:
        record_types: The kinds of contact that it accepts.
    """

    name = "capturing"

    @says_mistakes
    def __init__(self, record_types: Sequence[ContactKind] = (ContactKind.EMAIL,)) -> None:
        self.sent: list[Outgoing] = []
        self.answers: list[Sent | Retry | Undeliverable] = []
        self._kinds = tuple(record_types)

    @says_mistakes
    def accepts(self, contact: Contact) -> bool:
        """See `ports.notifier.Notifier.accepts`."""
        return contact.kind in self._kinds

    @says_mistakes
    def send(self, outgoing: Outgoing) -> Sent | Retry | Undeliverable:
        """See `ports.notifier.Notifier.send`. Each key is kept once."""
        if self.answers:
            answer = self.answers.pop(0)
            if not isinstance(answer, Sent):
                return answer
        if all(outgoing.key != other.key for other in self.sent):
            self.sent.append(outgoing)
        return Sent(outgoing.key)


class FixtureDesk(Helpdesk):
    """The desk of `make_desk`: `clock` is moved, `notifier` and `files` are read by tests."""

    clock: FixedClock
    notifier: CapturingNotifier
    files: MemoryFiles


def make_desk(store: StoreWithOutbox | None = None, **options: Any) -> FixtureDesk:
    """A desk for tests, with a fixed secret, a fixed clock and a capturing notifier.

    Args:
        store: Where it keeps records, in memory by default.
        **options: Any argument of `Helpdesk`, in place of the defaults here.

    Returns:
        The desk, with ``desk.clock`` and ``desk.notifier``.
    """
    notifier, files = CapturingNotifier(), MemoryFiles()
    team = Recipient(Contact(ContactKind.EMAIL, "team@example.com"), "en")
    defaults: dict[str, Any] = {
        "secret": [SECRET],
        "settings": POLISH_SHOP,
        "clock": FixedClock(),
        "notifiers": [notifier],
        "staff_recipient": lambda assignee: team,
        "storage": Storage(files, SamePictures()),
    }
    desk = FixtureDesk(store if store is not None else MemoryStore(), **(defaults | options))
    desk.notifier, desk.files = notifier, files
    return desk
