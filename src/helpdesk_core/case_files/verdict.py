"""What a check of a case file comes to."""

from __future__ import annotations

import attrs

from ..base.messages import Message
from ..base.worded import Worded


class Verdict(Worded, prefix="case_file.verdict"):
    """What a check comes to."""

    GENUINE = "genuine", "This file is as the shop made it: every page and every value."
    DATA_HOLD = (
        "data_hold",
        "The data hold: every value is as the shop signed it. The pages are not the shop's any more, since a program "
        "saved the file again.",
    )
    PAGES_CHANGED = (
        "pages_changed",
        "The pages were changed: they do not say what the shop wrote. The data hold: every value is as the shop signed "
        "it.",
    )
    CHANGED = "changed", "This file was changed. Do not rely on it."
    OTHER_KEY = "other_key", "This file was signed with a key that is not the shop's. Do not rely on it."
    UNPROVED = (
        "unproved",
        "Nothing in this file contradicts itself, but nobody has checked yet whose key signed it. Give the shop's key.",
    )
    UNREADABLE = "unreadable", "This is no case file, or it is damaged."


@attrs.frozen(kw_only=True)
class Checked:
    """What a check came to.

    Attributes:
        findings: What was found, for people.
        key: The id of the key that the file names; empty where it cannot be read.
        reference: Of the request, as the file says.
    """

    verdict: Verdict
    findings: tuple[Message, ...] = ()
    key: str = ""
    reference: str = ""
