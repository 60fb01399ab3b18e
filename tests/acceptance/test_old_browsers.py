"""What a browser of 2018 to 2020 makes of the pages: it knows half of the style sheet, and everything can be read and
used. Chromium is shown the sheet without whatever iOS 12 and Chrome 80 do not know (MDN's browser-compat-data)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import reference_app
from sheets import rules
from shops import Shop

SHEET = Path(reference_app.__file__).with_name("static") / "helpdesk.css"
#: Later than Safari 12.1 or Chrome 80: selectors, properties, values. A rule with one such selector is dropped whole.
_SELECTORS = re.compile(r":(is|where|has|dir|focus-visible|popover-open)\b|::(backdrop|file-selector-button)")
_PROPERTIES = re.compile(
    r"(accent-color|color-scheme|gap|inset(-.*)?|(margin|padding|border)-(inline|block)|border-(start|end)-.*"
    r"|rotate|scale|text-wrap|translate|forced-color-adjust)"
)
_VALUES = re.compile(r"clamp\(|color-mix\(|light-dark\(|subgrid|\d(dvh|svh)|\b(clip|anywhere)\b|justify-content: end")


def without_new(css: str) -> str:
    """What is left of a sheet."""
    left = []
    for prelude, inside in rules(css):
        if prelude.startswith("@media"):
            left.append(f"{prelude} {{ {without_new(inside)} }}")
        elif not prelude.startswith("@") and not _SELECTORS.search(prelude):
            declared = (one.strip() for one in re.split(r";(?![^(]*\))", inside))
            known = [
                one
                for one in declared
                if one and not _PROPERTIES.fullmatch(one.partition(":")[0].strip()) and not _VALUES.search(one)
            ]
            left.append(f"{prelude} {{ {'; '.join(known)} }}")
    return "\n".join(left)


def test_what_is_new_is_dropped() -> None:
    """Whole rules for selectors, single declarations for the rest."""
    css = ".a:has(b), .c { x: y } .d { gap: 1px; color: red; margin-inline: auto } @supports (x: y) { .e { f: g } }"
    assert without_new(css) == ".d { color: red }"


#: Text that runs out of its box or under another's: what a reader meets as broken.
CUT = """
() => [...document.querySelectorAll('.helpdesk :is(p, h1, h2, h3, li, dt, dd, label, a, button, legend)')]
  .filter(one => one.offsetParent !== null && !one.closest('.hidden, .skip, .track'))
  .filter(one => one.scrollWidth > one.clientWidth + 2 && one.clientWidth > 0)
  .filter(one => getComputedStyle(one).display !== 'inline')
  .map(one => one.outerHTML.slice(0, 100))
"""


@pytest.mark.browser
@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/quick-help", marks=pytest.mark.quick),
        *("/", "/track", "/staff", "/staff/new", "/staff/settings/statuses"),
    ],
)
def test_a_page_can_be_read_and_used(live: Shop, browser: Any, path: str) -> None:
    """On a phone: nothing wider than the screen, nothing cut, contrast and names as ever, the form can be sent."""
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=True)
    page = context.new_page()
    old = without_new(SHEET.read_text(encoding="utf-8"))
    page.route("**/helpdesk.css*", lambda route: route.fulfill(body=old, content_type="text/css"))
    page.route("**/app.js*", lambda route: route.abort())
    try:
        if path.startswith("/staff"):
            page.goto(live.base_url + "/staff/sign-in")
            page.fill("#email", "anna@example.com")
            page.fill("#password", "demo-password-1")
            page.click("main form button")
        page.goto(live.base_url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate(CUT) == []
        found = Axe().run(page, options={"runOnly": {"type": "rule", "values": ["color-contrast", "target-size"]}})
        assert found.violations_count == 0, found.generate_report()
    finally:
        context.close()
