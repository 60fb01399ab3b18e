"""The shape of a webhook: entries with changes, each with messages or reports. Both come in batches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import attrs

SHAPES = (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError)
"""What reading something of another shape raises."""
_LISTS = ("messages", "statuses")
_UNKNOWN = "unknown"
_SAYS_NOTHING = "sent"
"""A report that a message was taken: the answer to sending it has said so."""


@attrs.frozen(kw_only=True)
class Item:
    """One message or report of a payload, with what stands around it.

    Attributes:
        kind: The list in which it stood.
        one: Itself.
        contact: The contact that it names; empty where there is none.
        metadata: Which number of the shop's it came to.
        around: The payload's fields besides, for a payload of this one alone.
    """

    kind: str
    one: Any
    contact: Mapping[str, Any]
    metadata: Any
    around: tuple[Any, Any]

    @property
    def alone(self) -> bytes:
        """A payload with nothing else in it: the same bytes in whatever batch it came."""
        contacts = [self.contact] if self.contact else []
        value = {"metadata": self.metadata, "contacts": contacts, self.kind: [self.one]}
        entry = {"id": self.around[1], "changes": [{"field": "messages", "value": value}]}
        return json.dumps({"object": self.around[0], "entry": [entry]}, sort_keys=True).encode()

    @property
    def says_nothing(self) -> bool:
        """Whether it tells what is known already."""
        return self.kind == "statuses" and isinstance(self.one, dict) and self.one.get("status") == _SAYS_NOTHING


def items(body: bytes) -> list[Item]:
    """The messages and reports of a payload, in their order.

    Args:
        body: The payload.

    Returns:
        All of them; what has another shape stands among them as it is.

    Raises:
        ValueError: It is no payload; the others of `SHAPES` mean the same.
    """
    content = json.loads(body)
    about = content.get("object")
    found = [(entry, change) for entry in content["entry"] for change in entry["changes"]]
    return [one for entry, change in found for one in _of_change(change, about, entry.get("id"))]


def _of_change(change: Any, about: Any, account: Any) -> list[Item]:
    try:
        value = change["value"]
        if change["field"] != "messages":
            return []  # of other subjects: templates, the account, what the shop's own people write
        contacts, metadata = value.get("contacts"), value.get("metadata")
        return [
            Item(kind=kind, one=one, contact=_named(contacts, one), metadata=metadata, around=(about, account))
            for kind in _LISTS
            for one in value.get(kind) or []
        ]
    except SHAPES:
        return [Item(kind=_UNKNOWN, one=change, contact={}, metadata={}, around=(about, account))]


def _named(contacts: Any, one: Any) -> Mapping[str, Any]:
    """The contact of a message: by number, or by the account's id, which stands in for a number that is not shown."""
    known = [each for each in contacts if isinstance(each, dict)] if isinstance(contacts, list) else []
    if not isinstance(one, dict):
        return {}
    for theirs, own in (("wa_id", "from"), ("user_id", "from_user_id")):
        found = next((each for each in known if each.get(theirs) and each.get(theirs) == one.get(own)), None)
        if found is not None:
            return found
    return known[0] if len(known) == 1 else {}
