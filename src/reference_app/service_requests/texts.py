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
define("staff.cancel.ask", "The customer is told at once, and work stops. Cancel it?")
define("staff.cancel.yes", "Yes, cancel it")
define("staff.close", "Close request")
define("staff.close.ask", "The customer is told at once that it is closed. Close it?")
define("staff.close.yes", "Yes, close it")
define("staff.reopen", "Reopen request")
define("staff.reopen.ask", "The customer is told at once that it is open again. Reopen it?")
define("staff.reopen.yes", "Yes, reopen it")
define("staff.release", "Take off hold")
define("staff.link", "Send a new private link")
define("staff.link.ask", "Earlier links stop working for good, and the new one is sent at once. Send it?")
define("staff.link.yes", "Yes, send a new link")
