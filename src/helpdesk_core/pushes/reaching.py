"""Whom push messages reach: which jobs are written beside the notices of a command, and what is left of one when it is
sent."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ..base.changes import Job
from ..base.commands import Command, OpaqueId, command
from ..base.contacts import Contact
from ..base.records import Subject
from ..base.results import Result
from ..contacts.model import CONTACTS
from ..context import Context
from ..jobs import NOTICE, tells_customer
from ..ports.notifier import PushAddress, PushNotifier
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from .model import OF_REQUEST, PushBrowser, living


@command
class EndPushes(Command[Result]):
    """A browser is told nothing more: it takes no more, or its owner signed out there.

    Args:
        push: The id of what was agreed to, where its push service says that it is over.
        browser: Else what stands for the browser that was left, with all requests.
    """

    push: OpaqueId | None = None
    browser: OpaqueId | None = None


@attrs.frozen(kw_only=True)
class Pushed:
    """A browser that may be told.

    Attributes:
        id: Of what its owner agreed to.
        contact: The owner's.
        address: Where it is reached.
        notifier: What sends there.
    """

    id: str
    contact: Contact
    address: PushAddress
    notifier: PushNotifier


def pushed_to(reader: Reader, subject: Subject, id: str, context: Context) -> Pushed | None:
    """The browser that a job names.

    Args:
        reader: Reads it.
        subject: The request.
        id: Of what its owner agreed to.
        context: Of this moment.

    Returns:
        It; None where it ended, by itself or with its contact, the private link, or the shop's key.
    """
    row, push = reader.load(PushBrowser, id), context.notifiers.push
    if row is None or push is None or not isinstance(subject, ServiceRequest) or row.request != subject.id:
        return None
    points = reader.find(CONTACTS, {"request": subject.id})
    if not living((row,), subject, points, push.public_key) or row.address is None:
        return None
    contact = next(one.value for one in points if one.id == row.contact)
    return Pushed(id=row.id, contact=contact, address=row.address, notifier=push)


def push_jobs(reader: Reader, notices: Sequence[Job], context: Context) -> tuple[Job, ...]:
    """The jobs that tell browsers what their owners are told by another way.

    Args:
        reader: Reads the browsers.
        notices: The notices of a command.
        context: Of the shop; one without push costs nothing.

    Returns:
        A job for each notice to a customer and each of their browsers.
    """
    push = context.notifiers.push
    told = [job for job in notices if tells_customer(job) and isinstance(job.subject, ServiceRequest)]
    if push is None or not told:
        return ()
    return tuple(
        Job(name=NOTICE, subject=job.subject, payload={"notice": job.payload["notice"], "push": row.id}, lane=job.lane)
        for job in told
        for row in reader.find(OF_REQUEST, {"request": job.subject.id})
        if row.ended_at is None and row.endpoint is not None
    )
