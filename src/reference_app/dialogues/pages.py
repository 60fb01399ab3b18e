"""The way to the shop's chat: a link on the start page, with a square to scan where somebody describes a problem."""

from __future__ import annotations

from typing import Any

from helpdesk_core.settings import chat_digits

from ..intake.counter import square
from ..slots import Asked, Card, Pages
from ..web import Web


def chat_link(web: Web) -> str:
    """The address that opens a chat with the shop, empty where it names no number."""
    digits = chat_digits(web.desk.settings)
    return f"https://wa.me/{digits}" if digits else ""


async def way(asked: Asked) -> dict[str, Any] | None:
    """Link and square, above what is typed."""
    link = chat_link(asked.web)
    return {"link": link, "code": square(link)} if link else None


PAGES = Pages(known=(Card("dialogues/way.html", view=way, order=80),))
