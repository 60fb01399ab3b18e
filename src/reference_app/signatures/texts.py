"""Words of the pages of signatures: code and English."""

from __future__ import annotations

from helpdesk_core.commands import SignedFor
from helpdesk_core.i18n import define

#: What is signed, by what it is for; legal texts, so that a shop writes its own and each version is kept.
DECLARATIONS = {
    SignedFor.RECEIVED: define(
        "legal.sign.received",
        "I leave what is listed here with {company}. It is listed rightly, with what came along and how it looks now.",
    ),
    SignedFor.HANDED_OVER: define("legal.sign.handed_over", "I have received what is listed here from {company}."),
    SignedFor.LENT: define(
        "legal.sign.lent",
        "{company} lends me what is listed here. I bring it back in time, as it is now, with what went along.",
    ),
}
define("settings.takes_signatures", "Signatures at the counter")
define("settings.takes_signatures.on", "Customers sign at the counter for what they leave, take home or borrow")
define("sign.title.received", "You leave this with us")
define("sign.title.handed_over", "You receive this from us")
define("sign.title.lent", "You borrow this from us")
define("sign.until", "Please read this and sign below, until {time}.")
define("sign.what", "What it is about")
define("sign.device", "Device")
define("sign.serial", "Serial number")
define("sign.accessories", "What came along")
define("sign.condition", "How it looks")
define("sign.person", "Received by")
define("sign.note", "What was handed over")
define("sign.due", "Until")
define("sign.words", "What you sign")
define("sign.draw", "Your signature")
define("sign.draw.hint", "With a finger, a pen or the mouse.")
define("sign.draw.field", "Field to sign in. You can type your name below instead.")
define("sign.draw.clear", "Begin anew")
define("sign.name", "Your name, typed")
define("sign.name.hint", "It is enough by itself where you cannot or do not want to draw.")
define("sign.send", "Sign")
define("sign.done", "Signed. Thank you.")
define("sign.done.text", "There is nothing more to do here. Please give the tablet back.")
define("sign.over", "This page is closed")
define("sign.over.text", "Nothing was lost. If you still want to sign, please ask us for a new page.")
define("sign.none", "There is no such page")
define("sign.none.text", "The address is not whole. Please ask us for a new page.")
define("sign.hand", "Before the customer signs")
define("sign.hand.text", "This device is signed in to the desk. Sign out here first, so that only this page is open.")
define("sign.hand.go", "Sign out and open the page")
define("sign.hand.elsewhere", "Please sign out, or open the page on a device where nobody is signed in.")
define("signature.card", "Signed at the counter")
define("signature.drawing", "Signature")
define("signature.line", "{when}: {how}")
define("signature.name", "Name: {name}")
define("signature.digest", "Fingerprint of all that was read")
define("signature.read", "What was signed")
define("signature.changed", "These words, or what is filled in, have changed since. Their fingerprint was {digest}.")
define("staff.signatures", "Signatures")
define("staff.signature.hint", "A signature decides nothing, and no status follows from it.")
define("staff.signature.ask", "Have it signed: {occasion}")
define("staff.signature.anew", "Open a new page")
define("staff.signature.scan", "Scan this with the tablet")
define("staff.signature.scan.text", "The page can show and sign this one thing, once, until {time}.")
define("staff.signature.here", "Open it on this device")
define("staff.signature.open", "Waiting for the signature")
define("staff.signature.over", "Not signed")
define("staff.signature.signed", "Signed")
define("staff.signature.asked", "Asked by {by}, {when}")
