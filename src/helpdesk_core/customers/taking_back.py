"""Taking back a contact that was mistyped: as long as nobody proved it, whoever added it can end it."""

from __future__ import annotations

from collections.abc import Sequence

from ..base.actors import PEOPLE
from ..base.changes import NOBODY, Change, Job, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, command
from ..base.messages import define
from ..base.notices import to_contact
from ..base.results import Result
from ..contacts.model import ContactPoint
from ..contacts.rules import WithContacts, load_with_contacts
from ..context import Context
from ..handlers import handles
from ..jobs import notice_job
from ..service_requests.access import RequestCommand
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import touch
from ..subjects import NOT_FOUND
from .rules import CORRECT

IS_PROVED = Refusal(
    define(
        "refusal.contact_proved",
        "This contact is confirmed already. If it is wrong or out of date, please write us a message or call us.",
    ),
    field="contact",
    kind=RefusalKind.CONFLICT,
)
IS_ONLY = Refusal(
    define("refusal.contact_only", "Without a confirmed contact beside it this one stays. Please call us."),
    field="contact",
    kind=RefusalKind.CONFLICT,
)


@command
class TakeBackContact(RequestCommand[Result]):
    """Take back a contact that nobody has proved yet. Its code and its link let nobody in any more; it is not written
    to again, since it may be a stranger's, and the confirmed contacts are told.

    Args:
        contact: The id of its contact point.
    """

    contact: OpaqueId


_GONE = to_contact(
    "contact_taken_back",
    "Request {reference}: the added contact was taken back",
    "The contact that was added lately was never confirmed and is not used any more. Nothing changes for this one.",
)


class ContactTakenBack(Change, action="contact_taken_back", label="Unconfirmed contact taken back", tells=NOBODY):
    """A contact that nobody had proved lets nobody in. The confirmed ones are told: each by a job of its own."""

    contact: str


def to_take_back(points: Sequence[ContactPoint], id: str) -> ContactPoint | Refusal:
    """The contact of that id, if it can be taken back: nobody proved it, and the customer can be reached without it."""
    found = next((point for point in points if point.id == id), None)
    if found is None:
        return NOT_FOUND
    if found.confirmed_at is not None:
        return IS_PROVED
    return found if any(point.confirmed_at is not None for point in points) else IS_ONLY


def taken_back(point: ContactPoint, context: Context) -> tuple[Change, Save]:
    """What becomes of it: it stays for the history."""
    after = point.changed(ended_at=context.now, is_preferred=False)
    return ContactTakenBack(contact=point.id), Save(before=point, after=after)


def told_of_it(request: ServiceRequest, points: Sequence[ContactPoint], context: Context) -> tuple[Job, ...]:
    """They were told that it was added."""
    proved = (point for point in points if point.confirmed_at is not None)
    reached = (point for point in proved if context.notifiers.reaching(point.value) is not None)
    return tuple(notice_job(_GONE, request, contact=point.id) for point in reached)


@handles(TakeBackContact, actors=PEOPLE, load=load_with_contacts, right=CORRECT)
def take_back(loaded: WithContacts, command: TakeBackContact, context: Context) -> Verdict[Result]:
    """In any phase, and without a fresh proof: it takes a way in away, and opens none."""
    found = to_take_back(loaded.points, command.contact)
    if isinstance(found, Refusal):
        return refused(found)
    change, save = taken_back(found, context)
    jobs = told_of_it(loaded.request, loaded.points, context)
    return Verdict(result=Result(), touched=(touch(loaded.request, context, change),), saves=(save,), jobs=jobs)
