"""Webhooks of another system, both ways, as environment variables say it."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.webhooks import SignedWebhook, WebhookChannel
from helpdesk_core.ports import Channel, Webhook

from ..variables import yes_or_no

_PREFIX = "HELPDESK_WEBHOOK_"


def hooks_out() -> list[Webhook]:
    """From HELPDESK_WEBHOOK_URL, _SECRETS and _ACTIONS, with commas between several; _TEXTS and _PRIVATE, yes or no.

    Returns:
        The webhook; none without an address.

    Raises:
        ConfigurationError: A part of it is missing, or cannot be right.
    """
    url = os.environ.get(f"{_PREFIX}URL", "").strip()
    if not url:
        return []
    secrets, actions = _several("SECRETS"), _several("ACTIONS")
    if not secrets or not actions:
        raise ConfigurationError(f"{_PREFIX}SECRETS and {_PREFIX}ACTIONS: empty, and {_PREFIX}URL needs them both")
    texts, private = yes_or_no(f"{_PREFIX}TEXTS", False), yes_or_no(f"{_PREFIX}PRIVATE", False)
    return [SignedWebhook(url=url, secrets=secrets, actions=actions, with_texts=texts, private=private)]


def hook_maker() -> Callable[..., Webhook]:
    """What tells the addresses that staff keep in the app: in private networks too, where HELPDESK_WEBHOOK_PRIVATE
    allows it."""
    return partial(SignedWebhook, private=yes_or_no(f"{_PREFIX}PRIVATE", False))


def hooks_in() -> list[Channel]:
    """From HELPDESK_WEBHOOK_IN_SECRETS, and HELPDESK_WEBHOOK_IN_VOUCHES, yes or no.

    Returns:
        The channel; none without a secret.

    Raises:
        ConfigurationError: One cannot be right.
    """
    secrets = _several("IN_SECRETS")
    return [WebhookChannel(secrets=secrets, is_chat=yes_or_no(f"{_PREFIX}IN_VOUCHES", False))] if secrets else []


def _several(name: str) -> tuple[str, ...]:
    return tuple(filter(None, (one.strip() for one in os.environ.get(f"{_PREFIX}{name}", "").split(","))))
