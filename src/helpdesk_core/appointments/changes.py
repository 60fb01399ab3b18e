"""What happens to appointments, and whom it tells: each side is told of what the other did."""

from __future__ import annotations

from ..base.changes import NOBODY, Change, Effect
from ..base.notices import to_customer, to_staff

BRINGS = ("appointment_offered", "appointment_booked", "appointment_moved", "appointment_cancelled")
"""Notices with the appointment as a file for a calendar; with the reminder it is there already."""


class AppointmentOffered(
    Change,
    action="appointment_offered",
    label="Time suggested to the customer",
    answers=True,
    by_staff=to_customer(
        "appointment_offered",
        "Request {reference}: a time for you",
        "We suggest a time. It holds once you confirm it on the page; you can choose another one there, or decline.",
        covers=("status",),
        encloses="appointment",
        always=True,
    ),
):
    """Staff suggested a time, in place of an earlier one where there was one. It is held, and nothing is booked."""

    appointment: str


class AppointmentBooked(
    Change,
    action="appointment_booked",
    label="Appointment confirmed",
    effect=Effect.BOOK,
    by_staff=to_customer(
        "appointment_booked",
        "Request {reference}: your appointment",
        "Your appointment is confirmed, as agreed with you.",
        covers=("status",),
        encloses="appointment",
        always=True,
    ),
    by_customer=(
        to_staff(
            "appointment_taken",
            "Request {reference}: an appointment",
            "The customer chose a time. You find it in the list of the day.",
        ),
        to_customer(
            "appointment_yours",
            "Request {reference}: your appointment",
            "Your appointment is confirmed.",
            encloses="appointment",
            is_receipt=True,
        ),
    ),
):
    """A person decided that this time is booked. ``digest`` is the appointment's."""

    appointment: str
    digest: str


class AppointmentMoved(
    Change,
    action="appointment_moved",
    label="Appointment moved",
    effect=Effect.BOOK,
    by_staff=to_customer(
        "appointment_moved",
        "Request {reference}: another time",
        "Your appointment is at another time now, as agreed with you.",
        covers=("status",),
        encloses="appointment",
        always=True,
    ),
    by_customer=(
        to_staff(
            "appointment_moved_by_customer",
            "Request {reference}: appointment moved",
            "The customer chose another time.",
        ),
        to_customer(
            "appointment_moved_yours",
            "Request {reference}: your appointment",
            "Your appointment is at another time now.",
            encloses="appointment",
            is_receipt=True,
        ),
    ),
):
    """A person decided that another time is booked in place of the one before."""

    appointment: str
    digest: str


class AppointmentCancelled(
    Change,
    action="appointment_cancelled",
    label="Appointment cancelled",
    by_staff=to_customer(
        "appointment_cancelled",
        "Request {reference}: appointment cancelled",
        "We had to cancel your appointment.",
        covers=("reply", "status"),
        carries_text=True,
        encloses="appointment",
        always=True,
    ),
    by_customer=to_staff(
        "appointment_cancelled_by_customer",
        "Request {reference}: appointment cancelled",
        "The customer does not come at the time that was agreed or suggested.",
        covers=("customer_replied",),
    ),
):
    """The time is free again; ``message`` on the thread says why, where somebody said so."""

    appointment: str
    message: str | None = None


class AppointmentKept(Change, action="appointment_kept", label="Appointment took place", tells=NOBODY):
    """Staff saw that it took place."""

    appointment: str


class AppointmentMissed(Change, action="appointment_missed", label="Nobody came to the appointment", tells=NOBODY):
    """Staff saw that nobody came; the customer reads it on the page, and can choose another time."""

    appointment: str


class AppointmentReminded(
    Change,
    action="appointment_reminded",
    label="Reminded of the appointment",
    by_automation=to_customer(
        "appointment_reminder",
        "Request {reference}: your appointment is soon",
        "Your appointment is soon. If you cannot come, please choose another time on the page, or cancel.",
        encloses="appointment",
    ),
):
    """The customer was reminded."""

    appointment: str
