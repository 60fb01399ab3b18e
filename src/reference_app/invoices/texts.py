"""Words of the pages about invoices: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define
from helpdesk_core.views import Settlement

define("invoices.title", "Invoices")
define("invoices.none", "No invoices yet")
define("invoices.none.text", "Invoices of your requests stand here as soon as there are any, each as a PDF.")
define("invoices.hidden", "It is a while since you entered a code. Enter a new one to see your invoices.")
define("invoices.issued", "Issued on {day}")
define("invoices.due", "Due on {day}")
define("invoices.late", "Was due on {day}")
define("invoices.left", "Left to pay: {amount}")
define("invoices.back", "You paid {amount} too much. We will return it.")
define("invoices.pdf", "Download (PDF)")
define("invoices.of", "Download invoice {number} (PDF)")
define("invoices.transfer", "Pay by transfer to this account, with the invoice's number as title: {account}")
define("invoices.transfer.none", "Ask us how to pay: at the counter, or by transfer.")
define("invoices.request", "Open the request")
define("invoices.pay", "Pay")
define("invoices.what", "Here are the invoices of all your requests.")
define("invoices.next", "Keep them as PDF, or open the request that one belongs to.")
define("invoices.after", "Nothing happens by looking. Each stays here as it was issued.")

define("staff.invoices", "Invoices")
define("staff.invoices.states", "How far paid")
define("staff.invoices.all", "All")
SETTLEMENTS = {
    Settlement.UNPAID: define("staff.invoices.unpaid", "Unpaid"),
    Settlement.PARTLY: define("staff.invoices.partly", "Partly paid"),
    Settlement.PAID: define("staff.invoices.paid", "Paid"),
    Settlement.OVER: define("staff.invoices.over", "Paid too much"),
    Settlement.CREDIT: define("staff.invoices.credit", "Corrections"),
}
"""What the lists are called: of several, where a state's own word is of one."""
define("staff.invoices.number", "Number begins with")
define("staff.invoices.find", "Find")
define("staff.invoices.none", "No invoices here")
define("staff.invoices.older", "Further invoices")
define("staff.invoice.new", "New invoice")
define("staff.invoice.edit", "Edit the draft")
define("staff.invoice.look", "Read and issue")
define("staff.invoice.draft", "Draft: {kind}")
define("staff.invoice.fix", "Correct {number}")
define("staff.invoice.write", "Write an invoice")
define("staff.invoice.correct", "Write a credit note")
define("staff.invoice.back", "Back to the request")
define("staff.invoice.change", "Change the draft")
define("staff.invoice.kind", "What it is")
define("staff.invoice.kind.hint", "Advance invoices are taken off the next invoice of this request.")
define("staff.invoice.buyer_name", "Buyer")
define("staff.invoice.buyer_address", "Buyer's address")
define("staff.invoice.tax_number", "Buyer's {tax_number} or EU VAT number")
define("staff.invoice.tax_number.hint", "For firms. A consumer has none.")
define("staff.invoice.sold_on", "Date of sale")
define("staff.invoice.due_on", "Due on")
define("staff.invoice.reason", "Why it is corrected")
define("staff.invoice.lines", "Lines")
define("staff.invoice.lines.hint", "Blank lines are left out. Prices are entered as the settings say.")
define(
    "staff.invoice.lines.correct", "Write down the lines as they should be. Remove all of them to cancel the invoice."
)
define("staff.invoice.save", "Save and read through")
define("staff.invoice.review", "Issue this invoice?")
define(
    "staff.invoice.review.text",
    "It gets the next number when you issue it, and never changes again. The customer is told of it.",
)
define("staff.invoice.read", "I have read it: buyer, lines, taxes and dates are right")
define("staff.invoice.read.missing", "Please read the invoice and tick this first.")
define("staff.invoice.issue", "Issue the invoice")
define("staff.invoice.discard", "Throw the draft away")
define("staff.invoice.corrects", "Corrects {number}")
define("staff.invoice.deducted", "Advance invoice {number}, taken off")
define("staff.invoice.before", "Before the correction")
define("staff.invoice.total", "Total, tax included")
define("staff.invoice.difference", "Difference, tax included")
define("staff.invoice.tax", "of it tax, {rate}")
define("staff.invoice.no_seller", "The settings do not say yet who runs the shop. Nothing can be issued before.")
define("staff.invoice.settings", "To the settings")

define("ksef.title", "{number} in KSeF")
define("ksef.link", "Read and send to KSeF")
define("ksef.open", "What KSeF said")
define("ksef.preview", "A preview: it is no invoice before KSeF has given it its number.")
define("ksef.not_sent", "Not sent to KSeF")
define("ksef.waiting", "On its way to KSeF")
define("ksef.refused", "Refused by KSeF")
define("ksef.number", "KSeF number: {number}")
define("ksef.waits", "Sent by {name}, {when}. Nothing else has to be done: it is asked again until KSeF has answered.")
define("ksef.waits.why", "Why it still waits: {why}")
define("ksef.accepted", "KSeF accepted it on {moment}. From now on only a credit note can correct it.")
define("ksef.check", "Look at it in KSeF")
define("ksef.said", "What KSeF said: {words}")
define("ksef.read", "What is sent")
define(
    "ksef.read.text",
    "Exactly this goes to KSeF when you send it. An invoice that KSeF has can only be corrected by a credit note.",
)
define("ksef.outside", "What this invoice refers to was issued outside of KSeF, and is named like that.")
define(
    "ksef.earlier_day",
    "It was issued on {day}. KSeF takes an invoice that comes on a later day as issued offline: send it on the next "
    "working day at the latest.",
)
define(
    "ksef.large",
    "It comes to more than {sum}. The note about split payment is not written: where the law asks for it, enter "
    "the invoice in KSeF by hand.",
)
define("ksef.tick", "I have read it, and the buyer's tax number is right")
define("ksef.tick.missing", "Please read what is sent and tick this first.")
define("ksef.send", "Send to KSeF")
define("ksef.document", "Download what was sent (XML)")
define("ksef.receipt", "Download KSeF's receipt (UPO)")
define("ksef.xml", "As XML")

define("settings.invoice_series", "Numbers of invoices begin with")
define("settings.payment_days", "Invoices are due within this many days")
define("settings.bank_account", "Account that customers transfer money to")

define("money.title", "Payments")
define("money.payment", "Payment received")
define("money.deposit", "Deposit received")
define("money.receipt", "Till receipt")
define("money.refund", "Money back")
define("money.no_receipt", "This list is no fiscal receipt: that one comes from the till.")

define("staff.money", "Payments")
define("staff.money.record", "Record a payment")
define("staff.money.record.send", "Record the payment")
define("staff.money.invoice", "What it is for")
define("staff.money.invoice.hint", "A deposit counts for the next invoice that is issued.")
define("staff.money.invoice.left", "{number}, left to pay {amount}")
define("staff.money.deposit", "Deposit")
define("staff.money.deposits", "Deposits")
define("staff.money.amount", "Amount")
define("staff.money.method", "How it came")
define("staff.money.received_on", "Received on")
define("staff.money.receipt", "Number of the till receipt")
define("staff.money.receipt.hint", "What stands here is no fiscal receipt: that one comes from your till.")
define("staff.money.came", "Received")
define("staff.money.none", "Nothing received yet")
define("staff.money.strike", "Recorded by mistake")
define("staff.money.strike.text", "Why it does not count")
define(
    "staff.money.strike.promised_back",
    "I have seen that money was promised or sent back out of this payment; it was recorded by mistake all the same",
)
define("staff.money.refund", "Promise money back")
define("staff.money.refund.hint", "Nothing is sent by this. Send the money yourself, then say here that it was sent.")
define("staff.money.refund.of", "Out of")
define("staff.money.refund.most", "{name}, at most {amount}")
define("staff.money.refund.text", "Why, in words for the customer")
define("staff.money.refund.send", "Promise it")
define("staff.money.back", "Going back")
define("staff.money.sent", "It was sent")
define("staff.money.arrived", "It arrived")
define("staff.money.withdraw", "Take the promise back")
define("staff.money.withdraw.text", "Why it does not go back, in words for the customer")
define("staff.money.cannot", "You can read this. Recording money takes the right for it.")

define("checkout.pay", "Pay {amount} online")
define("checkout.pay.by", "Pay {amount} with {provider}")
define("checkout.pending", "A payment is on its way. We write to you as soon as the bank has answered.")
define("checkout.failed", "The last try came to nothing. Nothing was taken; you can try again.")
define("checkout.returned", "Thank you. As soon as the payment is confirmed to us, it stands here.")
define("checkout.title", "{shop}, invoice {number}")
define("checkout.go", "Pay {amount}")
define("checkout.text", "You pay on the secure page of {provider}. Your browser goes there by itself.")
define("checkout.link", "To the payment page of {provider}")
define("checkout.back", "Back to the request")
define("checkout.what", "The way to the payment page. Nothing is paid yet.")
define("checkout.next", "Pay there, or come back: both are fine.")
define("checkout.after", "When the provider confirms the payment to us, the invoice says so.")
define("checkout.away", "The payment page cannot be reached now. Please try again later, or pay by transfer.")
define("staff.money.online", "Online")
define("staff.money.online.said", "{provider}, {number}: {amount} was asked for")
define("staff.money.online.returned", "{amount} went back at the provider's. Please write down here what became of it.")
define(
    "staff.money.online.disputed",
    "The payer wants {amount} back. Please answer on the provider's pages, in the time that it gives.",
)
define("staff.money.online.other", "The provider says {amount}. Nothing was counted: please look there.")
