"""How long a wrong password takes says nothing of whose address it was tried with."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import argon2
import pytest
import sqlalchemy as sa
from account_pages import sign_up

from reference_app.sign_in import attempts
from reference_app.sign_in.tries import Limit, Tries
from shops import Shop, build


@pytest.mark.parametrize(("door", "email"), [("/sign-in", "ola@example.com"), ("/staff/sign-in", "tom@example.com")])
def test_a_wrong_password_is_the_same_work_for_every_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: str, email: str
) -> None:
    """Statements and hashes, of one cost: for an address that has an account, and for one that has none."""
    done: list[object] = []

    def watch(connection: Any, _: object) -> None:
        connection.set_trace_callback(lambda sql: done.append(re.sub(r"'[^']*'|\b\d+\b", "?", sql)))

    def verify(self: object, stored: str, password: bytes) -> bool:
        done.append(argon2.extract_parameters(stored))
        raise argon2.exceptions.VerifyMismatchError

    sa.event.listen(sa.pool.Pool, "connect", watch)
    try:
        shop = build(tmp_path, has_people=False)
        sign_up(shop, email, "correct horse battery")
        monkeypatch.setattr(argon2.PasswordHasher, "verify", verify)
        visitor = shop.visitor()

        def work(address: str) -> list[object]:
            visitor.open(door)
            done.clear()
            assert "is not correct" in visitor.send(door, email=address, password="wrong horse battery").text
            return [one for one in done if "shop_settings" not in str(one)]  # which are looked at now and then

        work("first@example.com")
        known, unknown = work(email), work("nobody@example.com")
    finally:
        sa.event.remove(sa.pool.Pool, "connect", watch)
    assert known == unknown
    assert len([one for one in known if isinstance(one, argon2.Parameters)]) == 1


def test_what_does_not_fit_is_answered_on_the_beat(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> None:
    """However long the looking took within it; what fits waits for nothing."""
    now, answered = [100.0], list[float]()

    async def sleep_until(moment: float) -> None:
        answered.append(moment - now[0])
        now[0] = moment

    def check(seconds: float, proof: str | None) -> str | None:
        now[0] += seconds
        return proof

    monkeypatch.setattr(attempts, "current_time", lambda: now[0])
    monkeypatch.setattr(attempts, "sleep_until", sleep_until)
    counted, made = {Limit("test", 9, timedelta(minutes=1)): "a"}, Tries(shop.accounts.engine, "shop")

    def took(seconds: float, proof: str | None = None) -> float:
        begun = now[0]
        assert asyncio.run(attempts.attempt(made, counted, partial(check, seconds, proof))).proof == proof
        return now[0] - begun

    assert took(0.031) == took(0.047) == 0.25
    assert took(0.3) == 0.5
    assert took(0.031, "token") == pytest.approx(0.031)
    assert len(answered) == 3
