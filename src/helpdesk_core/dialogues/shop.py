"""What a shop's settings say of its dialogues."""

from __future__ import annotations

from ..context import Context
from .changes import PERSON, STATUS, WELCOME
from .script import Shop


def shop_of(context: Context) -> Shop:
    """What a shop says of its dialogues.

    Args:
        context: Of the shop.

    Returns:
        It, as the script takes it.
    """
    settings = context.settings
    kinds = [(one.id, tuple(one.labels.values())) for one in settings.problem_kinds if not one.retired]
    return Shop(
        kinds=kinds,
        welcomes=settings.sends(WELCOME.name),
        tells=settings.sends(STATUS.name),
        hands_over=settings.sends(PERSON.name),
    )
