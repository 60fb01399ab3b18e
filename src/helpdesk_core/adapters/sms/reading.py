"""What both providers' channels share: forms in, facts out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from urllib.parse import parse_qsl

from ...ports import Inbound, InboundKind, InboundRequest

_MOST_FIELDS = 200


def pairs(form: bytes | str) -> list[tuple[str, str]]:
    """The fields of a form, in their order.

    Args:
        form: The form, as a body or a query string.

    Returns:
        Names and values; none for what is no form, or a very large one.
    """
    text = form.decode("utf-8", "replace") if isinstance(form, bytes) else form
    try:
        return parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=_MOST_FIELDS)
    except ValueError:
        return []


def fields(request: InboundRequest) -> Mapping[str, str]:
    """The fields of a request: of its body, and of its address where that does not say the same.

    Args:
        request: What came.

    Returns:
        The first value of each name.
    """
    found: dict[str, str] = {}
    for name, value in (*pairs(request.body), *pairs(request.query)):
        found.setdefault(name, value)
    return found


def nothing(request: InboundRequest, problem: str = "") -> Inbound:
    """What cannot be read; with a problem it waits for a person."""
    return Inbound(kind=InboundKind.OTHER, id=hashlib.sha256(request.body).hexdigest(), problem=problem)
