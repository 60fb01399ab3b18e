"""Whether what comes in can be fetched: who fetches it says so, and staff see it where undelivered messages stand."""

from __future__ import annotations

from datetime import datetime

import attrs

from ..base.actors import STAFF, ActorKind
from ..base.changes import Save, Verdict
from ..base.commands import Command, OpaqueId, command
from ..base.results import Result
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..handlers import Loaded, handles
from ..notifications.rules import RETRY
from ..ports.store import Reader
from ..viewing import view
from .model import OUTAGES, ChannelOutage, outage_id


@command
class ReportOutage(Command[Result]):
    """Say that nothing can be fetched by a channel, or that it works again. To say the same again writes nothing.

    Args:
        channel: The channel's name.
        reason: Why, as a code; None where it works.
    """

    channel: OpaqueId
    reason: OpaqueId | None = None


@attrs.frozen(kw_only=True)
class KnownOutage(Loaded):
    """What was said last."""

    row: ChannelOutage | None


def load_outage(reader: Reader, command: ReportOutage, context: Context) -> KnownOutage:
    """The channel's row."""
    return KnownOutage(row=reader.load(ChannelOutage, outage_id(context.tenant, command.channel)))


@handles(ReportOutage, actors=frozenset({ActorKind.AUTOMATION}), load=load_outage)
def report_outage(loaded: KnownOutage, command: ReportOutage, context: Context) -> Verdict[Result]:
    """Written only where it changed; another reason does not begin it anew."""
    before, reason = loaded.row, command.reason or ""
    if reason == ("" if before is None else before.reason):
        return Verdict(result=Result())
    if before is None:
        id = outage_id(context.tenant, command.channel)
        made = ChannelOutage(id=id, tenant=context.tenant, channel=command.channel, reason=reason, since=context.now)
        return Verdict(result=Result(), saves=(Save(after=made),))
    after = before.changed(reason=reason, since=before.since if before.reason else context.now)
    return Verdict(result=Result(), saves=(Save(before=before, after=after),))


@staff_view
class Outage:
    """A channel by which nothing can be fetched."""

    reason: str
    """Why, as a code."""
    since: datetime


@view(actors=STAFF, right=RETRY)
def view_outages(reader: Reader, context: Context) -> tuple[Outage, ...]:
    """Channels by which nothing that customers send can be fetched at present."""
    return tuple(Outage(reason=one.reason, since=one.since) for one in reader.find(OUTAGES, {}) if one.reason)
