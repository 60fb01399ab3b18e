"""Words of signing in, for staff and customers alike."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("sign_in.email", "E-mail address")
define("sign_in.password", "Password")
define("sign_in.send", "Sign in")
define("sign_in.wrong", "The e-mail address or password is not correct.")
define(
    "sign_in.wait",
    "There were too many tries. You can try again from {time}. With a link by mail you are in at once.",
)
define("sign_in.busy", "Many people are signing in at this moment. Please try again in a minute.")
define("sessions.title", "Where I am signed in")
define("sessions.here", "This browser")
define("sessions.unknown", "Unknown browser")
define("sessions.since", "since {time}")
define("sessions.end", "Sign out there")
define("sessions.end_others", "Sign out everywhere else")
define("password.title", "Change the password")
define("password.old", "Present password")
define("password.new", "New password, 12 characters or more")
define("password.change", "Change the password")
define("password.hint", "All other browsers are signed out.")
define("password.length", "Please take 12 to 1,024 characters.")
define("password.wrong", "This is not your present password.")
define("password.changed", "Your password is changed. All other browsers are signed out.")
define("password.set", "Set the password and sign in")
define("passkey.sign_in", "Sign in with a passkey")
define(
    "passkey.wrong",
    "With this passkey nobody could be signed in. Please try again, or sign in another way.",
)
define("passkey.wait", "There were too many tries. You can try again from {time}.")
define("passkey.trouble", "That did not work, or was stopped. You can try again.")
define("passkeys.title", "Passkeys")
define(
    "passkeys.text",
    "With a passkey your phone or computer signs you in by fingerprint, face or PIN: there is no password to be lost.",
)
define("passkeys.none", "There is no passkey yet.")
define("passkeys.name", "Name of the passkey")
define("passkeys.name.hint", "So that you know it again: the device, for example.")
define("passkeys.add", "Add a passkey")
define("passkeys.remove", "Remove")
define("passkeys.added_at", "added {day}")
define("passkeys.used_at", "last used {time}")
define("passkeys.never", "not used yet")
define("passkeys.elsewhere", "made for {site}: it works there alone")
define("passkeys.script", "Adding one needs JavaScript, and a browser that knows passkeys.")
define("passkeys.added", "The passkey is added. You can sign in with it from now on.")
define("passkeys.removed", "The passkey is removed.")
define("passkeys.unnamed", "Please give it a name of at most 60 characters.")
define("passkeys.failed", "The passkey could not be added. Please try again.")
