"""The demo's invoices: one that is paid, one that waits for money."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from helpdesk_core import Actor, Helpdesk
from helpdesk_core.commands import DraftInvoice, IssueInvoice, RecordPayment

from .demo_photos import Do


def bill(desk: Helpdesk, do: Do, by: Actor, request: str, buyer: str, *lines: tuple[str, str], **more: Any) -> str:
    """An invoice, issued today.

    Args:
        desk: The desk.
        do: Carries out a command.
        by: Who issues it.
        request: The request's id.
        buyer: Who buys.
        *lines: Names and prices.
        **more: Further fields of the draft.

    Returns:
        Its id.
    """
    today = desk.clock().astimezone(desk.settings.zone).date()
    rows = [{"text": text, "unit_price": price, "tax_rate": 2300} for text, price in lines]
    values = {"buyer_name": buyer, "sold_on": today, "due_on": today + timedelta(days=14), "lines": rows}
    draft = do(DraftInvoice, by, request=request, **(values | more))
    return str(do(IssueInvoice, by, request=request, digest=draft.digest).invoice)


def pay(desk: Helpdesk, do: Do, by: Actor, request: str, amount: str, method: str, **more: Any) -> None:
    """Money that came today.

    Args:
        desk: The desk.
        do: Carries out a command.
        by: Who records it.
        request: The request's id.
        amount: How much.
        method: How it came.
        **more: The invoice, the till receipt.
    """
    today = desk.clock().astimezone(desk.settings.zone).date()
    do(RecordPayment, by, request=request, amount=amount, method=method, received_on=today, **more)
