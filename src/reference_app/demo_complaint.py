"""The demo's complaint: about a repair that is closed, taken at the counter and not answered yet."""

from __future__ import annotations

from datetime import timedelta

from helpdesk_core import Actor, Helpdesk
from helpdesk_core.commands import MakeComplaint, Overview
from helpdesk_core.views import view_queue


def complain(desk: Helpdesk, by: Actor) -> None:
    """Somebody brings a keyboard back, and waits for an answer with half of the time left.

    Args:
        desk: The desk, with the requests of the demo.
        by: Who takes the complaint.
    """
    ended = desk.show(view_queue, by, overview=Overview.ENDED).rows
    repair = next((one for one in ended if one.phase.value == "closed"), None)
    if repair is None:
        return
    today = desk.clock().astimezone(desk.settings.zone).date()
    words = {
        "request": repair.id,
        "ground": "liability",
        "wish": "repair",
        "part": "Keyboard",
        "noticed": "Since last week",
        "received_on": today - timedelta(days=6),
        "text": "Two letters come twice again, the same ones as before.",
    }
    desk.do(desk.read(MakeComplaint, words), by)
