"""Pay Now: a provider's page for who wants to pay, and the provider's events."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import partial

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Automation, InputError, Money, Refusal, RefusalKind
from helpdesk_core.commands import AskForCheckout, CheckoutWasAsked, ReportPayment
from helpdesk_core.ports import InboundRequest, PageSpent, PaymentFact, PaymentRequest, Payments

from ..customer_rooms.frame import RoomFrame
from ..forms import ButtonForm
from ..web import Web

_log = logging.getLogger("reference_app")
_LARGEST_EVENT = 256 * 1024


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
        ask = partial(self.web.send, request, AskForCheckout, visitor, form, **fields)
        t = self.web.translator(request)
        try:
            found = await self._page(provider, ask, token)
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
            provider=provider.name.title(),
            token=token,
        )
        answer.headers["Refresh"] = f"0; url={address}"  # a redirect would be a form sent to another site
        return answer

    async def _page(
        self, provider: Payments, ask: Callable[..., Awaitable[CheckoutWasAsked | None]], token: str
    ) -> tuple[Money, str] | None:
        """What is due and the page for it; None where the core refuses. The provider's word that an attempt is spent
        brings another attempt, once. Raises OSError."""
        desk, spent = self.web.desk, 0
        while asked := await ask(spent=spent):
            t = desk.translator(asked.language)
            title = t("checkout.title", shop=desk.settings.shop_name, number=asked.number)
            due = Money(minor=asked.minor, currency=asked.currency)
            wanted = PaymentRequest(invoice=asked.invoice, version=asked.attempt, amount=due, title=title)
            back = f"{desk.base_url}/r/{token}?payment=back"
            try:
                return due, await to_thread.run_sync(partial(provider.page, wanted, back))
            except PageSpent:
                if spent:
                    raise
                spent = asked.attempt
        return None

    async def report(self, request: Request) -> Response:
        """A provider's event. Whoever sends it learns nothing: 204 for what is not signed and for what is no page of
        ours too. What was not taken for any other reason is asked for again by a 503."""
        provider = self._provider(request)
        body = await request.body()
        if len(body) > _LARGEST_EVENT:
            raise HTTPException(413)
        headers = {name.lower(): value for name, value in request.headers.items()}
        came = InboundRequest(method="POST", path=request.url.path, query=request.url.query, headers=headers, body=body)
        try:
            facts = await to_thread.run_sync(provider.read, came)
        except OSError as error:
            _log.error("an event of %s was not read: %s", provider.name, type(error).__name__)
            raise HTTPException(503) from error
        taken = [await self._take(provider, fact) for fact in facts]
        if not all(taken):
            raise HTTPException(503)
        return Response(status_code=204)

    async def _take(self, provider: Payments, fact: PaymentFact) -> bool:
        """Whether nothing is left to do with it. What we cannot even read names no page of ours."""
        said = {"page": fact.key, "provider": provider.name, "state": fact.state, "amount": fact.amount}
        try:
            command = self.web.desk.read(ReportPayment, said)
        except InputError as error:
            _log.warning("an event of %s is about nothing here: %s", provider.name, error)
            return True
        answer = await self.web.api.handle(command, Automation(id=provider.name), key=f"event:{fact.id}"[:200])
        if not isinstance(answer, Refusal):
            return True
        if answer.kind is RefusalKind.NOT_FOUND:
            _log.warning("an event of %s is about nothing here: %s", provider.name, answer.code)
            return True
        _log.error("an event of %s was not taken: %s", provider.name, answer.code)
        return False
