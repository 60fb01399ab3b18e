"""How the work went."""

from __future__ import annotations

from typing import Any

from capabilities.scene import STAFF, Look, at_desk
from helpdesk_core.views import view_work

EXAMPLES: dict[Any, Any] = {}
VIEWS = {view_work: Look(by=STAFF, right="reports.view", ask=lambda scene: ((), {}), of_nobody=True)}
PAGES = {"staff_report": {"some": at_desk("/staff/report"), "months": at_desk("/staff/report?period=month")}}
