"""Our own messages, and the shared format: «kind:value» must go, {value} must stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import attrs

_MARK = re.compile(r"«(\w+):([^»]*)»|\{([^{}\"<>]*)\}(?!\})")


@attrs.frozen
class Message:
    """One message, with its secrets by kind and the values to keep."""

    language: str
    text: str
    secrets: tuple[tuple[int, int, str], ...]
    keep: tuple[tuple[int, int], ...]


def parse(line: str) -> Message:
    """Read one line of messages.txt."""
    language, _, marked = line.partition(" | ")
    text, secrets, keep, done = "", [], [], 0
    marked = marked.rstrip("\n").replace("⏎", "\n")
    for mark in _MARK.finditer(marked):
        text += marked[done : mark.start()]
        value = mark.group(2) if mark.group(1) else mark.group(3)
        place = (len(text), len(text) + len(value))
        if mark.group(1):
            secrets.append((*place, mark.group(1)))
        else:
            keep.append(place)
        text += value
        done = mark.end()
    return Message(language.strip(), text + marked[done:], tuple(secrets), tuple(keep))


def messages() -> Iterator[Message]:
    """All of messages.txt."""
    lines = Path(__file__).with_name("messages.txt").read_text(encoding="utf-8").splitlines()
    return (parse(line) for line in lines if line.strip() and not line.startswith("#"))


def leaks(message: Message, safe: str) -> list[str]:
    """Kinds of secrets of which four characters in a row survive, other than where they stood beside the secret too."""
    rest = "\0".join(_outside(message))
    return [kind for start, end, kind in message.secrets if _survives(message.text[start:end], safe, rest)]


def damaged(message: Message, safe: str) -> list[str]:
    """Values to keep that are not there any more."""
    return [message.text[start:end] for start, end in message.keep if message.text[start:end] not in safe]


def _outside(message: Message) -> Iterator[str]:
    done = 0
    for start, end, _ in message.secrets:
        yield message.text[done:start]
        done = end
    yield message.text[done:]


def _survives(value: str, safe: str, rest: str) -> bool:
    pieces = [value] if len(value) <= 4 else [value[n : n + 4] for n in range(len(value) - 3)]
    return any(safe.count(piece) > rest.count(piece) for piece in pieces if any(char.isalnum() for char in piece))
