"""Words of the staff sign-in, and of the staff's own accounts."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("staff.sign_in.title", "Staff sign-in")
define("staff.sign_in.email", "E-mail address")
define("staff.sign_in.password", "Password")
define("staff.sign_in.send", "Sign in")
define("staff.sign_in.wrong", "E-mail address and password do not fit together.")
define(
    "staff.sign_in.wait",
    "There were too many tries. You can try again from {time}. With a link by mail you are in at once.",
)
define("staff.sign_in.busy", "Many people are signing in at this moment. Please try again in a minute.")
define("staff.sign_in.lost", "Password lost? We send a link")
define("staff.sign_out", "Sign out")
define("staff.account", "My account")
define("staff.account.title", "My account: {name}")
define("staff.sessions.title", "Where I am signed in")
define("staff.sessions.here", "This browser")
define("staff.sessions.unknown", "Unknown browser")
define("staff.sessions.since", "since {time}")
define("staff.sessions.end", "Sign out there")
define("staff.sessions.end_others", "Sign out everywhere else")
define("staff.password.title", "Change the password")
define("staff.password.old", "Present password")
define("staff.password.new", "New password, 12 characters or more")
define("staff.password.change", "Change the password")
define("staff.password.hint", "All other browsers are signed out.")
define("staff.password.length", "Please take 12 to 1,024 characters.")
define("staff.password.wrong", "This is not your present password.")
define("staff.password.changed", "Your password is changed. All other browsers are signed out.")
define("staff.password.set", "Set the password and sign in")
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
