"""The first code of a request, which goes out with the link to it."""

from __future__ import annotations

from datetime import datetime

import attrs

from ..base.actors import Customer
from ..base.changes import Job, Save
from ..base.notices import CODE, KEEP_REFERENCE, NOT_YOU, to_contact, to_staff
from ..contacts.codes import entry_code_id, next_code
from ..contacts.limits import Counter
from ..contacts.model import ContactPoint, takes_codes
from ..context import Context
from ..jobs import notice_job
from ..service_requests.model import ServiceRequest, Urgency
from ..service_requests.waiting import PRIORITY

RECEIVED = to_contact(
    "received",
    "Request {reference}: your code",
    "We have received a request that gives this address as the contact.",
    CODE,
    KEEP_REFERENCE,
    NOT_YOU,
)
CALL_NEEDED = to_staff(
    "confirm_in_person",
    "Request {reference}: please call the customer",
    "A new request has come in with only a phone number. Please call the customer and confirm it.",
)


@attrs.frozen(kw_only=True)
class FirstCode:
    """What is saved and done so that a contact can be confirmed."""

    saves: tuple[Save, ...] = ()
    jobs: tuple[Job, ...] = ()
    code: str | None = None
    code_from: datetime | None = None


def first_code(mails: Counter, request: ServiceRequest, point: ContactPoint, context: Context) -> FirstCode:
    """A code with the link, where the address takes one and had not too many; else the shop calls."""
    if not takes_codes(point.value, context.settings.code_channels):
        called = () if isinstance(context.actor, Customer) else (notice_job(CALL_NEEDED, request),)
        return FirstCode(jobs=called)
    if free_at := mails.free_at:
        return FirstCode(code_from=free_at)
    code = next_code(entry_code_id(request.id, point.value, context), None, request.id, context)
    told = request.id if request.priority <= PRIORITY[Urgency.CANNOT_WAIT] else None
    sent = notice_job(RECEIVED, request, contact=point.id, code=code.after.id, enclosed=told)
    return FirstCode(saves=(code, *mails.one_more(context)), jobs=(sent,), code=code.after.id)
