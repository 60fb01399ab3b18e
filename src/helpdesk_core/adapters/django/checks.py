"""System checks: what ``manage.py check`` says about the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, get_resolver, get_script_prefix, is_valid_path
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from ...errors import ConfigurationError
from . import conf, frame
from .desk import desk

_MIDDLEWARE = {
    "django.contrib.sessions.middleware.SessionMiddleware": "forms that are not sent yet are kept in its session",
    "django.contrib.auth.middleware.AuthenticationMiddleware": "without it nobody who signs in is known to the desk",
}
#: What pages find wrong when they are mounted, each raising a ConfigurationError; without them nobody else knows.
of_pages: list[Callable[[], object]] = []


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
        get_resolver().url_patterns  # noqa: B018 - whoever has pages there adds what they look at
        for look in of_pages:
            look()
    except (ImproperlyConfigured, ConfigurationError) as error:
        return [Error(str(error), id="helpdesk_core.E002")]
    return [
        *(Warning(text, id="helpdesk_core.W002") for text in frame.mistakes(conf.value("BASE_TEMPLATE"))),
        *(Warning(text, id="helpdesk_core.W004") for text in conf.doubtful_permissions()),
    ]


@register("helpdesk_core")
def sign_in(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Staff who are not signed in are sent to LOGIN_URL: it has to lead somewhere."""
    if not conf.is_configured():
        return []
    try:
        found = _leads_somewhere(resolve_url(settings.LOGIN_URL))
    except NoReverseMatch:
        found = False
    if not found:
        hint = "Set LOGIN_URL to your sign-in page, or add path('accounts/', include('django.contrib.auth.urls'))."
        text = f"LOGIN_URL: no page of the project is at {settings.LOGIN_URL!r}, where the desk's staff would sign in"
        return [Warning(text, hint=hint, id="helpdesk_core.W003")]
    return []


@register("helpdesk_core")
def middleware(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The pages ask Django's session and its user. A class of the project's own may be one of Django's; a function
    may do anything, so that this warns and does not refuse."""
    if not conf.is_configured():
        return []
    used = [found for path in settings.MIDDLEWARE if isinstance(found := _imported(path), type)]
    return [
        Warning(f"MIDDLEWARE has no {path}: {why}", id="helpdesk_core.W005")
        for path, why in _MIDDLEWARE.items()
        if not any(issubclass(one, import_string(path)) for one in used)
    ]


def _imported(path: str) -> object:
    try:
        return import_string(path)
    except ImportError:
        return None  # Django says it at the start


def _leads_somewhere(address: str) -> bool:
    """Another site's page is believed; a path may stand under ``i18n_patterns``: LocaleMiddleware sends people on.
    What a proxy takes off (FORCE_SCRIPT_NAME) is in no pattern."""
    parts = urlsplit(address)
    path = f"/{parts.path.removeprefix(get_script_prefix())}" if parts.path.startswith("/") else parts.path
    localized = f"/{get_language() or settings.LANGUAGE_CODE}{path}"
    return bool(parts.netloc) or is_valid_path(path) or is_valid_path(localized)


@register("helpdesk_core")
def database(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The guard's second line is a foreign key and a CHECK: other databases are not proved, and are said so."""
    if conf.value("DATABASE") not in connections:
        return []  # named by `configuration`
    vendor = connections[conf.value("DATABASE")].vendor
    if vendor in ("sqlite", "postgresql"):
        return []
    return [Warning(f"helpdesk_core is proved on SQLite and PostgreSQL, not on {vendor}", id="helpdesk_core.W001")]
