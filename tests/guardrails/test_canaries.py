"""One door: secrets pushed through every text of every command there is, carried out, refused and failing ones, are
nowhere at rest. A command or a text that is added is in this test by itself."""

from __future__ import annotations

import base64
import json
import logging
import quopri
import typing
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from capabilities import collected
from capabilities.scene import SHOP, Example, Scene
from helpdesk_core import Guest, Result, hookimpl
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.commands import commands
from helpdesk_core.base.text import RawText
from helpdesk_core.base.values import is_piece, item_of, leaf_types, without_none
from helpdesk_core.handlers import handlers
from helpdesk_core.testing import make_desk

EXAMPLES: dict[type[Any], Example] = collected("EXAMPLES")
#: Two hundred secrets, each with a value of its own that can be looked for byte by byte. Digits have a space between:
#: bare ones would stand by chance in ids and hashes.
SECRETS = {
    f"{kind} {number}": (words.replace("#", value), value)
    for number in range(25)
    for kind, words, value in (
        ("password", "my password is #, thanks", f"Klop{number:02}!sik{number * 7:03}Q"),
        ("polish", "hasło do laptopa to # i proszę uważać", f"Żółw{number:02}#{number * 13:04}"),
        ("pin", "PIN do karty SIM: #", f"{7000 + number} {1234 + number * 7}"),
        ("one-time", "kod z SMS-a #", f"{410 + number} {226 + number * 3}"),
        ("token", "Authorization: Bearer #", f"9f86d081{number:02}4c7d659a2feaa0{number:02}"),
        ("url", "https://shop.example/reset?token=#", f"pX7f2Kq9vBz31{number:02}mWcT8dYhA"),
        ("json", '{"password": "#", "user": "kate"}', f"Jason_{number:02}_pass9"),
        ("recovery", "backup codes: #", f"kq{number:02}a-77xq{number % 10}"),
    )
}


class Failing:
    """A plugin that objects now and then: what it refuses must leave nothing behind either."""

    def __init__(self) -> None:
        self.count = 0
        self.on = False

    @hookimpl
    def helpdesk_object(self) -> str | None:
        self.count += 1
        return "not_now" if self.on and self.count % 7 == 0 else None


def text_paths(hints: dict[str, Any], given: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where a command's texts stand, given its fields: top-level ones whether given or not, those of pieces where the
    example has such a piece."""
    for name, hint in hints.items():
        bare, _ = without_none(hint)
        item = item_of(bare)
        if bare is RawText:
            yield (*path, name)
        elif is_piece(bare) and name in given:
            yield from text_paths(typing.get_type_hints(bare), given[name], (*path, name))
        elif is_piece(item):
            for place, piece in enumerate(given.get(name, ())):
                yield from text_paths(typing.get_type_hints(item), piece, (*path, name, place))


def with_text(given: Any, path: tuple[Any, ...], text: str) -> Any:
    """The fields with a text at a path."""
    first, rest = path[0], path[1:]
    if isinstance(given, list | tuple):
        return [with_text(one, rest, text) if place == first and rest else one for place, one in enumerate(given)]
    return {**given, first: with_text(given[first], rest, text) if rest else text}


def _some(place: int) -> list[str]:
    """One of every second kind for one command, others of the other kinds for the next."""
    return [words for number, (words, _) in enumerate(SECRETS.values()) if (number // 8 - place) % 25 < 1][
        place % 2 :: 2
    ]


def _all(_place: int) -> list[str]:
    return [words for words, _ in SECRETS.values()]


@pytest.mark.parametrize("chosen", [_some, pytest.param(_all, marks=pytest.mark.full)])
def test_no_secret_is_at_rest(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, chosen: Callable[[int], list[str]]
) -> None:
    """G3, J12: database, WAL, mails and log at DEBUG, in raw, base64, URL, QP and JSON-escaped form. Every command that
    holds texts is carried out with secrets of every kind in all of them; an input that cannot be read is an error of
    its example."""
    caplog.set_level(logging.DEBUG)
    store, failing = SqlStore.sqlite(tmp_path / "canary.sqlite"), Failing()
    desk = make_desk(store, plugins=[failing], settings=SHOP)
    pushed = 0
    for place, (command, example) in enumerate(EXAMPLES.items()):
        failing.on = False
        scene = Scene.in_phase(example.phase, desk)
        fields = dict(example.fields(scene))
        actor = scene.actors[example.by[0]]
        failing.on = True
        paths = list(text_paths(typing.get_type_hints(command), fields))
        answers: list[Any] = []
        for count, words in enumerate(chosen(place)):
            for path in paths:
                fields = with_text(fields, path, words)
                pushed += 1
            if "source_id" in fields:  # else each row would be the first one again
                fields["source_id"] = str(count)
            answers.append(desk.handle(desk.read(command, fields), actor, key=f"{count}-{command.__name__}"))
            if not paths:
                break
        if paths and handlers[command].keyed:  # a try with another surname fails, as it should
            assert any(isinstance(answer, Result) for answer in answers), command.__name__
    for words, _ in SECRETS.values():
        for text in (words, f"n: {words}"):
            desk.redact_draft({"problem": text}, Guest())
    desk.deliver(10_000)
    sent = repr(desk.notifier.sent).encode()  # type: ignore[attr-defined]
    assert pushed >= len(chosen(0)) * 15
    store.close()
    at_rest = b"".join(path.read_bytes() for path in tmp_path.iterdir()) + caplog.text.encode() + sent
    assert len(at_rest) > 100_000
    for name, (_, value) in SECRETS.items():
        for form in _forms(value):
            assert form not in at_rest, name


def _forms(value: str) -> set[bytes]:
    raw = value.encode()
    return {
        raw,
        base64.b64encode(raw).rstrip(b"="),
        urllib.parse.quote(value).encode(),
        urllib.parse.quote_plus(value).encode(),
        json.dumps(value).strip('"').encode(),
        quopri.encodestring(raw),
    }


def test_the_secrets_would_be_seen() -> None:
    """Else the test above would prove nothing: every text there is has a path, in pieces too."""
    assert len(SECRETS) == 200
    for command in commands.values():
        hints = typing.get_type_hints(command)
        scene = Scene.in_phase(EXAMPLES[command].phase)
        found = list(text_paths(hints, EXAMPLES[command].fields(scene)))
        texts = [name for name, hint in hints.items() if name != "result_type" and RawText in set(leaf_types(hint))]
        assert {path[0] for path in found} == set(texts), f"{command.__name__}: an example gives each piece with a text"


def test_a_text_is_put_at_its_path() -> None:
    """Nested ones too."""
    fields = {"a": "1", "lines": [{"text": "x"}, {"text": "y"}]}
    assert with_text(fields, ("lines", 1, "text"), "!") == {"a": "1", "lines": [{"text": "x"}, {"text": "!"}]}
    assert with_text(fields, ("b",), "!") == fields | {"b": "!"}
