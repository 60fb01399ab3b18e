"""Web Push, as environment variables say it."""

from __future__ import annotations

import os

from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.web_push import WebPushNotifier
from helpdesk_core.ports import Notifier

KEY, CONTACT = "HELPDESK_PUSH_KEY", "HELPDESK_PUSH_CONTACT"


def push_out() -> list[Notifier]:
    """From HELPDESK_PUSH_KEY and HELPDESK_PUSH_CONTACT.

    Returns:
        The notifier; none where none of them is set.

    Raises:
        ConfigurationError: One of them is missing, or cannot be right.
    """
    key, contact = (os.environ.get(name, "").strip() for name in (KEY, CONTACT))
    if not (key or contact):
        return []
    if not (key and contact):
        raise ConfigurationError(f"{KEY} and {CONTACT} belong together")
    return [WebPushNotifier(key=key, contact=contact)]
