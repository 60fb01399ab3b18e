"""Jobs become rows of the outbox."""

from __future__ import annotations

from datetime import timedelta

from ..base.changes import Job
from ..context import Context
from .model import OutboxRow


def outbox_row(job: Job, context: Context, lane: int) -> OutboxRow:
    """The row of a job that a command asked for; ``lane`` is the job's own, unless this one says another."""
    values = {} if job.id is None else {"id": job.id}
    due = context.now + timedelta(seconds=job.due_in)
    return context.make(
        OutboxRow,
        subject=job.subject.id,
        subject_type=job.subject.record_type.name,
        job=job.name,
        payload=dict(job.payload),
        lane=lane if job.lane is None else job.lane,
        due_at=due,
        wanted_at=due,
        created_at=context.now,
        **values,
    )
