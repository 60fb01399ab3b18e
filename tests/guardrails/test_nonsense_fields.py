"""Every field of every command is given what nobody means: the answer is a sentence, and never an exception."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from capabilities import collected
from capabilities.scene import Example, Scene
from helpdesk_core.errors import InputError

EXAMPLES: dict[type[Any], Example] = collected("EXAMPLES")
#: Numbers, days, moments, texts and lists: what a form, JSON or an adapter may hand in.
NONSENSE: tuple[Any, ...] = (
    -1, 10**30, float("nan"), "NaN", "0.005", "9" * 40, True, {}, [], ["x"] * 10_000, [{}] * 10_000,
    "2026-02-30", "0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "2026-11-28T10:00",
    "2026-11-28T10:00:00+14:00", "a\x00b", "\ud800", b"x",
)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=lambda one: one.command.__name__)
def test_a_field_takes_nonsense_with_a_sentence(example: Example) -> None:
    """Refused where it is read, with its field, or decided about like anything else; nothing is saved by it."""
    scene = Scene.in_phase(example.phase)
    fields, actor = example.fields(scene), scene.actors[example.by[0]]
    before = scene.desk.anchor()
    for field in attrs.fields(example.command):
        for given in NONSENSE:
            try:
                command = scene.desk.read(example.command, dict(fields) | {field.name: given})
            except InputError as error:
                assert {one.path[0] for one in error.errors} == {field.name}, (field.name, given)
                continue
            scene.desk.preview(command, actor)
    assert scene.desk.anchor() == before
