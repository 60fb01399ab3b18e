"""Where mail comes in, as environment variables say it."""

from __future__ import annotations

import os

from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.mail import ImapMailbox, MailChannel, MailgunMail, PostmarkMail, SignedMail
from helpdesk_core.ports import Channel

from ..variables import port, yes_or_no
from .chats import chats_in
from .hooks import hooks_in
from .sms import sms_in


def channels_of_environment() -> list[Channel]:
    """From HELPDESK_MAIL_ADDRESS, where answers come in, HELPDESK_MAIL_SERVER, the name of the mail server in
    Authentication-Results, and a provider's secret: HELPDESK_POSTMARK_PASSWORD, HELPDESK_MAILGUN_KEY,
    HELPDESK_SIGNED_MAIL_SECRET; and those of `chats`, `sms` and `hooks`.

    Returns:
        The channels; none of mail without the address.
    """
    return [*_mail(), *chats_in(), *sms_in(), *hooks_in()]


def _mail() -> list[Channel]:
    address = os.environ.get("HELPDESK_MAIL_ADDRESS", "").strip()
    if not address:
        return []
    own, server = [address], os.environ.get("HELPDESK_MAIL_SERVER", "").strip()
    found: list[Channel] = [MailChannel(own=own, server=server)]
    if password := os.environ.get("HELPDESK_POSTMARK_PASSWORD"):
        found.append(PostmarkMail(own=own, server=server, password=password))
    if key := os.environ.get("HELPDESK_MAILGUN_KEY"):
        found.append(MailgunMail(own=own, server=server, key=key))
    if secret := os.environ.get("HELPDESK_SIGNED_MAIL_SECRET"):
        found.append(SignedMail(own=own, server=server, secret=secret))
    return found


def mailbox_of_environment() -> ImapMailbox | None:
    """From HELPDESK_IMAP_HOST, _PORT, _USER, _PASSWORD, _FOLDER and _TLS.

    Returns:
        The mailbox, None without a host.

    Raises:
        ConfigurationError: A part of it is missing.
    """
    host = os.environ.get("HELPDESK_IMAP_HOST", "").strip()
    if not host:
        return None
    for name in ("HELPDESK_IMAP_USER", "HELPDESK_IMAP_PASSWORD", "HELPDESK_MAIL_ADDRESS"):
        if not os.environ.get(name):
            raise ConfigurationError(f"{name} is empty: a mailbox needs it beside HELPDESK_IMAP_HOST")
    return ImapMailbox(
        host=host,
        user=os.environ["HELPDESK_IMAP_USER"],
        password=os.environ["HELPDESK_IMAP_PASSWORD"],
        port=port("HELPDESK_IMAP_PORT", 993),
        folder=os.environ.get("HELPDESK_IMAP_FOLDER") or "INBOX",
        tls=yes_or_no("HELPDESK_IMAP_TLS", True),
    )
