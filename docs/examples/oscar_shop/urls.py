"""Oscar's pages, the helpdesk's beside them."""

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("help/", include("reference_app.django_urls")),
        path("", include(apps.get_app_config("oscar").urls[0])),
    ),
]
