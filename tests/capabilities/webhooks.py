"""Telling other systems what changed: a job, and a page about it."""

from __future__ import annotations

from capabilities.scene import STAFF, Look, at_desk
from helpdesk_core.views import view_webhooks

VIEWS = {view_webhooks: Look(by=STAFF[1:], right="webhooks.see", of_nobody=True)}
PAGES = {"staff_webhooks": {"nothing told": at_desk("/staff/webhooks")}}
