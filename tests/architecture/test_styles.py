"""The stylesheets that a host's page gets touch nothing but our part of it, and need the host's own files alone."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import reference_app

ROOT = Path(__file__).parents[2]
STATIC = Path(reference_app.__file__).with_name("static")
sys.path.insert(0, str(ROOT / "tools"))
from scope_css import rules, scoped, selectors  # noqa: E402


def outside(css: str) -> list[str]:
    """Selectors that could match something of a host's page."""
    found = []
    for prelude, inside in rules(re.sub(r"/\*.*?\*/", "", css, flags=re.S)):
        if prelude.startswith(("@media", "@supports", "@layer")):
            found += outside(inside)
        else:
            found += [one for one in selectors(prelude) if not re.match(r"(:where\()?\.helpdesk(-alone)?\b", one)]
    return found


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_every_rule_is_under_our_scope(sheet: Path) -> None:
    """Fonts and animations have names of their own in a page, so that we bring none; pictures are files of ours."""
    css = sheet.read_text(encoding="utf-8")
    assert outside(css) == []
    assert not re.search(r"@font-face|@keyframes|@import|data:|https?://(?!picocss)", css)
    for name in re.findall(r"url\(\"([^\"]+)\"\)", css):
        assert (STATIC / name).is_file()


def test_a_rule_outside_is_found() -> None:
    """In any list, at any depth."""
    assert outside(".helpdesk a, b {} @media print { .card {} }") == ["b", ".card"]


def test_scoping_a_sheet() -> None:
    """The root's and the body's rules are our part's; lists inside of :is() stay whole; dark is for the app alone."""
    sheet = "[data-theme=light], :root, :host { --x: 1 } body { margin: 0 } a:is(b, c), d { e: f }"
    sheet += " @keyframes g { from { h: i } }"
    assert scoped(sheet).splitlines() == [
        ".helpdesk {--x: 1}",
        ".helpdesk {margin: 0}",
        ".helpdesk a:is(b, c), .helpdesk d {e: f}",
    ]
    dark = "@media (prefers-color-scheme: dark) { :root:not([data-theme]) { --x: 2 } }"
    assert scoped(dark).splitlines()[1] == ".helpdesk-alone .helpdesk {--x: 2}"
