"""Whether a case file is what a shop made: without that shop, without a database, without a network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

import pypdfium2
import typst

from ...base.messages import Message
from ...capabilities import load
from ...case_files import words as w
from ...case_files.printing import ATTACHMENT, render
from ...case_files.proof import Opened, broken_history, changed_values, is_anchored, opened
from ...case_files.verdict import Checked, Verdict
from ...timeline.audit import Anchor
from .signing import is_sealed, is_signed, key_id
from .typesetting import TypstDocuments

MOST_BYTES = 100 * 1024 * 1024
_MOST_NAMED = 20
_LONGEST_SHOWN = 80
_OTHER_WORDS = frozenset({w.PAGES_SAY, w.PAGES_ADD, w.PAGES_LACK})


def check(document: bytes, keys: Sequence[str] = (), anchor: Anchor | None = None) -> Checked:
    """Check a case file.

    Args:
        document: The file.
        keys: The shop's public keys, 64 hex digits each, had from the shop and not with the file.
        anchor: An anchor that somebody keeps outside the shop: with it, a history that the shop itself wrote anew is
            found too. It knows nothing of words and prices, so that it does not stand in for the key.

    Returns:
        What it comes to.
    """
    load()  # the names of what happened
    try:
        content = opened(_attached(document))
        signer = content.proof.signature.public_key.lower()
        key, reference = key_id(signer), str(content.data["request"]["reference"])
        verdict, findings = _checked(document, content, signer, keys, anchor)
    except (ValueError, KeyError, TypeError, IndexError):
        return Checked(verdict=Verdict.UNREADABLE)
    named = Message(w.KEY_IS, {"key": key})
    return Checked(verdict=verdict, findings=(*findings, named), key=key, reference=reference)


def _checked(
    document: bytes, content: Opened, signer: str, keys: Sequence[str], anchor: Anchor | None
) -> tuple[Verdict, tuple[Message, ...]]:
    wrong = tuple(_wrong(content, signer))
    if wrong:
        return Verdict.CHANGED, wrong
    if keys and signer not in keys:
        return Verdict.OTHER_KEY, ()
    known = None if anchor is None else is_anchored(content.data, anchor)
    if known is False:
        return Verdict.CHANGED, (Message(w.NOT_ANCHORED),)
    found = () if anchor is None else (Message(w.ANCHORED if known else w.ANCHOR_SILENT),)
    if is_sealed(document, [signer]):
        return Verdict.GENUINE if keys else Verdict.UNPROVED, found
    differing = tuple(_differences(document, content))
    if any(one.code in _OTHER_WORDS for one in differing):
        return Verdict.PAGES_CHANGED, (*found, *differing)
    return Verdict.DATA_HOLD if keys else Verdict.UNPROVED, (*found, Message(w.NOT_SEALED), *differing)


def _wrong(content: Opened, signer: str) -> Iterator[Message]:
    """What is wrong with the data: named as far as the list of values tells."""
    proof = content.proof
    is_whole = is_signed(proof.signed, proof.signature.value, signer)
    for path in changed_values(content.data, proof)[:_MOST_NAMED]:
        yield _named(content.data, path)
    if not is_whole:
        yield Message(w.BAD_SIGNATURE)
    for path in broken_history(content.data):
        yield Message(w.HISTORY_BROKEN, {"path": path})


def _named(data: Any, path: str) -> Message:
    """A changed value, and what stands there now."""
    if not path:
        return Message(w.WHOLE)
    value = data
    for name in path.split("."):
        try:
            value = value[int(name) if isinstance(value, list) else name]
        except (KeyError, IndexError, TypeError, ValueError):
            return Message(w.VALUE_GONE, {"path": path})
    return Message(w.VALUE, {"path": path, "value": str(value)[:_LONGEST_SHOWN]})


def _attached(document: bytes) -> bytes:
    """The data within. Raises ValueError where there are none."""
    if len(document) > MOST_BYTES:
        raise ValueError("this is too large")
    try:
        with pypdfium2.PdfDocument(document) as pdf:
            found = [pdf.get_attachment(place) for place in range(pdf.count_attachments())]
            (attached,) = (one for one in found if one.get_name() == ATTACHMENT)
            return bytes(attached.get_data())
    except pypdfium2.PdfiumError as error:
        raise ValueError("this is no PDF") from error


def _differences(document: bytes, content: Opened) -> Iterator[Message]:
    """What the pages say otherwise than the pages that these data make."""
    if not content.is_as_made:
        yield Message(w.WRITTEN_ANEW)
    try:
        ours = _words(render(content, TypstDocuments()))
    except (typst.TypstError, ValueError):
        yield Message(w.PAGES_UNKNOWN)
        return
    theirs = _words(document)
    differences = [one for one in _compared(ours, theirs) if one[0] != "equal"]
    yield from (_differing(ours, theirs, one) for one in differences[:_MOST_NAMED])
    if not differences:
        yield Message(w.PAGES_ALIKE)


def _compared(ours: list[tuple[int, str]], theirs: list[tuple[int, str]]) -> Any:
    return SequenceMatcher(None, [word for _, word in ours], [word for _, word in theirs], autojunk=False).get_opcodes()


def _differing(ours: list[tuple[int, str]], theirs: list[tuple[int, str]], difference: Any) -> Message:
    _, begin, end, start, stop = difference
    before = " ".join(word for _, word in ours[begin:end])[:_LONGEST_SHOWN]
    now = " ".join(word for _, word in theirs[start:stop])[:_LONGEST_SHOWN]
    page = (theirs[start:] or theirs[-1:] or [(1, "")])[0][0]
    code = w.PAGES_SAY if before and now else w.PAGES_ADD if now else w.PAGES_LACK
    return Message(code, {"page": page, "before": before, "now": now})


def _words(document: bytes) -> list[tuple[int, str]]:
    """The words of a document, each with its page, from 1."""
    with pypdfium2.PdfDocument(document) as pdf:
        texts = [page.get_textpage().get_text_bounded() for page in pdf]
    return [(number, word) for number, text in enumerate(texts, 1) for word in text.split()]
