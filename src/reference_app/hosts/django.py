"""The pages inside a Django project: its users, its permissions, its language, its base template."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, cast
from urllib.parse import quote, urlencode

from asgiref.sync import sync_to_async
from django.conf import settings
from django.conf.urls.i18n import is_language_prefix_patterns_used
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from helpdesk_core import Admin, Agent, Customer, Guest
from helpdesk_core.adapters.django import access

from ..host import Host
from ..paths import path_to
from .bridge import ask_host
from .wsgi import HOST_REQUEST, Answer, Body, answer, form_again, in_host_thread, rereading

_LOCALE_MIDDLEWARE = "django.middleware.locale.LocaleMiddleware"
_OF_THE_PROJECT = {"x-frame-options", "referrer-policy"}
"""Headers of which Django's own middleware takes the settings, and which it leaves alone where a view has set them."""


class DjangoHost(Host):
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
        away: str | None = ask_host(request, "sign_in", lambda: self._sign_in(request.scope[HOST_REQUEST]))
        return away

    def _sign_in(self, theirs: HttpRequest) -> str | None:
        user = getattr(theirs, "user", None)
        if user is not None and user.is_authenticated:
            return None
        return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': theirs.get_full_path()})}"

    async def agents(self, request: Any) -> tuple[Agent | Admin, ...]:
        """Every active user with the permission, with their rights and locations."""
        found: tuple[Agent | Admin, ...] = await in_host_thread(access.all_agents)
        return found

    def language(self, request: Any) -> str | None:
        """Django's active language, cut to its first part (``en-gb`` is en)."""
        active: str = ask_host(request, "language", get_language) or ""
        return active.partition("-")[0] or None

    def language_link(self, request: Any, code: str, here: str) -> str | None:
        """The same page below another prefix, where the pages stand in ``i18n_patterns``; else the cookie that
        LocaleMiddleware reads; else none."""
        found: str | None = ask_host(request, f"language link {code}", lambda: _language_link(request, code, here))
        return found

    def choose_language(self, request: Any, response: Any, code: str) -> None:
        """Django's own cookie."""
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            _locale(code),
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=settings.LANGUAGE_COOKIE_PATH,
            domain=settings.LANGUAGE_COOKIE_DOMAIN,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE or "lax",
        )

    def nonce(self, request: Any) -> str | None:
        """That of django-csp, or of Django's own middleware (from 6.0)."""
        theirs = request.scope[HOST_REQUEST]
        found = getattr(theirs, "csp_nonce", None) or getattr(theirs, "_csp_nonce", None)
        return None if found is None else str(found)

    def shell(self, page: Any, request: Any) -> str:
        """The page in the project's base template."""
        safe = {"head": mark_safe(page.head), "body": mark_safe(page.body)}  # noqa: S308 - rendered and escaped by our templates
        context = {"base": self._base, "page": page, **safe}
        rendered: str = render_to_string("helpdesk_core/page.html", context, request=request.scope[HOST_REQUEST])
        return rendered


def _locale(code: str) -> str | None:
    """The project's locale of a language, None for none: ``en-gb`` is en."""
    return next((tag for tag, _ in settings.LANGUAGES if tag.partition("-")[0] == code), None)


def _language_link(request: Any, code: str, here: str) -> str | None:
    locale = _locale(code)
    if locale is None or not settings.USE_I18N:
        return None
    if is_language_prefix_patterns_used(getattr(request.scope[HOST_REQUEST], "urlconf", settings.ROOT_URLCONF))[0]:
        moved: str = translate_url(here, locale)
        if moved != here or locale == get_language():
            return moved
    if _LOCALE_MIDDLEWARE in settings.MIDDLEWARE:
        return f"{path_to(request, 'language', code=code)}?next={quote(here)}"
    return None


class SessionDrafts:
    """Unfinished forms in the visitor's Django session: of one browser, whoever is signed in. They are redacted before
    they come here."""

    follow_accounts = False

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


def pages(app: Any) -> Callable[..., HttpResponseBase]:
    """A Django view for ``path("help/", …)`` and ``path("help/<path:rest>", …)``; the pages check their forms
    themselves.

    Args:
        app: What `create_app` returned.

    Returns:
        The view.
    """

    @csrf_exempt
    def view(request: HttpRequest, rest: str = "") -> HttpResponseBase:
        prefix = request.path_info[: len(request.path_info) - len(rest)]
        environ = {**request.META, "wsgi.url_scheme": request.scheme}  # https behind SECURE_PROXY_SSL_HEADER too
        read = rereading(request.read, lambda: _body_again(request))
        made = answer(app, environ, prefix=prefix, read=read, host_request=request)
        return _as_response(request, made)

    return cast(Callable[..., HttpResponseBase], view)


def _body_again(request: HttpRequest) -> bytes:
    """What a middleware of the project has read before the pages: a form."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return form_again(request.META, fields) if fields else b""


def _as_response(request: HttpRequest, made: Answer) -> HttpResponseBase:
    location = next((value for name, value in made.headers if name.lower() == "location"), None)
    if isinstance(made.body, Body):
        response: Any = StreamingHttpResponse(_in_turn(made.body) if isinstance(request, ASGIRequest) else made.body)
    else:
        response = HttpResponse(made.body) if location is None else HttpResponseRedirect(location)
    response.status_code = made.status
    for name, value in made.headers:
        _header(response, name, value)
    return cast(HttpResponseBase, response)


async def _in_turn(body: Body) -> AsyncIterator[bytes]:
    """For Django under ASGI, which would read a plain iterator whole: each part in the thread of the views."""
    try:
        while (part := await sync_to_async(lambda: next(body, None))()) is not None:
            yield part
    finally:
        await sync_to_async(body.close)()


def _header(response: Any, name: str, value: str) -> None:
    """Set-Cookie may come several times: Django keeps cookies apart from headers."""
    if name.lower() == "set-cookie":
        response.cookies.load(value)
    elif name.lower() not in _OF_THE_PROJECT and (name.lower() != "content-length" or response.streaming):
        response[name] = value
