"""The safe texts of one command: what its rule gets instead of what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...base.commands import Command
from ...base.text import RawText, SafeText
from ...base.values import fields_of
from .found import Redacted
from .kinds import MAY_STAY, Cue

if TYPE_CHECKING:
    from .engine import Redactor


class SafeTexts:
    """Safe texts by path (``text``, ``lines.0.text``), with what was removed from all of them together.

    Args:
        redacted: What redaction answered, by path.
    """

    def __init__(self, redacted: Mapping[str, Redacted] | None = None) -> None:
        self._redacted = redacted or {}

    def __getitem__(self, path: str) -> SafeText:
        """The safe text of a field that was filled in. Raises KeyError for one that was not."""
        return self._redacted[path].text

    def get(self, path: str) -> SafeText | None:
        """The safe text of a field, None when it was left out.

        Args:
            path: The field's path.

        Returns:
            The safe text.
        """
        found = self._redacted.get(path)
        return found.text if found else None

    def only(self, path: str, as_path: str) -> SafeTexts:
        """One of the texts by another path, for a rule that looks for it there.

        Args:
            path: The field's path.
            as_path: The other path.

        Returns:
            Texts with that one alone.
        """
        return SafeTexts({as_path: self._redacted[path]})

    def cue(self, path: str) -> Cue | None:
        """What the text of a field announces for the next message.

        Args:
            path: The field's path.

        Returns:
            The announcement, None for none.
        """
        return self._redacted[path].cue

    @property
    def all(self) -> dict[str, SafeText]:
        """Every text that was filled in, by path."""
        return {path: found.text for path, found in self._redacted.items()}

    @property
    def counts(self) -> dict[str, int]:
        """How many pieces of which kind were removed, in the order found."""
        counted: dict[str, int] = {}
        for one in self._redacted.values():
            for found in one.found:
                counted[found.kind] = counted.get(found.kind, 0) + 1
        return counted

    @property
    def removed(self) -> tuple[str, ...]:
        """Kinds of what was removed, each once, in the order found."""
        return tuple(self.counts)


def redact_fields(command: Command[Any], redactor: Redactor, cue: Cue | None) -> SafeTexts:
    """Redact every RawText of a command, those within pieces included. One with ``no_secret`` set keeps the kinds of
    `MAY_STAY`: its author says that what was removed from an earlier message was none."""
    stays = MAY_STAY if getattr(command, "no_secret", False) else frozenset()
    texts = {path: leaf for path, leaf in fields_of(command) if isinstance(leaf, RawText)}
    return SafeTexts({path: redactor.redact(raw, cue, no_secret=stays) for path, raw in texts.items()})
