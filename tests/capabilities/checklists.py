"""The shop's checklists: worked on a device, told where something is decided."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities.scene import STAFF, Example, Look, Scene, by_command, by_id, row
from helpdesk_core.base.text import Published
from helpdesk_core.commands import AddRequestDevice, ChangeSettings, PrepareOutcome, WorkChecklist
from helpdesk_core.settings import Checklist, Moment
from helpdesk_core.settings.values import to_plain
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_checklists, view_settings
from shops import Visitor

RIGHT = "checklists.work"
LISTS = (
    Checklist(
        id="every",
        labels={"en": "At the counter", "pl": "Przy przyjęciu"},
        moment=Moment.INTAKE,
        items={"en": "Charger is here\nHousing is whole", "pl": "Jest ładowarka\nObudowa jest cała"},
    ),
    Checklist(
        id="tablet",
        labels={"en": "Tablet, last look", "pl": "Tablet, kontrola końcowa"},
        moment=Moment.FINAL_CHECK,
        items={"en": "Touch works\nIt charges", "pl": "Dotyk działa\nŁaduje się"},
        devices=("iPad", "Galaxy Tab"),
    ),
)


def keep(desk: Any, *lists: Checklist) -> None:
    """The shop's checklists are these."""
    seen = desk.show(view_settings, j.BOSS).seen.get("checklists", 0)
    told = {"key": "checklists", "value": Published.of([to_plain(one) for one in lists or LISTS]), "seen": seen}
    j.do(desk, ChangeSettings, j.BOSS, values=(told,))
    desk.refresh_settings()


def working(desk: Any, request: str, place: int = 0, **found: str) -> dict[str, Any]:
    """Answers to items of one of the request's checklists, each by its place: "fails: cracked"."""
    one = desk.show(view_checklists, j.ANNA, request).rows[place]
    answers = []
    for name, words in found.items():
        outcome, _, note = words.partition(": ")
        item = one.rows[int(name.removeprefix("item"))].item
        answers.append({"item": item, "outcome": outcome, **({"note": note} if note else {})})
    return {"request": request, "device": one.device, "checklist": one.checklist, "answers": answers}


def _working(scene: Scene) -> dict[str, Any]:
    keep(scene.desk)
    return working(scene.desk, scene.request, item0="done", item1="fails: a crack")


EXAMPLES = by_command(Example(WorkChecklist, STAFF, right=RIGHT, fields=_working))
KEPT = {
    "worked_checklists.title": "the shop's own words, from its settings",
}
CHANGES = {"checklist_worked": row(STAFF, WorkChecklist)}


def _seen(scene: Scene) -> Any:
    j.do(scene.desk, WorkChecklist, j.ANNA, **_working(scene))
    return by_id(scene)


VIEWS = {view_checklists: Look(by=STAFF, right="requests.view", ask=_seen, stranger=NOT_FOUND)}


def _at(path: str, phase: str = "in_progress") -> Any:
    """A request about two devices, of which one list is worked; the page of the list, or another one."""

    def show(visitor: Visitor) -> None:
        desk = visitor.shop.desk
        keep(desk)
        made, _ = j.in_phase(desk, phase, contact="checks@example.com")
        j.do(desk, AddRequestDevice, j.ANNA, request=made.request, description="iPad Air")
        j.do(desk, WorkChecklist, j.ANNA, **working(desk, made.request, item0="done", item1="fails: a crack"))
        one = desk.show(view_checklists, j.ANNA, made.request).rows[0]
        words = {"request": made.request, "result": "solved", "text": "It works again."}
        draft = j.do(desk, PrepareOutcome, j.ANNA, **words).outcome if "{outcome}" in path else ""
        visitor.sign_in()
        at = f"/staff/requests/{made.reference.replace('-', '')}"
        visitor.open(at + path.format(list=f"{one.device}/{one.checklist}", outcome=draft))

    return show


def _wrong(visitor: Visitor) -> None:
    _at(_LIST)(visitor)
    visitor.send(str(visitor.page.url.path), **{"answers-0-outcome": "not_applicable", "answers-0-note": ""})
    assert visitor.page.status_code == 422


def _past(visitor: Visitor) -> None:
    _at(_LIST)(visitor)
    keep(visitor.shop.desk, LISTS[1])
    visitor.open(str(visitor.page.url.path))


_LIST = "/checklists/{list}"
PAGES = {
    "staff_checklist": {
        "one fails": _at(_LIST),
        "errors: a note is missing": _wrong,
        "it is in use no more": _past,
        "on the request": _at("", "ready"),
        "beside the outcome": _at("/outcome/{outcome}"),
        "before the hand-over": _at("/hand-over", "ready"),
    },
    "staff_checklists_paper": {"one fails": _at("/checklists")},
}
