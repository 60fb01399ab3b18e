"""Words about the way to the shop's number: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

LINKS = {
    "whatsapp": define("chat.link", "Write to us by WhatsApp"),
    "sms": define("chat.link.sms", "Send us a text message"),
    "tel": define("chat.link.tel", "Call us"),
}
SCANS = {
    "whatsapp": define("chat.link.scan", "Scan to write to us by WhatsApp"),
    "sms": define("chat.link.scan.sms", "Scan to send us a text message"),
    "tel": define("chat.link.scan.tel", "Scan to call us"),
}

define("settings.chat_number", "Number that customers can write to")
define("settings.chat_by", "Its link opens")
CHAT_BY = {
    "whatsapp": define("settings.chat_by.whatsapp", "a chat in WhatsApp"),
    "sms": define("settings.chat_by.sms", "a text message"),
    "tel": define("settings.chat_by.tel", "a call"),
}
define("settings.chat_places", "Link and QR code to it stand")
CHAT_AT = {
    "pages": define("settings.chat_places.pages", "on customers' pages"),
    "guides": define("settings.chat_places.guides", "at the end of guides"),
    "mails": define("settings.chat_places.mails", "below mails (a link)"),
    "slips": define("settings.chat_places.slips", "on printed slips"),
    "invoices": define("settings.chat_places.invoices", "below invoices that are made from now on"),
}

define(
    "staff.chat.taken_over",
    "A person answers in the chat with {contact}: nothing is answered there automatically until {at}.",
)
define("staff.chat.resume", "Switch automatic answers back on")
