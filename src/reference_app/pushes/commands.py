"""``helpdesk push-keys``: the shop's key for messages in browsers."""

from __future__ import annotations

import sys

from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.web_push import is_installed, new_key

from .environment import CONTACT, KEY


def push_keys() -> None:
    """Make a key for messages in browsers, and print the two variables that turn them on.

    Make it once: with another key every customer has to turn them on again.
    """
    if not is_installed():
        raise ConfigurationError("messages in browsers need more: pip install 'helpdesk-core[push]'")
    sys.stdout.write(f"{KEY}={new_key()}\n{CONTACT}=mailto:you@example.com\n")
