"""Automatic answers in chats."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import journeys as j
import whatsapp_peer as w
from capabilities.channels import kept
from capabilities.scene import AUTOMATION, PEOPLE, STAFF, Example, Look, Scene, by_command, row
from helpdesk_core.base.text import Published
from helpdesk_core.commands import ChangeSettings, ResumeChat, TakeInbound, TakeRequest
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_before_writing, view_taken_over
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


def _taken_over(scene: Scene) -> dict[str, Any]:
    """A customer asked for a person in the chat of their request."""
    scene.desk.channels = {"whatsapp": w.channel()}
    number = f"+48600101{200 + next(_COUNT) % 700}"
    said = {"problem": "It leaks", "device": "Kettle", "surname": "Kern", "contact": number}
    made = j.do(scene.desk, TakeRequest, j.ANNA, location="here", **said)
    read = {"kind": "message", "sender": number, "proved": "yes", "text": "agent", "surname": "Kern"}
    inbound = kept(scene, "whatsapp")
    j.do(scene.desk, TakeInbound, j.BOT, inbound=inbound, fact=f"chat{next(_COUNT)}", **read)
    return {"request": made.request}


def _chatting(scene: Scene) -> tuple[tuple[str], dict[str, Any]]:
    return (_taken_over(scene)["request"],), {}


EXAMPLES = by_command(Example(ResumeChat, STAFF, fields=_taken_over, right="requests.reply"))
CHANGES = {
    "chat_resumed": row(STAFF, ResumeChat),
    "answered_by_chat": row(AUTOMATION, _example("The screen of my phone is broken", is_known=False)),
    "status_asked_by_chat": row(AUTOMATION, _example("status", is_known=True)),
    "person_wanted": row(AUTOMATION, _example("agent", is_known=True), automation="staff"),
    "stranger_wants_person": row(AUTOMATION, _example("agent", is_known=False), automation="staff"),
}
VIEWS = {
    view_before_writing: Look(by=PEOPLE, right="requests.view", of_nobody=True),
    view_taken_over: Look(by=STAFF, right="requests.view", ask=_chatting, stranger=NOT_FOUND),
}


def written_to(visitor: Visitor) -> None:
    """Where a problem is described, in a shop that names a number to write to."""
    desk = visitor.shop.desk
    if not desk.settings.chat_number:
        row = {"key": "chat_number", "value": Published.of("+48 500 100 200"), "seen": 0}
        j.do(desk, ChangeSettings, j.BOSS, values=(row,))
        desk.refresh_settings()
    visitor.open("/quick-help")
