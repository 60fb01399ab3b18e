"""What plugins say to staff beside a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..guardrails.disclosure import staff_view
from .manager import Plugins
from .specs import Facts

if TYPE_CHECKING:
    from ..triage.request_page import RequestForStaff

#: The steps a plugin may say something about, as `helpdesk_not_ready` names them.
STEPS = ("record_outcome", "close")


@staff_view
class Advice:
    """Hints by machines, for a person to weigh: none of them is stored, sent or carried out."""

    urgent: tuple[str, ...] = ()
    """Urgent words that the problem has."""
    suggestions: tuple[str, ...] = ()
    not_ready: Mapping[str, tuple[str, ...]] = {}
    """By step, what is missing; only steps that can be taken now and lack something."""


def advise(plugins: Plugins, found: RequestForStaff, language: str) -> Advice:
    """Ask all plugins about a request, outside of every reader: no lock is held while they think.

    Args:
        plugins: The desk's plugins.
        found: The request as staff see it.
        language: The reader's.

    Returns:
        What they say.
    """
    if not plugins:
        return Advice()
    request = found.request
    facts = Facts(
        id=request.id,
        phase=request.phase.value,
        status=request.status,
        urgency=request.urgency.value,
        device=str(request.device_checked or request.device),
        problem=str(found.problem or ""),
        language=language,
    )
    missing = {step: plugins.not_ready(facts, step) for step in STEPS if step in found.moves}
    return Advice(
        urgent=plugins.urgent_words(facts.problem),
        suggestions=plugins.suggestions(facts),
        not_ready={step: texts for step, texts in missing.items() if texts},
    )
