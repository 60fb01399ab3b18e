"""Words of the pages about notifications: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("staff.undelivered", "Undelivered")
define("staff.undelivered.title", "Undelivered messages")
define("staff.undelivered.text", "These messages did not arrive. Please tell the customers in another way.")
define("staff.undelivered.none", "All messages have been delivered or are waiting for their turn.")
define("staff.undelivered.retry", "Try again")
define("staff.undelivered.settle", "Told in another way")
define("staff.undelivered.do", "What to do")
define("staff.undelivered.what", "Message")
define("staff.undelivered.when", "Last attempt")
define("staff.undelivered.here", "A message about this request did not arrive.")
define("staff.undelivered.call", "Call {phone}.")
define("staff.undelivered.waiting", "Messages that wait")
define("staff.undelivered.waiting.since", "The oldest waits since {at}.")
define("staff.undelivered.waiting.count", "{why} ({count})")
define("staff.undelivered.unread", "Messages of customers do not come in")
define("staff.undelivered.unread.since", "{why} Since {at}.")
define("staff.undelivered.held", "Held back after a restore")
define(
    "staff.undelivered.held.text",
    "The database was restored from a backup. These messages waited in it, and may have been sent since the backup was "
    "made. Send what the customers do not know yet.",
)
define("staff.undelivered.held.send", "Send")
define("staff.undelivered.held.send_all", "Send all")
define("staff.undelivered.held.settle", "They know it")
define("staff.sent.title", "Sent to the customer")
define("staff.plugins.title", "Extensions that failed")
define("staff.plugins.text", "Please ask your administrator to look at them. Requests still come in as usual.")
define("staff.untold.after", "Done. The customer was not told.")

_SHOP = "Ask whoever runs this desk to mend it. Nothing is lost meanwhile."
#: Why a message waits or did not arrive, by the reason's code; the beginning of one stands for all that begin so.
REASONS = {
    "no_contact": define("staff.why.no_contact", "There is no contact of the customer."),
    "nobody_confirmed": define("staff.why.nobody_confirmed", "The customer has not confirmed a contact."),
    "no_channel": define("staff.why.no_channel", "No channel of this shop reaches the customer."),
    "no_notifier": define("staff.why.no_notifier", f"This desk has no way to send messages yet. {_SHOP}"),
    "in_doubt": define("staff.why.in_doubt", "It was sent, perhaps twice, and nobody knows whether it arrived."),
    "bounced": define("staff.why.bounced", "It came back: the receiver's mail server could not deliver it."),
    "address_not_supported": define(
        "staff.why.address_not_supported", "The mail server does not know the letters of this address."
    ),
    "server_not_reached": define("staff.why.server_not_reached", f"The mail server was not reached. {_SHOP}"),
    "sign_in_refused": define("staff.why.sign_in_refused", f"The mail server refused our password. {_SHOP}"),
    "mailbox_refused": define(
        "staff.why.mailbox_refused", f"Our mailbox refuses our password or its folder, so that no mail is read. {_SHOP}"
    ),
    "mailbox_not_reached": define(
        "staff.why.mailbox_not_reached", f"The server of our mailbox is not reached, so that no mail is read. {_SHOP}"
    ),
    "mailbox_not_trusted": define(
        "staff.why.mailbox_not_trusted",
        f"The server of our mailbox could not be trusted (TLS): no mail is read. {_SHOP}",
    ),
    "mailbox_": define("staff.why.mailbox", f"Our mailbox answers nonsense, so that no mail is read. {_SHOP}"),
    "tls_failed": define("staff.why.tls_failed", f"The mail server could not be trusted (TLS). {_SHOP}"),
    "smtp_sender_": define("staff.why.smtp_sender", f"The mail server refused our sender. {_SHOP}"),
    "smtp_5": define("staff.why.smtp_5", "The customer's mail server refused it."),
    "smtp_4": define("staff.why.smtp_4", "The mail server asked to come back later."),
    "whatsapp_window_closed": define(
        "staff.why.whatsapp_window_closed",
        "More than a day has passed since the customer last wrote by WhatsApp, and there is no approved template for "
        "this message in their language. Call them or write by mail; when they write again, an answer can be sent.",
    ),
    "whatsapp_recipient": define(
        "staff.why.whatsapp_recipient",
        "WhatsApp does not deliver to this number: it has no WhatsApp, an old version, or takes no such messages. Tell "
        "the customer in another way.",
    ),
    "whatsapp_token": define("staff.why.whatsapp_token", f"WhatsApp refused our access token. {_SHOP}"),
    "whatsapp_account": define("staff.why.whatsapp_account", f"WhatsApp has restricted our account. {_SHOP}"),
    "whatsapp_payment": define("staff.why.whatsapp_payment", f"WhatsApp asks for a means of payment. {_SHOP}"),
    "whatsapp_number": define("staff.why.whatsapp_number", f"Our number is not registered with WhatsApp. {_SHOP}"),
    "whatsapp_template": define("staff.why.whatsapp_template", f"WhatsApp refused our template. {_SHOP}"),
    "whatsapp_trial": define(
        "staff.why.whatsapp_trial", f"Our WhatsApp number is for trials and reaches few people only. {_SHOP}"
    ),
    "whatsapp_limit": define(
        "staff.why.whatsapp_limit", "WhatsApp takes no more messages from us for a while. It is tried again."
    ),
    "whatsapp_pair_limit": define(
        "staff.why.whatsapp_pair_limit", "The customer had many messages within a short time. It is tried again."
    ),
    "whatsapp_down": define("staff.why.whatsapp_down", "WhatsApp has trouble of its own. It is tried again."),
    "whatsapp_not_reached": define("staff.why.whatsapp_not_reached", f"WhatsApp was not reached. {_SHOP}"),
    "whatsapp_": define("staff.why.whatsapp", f"WhatsApp refused this message. {_SHOP}"),
    "stopped": define(
        "staff.why.stopped",
        "The customer answered STOP, and wants no SMS. Tell them in another way; when they write START, it is tried.",
    ),
    "sms_stopped": define(
        "staff.why.sms_stopped",
        "The customer answered STOP to the provider of our SMS, which sends nothing more to this number. Tell them in "
        "another way.",
    ),
    "sms_recipient": define(
        "staff.why.sms_recipient",
        "No SMS arrives at this number: it is a landline, is not in use, or takes none. Check it, and tell the "
        "customer in another way.",
    ),
    "sms_expired": define(
        "staff.why.sms_expired", "The telephone was off or out of reach for too long. Try again, or call."
    ),
    "sms_token": define("staff.why.sms_token", f"The provider of our SMS refused our sign-in. {_SHOP}"),
    "sms_credit": define("staff.why.sms_credit", f"Our account at the provider of our SMS is empty. {_SHOP}"),
    "sms_account": define("staff.why.sms_account", f"The provider of our SMS has closed our account. {_SHOP}"),
    "sms_sender": define("staff.why.sms_sender", f"The provider of our SMS refused our sender. {_SHOP}"),
    "sms_links": define(
        "staff.why.sms_links", f"The provider of our SMS does not let us send links. Ask it to permit them. {_SHOP}"
    ),
    "sms_region": define("staff.why.sms_region", f"SMS to this country are not switched on at our provider. {_SHOP}"),
    "sms_trial": define(
        "staff.why.sms_trial", f"Our account for SMS is a trial, and reaches confirmed numbers only. {_SHOP}"
    ),
    "sms_filtered": define(
        "staff.why.sms_filtered", "The network took the SMS for unwanted advertising. Tell the customer in another way."
    ),
    "sms_limit": define(
        "staff.why.sms_limit", "The provider takes no more SMS from us for a while. It is tried again."
    ),
    "sms_pair_limit": define(
        "staff.why.sms_pair_limit", "The customer had many SMS within a short time. It is tried again."
    ),
    "sms_down": define("staff.why.sms_down", "The provider of our SMS has trouble of its own. It is tried again."),
    "sms_not_reached": define("staff.why.sms_not_reached", f"The provider of our SMS was not reached. {_SHOP}"),
    "sms_failed": define(
        "staff.why.sms_failed", "The network did not deliver the SMS. Try again, or tell the customer in another way."
    ),
    "sms_": define("staff.why.sms", f"The provider of our SMS refused this message. {_SHOP}"),
    "push_gone": define("staff.why.push_gone", "The customer's browser takes no more messages. Others go as before."),
    "push_over": define("staff.why.push_over", "It was turned off in that browser before it could be sent."),
    "push_": define("staff.why.push", "The push service of the customer's browser did not take it."),
    "too_late": define("staff.why.too_late", "It could not be sent in time, and is no news any more."),
    "webhook_aside": define(
        "staff.why.webhook_aside",
        "Another system that is told what changes has not answered for days, and is told nothing more. When it works "
        "again, press the button: then it is told of what comes.",
    ),
    "webhook_private": define(
        "staff.why.webhook_private", f"The address of another system is in a private network. {_SHOP}"
    ),
    "webhook_": define("staff.why.webhook", "Another system does not take what it is told. It is tried again."),
    "register_away": define(
        "staff.why.register_away", "KSeF was not reached, or has trouble of its own. It is tried again by itself."
    ),
    "register_busy": define("staff.why.register_busy", "KSeF asked to come back later. It is tried again by itself."),
    "register_working": define("staff.why.register_working", "KSeF has it and has not answered yet."),
    "register_unwelcome": define("staff.why.register_unwelcome", f"KSeF does not take our token. {_SHOP}"),
    "register_not_set_up": define("staff.why.register_not_set_up", f"KSeF is not set up here. {_SHOP}"),
    "carrier_away": define(
        "staff.why.carrier_away", "The carrier was not reached, or has trouble of its own. It is tried again by itself."
    ),
    "carrier_not_set_up": define("staff.why.carrier_not_set_up", f"The carrier is not set up here any more. {_SHOP}"),
    "unknown_": define("staff.why.unknown_job", "This release does not know it: a newer one sends it."),
    "": define("staff.why.turn", "Its turn has not come yet. If this lasts, nothing is being sent."),
}
OTHER_REASON = define("staff.why.other", f"Something failed. {_SHOP}")
#: Said beside a button, before it is pressed.
UNTOLD = {
    "no_contact": define("staff.untold.no_contact", "The customer is not told by message: there is no contact."),
    "nobody_confirmed": define(
        "staff.untold.nobody_confirmed", "The customer is not told by message: no contact is confirmed yet."
    ),
    "no_channel": define(
        "staff.untold.no_channel", "The customer is not told by message: no channel of this shop reaches them."
    ),
    "no_notifier": define(
        "staff.untold.no_notifier", "The customer is not told yet: this desk has no way to send messages, so they wait."
    ),
}


def why(reason: str) -> str:
    """The code of the text for a reason."""
    if reason in REASONS:
        return REASONS[reason]
    return next((text for start, text in REASONS.items() if start and reason.startswith(start)), OTHER_REASON)
