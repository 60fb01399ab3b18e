"""Words of customer accounts."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("account.surname", "Surname")
define("account.given_name", "First name")
define("account.phone", "Phone number")
define("account.phone.hint", "For calls about your requests.")
define("account.phone.waiting", "{new} waits to be confirmed. Until then we call {now}.")
define("account.phone.by_code", "Enter the code that we sent there.")
define("account.phone.by_staff", "Our team confirms it when we speak to you.")
define("account.phone.confirm", "Confirm the number")
define("account.phone.proved", "The new number is confirmed. The one before was told where we can write to it.")
define("account.language", "Language of our messages")
define("account.menu", "My account")
define("account.sign_out", "Sign out")

define("account.register.title", "Create an account")
define(
    "account.register.text",
    "With an account all of your requests are in one place. You can also ask for help without one.",
)
define("account.register.send", "Create the account")
define("account.register.sent", "Please look into your mailbox")
define(
    "account.register.sent.text",
    "We have sent a message to this address. Please open the link in it: the account can be used after that.",
)
define("account.register.what", "An account for your requests. It costs nothing.")
define("account.register.next", "Give your name and your e-mail address.")
define("account.register.after", "We send a link to this address. There you can set a password, or do without one.")
define("account.register.have", "Already have an account? Sign in")

define(
    "account.follow.code",
    "It stands in the message with the link. In the browser in which you asked for the link it is not needed.",
)
define("account.sign_in.title", "Sign in")
define("account.sign_in.text", "See your requests and what waits for you.")
define("account.sign_in.none", "No account yet? Create one")
define("account.sign_in.lost", "No password, or lost it? We send a link")

define("account.link.title", "A link to sign in")
define("account.link.send", "Send the link")
define("account.link.sent", "If this address has an account, a link is on its way. It works once, within half an hour.")
define("account.link.what", "Sign in without a password.")
define("account.link.next", "Give the e-mail address of your account.")
define("account.link.after", "The link signs you in, and you can set a new password.")

define("account.follow.confirm", "Confirm your account")
define("account.follow.confirm.text", "The account with the address {email} becomes yours and can be used from now on.")
define("account.follow.confirm.button", "Confirm and sign in")
define("account.follow.sign_in", "Sign in")
define("account.follow.sign_in.text", "You sign in to the account with the address {email}.")
define("account.follow.sign_in.button", "Sign in")
define("account.follow.address", "Confirm the new address")
define("account.follow.address.text", "The address {email} takes the place of the present one of your account.")
define("account.follow.address.button", "Confirm the address")
define("account.follow.password", "You can sign in by a link each time, or set a password here.")

define("account.title", "My account")
define("account.details", "Your details")
define("account.details.save", "Save the details")
define("account.email", "E-mail address")
define("account.email.now", "You sign in with {email}.")
define("account.email.new", "New e-mail address")
define(
    "account.email.waiting", "The address {email} waits to be confirmed: please open the link that we have sent there."
)
define("account.email.hint", "It is used as soon as it is confirmed. The present one is told.")
define("account.email.change", "Change the address")
define("account.password", "Password")
define("account.password.none", "You have no password and sign in by link. You can set one.")
define("account.password.set", "Set the password")
define("account.saved", "Saved.")
define("account.email.asked", "We have sent a link to the new address. Until it is confirmed the present one stays.")
define("account.erase", "Delete the account")
define(
    "account.erase.text",
    "Your name, address and password are deleted at once. Requests stay until the shop deletes them; ask us if you "
    "want that too.",
)
define("account.erase.button", "Delete my account for good")
define("account.erased", "Your account is deleted.")
define("staff.customer_account", "Account")
define("staff.customer_account.none", "This customer has no account yet. With one they see all of their requests.")
define("staff.customer_account.nobody", "No account.")
define("staff.customer_account.create", "Create an account")
define("staff.customer_account.since", "Since {day}")
define("staff.customer_account.role", "Role")
define("staff.customer_account.phone", "New number, not confirmed yet: {number}")
define("staff.customer_account.phone.confirm", "Confirm the number")
define("staff.customer_account.phone.done", "The new number is confirmed.")
define(
    "staff.customer_account.done",
    "We have sent a message to this address: it has to be answered before the account can be used.",
)
define(
    "staff.customer_account.refused", "That was not possible. Perhaps there is an account with this address already."
)
define("staff.customer_account.erase", "Delete the account …")
define(
    "staff.customer_account.erase.text",
    "Name, address and password of the account go at once, and nobody is signed in to it any more. Requests stay.",
)
define("staff.customer_account.erase.button", "Delete the account for good")
define("staff.customer_account.erased", "The account is deleted.")
define("staff.customer_account.role.done", "The role is set.")
define("account.sign_in_again", "Please sign in once more: only who has just shown who they are can do this.")
