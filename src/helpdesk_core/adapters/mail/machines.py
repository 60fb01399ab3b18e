"""Who wrote it: a person or a machine (RFC 3834), and what reports on our own mails say (RFC 3464)."""

from __future__ import annotations

import re

from ...ports import DeliveryState
from .headers import Headers, addresses, first, ids, words

#: Headers of which it is enough that they are there.
_MARKS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply-from",
    "x-autoreply-from",
    "x-mail-autoreply",
    "x-vacation",
    "x-failed-recipients",
    "list-id",
    "list-unsubscribe",
    "list-post",
    "feedback-id",
    "x-csa-complaints",
    "x-mailer-daemon",
    "x-github-reason",
)
_RULES = "x-ms-exchange-inbox-rules-loop"
_PRECEDENCE = frozenset({"auto_reply", "auto-reply", "bulk", "junk", "list"})
_SENDER = re.compile(
    r"(?:mailer-daemon|postmaster|no-?_?\.?reply|do-?_?not-?_?reply|donotreply|nie-?odpowiadaj|noreply-.{1,40}"
    r"|bounces?|bounce[+-].{1,200}|autoresponder|auto-?reply|autoodpowied[zź]|nicht-?antworten|listserv|majordomo)@",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\W{0,3}(?:(?:auto(?:matic|mated)?[ -]?(?:reply|response|answer)|autosvar|autoodpowied[zź]"
    r"|automatyczna odpowied[zź]|odpowied[zź] automatyczna|automatische antwort|abwesenheit(?:snotiz|sagent)?"
    r"|out of (?:the )?office(?:[ -]auto-?reply)?|nieobecno[sś][cć](?: w (?:biurze|pracy))?|poza biurem"
    r"|mail delivery (?:failed|failure|subsystem)|undelivered mail(?: returned to sender)?"
    r"|undeliver(?:able|ed)(?: (?:mail|message))?|delivery status notification|returned mail|failure notice"
    r"|niedostarczon[aey] (?:wiadomo[sś][cć]|poczta|e-?mail)|wiadomo[sś][cć] niedostarczona"
    r"|zwrot niedostarczon(?:ej wiadomo[sś]ci|ego e-?maila|ej poczty)|read receipt|lesebest[aä]tigung|unzustellbar"
    r"|potwierdzenie (?:przeczytania|dostarczenia)(?: wiadomo[sś]ci)?)"
    r"\s{0,3}(?:$|[:\])\[(–—]|- )"  # alone, or before what it is about: these words begin what people write, too
    r"|ooo:|(?:przeczytan[oey]|gelesen|niedostarczon[aey]|niedostarczalne): "
    r"|out of (?:the )?office (?:until|till|from) [^?]*$|auto(?:matic)?[ -]?reply from "
    r"|auto: .{1,100} is out of the office|i am (?:currently )?out of the office)",
    re.IGNORECASE,
)
_REPORTS = frozenset({"delivery-status", "disposition-notification", "feedback-report"})
_STATUS = re.compile(rb"^status:\s{0,5}([245])\.\d{1,3}\.\d{1,3}", re.IGNORECASE | re.MULTILINE)
_ACTION = re.compile(rb"^action:\s{0,5}(failed|delayed|delivered|relayed|expanded)", re.IGNORECASE | re.MULTILINE)
_OWN_ID = re.compile(rb"^(?:message-id|original-message-id):\s{0,5}(<[^<>\s]{1,400}>)", re.IGNORECASE | re.MULTILINE)


def is_by_machine(headers: Headers, sender: str, report: str) -> bool:
    """Whether a machine wrote a mail, by its headers.

    Args:
        headers: The mail's.
        sender: The address in From, empty where there is none.
        report: What ``multipart/report`` it is, empty for none.

    Returns:
        Whether it did: an automatic answer, a bounce, a receipt, a list, a newsletter.
    """
    marked = words(first(headers, "auto-submitted")).split(";")[0].strip().lower()
    if marked and marked != "no":
        return True
    if report in _REPORTS or any(name in headers for name in _MARKS):
        return True
    if "return-path" in headers and first(headers, "return-path").replace(b" ", b"") == b"<>":
        return True
    if words(first(headers, "precedence")).strip().lower() in _PRECEDENCE:
        return True
    if _SENDER.match(sender) or _is_by_rule(headers, sender):
        return True
    return _SUBJECT.match(words(first(headers, "subject"))[:200]) is not None


def _is_by_rule(headers: Headers, sender: str) -> bool:
    """Whether a rule of the sender's own mailbox at Exchange answered or forwarded. The mark names the mailbox
    of the rule: where the shop's own passes its letters on, it stands in what customers wrote, too."""
    own = sender.casefold()
    named = (one for value in headers.get(_RULES, ()) for one in addresses(value))
    return bool(own) and any(one.casefold() == own for one in named)


def state_of(report: bytes) -> DeliveryState | None:
    """What a report says became of a mail (RFC 3464, 2.3).

    Args:
        report: The bytes of its machine-readable part.

    Returns:
        The state; None for one that says nothing, or that the mail was only passed on.
    """
    status, action = _STATUS.search(report), _ACTION.search(report)
    said = action[1].lower() if action is not None else b""
    if said == b"failed" or (not said and status is not None and status[1] == b"5"):
        return DeliveryState.FAILED
    if said == b"delayed" or (not said and status is not None and status[1] == b"4"):
        return DeliveryState.DELAYED
    return DeliveryState.DELIVERED if said == b"delivered" else None


def original_ids(raw: bytes, headers: Headers) -> tuple[str, ...]:
    """The ids of the mails that a report is about: those in its parts first, then in its own headers.

    Args:
        raw: The whole report.
        headers: Its own headers.

    Returns:
        Ids without angle brackets.
    """
    own = ids([first(headers, "message-id")])
    within = ids(_OWN_ID.findall(raw[:2_000_000]))
    named = (*within, *ids([*headers.get("in-reply-to", ()), *headers.get("references", ())]))
    return tuple(one for one in dict.fromkeys(named) if one not in own)
