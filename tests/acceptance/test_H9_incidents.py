"""Incidents: from the first like reports to the customers who are told, and to the report that a person finished."""

from __future__ import annotations

import re
from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.incidents import REPORTS, WORDS, said
from capabilities.scene import SHOP
from helpdesk_core import Agent, Guest, Refusal
from helpdesk_core.commands import LinkIncident, PublishIncident, SaveIncident, UnlinkIncident, WithdrawIncident
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import view_incident_list, view_incidents
from shops import Shop, Visitor

PROBLEMS = ("Printer is offline", "Offline printers here", "The printer says offline", "printer: offline", "Is offline")
TITLE, POLISH = str(WORDS[0]["title"]), str(WORDS[1]["title"])


def at_work(shop: Shop, email: str = "anna@example.com") -> Visitor:
    """Somebody of the staff, who reads English."""
    visitor = shop.visitor()
    visitor.sign_in(email)
    visitor.open("/language/en?next=/staff")
    return visitor


def words(**more: str) -> dict[str, str]:
    """What the form says, in both languages."""
    cells = {f"words-{place}-{name}": one[name] for place, one in enumerate(WORDS) for name in ("title", "text")}
    return cells | {"began_day": "2026-01-05", "began_time": "09:00"} | more


def burst(shop: Shop) -> list[Visitor]:
    """Five customers with much the same, each in their room."""
    customers = []
    for place, problem in enumerate(PROBLEMS):
        customer = shop.visitor("pl" if place == 1 else "en")
        contact, surname = f"burst{place}@example.com", f"Person{place}"
        room = customer.request_help(contact, problem=problem, device="Network printer", surname=surname)
        customer.open(room)
        customers.append(customer)
    return customers


def rows(shop: Shop) -> list[Any]:
    """All that is stored but sessions and counters of tries."""
    with shop.accounts.engine.connect() as connection:
        names = [
            name
            for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
            if re.search("incident|timeline|service_requests|outbox|decisions", name)
        ]
        return [connection.exec_driver_sql(f"SELECT * FROM {name}").fetchall() for name in names]


def told(shop: Shop, place: int) -> list[str]:
    """Subjects of the mails to one of them, the latest first."""
    while shop.desk.deliver(500).done:
        pass
    return [mail["subject"] for mail in shop.outbox.sent(500) if mail["recipient"] == f"burst{place}@example.com"]


def publish(boss: Visitor, incident: str) -> Any:
    boss.open(f"{incident}/review")
    return boss.send("/publish", read="y")


def test_H9_from_like_reports_to_the_report_that_everybody_reads(shop: Shop) -> None:
    """Proposed, opened by a person, published by another step, told to those whose requests are linked and to nobody
    else, solved, and told of in a report that begins with what is known."""
    customers, stranger, boss = burst(shop), shop.visitor(), at_work(shop)
    before = rows(shop)
    page = boss.open("/staff/incidents")
    assert "Is this one incident?" in page.text
    assert page.text.count("Network printer") == 5
    new = re.search(r'href="([^"]+/new\?of=[^"]+)"', page.text)
    assert new is not None
    boss.open(new[1].replace("&amp;", "&"))
    assert "Linked requests (5)" in boss.page.text
    assert "No known problems" in stranger.open("/incidents").text
    assert rows(shop) == before, "looking changes nothing"

    saved = boss.send("/staff/incidents/new", **words(notes="A switch under the stairs."))
    assert "Nobody reads this yet." in saved.text
    incident = saved.url.path
    assert TITLE not in stranger.open("/").text + customers[0].open(str(customers[0].page.url.path)).text
    assert "Is this one incident?" not in boss.open("/staff/incidents").text

    seen = boss.open(f"{incident}/review").text
    assert TITLE in seen
    assert POLISH in seen
    assert "switch" not in seen
    assert "Please tick that you have read it" in boss.send("/publish").text
    assert "Published." in boss.send("/publish", read="y").text
    for path in ("/", "/quick-help", "/incidents"):
        assert TITLE in stranger.open(path).text
        assert POLISH in shop.visitor("pl").open(path).text
    public = stranger.open("/incidents").text
    assert "switch" not in public
    assert not re.search(r"Person\d|people|requests? linked", public)
    assert [TITLE in one.open(one.page.url.path).text for one in customers] == [True, False, True, True, True]
    assert POLISH in customers[1].page.text
    assert told(shop, 0)[0].endswith("we know of the problem")
    assert told(shop, 1)[0].endswith("znamy ten problem")
    others = [mail for mail in shop.outbox.sent(500) if not mail["recipient"].startswith("burst")]
    assert not [mail for mail in others if "problem" in mail["subject"]]

    boss.open(incident)
    boss.send(incident, **words(stage="solved"))
    assert "Being looked at" in stranger.open("/incidents").text
    drafted = boss.open(f"{incident}?draft=report").text
    assert "It began on" in drafted
    assert f"we said: {TITLE}" in drafted
    assert "podaliśmy" in drafted
    report = {f"words-{place}-report": f"{one['title']}: a cable." for place, one in enumerate(WORDS)}
    boss.send(incident, **words(stage="solved", **report))
    publish(boss, incident)
    assert f"{TITLE}: a cable." in stranger.open("/incidents").text
    assert f"{POLISH}: a cable." in customers[1].open(customers[1].page.url.path).text
    assert TITLE not in stranger.open("/").text
    assert [subject.rpartition(": ")[2] for subject in told(shop, 0)[:2]] == ["what happened", "we know of the problem"]
    assert shop.desk.verify() == ()


def test_H9_what_is_not_one_is_not_proposed_again(shop: Shop) -> None:
    """A person says so, and the requests stay as they are."""
    burst(shop)
    staff = at_work(shop, "tom@example.com")
    staff.open("/staff/incidents")
    said_ = staff.send("/staff/incidents/dismiss")
    assert "These are not proposed again for two days." in said_.text
    assert "Is this one incident?" not in said_.text


def test_H9_a_request_is_linked_and_unlinked_on_its_page(shop: Shop) -> None:
    """Its customer reads of it then, and is told once, however often it is linked."""
    customer, boss = shop.visitor(), at_work(shop)
    room = customer.request_help("burst0@example.com")
    reference = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", customer.page.text)
    assert reference is not None
    at = f"/staff/requests/{reference[0].replace('-', '')}"
    boss.open("/staff/incidents/new")
    incident = boss.send("/staff/incidents/new", **words()).url.path
    publish(boss, incident)
    assert TITLE not in customer.open(room).text
    for _ in range(2):
        boss.open(at)
        boss.send("/incident", incident=incident.rpartition("/")[2])
        assert TITLE in customer.open(room).text
        boss.send("/incident/unlink")
        assert TITLE not in customer.open(room).text
    assert len([one for one in told(shop, 0) if one.endswith("we know of the problem")]) == 1
    tracked = shop.visitor()
    tracked.open("/track")
    tracked.send("/track", reference=reference[0], surname="Kowalska")
    assert TITLE not in tracked.page.text


def test_H9_who_may_write_may_not_publish(shop: Shop) -> None:
    """Publishing is the admins', and of whom their host names."""
    staff = at_work(shop, "tom@example.com")
    staff.open("/staff/incidents/new")
    incident = staff.send("/staff/incidents/new", **words()).url.path
    assert "Check and publish" not in staff.page.text
    assert staff.open(f"{incident}/review").status_code == 403


def test_H9_withdrawn_it_is_read_by_nobody_at_once(shop: Shop) -> None:
    """Whatever was read before."""
    boss, stranger = at_work(shop), shop.visitor()
    boss.open("/staff/incidents/new")
    incident = boss.send("/staff/incidents/new", **words()).url.path
    publish(boss, incident)
    assert TITLE in stranger.open("/").text
    boss.open(incident)
    assert "Withdrawn." in boss.send("/withdraw").text
    assert TITLE not in stranger.open("/").text + stranger.open("/incidents").text


FORGED = {
    "another text": "words = replace(words, 'network', 'moon')",
    "another stage": "stage = 'solved'",
    "another place": "location = 'praga'",
    "a draft set to be shown": "state = 'published', decided = NULL",
}


@pytest.mark.parametrize("what", FORGED.values(), ids=FORGED)
def test_H9_a_forged_row_is_shown_to_nobody(shop: Shop, what: str) -> None:
    """What a person decided about is asked on every read."""
    made = j.do(shop.desk, SaveIncident, j.BOSS, **said(shop.desk))
    j.do(shop.desk, PublishIncident, j.BOSS, version=made.version, digest=made.digest)
    stranger = shop.visitor()
    assert TITLE in stranger.open("/").text
    with shop.accounts.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        connection.exec_driver_sql(f"UPDATE helpdesk_core_incident_versions SET {what}")
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=OFF")
        connection.commit()
    assert TITLE not in stranger.open("/").text + stranger.open("/incidents").text
    assert shop.desk.verify() != ()


def test_H9_what_cannot_be_said_is_refused() -> None:
    """A language that is missing, a report while it goes on, an end before the beginning, a time that has not come,
    words that somebody else changed."""
    desk = make_desk(settings=POLISH_SHOP)

    def code(kind: Any, **fields: Any) -> str | None:
        answer = j.attempt(desk, kind, j.BOSS, **fields)
        return answer.code if isinstance(answer, Refusal) else None

    plain = said(desk)
    assert code(SaveIncident, **plain | {"words": REPORTS}) == "refusal.incident_early"
    assert code(SaveIncident, **plain | {"words": (*WORDS, WORDS[0])}) == "refusal.incident_language"
    assert code(SaveIncident, **plain | {"began_day": "2999-01-01"}) == "refusal.incident_time"
    ended = {"stage": "solved", "ended_day": "2020-01-01", "ended_time": "9:00"}
    assert code(SaveIncident, **plain | ended) == "refusal.incident_time"
    assert code(SaveIncident, **plain | {"location": "nowhere"}) == "refusal.incident_place"
    made = j.do(desk, SaveIncident, j.BOSS, **plain | {"words": WORDS[:1]})
    assert code(PublishIncident, version=made.version, digest=made.digest) == "refusal.incident_words"
    assert code(SaveIncident, **plain, incident=made.incident) == "refusal.conflict"
    again = j.do(desk, SaveIncident, j.BOSS, **plain, incident=made.incident, seen=made.seen)
    assert again.version == made.version
    assert code(PublishIncident, version=made.version, digest=made.digest) == "refusal.conflict"
    assert code(WithdrawIncident, incident=made.incident) == "refusal.incident_not_now"
    half = {"stage": "solved", "words": (REPORTS[0], WORDS[1])}
    again = j.do(desk, SaveIncident, j.BOSS, **plain | half, incident=made.incident, seen=again.seen)
    assert code(PublishIncident, version=again.version, digest=again.digest) == "refusal.incident_report"
    assert desk.show(view_incidents, Guest()).open == ()


def test_H9_locations_are_kept_apart() -> None:
    """Staff of one place see its incidents and those of all, link its requests, and do not speak for all."""
    desk = make_desk(settings=SHOP)
    zoe = Agent(
        id="zoe",
        name="Zoe",
        locations=frozenset({"elsewhere"}),
        rights=frozenset({"requests.view", "incidents.write", "incidents.publish"}),
    )
    here = j.do(desk, SaveIncident, j.ANNA, **said(desk, location="here"))
    everywhere = j.do(desk, SaveIncident, j.ANNA, **said(desk))
    assert [row.incident.id for row in desk.show(view_incident_list, zoe).rows] == [everywhere.incident]
    refused = j.attempt(desk, SaveIncident, zoe, **said(desk, location="here"))
    assert isinstance(refused, Refusal)
    assert refused.code == "refusal.incident_place"
    refused = j.attempt(desk, PublishIncident, zoe, version=everywhere.version, digest=everywhere.digest)
    assert isinstance(refused, Refusal)
    assert refused.code == "refusal.incident_everywhere"
    made, _ = j.in_phase(desk, "in_review", location="elsewhere")
    refused = j.attempt(desk, LinkIncident, j.ANNA, request=made.request, incident=here.incident)
    assert isinstance(refused, Refusal)
    assert refused.code == "refusal.incident_elsewhere"
    j.do(desk, LinkIncident, zoe, request=made.request, incident=everywhere.incident)
    j.do(desk, UnlinkIncident, zoe, request=made.request, incident=everywhere.incident)


def test_H9_nobody_is_told_where_the_shop_switched_it_off() -> None:
    """Nor asked about bursts, where it counts to nought."""
    off = attrs.evolve(POLISH_SHOP, automatic={"incident_announced": False}, incident_reports=0)
    desk = make_desk(settings=off)
    for name in ("Ada", "Bea", "Cyd", "Dag", "Eva"):
        made = j.submit(desk, surname=name, contact=f"{name.lower()}@example.com")
    assert desk.show(view_incident_list, j.BOSS).proposals == ()
    incident = j.do(desk, SaveIncident, j.BOSS, **said(desk, requests=(made.request,)))
    j.do(desk, PublishIncident, j.BOSS, version=incident.version, digest=incident.digest)
    desk.deliver()
    assert not [one for one in desk.notifier.sent if "know of the problem" in one.text]  # type: ignore[attr-defined]
