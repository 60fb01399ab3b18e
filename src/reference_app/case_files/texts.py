"""Words of the pages of case files: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("case_file.card", "Case file")
define(
    "case_file.card.text",
    "Everything about this request in one PDF: what was said, what was offered and decided, and the outcome. It is "
    "signed, so that an insurer or a court can check that nothing in it was changed.",
)
define("case_file.download", "Download the case file (PDF)")
define("case_file.how", "How a case file is checked")
define("staff.case_file", "Case file")
define(
    "staff.case_file.text",
    "One signed PDF with what the customer can see about this request. Notes and the shop's own work are not in it.",
)
define("staff.case_file.download", "PDF: {language}")
define("staff.case_file.mention", "Tell the customer about it")
define("staff.case_file.mention.hint", "Puts a sentence into your reply. Nothing is sent before you send it.")
define(
    "staff.case_file.mention.text",
    "You can download the case file of your request on its page, under “Case file”: one PDF with everything about it, "
    "which an insurer, for example, can check.",
)
define("error.no_documents.title", "There are no case files here yet")
define(
    "error.no_documents.text",
    "Case files cannot be made here yet: a part of the program is not installed. Please ask our team for a printout.",
)
define("error.case_file_too_long.title", "This request is too long for a case file")
define(
    "error.case_file_too_long.text",
    "The history of this request is too long for one file. Please ask our team for an export of it.",
)
define("case_keys.title", "Check a case file")
define(
    "case_keys.lead",
    "A case file from {shop} proves by itself that it was not changed. Whoever has the file and one of these keys can "
    "check it, without us and without a network.",
)
define("case_keys.keys", "Our keys")
define("case_keys.current", "We sign with this key now.")
define("case_keys.former", "We signed with this key before.")
define("case_keys.none", "No case files are made here.")
define("case_keys.machine", "The keys for programs")
define("case_keys.how", "How to check")
define("case_keys.how.install", "Install the free program helpdesk-core with its part “documents” (Python).")
define("case_keys.how.run", "Run: helpdesk verify-file FILE --key KEY")
define("case_keys.how.read", "Read the first line it prints. It says whether the file is as we made it.")
define("case_keys.means", "What the answers mean")
define("case_keys.means.genuine", "As we made it: every page and every value is ours.")
define(
    "case_keys.means.data",
    "The data hold: a program saved the file again. What the data say is ours; do not rely on the look of the pages.",
)
define("case_keys.means.changed", "Changed: somebody changed something. The answer names what. Ask us for a new file.")
define("case_keys.what", "To let anybody check what we said and did.")
define("case_keys.next", "Keep the file as you got it, and give it on as it is.")
define("case_keys.after", "Nothing is sent to us when somebody checks a file.")
