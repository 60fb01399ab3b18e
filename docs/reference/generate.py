"""Writes what the reference takes from the code: hooks.md, the diagram in lifecycle.md, the table in guardrails.md."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from helpdesk_core.guardrails.decisions import MAY_DECIDE, Basis
from helpdesk_core.plugins import specs
from helpdesk_core.service_requests.lifecycle import diagram

HERE = Path(__file__).parent

HEAD = """# Hooks

Generated from `helpdesk_core/plugins/specs.py` by `python docs/reference/generate.py`;
[how to write a plugin](../how-to/write-a-plugin.md).
"""


def as_markdown(docstring: str) -> str:
    """Its sections as lists."""
    text = re.sub(r"\n {8,}", " ", docstring.replace("``", "`"))
    text = re.sub(r"^ {4}(\w+): ", r"- `\1`: ", text, flags=re.M)
    text = re.sub(r"^ {4}(?=\S)", "", text, flags=re.M)
    text = re.sub(r"^Args:\n", "", text, flags=re.M)
    return re.sub(r"^Returns:\n", "Returns: ", text, flags=re.M)


def hooks_page() -> str:
    """Every hook with its arguments, in the order of the specifications, and what a plugin is told of a request."""
    hooks = [(name, hook) for name, hook in vars(specs).items() if name.startswith("helpdesk_")]
    parts = [HEAD, inspect.getdoc(specs) or ""]
    for name, hook in hooks:
        parts.append(f"## `{name}{inspect.signature(hook)}`".replace("'", ""))
        parts.append(as_markdown(inspect.getdoc(hook) or ""))
    parts.append("## `Facts`")
    parts.append(inspect.getdoc(specs.Facts) or "")
    parts.append("\n".join(f"- `{field.name}`" for field in specs.Facts.__attrs_attrs__))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def lifecycle_page() -> str:
    """The page as it is, with the diagram of the table."""
    page = (HERE / "lifecycle.md").read_text(encoding="utf-8")
    return re.sub(r"```mermaid\n.*?```", lambda _: f"```mermaid\n{diagram()}\n```", page, count=1, flags=re.S)


_PROOFS = {
    Basis.STAFF: "the staff sign-in",
    Basis.SIGN_IN: "the host's sign-in",
    Basis.CODE: "the code that was sent to a contact of the subject",
    Basis.PROVIDER: "the payment provider's signed word about the amount",
    Basis.CASH: "cash, recorded as such",
    Basis.CARD_TERMINAL: "a card terminal, recorded as such",
    Basis.BANK_TRANSFER: "a bank transfer, recorded as such",
}


def guardrails_page() -> str:
    """The page as it is, with the table of who may decide what."""
    rows = [
        f"| {effect.value} | {', '.join(kinds)} | {_PROOFS[basis]} |\n"
        for effect, permitted in MAY_DECIDE.items()
        for basis in Basis
        if (kinds := sorted(kind for kind, one in permitted if one is basis))
    ]
    page = (HERE.parent / "explanation/guardrails.md").read_text(encoding="utf-8")
    table = r"(\|---\|---\|---\|\n)(\| (publish|complete|approve|book|pay) .*\n)*"
    return re.sub(table, lambda found: found[1] + "".join(rows), page, count=1)


PAGES = {"hooks.md": hooks_page, "lifecycle.md": lifecycle_page, "../explanation/guardrails.md": guardrails_page}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
