"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class HelpdeskCoreConfig(AppConfig):
    """Label ``helpdesk_core``, so that it stands beside other helpdesks in one project."""

    name = "helpdesk_core.adapters.django"
    label = "helpdesk_core"
    verbose_name = "Helpdesk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks."""
        from . import checks  # noqa: F401 - registers itself
