"""Telling other systems what changed: a job, and a page about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from capabilities.scene import ADMINS, AUTOMATION, STAFF, Example, Look, Scene, at_desk, by_command, row
from helpdesk_core.adapters.webhooks import SignedWebhook
from helpdesk_core.commands import (
    AddWebhook,
    ChangeWebhook,
    FailWebhook,
    PauseWebhook,
    RemoveWebhook,
    ReplyToCustomer,
    ResumeWebhook,
    RotateWebhookSecret,
)
from helpdesk_core.desk.delivery import JOBS
from helpdesk_core.ports import Answer, Sent, Undeliverable
from helpdesk_core.views import (
    view_failed_webhooks,
    view_queue,
    view_webhook,
    view_webhook_choices,
    view_webhook_teller,
    view_webhooks,
)
from helpdesk_core.webhooks.endpoints import endpoints
from journeys import ANNA, BOSS, do
from shops import Shop, Visitor

RIGHT = "webhooks.keep"


def _one(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (kept(scene.desk)["webhook"],), {}


VIEWS = {
    view_webhooks: Look(by=STAFF[1:], right="webhooks.see", of_nobody=True),
    view_webhook: Look(by=STAFF[1:], right=RIGHT, ask=_one, of_nobody=True),
    view_webhook_choices: Look(by=STAFF[1:], right=RIGHT, of_nobody=True),
    view_failed_webhooks: Look(by=STAFF, right="deliveries.retry", of_nobody=True),
    view_webhook_teller: Look(by=STAFF[1:], right="webhooks.see", ask=_one, of_nobody=True),
}

_SAID = {"name": "Accounts", "actions": ("shop_replied",)}


def kept(desk: Any) -> dict[str, str]:
    """An address that staff keep; its id. Each of another path, since one address is there once."""
    desk.webhook_maker = SignedWebhook
    return {"webhook": str(do(desk, AddWebhook, BOSS, **_fresh(desk)).webhook)}


def _fresh(desk: Any) -> dict[str, Any]:
    desk.webhook_maker = SignedWebhook
    with desk.reading() as reader:
        return _SAID | {"url": f"https://hooks.example/{len(endpoints(reader))}"}


def _paused(scene: Scene) -> dict[str, str]:
    one = kept(scene.desk)
    do(scene.desk, PauseWebhook, BOSS, **one)
    return one


EXAMPLES = by_command(
    Example(AddWebhook, ADMINS, right=RIGHT, is_try=True, fields=lambda scene: _fresh(scene.desk), stranger=None),
    Example(
        ChangeWebhook,
        ADMINS,
        right=RIGHT,
        fields=lambda scene: {**kept(scene.desk), **_SAID, "url": "https://hooks.example/other"},
        stranger=None,
    ),
    Example(PauseWebhook, ADMINS, right=RIGHT, fields=lambda scene: kept(scene.desk), stranger=None),
    Example(ResumeWebhook, ADMINS, right=RIGHT, fields=_paused, stranger=None),
    Example(RemoveWebhook, ADMINS, right=RIGHT, fields=lambda scene: kept(scene.desk), stranger=None),
    Example(
        RotateWebhookSecret,
        ADMINS,
        right=RIGHT,
        is_try=True,
        fields=lambda scene: {**kept(scene.desk), "generation": 1},
        stranger=None,
    ),
    Example(FailWebhook, AUTOMATION, fields=lambda scene: kept(scene.desk), stranger=None),
)
KEPT = {
    "webhook_endpoints.name": "the shop's own word for another system",
    "webhook_endpoints.added_by": "staff stand by what they did",
}
CHANGES = {
    "webhook_added": row(ADMINS, AddWebhook),
    "webhook_changed": row(ADMINS, ChangeWebhook),
    "webhook_paused": row(ADMINS, PauseWebhook),
    "webhook_resumed": row(ADMINS, ResumeWebhook),
    "webhook_removed": row(ADMINS, RemoveWebhook),
    "webhook_rotated": row(ADMINS, RotateWebhookSecret),
    "webhooks_kept": row(
        (*ADMINS, *AUTOMATION),
        AddWebhook,
        ChangeWebhook,
        PauseWebhook,
        ResumeWebhook,
        RemoveWebhook,
        FailWebhook,
    ),
    "webhook_failed": row(AUTOMATION, FailWebhook, automation="staff"),
}


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


def _at(path: str, *, state: str = "active", rotated: bool = False) -> Any:
    def go(visitor: Visitor) -> None:
        desk = visitor.shop.desk
        one = kept(desk)
        kinds = {"paused": (PauseWebhook, BOSS), "failed": (FailWebhook, JOBS)}
        if state in kinds:
            command, actor = kinds[state]
            do(desk, command, actor, **one)
        if rotated:
            do(desk, RotateWebhookSecret, BOSS, **one, generation=1)
        at_desk(path.format(**one))(visitor)

    return go


def _errors(visitor: Visitor) -> None:
    at_desk("/staff/webhooks/new")(visitor)
    visitor.send("/staff/webhooks/new", url="hooks.example")


def _secret(visitor: Visitor) -> None:
    at_desk("/staff/webhooks/new")(visitor)
    visitor.send("/staff/webhooks/new", name="Accounts", url="https://hooks.example/x", every="y")


PAGES = {
    "staff_webhooks": {
        "no address": _with(),
        "nothing told": _with(Hook(name="crm, since a moment ago", actions=("*",), with_texts=True)),
        "told": _with(Hook(), happens=True),
        "not taken": _with(Hook(answer=Undeliverable("webhook_gone")), happens=True),
        "kept, one paused": _at("/staff/webhooks", state="paused"),
    },
    "staff_webhook_new": {"empty": at_desk("/staff/webhooks/new"), "errors": _errors},
    "staff_webhook": {
        "active": _at("/staff/webhooks/{webhook}"),
        "paused": _at("/staff/webhooks/{webhook}", state="paused"),
        "failed, with an old secret": _at("/staff/webhooks/{webhook}", state="failed", rotated=True),
        "its secret": _secret,
    },
    "staff_webhook_question": {"asked": _at("/staff/webhooks/{webhook}/remove")},
}
