"""The pages of the settings, and which setting is edited where."""

from __future__ import annotations

from collections.abc import Sequence

from helpdesk_core import ContactKind
from helpdesk_core.settings import switchable

from ..texts import URGENCIES
from .editors import Editor, Hours, Labels, Lines, Number, OneOf, Percents, Switch, Switches, Ticks
from .tables import Locations, SavedReplies, Statuses, Steps, Transitions
from .texts import CHANNELS, NOTICES, PRICES, REDACTION, WRITE_FIRST

_CHANNELS = {kind.value: CHANNELS[kind.value] for kind in ContactKind}


def groups() -> dict[str, Sequence[Editor]]:
    """The pages of the settings, each with the settings it edits; wording has pages of its own."""
    known = switchable()
    notices = {name: NOTICES[name] for name in NOTICES if name in known}
    notices |= {name: f"notice.{name}.subject" for name in known if name not in NOTICES}
    return {
        "shop": (
            Editor("shop_name"),
            Editor("phone", inputmode="tel"),
            Editor("address", autocomplete="street-address"),
            Labels("opening_hours"),
            Switch("powered_by", "settings.powered_by.on"),
            Lines("languages", autocapitalize="none"),
            Editor("time_zone"),
            Editor("country_code", inputmode="numeric"),
            Editor("currency", autocapitalize="characters"),
            Percents("tax_rates"),
            OneOf("prices", PRICES),
            Number("quote_valid_days", inputmode="numeric"),
        ),
        "legal": (
            Editor("company"),
            Editor("privacy_contact", inputmode="email", autocapitalize="none"),
            Number("keep_years", inputmode="numeric"),
        ),
        "statuses": (Statuses("statuses"), Transitions("transitions"), Lines("tags", autocapitalize="none")),
        "replies": (SavedReplies("saved_replies"),),
        "locations": (Locations("locations"),),
        "journey": (Steps("journey"), Switch("testimonials_by_two", "settings.testimonials_by_two")),
        "numbers": (Lines("published_numbers"), OneOf("redaction", REDACTION)),
        "messages": (
            OneOf("write_first", WRITE_FIRST),
            Hours("answer_hours", {urgency.value: code for urgency, code in URGENCIES.items()}),
            Editor("team_email", inputmode="email", autocapitalize="none"),
            Switches("automatic", notices),
            Ticks("code_channels", _CHANNELS),
            Ticks("send_replies_to", _CHANNELS),
        ),
    }
