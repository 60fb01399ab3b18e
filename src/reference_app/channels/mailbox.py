"""Reading a mailbox beside the worker: what comes is brought to the desk at once, or within a minute."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from helpdesk_core import ConfigurationError, Helpdesk, Refusal
from helpdesk_core.adapters.mail import ImapMailbox
from helpdesk_core.ports import InboundRequest

from .environment import mailbox_of_environment

_log = logging.getLogger("reference_app")
WAIT_SECONDS, _POLL_SECONDS, _FIRST_PAUSE, _MOST_PAUSE = 240.0, 60.0, 1.0, 600.0
"""A server may end a connection that is silent for half an hour (RFC 3501, 5.4), and routers do so earlier."""


class MailboxReader:
    """Reads one mailbox for one desk in a thread, until the block ends. What fails is logged once for as long as it
    lasts, and tried again with growing pauses.

    Args:
        desk: Gets what comes.
        mailbox: Is read.
        wait: For how long one connection waits, in seconds.
    """

    def __init__(self, desk: Helpdesk, mailbox: ImapMailbox, *, wait: float = WAIT_SECONDS) -> None:
        self._desk, self._mailbox, self._wait = desk, mailbox, wait
        self._stop = threading.Event()
        self._failing, self._pause = "", _FIRST_PAUSE
        self._thread = threading.Thread(target=self._run, name="helpdesk-mailbox", daemon=True)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._read()
            except Exception as error:  # noqa: BLE001 - whatever a server answers, it is asked again
                self._failed(type(error).__name__)
                self._stop.wait(self._pause)
                self._pause = min(_MOST_PAUSE, self._pause * 2)

    def _read(self) -> None:
        with self._mailbox.open() as box:
            while not self._stop.is_set():
                self._mailbox.fetch(box, self.bring)
                self._went_well()
                if not self._mailbox.wait(box, self._wait):
                    self._stop.wait(min(_POLL_SECONDS, self._wait))

    def bring(self, raw: bytes) -> bool:
        """Bring one mail to the desk.

        Args:
            raw: Its bytes.

        Returns:
            Whether it is kept there.
        """
        answer = self._desk.receive("mail", InboundRequest(body=raw))
        if isinstance(answer, Refusal):
            _log.error("a mail was not kept: %s", answer.code)
        return not isinstance(answer, Refusal)

    def _went_well(self) -> None:
        """A connection that ends later is an ordinary one: the next is made at once."""
        self._pause = _FIRST_PAUSE
        if self._failing:
            _log.warning("the mailbox can be read again")
            self._failing = ""

    def _failed(self, error: str) -> None:
        if self._failing != error:
            self._failing = error
            _log.error("the mailbox cannot be read: %s", error)

    def __enter__(self) -> MailboxReader:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(timeout=5)


def mailbox_beside(desks: Sequence[Helpdesk]) -> AbstractContextManager[object]:
    """The mailbox that the environment names, read for the only desk; nothing where there is none.

    Args:
        desks: The desks that are served here.

    Returns:
        A block during which it is read.

    Raises:
        ConfigurationError: A part of it is missing, or nobody can tell whose of several desks it is.
    """
    mailbox = mailbox_of_environment()
    if mailbox is None:
        return nullcontext()
    if len(desks) != 1 or "mail" not in desks[0].channels:
        raise ConfigurationError("HELPDESK_IMAP_HOST is for one desk with a channel of the name mail")
    return MailboxReader(desks[0], mailbox)
