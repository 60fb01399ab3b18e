"""WhatsApp, as environment variables say it."""

from __future__ import annotations

import os
import re

from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.whatsapp import API, GraphApi, Template, WhatsAppChannel, WhatsAppNotifier
from helpdesk_core.ports import Channel, Notifier

_PREFIX = "HELPDESK_WHATSAPP_"
_NEEDED = ("NUMBER_ID", "TOKEN", "APP_SECRET", "VERIFY_TOKEN")
_TEMPLATE = re.compile(r"\s*([a-z]{2,3})=([a-z0-9_]{1,512}):([A-Za-z_]{2,15})\s*")


def chats_in() -> list[Channel]:
    """From HELPDESK_WHATSAPP_NUMBER_ID, _TOKEN, _APP_SECRET and _VERIFY_TOKEN.

    Returns:
        The channel; none where none of them is set.

    Raises:
        ConfigurationError: Some are missing, or cannot be right.
    """
    api = _api()
    if api is None:
        return []
    return [WhatsAppChannel(api=api, app_secret=_given("APP_SECRET"), verify_token=_given("VERIFY_TOKEN"))]


def chats_out() -> list[Notifier]:
    """From the same, and HELPDESK_WHATSAPP_TEMPLATES, `pl=new_message:pl,en=new_message:en_US`.

    Returns:
        The notifier; none where none of them is set.

    Raises:
        ConfigurationError: As `chats_in`.
    """
    api = _api()
    return [] if api is None else [WhatsAppNotifier(api=api, templates=_templates())]


def _api() -> GraphApi | None:
    given = {name: _given(name) for name in _NEEDED}
    if not any(given.values()):
        return None
    if missing := [f"{_PREFIX}{name}" for name, value in given.items() if not value]:
        raise ConfigurationError(f"{', '.join(missing)}: empty, and WhatsApp needs them all")
    return GraphApi(number=given["NUMBER_ID"], token=given["TOKEN"], api=_given("API") or API)


def _templates() -> dict[str, Template]:
    found: dict[str, Template] = {}
    for part in filter(str.strip, _given("TEMPLATES").split(",")):
        said = _TEMPLATE.fullmatch(part)
        if said is None:
            raise ConfigurationError(
                f"{_PREFIX}TEMPLATES is language=name:code, as pl=new_message:pl,en=new_message:en_US"
            )
        found[said[1]] = Template(name=said[2], code=said[3])
    return found


def _given(name: str) -> str:
    return os.environ.get(f"{_PREFIX}{name}", "").strip()
