"""A claim is kept for as long as its job takes, and for no longer: whoever is killed gives it back in less than a
minute."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from ..notifications.model import LEASE_SECONDS
from ..ports import Outbox, OutboxItem

_log = logging.getLogger("helpdesk_core.delivery")


@contextmanager
def renewed(outbox: Outbox, item: OutboxItem, clock: Callable[[], datetime], every: float) -> Iterator[None]:
    """While the block lasts, a thread renews the lease, and says that a worker lives.

    Args:
        outbox: Whose claim it is.
        item: The claim.
        clock: Gives the moment.
        every: Seconds between two renewals.
    """
    over = threading.Event()

    def renew() -> None:
        while not over.wait(every):
            try:
                outbox.begin(item.tenant, clock())
                outbox.renew(item, clock() + timedelta(seconds=LEASE_SECONDS))
            except Exception as error:  # noqa: BLE001 - the store may be away: the next renewal may go through
                _log.warning("the lease of job %s was not renewed: %s", item.id, type(error).__name__)

    threading.Thread(target=renew, name="helpdesk-lease", daemon=True).start()
    try:
        yield
    finally:
        over.set()
