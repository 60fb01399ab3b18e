"""The same desk for async hosts: one thin facade, whatever runs the calls."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from ..base.actors import Actor, Admin, Customer
from ..base.changes import Receipt, Refusal
from ..base.commands import Command
from ..guardrails.redaction import Texts
from .delivery import DeliveryReport
from .helpdesk import ErasureReport, Helpdesk

_V = TypeVar("_V")
Run = Callable[[Callable[[], Any]], Awaitable[Any]]


class AsyncHelpdesk:
    """`Helpdesk` for async callers. ``run(call)`` runs one call: in one of the desk's threads by default, by Django's
    ``sync_to_async``, or by an ``AsyncSession``'s ``run_sync`` to share the host's transaction. ``desk`` is the
    sync desk, for what does no work in the store.
    """

    def __init__(self, desk: Helpdesk, run: Run | None = None) -> None:
        self.desk = desk
        self._run = run or desk.threads

    async def handle(self, command: Command, actor: Actor, *, key: str | None = None) -> Receipt | Refusal:
        """See `Helpdesk.handle`."""
        answer: Receipt | Refusal = await self._run(partial(self.desk.handle, command, actor, key=key))
        return answer

    async def view(self, view: Callable[..., _V | Refusal], key: str, viewer: Actor, **options: Any) -> _V | Refusal:
        """See `Helpdesk.view`."""
        answer: _V | Refusal = await self._run(partial(self.desk.view, view, key, viewer, **options))
        return answer

    async def redact_draft(self, fields: Mapping[str, str], actor: Actor, language: str | None = None) -> Texts:
        """See `Helpdesk.redact_draft`."""
        texts: Texts = await self._run(partial(self.desk.redact_draft, fields, actor, language))
        return texts

    async def deliver(self, limit: int = 50) -> DeliveryReport:
        """See `Helpdesk.deliver`."""
        report: DeliveryReport = await self._run(partial(self.desk.deliver, limit))
        return report

    async def erase_customer(self, customer: str, actor: Customer | Admin | None = None) -> ErasureReport:
        """See `Helpdesk.erase_customer`."""
        report: ErasureReport = await self._run(partial(self.desk.erase_customer, customer, actor))
        return report
