"""Delivering what waits, beside the pages."""

from __future__ import annotations

import logging
import threading

from helpdesk_core import Helpdesk

from .given import check_given

_log = logging.getLogger("reference_app")


class Worker:
    """Delivers for all its desks every few seconds in a thread, until the block ends. What fails at one desk is logged
    once for as long as it lasts, and keeps no other waiting.

    Args:
        *desks: The desks.
        seconds: How long to wait between two rounds.

    Raises:
        ConfigurationError: There is no desk, one of them is none or is there twice, or it is no time.
    """

    def __init__(self, *desks: Helpdesk, seconds: float) -> None:
        each = "a Helpdesk, at least one and each once: Worker(desk, seconds=5)"
        known = bool(desks) and all(isinstance(one, Helpdesk) for one in desks)
        is_time = type(seconds) in (int, float) and 0 < seconds < 86_400
        check_given(
            "Worker",
            desks=(known and len(set(desks)) == len(desks), each, desks[0] if desks else None),
            seconds=(is_time, "a number of seconds above 0", seconds),
        )
        self._desks, self._seconds = desks, seconds
        self._stop = threading.Event()
        self._failing: dict[Helpdesk, str] = {}
        self._thread = threading.Thread(target=self._run, name="helpdesk-worker", daemon=True)

    @property
    def is_running(self) -> bool:
        """Whether its thread lives."""
        return self._thread.is_alive()

    def wait(self, seconds: float) -> bool:
        """Wait for so many seconds at most, or until the thread ends; returns whether it lives."""
        self._thread.join(timeout=seconds)
        return self.is_running

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            for desk in self._desks:
                self._deliver(desk)

    def _deliver(self, desk: Helpdesk) -> None:
        try:
            while desk.deliver().total and not self._stop.is_set():
                pass
        except BaseException as error:  # noqa: BLE001 - whatever a round raises, the next one is tried
            self._failed(desk, type(error).__name__)
            return
        if self._failing.pop(desk, None) is not None:
            _log.warning("delivery for %s goes on", desk.tenant)

    def _failed(self, desk: Helpdesk, error: str) -> None:
        """A database that is away for an hour is one line of the log, and not one every second."""
        if self._failing.get(desk) != error:
            self._failing[desk] = error
            _log.error("delivery for %s stands still: %s", desk.tenant, error)

    def __enter__(self) -> Worker:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(timeout=30)
