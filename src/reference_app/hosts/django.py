"""The pages inside a Django project: its users, its permissions, its language, its base template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from helpdesk_core import Admin, Agent, Customer, Guest
from helpdesk_core.adapters.django import access

from .wsgi import HOST_REQUEST, answer, in_host_thread


class DjangoHost:
    """Answers the pages' questions from Django.

    Customers are AUTH_USER_MODEL's users by primary key; who of them is staff, and may do what, stands in
    ``HELPDESK_CORE`` and is asked on every request.

    Args:
        base_template: The project's own; it gets the blocks ``title``, ``extrahead`` and ``content``.
    """

    def __init__(self, *, base_template: str) -> None:
        self._base = base_template

    async def visitor(self, request: Any) -> Customer | Guest:
        """The signed-in user, else a guest counted by the address that Django sees."""
        found: Customer | Guest = await in_host_thread(lambda: self._visitor(request.scope[HOST_REQUEST]))
        return found

    def _visitor(self, request: HttpRequest) -> Customer | Guest:
        client = request.META.get("REMOTE_ADDR", "")
        user = getattr(request, "user", None)
        return (
            Customer(id=str(user.pk), client=client, signed_in_at=access.signed_in_at(request))
            if user is not None and user.is_authenticated
            else Guest(client=client)
        )

    async def current_agent(self, request: Any) -> Agent | Admin | None:
        """The signed-in user, if they are staff now."""
        found: Agent | Admin | None = await in_host_thread(lambda: self._current_agent(request.scope[HOST_REQUEST]))
        return found

    def _current_agent(self, request: HttpRequest) -> Agent | Admin | None:
        user = getattr(request, "user", None)
        return None if user is None else access.staff_actor(user, access.signed_in_at(request))

    def sign_in(self, request: Any) -> str | None:
        """LOGIN_URL, coming back afterwards; None for a user who is signed in and is not a staff member."""
        theirs: HttpRequest = request.scope[HOST_REQUEST]
        user = getattr(theirs, "user", None)
        if user is not None and user.is_authenticated:
            return None
        return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': theirs.get_full_path()})}"

    async def agents(self) -> tuple[Agent, ...]:
        """Every active user with the permission."""
        found: tuple[Agent, ...] = await in_host_thread(access.all_agents)
        return found

    def language(self, request: Any) -> str | None:
        """Django's active language, cut to its first part (``en-gb`` is en)."""
        return (get_language() or "").partition("-")[0] or None

    def shell(self, page: Any, request: Any) -> str:
        """The page in the project's base template."""
        safe = {"head": mark_safe(page.head), "body": mark_safe(page.body)}  # noqa: S308 - rendered and escaped by our templates
        context = {"base": self._base, "page": page, **safe}
        rendered: str = render_to_string("helpdesk_core/page.html", context, request=request.scope[HOST_REQUEST])
        return rendered


class SessionDrafts:
    """Unfinished forms in the visitor's Django session. They are redacted before they come here."""

    async def load(self, request: Any, form: str, token: str) -> dict[str, str]:
        """See `reference_app.drafts.Drafts.load`."""
        found: dict[str, str] = await in_host_thread(lambda: dict(_session(request).get(_draft(form), {})))
        return found

    async def save(self, request: Any, form: str, token: str, fields: Mapping[str, str]) -> None:
        """See `reference_app.drafts.Drafts.save`."""
        await in_host_thread(lambda: _session(request).update({_draft(form): dict(fields)}))

    async def drop(self, request: Any, form: str, token: str) -> None:
        """See `reference_app.drafts.Drafts.drop`."""
        await in_host_thread(lambda: _session(request).pop(_draft(form), None))


def _draft(form: str) -> str:
    return f"helpdesk_core_draft_{form}"


def _session(request: Any) -> Any:
    return request.scope[HOST_REQUEST].session


def pages(app: Any) -> Callable[..., HttpResponse]:
    """A Django view for ``path("help/", …)`` and ``path("help/<path:rest>", …)``; the pages check their forms
    themselves.

    Args:
        app: What `create_app` returned.

    Returns:
        The view.
    """

    @csrf_exempt
    def view(request: HttpRequest, rest: str = "") -> HttpResponse:
        prefix = request.path_info[: len(request.path_info) - len(rest)]
        environ = {**request.META, "wsgi.url_scheme": request.scheme}  # https behind SECURE_PROXY_SSL_HEADER too
        made = answer(app, environ, request.body, prefix=prefix, host_request=request)
        location = next((value for name, value in made.headers if name.lower() == "location"), None)
        response = HttpResponse(made.body) if location is None else HttpResponseRedirect(location)
        response.status_code = made.status
        for name, value in made.headers:
            _header(response, name, value)
        return response

    return cast(Callable[..., HttpResponse], view)


def _header(response: HttpResponse, name: str, value: str) -> None:
    """Set-Cookie may come several times: Django keeps cookies apart from headers."""
    if name.lower() == "set-cookie":
        response.cookies.load(value)
    elif name.lower() != "content-length":
        response[name] = value
