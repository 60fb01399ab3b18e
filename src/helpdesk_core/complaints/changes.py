"""What happens to complaints, and whom it tells. No shop can switch off that a complaint was answered."""

from __future__ import annotations

from ..base.changes import NOBODY, Change
from ..base.notices import KEEP_REFERENCE, to_customer, to_staff

RECEIVED = to_customer(
    "complaint_received",
    "Complaint {reference}: we have it",
    "We have your complaint. It has a page of its own: there you read our answer, and can add photos.",
    KEEP_REFERENCE,
    encloses="complaint",
    is_receipt=True,
)


class ComplaintMade(
    Change,
    action="complaint_made",
    label="Complaint received",
    by_customer=(
        RECEIVED,
        to_staff("complaint", "Complaint {reference}", "A customer complains about a repair."),
    ),
    by_staff=RECEIVED,
):
    """The request is a complaint: from its beginning, or since staff said so."""

    complaint: str


class RepairComplainedAbout(Change, action="repair_complained_about", label="Complaint about it", tells=NOBODY):
    """There is a complaint about this request, in a request of its own."""

    complaint: str


class ComplaintAnswered(
    Change,
    action="complaint_answered",
    label="Complaint answered",
    answers=True,
    by_staff=to_customer(
        "complaint_answered",
        "Complaint {reference}: our answer",
        "We have answered your complaint. Our message says why.",
        covers=("reply", "status"),
        carries_text=True,
        encloses="complaint",
        always=True,
    ),
):
    """A person answered it; ``message`` on the thread says why."""

    complaint: str
    message: str


class ComplaintDue(
    Change,
    action="complaint_due",
    label="Complaint soon to be answered",
    by_automation=to_staff(
        "complaint_due",
        "Complaint {reference}: answer it",
        "The law's time to answer this complaint is over soon. Its page says by when.",
    ),
):
    """Staff are reminded."""

    complaint: str


class ComplaintOverdue(
    Change,
    action="complaint_overdue",
    label="Time to answer the complaint is over",
    by_automation=to_staff(
        "complaint_overdue",
        "Complaint {reference}: the time to answer is over",
        "The law's time to answer this complaint is over. Its page says what that means; nothing was done by itself.",
    ),
):
    """Staff are told; nothing else comes of it."""

    complaint: str
