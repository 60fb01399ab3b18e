"""Procrastinate wakes the workers: a job in the transaction of its cause says that there is work."""

from __future__ import annotations

import logging
from typing import Any

import procrastinate
import psycopg

from ..base.given import check_given, of_kind, text
from ..desk import Helpdesk
from ..errors import ConfigurationError
from ..ports import Unit

__all__ = ["ProcrastinateWaker"]
_TASK = "helpdesk_core.deliver"
_ROUND = "helpdesk_core.deliver_all"
_log = logging.getLogger("helpdesk_core.delivery")


class ProcrastinateWaker:
    """Given to ``Helpdesk(waker=…)``.

    What waits stands in the desk's outbox alone: Procrastinate's job only says that a worker should look, so that
    losing it, or doing it twice, changes nothing.

    Args:
        app: Procrastinate's app. Its tables lie in the desk's database (``procrastinate schema --apply``), which the
            desk reaches by psycopg 3.
        queue: The queue of these jobs.
    """

    def __init__(self, app: procrastinate.App, *, queue: str = "helpdesk") -> None:
        check_given("ProcrastinateWaker", app=of_kind(app, procrastinate.App, "a procrastinate.App"), queue=text(queue))
        self._app, self._queue = app, queue
        self._failing = False

    def wake(self, tenant: str, unit: Unit) -> None:
        """See `ports.waker.Waker.wake`. A queue that cannot be written to is logged, and costs no command."""
        connection = getattr(unit, "connection", None)
        if not isinstance(connection, psycopg.Connection):
            raise ConfigurationError("ProcrastinateWaker: the desk's store is PostgreSQL, by psycopg 3")
        task = self._app.configure_task(_TASK, queue=self._queue, allow_unknown=True, connection=connection)
        try:
            with connection.transaction():  # a savepoint: the command's own rows stay
                task.defer(tenant=tenant)
            self._failing = False
        except (procrastinate.exceptions.ProcrastinateException, psycopg.Error) as error:
            if not self._failing:
                _log.error("Procrastinate was not told of a job: %s: workers find it when they look", _name(error))
            self._failing = True

    def serve(self, *desks: Helpdesk, cron: str = "* * * * *") -> None:
        """Have the workers of the app (``procrastinate worker``) deliver for desks: as soon as they are woken, and
        regularly what waits until its time comes.

        Args:
            desks: The desks.
            cron: When to look without having been woken; every minute.
        """
        known = {desk.tenant: desk for desk in desks}

        @self._app.task(name=_TASK, queue=self._queue)
        def deliver(tenant: str) -> None:
            if tenant in known:
                _deliver(known[tenant])

        @self._app.periodic(cron=cron)
        @self._app.task(name=_ROUND, queue=self._queue)
        def look(timestamp: int) -> None:
            for desk in desks:
                _deliver(desk)


def _deliver(desk: Helpdesk) -> None:
    """Until nothing more is due."""
    while desk.deliver().total:
        pass


def _name(error: Any) -> str:
    return type(error.__cause__ or error).__name__
