"""Kinds of problem: what automatic answers in chats offer to choose from."""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen(kw_only=True)
class ProblemKind:
    """A kind of problem that an automatic answer in a chat offers.

    Attributes:
        id: A key of small letters and digits.
        labels: What it is called, in the shop's languages.
        retired: Whether it is offered no more.
    """

    id: str
    labels: Mapping[str, str]
    retired: bool = False


PROBLEM_KINDS = (
    ProblemKind(id="billing", labels={"en": "Billing", "pl": "Rozliczenia"}),
    ProblemKind(id="technical", labels={"en": "Technical", "pl": "Techniczne"}),
    ProblemKind(id="other", labels={"en": "Other", "pl": "Inne"}),
)
