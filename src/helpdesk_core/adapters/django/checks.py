"""System checks: what ``manage.py check`` says about the desk."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from ...errors import ConfigurationError
from . import conf
from .desk import desk


@register("helpdesk_core")
def configuration(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every mistake in HELPDESK_CORE at once; then whether a desk can be made of it."""
    if not conf.is_configured():
        return []
    wrong = [Error(text, id="helpdesk_core.E001") for text in conf.mistakes()]
    if wrong:
        return list(wrong)
    try:
        desk()
    except (ImproperlyConfigured, ConfigurationError) as error:
        return [Error(str(error), id="helpdesk_core.E002")]
    try:
        get_template(conf.value("BASE_TEMPLATE"))
    except TemplateDoesNotExist:
        hint = "It gets the blocks title, extrahead and content."
        return [Warning(f"there is no template {conf.value('BASE_TEMPLATE')!r}", hint=hint, id="helpdesk_core.W002")]
    return []


@register("helpdesk_core")
def database(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The guard's second line is a foreign key and a CHECK: other databases are not proved, and are said so."""
    vendor = connections[conf.value("DATABASE")].vendor
    if vendor in ("sqlite", "postgresql"):
        return []
    return [Warning(f"helpdesk_core is proved on SQLite and PostgreSQL, not on {vendor}", id="helpdesk_core.W001")]
