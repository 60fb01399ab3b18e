"""Money as staff record it: payments, what was recorded by mistake, refunds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Command, Refusal
from helpdesk_core.commands import MarkRefund, PromiseRefund, RecordPayment, StrikePayment, WithdrawRefund
from helpdesk_core.views import MoneyForStaff, view_money

from ..forms import BaseForm, as_typed
from ..triage.frame import RequestFrame
from ..web import Web, as_error
from .checkout import brand_of
from .forms import MarkForm, PaymentForm, RefundForm, StrikeForm, WithdrawForm

Endpoint = Callable[[Request], Awaitable[Response]]


class MoneyPages:
    """One page with what came and what goes back; each form on it is one command."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def show(self, request: Request, failed: BaseForm | None = None) -> Response:
        """The page, with what has to be mended."""
        (actor, id), (_, page) = await self.frame.find(request), await self.frame.load(request)
        found = await self.web.api.view(view_money, actor, id)
        if isinstance(found, Refusal):
            raise as_error(found)
        t = self.web.translator(request)

        def form(kind: Any, values: Any = None) -> Any:
            return failed if isinstance(failed, kind) else self.web.form(kind, request, values)

        payment = form(PaymentForm, self._begins(found, self.web.translator(request).language))
        payment.offer(found, t)
        refund = form(RefundForm)
        refund.offer(found, t)
        return self.web.respond(
            request,
            "invoices/money.html",
            title=t("staff.money"),
            form=failed,
            money=found,
            brands={one.name: brand_of(one) for one in self.web.payments},
            found=page,
            payment_form=payment,
            refund_form=refund,
            strike_forms={one.id: self._of(request, StrikeForm, "payment", one.id, failed) for one in found.payments},
            withdraw_forms={one.id: self._of(request, WithdrawForm, "refund", one.id, failed) for one in found.refunds},
            reference=request.path_params["reference"],
            notice=self.web.removed_before(request) or (t("room.done") if "done" in request.query_params else ""),
        )

    def _of(self, request: Request, kind: type[BaseForm], part: str, id: str, failed: BaseForm | None) -> BaseForm:
        """The form of one payment or refund; what was typed into that of another one is not its."""
        if isinstance(failed, kind) and id == request.path_params[part]:
            return failed
        form = self.web.form(kind, request)
        for one, _ in form.numbered():
            one.id = one.label.field_id = f"{one.id}-{id}"
        return form

    def _begins(self, found: MoneyForStaff, language: str) -> dict[str, str]:
        """The oldest invoice that waits for money, with what is left to pay."""
        waits = next((one for one in reversed(found.payable) if one.is_open), None)
        values = {"received_on": found.today.isoformat()}
        if waits is not None:
            values |= {"invoice": waits.id, "amount": as_typed(waits.due, language)}
        return values

    def sends(self, kind: type[Command[Any]], form: type[BaseForm], **named: str) -> Endpoint:
        """The endpoint of a form; ``named`` are fields that the address says."""

        async def send(request: Request) -> Response:
            actor, id = await self.frame.find(request)
            sent = await self.web.posted(request, form)
            if isinstance(sent, PaymentForm | RefundForm):
                found = await self.web.api.view(view_money, actor, id)
                if isinstance(found, Refusal):
                    raise as_error(found)
                sent.offer(found, self.web.translator(request))
            fields = {field: request.path_params[part][:64] for field, part in named.items()}
            answer = await self.web.send(request, kind, actor, sent, request=id, **fields)
            if answer is None:
                return await self.show(request, sent)
            reference = request.path_params["reference"]
            return self.web.back(request, answer, "staff_money", quiet="done", reference=reference)

        return send

    @property
    def record(self) -> Endpoint:
        """Money came."""
        return self.sends(RecordPayment, PaymentForm)

    @property
    def strike(self) -> Endpoint:
        """It did not after all."""
        return self.sends(StrikePayment, StrikeForm, payment="payment")

    @property
    def promise(self) -> Endpoint:
        """Money goes back."""
        return self.sends(PromiseRefund, RefundForm)

    @property
    def mark(self) -> Endpoint:
        """It was sent, or it arrived."""
        return self.sends(MarkRefund, MarkForm, refund="refund")

    @property
    def withdraw(self) -> Endpoint:
        """It does not go back after all."""
        return self.sends(WithdrawRefund, WithdrawForm, refund="refund")
