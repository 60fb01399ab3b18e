"""How printed documents are made: case files, and whatever else is handed over on paper or as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

import attrs


@attrs.frozen(kw_only=True)
class Enclosed:
    """A file within a document: the data of what its pages show.

    Attributes:
        description: What it is, for people, in the document's language.
    """

    name: str
    type: str
    content: bytes
    description: str


class Documents(Protocol):
    """Makes documents of templates and data. It blocks: in an async host it is called in a thread."""

    def render(
        self,
        template: str,
        data: Mapping[str, Any],
        language: str,
        *,
        made_at: datetime,
        enclosed: Enclosed | None = None,
    ) -> bytes:
        """Make a document: the same bytes for the same arguments.

        Args:
            template: The template's name ("case_file").
            data: What stands in it: words that can be printed as they are. ``title`` is the document's.
            language: Of the words.
            made_at: When it says that it was made.
            enclosed: A file to take along.

        Returns:
            A PDF that can be archived (PDF/A-3a, ISO 19005-3) and read aloud (PDF/UA-1, ISO 14289-1).
        """
