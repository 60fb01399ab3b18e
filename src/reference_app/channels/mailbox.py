"""Reading a mailbox beside the worker: what comes is brought to the desk at once, or within a minute."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from helpdesk_core import Automation, ConfigurationError, Helpdesk, Refusal, StoreError
from helpdesk_core.adapters.mail import ImapMailbox
from helpdesk_core.commands import OpaqueId, ReportOutage
from helpdesk_core.ports import InboundRequest

from .environment import mailbox_of_environment

_log = logging.getLogger("reference_app")
_FETCHER = Automation(id="mailbox")
WAIT_SECONDS, _POLL_SECONDS, _FIRST_PAUSE, _MOST_PAUSE = 240.0, 60.0, 1.0, 600.0
"""A server may end a connection that is silent for half an hour (RFC 3501, 5.4), and routers do so earlier."""
_TOLD_SECONDS = 900.0
"""A mailbox that cannot be read for so long is more than a server that restarts: staff are told."""


class MailboxReader:
    """Reads one mailbox for one desk in a thread, until the block ends. What fails is logged once for as long as it
    lasts, and tried again with growing pauses; staff see it when it lasts.

    Args:
        desk: Gets what comes.
        mailbox: Is read.
        wait: For how long one connection waits, in seconds.
    """

    def __init__(self, desk: Helpdesk, mailbox: ImapMailbox, *, wait: float = WAIT_SECONDS) -> None:
        self._desk, self._mailbox, self._wait = desk, mailbox, wait
        self._stop = threading.Event()
        self._failing, self._pause = "", _FIRST_PAUSE
        self._since: float | None = None
        self._is_ours = False  # whether the desk failed, and not the mailbox
        self._is_known_well = False  # what another process said before this one began
        self._thread = threading.Thread(target=self._run, name="helpdesk-mailbox", daemon=True)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._is_ours = False
            try:
                self._read()
            except Exception as error:  # noqa: BLE001 - whatever a server answers, it is asked again
                self._failed(error)
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
        self._is_ours = True
        answer = self._desk.receive("mail", InboundRequest(body=raw))
        self._is_ours = False
        if isinstance(answer, Refusal):
            _log.error("a mail was not kept: %s", answer.code)
        return not isinstance(answer, Refusal)

    def _went_well(self) -> None:
        """A connection that ends later is an ordinary one: the next is made at once."""
        self._pause, self._since = _FIRST_PAUSE, None
        if not self._is_known_well:
            self._is_known_well = self._tell(None)
        if self._failing:
            _log.warning("the mailbox can be read again")
            self._failing = ""

    def _failed(self, error: Exception) -> None:
        name = type(error).__name__
        if self._failing != name:
            self._failing = name
            _log.error("the mailbox cannot be read: %s", name)
        self._since = time.monotonic() if self._since is None else self._since
        if time.monotonic() - self._since >= _TOLD_SECONDS and not self._is_ours:
            self._is_known_well = False
            self._tell(self._mailbox.reason_of(error))

    def _tell(self, reason: str | None) -> bool:
        """Staff see it; to say the same again writes nothing. Returns whether it was kept."""
        try:
            command = ReportOutage(channel=OpaqueId("mail"), reason=None if reason is None else OpaqueId(reason))
            return not isinstance(self._desk.handle(command, _FETCHER), Refusal)
        except StoreError as error:
            _log.error("staff are not told of the mailbox: %s", type(error).__name__)
            return False

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
