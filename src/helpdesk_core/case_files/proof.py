"""What makes a case file prove itself: its digest, the digest of each of its values, a signature over both, and the
history that leads to its head. Nothing here needs a database, a key or a network."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any

import attrs

from ..base.digests import digest
from ..base.time import from_utc_text
from ..base.values import canonical, canonical_data
from ..guardrails.timeline import chained, entry_body
from ..timeline.audit import Anchor

SIGNED_AS = b"helpdesk case file 1\n"
"""Stands before what is signed, so that the signature fits nothing else that the key ever signs."""
_SHORT = 16
"""Hex digits of a single value's digest. It only names what was changed; the whole is under 64."""


@attrs.frozen(kw_only=True)
class Signature:
    """A signature and the key it can be checked with.

    Attributes:
        key: The key's id: the beginning of the digest of its public part.
        public_key: 64 hex digits.
        value: 128 hex digits.
    """

    key: str
    public_key: str
    value: str


@attrs.frozen(kw_only=True)
class Proof:
    """What stands beside the data: ``values`` is of their shape, with a short digest in the place of each value."""

    digest: str
    values: Any
    signature: Signature

    @property
    def signed(self) -> bytes:
        """What the signature is about."""
        return _signed(self.digest, canonical_data(self.values))


def _signed(whole: str, listed: str) -> bytes:
    return SIGNED_AS + f'{{"digest":{canonical_data(whole)},"values":{listed}}}'.encode()


class _Digests(dict[str, str]):
    """Short digests by the JSON text of a value: many values of a file are alike."""

    def __missing__(self, written: str) -> str:
        made = self[written] = digest(written)[:_SHORT]
        return made


def value_digests(data: Any) -> Any:
    """A short digest of each value, in the place where the value stands (``quotes.0.lines.2.unit_price.minor``); of
    empty lists and tables too, so that nothing can be added unseen.

    Args:
        data: JSON data.

    Returns:
        JSON data of the same shape, a digest of 16 hex digits for each value.
    """
    return _digested(data, _Digests())


def _digested(data: Any, known: _Digests) -> Any:
    if data and isinstance(data, dict):
        return {name: _digested(value, known) for name, value in data.items()}
    if data and isinstance(data, list):
        return [_digested(value, known) for value in data]
    return known[canonical_data(data)]


def _by_path(digests: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """The digests, each with the path of its value."""
    inner = digests.items() if isinstance(digests, dict) else enumerate(digests) if isinstance(digests, list) else None
    if inner is None:
        yield ".".join(path), str(digests)
        return
    for name, value in inner:
        yield from _by_path(value, (*path, str(name)))


@attrs.frozen
class Proved:
    """A case file with its proof.

    Attributes:
        text: Both as the one JSON text that is attached to the pages, as UTF-8.
    """

    proof: Proof
    text: bytes


def prove(data: Mapping[str, Any], sign: Callable[[bytes], Signature]) -> Proved:
    """Prove a case file. Its data and its values are written once, for the digest, the signature and the attachment.

    Args:
        data: The case file's JSON data.
        sign: Signs with the shop's key.

    Returns:
        The proof, and what is attached.
    """
    written, values = canonical_data(data), value_digests(data)
    whole, listed = sha256(written.encode()).hexdigest(), canonical_data(values)
    signature = sign(_signed(whole, listed))
    said = {
        "algorithm": "Ed25519",
        "digest": whole,
        "key": signature.key,
        "public_key": signature.public_key,
        "signature": signature.value,
    }
    beside = canonical_data(said).removesuffix("}")  # "values" comes last in the order of their names
    text = f'{{"case_file":{written},"proof":{beside},"values":{listed}}}}}'
    return Proved(Proof(digest=whole, values=values, signature=signature), text.encode())


@attrs.frozen(kw_only=True)
class Opened:
    """An attachment as it was read: nothing in it is believed yet."""

    data: dict[str, Any]
    proof: Proof
    text: bytes
    """The text that `prove` makes of these data and this proof."""
    is_as_made: bool
    """Whether it was this very text."""


def opened(attached: bytes) -> Opened:
    """Read an attachment.

    Args:
        attached: The text, as UTF-8.

    Returns:
        What it says.

    Raises:
        ValueError: It is no case file.
    """
    try:
        content = json.loads(attached)
        data, said = content["case_file"], content["proof"]
        signature = Signature(key=str(said["key"]), public_key=str(said["public_key"]), value=str(said["signature"]))
        proof = Proof(digest=str(said["digest"]), values=said["values"], signature=signature)
        if not isinstance(data, dict):
            raise TypeError
        text = canonical(content).encode()
        return Opened(data=data, proof=proof, text=text, is_as_made=text == attached)
    except (AttributeError, KeyError, TypeError, RecursionError, UnicodeError) as error:
        raise ValueError("this is no case file") from error


def changed_values(data: dict[str, Any], proof: Proof) -> tuple[str, ...]:
    """The paths of what was changed, added or taken away since the proof was made.

    Args:
        data: The data as they are.
        proof: Their proof, whose signature holds.

    Returns:
        The paths; empty when all is as it was.
    """
    now, then = dict(_by_path(value_digests(data))), dict(_by_path(proof.values))
    found = {path for path in (*now, *then) if now.get(path) != then.get(path)}
    if not found and sha256(canonical_data(data).encode()).hexdigest() != proof.digest:
        return ("",)
    return tuple(sorted(found))


def head_of(data: Mapping[str, Any], length: int | None = None) -> str:
    """The head to which the history leads, recomputed.

    Args:
        data: The case file's data.
        length: After so many entries; None for all.

    Returns:
        The head.
    """
    head = ""
    for body in data["history"]["bodies"][:length]:
        head = chained(head, str(body))
    return head


def broken_history(data: Mapping[str, Any]) -> tuple[str, ...]:
    """What does not fit in the history: entries that are not those whose digests lead to the head, and the head.

    Args:
        data: The case file's data.

    Returns:
        Paths; empty when it leads from its first entry to its head.
    """
    history = data["history"]
    wrong = [f"history.events.{place}" for place, event in enumerate(history["events"]) if not _fits(history, event)]
    return (*wrong, *(() if head_of(data) == history["head"] else ("history.head",)))


def _fits(history: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    number, bodies = event["sequence"], history["bodies"]
    if not 1 <= number <= len(bodies):
        return False
    proof, at = event["proof"], from_utc_text(event["at"])
    if proof is None:
        return True
    rows = {one["row"]: one["digest"] for one in proof["rows"]}
    body = entry_body(history["subject"], number, at, proof["actor"], event["action"], proof["commitment"], rows)
    return bool(bodies[number - 1] == body)


def is_anchored(data: Mapping[str, Any], anchor: Anchor) -> bool | None:
    """Whether an anchor knows this history.

    Args:
        data: The case file's data.
        anchor: Taken before the file was made, and kept by somebody else than the shop.

    Returns:
        Whether it is the same history; None where the anchor knows nothing about it, or was taken later.
    """
    length, head = anchor.heads.get(data["history"]["subject"], (0, ""))
    if not 0 < length <= len(data["history"]["bodies"]):
        return None
    return head_of(data, length) == head
