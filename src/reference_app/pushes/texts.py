"""Words about messages in the browser: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural

define("push.title", "Be told in this browser")
define("push.allow", "Turn it on in this browser")
define("push.on", "This browser tells you when there is news.")
define_plural(
    "push.elsewhere",
    "{count} other browser tells you when there is news.",
    "{count} other browsers tell you when there is news.",
)
define("push.off", "Turn it off in this browser")
define("push.off.all", "Turn it off everywhere")
define("push.blocked", "This browser blocks messages of this page. You can allow them beside its address.")
define("push.trouble", "It could not be turned on. You can try it again; your other messages come as before.")
define("push.beside", "Your other messages stay as they are. Signing out or leaving turns it off here.")
define("staff.push", "Messages in the browser")
define_plural(
    "staff.push.on",
    "News also goes to {count} browser of the customer, without any details, since {day}.",
    "News also goes to {count} browsers of the customer, without any details, the first since {day}.",
)
define("staff.push.agreed", "Agreed to (version {version}): {when}")
define("staff.push.by", "in the browser")
