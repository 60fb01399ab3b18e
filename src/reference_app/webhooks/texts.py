"""Words of the page about webhooks: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("staff.webhooks", "Other systems")
define(
    "staff.webhooks.text",
    "Other systems can be told what changes. Their addresses and secrets, and which changes they are told, are set "
    "where the desk is run.",
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
