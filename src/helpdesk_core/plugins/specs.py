"""The hook specifications, all on this page. Every hook adds something or objects; none can permit anything.

An implementation is a plain function that may leave out arguments. It is called alone, in a thread of its own with the
caller's context copied, and has a budget; see `Plugins` for what happens to one that fails. Texts are at most 300
characters, lists at most 20 items; the rest is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs
import pluggy

PROJECT = "helpdesk_core"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@attrs.frozen(kw_only=True)
class Facts:
    """What a plugin is told of a request: safe text and codes, no name, no contact, nothing internal."""

    id: str
    phase: str
    status: str
    urgency: str
    device: str
    problem: str
    """The customer's first message."""
    language: str
    """The language of the person who will read the answer."""


@hookspec
def helpdesk_find_secrets(text: str) -> Iterable[tuple[int, int, str]]:
    """Find more secrets in a text.

    Args:
        text: A text in which everything the built-in detectors found is masked by ``•``.

    Returns:
        Spans ``(start, end, kind)``; ``kind`` is a word of lower-case letters that names the placeholder.
    """
    raise NotImplementedError


@hookspec
def helpdesk_urgent_words() -> Sequence[str]:
    """Words, or beginnings of words, that staff should not overlook in a problem ("swollen", "smok"). Asked once, when
    the desk is made. They mark a request for staff and change nothing about it."""
    raise NotImplementedError


@hookspec
def helpdesk_ask(device: str, language: str) -> Sequence[str]:
    """Questions whose answers would help with such a device. The customer reads them in the room, and need not answer.

    Args:
        device: What the request is about.
        language: The customer's.

    Returns:
        Questions in that language.
    """
    raise NotImplementedError


@hookspec
def helpdesk_needed(device: str, problem: str, language: str) -> Sequence[str]:
    """What else is needed before the shop can respond. The customer and the staff both read it, as long as it is
    returned and the work is not done.

    Args:
        device: What the request is about.
        problem: The first words of the problem.
        language: The reader's.

    Returns:
        What is missing, each as a short noun phrase in that language ("the colour of the case").
    """
    raise NotImplementedError


@hookspec
def helpdesk_wish(text: str, language: str) -> Sequence[str]:
    """What a customer's short message seems to want, where the phrases found nothing. A card is offered for it; it
    approves, reopens and closes nothing.

    Args:
        text: The message, redacted.
        language: The customer's.

    Returns:
        Names of wishes ("status", "price", "approve", "photos", "help", "thanks"); the first one known counts.
    """
    raise NotImplementedError


@hookspec
def helpdesk_find_guides(words: str, language: str) -> Sequence[str]:
    """Guides that answer such words, by a ranking of your own: an index of meanings, say. They stand before those that
    were found by their words, in the search and wherever guides are suggested. One that nobody may read is passed over.

    Args:
        words: What somebody looks for, or wrote about a problem, redacted.
        language: The reader's.

    Returns:
        Names of guides as in their addresses, the best first.
    """
    raise NotImplementedError


@hookspec
def helpdesk_suggest(request: Facts) -> Sequence[str]:
    """Suggestions for staff, shown as such beside the request. They are never sent, stored or carried out.

    Args:
        request: What plugins are told of it.

    Returns:
        Suggestions in the language of ``request``.
    """
    raise NotImplementedError


@hookspec
def helpdesk_not_ready(request: Facts, step: str) -> Sequence[str]:
    """What is still missing before a step, for staff to read beside it. It does not prevent the step; to do that,
    object.

    Args:
        request: What plugins are told of it.
        step: ``record_outcome`` or ``close``.

    Returns:
        What is missing, in the language of ``request``.
    """
    raise NotImplementedError


@hookspec
def helpdesk_step_not_ready(step: str) -> bool:
    """Whether a step of the customers' way is not ready at the moment, though everything else says so: customers are
    then told that it is being checked, and get its fallback. Nothing that is returned can make a step ready.

    Args:
        step: The step's id.

    Returns:
        True to hold the step back.
    """
    raise NotImplementedError


@hookspec
def helpdesk_object(actions: Sequence[str], request: str | None) -> str | None:
    """Object to changes before they are stored. An objection refuses the command; nothing that is returned can allow
    one.

    Args:
        actions: Names of the changes.
        request: The subject's id, None for one that does not exist yet.

    Returns:
        A reason (a code), or None.
    """
    raise NotImplementedError


@hookspec
def helpdesk_saved(actions: Sequence[str], request: str) -> None:
    """Changes were saved. Called through the desk's ``after_commit``; what it returns is ignored.

    Args:
        actions: Names of the changes.
        request: The subject's id.
    """
    raise NotImplementedError


@hookspec
def helpdesk_erased(request: str) -> None:
    """What is personal in a request was erased: erase what you keep about it. Called like `helpdesk_saved`.

    Args:
        request: The request's id.
    """
    raise NotImplementedError


@hookspec
def helpdesk_catalogues() -> Sequence[Path]:
    """Directories ``<language>/LC_MESSAGES/*.mo`` with more texts or languages. Asked once, when the desk is made. A
    text is found by its msgctxt, the code. The shop's own wording wins over them, and they over the library's."""
    raise NotImplementedError
