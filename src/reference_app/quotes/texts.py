"""Words of the pages about quotes: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("quote.card", "Quote {number}")
define("next.quote", "Please decide about our quote")
define("next.quote.text", "Read the quote and tell us whether you approve it. You can ask us first.")
define("quote.hidden", "It is a while since you entered a code. Enter a new one to read the quote.")
define("quote.see", "Read the quote")
define("quote.back", "Back to the request")
define("quote.starts_nothing", "Looking at it starts nothing: no order, no payment, no booking.")
define("quote.prepared_by", "Prepared by: {name}")
define("quote.valid_until", "Valid until {day}")
define("quote.answered", "You answered on {at}.")
define(
    "quote.limit_used", "We went ahead without asking again: {total} is within the limit of {limit} that you gave us."
)
define("quote.limit_used.by", "Decided by: {name}, {at}. You have not approved the quote by this.")
define("quote.always", "In every case")
define("quote.group", "Please choose one")
define("quote.group.hint", "Their order is no recommendation.")
define("quote.option", "Option {letter}")
define("quote.option.titled", "Option {letter}: {title}")
define("quote.option.total", "This option, tax included")
define("quote.extras", "In addition, if you like")
define("quote.extras.hint", "We ticked nothing. What is not ticked is not done.")
define("quote.left_out", "left out")
define("quote.total", "Total, tax included")
define("quote.tax", "of it tax, {rate}")
define("quote.net", "Total without tax")
define("quote.net_prices", "The prices of single lines are without tax; totals are with it.")
define("quote.range", "{least} to {most}")
define("quote.continue", "Continue to the summary")
define("quote.decline", "I do not approve this quote")
define("quote.way.review", "Review the quote, and continue")
define("quote.way.ask", "Your question goes along with the quote and the request")
define("quote.way.price", "Ask about a quote")
define("quote.way.none", "No quote yet: ask what it may cost, the request goes along")
define("quote.ask", "Ask about the quote")
define("quote.ask.hint", "A question decides nothing. A person answers it in your messages.")
define("quote.ask.send", "Send question")
define("quote.question", "Your question")
define("quote.approver", "Let somebody else decide")
define("quote.approver.contact", "Their e-mail address")
define(
    "quote.approver.hint",
    "They see this quote and nothing else, and decide on a code that we send them. You can still decide yourself.",
)
define("quote.approver.name", "Ask them to decide")
define("quote.approver.named", "You asked {contact} to decide about this quote. They see nothing else.")
define("quote.approver.remove", "Do not let them decide any more")
define("quote.approver.what", "A customer of ours asks you to decide about this quote. You see nothing else of theirs.")
define("quote.approver.after", "Our customer is told that you decided.")
define("quote.by_approver", "The person you named answered on {at}.")
define("quote.older", "Earlier versions")
define("quote.what", "Here you read a quote and choose what you want of it.")
define("quote.next", "Choose, then go on to the summary; or ask us first.")
define("quote.next.limit", "Nothing: we have started. You may still approve, decline or ask.")
define("quote.next.none", "Nothing: there is nothing to decide here.")
define("quote.after", "You see the whole amount. Only there, in the second step, you decide.")
define("quote.change", "Back to the quote")
define("quote.step_two", "Step 2 of 2: your decision")
define("quote.decide.title", "This is what you approve")
define("quote.decide.no_payment", "By approving you pay nothing and book nothing. If it costs more, we ask you again.")
define("quote.decide.read", "I have read this and approve it: {total}")
define("quote.decide.read.missing", "Please tick the box: approving is your decision.")
define("quote.decide.what", "You approve exactly what stands above, for exactly this amount.")
define("quote.decide.next", "Tick the box and approve; or go back and ask.")
define("quote.decide.after", "We are told, and plan the work. You find your approval with the request.")
define("quote.done.approved", "Thank you. We have your order: it is what stands below.")
define("quote.done.declined", "Thank you for your answer. Nothing of this quote will be done.")
define("quote.approve", "I approve the quote")
#: The words that bind (directive 2011/83/EU, article 8 (2)); a country's own stand in its file, see `countries`.
define("quote.order", "Order with obligation to pay")
define("quote.decide.pay_later", "You pay nothing now. If it costs more than this, we ask you again before we go on.")
define("quote.decide.time", "How long it takes:")
define("quote.decide.seller", "Your contract is with {company}.")
define(
    "quote.decide.withdrawal",
    "As a consumer you can withdraw within {days} days. You get a copy of the order by e-mail.",
)
define("quote.decide.withdrawal.read", "How to withdraw")
define("quote.decide.start_now", "Please begin before these {days} days are over")
define(
    "quote.decide.start_now.text",
    "Only if you like. If you withdraw, you pay for what is done until then; once all of it is done, you can no longer "
    "withdraw. By ticking you say that you know this.",
)
define(
    "staff.quote.start_now", "The customer asks you to begin at once, before the {days} days for withdrawal are over."
)
define("staff.quote.not_now", "The customer did not ask you to begin before the {days} days for withdrawal are over.")
define("quote.not_yet", "Not yet, I have a question")
define("quote.decline.title", "You do not approve the quote?")
define("quote.decline.text", "Nothing of quote {number} is done then. If you tell us why, we may find another way.")
define("quote.decline.reason", "What would suit you better?")
define("quote.decline.read", "I do not approve this quote")
define("quote.decline.read.missing", "Please tick the box: the answer is your decision.")
define("quote.decline.send", "Send my answer")
define("staff.quotes", "Quotes")
define("staff.quote.title", "Write a quote")
define("staff.quote.new", "Write a quote")
define("staff.quote.edit", "Change the draft")
define("staff.quote.draft", "Draft, not shown to the customer")
define("staff.quote.broken", "This quote is not covered by a decision and is not shown to the customer.")
define("staff.quote.limit", "The customer's limit: up to {limit} you may go ahead without asking.")
define(
    "staff.quote.limit.hint",
    "The total is within the customer's limit of {limit}. The customer is told that you go ahead.",
)
define("staff.quote.limit.read", "I go ahead on the strength of this limit; the customer has not approved the quote")
define("staff.quote.limit.read.missing", "Please tick the box: going ahead is your decision.")
define("staff.quote.limit.use", "Go ahead within the limit")
define("staff.quote.limit_used", "Gone ahead with {total} within the limit of {limit}: {name}, {at}")
define("staff.quote.valid_until", "Valid until")
define("staff.quote.valid_until.hint", "To the end of this day.")
define("staff.quote.text", "Words for the customer")
define("staff.quote.text.hint", "Guarantee, time needed, what you found.")
define("staff.quote.lines", "Lines")
define("staff.quote.lines.hint", "Prices are for one piece. Blank rows are left out.")
define("staff.quote.line", "Line {number}")
define("staff.quote.line.text", "What")
define("staff.quote.line.quantity", "Quantity")
PRICE_OF_ONE = {
    "gross": define("staff.quote.line.price", "Price of one, tax included"),
    "net": define("staff.quote.line.net_price", "Price of one, without tax"),
}
define("staff.quote.line.rate", "Tax rate")
define("staff.quote.line.device", "For which device")
define("staff.quote.line.device.all", "No one in particular")
define("staff.quote.line.part", "When")
define("staff.quote.line.add", "Add a line")
define("staff.quote.line.remove", "Remove line {number}")
define("staff.quote.optional", "Only if the customer wants it")
define("staff.quote.options", "Options to choose from")
define(
    "staff.quote.options.hint",
    "The customer takes exactly one option of each choice. Say at each line which option it belongs to.",
)
define("staff.quote.option.title", "Name")
define("staff.quote.option.text", "What is different")
define("staff.quote.option.group", "Choice")
define("staff.quote.option.add", "Add an option")
define("staff.quote.group", "Choice {number}")
define("staff.quote.save", "Save and review")
define("staff.quote.review", "Review the quote")
define("staff.quote.change", "Change")
define("staff.quote.read", "I have read it, and I offer this quote")
define("staff.quote.read.missing", "Please tick the box: offering a quote is your decision.")
define("staff.quote.offer", "Show it to the customer")
define(
    "staff.quote.usual_status", "Usually “{status}” is set with a quote. The status stays as it is unless you choose."
)
define("staff.quote.withdraw", "Withdraw this quote")
define("staff.quote.withdraw.text", "Why? The customer reads this as a message")
define("staff.quote.withdraw.hint", "It stays readable and can no longer be approved.")
define("staff.quote.approver", "The customer asked {contact} to decide.")
define("staff.quote.by_approver", "Decided by the person whom the customer named.")
define("staff.quote.cannot_offer", "You may write drafts. Somebody else shows them to the customer.")
define("quote.card.open", "{total}. Valid until {day}. Reading it orders nothing.")
