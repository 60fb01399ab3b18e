"""``helpdesk mail-in``: a mail server's pipe."""

from __future__ import annotations

import sys

from helpdesk_core import ConfigurationError, Refusal, StoreError
from helpdesk_core.ports import InboundRequest

from ..environment import DeskOption, shop

MOST_BYTES = 40_000_000
TRY_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h: the mail server keeps the mail and brings it again."""


def mail_in(*, desk: DeskOption = (), channel: str = "mail") -> None:
    """Take one mail from standard input, as a mail server's pipe gives it.

    It is kept, and read by the worker. When it cannot be kept now, the mail server is told to bring it again.

    Args:
        channel: The name of the desk's channel.
    """
    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        answer = shop(desk, operator=True).desk.receive(channel, InboundRequest(body=raw))
    except (StoreError, OSError, ConfigurationError) as error:
        print(f"helpdesk: {type(error).__name__}: {error}", file=sys.stderr)
        raise SystemExit(TRY_AGAIN) from None
    if isinstance(answer, Refusal):
        print(f"helpdesk: the mail was not kept: {answer.code}", file=sys.stderr)
        raise SystemExit(TRY_AGAIN)
