"""Whatever a webhook says that WhatsApp signed: an answer at the door, and nothing that the worker stumbles over."""

from __future__ import annotations

import random
from pathlib import Path

import attrs
import pytest

import whatsapp_peer as w
from conformance.test_whatsapp_channel import SEEDS, mutated
from helpdesk_core import Refusal
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.testing.watching import logged
from shops import build

_AT_ONCE = 500


def test_every_spoilt_webhook_is_answered_at_the_door(tmp_path: Path) -> None:
    """200, or a 4xx."""
    chance, shop = random.Random(17), build(tmp_path)
    shop.desk.channels = {**shop.desk.channels, "whatsapp": w.channel()}
    client = shop.visitor().client
    found = set()
    for _ in range(150):
        request = w.signed(mutated(chance.choice(SEEDS), chance))
        found.add(client.post("/inbound/whatsapp", content=request.body, headers=dict(request.headers)).status_code)
    assert 200 in found
    assert all(one == 200 or 400 <= one < 500 for one in found)


@pytest.mark.parametrize("number", [500, pytest.param(20_000, marks=[pytest.mark.full, pytest.mark.timeout(1_800)])])
def test_no_spoilt_webhook_escapes(number: int) -> None:
    """Kept and read; no job of it fails by what stands in it. Each some hundreds have a desk of their own."""
    chance = random.Random(19)
    settings = attrs.evolve(POLISH_SHOP, chat_makes_requests=False)
    with logged() as lines:
        for begun in range(0, number, _AT_ONCE):
            desk = make_desk(channels=[w.channel()], settings=settings)
            for _ in range(min(_AT_ONCE, number - begun)):
                answer = desk.receive("whatsapp", w.signed(mutated(chance.choice(SEEDS), chance)))
                assert not isinstance(answer, Refusal)
            while desk.deliver(_AT_ONCE).total:
                pass
            assert [line for line in lines if " raised " in line or "failed" in line] == []
            lines.clear()
            assert desk.verify() == ()
