"""Words of the pages about notifications: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("staff.undelivered", "Undelivered")
define("staff.undelivered.title", "Undelivered messages")
define("staff.undelivered.text", "These messages could not be delivered after several tries.")
define("staff.undelivered.none", "Every message was delivered, or waits for its next try.")
define("staff.undelivered.retry", "Try again")
define("staff.undelivered.reason", "Reason")
define("staff.undelivered.what", "Message")
define("staff.undelivered.when", "Given up")
define("staff.plugins.title", "Extensions that failed")
define("staff.plugins.text", "Ask whoever runs this desk to look at them. Requests are taken all the same.")
define("staff.undelivered.here", "A message about this request could not be delivered.")
