"""Every field of every command is given what nobody means: the answer is a sentence, and never an exception."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from capabilities import collected
from capabilities.scene import Example, Scene
from helpdesk_core.errors import InputError
from nonsense import TEXTS, VALUES

EXAMPLES: dict[type[Any], Example] = collected("EXAMPLES")


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=lambda one: one.command.__name__)
def test_a_field_takes_nonsense_with_a_sentence(example: Example) -> None:
    """Refused where it is read, with its field, or decided about like anything else; nothing is saved by it."""
    scene = Scene.in_phase(example.phase)
    fields, actor = example.fields(scene), scene.actors[example.by[0]]
    before = scene.desk.anchor()
    for field in attrs.fields(example.command):
        for given in (*VALUES, *TEXTS):
            try:
                command = scene.desk.read(example.command, dict(fields) | {field.name: given})
            except InputError as error:
                assert {one.path[0] for one in error.errors} == {field.name}, (field.name, given)
                continue
            scene.desk.preview(command, actor)
    assert scene.desk.anchor() == before
