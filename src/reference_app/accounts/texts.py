"""Words of the staff sign-in, and of the staff's own accounts."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("staff.sign_in.title", "Staff sign-in")
define("staff.sign_in.lost", "Password lost? We send a link")
define("staff.sign_out", "Sign out")
define("staff.account", "My account")
define("staff.account.title", "My account: {name}")
define("staff.first.title", "Your account at the desk")
define(
    "staff.first.intro",
    "Nobody has an account at the desk yet. This is the first, an admin's: it may do everything, everywhere.",
)
define("staff.first.name.hint", "As customers and colleagues read it.")
define("staff.first.password", "Password, 12 characters or more")
define("staff.first.email", "Please give an e-mail address, like anna@shop.example.")
define("staff.first.over.title", "This link is over")
define(
    "staff.first.over",
    "This link opened for a day, and until the first account was made. Who has an account signs in; else the command"
    " “{command}” says a new address.",
)
define("staff.first.make", "Create the account and sign in")
define("staff.link.title", "A link to sign in")
define("staff.link.send", "Send the link")
define("staff.link.sent", "If this address has an account, a link is on its way. It works once, within half an hour.")
define(
    "staff.link.used",
    "This link was used already, or its time is over. Please ask for a new one; who is new here asks an admin.",
)
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
define("staff.people.invited", "invited")
define("staff.people.waiting", "Invited, not here yet")
define("staff.invite", "Add a colleague")
define(
    "staff.invite.intro",
    "They get a mail with a link, and choose a password that nobody else knows. Until then the account can do nothing.",
)
define("staff.invite.language", "Language of their pages and mails")
define("staff.invite.send", "Add and send the link")
define(
    "staff.invite.no_mail",
    "This shop sends no mail. Who runs it gets the link from the command “{command}” and hands it over: shown here, it "
    "would let an admin act under a colleague’s name.",
)
define("staff.invite.taken.there", "This address has an account already.")
define("staff.invite.taken.waiting", "This address is invited already. The list of staff can send the link again.")
define(
    "staff.invite.taken.gone",
    "This address has an account that was deactivated. The command “helpdesk staff reactivate” brings it back.",
)
define("staff.invitation.until", "The link works until {time}.")
define("staff.invitation.over", "The link was good until {time}. It opens nothing any more.")
define("staff.invitation.again", "Send the link again")
define("staff.invitation.withdraw", "Withdraw")
define("staff.invitation.sent", "The link is on its way. It works once, within three days.")
define(
    "staff.invitation.unsent",
    "The mail did not go out. If the mail server is away, we go on trying for a day. If the address is wrong, withdraw "
    "it and add the colleague again.",
)
define("staff.invitation.withdrawn", "It is withdrawn: the link opens nothing any more.")
define("staff.invitation.no_more", "Nobody is waited for here: they have come meanwhile, or it was withdrawn.")
define("staff.invitation.history.again", "The link was sent again.")
define("staff.invitation.history.withdrawn", "The invitation was withdrawn.")
define("staff.invitation.history.came", "A password was chosen by the link.")
define("staff.invitation.mail.subject", "Your account at the desk of {shop}")
define(
    "staff.invitation.mail.text",
    "You were added to the staff. With this link you choose a password and are signed in. It works once, within three "
    "days.",
)
define("staff.invitation.mail.not_you", "Do you not work there? Then you can ignore this message: nothing comes of it.")
define("staff.invitation.mail.choose", "Choose a password")
define("staff.welcome.title", "Welcome, {name}")
define(
    "staff.welcome.text",
    "This is the desk of {shop}. Choose a password that nobody else knows; you sign in with it and your e-mail.",
)
define("staff.people.command_line", "Command line")
define("staff.people.last_admin", "This is the last admin. Make somebody else an admin first.")
define("staff.people.conflict", "Somebody else changed this account meanwhile. Please look at it again.")
define("second_step.title", "Second step")
define(
    "second_step.why", "With a code from your phone beside the password, a password that somebody saw opens nothing."
)
define("second_step.is_on", "Signing in to your account needs a code of your authenticator app.")
define("second_step.set_up", "Set up")
define("second_step.turn_off", "Turn off")
define("second_step.new_paper", "New codes on paper")
define("second_step.set_up.title", "Set up the second step")
define("second_step.scan", "Open an authenticator app on your phone and let it read this picture.")
define("second_step.here", "The app is on this device: open it with the key")
define("second_step.key", "Or type this key into the app:")
define("second_step.try", "Then type the code that the app shows. From then on you need one to sign in.")
define("second_step.code", "Code of six digits")
define("second_step.turn_on", "Turn on")
define("second_step.wrong", "This code does not fit. Each works once, and for about a minute.")
define("second_step.wait", "There were too many tries. You can try again from {time}.")
define("second_step.enter.title", "Enter the code")
define("second_step.enter", "Open the authenticator app on your phone. Without the phone a code on paper will do.")
define("second_step.paper.title", "Your codes on paper")
define(
    "second_step.paper",
    "Print these codes or write them down. Each signs you in once, without the phone. They are shown only now.",
)
define("second_step.paper.done", "I have them on paper")
define("second_step.off_now", "The second step is off: your password alone signs you in.")
define("second_step.elsewhere", "All other browsers are signed out.")
define("passkeys.history.added", "A passkey was added.")
define("passkeys.history.removed", "A passkey was removed.")
define("passkeys.history.refused", "A passkey was refused: it may have been copied.")
define("second_step.needed", "This shop asks for a second step: set it up here, and you are signed in.")
define("second_step.by_app", "With an authenticator app")
define("second_step.by_key", "With a passkey")
define("second_step.last", "This shop asks for a second step: set up another one before you give up the last.")
define("second_step.key.enter", "Sign in with your passkey. It is lost? An admin can turn off your second step.")
define("staff.passkey.mail.added", "A passkey was added to your account")
define("staff.passkey.mail.removed", "A passkey of your account was removed")
define("staff.passkey.mail.refused", "A passkey of your account was refused")
define(
    "staff.passkey.mail.added.text",
    "With this passkey somebody can sign in to your account at the desk from now on.",
)
define("staff.passkey.mail.removed.text", "Nobody signs in to your account at the desk with it any more.")
define(
    "staff.passkey.mail.refused.text",
    "It counted fewer uses than we know of: somebody may have copied it. Please sign in another way, remove it and "
    "add a new one.",
)
define("staff.passkey.mail.not_you", "Was it not you? Then please tell an admin at once.")
define("second_step.off", "The password alone signs in.")
define("second_step.of_person", "Signing in needs a code of an authenticator app.")
define("second_step.lost", "The phone is lost? Turn it off, and they can set it up anew.")
