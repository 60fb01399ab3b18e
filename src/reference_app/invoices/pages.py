"""Invoices: written and issued by staff; read and kept by the customer, in the room and in the account."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Customer, Refusal, RefusalKind
from helpdesk_core.views import RoomCard, RoomCheckouts, RoomInvoices, RoomPayments, RoomRefunds, view_own_invoices

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..dashboard.pages import DashboardPage
from ..slots import Card, MenuEntry, Pages, Section
from ..triage.frame import AT
from ..web import Web, away
from .checkout import CheckoutPages, brand_of
from .documents import hand_out
from .money import MoneyPages
from .sending import SendingPages
from .staff import StaffPages, section


class RoomPages:
    """What the customer of a request does."""

    def __init__(self, web: Web) -> None:
        self.web, self.room = web, RoomFrame(web)

    async def pdf(self, request: Request) -> Response:
        """The document, for who may enter the room; everybody else is led to its door."""
        visitor = await self.web.visitor(request, self.room.request_id(request))
        return await hand_out(self.web, request, visitor, self.room.again)


class OwnPages:
    """What the account sees: the invoices of all its requests."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def list(self, request: Request) -> Response:
        """All of them, newest first."""
        visitor = await self.web.visitor(request)
        if not isinstance(visitor, Customer):
            raise away(request, self.web.customer_sign_in(request))
        found = await self.web.api.view(view_own_invoices, visitor, after=request.query_params.get("after"))
        if isinstance(found, Refusal):
            if found.kind is RefusalKind.VERIFY:
                raise away(request, self.web.customer_sign_in(request))
            raise HTTPException(404)
        link = self.web.desk.keyring.link
        tokens = {id: link(id, generation) for id, generation in found.rooms.items()}
        title = self.web.translator(request)("invoices.title")
        return self.web.respond(
            request, "invoices/own.html", title=title, found=found, tokens=tokens, online=bool(self.web.payments)
        )


def routes(web: Web) -> list[Route]:
    """The pages of staff and of customers."""
    staff, room, own, money = StaffPages(web), RoomPages(web), OwnPages(web), MoneyPages(web)
    checkout, sending = CheckoutPages(web), SendingPages(web)
    ksef = f"{AT}/invoices/{{invoice}}/ksef"
    at = f"{AT}/invoice"
    return [
        Route("/invoices", own.list, name="own_invoices"),
        Route("/r/{token}/invoices/{invoice}.pdf", room.pdf, name="room_invoice"),
        Route("/r/{token}/invoices/{invoice}/pay/{provider}", checkout.pay, methods=["POST"], name="room_pay"),
        Route("/r/{token}/paid/{provider}", checkout.back, name="room_paid"),
        Route("/payments/{provider}", checkout.report, methods=["POST"], name="payment_event"),
        Route("/staff/invoices", staff.list, name="staff_invoices"),
        Route(at, staff.write, name="staff_invoice"),
        Route(at, staff.save, methods=["POST"], name="staff_invoice_save"),
        Route(f"{at}/review", staff.review, name="staff_invoice_review"),
        Route(f"{at}/review", staff.issue, methods=["POST"], name="staff_invoice_issue"),
        Route(f"{at}/discard", staff.discard, methods=["POST"], name="staff_invoice_discard"),
        Route(f"{AT}/invoices/{{invoice}}.pdf", staff.pdf, name="staff_invoice_pdf"),
        Route(ksef, sending.show, name="staff_invoice_sending"),
        Route(ksef, sending.send, methods=["POST"], name="staff_invoice_sent"),
        Route(f"{ksef}/{{part}}.xml", sending.file, name="staff_invoice_file"),
        Route(f"{AT}/money", money.show, name="staff_money"),
        Route(f"{AT}/money/payment", money.record, methods=["POST"], name="staff_payment"),
        Route(f"{AT}/money/payment/{{payment}}", money.strike, methods=["POST"], name="staff_payment_strike"),
        Route(f"{AT}/money/refund", money.promise, methods=["POST"], name="staff_refund"),
        Route(f"{AT}/money/refund/{{refund}}", money.mark, methods=["POST"], name="staff_refund_mark"),
        Route(f"{AT}/money/refund/{{refund}}/back", money.withdraw, methods=["POST"], name="staff_refund_withdraw"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """The invoices, with what is left to pay and where to."""
    found = shown.room.part(RoomInvoices)
    if found is None:
        return None
    pages = shown.room.part(RoomCheckouts)
    pending = pages.pending if pages else ()
    owed = not found.is_hidden and any(one.is_open and one.id not in pending for one in found.rows)
    return {
        "offers": RoomCard.PAY if owed else None,
        "invoices": found,
        "providers": [(one.name, brand_of(one)) for one in shown.web.payments],
        "pending": pending,
        "failed_pages": pages.failed if pages else (),
        "came_back": "payment" in shown.request.query_params,
    }


async def money_card(shown: RoomPage) -> dict[str, Any] | None:
    """What was received, and what goes back."""
    payments, refunds = shown.room.part(RoomPayments), shown.room.part(RoomRefunds)
    if payments is None and refunds is None:
        return None
    return {"payments": payments.rows if payments else (), "refunds": refunds.rows if refunds else ()}


async def to_pay(shown: DashboardPage) -> dict[str, Any] | None:
    """What is still to be paid, of all requests."""
    found = await shown.web.api.view(view_own_invoices, shown.visitor)
    owed = () if isinstance(found, Refusal) else tuple(one for one in found.rows if one.is_open)
    return {"owed": owed, "waits": len(owed)} if owed else None


PAGES = Pages(
    routes=routes,
    room=(
        Card("invoices/card.html", view=card, order=9, shows=(RoomCard.PAY,)),
        Card("invoices/money_card.html", view=money_card, order=9),
    ),
    request=(Section("invoices/section.html", view=section, column="decide", order=58, right="requests.view"),),
    menu=(MenuEntry("staff.invoices", "staff_invoices", icon="receipt", order=35, right="requests.view"),),
    dashboard=(Card("invoices/to_pay.html", view=to_pay, order=5),),
    account_links=(MenuEntry("invoices.title", "own_invoices", icon="receipt", order=18),),
)
