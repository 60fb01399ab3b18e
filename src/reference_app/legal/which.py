"""Which legal texts a shop has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from helpdesk_core import Settings

from .texts import PAGES as TEXTS


def pages_of(settings: Settings, now: datetime) -> Iterator[tuple[str, str]]:
    """The pages by name, with the codes of their titles: of withdrawal there is one where the law knows it, or the shop
    wrote its own."""
    for name, (title, code) in TEXTS.items():
        own = any(code in texts for texts in settings.wording.values())
        if name != "withdrawal" or own or settings.law_days("withdrawal", now) is not None:
            yield name, title
