"""Words of the pages about triage: code and English."""

from __future__ import annotations

from helpdesk_core.commands import Overview, Sort
from helpdesk_core.i18n import define, define_plural

define("staff.queue", "Queue")
define("staff.queue.empty", "No request here.")
define("staff.queue.pages", "Pages of the list")
define("staff.views", "Views")
OVERVIEWS = {
    Overview.OPEN: define("staff.view.open", "All open"),
    Overview.MINE: define("staff.view.mine", "My requests"),
    Overview.UNASSIGNED: define("staff.view.unassigned", "Unassigned"),
    Overview.FOR_US: define("staff.view.for_us", "Waiting for us"),
    Overview.FOR_CUSTOMER: define("staff.view.for_customer", "Waiting for customer"),
    Overview.OVERDUE: define("staff.view.overdue", "Overdue"),
    Overview.WANTS_CALL: define("staff.view.wants_call", "Wants a call"),
    Overview.QUOTE_ASKED: define("staff.view.quote_asked", "Asked about a quote"),
    Overview.PHOTOS: define("staff.view.photos", "Sent photos"),
    Overview.AGREED: define("staff.view.agreed", "Ready to continue"),
    Overview.LOAN_LATE: define("staff.view.loan_late", "Loan device overdue"),
    Overview.COMPLAINT: define("staff.view.complaint", "Complaints to answer"),
    Overview.WITHDRAWAL: define("staff.view.withdrawal", "Withdrawals to settle"),
    Overview.NOT_COLLECTED: define("staff.view.not_collected", "Ready, not collected"),
    Overview.PROMISED: define("staff.view.promised", "Promised"),
    Overview.STUCK: define("staff.view.stuck", "Stuck"),
    Overview.IMPORTED: define("staff.view.imported", "Imported, not taken up"),
    Overview.ENDED: define("staff.view.ended", "Closed and cancelled"),
}
SORTS = {
    Sort.PRIORITY: define("staff.sort.priority", "By priority"),
    Sort.WAITING: define("staff.sort.waiting", "Waiting longest"),
    Sort.DUE: define("staff.sort.due", "Due first"),
    Sort.PROMISE: define("staff.sort.promise", "What breaks next"),
    Sort.SILENCE: define("staff.sort.silence", "Longest without a word"),
    Sort.AGE: define("staff.sort.age", "Oldest first"),
}
define("staff.keys.on", "These keys work on every page of the desk, but never while you type.")
define("staff.keys.off", "The keys are switched off in this browser.")
define("staff.keys.switch_off", "Switch the keys off")
define("staff.keys.switch_on", "Switch the keys on")
define("staff.keys.all", "all keys")
define("staff.answer.whole", "Open the request")
define("staff.answer.cancel", "Cancel")
define("staff.answer.row", "Reply to {reference}")
define("staff.keep", "Keep this view")
define("staff.keep.name", "Name of the view")
define("staff.keep.shared", "for everybody")
define("staff.keep.remove", "Take this view away")
define("staff.bulk", "With the ticked ones:")
define("staff.bulk.pick", "Tick")
define("staff.bulk.pick_one", "Tick {reference}")
define("staff.bulk.assign", "Assign to …")
define("staff.bulk.priority", "Priority …")
define("staff.bulk.status", "Status …")
define("staff.bulk.tag", "Add tag")
define("staff.bulk.untag", "Take tag off")
define("staff.bulk.answered", "needs no answer")
define("staff.bulk.do", "Do it")
define("staff.bulk.more", "Priority, tags, note")
define("staff.bulk.done", "Done for so many requests: {number}.")
define("staff.bulk.undone", "Not done for these:")
define("staff.tags", "Tags")
define("staff.untag", "Take off the tag {tag}")
define("staff.answered", "Needs no answer")
define("staff.filter.tag", "Tag")
define("staff.filter.any_tag", "Any tag")
define("staff.sort", "Order")
define("staff.sort.usual", "Usual order")
define("staff.row.question", "Question about a repair")
define("staff.urgent", "Urgent")
define("staff.unread", "(new)")
define("staff.last.shop", "Shop")
define("staff.due.in", "due in {span}")
define("staff.promised.in", "promised in {span}")
define("staff.promised.late", "promise broken {span} ago")
define("staff.due.late", "{span} late")
define("staff.many", "1,000+")
define("span.minutes", "{number} min")
define("span.hours", "{number} h")
define("span.days", "{number} d")
define("staff.queue.next", "Next page")
define("staff.queue.first", "First page")
define("staff.filters", "Filter and order")
define("staff.filter", "Show")
define("staff.filter.whose", "Whose")
define("staff.filter.all", "Everyone's")
define("staff.filter.me", "Mine")
define("staff.filter.status", "Status")
define("staff.filter.any", "Any status")
define("staff.filter.everywhere", "Everywhere")
define("staff.filter.any_urgency", "Any urgency")
define("staff.filter.none", "Without filters")
define("staff.column.reference", "Reference")
define("staff.column.device", "Device")
define("staff.column.status", "Status")
define("staff.column.urgency", "Urgency")
define("staff.column.who", "Who")
define("staff.column.waiting", "Waiting")
define("staff.held", "On hold: {reason}")
define("staff.nobody", "unassigned")
define("staff.request.title", "Request {reference}")
define("staff.manage", "Manage")
define("staff.assign", "Assigned to")
define("staff.assign.send", "Assign")
define("staff.assign.me", "Assign to me")
define("staff.papers", "Documents")
define("staff.priority", "Priority")
PRIORITIES = {
    0: define("staff.priority.0", "First"),
    1: define("staff.priority.1", "High"),
    2: define("staff.priority.2", "Normal"),
    3: define("staff.priority.3", "Low"),
}
define("staff.changed", "{property}: {after}. It was: {before}.")
define("staff.changed.undo", "Undo")
define("staff.priority.send", "Set priority")
define("staff.customer", "Customer")
define_plural("staff.customer.all", "{count} request", "All {count} requests")
define("staff.customer.language", "Language")
define("staff.contact.confirmed", "confirmed")
define("staff.contact.open", "not confirmed")
define("staff.urgency", "Urgency")
define("staff.source", "Received")
define("staff.source_status", "Status in the old system")
define("staff.source_id", "ID in the old system")
define("staff.merge", "Join with another request")
define(
    "staff.merge.ask",
    "This request ends, and the customer is told that it continues in the other one. Nothing is moved: both keep "
    "their messages and history; a quote here cannot be approved meanwhile. You can take them apart again.",
)
define("staff.merge.into", "Continue in")
define("staff.merge.yes", "Yes, join them")
define("staff.merged", "This request continues in")
define("staff.merged.elsewhere", "a request at another location")
define("staff.separate", "Take them apart again")
define("staff.joined", "These continue here:")
define("staff.split", "Split off a message")
define(
    "staff.split.ask",
    "The message starts a request of its own for the same customer, who gets its reference and link. It stays here, "
    "too. This cannot be taken back; the two can be joined.",
)
define("staff.split.message", "Message")
define("staff.split.yes", "Yes, split it off")
define("staff.location", "Location")
define("staff.location.none", "No location")
define("staff.location.send", "Move it there")
define("staff.seen_by_customer", "The customer sees: {status}")
define("staff.others", "Other requests of this customer")
define("staff.duplicates", "Same contact, perhaps another person")
define("staff.order.unknown", "not found among this customer's orders")
define("staff.accounts", "Accounts with the same contact")
define("staff.accounts.hint", "Several people may share an address, so an account listed here proves nothing.")
define("staff.accounts.own", "made this request")
define("staff.advice", "Suggestions")
define(
    "staff.advice.hint", "Suggestions from extensions, for you to judge. Nothing here is sent or done automatically."
)
define("staff.advice.urgent", "Words that may mean it is urgent: {words}")
define("staff.advice.missing", "Still missing, according to an extension:")
define("staff.thread", "Messages, notes and what happened")
define("staff.told", "What to know first")
define_plural("staff.thread.events", "{count} event", "{count} events")
define("staff.thread.older", "Older entries")
define("staff.thread.newest", "Newest entries")
define("staff.details", "Details")
define("staff.decisions", "Decisions")
define("staff.decisions.begin", "Begin something else")
define("staff.rarely", "Complaint, warranty, call and more")
define("staff.call", "Call {phone}")
ACTORS = {
    "customer": define("staff.actor.customer", "customer"),
    "guest": define("staff.actor.guest", "customer"),
    "agent": define("staff.actor.agent", "staff"),
    "admin": define("staff.actor.admin", "administrator"),
    "automation": define("staff.actor.automation", "automation"),
}
define("staff.column.request", "Request")
define_plural("staff.lacks", "{count} detail missing", "{count} details missing")
