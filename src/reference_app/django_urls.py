"""The pages in a Django project that has ``HELPDESK_CORE`` set.

urlpatterns = [path("help/", include("reference_app.django_urls"))]      # inside i18n_patterns too
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from helpdesk_core.adapters.django import checks, conf, frame
from helpdesk_core.adapters.django.desk import desk
from helpdesk_core.settings import check_codes
from reference_app.hosts.django import DjangoHost, SessionDrafts, pages
from reference_app.hosts.wsgi import in_host_thread

from .app import create_app
from .capabilities import import_texts

app_name = "helpdesk_core"


@cache
def _view() -> Any:
    base = conf.value("BASE_TEMPLATE")
    if wrong := list(frame.mistakes(base)):  # servers do not run Django's checks
        raise ImproperlyConfigured("; ".join(wrong))
    drafts, templates = SessionDrafts(), conf.value("TEMPLATES")
    app = create_app(
        desk(), host=DjangoHost(base_template=base), drafts=drafts, run=in_host_thread, templates=templates
    )
    return pages(app)


@csrf_exempt
def view(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Every page; the desk is made with the first one. Forms carry a token of the pages' own."""
    answer: HttpResponseBase = _view()(request, rest)
    return answer


def _check_words() -> None:
    """The shop's wording names texts that there are, which is known where the pages' texts are."""
    import_texts()
    check_codes(desk().settings)


checks.of_pages.append(_check_words)
urlpatterns = [path("", view, name="start"), path("<path:rest>", view, name="page")]
