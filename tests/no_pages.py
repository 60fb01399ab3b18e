"""What can be opened by an address and is no page that people look at."""

from __future__ import annotations

#: Numbers for whatever watches, files, stamps, a part of a page for its script: see test_delivery_pages,
#: test_settings_pages, test_photos, test_live, test_drafts_and_others.
LIVE = {"room_live", "dashboard_live", "organisation_live", "staff_live", "staff_request_live"}
CASE_FILES = {"room_case_file", "staff_case_file", "case_keys_json"}
HANDED_OUT = {
    "staff_settings_export",
    "staff_customer_copy",
    "picture",
    "guide_picture",
    "room_file_open",
    "staff_request_file_open",
    "organisation_file",
    "organisation_file_open",
    "shipment_list",
    "shipment_labels",
    "shipment_parcel",
    "staff_parcel_label",
    *CASE_FILES,
    "room_invoice",
    "room_repair_form",
    "staff_repair_form_pdf",
    "staff_invoice_pdf",
    "staff_invoice_file",
    "staff_inbound_original",
}
NO_PAGES = {*HANDED_OUT, "staff_writing"}
#: The way back from a provider, and the way to a fresh proof, lead on to the room.
LEADS_ON = {"room_paid", "room_call_link"}
FOR_MACHINES = {
    *("healthz", "inbound", "inbound_secret", "metrics", "room_appointment_file", "push_worker"),
    *NO_PAGES,
    *LIVE,
    *LEADS_ON,
}
