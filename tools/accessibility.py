"""Writes what the page tests saw into the accessibility statement and the reference: ``nox -s accessibility``.

The names of success criteria and their levels are those of WCAG 2.2 (W3C Recommendation). Clause 9 of EN 301 549 has
the same numbers. Level A and AA; 4.1.1 is gone since 2.2.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "src/reference_app/legal/accessibility.json"
PAGE = ROOT / "docs/reference/accessibility.md"
CRITERIA = """
1.1.1 A Non-text Content
1.2.1 A Audio-only and Video-only (Prerecorded)
1.2.2 A Captions (Prerecorded)
1.2.3 A Audio Description or Media Alternative (Prerecorded)
1.2.4 AA Captions (Live)
1.2.5 AA Audio Description (Prerecorded)
1.3.1 A Info and Relationships
1.3.2 A Meaningful Sequence
1.3.3 A Sensory Characteristics
1.3.4 AA Orientation
1.3.5 AA Identify Input Purpose
1.4.1 A Use of Color
1.4.2 A Audio Control
1.4.3 AA Contrast (Minimum)
1.4.4 AA Resize Text
1.4.5 AA Images of Text
1.4.10 AA Reflow
1.4.11 AA Non-text Contrast
1.4.12 AA Text Spacing
1.4.13 AA Content on Hover or Focus
2.1.1 A Keyboard
2.1.2 A No Keyboard Trap
2.1.4 A Character Key Shortcuts
2.2.1 A Timing Adjustable
2.2.2 A Pause, Stop, Hide
2.3.1 A Three Flashes or Below Threshold
2.4.1 A Bypass Blocks
2.4.2 A Page Titled
2.4.3 A Focus Order
2.4.4 A Link Purpose (In Context)
2.4.5 AA Multiple Ways
2.4.6 AA Headings and Labels
2.4.7 AA Focus Visible
2.4.11 AA Focus Not Obscured (Minimum)
2.5.1 A Pointer Gestures
2.5.2 A Pointer Cancellation
2.5.3 A Label in Name
2.5.4 A Motion Actuation
2.5.7 AA Dragging Movements
2.5.8 AA Target Size (Minimum)
3.1.1 A Language of Page
3.1.2 AA Language of Parts
3.2.1 A On Focus
3.2.2 A On Input
3.2.3 AA Consistent Navigation
3.2.4 AA Consistent Identification
3.2.6 A Consistent Help
3.3.1 A Error Identification
3.3.2 A Labels or Instructions
3.3.3 AA Error Suggestion
3.3.4 AA Error Prevention (Legal, Financial, Data)
3.3.7 A Redundant Entry
3.3.8 AA Accessible Authentication (Minimum)
4.1.2 A Name, Role, Value
4.1.3 AA Status Messages
"""
#: What tests of our own look at on every page beside axe.
OURS = {
    "1.4.10": "320 px wide, with words 40 % longer: nothing is wider than the screen",
    "2.5.8": "every button and field: 44 px, at a desk 32 px",
    "3.1.1": "the page says its language, and what fell back says its own",
    "2.1.4": "single keys can be switched off",
}
#: What the pages have none of.
NOTHING = {"1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.4.2", "2.3.1", "2.5.1", "2.5.4", "2.5.7"}
HEAD = """# Accessibility, as tested

Written by `nox -s accessibility` from what the page tests saw: every page in its states, in English and Polish, 360 and
1280 pixels wide, in the light and the dark look, with {engine} in Chromium, on {day}. A program finds only a part of
what can be wrong; the last column says what was looked at, and nothing more. The app's own page about accessibility
tells customers the same figures.

**{pages} pages, {states} states, {checks} looks: {violations} violations.**
"""


def summary(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures of a run."""
    by_criterion = Counter(criterion for line in lines for criterion in line["criteria"])
    pages: dict[str, dict[str, Any]] = {}
    for line in lines:
        page = pages.setdefault(line["page"], {"states": set(), "views": Counter(), "violations": 0})
        page["states"].add(line["state"])
        page["views"][line["view"]] += 1
        page["violations"] += line["violations"]
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "engine": lines[0]["engine"],
        "pages": len(pages),
        "states": sum(len(page["states"]) for page in pages.values()),
        "checks": len(lines),
        "violations": sum(line["violations"] for line in lines),
        "criteria": dict(sorted(by_criterion.items(), key=lambda one: [int(part) for part in one[0].split(".")])),
        "by_page": {
            name: page | {"states": len(page["states"]), "views": dict(sorted(page["views"].items()))}
            for name, page in sorted(pages.items())
        },
    }


def page_of(found: dict[str, Any]) -> str:
    """The page of the reference."""
    rows = [HEAD.format_map(found), "## By success criterion", ""]
    rows += ["| EN 301 549 | WCAG 2.2 | level | looked at |", "|---|---|---|---|"]
    for line in CRITERIA.strip().splitlines():
        number, level, name = line.split(" ", 2)
        seen = [f"axe: {found['criteria'][number]} looks"] if number in found["criteria"] else []
        seen += [OURS[number]] if number in OURS else []
        looked = "; ".join(seen) or ("the pages have nothing of the kind" if number in NOTHING else "not by a program")
        rows.append(f"| 9.{number} | {number} {name} | {level} | {looked} |")
    views = sorted({view for page in found["by_page"].values() for view in page["views"]})
    rows += ["", "## By page", "", f"| page | states | {' | '.join(views)} | violations |"]
    rows += [f"|---|---|{'---|' * len(views)}---|"]
    for name, page in found["by_page"].items():
        cells = " | ".join(str(page["views"].get(view, 0)) for view in views)
        rows.append(f"| `{name}` | {page['states']} | {cells} | {page['violations']} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    read = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    # what was looked at twice counts once, as it was last seen
    result = summary(list({(one["page"], one["state"], one["view"]): one for one in read}.values()))
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page_of(result), encoding="utf-8")
    print(f"{result['pages']} pages, {result['checks']} looks, {result['violations']} violations")
