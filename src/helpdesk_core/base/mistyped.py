"""Addresses that look mistyped: a code sent to ``gmial.com`` reaches nobody, and its owner waits for it."""

from __future__ import annotations

#: Where many customers have their mail. What is one slip away from one of these and none of these was hardly meant.
PROVIDERS = (
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "proton.me",
    "protonmail.com", "interia.pl", "interia.eu", "poczta.onet.pl", "onet.pl", "onet.eu", "gazeta.pl", "wp.pl", "o2.pl",
    "tlen.pl", "vp.pl", "op.pl", "buziaczek.pl", "poczta.fm", "spoko.pl", "hotmail.co.uk", "yahoo.co.uk", "outlook.fr",
    "hotmail.fr", "web.de", "gmx.de", "gmx.net", "t-online.de", "freenet.de", "seznam.cz", "centrum.cz",
)  # fmt: skip
#: Addresses of others that are one slip away from one of those, and right.
_OTHERS = {"mail.com", "ymail.com", "email.com", "cloud.com", "gmx.com", "gmx.at", "gmx.ch", "outlook.co", "yahoo.co"}
_SHORTEST = 7
"""Letters: among shorter ones nearly every slip is somebody's own domain."""


def meant_address(address: str) -> str | None:
    """What somebody who typed an address probably meant.

    Args:
        address: As it was typed.

    Returns:
        The address at the provider whose name is one letter away (one missing, added, other, or two swapped). None when
        nothing speaks for a slip.
    """
    person, at, domain = address.strip().rpartition("@")
    domain = domain.casefold()
    if not at or not person or domain in PROVIDERS or domain in _OTHERS:
        return None
    found = next((one for one in PROVIDERS if len(one) >= _SHORTEST and _one_slip(domain, one)), None)
    return None if found is None else f"{person}@{found}"


def _one_slip(typed: str, meant: str) -> bool:
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    left, right = typed[start:], meant[start:]
    if len(typed) != len(meant):
        return left[1:] == right if len(left) > len(right) else left == right[1:]
    return left[1:] == right[1:] or (left[1::-1] == right[:2] and left[2:] == right[2:])
