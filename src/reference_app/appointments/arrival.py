"""A time at which the device of a new order is brought, chosen while the order is made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from helpdesk_core import Refusal
from helpdesk_core.commands import AppointmentKind, BookAppointment
from helpdesk_core.i18n import Translator, formats_of
from helpdesk_core.views import FreeTimes, view_free_times

from ..forms import BaseForm
from ..slots import Arrival, Arriving
from .forms import ArrivalForm


def _words(starts_at: str, page: Arriving, t: Translator) -> str:
    """A time as people of the shop's place say it."""
    settings = page.web.desk.settings
    local = datetime.fromisoformat(starts_at).astimezone(settings.calendar(page.draft.get("location")).zone)
    formats = formats_of(t.language)
    return f"{formats.weekday(local.date())}, {formats.day(local.date())}, {formats.time(local)}"


async def form(page: Arriving) -> BaseForm | None:
    """The free times, by day; None where there are none."""
    if not page.web.desk.settings.appointment_kinds:
        return None
    free = await page.web.api.view(view_free_times, page.customer, location=page.draft.get("location") or None)
    if isinstance(free, Refusal) or not free.days:
        return None
    made = page.web.form(ArrivalForm, page.request, page.values)
    made.kind.data = AppointmentKind.DROP_OFF.value
    made.starts_at.choices = _choices(free, page.web.translator(page.request))
    return made


def _choices(free: FreeTimes, t: Translator) -> dict[str, list[tuple[str, str]]]:
    formats = formats_of(t.language)
    return {
        f"{t.text(one.name)}, {t.day(one.day)}": [
            (
                time.starts_at.isoformat(),
                f"{formats.weekdays(one.day.weekday(), one.day.weekday())} {formats.time(time.local)}",
            )
            for time in one.times
        ]
        for one in free.days
    }


def said(page: Arriving, form: BaseForm) -> Sequence[tuple[str, str]]:
    """The time, for the summary."""
    t, chosen = page.web.translator(page.request), form["starts_at"].data
    return [(t("appointment.at"), _words(chosen, page, t))] if chosen else []


ARRIVAL = Arrival(
    name="appointment",
    label="appointment.arrival",
    hint="appointment.arrival.hint",
    template="appointments/arrival.html",
    form=form,
    said=said,
    command=BookAppointment,
    route="room_appointment",
    order=10,
)
