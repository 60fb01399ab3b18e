"""The words of the staff's pages: code and English default. Polish stands in locales/pl."""

from __future__ import annotations

from helpdesk_core.base.messages import define, define_plural

#: Timeline entries in words for staff.
ACTIONS = {
    "request_submitted": define("action.request_submitted", "Request received"),
    "request_imported": define("action.request_imported", "Request imported"),
    "request_confirmed": define("action.request_confirmed", "Request confirmed"),
    "contact_confirmed": define("action.contact_confirmed", "Contact confirmed"),
    "request_claimed": define("action.request_claimed", "Claimed by a customer's account"),
    "code_sent": define("action.code_sent", "Code sent"),
    "link_sent": define("action.link_sent", "Link sent again"),
    "link_renewed": define("action.link_renewed", "New private link"),
    "status_changed": define("action.status_changed", "Status changed"),
    "request_assigned": define("action.request_assigned", "Assigned"),
    "priority_set": define("action.priority_set", "Priority set"),
    "device_described": define("action.device_described", "Device checked"),
    "customer_replied": define("action.customer_replied", "Customer wrote"),
    "shop_replied": define("action.shop_replied", "Reply to the customer"),
    "note_written": define("action.note_written", "Internal note"),
    "outcome_prepared": define("action.outcome_prepared", "Outcome prepared"),
    "outcome_recorded": define("action.outcome_recorded", "Outcome recorded"),
    "outcome_answered": define("action.outcome_answered", "Customer answered the outcome"),
    "request_cancelled": define("action.request_cancelled", "Cancelled"),
    "request_reopened": define("action.request_reopened", "Reopened"),
    "request_closed": define("action.request_closed", "Closed"),
    "request_held": define("action.request_held", "On hold"),
    "hold_released": define("action.hold_released", "Taken off hold"),
    "outcome_redacted": define("action.outcome_redacted", "A secret removed from a recorded outcome"),
    "secret_removed": define("action.secret_removed", "A secret removed by staff"),
    "request_erased": define("action.request_erased", "Personal details erased"),
    "delivery_retried": define("action.delivery_retried", "Delivery tried again"),
}

define("staff.desk", "Staff desk")
define("staff.sign_in.title", "Staff sign-in")
define("staff.sign_in.email", "E-mail address")
define("staff.sign_in.password", "Password")
define("staff.sign_in.send", "Sign in")
define("staff.sign_in.wrong", "E-mail address and password do not fit together.")
define("staff.sign_out", "Sign out")
define("staff.queue", "Queue")
define("staff.queue.title", "Queue")
define("staff.queue.empty", "No open request here.")
define("staff.queue.next", "Next page")
define("staff.queue.first", "First page")
define("staff.queue.refresh", "The list shows the open requests by priority, then age.")
define("staff.filter", "Filter")
define("staff.filter.whose", "Whose")
define("staff.filter.all", "Everybody's")
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
define("staff.nobody", "nobody")
define("staff.search", "Search")
define("staff.search.title", "Search")
define("staff.search.hint", "Reference, surname, phone, e-mail, order number, or the id of an imported request")
define(
    "staff.search.none", "Nothing found. Search compares whole references and contacts, and the beginning of surnames."
)
define("staff.new", "New request")
define("staff.new.title", "New request for a customer")
define("staff.new.source", "Where is the customer?")
define("staff.new.language", "Language of the customer")
define("staff.new.send", "Save request")
define("staff.new.text", "You confirm with this that you have the customer before you or on the phone.")
define("staff.undelivered", "Undelivered")
define("staff.undelivered.title", "Undelivered messages")
define("staff.undelivered.text", "These messages could not be delivered after several tries.")
define("staff.undelivered.none", "Every message was delivered, or waits for its next try.")
define("staff.undelivered.retry", "Try again")
define("staff.undelivered.reason", "Reason")
define("staff.undelivered.what", "Message")
define("staff.undelivered.when", "Given up")
define("staff.request.title", "Request {reference}")
define("staff.note", "Internal note")
define("staff.note.title", "Internal note")
define("staff.note.hint", "Only staff ever read this.")
define("staff.note.send", "Save note")
define("staff.reply", "Message to the customer")
define("staff.reply.title", "Reply to the customer")
define("staff.reply.hint", "The customer reads this. Write in: {language}")
define("staff.reply.status", "Status after sending")
define("staff.reply.status.same", "As it is")
define("staff.reply.send", "Send to customer")
define("staff.write", "Write")
define("staff.conversation", "Conversation with the customer")
define("staff.notes", "Internal notes")
define("staff.notes.none", "No notes yet.")
define("staff.messages.older", "Older messages")
define("staff.messages.newest", "Newest messages")
define("staff.notes.older", "Older notes")
define("staff.notes.newest", "Newest notes")
define("staff.from_customer", "Customer")
define("staff.manage", "Manage")
define("staff.assign", "Assigned to")
define("staff.assign.send", "Assign")
define("staff.assign.me", "Take it myself")
define("staff.status", "Status")
define("staff.status.send", "Set status")
define("staff.priority", "Priority")
define("staff.priority.send", "Set priority")
define("staff.device", "Device as checked")
define("staff.device.hint", "Guests see this text, and never what the customer wrote.")
define("staff.device.send", "Save device")
define("staff.customer", "Customer")
define("staff.customer.language", "Language")
define("staff.contact.confirmed", "confirmed")
define("staff.contact.open", "not confirmed")
define("staff.urgency", "Urgency as the customer says")
define("staff.source", "Came in")
define("staff.source_status", "Status in the old system")
define("staff.source_id", "Id in the old system")
define("staff.location", "Location")
define("staff.seen_by_customer", "The customer sees: {status}")
define("staff.confirm", "Confirm in person")
define("staff.confirm.hint", "Only with the customer before you or on the phone.")
define("staff.cancel", "Cancel request")
define("staff.close", "Close request")
define("staff.reopen", "Reopen request")
define("staff.release", "Take off hold")
define("staff.link", "Send a new private link")
define("staff.link.hint", "Earlier links stop working.")
define("staff.duplicates", "Other requests of the same contact")
define("staff.order.unknown", "not found among this customer's orders")
define("staff.accounts", "Accounts with the same contact")
define("staff.accounts.hint", "Several people may share an address: an account here proves nothing.")
define("staff.accounts.own", "made this request")
define("staff.secret", "Something here is a secret")
define("staff.secret.value", "What to remove, exactly as it stands in the text")
define(
    "staff.secret.hint",
    "It is removed for good from every text of this request, an outcome included. What it was is kept nowhere.",
)
define("staff.secret.send", "Remove for good")
define_plural(
    "staff.secret.taken",
    "Removed for good, from {count} text of this request.",
    "Removed for good, from {count} texts of this request.",
)
define("staff.removals", "Secrets removed")
define("staff.removals.title", "Secrets removed")
define_plural(
    "staff.removals.text",
    "Removed before it was stored, in the last {count} day, by kind and language. What it was is kept nowhere.",
    "Removed before it was stored, in the last {count} days, by kind and language. What it was is kept nowhere.",
)
define("staff.removals.none", "Nothing was removed in this time.")
define("staff.removals.kind", "Kind")
define("staff.removals.all", "All languages")
#: Kinds of what was removed, as rows of a table.
SECRETS = {
    "password": define("secret.password", "Passwords"),
    "pin": define("secret.pin", "PINs"),
    "passcode": define("secret.passcode", "Device codes"),
    "one_time_code": define("secret.one_time_code", "One-time codes"),
    "recovery_code": define("secret.recovery_code", "Recovery codes"),
    "card_number": define("secret.card_number", "Card numbers"),
    "card_cvv": define("secret.card_cvv", "Card security codes"),
    "bank_account": define("secret.bank_account", "Account numbers"),
    "banking_code": define("secret.banking_code", "Banking codes"),
    "api_key": define("secret.api_key", "Access keys"),
    "private_key": define("secret.private_key", "Private keys"),
    "removed": define("secret.removed", "Found and removed by staff"),
}
define("staff.advice", "Hints")
define("staff.advice.hint", "From extensions, for you to weigh. Nothing here is sent or carried out.")
define("staff.advice.urgent", "Please look at these words: {words}")
define("staff.advice.missing", "Still missing, an extension says:")
define("staff.plugins.title", "Extensions that failed")
define("staff.plugins.text", "Ask whoever runs this desk to look at them. Requests are taken all the same.")
define("staff.undelivered.here", "A message about this request could not be delivered.")
define("staff.outcome", "Outcome")
define("staff.outcome.title", "Outcome")
define("staff.outcome.result", "Result")
define("staff.outcome.text", "Outcome, in words for the customer")
define("staff.outcome.review", "Go to review")
define("staff.outcome.hint", "Nothing is sent yet: on the next page you see exactly what the customer will read.")
define("staff.outcome.draft", "Draft, not recorded")
define("staff.outcome.recorded", "Recorded on {at}")
define("staff.outcome.broken", "This outcome is not covered by a decision and is not shown to the customer.")
define("staff.outcome.earlier", "Earlier, before the request was reopened")
define("staff.answer.yes", "The customer says: solved")
define("staff.answer.no", "The customer says: not solved")
define("staff.review.title", "Review the outcome")
define("staff.review.text", "The customer will read exactly this:")
define("staff.review.read", "I have read it, and I record this outcome")
define("staff.review.read.missing", "Please tick the box: recording an outcome is your decision.")
define("staff.review.send", "Record outcome")
define("staff.review.back", "Back without recording")
define("staff.timeline", "History")
ACTORS = {
    "customer": define("staff.actor.customer", "customer"),
    "guest": define("staff.actor.guest", "customer"),
    "agent": define("staff.actor.agent", "staff"),
    "admin": define("staff.actor.admin", "administrator"),
    "automation": define("staff.actor.automation", "automation"),
}
