"""Files go when the record goes that they are kept for: by a job, since a storage knows no transactions."""

from __future__ import annotations

from functools import partial

from .base.changes import Job, SubjectKey
from .base.records import Record, Subject
from .context import Context
from .jobs import Call, Wait, Work, job
from .ports.store import Reader

FORGET = "forget_file"
NO_STORAGE = "no_storage"


def forgetting(subject: Subject | SubjectKey, before: Record, after: Record | None = None) -> tuple[Job, ...]:
    """The jobs that delete what a record no longer stands for.

    Args:
        subject: What the record is about.
        before: The record as it was.
        after: The record as it will be, None for one that goes.

    Returns:
        A job for each file.
    """
    kept = () if after is None else after.file_keys
    return tuple(forget(subject, key) for key in before.file_keys if key not in kept)


def forget(subject: Subject | SubjectKey, key: str) -> Job:
    """The job that deletes one file.

    Args:
        subject: What it was about.
        key: The file's key.

    Returns:
        The job.
    """
    return Job(name=FORGET, subject=subject, payload={"key": key})


@job(FORGET)
def delete_file(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """Deleting twice does no harm. Without a storage it waits: the file is somewhere still."""
    if context.storage is None:
        return Wait(reason=NO_STORAGE)
    return Call(work=partial(context.storage.files.delete, payload["key"]))
