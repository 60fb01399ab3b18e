"""The headings under which the pages of the settings stand in their list: code and English."""

from __future__ import annotations

from collections.abc import Iterable

from helpdesk_core.i18n import define

SECTIONS = {
    define("settings.section.shop", "Your shop"): ("shop", "hours", "locations", "pictures", "legal", "webhooks"),
    define("settings.section.work", "From the request to the hand-over"): (
        "booking",
        "questions",
        "statuses",
        "appointments",
        "checklists",
        "collecting",
    ),
    define("settings.section.words", "What customers read"): (
        "messages",
        "replies",
        "wording",
        "journey",
        "follow_ups",
        "numbers",
    ),
}
#: Pages that are no form of this capability: their routes, and the right without which they are not listed.
OWN_PAGES = {
    "wording": ("staff_settings_wording", "settings.edit"),
    "pictures": ("staff_settings_pictures", "settings.edit"),
    "questions": ("staff_questions", "settings.edit"),
    "webhooks": ("staff_webhooks", "webhooks.see"),
}
_OTHER = define("settings.section.other", "More")


def sectioned(names: Iterable[str]) -> dict[str, list[str]]:
    """The pages by heading.

    Args:
        names: All pages, in the order in which those without a heading of their own stand.

    Returns:
        Heading to pages, without headings that have none.
    """
    left = list(names)
    found = {head: [name for name in wanted if name in left] for head, wanted in SECTIONS.items()}
    found[_OTHER] = [name for name in left if not any(name in of for of in SECTIONS.values())]
    return {head: pages for head, pages in found.items() if pages}
