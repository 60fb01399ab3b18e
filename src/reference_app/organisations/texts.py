"""Words of the pages of firms: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("organisation.title", "My firm")
define("organisation.none", "You belong to no firm here")
define(
    "organisation.none.text",
    "Our team sets one up, and its manager invites colleagues. An invitation to the address of your account stands "
    "here.",
)
define("organisation.invited", "You are invited to {firm}")
define("organisation.invited.by", "{name} invites you.")
define("organisation.invited.by_shop", "Our team invites you.")
define(
    "organisation.invited.text",
    "You will see which requests the firm has. What you asked us before stays yours alone, unless you show it.",
)
define("organisation.accept", "Join the firm")
define("organisation.decline", "Decline")
define("organisation.manager", "Manager")
define("organisation.you", "You")
define("organisation.gone", "Account closed")
define("organisation.nobody", "Nobody manages this firm here at the moment. Please call us, so that we name somebody.")
define("organisation.members", "Who belongs to it")
define("organisation.since", "since {day}")
define("organisation.make_manager", "Make a manager")
define("organisation.make_plain", "No manager any more")
define("organisation.remove", "Take out")
define("organisation.leave", "Leave the firm")
define(
    "organisation.leave.text",
    "You will see nothing of the firm from then on. Your own requests stay yours, and those that you showed the firm "
    "stay shown until you take them off.",
)
define("organisation.invite", "Invite a colleague")
define(
    "organisation.invite.text",
    "They get a mail, and accept here, signed in with an account of that very address. It is open for two weeks.",
)
define("organisation.email", "E-mail address of the colleague")
define("organisation.invite.send", "Send the invitation")
define("organisation.invitations", "Open invitations")
define("organisation.until", "until {day}")
define("organisation.withdraw", "Take back")
define("organisation.handing", "To hand the firm over, make somebody else a manager first.")
define("organisation.done.joined", "You belong to the firm now.")
define("organisation.done.declined", "The invitation is declined.")
define("organisation.done.invited", "The invitation is on its way.")
define("organisation.done.withdrawn", "The invitation is taken back.")
define("organisation.done.manager", "Done: there is another manager.")
define("organisation.done.plain", "Done: one manager less.")
define("organisation.done.removed", "Done: they see nothing of the firm any more, and we have told them.")
define("organisation.done.left", "You have left the firm.")
define("organisation.requests", "Requests of the firm")
define("organisation.requests.lead", "What colleagues have shown the firm. Join one to read it and to write on it.")
define("organisation.requests.manager", "As a manager you read all of them. To write on one, join it.")
define("organisation.requests.none", "Nobody has shown the firm a request yet.")
define("organisation.requests.older", "Earlier requests")
define("organisation.requests.all", "All requests of the firm")
define("organisation.brought", "Brought by {name}")
define("organisation.brought.you", "Brought by you")
define("organisation.brought.unknown", "Brought by a colleague")
define("organisation.has_joined", "You have joined.")
define("organisation.join", "Join")
define("organisation.join.told", "Your colleague is told that you read it.")
define("organisation.joined", "You have joined. Your colleague is told.")
define("organisation.request.title", "Request {reference} of a colleague")
define(
    "organisation.request.lead",
    "You read what was said and sent. Quotes, payments and everything that is decided stay with {name}.",
)
define("organisation.request.someone", "your colleague")
define("organisation.write", "Your message")
define("organisation.write.title", "Write to us")
define("organisation.write.text", "Your name stands beside it, and your colleague is told.")
define("organisation.write.send", "Send")
define("organisation.colleagues", "Who has joined")
define("organisation.colleagues.none", "Nobody has joined yet.")
define("organisation.end", "End this")
define("organisation.stop", "Read along no more")
define("organisation.photos", "Photos and files")
define("organisation.card", "Your firm")
define("organisation.card.shown", "{firm} sees this request: its managers read it, and colleagues can join.")
define(
    "organisation.card.private",
    "Only you see this request. You can show it to {firm}: its managers read it then, "
    "and colleagues can join. You can take it off again at any time.",
)
define("organisation.card.show", "Show it to my firm")
define("organisation.card.off", "Take it off: mine alone")
define(
    "organisation.card.decides",
    "What is decided stays yours. If your manager is to approve a quote, name them at the quote.",
)
define("organisation.for", "Who is this request for?")
define("organisation.for.me", "For me: only I see it")
define("organisation.for.firm", "For {firm}: its managers read it, colleagues can join")
define("organisation.for.hint", "You can change this later on the page of the request.")
define("staff.organisations", "Firms")
define("staff.organisations.find", "Find")
define("staff.organisations.hint", "Words of the name, or the tax number")
define("staff.organisations.none", "No firm")
define("staff.organisations.none.text", "Write one down below. Its people are accounts of customers.")
define("staff.organisations.new", "A new firm")
define("staff.organisations.next", "More firms")
define("staff.organisations.erased", "The firm is erased. The requests stay their customers'.")
define("staff.organisation.name", "Name of the firm")
define("staff.organisation.tax_number", "{tax_number} or VAT number")
define("staff.organisation.notes", "Notes for the team")
define("staff.organisation.create", "Create the firm")
define("staff.organisation.details", "Details")
define("staff.organisation.save", "Save")
define("staff.organisation.account", "E-mail address of the account")
define("staff.organisation.as_manager", "As a manager: reads all requests of the firm and says who belongs to it")
define("staff.organisation.add", "Add an account")
define("staff.organisation.add.send", "Add")
define("staff.organisation.empty", "Nobody belongs to it yet.")
define("staff.organisation.nobody", "Nobody manages this firm: name somebody, so that it can invite its own people.")
define("staff.organisation.reference", "Reference of the request")
define("staff.organisation.request.send", "Make it theirs")
define("staff.organisation.no_request", "There is no request with this reference.")
define("staff.organisation.no_requests", "No requests yet.")
define("staff.organisation.older", "Earlier requests")
define("staff.organisation.erase", "Erase the firm")
define("staff.organisation.erase.text", "Name, number, notes and who belongs to it go at once. Requests stay.")
define("staff.organisation.saved", "Saved.")
define("staff.organisation.added", "The account belongs to the firm now, and its owner is told.")
define("staff.organisation.invited", "The invitation is on its way.")
define("staff.organisation.changed", "Done.")
define("staff.organisation.request", "The request is the firm's now, and its customer is told.")
define("staff.organisation.of", "Firm")
define("staff.organisation.offer", "The customer belongs to {firm}; the request is theirs alone.")
define("staff.organisation.set", "It is the firm's")
define("staff.organisation.off", "It is not the firm's")
