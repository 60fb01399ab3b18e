"""A django-oscar shop as its documentation sets one up; the helpdesk's part is marked."""

import os
from pathlib import Path
from typing import Any

from oscar.defaults import *  # noqa: F403

BASE_DIR = Path(os.environ.get("SHOP_DIR", "."))
SECRET_KEY = os.environ.get("SHOP_SECRET", "only for this example")
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "oscar_shop.urls"
SITE_ID = 1
USE_TZ = True
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "British English"), ("pl", "Polski")]
STATIC_URL, STATIC_ROOT = "/static/", str(BASE_DIR / "static")
MEDIA_URL, MEDIA_ROOT = "/media/", str(BASE_DIR / "media")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "shop@example.com"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
DATABASES = {
    "default": {
        "ENGINE": os.environ.get("SHOP_ENGINE", "django.db.backends.sqlite3"),
        "NAME": os.environ.get("SHOP_DATABASE", str(BASE_DIR / "shop.sqlite")),
        "USER": os.environ.get("SHOP_USER", ""),
        "HOST": os.environ.get("SHOP_HOST", ""),
        "PORT": os.environ.get("SHOP_PORT", ""),
        "ATOMIC_REQUESTS": True,
    }
}
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
AUTHENTICATION_BACKENDS = [
    "oscar.apps.customer.auth_backends.EmailBackend",
    "django.contrib.auth.backends.ModelBackend",
]
_APPS = "analytics checkout address shipping catalogue communication partner basket payment offer order customer search"
_DASHBOARD = "reports users orders catalogue offers partners pages ranges reviews vouchers communications shipping"
INSTALLED_APPS = [
    *(f"django.contrib.{name}" for name in ("admin", "auth", "contenttypes", "sessions", "messages")),
    *(f"django.contrib.{name}" for name in ("staticfiles", "sites", "flatpages")),
    "oscar.config.Shop",
    *(f"oscar.apps.{name}.apps.{name.capitalize()}Config" for name in [*_APPS.split(), "voucher", "wishlists"]),
    "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
    "oscar.apps.dashboard.apps.DashboardConfig",
    *(f"oscar.apps.dashboard.{name}.apps.{name.capitalize()}DashboardConfig" for name in _DASHBOARD.split()),
    "widget_tweaks",
    "haystack",
    "treebeard",
    "sorl.thumbnail",
    "django_tables2",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "oscar.apps.basket.middleware.BasketMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "oscar.apps.search.context_processors.search_form",
                "oscar.apps.checkout.context_processors.checkout",
                "oscar.apps.communication.notifications.context_processors.notifications",
                "oscar.core.context_processors.metadata",
            ]
        },
    }
]

# The helpdesk.
INSTALLED_APPS.append("helpdesk_core.adapters.django")
HELPDESK_CORE = {
    "SECRET": os.environ.get("HELPDESK_SECRET", ""),
    "BASE_URL": "https://shop.example/help",
    "BASE_TEMPLATE": "oscar/layout.html",
    "STAFF_PERMISSION": "partner.dashboard_access",
    "SETTINGS": "oscar_shop.helpdesk.SETTINGS",
    "CUSTOMERS": "oscar_shop.helpdesk.Shoppers",
    "TEAM": "desk@shop.example",
}


def works_here(user: Any, *_: object) -> bool:
    return bool(user.has_perm("partner.dashboard_access"))


entry: dict[str, Any] = {
    "label": "Requests",
    "icon": "fas fa-tools",
    "url_name": "helpdesk_core:page",
    "url_kwargs": {"rest": "staff"},
    "access_fn": works_here,
}
OSCAR_DASHBOARD_NAVIGATION.append(entry)  # type: ignore[name-defined]  # noqa: F405
