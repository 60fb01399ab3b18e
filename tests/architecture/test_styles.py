"""The style sheets that a host's page gets touch nothing but our part of it; what is vendored is what it says."""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

import pytest

import reference_app

ROOT = Path(__file__).parents[2]
STATIC = Path(reference_app.__file__).with_name("static")
sys.path.insert(0, str(ROOT / "tools"))
import icons  # noqa: E402

from sheets import flat  # noqa: E402

SHEET = (STATIC / "helpdesk.css").read_text(encoding="utf-8")


def outside(css: str) -> list[str]:
    """Selectors that could match something of a host's page."""
    return [one for one in flat(css) if not re.match(r"\.helpdesk(-alone)?\b", one)]


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_every_rule_is_under_our_scope(sheet: Path) -> None:
    """No rule of ours can match an element of a host's; pictures and fonts are files of ours, and there."""
    css = sheet.read_text(encoding="utf-8")
    assert outside(css) == []
    assert not re.search(r"@import|data:|https?://", css)
    for name in re.findall(r"url\(\"([^\"]+)\"\)", css):
        assert (STATIC / name).is_file()


def test_a_rule_outside_is_found() -> None:
    """In any list, at any depth."""
    assert outside(".helpdesk a, b {} @media print { .card {} }") == ["b", ".card"]


def test_a_host_wins() -> None:
    """Fonts and animations carry our name, and no rule stands in a layer: in one, any rule of the host's would win by
    being written, and old browsers would drop it whole. The sheet stays small."""
    assert all(name.startswith("Helpdesk") for name in re.findall(r"@font-face { font-family: \"([^\"]+)\"", SHEET))
    assert "@layer" not in SHEET
    assert all(name.startswith("helpdesk-") for name in re.findall(r"@keyframes (\S+)", SHEET))
    assert len(SHEET.encode()) <= 36 * 1024
    assert not any("&" in one for one in flat(SHEET)), "nested rules are dropped whole by browsers of before 2023"


def test_fonts_say_what_they_are() -> None:
    """A font's name holds its checksum, since it is kept for a year; so does the list of what is vendored."""
    listed = (STATIC / "VENDORED.md").read_text(encoding="utf-8")
    for font in STATIC.glob("fonts/*.woff2"):
        digest = hashlib.sha256(font.read_bytes()).hexdigest()
        assert font.name.split(".")[1] == digest[:8]
        assert digest in listed


def test_the_sprite_holds_what_is_used() -> None:
    """Every icon that a page names, and no other."""
    assert icons.used() == set(icons.there())


_QUOTED = re.compile(r"class=\"([^\"]+)\"|[\"']([\w -]+)[\"']")


def test_every_class_of_the_sheet_is_used() -> None:
    """What no page has any more is no rule of the sheet."""
    app = Path(reference_app.__file__).parent
    texts = [path.read_text(encoding="utf-8") for path in (*app.rglob("*.html"), *app.rglob("*.py"), STATIC / "app.js")]
    quoted = "\n".join(word for text in texts for pair in _QUOTED.findall(text) for word in pair)
    classes = {name for one in flat(SHEET) for name in re.findall(r"\.([a-z][\w-]*)", one)}
    assert classes - set(re.findall(r"[\w-]+", quoted)) - {"helpdesk", "helpdesk-alone"} == set()
