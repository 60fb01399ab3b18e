"""What happens to promises, and whom it tells. Whoever is promised something reads it, and whatever becomes of it: no
shop can switch that off."""

from __future__ import annotations

from ..base.changes import NOBODY, Change
from ..base.notices import to_customer, to_staff


class PromiseGiven(
    Change,
    action="promise_given",
    label="Promised to the customer",
    answers=True,
    by_staff=to_customer(
        "promise",
        "Request {reference}: a promise to you",
        "Our team gives you their word. You find it on the page of your request, too.",
        covers=("reply", "status"),
        carries_text=True,
        encloses="promise",
        always=True,
    ),
):
    """A person promised something; ``message`` on the thread goes with it."""

    promise: str
    message: str | None = None


class PromiseMoved(
    Change,
    action="promise_moved",
    label="Promise moved, before it broke",
    answers=True,
    by_staff=to_customer(
        "promise_moved",
        "Request {reference}: another time",
        "We cannot keep the time that we promised. Our message says why. This holds now.",
        covers=("reply", "status"),
        carries_text=True,
        encloses="promise",
        always=True,
    ),
):
    """``promise`` takes the place of the one ``before``; ``message`` on the thread says why."""

    promise: str
    before: str
    message: str


class PromiseKept(Change, action="promise_kept", label="Promise kept", tells=NOBODY):
    """Staff did what was promised."""

    promise: str


class PromiseWithdrawn(
    Change,
    action="promise_withdrawn",
    label="Promise taken back",
    answers=True,
    by_staff=to_customer(
        "promise_withdrawn",
        "Request {reference}: a promise that we take back",
        "We have to take back something that we promised. Our message says why.",
        covers=("reply", "status"),
        carries_text=True,
        encloses="promise",
        always=True,
    ),
):
    """Staff will not do it; ``message`` on the thread says why."""

    promise: str
    message: str


class PromiseDue(
    Change,
    action="promise_due",
    label="Promise soon to be kept",
    by_automation=to_staff(
        "promise_due",
        "Request {reference}: keep your promise",
        "Something that was promised to this customer is due soon. Keep it, or move it while there is time.",
    ),
):
    """Staff are reminded."""

    promise: str


class EstimateSet(Change, action="estimate_set", label="Expected day set", tells=NOBODY):
    """A person said when they expect it to be done, or that they cannot say."""
