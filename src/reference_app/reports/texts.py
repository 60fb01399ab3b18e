"""Words of the report: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define

define("staff.report", "Report")
define(
    "staff.report.about",
    "Of the shop or a location, never of a person. Not counted: imported requests, those that were joined to another "
    "one, and questions about a repair.",
)
define("staff.report.by", "Count by")
define("staff.report.look", "Show")
define("staff.report.cut", "Made from the latest requests. What is older is not counted.")
define("staff.report.work", "Came in and finished")
define("staff.report.from", "From")
define("staff.report.came", "Came in")
define("staff.report.finished", "Finished")
define("staff.report.cancelled", "Cancelled")
define("staff.report.took", "Half finished within")
define("staff.report.answered", "Half answered within")
define(
    "staff.report.how", "From coming in to the end, at all hours. Answers in working time, the latest of each request."
)
define("staff.report.returned", "Opened again, of 100 that were finished")
define("staff.report.ends", "Finished")
define("staff.report.again", "Opened again")
define("staff.report.of_100", "Of 100")
define(
    "staff.report.returned.how",
    "Counted in the week or month in which it was opened again; one that is open again stands among the finished here.",
)
define("staff.report.devices", "Devices that came in")
define("staff.report.device", "Model")
define("staff.report.others", "Others")
define(
    "staff.report.devices.how",
    "The first device of each request. A model that one customer alone names is among the others until you check it.",
)
define("staff.report.open", "Open, by age")
define("staff.report.age", "Age")
define("staff.report.count", "Requests")
define("staff.report.up_to", "up to {time}")
define("staff.report.less", "under {time}")
define("staff.report.older", "older")
define("staff.report.sources", "How they came in")
define("staff.report.source", "Way")
define("staff.report.none", "Nothing to report yet")
