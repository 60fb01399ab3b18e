"""Delivering what waits, beside the pages."""

from __future__ import annotations

import logging
import threading

from helpdesk_core import Helpdesk


class Worker:
    """Delivers for all its desks every few seconds in a thread, until the block ends. What fails at one desk is logged
    and keeps no other waiting."""

    def __init__(self, *desks: Helpdesk, seconds: float) -> None:
        self._desks, self._seconds = desks, seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="helpdesk-worker", daemon=True)

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            for desk in self._desks:
                self._deliver(desk)

    def _deliver(self, desk: Helpdesk) -> None:
        try:
            while desk.deliver().total and not self._stop.is_set():
                pass
        except Exception as error:  # noqa: BLE001 - whatever a round raises, the next one is tried
            logging.getLogger("reference_app").error("delivery failed: %s", type(error).__name__)

    def __enter__(self) -> Worker:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(timeout=30)
