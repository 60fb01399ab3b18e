"""Words of the pages about triage: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural

define("staff.queue", "Queue")
define("staff.queue.title", "Queue")
define("staff.queue.empty", "No open requests here.")
define("staff.queue.next", "Next page")
define("staff.queue.first", "First page")
define("staff.queue.refresh", "Open requests, sorted by priority, then age.")
define("staff.filter", "Filter")
define("staff.filter.whose", "Whose")
define("staff.filter.all", "Everyone's")
define("staff.filter.me", "Mine")
define("staff.filter.status", "Status")
define("staff.filter.any", "Any status")
define("staff.column.reference", "Reference")
define("staff.column.device", "Device")
define("staff.column.customer", "Customer")
define("staff.column.status", "Status")
define("staff.column.priority", "Priority")
define("staff.column.urgency", "Urgency")
define("staff.column.assignee", "Assigned to")
define("staff.column.age", "Received")
define("staff.held", "On hold: {reason}")
define("staff.nobody", "unassigned")
define("staff.request.title", "Request {reference}")
define("staff.manage", "Manage")
define("staff.assign", "Assigned to")
define("staff.assign.send", "Assign")
define("staff.assign.me", "Assign to me")
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
define("staff.urgency", "Urgency (customer's view)")
define("staff.source", "Received")
define("staff.source_status", "Status in the old system")
define("staff.source_id", "ID in the old system")
define("staff.location", "Location")
define("staff.seen_by_customer", "The customer sees: {status}")
define("staff.duplicates", "Other requests from the same contact")
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
define("staff.thread.older", "Older entries")
define("staff.thread.newest", "Newest entries")
define("staff.details", "Details")
define("staff.decisions", "Decisions")
define("staff.call", "Call {phone}")
ACTORS = {
    "customer": define("staff.actor.customer", "customer"),
    "guest": define("staff.actor.guest", "customer"),
    "agent": define("staff.actor.agent", "staff"),
    "admin": define("staff.actor.admin", "administrator"),
    "automation": define("staff.actor.automation", "automation"),
}
define("staff.column.request", "Request")
