"""A port that no capability uses says so, and one that is used does not."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import helpdesk_core
import reference_app
from helpdesk_core import ports

ROOTS = [Path(one.__file__ or "").parent for one in (helpdesk_core, reference_app)]
OUTSIDE = ("ports", "testing", "adapters")
"""Definitions, proofs and implementations: no use of a port."""
PORTS = {name for name, one in vars(ports).items() if inspect.isclass(one) and getattr(one, "_is_protocol", False)}


def used() -> set[str]:
    """The ports that the library's own code or the app names."""
    found: set[str] = set()
    for root in ROOTS:
        for path in root.rglob("*.py"):
            if path.relative_to(root).parts[0] not in OUTSIDE:
                names = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                found |= {node.id for node in names if isinstance(node, ast.Name)}
    return PORTS & found


def test_the_provisional_ports_are_those_that_nothing_uses() -> None:
    """The day a capability uses one, it leaves the list; a new one that waits for its capability enters it."""
    assert PORTS - used() == ports.PROVISIONAL


def test_a_provisional_port_says_so() -> None:
    """In its docstring, and on the page about versions."""
    page = (Path(__file__).parents[2] / "docs/reference/versions.md").read_text(encoding="utf-8")
    (line,) = [line for line in page.splitlines() if "**provisional**" in line]
    for name in PORTS:
        assert ("Provisional:" in (getattr(ports, name).__doc__ or "")) == (name in ports.PROVISIONAL), name
        assert (f"`{name}`" in line) == (name in ports.PROVISIONAL), name
