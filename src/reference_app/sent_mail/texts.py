"""Words of the demo's sent mails."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("page.sent_mail", "Demo mail")
define("demo.mail.title", "Sent e-mails")
define("demo.mail.text", "These messages would have been sent. Newest first.")
define("demo.mail.none", "No e-mails yet. They appear here a few seconds after they are sent.")
define("demo.mail.to", "To")
define("demo.mail.open", "Open the link")
