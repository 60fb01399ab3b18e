"""Words of the staff sign-in, and of the staff's own accounts."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("staff.sign_in.title", "Staff sign-in")
define("staff.sign_in.lost", "Password lost? We send a link")
define("staff.sign_out", "Sign out")
define("staff.account", "My account")
define("staff.account.title", "My account: {name}")
define("staff.link.title", "A link to sign in")
define("staff.link.send", "Send the link")
define("staff.link.sent", "If this address has an account, a link is on its way. It works once, within half an hour.")
define("staff.link.used", "This link was used already, or is older than half an hour. Please ask for a new one.")
define("staff.link.mail.subject", "Your link to sign in to the desk")
define(
    "staff.link.mail.text",
    "With this link you set a new password and are signed in. It works once, within half an hour.",
)
define("staff.link.mail.not_you", "Did you not ask for this? Then you can ignore this message: your password stays.")
define("staff.sign_in.again", "Please sign in once more: only who has just shown who they are changes rights.")
define("staff.people", "Staff")
define("staff.people.intro", "Who works here, and what they may do. An admin may do everything, everywhere.")
define("staff.people.name", "Name")
define("staff.people.may", "May do")
define("staff.people.where", "Where")
define("staff.people.role", "Role")
define("staff.people.admin", "Admin")
define("staff.people.agent", "Agent")
define("staff.people.everything", "everything")
define("staff.people.all_rights", "All rights that agents have")
define("staff.people.everywhere", "Everywhere")
define("staff.people.rights", "Or only these rights")
define("staff.people.locations", "Or only these locations")
define("staff.people.for_agents", "Rights and locations are an agent's: an admin has all.")
define("staff.people.back", "All staff")
define("staff.people.none", "Nobody changed anything yet.")
define("staff.people.gone", "deactivated")
define("staff.people.new", "no account")
define("staff.people.command_line", "Command line")
define("staff.people.last_admin", "This is the last admin. Make somebody else an admin first.")
define("staff.people.conflict", "Somebody else changed this account meanwhile. Please look at it again.")
