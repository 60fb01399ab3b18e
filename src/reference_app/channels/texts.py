"""Words of the pages on which messages are sorted: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("staff.inbound", "Held messages")
define("staff.inbound.states", "Which messages")
define("staff.inbound.none", "Nothing to sort")
define(
    "staff.inbound.none.text",
    "Answers land on their requests by themselves. What nothing proves the place of waits here for a person.",
)
define("staff.inbound.older", "Earlier ones")
define("staff.inbound.begin", "Sort them one by one")
define("staff.inbound.back", "Held messages")
define("staff.inbound.no_subject", "Without a subject")
define("staff.inbound.no_sender", "Without a clear sender")
define("staff.inbound.proved.no", "The sender was not verified. Names and addresses in a mail prove nothing.")
define("staff.inbound.quoted", "What stands below: earlier messages, signature")
define("staff.inbound.unread", "It was not read whole ({problem}). Nothing is lost: the original is kept here.")
define("staff.inbound.cut", "Only its headers were brought. The whole mail is in the shop's mailbox.")
define("staff.inbound.original", "Save the original")
define(
    "staff.inbound.original.hint",
    "As it came: nothing in it was removed or scanned. Once sorted, it goes with its request or after half a year.",
)
define("staff.inbound.confirm", "Confirm it at Amazon")
define("staff.inbound.confirm.hint", "The signature is Amazon's, and the topic is the one that is set up here.")
define("staff.inbound.files", "Files")
define("staff.inbound.files.hint", "They go along. Photos and PDF are taken, within the limits of a request.")
define("staff.inbound.left", "Not taken")
define("staff.inbound.where", "Where does it belong?")
define("staff.inbound.put", "Put it on this request")
define(
    "staff.inbound.put.hint",
    "Words of a contact of the request stand on its thread, those of others in a note; their files are for the team.",
)
define("staff.inbound.closed", "ended")
define("staff.inbound.reference", "Another request")
define("staff.inbound.reference.hint", "Its reference.")
define("staff.inbound.make", "A request of its own")
define("staff.inbound.make.hint", "Nobody has confirmed it: the sender gets a code with the link.")
define("staff.inbound.make.do", "Make a request of it")
define("staff.inbound.device", "What it is about")
define("staff.inbound.surname", "Surname")
define("staff.inbound.aside", "Put aside")
define("staff.inbound.aside.hint", "Nobody is told. It is kept, and can be brought back.")
define("staff.inbound.bring_back", "Sort it again")
define("staff.inbound.erase", "Erase")
define("staff.inbound.done", "Sorted.")
define("staff.inbound.done.aside", "Put aside. You can bring it back.")
define("staff.inbound.done.open", "Open it")
define("staff.inbound.gone", "Its words are where they belong: on the request.")
define("staff.inbound.gone.part", "What was read of it is on the request. The rest stands in the original alone.")
define("staff.inbound.request", "Open the request")
