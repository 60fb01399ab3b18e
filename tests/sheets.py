"""Reading a style sheet: rules and selectors, at any depth of conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Each rule's prelude and the inside of its braces."""
    depth, start, head = 0, 0, ""
    for place, letter in enumerate(re.sub(r"/\*.*?\*/", lambda found: " " * len(found.group()), css, flags=re.S)):
        if letter == "{":
            depth += 1
            if depth == 1:
                head, start = css[start:place], place + 1
        elif letter == "}":
            depth -= 1
            if depth == 0:
                yield re.sub(r"/\*.*?\*/", "", head, flags=re.S).strip(), css[start:place]
                start = place + 1


def flat(css: str) -> Iterator[str]:
    """Every selector, at any depth of conditions."""
    for prelude, inside in rules(css):
        if prelude.startswith(("@media", "@supports", "@layer")):
            yield from flat(inside)
        elif not prelude.startswith("@"):
            yield from (one.strip() for one in re.split(r",(?![^(]*\))", prelude))
