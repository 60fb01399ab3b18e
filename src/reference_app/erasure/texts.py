"""Words of the pages about erasure: code and English."""

from __future__ import annotations

from helpdesk_core.base.messages import define

define("action.request_erased", "Personal details erased")
