"""Gather the icons that pages use into one sprite.

    python tools/icons.py PACKAGE            writes src/reference_app/icons.svg
    python tools/icons.py --check            says what is used and missing, or there and not used

PACKAGE is the unpacked npm package ``lucide-static``. Icons are named in templates (``icon("inbox")`` and macros that
take a shape) and in menus (``icon="inbox"``).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

APP = Path(__file__).parents[1] / "src" / "reference_app"
SPRITE = APP / "icons.svg"
_NAME = r'"([a-z0-9-]+)"'
_USED = re.compile(
    rf"icon\({_NAME}|icon={_NAME}|shape={_NAME}|notice\(\"[a-z]*\", {_NAME}|empty\({_NAME}|(?:tap|best)\(.*?\), {_NAME}"
    rf"|tap\(\"tel:.*?\"\"\), {_NAME}"
)


def used() -> set[str]:
    """The names in templates and menus."""
    found = set()
    for path in (*APP.rglob("*.html"), *APP.rglob("*.py")):
        for match in _USED.finditer(path.read_text(encoding="utf-8")):
            found |= set(filter(None, match.groups()))
    return found


def there() -> dict[str, str]:
    """The shapes of the sprite, by name."""
    text = SPRITE.read_text(encoding="utf-8") if SPRITE.exists() else ""
    return dict(re.findall(r'<symbol id="([a-z0-9-]+)">(.*?)</symbol>', text))


def shape(package: Path, name: str) -> str:
    """What stands inside of an icon's ``svg`` element."""
    svg = (package / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    inside = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    return "".join(line.strip() for line in inside.splitlines())


def main(arguments: list[str]) -> int:
    """Write or check the sprite."""
    if arguments == ["--check"]:
        wrong = used() ^ set(there())
        print(*(f"{name}: {'not used' if name in there() else 'missing'}" for name in sorted(wrong)), sep="\n")
        return bool(wrong)
    package = Path(arguments[0])
    symbols = "\n".join(f'<symbol id="{name}">{shape(package, name)}</symbol>' for name in sorted(used()))
    SPRITE.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n', encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
