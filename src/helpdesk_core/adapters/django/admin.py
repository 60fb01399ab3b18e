"""The records in Django's admin, to look at: changes go through the desk alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from .models import MODELS

#: Columns of the lists and of their search, where a kind has them.
_SHOWN = ("reference", "id", "request", "action", "status", "state", "template", "effect", "created_at", "at")
_SEARCHED = ("reference", "id")


class ReadOnlyAdmin(admin.ModelAdmin):
    """Records cannot be added, changed or deleted here, whatever the permissions."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


def _attributes(model: type[Model]) -> set[str]:
    return {field.attname for field in model._meta.concrete_fields}  # noqa: SLF001 - Django's documented Meta API


def _admin(model: type[Model]) -> type[ReadOnlyAdmin]:
    names = {field.name for field in model._meta.concrete_fields}  # noqa: SLF001 - Django's documented Meta API
    of_request = ["request__reference", "request__id"] if "request_id" in _attributes(model) else []
    options = {
        "list_display": [name for name in _SHOWN if name in names],
        "search_fields": [*(name for name in _SEARCHED if name in names), *of_request],
        "ordering": ["-created_at" if "created_at" in names else "id"],
    }
    return type(f"{model.__name__}Admin", (ReadOnlyAdmin,), options)


for _model in MODELS.values():
    admin.site.register(_model, _admin(_model))
