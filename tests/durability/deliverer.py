"""A worker's process, to be killed at any moment: ``deliverer.py URL PORT``. Its leases are short, so that the next one
goes on soon."""

from __future__ import annotations

import os
import sys

from helpdesk_core import Helpdesk, Settings
from helpdesk_core.adapters.smtp import SmtpNotifier
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.desk import delivery, leases
from reference_app.worker import Worker

SECRET = bytes(range(32))


def desk_on(url: str, port: int) -> Helpdesk:
    """The desk of the worker, and of the test that asks what became of the messages."""
    store = SqlStore.postgresql(url) if url.startswith("postgresql") else SqlStore.sqlite(url)
    smtp = SmtpNotifier(host="127.0.0.1", port=port, sender="help@shop.example", starttls=False)
    return Helpdesk(store, secret=[SECRET], settings=Settings(), notifiers=[smtp])


if __name__ == "__main__":
    delivery.LEASE_SECONDS = leases.LEASE_SECONDS = 1  # type: ignore[misc]
    with Worker(desk_on(sys.argv[1], int(sys.argv[2])), seconds=0.01) as worker:
        os.write(1, b"ready\n")
        worker.wait(600)
