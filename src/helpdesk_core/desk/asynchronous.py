"""The same desk for async hosts: one thin facade, whatever runs the calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from ..base.actors import Actor, Admin, Customer
from ..base.asked import Count, Key, says_mistakes
from ..base.changes import Refusal
from ..base.commands import Command
from ..base.results import Result
from ..context import Context
from ..guardrails.redaction import SafeTexts
from ..ports import InboundRequest, Reader, Run
from ..timeline.feed import Changes
from .delivery import DeliveryReport
from .helpdesk import Helpdesk
from .preview import Preview
from .threads import MOST_WRITING, Threads
from .upkeep import ErasureReport, Purged

if TYPE_CHECKING:
    from ..channels.arriving import InboundWasKept

_V = TypeVar("_V")
_R = TypeVar("_R", bound=Result)
_P = ParamSpec("_P")


class AsyncHelpdesk:
    """`Helpdesk` for async callers.

    Args:
        desk: The sync desk; as ``desk`` it is there for what does no work in the store.
        run: Runs one call: in a thread of this object by default, by Django's ``sync_to_async``, or by an
            ``AsyncSession``'s ``run_sync`` to share the host's transaction.
    """

    @says_mistakes
    def __init__(self, desk: Helpdesk, run: Run | None = None) -> None:
        self.desk = desk
        self.run: Run = run or Threads()
        # Writers that wait for a lock take none of the threads that read.
        self._write: Run = run or Threads(MOST_WRITING)

    async def handle(self, command: Command[_R], actor: Actor, *, key: str | None = None) -> _R | Refusal:
        """See `Helpdesk.handle`."""
        answer: _R | Refusal = await self._write(partial(self.desk.handle, command, actor, key=key))
        return answer

    async def do(self, command: Command[_R], actor: Actor, *, key: str | None = None) -> _R:
        """See `Helpdesk.do`."""
        answer: _R = await self._write(partial(self.desk.do, command, actor, key=key))
        return answer

    async def handle_each(
        self, commands: Iterable[tuple[Command[Any], Key | None]], actor: Actor
    ) -> tuple[Result | Refusal, ...]:
        """See `Helpdesk.handle_each`."""
        answers: tuple[Result | Refusal, ...] = await self._write(partial(self.desk.handle_each, commands, actor))
        return answers

    async def preview(self, command: Command[Any], actor: Actor) -> Preview | Refusal:
        """See `Helpdesk.preview`."""
        answer: Preview | Refusal = await self.run(partial(self.desk.preview, command, actor))
        return answer

    async def view(
        self,
        view: Callable[Concatenate[Reader, Context, _P], _V],
        viewer: Actor,
        *args: _P.args,
        **options: _P.kwargs,
    ) -> _V | Refusal:
        """See `Helpdesk.view`."""
        answer: _V | Refusal = await self.run(partial(self.desk.view, view, viewer, *args, **options))
        return answer

    async def show(
        self,
        view: Callable[Concatenate[Reader, Context, _P], _V | Refusal],
        viewer: Actor,
        *args: _P.args,
        **options: _P.kwargs,
    ) -> _V:
        """See `Helpdesk.show`."""
        found: _V = await self.run(partial(self.desk.show, view, viewer, *args, **options))
        return found

    async def redact_draft(self, fields: Mapping[str, str], actor: Actor, language: str | None = None) -> SafeTexts:
        """See `Helpdesk.redact_draft`."""
        texts: SafeTexts = await self._write(partial(self.desk.redact_draft, fields, actor, language))
        return texts

    async def deliver(self, limit: Count = 50, *, lanes: tuple[int, ...] | None = None) -> DeliveryReport:
        """See `Helpdesk.deliver`."""
        report: DeliveryReport = await self._write(partial(self.desk.deliver, limit, lanes=lanes))
        return report

    async def receive(self, channel: str, request: InboundRequest) -> InboundWasKept | Refusal:
        """See `Helpdesk.receive`."""
        kept: InboundWasKept | Refusal = await self._write(partial(self.desk.receive, channel, request))
        return kept

    async def purge(self, limit: Count = 500) -> Purged:
        """See `Helpdesk.purge`."""
        purged: Purged = await self._write(partial(self.desk.purge, limit))
        return purged

    async def count_retention(self) -> None:
        """See `Helpdesk.count_retention`."""
        await self._write(self.desk.count_retention)

    async def erase_customer(self, customer: str, actor: Customer | Admin | None = None) -> ErasureReport:
        """See `Helpdesk.erase_customer`."""
        report: ErasureReport = await self.run(partial(self.desk.erase_customer, customer, actor))
        return report

    async def newest_change(self) -> str | None:
        """See `Helpdesk.newest_change`."""
        place: str | None = await self.run(self.desk.newest_change)
        return place

    async def changes(self, after: str | None = None, limit: Count = 100) -> Changes:
        """See `Helpdesk.changes`."""
        changes: Changes = await self.run(partial(self.desk.changes, after, limit))
        return changes
