"""The pages of the settings, and which setting is edited where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from helpdesk_core import ContactKind
from helpdesk_core.commands import AppointmentKind
from helpdesk_core.settings import NEEDED_DETAILS, switchable
from helpdesk_core.views import Detail, RetentionClass

from ..checklists.table import Checklists
from ..dialogues.texts import CHAT_AT, CHAT_BY
from ..routing.texts import ROUTING
from ..texts import URGENCIES
from .editors import Editor, Hours, Labels, Lines, Number, OneOf, Percents, Switch, Switches, Ticks, Week
from .notices import NOTICES
from .tables import (
    DeviceWarnings,
    Locations,
    ProblemKinds,
    SavedReplies,
    ShippingMethods,
    SpecialDays,
    Statuses,
    Steps,
    Survey,
    Transitions,
)
from .texts import CHANNELS, PRICES, REDACTION, WRITE_FIRST

_CHANNELS = {kind.value: CHANNELS[kind.value] for kind in ContactKind}
_BOOKING = (
    "allow_guest_booking",
    "require_device_registration",
    "mail_makes_requests",
    "chat_makes_requests",
    "urgent_words",
    "assign_urgent",
    "suggest_category",
    "customers_set_urgency",
    "queue_place",
    "lends_devices",
    "takes_signatures",
)

#: The icon of each page in their list.
MARKS = {
    "shop": "wrench",
    "hours": "clock",
    "legal": "file-check",
    "statuses": "list",
    "booking": "life-buoy",
    "appointments": "calendar",
    "collecting": "package-check",
    "replies": "reply",
    "questions": "message-circle",
    "locations": "map-pin",
    "checklists": "list-checks",
    "journey": "arrow-right",
    "wording": "languages",
    "pictures": "camera",
    "follow_ups": "rotate-ccw",
    "numbers": "shield-check",
    "messages": "mail",
    "webhooks": "send",
}


def groups() -> dict[str, Sequence[Editor]]:
    """The pages of the settings, each with the settings it edits; wording has pages of its own."""
    known = switchable()
    notices = {name: NOTICES[name] for name in NOTICES if name in known}
    notices |= {name: f"notice.{name}.subject" for name in known if name not in NOTICES}
    return {
        "shop": _shop(),
        "hours": (
            Week("working_hours"),
            Editor("holidays", autocapitalize="characters"),
            SpecialDays("special_days"),
            Number("promise_reminder_hours", inputmode="numeric"),
            Number("stuck_days", inputmode="numeric"),
        ),
        "legal": (
            Editor("company"),
            Editor("privacy_contact", inputmode="email", autocapitalize="none"),
            Hours("retention_months", {kind.value: kind.label for kind in RetentionClass}),
        ),
        "statuses": (Statuses("statuses"), Transitions("transitions"), Lines("tags", autocapitalize="none")),
        "booking": _booking(),
        "appointments": _appointments(),
        "collecting": _collecting(),
        "replies": (SavedReplies("saved_replies"),),
        "locations": (Locations("locations"),),
        "checklists": (Checklists("checklists"),),
        "journey": (Steps("journey"), Switch("testimonials_by_two", "settings.testimonials_by_two")),
        "follow_ups": (Number("follow_up_days", inputmode="numeric"), Survey("survey")),
        "numbers": (Lines("published_numbers"), OneOf("redaction", REDACTION)),
        "messages": _messages(notices),
    }


def _shop() -> Sequence[Editor]:
    return (
        Editor("shop_name"),
        Editor("phone", inputmode="tel"),
        Editor("chat_number", inputmode="tel"),
        OneOf("chat_by", CHAT_BY),
        Ticks("chat_places", CHAT_AT),
        Editor("address", autocomplete="street-address"),
        Labels("opening_hours"),
        Switch("powered_by", "settings.powered_by.on"),
        Switch("customer_accounts", "settings.customer_accounts.on"),
        Switch("staff_second_step", "settings.staff_second_step.on"),
        Lines("languages", autocapitalize="none"),
        Editor("time_zone"),
        Editor("country", autocapitalize="characters"),
        Editor("country_code", inputmode="numeric"),
        Editor("currency", autocapitalize="characters"),
        Percents("tax_rates"),
        OneOf("prices", PRICES),
        Number("quote_valid_days", inputmode="numeric"),
        Editor("invoice_series", autocapitalize="characters"),
        Number("payment_days", inputmode="numeric"),
        Number("warranty_months", inputmode="numeric"),
        Editor("bank_account"),
        Number("max_files", inputmode="numeric"),
        Number("max_file_mb", inputmode="numeric"),
        Number("max_files_mb", inputmode="numeric"),
        Number("proof_days", inputmode="numeric"),
    )


def _messages(notices: Mapping[str, str]) -> Sequence[Editor]:
    return (
        OneOf("write_first", WRITE_FIRST),
        Ticks("needed_details", {name: Detail(name).label for name in NEEDED_DETAILS}),
        Hours("answer_hours", {urgency.value: code for urgency, code in URGENCIES.items()}),
        Number("incident_reports", inputmode="numeric"),
        Number("incident_hours", inputmode="numeric"),
        Editor("team_email", inputmode="email", autocapitalize="none"),
        Switches("automatic", notices),
        ProblemKinds("problem_kinds"),
        Ticks("code_channels", _CHANNELS),
        Ticks("send_replies_to", _CHANNELS),
    )


def _collecting() -> Sequence[Editor]:
    return (
        Number("collect_first_days", inputmode="numeric"),
        Number("collect_second_days", inputmode="numeric"),
        Number("storage_days", inputmode="numeric"),
        Labels("storage_terms"),
        Editor("storage_terms_version"),
    )


def _booking() -> Sequence[Editor]:
    return (
        OneOf("routing", ROUTING),
        *(Switch(name, f"settings.{name}.on") for name in _BOOKING),
        ShippingMethods("shipping_methods"),
        DeviceWarnings("device_warnings"),
    )


def _appointments() -> Sequence[Editor]:
    return (
        Ticks("appointment_kinds", {kind.value: kind.label for kind in AppointmentKind}),
        Switch("appointments_by_customers", "settings.appointments_by_customers.on"),
        Number("appointment_minutes", inputmode="numeric"),
        Number("appointments_at_once", inputmode="numeric"),
        Number("appointment_notice_hours", inputmode="numeric"),
        Number("appointment_days_ahead", inputmode="numeric"),
        Number("appointment_reminder_hours", inputmode="numeric"),
    )
