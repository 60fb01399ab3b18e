"""Words of ratings: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural

define("rating.title", "How content are you?")
define("rating.text", "Only our team reads this. It is never shown to anybody else, and you need not answer.")
define("rating.stars", "From 1 to 5")
define("rating.1", "1: not at all")
define("rating.2", "2: not really")
define("rating.3", "3: so-so")
define("rating.4", "4: content")
define("rating.5", "5: very content")
define("rating.words", "A word about it")
define("rating.send", "Send")
define("rating.given", "You gave {stars} of 5. Thank you; only our team reads it.")
define("staff.ratings", "Ratings")
define("staff.ratings.none", "Nobody has rated anything yet.")
define("staff.ratings.none.text", "Customers can do so on the page of their request, once it has an outcome.")
define_plural("staff.ratings.total", "{count} rating", "{count} ratings")
define("staff.ratings.content", "{content} of {total} gave 4 or 5")
define("staff.ratings.chart", "Ratings by stars")
define("staff.ratings.stars", "Stars")
define("staff.ratings.count", "How many")
define("staff.ratings.private", "For the team alone. Nothing of it is shown to the public.")
define("staff.rating", "The customer gave {stars} of 5")
