"""Words of the settings about devices that wait to be collected: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

GROUP = (
    define("settings.group.collecting", "Collecting"),
    define(
        "settings.group.collecting.text",
        "Reminders of devices that are ready, and what your terms say about storing them. Nothing is charged, closed "
        "or disposed of by itself.",
    ),
)
define("settings.collect_first_days", "Remind after this many days")
define("settings.collect_second_days", "Remind once more after this many days")
define("settings.storage_days", "Storage costs something after this many days")
define("settings.storage_terms", "What storage costs, as your terms say it")
define("settings.storage_terms_version", "Version of your terms")
HINTS = {
    "collect_first_days": define(
        "settings.collect_first_days.hint",
        "Counted from when a device is ready, and sent when you are open. 0: never. Devices that were ready before "
        "stay as they are.",
    ),
    "collect_second_days": define("settings.collect_second_days.hint", "Counted from the same moment. 0: never."),
    "storage_days": define("settings.storage_days.hint", "0: nothing is said of it."),
    "storage_terms": define(
        "settings.storage_terms.hint", "One sentence with the price, as it stands in your terms. Reminders bring it."
    ),
    "storage_terms_version": define(
        "settings.storage_terms_version.hint", "For example: of 1 March 2026. What was sent keeps it."
    ),
}
