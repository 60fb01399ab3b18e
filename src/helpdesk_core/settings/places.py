"""Where people come to."""

from __future__ import annotations

from .model import Settings


def place_line(settings: Settings, location: str | None, language: str) -> str:
    """Where people come to, in one line.

    Args:
        settings: The shop's.
        location: The id of one of its locations; none, or one that it does not know, for the shop as a whole.
        language: The reader's.

    Returns:
        The name and the address, as far as the shop has them.
    """
    place = settings.location(location)
    name = settings.shop_name if place is None else settings.label(place.labels, language)
    return ", ".join(one for one in (name, settings.address) if one)
