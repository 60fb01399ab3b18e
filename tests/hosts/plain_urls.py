"""A Django project whose addresses have no language."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import include, path

urlpatterns = [path("help/", include("reference_app.django_urls"))]


def with_nonce(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """What django-csp does to a request."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.csp_nonce = "n-123"  # type: ignore[attr-defined]
        return answer(request)

    return middleware
