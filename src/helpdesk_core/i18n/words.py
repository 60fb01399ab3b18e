"""One text in one language, and the rules it has to keep."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import attrs

from ..base.messages import Definition
from ..errors import FieldError
from .typography import tied

PLACEHOLDER = re.compile(r"\{(\w+)\}")


@attrs.frozen(eq=False)
class Words:
    """A text in one language, ready to be filled.

    Each of ``forms`` is cut at its placeholders: words, name, words, name, …, words. ``plural`` says which form a
    number takes.
    """

    language: str
    forms: tuple[tuple[str, ...], ...]
    plural: Callable[[int], int]

    def form(self, count: int | None) -> tuple[str, ...]:
        """The form for a number; the first without one."""
        if count is None or len(self.forms) == 1:
            return self.forms[0]
        return self.forms[min(self.plural(abs(count)), len(self.forms) - 1)]


def cut(language: str, forms: Sequence[str], plural: Callable[[int], int]) -> Words:
    """Words of these forms, with the spaces that keep them together."""
    return Words(language, tuple(tuple(PLACEHOLDER.split(tied(language, form))) for form in forms), plural)


def english(definition: Definition) -> Words:
    """The words of the code itself."""
    forms = (definition.default,) if definition.plural is None else (definition.default, definition.plural)
    return cut("en", forms, lambda count: int(count != 1))


def errors_in(definition: Definition, text: str) -> tuple[FieldError, ...]:
    """What is wrong with the words of one form: none, a placeholder that is never filled, half a placeholder, a line
    break where there must be none (a subject)."""
    if not text.strip():
        return (FieldError("wording.empty"),)
    unknown = sorted(set(PLACEHOLDER.findall(text)) - definition.placeholders)
    known = ", ".join(f"{{{name}}}" for name in sorted(definition.placeholders))
    errors = [
        FieldError("wording.placeholder", {"placeholder": f"{{{name}}}", "known": known})
        if known
        else FieldError("wording.no_placeholder", {"placeholder": f"{{{name}}}"})
        for name in unknown
    ]
    rest = PLACEHOLDER.sub("", text)
    if "{" in rest or "}" in rest:
        errors.append(FieldError("wording.brace"))
    if "\n" in text.strip() and "\n" not in definition.default:
        errors.append(FieldError("wording.line_break"))
    return tuple(errors)
