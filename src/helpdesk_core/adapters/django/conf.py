"""The one setting ``HELPDESK_CORE``: a dict, checked as a whole by ``manage.py check``.

HELPDESK_CORE = {
    "SECRET": [os.environ["HELPDESK_SECRET"]],       # 64 hex digits each, newest first
    "BASE_URL": "https://shop.example/help",
    "BASE_TEMPLATE": "shop/base.html",
    "STAFF_PERMISSION": "shop.handle_requests",
    "SETTINGS": "shop.helpdesk.SETTINGS",            # everything below may be left out
    "ADMIN_PERMISSION": "shop.run_the_desk",         # else superusers are the desk's admins
    "RIGHTS": {                                      # by group; or the path of a function (user) -> StaffRights
        "Counter": {"rights": ["requests.view", "requests.take"], "locations": ["warsaw"]},
        "Workshop": {"locations": ["warsaw", "krakow"]},
    },
    "CUSTOMERS": "shop.helpdesk.Shoppers",
    "NOTIFIERS": ["helpdesk_core.adapters.django.mail.DjangoMail"],
    "PLUGINS": [],
    "TEAM": "team@shop.example",
    "TENANT": "shop",
    "DATABASE": "default",
    "TEMPLATES": [BASE_DIR / "helpdesk"],            # folders with templates in place of the pages' own
}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from ...capabilities import load
from ...guardrails.rights import RIGHTS

NAME = "HELPDESK_CORE"
DEFAULTS: dict[str, Any] = {
    "SECRET": (),
    "BASE_URL": "",
    "BASE_TEMPLATE": "base.html",
    "STAFF_PERMISSION": "helpdesk_core.view_servicerequests",
    "ADMIN_PERMISSION": None,
    "RIGHTS": None,
    "ACCESS": "helpdesk_core.adapters.django.access.DjangoAccess",
    "SETTINGS": None,
    "CUSTOMERS": "helpdesk_core.adapters.django.people.DjangoCustomers",
    "NOTIFIERS": ("helpdesk_core.adapters.django.mail.DjangoMail",),
    "PLUGINS": (),
    "TEAM": "",
    "TENANT": "shop",
    "DATABASE": "default",
    "TEMPLATES": (),
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


def found(key: str) -> Any:
    """The value, or what its dotted path leads to, as it is. Raises ImproperlyConfigured."""
    return _import(key, value(key))


def _import(key: str, given: Any) -> Any:
    if not isinstance(given, str):
        return given
    try:
        return import_string(given)
    except ImportError as error:
        raise ImproperlyConfigured(f"{NAME}[{key!r}]: {error}") from error


def _load(key: str, given: Any) -> Any:
    made = _import(key, given)
    return made() if callable(made) else made


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
    yield from _wrong_rights(given.get("RIGHTS"))


def _wrong_rights(given: Any) -> Iterator[str]:
    """What no declared right is called, in a mapping of groups; a path is looked up when the desk is made."""
    if given is None or isinstance(given, str) or callable(given):
        return
    if not isinstance(given, dict) or not all(isinstance(group, dict) for group in given.values()):
        yield f"{NAME}['RIGHTS'] is a dict of groups, each a dict, or the path of a function"
        return
    load()
    for name, group in given.items():
        for key in group.keys() - {"rights", "locations"}:
            yield f"{NAME}['RIGHTS'][{name!r}] has no key {key!r}: rights, locations"
        for one in sorted(set(group.get("rights") or ()) - RIGHTS.keys()):
            yield f"{NAME}['RIGHTS'][{name!r}]: there is no right {one!r}: {', '.join(sorted(RIGHTS))}"
