"""A customer's passkeys on the page of their account: adding one, and removing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Customer, Refusal
from helpdesk_core.commands import AddPasskey, RemovePasskey
from helpdesk_core.views import OwnPasskey, view_own_passkeys

from ..limiters import in_line
from ..security import browser_of
from ..sign_in.key_door import BY_KEY, NewKeyForm, RemoveKeyForm
from ..sign_in.passkeys import Ceremony
from ..sign_in.sessions import browser_in

if TYPE_CHECKING:
    from .own import OwnPages


class OwnKeys:
    """The part of that page."""

    def __init__(self, page: OwnPages) -> None:
        self._page, self._web = page, page.web
        self._ceremony = Ceremony.of(page.web.desk, page.customers.engine)

    @property
    def origin(self) -> str:
        """The address at which browsers know these keys, "" where there are none."""
        return "" if self._ceremony is None else self._ceremony.site.origin

    async def of(self, visitor: Customer) -> tuple[OwnPasskey, ...]:
        """Those of who is signed in."""
        found = await self._web.api.view(view_own_passkeys, visitor)
        return () if isinstance(found, Refusal) else found.rows

    def form(self, request: Request) -> NewKeyForm:
        """With the browser's name for a first name of the key."""
        return self._web.form(NewKeyForm, request, {"name": browser_in(request.headers.get("user-agent", ""))})

    async def ask(self, request: Request) -> Response:
        """What a device has to make, as JSON; 401 where its owner has to sign in once more."""
        await self._web.submitted(request)
        visitor, own = await self._page.own(request)
        if self._ceremony is None or not own.is_fresh:
            return Response(status_code=404 if self._ceremony is None else 401)
        options = self._ceremony.ask_for_key(
            own.id,
            browser_of(request, self._web.desk),
            email=own.email,
            name=" ".join(str(part) for part in (own.given_name, own.surname) if part) or own.email,
            known=[one.credential for one in await self.of(visitor)],
            shop=self._web.desk.settings.shop_name,
        )
        return Response(options, media_type="application/json")

    async def add(self, request: Request) -> Response:
        """What the device has made is looked at, and kept by the account's rule."""
        visitor, own = await self._page.own(request)
        form, t = await self._web.posted(request, NewKeyForm), self._web.translator(request)
        answer, form.answer.data = form.answer.data or "", ""
        taken = await in_line(self._page.tries.take, {BY_KEY: own.id})
        if self._ceremony is None or taken.free_at is not None:
            form.add_general(t("passkeys.failed") if taken.free_at is None else t("passkey.wait", time=taken.free_at))
            return await self._page.again_with(request, form)
        made = await in_line(self._ceremony.made, answer, own.id, browser_of(request, self._web.desk))
        if made is None:
            form.add_general(t("passkeys.failed"))
            return await self._page.again_with(request, form)
        await in_line(self._page.tries.give_back, taken)
        site = self._ceremony.site.name
        key = {"credential": made.credential, "public_key": made.public_key, "sign_count": made.sign_count}
        done = await self._web.send(request, AddPasskey, visitor, form, made_for=site, **key)
        if done is None:
            return await self._page.again_with(request, form)
        return self._web.back(request, done, "account", more={"done": "key"})

    async def remove(self, request: Request) -> Response:
        """From now on it signs in no more."""
        visitor, _ = await self._page.own(request)
        form = await self._web.posted(request, RemoveKeyForm)
        done = await self._web.send(request, RemovePasskey, visitor, form)
        if done is None:
            return await self._page.again_with(request, form)
        return self._web.back(request, done, "account", more={"done": "no_key"})
