"""Automatic answers in chats."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import journeys as j
import whatsapp_peer as w
from capabilities.channels import kept
from capabilities.scene import AUTOMATION, PEOPLE, Example, Look, Scene, row
from helpdesk_core.base.text import Published
from helpdesk_core.commands import ChangeSettings, TakeInbound, TakeRequest
from helpdesk_core.views import view_before_writing
from shops import Visitor

_COUNT = itertools.count()


def _chat(text: str, *, is_known: bool) -> Callable[[Scene], dict[str, Any]]:
    """Somebody writes by a chat: a customer who was at the counter, or a stranger."""

    def fields(scene: Scene) -> dict[str, Any]:
        scene.desk.channels = {"whatsapp": w.channel()}
        number = f"+48600100{200 + next(_COUNT) % 700}"
        if is_known:
            said = {"problem": "It leaks", "device": "Kettle", "surname": "Kern", "contact": number}
            j.do(scene.desk, TakeRequest, j.ANNA, location="here", **said)
        fact = f"chat{next(_COUNT)}"
        read = {"kind": "message", "sender": number, "proved": "yes", "text": text, "surname": "Kern"}
        return {"inbound": kept(scene, "whatsapp"), "fact": fact, **read}

    return fields


def _example(text: str, *, is_known: bool) -> Example:
    return Example(TakeInbound, AUTOMATION, fields=_chat(text, is_known=is_known), stranger=None)


CHANGES = {
    "answered_by_chat": row(AUTOMATION, _example("The screen of my phone is broken", is_known=False)),
    "status_asked_by_chat": row(AUTOMATION, _example("status", is_known=True)),
    "person_wanted": row(AUTOMATION, _example("agent", is_known=True), automation="staff"),
    "stranger_wants_person": row(AUTOMATION, _example("agent", is_known=False), automation="staff"),
}
VIEWS = {view_before_writing: Look(by=PEOPLE, right="requests.view", of_nobody=True)}


def written_to(visitor: Visitor) -> None:
    """Where a problem is described, in a shop that names a number to write to."""
    desk = visitor.shop.desk
    if not desk.settings.chat_number:
        row = {"key": "chat_number", "value": Published.of("+48 500 100 200"), "seen": 0}
        j.do(desk, ChangeSettings, j.BOSS, values=(row,))
        desk.refresh_settings()
    visitor.open("/quick-help")
