"""What a mail server's answers mean: whom they are about decides whether a message waits or ends.

RFC 5321 calls 4yz passing and 5yz lasting, but a lasting refusal of the shop (its sign-in, its sender, its reputation,
its quota) is none of the receiver's: the shop mends it, and the message waits. RFC 3463 says by the second number of
its codes what a refusal is about.
"""

from __future__ import annotations

import logging
import re
import smtplib
import ssl

from ..ports import Retry, Unavailable, Undeliverable, Unsure

_log = logging.getLogger("helpdesk_core.smtp")
_ENHANCED = re.compile(r"\s*[245]\.(\d{1,3})\.(\d{1,3})")
_GO_ON = 354
_SYSTEM, _NETWORK, _POLICY = 3, 4, 7
"""Subjects of RFC 3463: the mail system, the network, who may send what. The others are the receiver or the mail."""
_SIGN_IN = (530, 534, 535, 538)
"""Sign in first, or otherwise (RFC 4954)."""
_FULL = (452, 552)
"""RFC 5321, 4.5.3.1.10: 552 is taken for 452; a full mailbox is emptied one day."""
SOON = 60.0
"""Seconds until a server that was not reached is tried again."""
ANSWER_SECONDS, PATIENCE_SECONDS = 60.0, 600.0
"""How long an answer is waited for, and the one that says the mail was taken. A server may look at a mail for minutes:
who gives up earlier sends it twice (RFC 5321, 4.5.3.2.6)."""


def of_sender(code: int) -> Unavailable | None:
    """The answer to MAIL, which is about the shop alone.

    Args:
        code: The server's reply code.

    Returns:
        The channel's fault, None when the sender was accepted.
    """
    return None if 200 <= code < 300 else Unavailable(f"smtp_sender_{code}")


def of_receiver(code: int, text: bytes | str) -> Retry | Unavailable | Undeliverable | None:
    """The answer to RCPT.

    Args:
        code: The server's reply code.
        text: What it says with it.

    Returns:
        What becomes of the message, None when the receiver was accepted.
    """
    if 200 <= code < 300:
        return None
    if code in _SIGN_IN or "relay" in _text(text).lower():  # "relaying denied": the server does not know us
        return Unavailable(f"smtp_{code}")
    about = _about(text)
    lasting = 500 <= code < 600 and code not in (*_FULL, 503) and about not in (_SYSTEM, _POLICY)
    return Undeliverable(f"smtp_{code}") if lasting else Retry(f"smtp_{code}")


def of_begun(code: int, text: bytes | str) -> Retry | Unavailable | Undeliverable | None:
    """The answer to DATA, before the mail itself.

    Args:
        code: The server's reply code.
        text: What it says with it.

    Returns:
        What becomes of the message, None when the server waits for it.
    """
    return None if code == _GO_ON else _refusal(code, text) or Retry(f"smtp_{code}")


def of_data(code: int, text: bytes | str) -> Retry | Unavailable | Undeliverable | Unsure | None:
    """The answer to the mail itself.

    Args:
        code: The server's reply code.
        text: What it says with it.

    Returns:
        What becomes of the message, None when it was taken. Nonsense is no refusal: the mail may have been taken.
    """
    return None if 200 <= code < 300 else _refusal(code, text) or Unsure("answered_nonsense")


def unavailable(error: Exception) -> Unavailable:
    """What kept a conversation from getting as far as a mail.

    Args:
        error: Of `smtplib`, `ssl` or the network.

    Returns:
        The channel's fault, with its reason: the server was not reached, TLS or the sign-in failed.
    """
    no_starttls = isinstance(error, smtplib.SMTPNotSupportedError) and "STARTTLS" in str(error)
    if isinstance(error, ssl.SSLError) or no_starttls:
        found = Unavailable("tls_failed")
    elif isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPNotSupportedError):
        found = Unavailable("sign_in_refused")
    elif isinstance(error, smtplib.SMTPResponseException):
        found = Unavailable(f"smtp_{error.smtp_code}", SOON)
    else:
        found = Unavailable("server_not_reached", SOON)
    _log.warning("the mail server: %s (%s)", found.reason, type(error).__name__)
    return found


def _refusal(code: int, text: bytes | str) -> Retry | Unavailable | Undeliverable | None:
    """What a refused mail means; None for a code that refuses nothing (RFC 5321, 4.2.1)."""
    if not 400 <= code < 600:
        return None
    if code in _SIGN_IN:
        return Unavailable(f"smtp_{code}")
    about = _about(text)
    lasting = code >= 500 and code not in _FULL and about not in (_SYSTEM, _NETWORK, _POLICY)
    return Undeliverable(f"smtp_{code}") if lasting else Retry(f"smtp_{code}")


def _text(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def _about(text: bytes | str) -> int | None:
    """What a refusal is about: see `_SYSTEM` and those beside it."""
    found = _ENHANCED.match(_text(text))
    return int(found.group(1)) if found else None
