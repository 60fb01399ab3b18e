"""System checks: what ``manage.py check`` says about the desk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.db import connections


@register("helpdesk_core")
def foreign_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The guard's second line is a foreign key: MySQL and others are not proved, and are said so."""
    alias = getattr(settings, "HELPDESK_CORE", {}).get("DATABASE", "default")
    vendor = connections[alias].vendor
    if vendor in ("sqlite", "postgresql"):
        return []
    return [Warning(f"helpdesk_core is proved on SQLite and PostgreSQL, not on {vendor}", id="helpdesk_core.W001")]
