"""Words of the pages about devices: code and English."""

from __future__ import annotations

from helpdesk_core.i18n import define, define_plural

define("devices.title", "My devices")
define("devices.lead", "Choose one of them when you ask for help, and its details are filled in.")
define("devices.none", "You have no devices here yet.")
define("devices.none.text", "Write one down, and you need not look up its serial number again.")
define("devices.add", "Add a device")
define("devices.add.title", "New device")
define("devices.change", "Change")
define("devices.change.title", "Change device")
define("devices.save", "Save device")
define("devices.brand", "Brand")
define("devices.brand.hint", "Who made it, for example Apple, Bosch, Dell")
define("devices.model", "Model")
define("devices.serial", "Serial number or IMEI")
define("devices.serial.hint", "On the label or in the settings. Leave it empty if there is none.")
define("devices.nickname", "What you call it")
define("devices.nickname.hint", "For example: work phone. Only you and we read it.")
define(
    "devices.passcode",
    "Never write a passcode or password here: we do not store any. Where one is needed, you enter it yourself when you "
    "hand over the device.",
)
define("devices.doubtful", "The last digit does not fit the others. Please compare the number with the device.")
define("devices.retired", "No longer in use")
define("devices.retired.since", "No longer in use since {day}")
define("devices.history", "What you brought it for")
define("devices.history.none", "Nothing yet.")
define("devices.help", "Get help with it")
define("devices.label", "Print a label")
define("devices.label.title", "Label for the device")
define("devices.label.scan", "Scan to ask for help with this device")
define("devices.label.what", "The code holds neither your name nor the serial number. You can stick it on the device.")
define("devices.remove", "I no longer have this device")
define(
    "devices.remove.text",
    "You can no longer choose it then. What you brought it for stays in the list of your requests.",
)
define("devices.remove.do", "Remove device")
define("devices.link", "Another request was about this device")
define("devices.link.request", "Request")
define("devices.link.do", "Add to its history")
define("devices.what", "Your devices, and what you brought each of them for.")
define("devices.next", "Choose a device, or add one.")
define("devices.after", "When you ask for help, you choose the device, and its model and serial number are filled in.")
define("staff.devices", "Device history")
define("staff.devices.title", "History of the device")
define("staff.devices.text", "Every request with this serial number, whoever brought it.")
define("staff.devices.registered", "Registered by its owner as")
define("staff.devices.more", "Only the latest are shown.")
define_plural("staff.devices.visits", "{count} request", "{count} requests")

define_plural("several.card", "Your {count} device", "Your {count} devices")
define("several.condition", "Condition")
define("several.accessories", "Came along")
define("settings.device_warnings", "Warnings about types and models of devices")
define("settings.warning", "Warning")
define("settings.warning_devices", "Types or models, one on each line")
define("devices.warned", "Please note")
define("staff.several.title", "Devices of this request")
define("staff.several.set", "How far each is")
define("staff.several.another", "Another device on this request")
define("staff.several.add", "Add device")
define("staff.several.description", "Device")
define("staff.several.hint", "Only people say how far a device is, and nothing follows from it for the request.")
define("staff.several.states", "How far each device is")
define("staff.several.states.save", "Save, and tell the customer")
define("staff.several.state", "State")
define("staff.several.state.none", "Nothing said yet")
define("staff.several.condition", "Condition when it came")
define("staff.several.condition.hint", "Scratches, dents, missing screws: the customer reads it.")
define("staff.several.accessories", "What came along")
define("staff.several.accessories.hint", "Charger, case, SIM card: the customer reads it.")
define("staff.several.place", "Where it is")
define("staff.several.place.hint", "Shelf, bench, outside workshop: for the team.")
define("staff.several.correct", "Correct the device")
define("staff.several.correct.link", "Correct")
define("staff.several.remove", "It is not on this request")
define("staff.several.remove.text", "The history keeps it. Quotes and hand-overs that name it stay as they are.")
define("staff.several.remove.do", "Take it off the request")
define("staff.several.labels", "Print labels")
define(
    "staff.several.labels.text",
    "The code leads to Quick Help with the device filled in. It holds no name and no number.",
)
define("staff.several.label", "Device {number}")
define_plural(
    "staff.several.here",
    "{count} device of this request is still here.",
    "{count} devices of this request are still here.",
)
