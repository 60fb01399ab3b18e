"""Words of the page of parts: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

TITLE = define("components.title", "Every part in every state")
define("components.text", "Light and dark, whatever the system says. Go through it with the Tab key to see the focus.")
define("components.buttons", "Buttons")
define("components.sending", "Sending…")
define("components.choose_first", "Choose an option first.")
define("components.statuses", "Statuses and marks")
define("components.fields", "Fields")
define("components.label", "Label")
define("components.hint", "A hint in one sentence.")
define("components.wrong", "A serial has 8 to 20 letters and digits.")
define("components.tables", "Facts, table, lines")
define("components.host", "In a host's page")
define("components.host.text", "The host's font and ground.")
define("components.rtl", "Right to left")
