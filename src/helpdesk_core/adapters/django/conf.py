"""The one setting ``HELPDESK_CORE``: a dict, checked as a whole by ``manage.py check``.

HELPDESK_CORE = {
    "SECRET": [os.environ["HELPDESK_SECRET"]],       # 64 hex digits each, newest first
    "BASE_URL": "https://shop.example/help",
    "BASE_TEMPLATE": "shop/base.html",
    "STAFF_PERMISSION": "shop.handle_requests",
    "SETTINGS": "shop.helpdesk.SETTINGS",            # everything below may be left out
    "CUSTOMERS": "shop.helpdesk.Shoppers",
    "NOTIFIERS": ["helpdesk_core.adapters.django.mail.DjangoMail"],
    "PLUGINS": [],
    "TEAM": "team@shop.example",
    "TENANT": "shop",
    "DATABASE": "default",
}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

NAME = "HELPDESK_CORE"
DEFAULTS: dict[str, Any] = {
    "SECRET": (),
    "BASE_URL": "",
    "BASE_TEMPLATE": "base.html",
    "STAFF_PERMISSION": "helpdesk_core.view_servicerequests",
    "SETTINGS": None,
    "CUSTOMERS": "helpdesk_core.adapters.django.people.DjangoCustomers",
    "NOTIFIERS": ("helpdesk_core.adapters.django.mail.DjangoMail",),
    "PLUGINS": (),
    "TEAM": "",
    "TENANT": "shop",
    "DATABASE": "default",
}
_REQUIRED = ("SECRET", "BASE_URL")


def is_configured() -> bool:
    """Whether the project has the setting: without it the store alone can be used."""
    return hasattr(settings, NAME)


def value(key: str) -> Any:
    """The project's value, else the default."""
    return getattr(settings, NAME, {}).get(key, DEFAULTS[key])


def loaded(key: str) -> Any:
    """What a dotted path leads to; a class or function is called without arguments. Raises ImproperlyConfigured."""
    return _load(key, value(key))


def all_loaded(key: str) -> tuple[Any, ...]:
    """The same for a list of dotted paths."""
    return tuple(_load(key, path) for path in value(key))


def _load(key: str, found: Any) -> Any:
    if isinstance(found, str):
        try:
            found = import_string(found)
        except ImportError as error:
            raise ImproperlyConfigured(f"{NAME}[{key!r}]: {error}") from error
    return found() if callable(found) else found


def secrets() -> tuple[bytes, ...]:
    """The secrets as bytes. Raises ImproperlyConfigured for anything but hex digits, which are not repeated."""
    given = value("SECRET")
    parts = [given] if isinstance(given, str | bytes) else list(given)
    try:
        return tuple(part if isinstance(part, bytes) else bytes.fromhex(part) for part in parts)
    except (TypeError, ValueError):
        raise ImproperlyConfigured(f"{NAME}['SECRET'] is bytes or hex digits, or a list of them") from None


def mistakes() -> Iterator[str]:
    """What is wrong with the dict itself, in words."""
    given = getattr(settings, NAME, {})
    if not isinstance(given, dict):
        yield f"{NAME} is a dict"
        return
    for key in given:
        if key not in DEFAULTS:
            yield f"{NAME} has no key {key!r}: {', '.join(DEFAULTS)}"
    for key in _REQUIRED:
        if not given.get(key):
            yield f"{NAME}[{key!r}] is missing"
