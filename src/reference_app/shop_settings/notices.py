"""What automatic messages are called where a shop switches them off: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

#: Automatic messages by name, as switches call them; one that is not named here is called by its subject.
NOTICES = {
    "confirmed": define("settings.notice.confirmed", "To the customer: the request is confirmed"),
    "reply": define("settings.notice.reply", "To the customer: there is a reply"),
    "colleague_reply": define(
        "settings.notice.colleague_reply", "To colleagues of a firm who have joined: there is a reply"
    ),
    "status": define("settings.notice.status", "To the customer: the status changed"),
    "outcome": define("settings.notice.outcome", "To the customer: the outcome is ready to read"),
    "cancelled": define("settings.notice.cancelled", "To the customer: the request is cancelled"),
    "reopened": define("settings.notice.reopened", "To the customer: the request is open again"),
    "closed": define("settings.notice.closed", "To the customer: the request is closed"),
    "attachments_shared": define("settings.notice.attachments_shared", "To the customer: there are new photos"),
    "attachments_added": define("settings.notice.attachments_added", "To staff: a customer sent photos or files"),
    "call_missed": define("settings.notice.call_missed", "To the customer: we called and did not reach them"),
    "call_offered": define("settings.notice.call_offered", "To the customer: a call or a look at the screen"),
    "call_accepted": define("settings.notice.call_accepted", "To staff: a customer wants the call that was offered"),
    "call_declined": define("settings.notice.call_declined", "To staff: a customer does not want the call"),
    "call_asked": define("settings.notice.call_asked", "To staff: a customer asks to be called"),
    "parcel_label_refused": define("settings.notice.parcel_label_refused", "To staff: the carrier made no label"),
    "parcel_not_cancelled": define("settings.notice.parcel_not_cancelled", "To staff: a label was not cancelled"),
    "webhook_failed": define(
        "settings.notice.webhook_failed", "To staff: another system is told nothing more, because it did not answer"
    ),
    "parcel_trouble": define("settings.notice.parcel_trouble", "To staff: a parcel is lost or goes back"),
    "appointment_taken": define("settings.notice.appointment_taken", "To staff: a customer booked a time"),
    "appointment_yours": define("settings.notice.appointment_yours", "To the customer: the time they booked"),
    "appointment_moved_by_customer": define(
        "settings.notice.appointment_moved_by_customer", "To staff: a customer took another time"
    ),
    "appointment_moved_yours": define(
        "settings.notice.appointment_moved_yours", "To the customer: the other time they took"
    ),
    "appointment_cancelled_by_customer": define(
        "settings.notice.appointment_cancelled_by_customer", "To staff: a customer cancelled a time"
    ),
    "appointment_reminder": define("settings.notice.appointment_reminder", "To the customer: the appointment is soon"),
    "part_awaited": define("settings.notice.part_awaited", "To the customer: the repair waits for a part"),
    "part_expected": define("settings.notice.part_expected", "To the customer: the part comes at another time"),
    "part_arrived": define("settings.notice.part_arrived", "To staff: a part for your request arrived"),
    "loan_began": define("settings.notice.loan_began", "To the customer: a device was lent to them"),
    "loan_overdue": define("settings.notice.loan_overdue", "To the customer: the loan device is overdue"),
    "complaint": define("settings.notice.complaint", "To staff: a customer complains about a repair"),
    "complaint_received": define("settings.notice.complaint_received", "To the customer: we have the complaint"),
    "complaint_due": define("settings.notice.complaint_due", "To staff: a complaint is to be answered soon"),
    "complaint_overdue": define(
        "settings.notice.complaint_overdue", "To staff: the time to answer a complaint is over"
    ),
    "withdrawal": define("settings.notice.withdrawal", "To staff: a customer withdraws from the contract"),
    "withdrawal_due": define("settings.notice.withdrawal_due", "To staff: a withdrawal is to be answered soon"),
    "withdrawal_overdue": define(
        "settings.notice.withdrawal_overdue", "To staff: the time to pay back after a withdrawal is over"
    ),
    "warranty": define("settings.notice.warranty", "To the customer: what the warranty covers"),
    "warranty_taken_back": define("settings.notice.warranty_taken_back", "To the customer: a warranty was corrected"),
    "collect_reminder": define("settings.notice.collect_reminder", "To the customer: the device can be collected"),
    "collect_reminder_again": define(
        "settings.notice.collect_reminder_again", "To the customer: the device can be collected, second reminder"
    ),
    "merged_by_customer": define(
        "settings.notice.merged_by_customer", "To staff: a customer says that two requests are one"
    ),
    "details": define("settings.notice.details", "To staff: a customer added what was missing"),
    "answers": define("settings.notice.answers", "To staff: a customer answered questions"),
    "quote": define("settings.notice.quote", "To the customer: there is a quote"),
    "quote_withdrawn": define("settings.notice.quote_withdrawn", "To the customer: the quote is withdrawn"),
    "quote_limit_used": define("settings.notice.quote_limit_used", "To the customer: work begins within their limit"),
    "quote_approver_answered": define(
        "settings.notice.quote_approver_answered", "To the customer: the person they named decided about the quote"
    ),
    "new_request": define("settings.notice.new_request", "To staff: a new request"),
    "confirm_in_person": define("settings.notice.confirm_in_person", "To staff: a request waits for a call"),
    "merged": define("settings.notice.merged", "To the customer: the request continues in another one"),
    "separated": define("settings.notice.separated", "To the customer: the request is open by itself again"),
    "split_off": define("settings.notice.split_off", "To the customer: a message became a request of its own"),
    "mentioned": define("settings.notice.mentioned", "To staff: a colleague mentions you in a note"),
    "customer_replied": define("settings.notice.customer_replied", "To staff: a customer wrote"),
    "customer_mailed": define("settings.notice.customer_mailed", "To staff: a customer wrote a mail"),
    "chat_welcome": define("settings.notice.chat_welcome", "In chats: welcome, questions and the request's number"),
    "chat_status": define("settings.notice.chat_status", "In chats: the status, to its verified contact"),
    "chat_person": define("settings.notice.chat_person", "In chats: a person answers"),
    "person_wanted": define("settings.notice.person_wanted", "To staff: a customer asks for a person in a chat"),
    "stranger_wants_person": define(
        "settings.notice.stranger_wants_person", "To staff: somebody unknown asks for a person in a chat"
    ),
    "customer_chatted": define("settings.notice.customer_chatted", "To staff: a customer wrote by chat"),
    "outcome_answered": define("settings.notice.outcome_answered", "To staff: an answer to the outcome"),
    "cancelled_by_customer": define("settings.notice.cancelled_by_customer", "To staff: a customer cancelled"),
    "reopened_by_customer": define("settings.notice.reopened_by_customer", "To staff: a customer reopened a request"),
    "assigned": define("settings.notice.assigned", "To staff: a request was assigned to them"),
    "quote_approved": define("settings.notice.quote_approved", "To staff: a quote is approved"),
    "quote_declined": define("settings.notice.quote_declined", "To staff: a quote is not approved"),
    "quote_asked": define("settings.notice.quote_asked", "To staff: a question about a quote"),
    "quote_expired": define("settings.notice.quote_expired", "To staff: a quote ran out"),
    "testimonial_asked": define("settings.notice.testimonial_asked", "To the customer: a testimonial is asked for"),
    "testimonial_suggested": define(
        "settings.notice.testimonial_suggested", "To the customer: other words are suggested for the testimonial"
    ),
    "testimonial_published": define(
        "settings.notice.testimonial_published", "To the customer: the testimonial is shown"
    ),
    "status_note": define("settings.notice.status_note", "To the customer: a note beside the status"),
    "ticket_received": define("settings.notice.ticket_received", "To the customer: we have the question"),
    "ticket": define("settings.notice.ticket", "To staff: a question about a repair"),
    "routed": define("settings.notice.routed", "To staff: the desk gave a request to them"),
    "urgent": define("settings.notice.urgent", "To staff: a new request says that it cannot wait"),
    "urgency_changed": define("settings.notice.urgency_changed", "To staff: a customer changed how urgent it is"),
    "urgency_set": define("settings.notice.urgency_set", "To the customer: staff changed how urgent it is"),
    "escalation_asked": define("settings.notice.escalation_asked", "To staff: a customer asks for somebody in charge"),
    "escalation_answered": define(
        "settings.notice.escalation_answered", "To the customer: an answer of somebody in charge"
    ),
    "incident_announced": define("settings.notice.incident_announced", "To the customer: the problem is known"),
    "incident_updated": define("settings.notice.incident_updated", "To the customer: news of a known problem"),
    "incident_reported": define("settings.notice.incident_reported", "To the customer: a report on what happened"),
    "colleague_joined": define("settings.notice.colleague_joined", "To the customer: a colleague of theirs has joined"),
    "colleague_wrote": define("settings.notice.colleague_wrote", "To the customer: a colleague of theirs wrote"),
    "organisation_accepted": define(
        "settings.notice.organisation_accepted", "To a customer: the colleague they invited has come"
    ),
    "request_of_organisation": define(
        "settings.notice.request_of_organisation", "To the customer: their firm sees the request"
    ),
    "request_private": define("settings.notice.request_private", "To the customer: their firm sees it no more"),
    "device_states": define("settings.notice.device_states", "To the customer: how far each device is"),
    "invoice_not_registered": define("settings.notice.invoice_not_registered", "To staff: KSeF refused an invoice"),
    "invoice": define("settings.notice.invoice", "To the customer: an invoice"),
    "payment": define("settings.notice.payment", "To the customer: money has arrived"),
    "payment_struck": define("settings.notice.payment_struck", "To the customer: a payment was recorded by mistake"),
    "payment_online": define("settings.notice.payment_online", "To staff: a customer paid online"),
    "checkout_told": define("settings.notice.checkout_told", "To staff: an online payment to look at"),
    "refund_promised": define("settings.notice.refund_promised", "To the customer: a refund is promised"),
    "refund_sent": define("settings.notice.refund_sent", "To the customer: a refund is on its way"),
    "rated": define("settings.notice.rated", "To staff: a customer rated the work"),
    "follow_up": define("settings.notice.follow_up", "To the customer: does it still work (if they allow it)"),
    "survey_sent": define("settings.notice.survey_sent", "To the customer: a few questions (if they allow it)"),
    "follow_up_failed": define("settings.notice.follow_up_failed", "To staff: it does not work any more"),
    "promise_due": define("settings.notice.promise_due", "To staff: a promise is due soon"),
    "feedback": define("settings.notice.feedback", "To staff: feedback about the pages"),
    "testimonial_given": define("settings.notice.testimonial_given", "To staff: a testimonial is to be checked"),
    "testimonial_withdrawn": define("settings.notice.testimonial_withdrawn", "To staff: a testimonial was taken back"),
}
