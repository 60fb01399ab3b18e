"""What other desks hand out, in the shapes that their public documentation shows, with made-up content: each is known
by its columns, its fields go where they belong, and its secrets are found and taken out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from helpdesk_core import Helpdesk
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.queries import Query
from helpdesk_core.contacts.model import CONTACTS
from helpdesk_core.conversations.model import ThreadMessage
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.testing import make_desk
from helpdesk_core.triage.queue import NEWEST
from reference_app.importer import BadRows, Importer, ImportReport, load_mapping
from reference_app.scanning import Findings, Scanner

MESSAGES = Query(ThreadMessage, equals=("tenant",), order=("at", "id"))
SECRET = "Kwiatek77!"
PROBLEM = f"It does not start. The password is {SECRET}"
WHEN = "2026-03-02T09:15:00Z"


def as_lines(*rows: Any) -> str:
    return "\n".join(map(json.dumps, rows))


def zendesk() -> str:
    """The JSON export: one ticket in each line. ``recipient`` is the shop's own address."""
    ticket = {
        "id": 35436,
        "url": "https://old-shop.zendesk.example/api/v2/tickets/35436.json",
        "external_id": None,
        "via": {"channel": "email", "source": {"from": {"address": "jan@example.com", "name": "Jan Nowak"}, "to": {}}},
        "created_at": WHEN,
        "updated_at": WHEN,
        "type": "incident",
        "subject": "Dell XPS",
        "raw_subject": "Dell XPS",
        "description": PROBLEM,
        "priority": "urgent",
        "status": "open",
        "recipient": "support@old-shop.example",
        "requester": {"id": 20978392, "name": "Jan Nowak", "email": "jan@example.com"},
        "requester_id": 20978392,
        "submitter_id": 76872,
        "tags": ["laptop"],
        "custom_fields": [{"id": 27642, "value": "745"}],
        "satisfaction_rating": {"score": "unoffered"},
        "comments": [{"id": 1, "type": "Comment", "author_id": 20978392, "body": PROBLEM, "html_body": PROBLEM}],
    }
    without_requester = {key: value for key, value in ticket.items() if key not in ("requester", "comments")}
    return as_lines(ticket, without_requester | {"id": 35437, "description": "Another one."})


def freshdesk() -> str:
    """A list of tickets with ``include=requester,description``, and one as it comes without."""
    ticket = {
        "cc_emails": [],
        "fr_escalated": False,
        "email_config_id": None,
        "group_id": None,
        "priority": 4,
        "requester_id": 5,
        "responder_id": None,
        "source": 1,
        "status": 2,
        "subject": "Dell XPS",
        "id": 20,
        "type": None,
        "to_emails": ["support@old-shop.example"],
        "custom_fields": {"category": None},
        "created_at": WHEN,
        "updated_at": WHEN,
        "description": f"<div>{PROBLEM}</div>",
        "description_text": PROBLEM,
        "requester": {"id": 5, "name": "Jan Nowak", "email": "jan@example.com", "mobile": None, "phone": None},
    }
    return json.dumps([ticket, {key: value for key, value in ticket.items() if key != "requester"} | {"id": 21}])


def zammad() -> str:
    """``?expand=true``, with the articles of the ticket, and one as it comes without them."""
    ticket = {
        "id": 9,
        "group_id": 1,
        "priority_id": 3,
        "state_id": 2,
        "organization_id": None,
        "number": "22009",
        "title": "Dell XPS",
        "owner_id": 5,
        "customer_id": 10,
        "note": None,
        "created_at": WHEN,
        "updated_at": WHEN,
        "group": "Users",
        "priority": "3 high",
        "state": "open",
        "owner": "anna@old-shop.example",
        "customer": "jan@example.com",
        "article_ids": [19],
        "articles": [
            {"id": 19, "ticket_id": 9, "from": "Jan Nowak", "to": "", "subject": "Dell XPS", "body": PROBLEM},
        ],
    }
    without_articles = {key: value for key, value in ticket.items() if key != "articles"}
    return json.dumps([ticket, without_articles | {"number": "22010"}])


def osticket() -> str:
    """The CSV of a queue, with the columns that agents may choose."""
    columns = ["Ticket Number", "Date Created", "Subject", "From", "From Email", "Priority", "Department"]
    columns += ["Help Topic", "Source", "Current Status", "Last Updated", "Overdue", "Agent Assigned"]
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns)
    row = ["2026-03-02 09:15:00", f"Dell XPS. {PROBLEM}", "Jan Nowak", "jan@example.com", "Emergency", "Support"]
    row += ["Repair", "Web", "Open", "2026-03-02 09:15:00", "No", "Anna"]
    writer.writerows([number, *row] for number in ("104857", "104858"))
    return stream.getvalue()


def repairdesk() -> str:
    """What the interface answers for a page of tickets: the rows stand in the first list."""
    customer = {"id": 7, "fullName": "Jan Nowak", "email": "jan@example.com", "mobile": "600100200", "phone": ""}
    summary = {"id": 4711, "order_id": "T-4711", "created_date": 1772442900, "customer": customer}
    ticket = {
        "summary": summary,
        "devices": [
            {
                "id": 1,
                "device": {"id": 3, "name": "Dell XPS"},
                "imei": "356938035643809",
                "status": {"name": "In Progress"},
                "additional_problem": PROBLEM,
                "security_code": "",
            }
        ],
        "notes": [{"id": 2, "tittle": "", "msg_text": "Customer will call.", "created_on": 1772442900}],
    }
    second = ticket | {"summary": summary | {"id": 4712, "order_id": "T-4712"}}
    return json.dumps({"success": True, "data": {"ticketData": [ticket, second], "pagination": {"page": 1}}})


SHAPES = {
    "zendesk": (zendesk, ".json", "open", 2),
    "freshdesk": (freshdesk, ".json", "Open", 1),
    "zammad": (zammad, ".json", "open", 2),
    "osticket": (osticket, ".csv", "Open", 2),
    "repairdesk": (repairdesk, ".json", "In Progress", 2),
}


def imported(desk: Helpdesk, path: Path, name: str) -> tuple[ImportReport, list[tuple[ServiceRequest, list[str]]]]:
    """The report, and each request with its contacts, oldest first."""
    report, mapping = ImportReport(), load_mapping(name)
    with BadRows(path.with_name("bad.csv"), mapping, desk.translator("en")) as bad:
        for report in Importer(desk, mapping).run(path, bad):
            pass
    with desk.reading() as reader:
        ids = sorted(str(row[0]) for row in reader.find(NEWEST, {}, limit=100))
        requests = [reader.load(ServiceRequest, id) for id in ids]
        found = [
            (one, [point.contact for point in reader.find(CONTACTS, {"request": one.id})]) for one in requests if one
        ]
    return report, sorted(found, key=lambda pair: str(pair[0].source_id))


@pytest.mark.parametrize("name", SHAPES)
def test_an_export_of_this_desk_goes_in(name: str, sqlite_store: SqlStore, tmp_path: Path) -> None:
    """Every row, whatever parts of an object it lacks; the customer's name and contact, never the shop's own."""
    make, suffix, status, with_contact = SHAPES[name]
    path = tmp_path / f"tickets{suffix}"
    path.write_text(make(), encoding="utf-8")
    desk = make_desk(sqlite_store)
    report, found = imported(desk, path, name)
    assert (report.created, report.bad) == (2, [])
    first, contacts = found[0]
    assert (str(first.surname), contacts) == ("Jan Nowak", ["jan@example.com"])
    assert first.urgency.value == ("cannot_wait" if name != "repairdesk" else "no_hurry")
    assert str(first.source_status) == status
    assert "Dell XPS" in str(first.device)
    assert "support@" not in repr(found)
    assert sum(bool(contacts) for _, contacts in found) == with_contact
    with desk.reading() as reader:
        texts = [str(one.text) for one in reader.find(MESSAGES, {}, limit=100)]
    assert any("It does not start" in text for text in (*texts, *(str(one.device) for one, _ in found)))
    assert SECRET not in repr(texts) + repr(found)


@pytest.mark.parametrize("name", SHAPES)
def test_an_export_of_this_desk_is_known_and_its_secret_found(name: str, tmp_path: Path) -> None:
    """By its columns alone; the secret is counted in a column that the mapping names."""
    make, suffix, *_ = SHAPES[name]
    path = tmp_path / f"tickets{suffix}"
    path.write_text(make(), encoding="utf-8")
    found = Findings()
    for found, _ in Scanner().run(path):
        pass
    assert found.tickets == 2
    assert found.secrets["password"] >= 1
    assert all(not place.startswith("#") for place in found.places), found.places
