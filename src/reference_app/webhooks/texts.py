"""Words of the pages about webhooks: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

GROUP = (
    define("staff.webhooks", "Other systems"),
    define("staff.webhooks.group", "Addresses of other systems that are told what changes"),
)
define(
    "staff.webhooks.text",
    "Other systems can be told what changes, each at an address. What is sent is signed with a secret, so that the "
    "other system knows that it comes from here.",
)
define("staff.webhooks.all", "Every change")
define("staff.webhooks.with_texts", "Messages between customer and shop go along.")
define("staff.webhooks.without_texts", "Ids, kinds and times go, and no words.")
define("staff.webhooks.aside", "It has not answered for days, and is told nothing more. Look at what failed first.")
define("staff.webhooks.nowhere", "No other system is told anything yet.")
define("staff.webhooks.none", "It was told nothing lately.")
define("staff.webhooks.test", "Send a test")
define("staff.webhooks.test.done", "The test was taken by {name}.")
define("staff.webhooks.test.failed", "The test was not taken by {name}. {why}")
define("staff.webhooks.given", "From the configuration: it is changed where the desk is run.")
define("staff.webhooks.last_told", "Last taken: {at}")
define("staff.webhooks.last_failed", "Last not taken: {at}")
define("staff.webhooks.open", "Look at it")
define("staff.webhooks.back", "All other systems")
define("staff.webhooks.new", "Add a system")
define("staff.webhooks.not_kept", "Addresses are set where this desk is run.")

define("staff.webhook.name", "Name")
define("staff.webhook.url", "Address")
define("staff.webhook.url.hint", "It begins with https://. The other system shows it, often under “Webhooks”.")
define("staff.webhook.actions", "What it is told")
define("staff.webhook.every", "Every change, also those that come with new releases")
define("staff.webhook.further", "All other changes")
define("staff.webhook.texts", "What customer and shop write to each other goes along")
define("staff.webhook.add", "Add it and show the secret")
define("staff.webhook.save", "Save")
define("staff.webhook.change", "Change it")
define("staff.webhook.full", "Whole address")
define("staff.webhook.state", "State")
define("staff.webhook.failed", "It did not answer for days, or says that it is gone, and was paused.")
define("staff.webhook.pause", "Pause it")
define("staff.webhook.pause.text", "While it is paused it is told nothing.")
define("staff.webhook.resume", "Resume it")
define(
    "staff.webhook.resume.text",
    "From then on it is told again. What changed while it was paused is not told later: the other system has to look "
    "at the requests themselves.",
)
define("staff.webhook.deliveries", "Last deliveries")
define("staff.webhook.history", "Who did what")
define("staff.webhook.rotate", "Make a new secret")
define(
    "staff.webhook.rotate.text",
    "For when the secret may be known to somebody, or is old. The one before signs too for seven days, so that the "
    "other system can change.",
)
define("staff.webhook.at_once", "End the old one now: somebody has it who should not")
define("staff.webhook.old_until", "The secret before signs too until {at}.")
define("staff.webhook.remove", "Remove it")
define("staff.webhook.remove.title", "Remove {name}?")
define(
    "staff.webhook.remove.text",
    "It is told nothing any more, and its secret ends. To tell it again you add it anew, with a new secret.",
)
define("staff.webhook.remove.no", "Keep it")
define("staff.webhook.secret.title", "The secret of {name}")
define(
    "staff.webhook.secret.text",
    "Copy it into the other system now. It is shown this once, and nobody can look it up later.",
)
define("staff.webhook.secret.label", "Secret that signs")
define("staff.webhook.secret.ended", "The secret before has ended.")
define("staff.webhook.secret.done", "I have copied it")

SAID = {
    "changed": define("staff.webhook.said.changed", "Saved."),
    "paused": define("staff.webhook.said.paused", "It is paused and told nothing."),
    "resumed": define(
        "staff.webhook.said.resumed", "It is told again, from now on. What changed meanwhile is not told later."
    ),
    "removed": define("staff.webhook.said.removed", "It was removed and is told nothing any more."),
}
define("staff.undelivered.webhooks", "Other systems that are told nothing, because they did not answer")
