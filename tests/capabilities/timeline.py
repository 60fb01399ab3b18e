"""The history: it has neither commands nor views of its own."""

from __future__ import annotations

KEPT = {
    "timeline.actor": "who did what, by the host's id",
    "decisions.actor": "who decided, by the host's id",
    "decisions.contact": "on which proof, by the contact point's id",
}
