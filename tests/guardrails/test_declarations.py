"""What records, changes and settings say of themselves, against what was written by hand about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import helpdesk_core
from capabilities import collected
from capabilities.scene import Row
from helpdesk_core import InputError
from helpdesk_core.appointments.model import AppointmentKind
from helpdesk_core.base.changes import changes
from helpdesk_core.base.messages import definitions
from helpdesk_core.base.notices import notices
from helpdesk_core.base.records import Attested, Record, Subject, record_types
from helpdesk_core.capabilities import CAPABILITIES
from helpdesk_core.guardrails.decisions import Decision, Guarded
from helpdesk_core.guardrails.timeline import TimelineEntry
from helpdesk_core.guidance.missing import Detail
from helpdesk_core.retention.classes import RetentionClass
from helpdesk_core.settings.check import read_settings
from helpdesk_core.settings.model import APPOINTMENT_KINDS, KEYS, NEEDED_DETAILS, RETENTION
from helpdesk_core.subjects import policies
from reference_app.capabilities import found_pages

CHANGES: dict[str, Row] = collected("CHANGES")
UNATTESTED: dict[str, str] = collected("UNATTESTED")


def test_the_list_of_capabilities_is_whole() -> None:
    """A folder with rules, views or records that is not in the closed list would be found by nobody."""
    package = Path(helpdesk_core.__file__).parent
    folders = {path.parent.name for name in ("model", "rules", "views") for path in package.glob(f"*/{name}.py")} - {
        "settings"
    }
    assert folders <= set(CAPABILITIES)
    assert all((package / name).is_dir() for name in CAPABILITIES)


def test_a_change_tells_these_people() -> None:
    """H8: written by hand for each change: whoever forgets a notice, or adds one, is asked here."""
    declared = {
        action: tuple(
            " ".join(notice.audience.value for notice in told)
            for told in (change.by_staff, change.by_customer, change.by_automation)
        )
        for action, change in changes.items()
    }
    assert declared == {action: row.tells for action, row in CHANGES.items()}


def test_a_page_that_a_notice_names_is_one_of_the_apps() -> None:
    """Else its link leads to the room alone, and not to what the message is about."""
    linked = {page.name for pages in found_pages() for page in pages.linked}
    assert {notice.page for notice in notices.values() if notice.page} == linked


def test_staff_read_every_change_in_words() -> None:
    """Each in words of its own."""
    for change in changes.values():
        words = definitions[change.label].default
        assert [one.action for one in changes.values() if definitions[one.label].default == words] == [change.action]


def test_a_history_vouches_for_every_record_about_a_subject() -> None:
    """An edit behind the desk's back is found for all of them, but for those that say why not."""
    silent = {
        known.name
        for known in record_types.values()
        if known.about is not None and not _is_vouched_for(known.make)  # type: ignore[arg-type]
    }
    assert silent == set(UNATTESTED)


def _is_vouched_for(record: type[Record]) -> bool:
    return issubclass(record, Attested | Guarded | Subject | TimelineEntry | Decision)


def test_every_type_of_subject_has_a_policy() -> None:
    """Who sees it, and whom its notices reach."""
    assert set(policies) == {known.name for known in record_types.values() if known.is_subject}


LONG = "x" * 6_000
#: For each setting a value that no shop can run with: a setting without a check has none.
NONSENSE: dict[str, Any] = {
    "shop_name": " ",
    "allow_guest_booking": "perhaps",
    "require_device_registration": "perhaps",
    "staff_second_step": "perhaps",
    "checklists": [{"id": "c", "labels": {"en": "Bench"}, "moment": "bench", "items": {"en": ""}}],
    "device_warnings": [{"id": "w", "labels": {"en": "Do not charge it."}, "devices": []}],
    "customer_accounts": "perhaps",
    "urgent_words": "perhaps",
    "customers_set_urgency": "perhaps",
    "lends_devices": "perhaps",
    "takes_signatures": "perhaps",
    "shipping_methods": [{"id": "Locker!", "labels": {"en": "Locker"}}],
    "queue_place": "perhaps",
    "problem_kinds": [{"id": "Screen!", "labels": {"en": "Screen"}}],
    "chat_number": "12",
    "chat_by": "fax",
    "chat_places": ["walls"],
    "suggest_category": "perhaps",
    "routing": "perhaps",
    "assign_urgent": "perhaps",
    "follow_up_days": -1,
    "collect_first_days": -1,
    "collect_second_days": 367,
    "storage_days": 7,
    "storage_terms": {"en": "PLN 2 a day"},
    "storage_terms_version": "of 1 March 2026",
    "survey": [{"id": "how", "labels": {"en": "How was it?"}, "type": "guess"}],
    "languages": [],
    "time_zone": "Mars/Base",
    "country": "XX",
    "country_code": "+48",
    "currency": "zloty",
    "tax_rates": [-1],
    "prices": "about",
    "mail_makes_requests": "perhaps",
    "chat_makes_requests": "perhaps",
    "write_first": "perhaps",
    "redaction": "reckless",
    "warranty_months": -1,
    "quote_valid_days": -1,
    "invoice_series": "no spaces",
    "payment_days": -1,
    "bank_account": LONG,
    "max_files": -1,
    "max_file_mb": 0,
    "max_files_mb": 0,
    "proof_days": 31,
    "incident_reports": -1,
    "incident_hours": 0,
    "answer_hours": {"soon": 0},
    "promise_reminder_hours": 0,
    "appointment_kinds": ["party"],
    "appointments_by_customers": "perhaps",
    "appointment_minutes": 0,
    "appointments_at_once": 0,
    "appointment_notice_hours": -1,
    "appointment_days_ahead": 0,
    "appointment_reminder_hours": -1,
    "stuck_days": -1,
    "retention_months": {"order": 0},
    "questions": [{"id": "age", "labels": {"en": "How old is it?"}, "type": "guess"}],
    "tags": ["Loan phone"],
    "testimonials_by_two": "perhaps",
    "journey": [{"id": "start", "stage": "start", "link": "javascript:alert(1)"}],
    "saved_replies": [{"id": "hello", "labels": {"en": "Hello"}, "texts": {"en": "Hello {nobody}"}}],
    "phone": LONG,
    "address": LONG,
    "company": LONG,
    "privacy_contact": "the lawyer",
    "logo": {"content": "PHN2Zz4=", "width": 1, "height": 1},
    "photo": {"content": "/9j/", "width": 0, "height": 1},
    "powered_by": "yes",
    "opening_hours": {"en": LONG},
    "working_hours": {"monday": ["17:00-9:00"]},
    "special_days": [{"first": "2026-12-24", "last": "2026-12-23"}],
    "holidays": "Atlantis",
    "published_numbers": [LONG],
    "statuses": [{"id": "parts", "phase": "nowhere", "labels": {"en": "Parts"}}],
    "transitions": [{"from_status": "ready", "to_status": "nowhere", "may": ["agent"]}],
    "locations": [{"id": "Old Town", "labels": {"en": "Old town"}}],
    "team_email": "the team",
    "automatic": {"weather": False},
    "needed_details": ["colour"],
    "send_replies_to": ["pigeon"],
    "code_channels": ["pigeon"],
    "wording": {"en": {"phase.closed": "Closed {by}"}},
}


def test_settings_can_name_what_there_is() -> None:
    """Settings know no capability, so that they name by themselves what capabilities declare."""
    assert set(RETENTION) == set(RetentionClass)
    assert set(APPOINTMENT_KINDS) == set(AppointmentKind)
    assert set(NEEDED_DETAILS) == set(Detail) - {Detail.CONTACT, Detail.ANSWER}


def test_every_setting_has_a_value_that_is_refused() -> None:
    """A setting that is added without a check fails here."""
    assert set(NONSENSE) == set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_nonsense_in_a_setting_is_refused_and_named(key: str) -> None:
    """By its path, before the desk starts."""
    with pytest.raises(InputError) as caught:
        read_settings({key: NONSENSE[key]})
    assert {error.path[0] for error in caught.value.errors} == {key}
