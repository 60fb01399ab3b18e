"""Words of the pages about who takes on what: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("staff.routing", "Who takes on what")
define(
    "staff.routing.intro",
    "To whom a new request is proposed, or given, follows from this: who works there and is not away, speaks the "
    "customer's language and takes on this kind of thing; of several whoever has the fewest open ones. What is left "
    "empty narrows nothing. Customers see none of it, and nobody is compared.",
)
define("staff.routing.name", "Colleague")
define("staff.routing.what", "Takes on")
define("staff.routing.away", "Away")
define("staff.routing.none", "no requests yet")
define("staff.routing.all", "everything")
define("staff.routing.takes", "Requests are proposed to this person")
define("staff.routing.categories", "Kinds of request")
define("staff.routing.languages", "Languages")
define("staff.routing.locations", "Works at (none ticked: everywhere)")
define("staff.routing.devices", "Kinds of device, with commas between")
define("staff.routing.save", "Save")
define("staff.routing.back", "All colleagues")
define("staff.routing.proposed", "This could go to {name}:")
define("staff.routing.give", "Give it to {name}")
define("staff.absence", "My absence")
define("staff.absence.intro", "While you are away no new request is proposed or given to you. Yours stay yours.")
define("staff.absence.first", "First day")
define("staff.absence.last", "Last day")
define("staff.absence.note", "Note the absence")
define("staff.absence.title", "Absence")
define("staff.absence.span", "{first} – {last}")
define("staff.absence.end", "Take it back")
define("staff.absence.none", "No absence is noted.")
define("staff.category", "About")
define("staff.category.none", "not chosen")
define("staff.category.set", "Set")
define("staff.category.suggested", "Its words seem to be about: {category}.")
define("staff.category.take", "Yes, that is it")
define("settings.routing", "Whose a new request is")
ROUTING = {
    "off": define("settings.routing.off", "nothing is proposed"),
    "suggest": define("settings.routing.suggest", "staff are shown to whom it could go"),
    "assign": define("settings.routing.assign", "it is given to somebody, who is told"),
}
define("settings.assign_urgent", "What cannot wait")
define("settings.assign_urgent.on", "It is given at once to somebody who is there")
define("settings.suggest_category", "What it is about")
define("settings.suggest_category.on", "Staff are shown what a new request seems to be about, by its words")
