"""Words of the pages about redaction desk: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural

define("staff.secret", "Remove confidential data")
define("staff.secret.value", "Text to remove, exactly as it appears")
define(
    "staff.secret.hint",
    "This is removed permanently from every text of this request, including any outcome. No copy is kept.",
)
define("staff.secret.send", "Remove permanently")
define_plural(
    "staff.secret.taken",
    "Removed for good, from {count} text of this request.",
    "Removed for good, from {count} texts of this request.",
)
define("staff.removals", "Removed data")
define("staff.removals.title", "Confidential data removed")
define_plural(
    "staff.removals.text",
    "Removed before it was stored, in the last {count} day, by kind and language. What it was is kept nowhere.",
    "Removed before it was stored, in the last {count} days, by kind and language. What it was is kept nowhere.",
)
define("staff.removals.none", "Nothing was removed in this period.")
define("staff.removals.kind", "Type")
define("staff.removals.all", "All languages")
