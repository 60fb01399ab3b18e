"""One door: secrets pushed through every text field of every command there is, refused ones and failing ones included,
are nowhere at rest. A command or a field that is added is in this test by itself."""

from __future__ import annotations

import base64
import json
import logging
import quopri
import urllib.parse
from pathlib import Path
from typing import Any

import attrs
import pytest

import journeys as j
from helpdesk_core import Customer, Guest, InputError, hookimpl
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.commands import commands
from helpdesk_core.base.text import RawText
from helpdesk_core.testing import make_desk

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

    count = 0

    @hookimpl
    def helpdesk_object(self) -> str | None:
        Failing.count += 1
        return "not_now" if Failing.count % 7 == 0 else None


def test_no_secret_is_at_rest(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """G3, J12: database, WAL, mails and log at DEBUG, in raw, base64, URL, QP and JSON-escaped form."""
    caplog.set_level(logging.DEBUG)
    store = SqlStore.sqlite(tmp_path / "canary.sqlite")
    desk = make_desk(store, plugins=[Failing()])
    made, guest = j.submit(desk), Guest()
    while guest.grant is None:
        try:
            guest = j.enter(desk, made)
        except AssertionError:
            continue
    plain = {"request": made.request, "contact": j.EMAIL, "link": j.link(desk, made), "status": "in_review"}
    plain |= {"solved": "yes", "result": "solved", "code": "000000", "reference": made.reference, "row": "x"}
    plain |= {"record": made.request, "field": "device", "start": "0", "end": "1"}
    plain |= {
        "outcome": "x",
        "digest": "x",
        "assignee": "a",
        "name": "A",
        "source": "import",
        "priority": "1",
        "reason": "r",
    }
    actors: tuple[Any, ...] = (guest, Customer(id="c"), j.ANNA, j.BOSS, j.BOT)
    pushed = 0
    for number, (words, _) in enumerate(SECRETS.values()):
        for command in commands.values():
            fields: dict[str, Any] = {}
            for field in attrs.fields(command):
                if _is_text(command, field.name):
                    fields[field.name] = words
                    pushed += 1
                elif field.name == "source_id":
                    fields[field.name] = str(number)
                elif field.name in plain:
                    fields[field.name] = plain[field.name]
            try:
                desk.handle(
                    desk.read(command, fields), actors[number % len(actors)], key=f"{number}-{command.__name__}"
                )
            except InputError as error:
                caplog.handler.stream.write(str(error))
        for text in (words, f"{number}: {words}"):
            desk.redact_draft({"problem": text}, guest)
    desk.deliver(1000)
    sent = repr(desk.notifier.sent).encode()  # type: ignore[attr-defined]
    assert pushed >= 200 * 15
    store.close()
    at_rest = b"".join(path.read_bytes() for path in tmp_path.iterdir()) + caplog.text.encode() + sent
    assert len(at_rest) > 100_000
    for name, (_, value) in SECRETS.items():
        for form in _forms(value):
            assert form not in at_rest, name


def _is_text(command: Any, name: str) -> bool:
    return "RawText" in str(command.__annotations__.get(name, ""))


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
    """Else the test above would prove nothing."""
    assert RawText("x").typed == "x"
    assert len(SECRETS) == 200
    assert any(_is_text(command, "text") for command in commands.values())
