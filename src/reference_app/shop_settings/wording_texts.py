"""Words of the pages for a shop's own words: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("settings.wording.search", "Find a text")
define("settings.wording.find", "Find")
define("settings.wording.own", "Your own texts")
define("settings.wording.found", "Texts found")
define("settings.wording.none", "No text says this.")
define("settings.wording.more", "There are more. Please type more of the text.")
define("settings.wording.edit", "A text in your own words")
define("settings.wording.original", "The original")
define("settings.wording.words", "Your words")
define("settings.wording.form", "Your words for {form} …")
define("settings.wording.placeholders", "Something is put in here. Please keep it as it is:")
define("settings.wording.preview", "Preview")
define("settings.wording.preview.text", "This is how it reads:")
define("settings.wording.reset", "Back to the original")
define("settings.wording.yours", "yours")
