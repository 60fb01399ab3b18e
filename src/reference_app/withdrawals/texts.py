"""Words of the pages of withdrawals: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural

define("withdrawal.here", "Withdraw from the contract here")
define("withdrawal.title", "Withdraw from the contract")
define("withdrawal.lead", "You declare it here, and need not say why. Nothing is declared before you press the button.")
define("withdrawal.until", "As a consumer you can withdraw from your order until {day}, without giving a reason.")
define("withdrawal.contract", "The contract")
define("withdrawal.quote", "Quote {number}, ordered on {at}")
define("withdrawal.total", "Total, tax included: {total}")
define("withdrawal.with", "With {company}")
define("withdrawal.hidden", "A new code shows what it is about in detail.")
define("withdrawal.whole", "You withdraw from the whole order.")
define("withdrawal.means", "What follows")
define(
    "withdrawal.repaid",
    "We pay back what you paid within the time that the law gives us: by {day} if you send it today.",
)
define("withdrawal.repaid.unset", "We pay back what you paid.")
define("withdrawal.start_now", "You asked us to begin before the last day. You pay for what was done until now.")
define("withdrawal.not_now", "You did not ask us to begin before the last day. You pay nothing for the work.")
define("withdrawal.copy", "You get a copy of your declaration at once, with its date and time, at {contacts}.")
define("withdrawal.person", "A person of our team writes to you about your device and the money.")
define("withdrawal.late", "The last day to withdraw was {day}.")
define(
    "withdrawal.performed",
    "As far as we can see, all of the work was done at your wish, and with that the right to withdraw has ended.",
)
define(
    "withdrawal.still",
    "You can send your declaration all the same: we keep it with its date, and a person answers you. You can also "
    "write to us on the page of your request.",
)
define("withdrawal.reach", "You reach us at {contact}.")
define("withdrawal.name", "Your name")
define("withdrawal.reason", "Reason")
define("withdrawal.reason.hint", "You need not give one.")
define("withdrawal.confirm", "Confirm withdrawal")
define("withdrawal.sent", "We have your withdrawal. A copy with date and time is on its way to you.")
define("withdrawal.before", "You had withdrawn before: your first declaration counts.")
define("withdrawal.card", "Your withdrawal from the contract")
define("withdrawal.card.right", "Right to withdraw")
define("withdrawal.card.at", "You declared it on {at}.")
define("withdrawal.card.came", "It came in on {day}. {how}.")
define("withdrawal.card.waits", "A person of our team answers you. We pay back what is to be paid back by {day}.")
define("withdrawal.card.waits.unset", "A person of our team answers you.")
define("withdrawal.card.answered", "Our answer of {day}")
define("withdrawal.card.owed", "You pay for what was done until then: {amount}")
define("withdrawal.card.returned", "We pay back: {amount}")
define("withdrawal.card.repaid", "We have sent back: {amount}, {at}")
define("withdrawal.card.hand_back", "We hand your device back to you.")
define("next.withdrawn", "We have your withdrawal")
define(
    "next.withdrawn.text", "You do not need to do anything now. A person writes to you about your device and the money."
)
define("legal.withdrawal.door", "To withdraw, open the page of your request: there you find the button.")
define("staff.withdrawal", "Withdrawal from the contract")
define("staff.withdrawal.due", "Withdrawal from the contract: answer, and pay back, by {day}, {left}.")
define_plural("staff.withdrawal.left", "{count} day left", "{count} days left")
define("staff.withdrawal.left.today", "that is today")
define("staff.withdrawal.repay", "Withdrawal from the contract: {amount} to pay back by {day}, {left}.")
define("staff.withdrawal.repay.unset", "Withdrawal from the contract: {amount} to pay back.")
define("staff.withdrawal.repay.late", "Withdrawal from the contract: {amount} had to be paid back by {day}.")
define(
    "staff.withdrawal.repay.how",
    "Send it, then record the refund as sent under the money of the request: with that the clock stops.",
)
define("staff.withdrawal.is_repaid", "It was sent back before")
define("staff.withdrawal.repaid", "Recorded as sent: {at}")
define("staff.withdrawal.over", "Withdrawal from the contract: the time to pay back was over on {day}.")
define(
    "staff.withdrawal.unset",
    "Withdrawal from the contract: not answered yet. The law of the shop's country sets no time.",
)
define("staff.withdrawal.law", "Where it stands: {law}.")
define(
    "staff.withdrawal.nothing",
    "Nothing was done by itself: stop the work, settle what is owed, and hand back the device. In time it cannot be "
    "refused.",
)
define(
    "staff.withdrawal.judge",
    "Nothing was done by itself. Look at whether the right to withdraw had ended, and say what follows.",
)
define("staff.withdrawal.open", "Open the withdrawal")
define("staff.withdrawal.take", "Write down a withdrawal")
define("staff.withdrawal.terms", "{name} withdraws from the order of {ordered}. {standing}.")
define("staff.withdrawal.came", "Sent on {sent}, came in on {received}. {how}.")
define("staff.withdrawal.last_day", "The last day to withdraw: {day}.")
define("staff.withdrawal.reason", "In the customer's words: {reason}")
define(
    "staff.withdrawal.start_now",
    "The customer asked you to begin: what was done until then is owed, of {total} in all.",
)
define("staff.withdrawal.not_now", "The customer did not ask you to begin: nothing is owed for the work.")
define("staff.withdrawal.answer", "Answer the withdrawal")
define("staff.withdrawal.owed", "Owed for what was done until then")
define("staff.withdrawal.owed.hint", "Leave it empty where nothing is owed.")
define("staff.withdrawal.returned", "To be paid back")
define(
    "staff.withdrawal.returned.hint", "Nothing is paid by this. Write the refund down under the money of the request."
)
define("staff.withdrawal.money", "Money of the request")
define("staff.withdrawal.hand_back", "We have a device to hand back")
define("staff.withdrawal.text", "What follows")
define(
    "staff.withdrawal.text.hint",
    "The customer gets these words as a message and reads them on their page, with the sums. It is answered once. No "
    "status follows from it.",
)
define("staff.withdrawal.answered", "Answered, {at}, {name}")
define("staff.withdrawal.record", "Write down a withdrawal")
define(
    "staff.withdrawal.record.hint",
    "For one that came by mail, by letter, in the shop or by phone. The customer is sent a copy with its day.",
)
define("staff.withdrawal.how", "How it came")
define("staff.withdrawal.received", "Came in on")
define("staff.withdrawal.received.hint", "Leave it empty for today.")
define("staff.withdrawal.sent", "Sent on")
define("staff.withdrawal.sent.hint", "Where it was sent earlier: that day counts for being in time.")
define("staff.withdrawal.none", "There is no order on this request that one could withdraw from.")
define("staff.row.withdrawal", "Withdrawal: pay back in {span}")
define("staff.row.withdrawal.late", "Withdrawal: late by {span}")
