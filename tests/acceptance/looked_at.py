"""What the page tests saw, for the accessibility statement: a line for each page, state and view.

Written only where HELPDESK_ACCESSIBILITY names a file; ``nox -s accessibility`` does.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def note(route: str, state: str, view: str, answers: Iterable[Mapping[str, Any]]) -> None:
    """Keep which success criteria axe found kept on a page, and how many violations there were."""
    if not (target := os.environ.get("HELPDESK_ACCESSIBILITY")):
        return
    found = list(answers)
    criteria = {tag for one in found for rule in one["passes"] for tag in rule["tags"] if tag[:4] == "wcag"}
    line = {
        "page": route,
        "state": state,
        "view": view,
        "engine": f"axe-core {found[0]['testEngine']['version']}",
        "criteria": sorted(f"{tag[4]}.{tag[5]}.{tag[6:]}" for tag in criteria if tag[4:].isdigit()),
        "violations": sum(len(one["violations"]) for one in found),
    }
    with Path(target).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
