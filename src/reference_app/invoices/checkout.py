"""Pay Now: a provider's page for who wants to pay, and the provider's events."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import TypeGuard

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from helpdesk_core import Automation, Customer, InputError, Money, Refusal, RefusalKind
from helpdesk_core.commands import AskForCheckout, CheckoutWasAsked, ReportPayment
from helpdesk_core.ports import (
    InboundRequest,
    NotSigned,
    PageSpent,
    PaymentFact,
    PaymentRequest,
    Payments,
    PaymentState,
    TwoSteps,
)

from ..customer_rooms.frame import RoomFrame
from ..forms import ButtonForm
from ..web import Web

_log = logging.getLogger("reference_app")
_LARGEST_EVENT = 256 * 1024


def brand_of(provider: Payments) -> str:
    """What customers know a provider as."""
    return str(getattr(provider, "brand", "") or provider.name.title())


def _takes_after(provider: Payments) -> TypeGuard[TwoSteps]:
    """Whether the shop takes what a customer agreed on there: `ports.TwoSteps`."""
    return hasattr(provider, "settle")


class CheckoutPages:
    """The customer's button, and where the provider reports to."""

    def __init__(self, web: Web) -> None:
        self.web, self.room = web, RoomFrame(web)

    def _provider(self, request: Request) -> Payments:
        """The provider that the address names. Raises 404 for any other."""
        name = request.path_params["provider"]
        found = next((one for one in self.web.payments if one.name == name), None)
        if found is None:
            raise HTTPException(404)
        return found

    async def pay(self, request: Request) -> Response:
        """The way to the provider's page. The browser goes on by itself; a link stands there too."""
        provider, form = self._provider(request), await self.web.posted(request, ButtonForm)
        id, token = self.room.request_id(request), request.path_params["token"]
        visitor = await self.web.visitor(request, id)
        form.form_token.data = ""  # asked anew each time: what was due when the button was shown may be paid by now
        fields = {"request": id, "invoice": request.path_params["invoice"][:64], "provider": provider.name}
        lifetime = getattr(provider, "page_lifetime", None)
        fields |= {} if lifetime is None else {"minutes": lifetime // timedelta(minutes=1)}
        ask = partial(self.web.send, request, AskForCheckout, visitor, form, **fields)
        t = self.web.translator(request)
        try:
            found = await self._page(provider, ask, self._back(provider, token))
        except OSError as error:
            _log.error("the payment provider %s gave no page: %s", provider.name, type(error).__name__)
            form.add_general(t("checkout.away"))
            form.http_status = 503
            found = None
        if found is None:
            if form.verify_again:
                raise self.room.again(request)
            return await self.room.show(request, form)
        due, address = found
        answer = self.web.respond(
            request,
            "invoices/checkout.html",
            title=t("checkout.go", amount=due),
            address=address,
            provider=brand_of(provider),
            token=token,
        )
        answer.headers["Refresh"] = f"0; url={address}"  # a redirect would be a form sent to another site
        return answer

    def _back(self, provider: Payments, token: str) -> str:
        """Where the provider sends the customer: to the room, or to where what was agreed on is looked at."""
        where = f"/paid/{provider.name}" if _takes_after(provider) else "?payment=back"
        return f"{self.web.desk.base_url}/r/{token}{where}"

    async def _page(
        self, provider: Payments, ask: Callable[..., Awaitable[CheckoutWasAsked | None]], back: str
    ) -> tuple[Money, str] | None:
        """What is due and the page for it; None where the core refuses. The provider's word that an attempt is spent
        brings another attempt, once. Raises OSError."""
        desk, spent = self.web.desk, 0
        while asked := await ask(spent=spent):
            t = desk.translator(asked.language)
            title = t("checkout.title", shop=desk.settings.shop_name, number=asked.number)
            due = Money(minor=asked.minor, currency=asked.currency)
            wanted = PaymentRequest(invoice=asked.invoice, version=asked.attempt, amount=due, title=title)
            try:
                return due, await to_thread.run_sync(partial(provider.page, wanted, back))
            except PageSpent:
                if spent:
                    raise
                spent = asked.attempt
        return None

    async def back(self, request: Request) -> Response:
        """A customer comes back from a page on which they agreed. The provider is asked what it knows; its event says
        the same where it cannot be asked now, or where the customer never comes."""
        provider, id = self._provider(request), self.room.request_id(request)
        visitor = await self.web.visitor(request, id)
        if _takes_after(provider) and (visitor.grant is not None or isinstance(visitor, Customer)):
            came = InboundRequest(method="GET", path=request.url.path, query=request.url.query)
            try:
                fact = await to_thread.run_sync(provider.returned, came)
                if fact is not None:
                    await self._take(provider, fact)
            except OSError as error:
                _log.error("the payment provider %s was not asked: %s", provider.name, type(error).__name__)
        room = self.web.path(request, "room", token=request.path_params["token"])
        return RedirectResponse(f"{room}?payment=back", status_code=303)

    async def report(self, request: Request) -> Response:
        """A provider's event. What is not signed is answered by a 400, so that a provider whose secret was typed
        wrongly sends its events again; what is signed and about no page of ours by a 204. What was not taken for any
        other reason is asked for again by a 503."""
        provider = self._provider(request)
        body = await request.body()
        if len(body) > _LARGEST_EVENT:
            raise HTTPException(413)
        headers = {name.lower(): value for name, value in request.headers.items()}
        came = InboundRequest(method="POST", path=request.url.path, query=request.url.query, headers=headers, body=body)
        try:
            facts = await to_thread.run_sync(provider.read, came)
            taken = [await self._take(provider, fact) for fact in facts]
        except NotSigned as error:
            _log.warning("an event in the name of %s was not believed: %s", provider.name, error)
            raise HTTPException(400) from error
        except OSError as error:
            _log.error("an event of %s was not read: %s", provider.name, type(error).__name__)
            raise HTTPException(503) from error
        if not all(taken):
            raise HTTPException(503)
        return Response(status_code=204)

    async def _take(self, provider: Payments, fact: PaymentFact) -> bool:
        """Whether nothing is left to do with it. What we cannot even read names no page of ours. What was agreed on is
        decided about each time that it is said: it may have been paid otherwise since. Raises OSError."""
        said = {"page": fact.key, "provider": provider.name, "state": fact.state, "amount": fact.amount}
        try:
            command = self.web.desk.read(ReportPayment, said)
        except InputError as error:
            _log.warning("an event of %s is about nothing here: %s", provider.name, error)
            return True
        is_agreed = fact.state is PaymentState.AGREED
        key = None if is_agreed else f"event:{fact.id}"[:200]
        answer = await self.web.api.handle(command, Automation(id=provider.name), key=key)
        if not isinstance(answer, Refusal):
            if not (is_agreed and answer.settle and _takes_after(provider)):
                return True
            came = await to_thread.run_sync(provider.settle, fact)
            return all([await self._take(provider, one) for one in came if one.state is not PaymentState.AGREED])
        if answer.kind is RefusalKind.NOT_FOUND:
            _log.warning("an event of %s is about nothing here: %s", provider.name, answer.code)
            return True
        _log.error("an event of %s was not taken: %s", provider.name, answer.code)
        return False
