"""Put a stylesheet under the one scope of the app's pages, so that it cannot touch anything else in a host's page.

    python tools/scope_css.py pico.css src/reference_app/static/pico-2.1.1.scoped.css

What the sheet says of the document's root or body is said of ``.helpdesk``; everything else is prefixed with it. Its
dark colours hold where the app stands alone. Names of animations are global in a page: they are left out. Pictures
inside the sheet become files beside it, since a host's policy may allow none (``img-src 'self'``).
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

SCOPE, ALONE = ".helpdesk", ".helpdesk-alone"
_ROOT = re.compile(r"(:where\(:root\)|:root|:host(\([^)]*\))?|html|body)((:not\(\[data-theme[^]]*\]\))*)")


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Each rule's prelude and the inside of its braces; a statement without braces has None inside."""
    depth, start, head = 0, 0, ""
    for place, letter in enumerate(css):
        if letter == "{":
            if depth == 0:
                head, start = css[start:place].strip(), place + 1
            depth += 1
        elif letter == "}":
            depth -= 1
            if depth == 0:
                yield head, css[start:place]
                start = place + 1
        elif letter == ";" and depth == 0:
            start = place + 1  # @charset, @import


def selectors(prelude: str) -> list[str]:
    """Split at the commas that separate whole selectors."""
    parts, depth = [""], 0
    for letter in prelude:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [" ".join(part.split()) for part in parts]


def scoped(css: str, *, dark: bool = False) -> str:
    """The sheet under the scope."""
    scope, made = f"{ALONE} {SCOPE}" if dark else SCOPE, []
    for prelude, inside in rules(css):
        if prelude.startswith(("@keyframes", "@-moz-document")):
            continue
        if prelude.startswith("@"):
            made.append(f"{prelude} {{\n{scoped(inside, dark='dark' in prelude)}\n}}")
            continue
        parts = [part for part in selectors(prelude) if ":host" not in part and not part.startswith("[data-theme")]
        if parts:
            names = dict.fromkeys(_one(part, scope) for part in parts)
            made.append(f"{', '.join(names)} {{{' '.join(inside.split())}}}")
    return "\n".join(made)


def _one(selector: str, scope: str) -> str:
    found = _ROOT.match(selector)
    return scope + selector[found.end() :] if found else f"{scope} {selector}"


def _picture(folder: Path, found: re.Match[str]) -> str:
    content = unquote(found.group(1)).replace("\\'", "'")
    name = f"pico-{hashlib.sha256(content.encode()).hexdigest()[:8]}.svg"
    (folder / name).write_text(content, encoding="utf-8")
    return f'url("{name}")'


def main(source: Path, target: Path) -> None:
    """Read one sheet, write the other."""
    text = source.read_text(encoding="utf-8")
    banner = re.search(r"/\*!.*?\*/", text, re.S)
    made = scoped(re.sub(r"/\*.*?\*/", "", text, flags=re.S))
    made = re.sub(r'url\("data:image/svg\+xml,([^"]*)"\)', lambda found: _picture(target.parent, found), made)
    target.write_text(f"{banner.group() if banner else ''}\n@layer helpdesk {{\n{made}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
