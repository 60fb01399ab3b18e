"""The index of requests, and the search in it."""

from __future__ import annotations

from capabilities.scene import STAFF, Example, Look, at_desk, by_command
from helpdesk_core.commands import IndexChanges
from helpdesk_core.views import view_search

EXAMPLES = by_command(Example(IndexChanges, ("automation",), fields=lambda s: {}, stranger=None))
VIEWS = {view_search: Look(by=STAFF, right="requests.view", ask=lambda s: ((s.made.reference,), {}))}
UNATTESTED = {"search_entries": "made from what the history vouches for, and made again at any time"}
PAGES = {
    "staff_search": {
        "empty": at_desk("/staff/search"),
        "found": at_desk("/staff/search?q=kow"),
        "nearly": at_desk("/staff/search?q=kowalksa"),
        "nothing": at_desk("/staff/search?q=zzz"),
    }
}
