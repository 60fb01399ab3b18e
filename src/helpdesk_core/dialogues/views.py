"""What people read before they write to the shop's number."""

from __future__ import annotations

from ..base.actors import PEOPLE
from ..base.messages import Message
from ..context import Context
from ..guardrails.disclosure import customer_view
from ..ports.store import Reader
from ..service_requests.rules import VIEW_REQUESTS
from ..viewing import view
from .speech import before_writing


@customer_view
class BeforeWriting:
    """Whether somebody works now, the opening hours, how long an answer usually takes. Nothing of it is promised."""

    lines: tuple[Message, ...]


@view(actors=PEOPLE, right=VIEW_REQUESTS)
def view_before_writing(reader: Reader, context: Context, *, language: str = "") -> BeforeWriting:
    """What is said before somebody's first message, as the first answer in a chat says it.

    Args:
        language: The reader's.

    Returns:
        The lines; none where the shop names neither hours nor a time, and nothing is known of its answers.
    """
    return BeforeWriting(lines=tuple(before_writing(reader, context, language)))
