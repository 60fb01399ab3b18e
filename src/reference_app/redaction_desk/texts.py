"""Words of the pages about redaction desk: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural

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
