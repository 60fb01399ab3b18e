"""The Django app."""

from __future__ import annotations

import logging
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete

_log = logging.getLogger("helpdesk_core.django")


class HelpdeskCoreConfig(AppConfig):
    """Label ``helpdesk_core``, so that it stands beside other helpdesks in one project."""

    name = "helpdesk_core.adapters.django"
    label = "helpdesk_core"
    verbose_name = "Helpdesk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks; remember when a session began; erase what is personal when a user is deleted."""
        from django.conf import settings

        from . import checks  # noqa: F401 - registers itself
        from .access import remember_sign_in

        user_logged_in.connect(remember_sign_in, dispatch_uid="helpdesk_core.remember_sign_in")
        post_delete.connect(erase_user, sender=settings.AUTH_USER_MODEL, dispatch_uid="helpdesk_core.erase_user")


def erase_user(sender: Any, instance: Any, **_: Any) -> None:
    """In the transaction of the deletion: both, or neither."""
    from . import conf
    from .desk import desk

    if conf.is_configured() and (refused := desk().erase_customer(str(instance.pk)).refused):
        _log.error("requests of a deleted user were not erased: %s", ", ".join(refused))
