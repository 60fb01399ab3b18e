"""A notifier that writes to a stream: for a first try and for development."""

from __future__ import annotations

import sys
from typing import TextIO

from ..base.asked import says_mistakes
from ..base.contacts import Contact
from ..ports import Outgoing, Retry, Sent, Undeliverable

__all__ = ["ConsoleNotifier"]


class ConsoleNotifier:
    """Prints every message, codes and links included. Never use it where others read the output.

    Args:
        stream: Where to print; standard output by default.
    """

    name = "console"

    @says_mistakes
    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._sent: set[str] = set()

    def accepts(self, contact: Contact) -> bool:
        """See `ports.notifier.Notifier.accepts`. It accepts every contact: nothing leaves the machine."""
        return True

    def send(self, outgoing: Outgoing) -> Sent | Retry | Undeliverable:
        """See `ports.notifier.Notifier.send`. Each key is printed once."""
        if outgoing.key not in self._sent:
            self._sent.add(outgoing.key)
            print(
                f"--- to {outgoing.contact.value}: {outgoing.subject}\n{outgoing.text}\n---",
                file=self._stream or sys.stdout,
            )
        return Sent(outgoing.key)
