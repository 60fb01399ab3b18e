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

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_permission_codename
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from ...base.contacts import Contact
from ...capabilities import load
from ...errors import ConfigurationError, FieldError
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


def _is_text(given: Any) -> bool:
    return isinstance(given, str)


def _is_list(given: Any) -> bool:
    return isinstance(given, list | tuple)


def _are_folders(given: Any) -> bool:
    return _is_list(given) and all(isinstance(one, str | Path) and Path(one).is_dir() for one in given)


#: What a value is, where it is looked at before anything is made of it.
_KINDS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "SECRET": (lambda given: isinstance(given, str | bytes | list | tuple), "bytes or hex digits, or a list of them"),
    "BASE_URL": (_is_text, "an address: 'https://shop.example/help'"),
    "BASE_TEMPLATE": (_is_text, "the name of a template: 'base.html'"),
    "NOTIFIERS": (_is_list, "a list of dotted paths"),
    "PLUGINS": (_is_list, "a list of dotted paths"),
    "DATABASE": (_is_text, "a name of DATABASES: 'default'"),
    "TEMPLATES": (_are_folders, "a list of folders that exist"),
}


def is_configured() -> bool:
    """Whether the project has the setting: without it the store alone can be used."""
    return hasattr(settings, NAME)


def value(key: str) -> Any:
    """The project's value, else the default."""
    given = getattr(settings, NAME, {})
    return given.get(key, DEFAULTS[key]) if isinstance(given, dict) else DEFAULTS[key]


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
    try:
        return made() if callable(made) else made
    except (ImproperlyConfigured, ConfigurationError):
        raise  # it says itself what is wrong
    except Exception as error:
        name = getattr(made, "__qualname__", type(made).__name__)
        why = f"{name} is called without arguments, which ends with {type(error).__name__}"
        raise ImproperlyConfigured(f"{NAME}[{key!r}]: {why}") from error


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
    wrong = [f"{NAME}[{key!r}] is {right}" for key, (fits, right) in _KINDS.items() if not fits(value(key))]
    yield from wrong or _wrong_names()
    yield from _wrong_rights(given.get("RIGHTS"))


def _wrong_names() -> Iterator[str]:
    """Names of what is elsewhere in the project: a database, an app's permission, an address."""
    if value("DATABASE") not in settings.DATABASES:
        known = ", ".join(settings.DATABASES)
        yield f"{NAME}['DATABASE']: DATABASES has no {value('DATABASE')!r}: {known}"
    for key in ("STAFF_PERMISSION", "ADMIN_PERMISSION"):
        given = value(key)
        if given is None and key == "ADMIN_PERMISSION":
            continue
        app, dot, name = given.partition(".") if isinstance(given, str) else ("", "", "")
        if not (app and dot and name):
            yield f"{NAME}[{key!r}] is the name of a permission: 'app.codename'"
        elif app not in apps.app_configs:
            yield f"{NAME}[{key!r}]: no app of INSTALLED_APPS is called {app!r}: nobody can have {given!r}"
    if not _is_contact(value("TEAM")):
        yield f"{NAME}['TEAM'] is an e-mail address, or empty"


def doubtful_permissions() -> Iterator[str]:
    """Permissions that no model declares: whoever makes them by hand may be right, a misspelling is likelier."""
    for key in ("STAFF_PERMISSION", "ADMIN_PERMISSION"):
        app, _, name = (value(key) or "").partition(".")
        if app and name not in (known := _permissions(app)):
            yield f"{NAME}[{key!r}]: no model of {app!r} declares {name!r}: {', '.join(sorted(known))}"


def _permissions(app: str) -> set[str]:
    metas = [model._meta for model in apps.get_app_config(app).get_models()]  # noqa: SLF001 - Django's documented name
    return {
        *(get_permission_codename(action, meta) for meta in metas for action in meta.default_permissions),
        *(name for meta in metas for name, _ in meta.permissions),
    }


def _is_contact(given: Any) -> bool:
    if not given:
        return True
    try:
        return isinstance(given, str) and bool(Contact.parse(given))
    except FieldError:
        return False


def _are_names(given: Any) -> bool:
    """A text alone would be taken for its letters."""
    return given is None or (isinstance(given, list | tuple | set | frozenset) and all(map(_is_text, given)))


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
        if unread := [key for key in ("rights", "locations") if key in group and not _are_names(group[key])]:
            yield f"{NAME}['RIGHTS'][{name!r}]: {' and '.join(unread)}: a list of names"
            continue
        for one in sorted(set(group.get("rights") or ()) - RIGHTS.keys()):
            yield f"{NAME}['RIGHTS'][{name!r}]: there is no right {one!r}: {', '.join(sorted(RIGHTS))}"
