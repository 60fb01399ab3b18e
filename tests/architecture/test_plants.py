"""What ``nox -s plants`` plants still fits the house: the plants themselves take minutes, and run on their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpdesk_core.base.changes import changes
from helpdesk_core.base.commands import commands
from helpdesk_core.base.records import record_types
from helpdesk_core.capabilities import CAPABILITIES
from helpdesk_core.guardrails.rights import RIGHTS
from helpdesk_core.viewing import views
from plants import APP, CORE, ENTRY, PLANTS, ROOT, Plant

PLANTED = ROOT / "tests/planted"
#: Where each text of the added capability comes to stand.
PLACES = {f"{CORE}/{part}.py": PLANTED / f"{part}.py.txt" for part in ("model", "rules", "views")}
PLACES |= {f"{APP}/pages.py": PLANTED / "pages.py.txt", ENTRY: PLANTED / "entry.py.txt"}
#: Written by the script itself, or added to by it.
MADE = (f"{APP}/templates/page.html", "src/helpdesk_core/capabilities.py")


def test_nothing_here_has_the_names_of_the_planted_capability() -> None:
    """Else its import fails, and every plant seems to be found."""
    text = "".join(path.read_text(encoding="utf-8") for path in PLANTED.iterdir())
    names = {
        *(re.findall(r'@record\("(\w+)"', text)),
        *(re.findall(r'action="(\w+)"', text)),
        *(re.findall(r"^def (view_\w+)", text, re.M)),
        *(re.findall(r'right\("([\w.]+)"', text)),
        *(re.findall(r"class (\w+)\(RequestCommand", text)),
        Path(CORE).name,
    }
    assert len(names) == 5, "of folder and record, change, view, right and command"
    taken = {*record_types, *changes, *views, *RIGHTS, *CAPABILITIES, *(one.__name__ for one in commands.values())}
    assert not names & taken


@pytest.mark.parametrize("plant", [one for one in PLANTS if one.file not in MADE], ids=lambda one: one.name)
def test_what_is_forgotten_stands_there(plant: Plant) -> None:
    """Else there is nothing to forget."""
    path = PLACES.get(plant.file, ROOT / plant.file)
    assert plant.old in path.read_text(encoding="utf-8")
