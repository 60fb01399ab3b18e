"""The capabilities, and the one place that lists them.

A capability is a folder of this package: ``model.py`` what it is, ``rules.py`` what may happen, ``views.py`` what is
shown, and whatever else it needs. Its records, commands, changes, views, jobs and notices register themselves where
they are declared; nothing else names a capability. The reference app has a folder of the same name for each with pages.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from importlib.util import find_spec

CAPABILITIES = (
    "service_requests",
    "questions",
    "guidance",
    "urgencies",
    "routing",
    "contacts",
    "conversations",
    "attachments",
    "outcomes",
    "quotes",
    "repair_forms",
    "promises",
    "appointments",
    "hand_overs",
    "awaited_parts",
    "loans",
    "uncollected",
    "warranties",
    "signatures",
    "status_notes",
    "testimonials",
    "feedback",
    "calls",
    "escalations",
    "devices",
    "checklists",
    "intake",
    "dialogues",
    "channels",
    "notifications",
    "pushes",
    "webhooks",
    "timeline",
    "customer_accounts",
    "organisations",
    "customer_rooms",
    "case_files",
    "invoices",
    "journey",
    "guides",
    "incidents",
    "triage",
    "tickets",
    "complaints",
    "withdrawals",
    "queue_place",
    "ratings",
    "follow_ups",
    "reports",
    "search",
    "customers",
    "shipments",
    "redaction_desk",
    "erasure",
    "retention",
    "shop_settings",
)
#: Records that belong to the kernel itself.
_KERNEL_MODELS = ("guardrails.decisions", "guardrails.timeline", "idempotency")


@cache
def load_models() -> None:
    """Import every record: what tables are made of. Imports no rules, so that a host's migrations stay light."""
    for name in _KERNEL_MODELS:
        import_module(f"helpdesk_core.{name}")
    for name in CAPABILITIES:
        if find_spec(f"helpdesk_core.{name}.model") is not None:
            import_module(f"helpdesk_core.{name}.model")


@cache
def load() -> None:
    """Import every module of every capability, so that all of them are registered."""
    load_models()
    for name in CAPABILITIES:
        package = import_module(f"helpdesk_core.{name}")
        for module in pkgutil.iter_modules(package.__path__):
            import_module(f"helpdesk_core.{name}.{module.name}")
