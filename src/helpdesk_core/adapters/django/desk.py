"""The project's desk, made from ``HELPDESK_CORE`` when it is first asked for."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed

from ...base.contacts import Contact
from ...desk import Helpdesk, Recipient
from ...settings import Settings
from . import conf
from .people import staff_contact
from .store import DjangoStore


@cache
def desk() -> Helpdesk:
    """The desk: one per process. Raises ImproperlyConfigured or ConfigurationError, and says what is missing."""
    if wrong := list(conf.mistakes()):
        raise ImproperlyConfigured("; ".join(wrong))
    conf.found("RIGHTS")
    return Helpdesk(
        DjangoStore(conf.value("DATABASE")),
        secret=conf.secrets(),
        tenant=conf.value("TENANT"),
        settings=conf.loaded("SETTINGS") or Settings(),
        base_url=conf.value("BASE_URL"),
        notifiers=conf.all_loaded("NOTIFIERS"),
        plugins=conf.all_loaded("PLUGINS"),
        customers=conf.loaded("CUSTOMERS"),
        staff_recipient=_staff_recipient,
        access=conf.loaded("ACCESS"),
    )


def _staff_recipient(assignee: str | None) -> Recipient | None:
    """The assignee's own address, else the team's."""
    language = desk().settings.languages[0]
    contact = staff_contact(assignee) if assignee is not None else None
    if contact is None and assignee is None and conf.value("TEAM"):
        contact = Contact.parse(conf.value("TEAM"))
    return None if contact is None else Recipient(contact, language)


def _forget(*, setting: str, **_: Any) -> None:
    if setting == conf.NAME:
        desk.cache_clear()


setting_changed.connect(_forget, dispatch_uid="helpdesk_core")
