"""The safe texts of one command: what its rule gets instead of what was typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import attrs

from ...base.commands import Command
from ...base.text import RawText, SafeText
from .engine import Redacted, Redactor
from .words import MAY_STAY, Cue


class Texts:
    """Safe texts by field name, with what was removed from all of them together."""

    def __init__(self, redacted: Mapping[str, Redacted]) -> None:
        self._redacted = redacted

    def __getitem__(self, field: str) -> SafeText:
        """The safe text of a field that was filled in. Raises KeyError for one that was not."""
        return self._redacted[field].text

    def get(self, field: str) -> SafeText | None:
        """The safe text of a field, None when it was left out."""
        found = self._redacted.get(field)
        return found.text if found else None

    def cue(self, field: str) -> Cue | None:
        """What the text of a field announces for the next message."""
        return self._redacted[field].cue

    @property
    def counts(self) -> dict[str, int]:
        """How many pieces of which kind were removed, in the order found."""
        return dict(Counter(found.kind for one in self._redacted.values() for found in one.found))

    @property
    def removed(self) -> tuple[str, ...]:
        """Kinds of what was removed, each once, in the order found."""
        return tuple(self.counts)


def redact_fields(command: Command, redactor: Redactor, cue: Cue | None) -> Texts:
    """Redact every RawText of a command. One with ``no_secret`` set keeps the kinds of `MAY_STAY`: its author says
    that what was removed from an earlier message was none."""
    stays = MAY_STAY if getattr(command, "no_secret", False) else frozenset()
    fields = attrs.fields(type(command))
    texts = {field.name: value for field in fields if isinstance(value := getattr(command, field.name), RawText)}
    return Texts({name: redactor.redact(value, cue, no_secret=stays) for name, value in texts.items()})
