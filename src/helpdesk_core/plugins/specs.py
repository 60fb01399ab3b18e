"""The hook specifications, all on this page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pluggy

PROJECT = "helpdesk_core"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def helpdesk_find_secrets(text: str) -> Iterable[tuple[int, int, str]]:
    """Find more secrets in ``text``, where everything the built-in detectors found is masked by ``•``.

    Answer with spans ``(start, end, kind)``; ``kind`` is a word of lower-case letters that names the placeholder.
    """
    raise NotImplementedError


@hookspec
def helpdesk_object(actions: Sequence[str], request: str | None) -> str | None:
    """Object to changes before they are stored: answer with a reason (a code), or None.

    ``actions`` are the names of the changes, ``request`` is the request's id. An objection refuses the command;
    nothing that is returned can allow one.
    """
    raise NotImplementedError
