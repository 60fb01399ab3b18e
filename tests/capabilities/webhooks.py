"""Telling other systems what changed: a job, and a page about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from capabilities.scene import STAFF, Look, at_desk
from helpdesk_core.commands import ReplyToCustomer
from helpdesk_core.ports import Answer, Sent, Undeliverable
from helpdesk_core.views import view_queue, view_webhooks
from journeys import ANNA, do
from shops import Shop, Visitor

VIEWS = {view_webhooks: Look(by=STAFF[1:], right="webhooks.see", of_nobody=True)}


@attrs.define
class Hook:
    """Another system, which answers as it is told."""

    answer: Answer = attrs.field(factory=Sent)
    told: list[Mapping[str, Any]] = attrs.field(factory=list)
    name: str = "crm"
    actions: tuple[str, ...] = ("shop_replied",)
    with_texts: bool = False

    def tell(self, id: str, event: Mapping[str, Any]) -> Answer:
        self.told.append(event)
        return self.answer


def told(shop: Shop) -> None:
    """Something happens that other systems are told."""
    request = shop.desk.show(view_queue, ANNA).rows[0].id
    do(shop.desk, ReplyToCustomer, ANNA, request=request, text="Tajemnica", unconfirmed=True)
    while shop.desk.deliver(500).total:
        pass


def _with(*hooks: Hook, happens: bool = False) -> Any:
    def go(visitor: Visitor) -> None:
        visitor.shop.desk.webhooks = hooks
        if happens:
            told(visitor.shop)
        at_desk("/staff/webhooks")(visitor)

    return go


PAGES = {
    "staff_webhooks": {
        "no address": _with(),
        "nothing told": _with(Hook(name="crm, since a moment ago", actions=("*",), with_texts=True)),
        "told": _with(Hook(), happens=True),
        "not taken": _with(Hook(answer=Undeliverable("webhook_gone")), happens=True),
    }
}
