"""What the API's error codes mean for a message: whose it is to mend, and whether it waits or is over.

The codes are those of the Cloud API's reference; what is not listed waits, since nothing is given up but for the
receiver's own reasons.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...ports import Answer, Retry, Unavailable, Undeliverable

WINDOW_CLOSED = "whatsapp_window_closed"
RECIPIENT = "whatsapp_recipient"
TEMPLATE = "whatsapp_template"
#: The sign-in, the account or the number: nothing goes out until the shop has mended it.
_SHOP = {
    **dict.fromkeys((0, 3, 10, 102, 190, 200, 131005), "whatsapp_token"),
    **dict.fromkeys((368, 131031, 130497), "whatsapp_account"),
    131042: "whatsapp_payment",
    **dict.fromkeys((131045, 131037, 133000, 133006, 133010, 133015), "whatsapp_number"),
}
#: Too many at once, or the provider's own trouble.
_LATER = {
    **dict.fromkeys((4, 80007, 130429, 131048, 133016), "whatsapp_limit"),
    **dict.fromkeys((1, 2, 131000, 131016, 131057, 133004), "whatsapp_down"),
}
#: This message waits, and others go: a template that is to be mended, one person who had many, a number of a trial.
_THIS = {
    **dict.fromkeys((132000, 132001, 132005, 132007, 132012, 132015, 132016, 132068, 132069), TEMPLATE),
    131056: "whatsapp_pair_limit",
    131030: "whatsapp_trial",
}
#: The receiver's own: no WhatsApp at this number, an old one, messages of businesses switched off.
_THEIRS = (131026, 131021, 131049, 131050, 130472, 131051)
_CLOSED = 131047
_SERVER_ERROR = 500


def of_answer(status: int, content: Mapping[str, Any]) -> Answer:
    """What a refused call means.

    Args:
        status: The HTTP status.
        content: What the API said.

    Returns:
        The answer of a notifier, with a code in which nothing of the message stands.
    """
    code = _code(content.get("error"))
    if code == _CLOSED:
        return Undeliverable(WINDOW_CLOSED)
    if code in _THEIRS:
        return Undeliverable(RECIPIENT)
    if code in _THIS:
        return Retry(_THIS[code])
    reason = _SHOP.get(code) or _LATER.get(code)
    if (reason is None and 200 <= code < 300) or status in (401, 403):
        reason = reason or "whatsapp_token"
    if reason is None and (status == 429 or status >= _SERVER_ERROR):
        reason = "whatsapp_limit" if status == 429 else "whatsapp_down"
    return Retry(f"whatsapp_refused_{code if code >= 0 else status}") if reason is None else Unavailable(reason)


def of_report(one: Mapping[str, Any]) -> str:
    """Why a message that was taken did not arrive after all.

    Args:
        one: The report.

    Returns:
        A code.
    """
    errors = one.get("errors")
    code = _code(errors[0]) if isinstance(errors, list) and errors else -1
    if code == _CLOSED:
        return WINDOW_CLOSED
    if code in _THEIRS:
        return RECIPIENT
    known = _SHOP.get(code) or _THIS.get(code) or _LATER.get(code)
    return known or f"whatsapp_failed_{code}" if code >= 0 else "whatsapp_failed"


def _code(error: Any) -> int:
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) and not isinstance(code, bool) and 0 <= code < 10**9 else -1
