"""What the shop's own mail server found out about a sender (RFC 8601). What stands there from others is not read."""

from __future__ import annotations

import re

from ...ports import Proved
from .headers import Headers, words

_RESULT = re.compile(r"\b(dmarc|dkim|spf)\s{0,3}=\s{0,3}([a-z]{2,12})", re.IGNORECASE)
_DKIM_DOMAIN = re.compile(r"header\.(?:d|i)=@?([\w.-]{1,255})", re.IGNORECASE)
_SPF_DOMAIN = re.compile(r"smtp\.mailfrom=(?:[^\s;@]{1,100}@)?([\w.-]{1,255})", re.IGNORECASE)


def proved(headers: Headers, server: str, sender: str) -> Proved:
    """Whether a mail comes from the service of its sender.

    Args:
        headers: The mail's.
        server: The name that the shop's own server gives itself in ``Authentication-Results``; empty where it writes
            none. Only the topmost such header is read: a server puts its own above those that a mail brought.
        sender: The address in From.

    Returns:
        What that server says: by DMARC, else by a signature or a path of the sender's own domain.
    """
    values = headers.get("authentication-results", ()) if server else ()
    own = [value for value in map(words, values[:1]) if value.split(";")[0].split()[:1] == [server]]
    if not own:
        return Proved.UNKNOWN
    found = {name.lower(): result.lower() for name, result in reversed(_RESULT.findall(own[0]))}
    if found.get("dmarc") in ("pass", "fail"):
        return Proved.YES if found["dmarc"] == "pass" else Proved.NO
    domain = sender.rpartition("@")[2].lower()
    aligned = any(
        found.get(name) == "pass" and any(_is_of(one.lower(), domain) for one in pattern.findall(own[0]))
        for name, pattern in (("dkim", _DKIM_DOMAIN), ("spf", _SPF_DOMAIN))
    )
    if aligned:
        return Proved.YES
    return Proved.NO if found.get("dkim") == "fail" and found.get("spf") == "fail" else Proved.UNKNOWN


def _is_of(found: str, domain: str) -> bool:
    """Whether a domain is the sender's, or one above or below it (relaxed alignment, RFC 7489, 3.1)."""
    return "." in found and (found == domain or domain.endswith(f".{found}") or found.endswith(f".{domain}"))
