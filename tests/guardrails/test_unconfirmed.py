"""J4: words of the shop's to a customer whom nobody has confirmed yet are asked about first."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from capabilities import collected
from capabilities.scene import Example, Scene
from helpdesk_core import Refusal
from helpdesk_core.conversations.model import THREAD, Side
from helpdesk_core.quotes.model import QUOTES, QuoteState

EXAMPLES: dict[type[Any], Example] = collected("EXAMPLES")
BY_STAFF = [command for command, example in EXAMPLES.items() if "agent" in example.by]


def told(scene: Scene) -> int:
    """How many messages and quotes of the shop's the customer can read."""
    about = {"request": scene.request}
    with scene.desk.reading() as reader:
        said = sum(one.side is Side.SHOP for one in reader.find(THREAD, about))
        return said + sum(quote.state is not QuoteState.DRAFT for quote, *_ in reader.find(QUOTES, about))


def sent(command: type[Any], scene: Scene) -> dict[str, Any]:
    """The fields of its example, and words where it takes any."""
    words = {"text": "We have it."} if "text" in attrs.fields_dict(command) else {}
    return words | dict(EXAMPLES[command].fields(scene))


@pytest.mark.parametrize("command", BY_STAFF, ids=lambda one: one.__name__)
def test_whatever_speaks_to_a_customer_asks_whether_it_may(command: type[Any]) -> None:
    """What a command does is looked at, so that one that begins to speak is found without a list."""
    scene = Scene.in_phase(EXAMPLES[command].phase)
    fields, before = sent(command, scene), told(scene)
    scene.desk.do(scene.desk.read(command, fields), scene.actors["agent"])
    assert told(scene) == before or "unconfirmed" in attrs.fields_dict(command)


@pytest.mark.parametrize(
    "command", [one for one in BY_STAFF if "unconfirmed" in attrs.fields_dict(one)], ids=lambda one: one.__name__
)
def test_it_is_refused_until_somebody_has_seen_it(command: type[Any]) -> None:
    """Nothing is written, and with the tick it is carried out."""
    scene = Scene.in_phase("unclaimed")
    fields, before = sent(command, scene) | {"unconfirmed": ""}, scene.desk.anchor()
    answer = scene.desk.handle(scene.desk.read(command, fields), scene.actors["agent"])
    assert isinstance(answer, Refusal)
    assert answer.code == "refusal.unconfirmed"
    assert scene.desk.anchor() == before
    scene.desk.do(scene.desk.read(command, fields | {"unconfirmed": "yes"}), scene.actors["agent"])


def test_some_commands_speak() -> None:
    """The tests above look at something."""
    asking = {command.__name__ for command in BY_STAFF if "unconfirmed" in attrs.fields_dict(command)}
    assert asking >= {"GivePromise", "MovePromise", "OfferQuote", "ReplyToCustomer", "WithdrawPromise", "WithdrawQuote"}
