"""Words about the way to the shop's chat: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("chat.link", "Write to us by WhatsApp")
define("chat.link.hint", "A chat with the same team")
define("chat.link.scan", "Scan to write to us by WhatsApp")
