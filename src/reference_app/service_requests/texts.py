"""Words of the pages about service requests: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("room.cancel", "Cancel this request")
define("room.cancel.title", "No longer need help?")
define("room.reopen", "Reopen this request")
define("room.reopen.title", "Is the problem back?")
define("staff.status", "Status")
define("staff.status.send", "Set status")
define("staff.device", "Device (checked)")
define(
    "staff.device.hint",
    "Anyone who checks the status without signing in sees this text, never what the customer wrote.",
)
define("staff.device.send", "Save device")
define("staff.cancel", "Cancel request")
define("staff.close", "Close request")
define("staff.reopen", "Reopen request")
define("staff.release", "Take off hold")
define("staff.link", "Send a new private link")
define("staff.link.hint", "Earlier links will stop working.")
