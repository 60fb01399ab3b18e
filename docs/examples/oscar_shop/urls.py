"""Oscar's pages, the helpdesk's beside them."""

from typing import Any

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

oscar: Any = apps.get_app_config("oscar")
urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("help/", include("reference_app.django_urls")),
        path("", include(oscar.urls[0])),
    ),
]
