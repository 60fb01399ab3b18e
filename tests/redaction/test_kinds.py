"""A kind of secret is one row of a table: what is added there works everywhere, and has a name that people read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import helpdesk_core
from helpdesk_core.guardrails.redaction import KINDS, MAY_STAY, Cue, redact
from helpdesk_core.guardrails.redaction.words import load_words
from helpdesk_core.i18n import Translator
from redaction.corpus import messages
from reference_app.rendering import readable
from reference_app.texts import SECRETS

TRIAL = '    WALLET_PIN = "wallet_pin", Traits(typed_in=True)\n    CARD_CVV = "card_cvv"'
MESSAGES = [
    "my wallet pin is 4821",
    "my wallet pin for the account: 4821",
    "4821 is my wallet pin",
    "type 9090 when it asks for the wallet pin",
    "wallet pin: seven three zero one",
]
THREAD = ["What is your wallet pin?", "it's 4821"]


def test_a_new_kind_needs_its_row_and_its_words(tmp_path: Path) -> None:
    """In a copy of the package: alone, with what it is for, before its word, behind a verb, in words, as an answer."""
    package = Path(helpdesk_core.__file__).parent
    shutil.copytree(package, tmp_path / "helpdesk_core", ignore=shutil.ignore_patterns("__pycache__", "adapters"))
    folder = tmp_path / "helpdesk_core/guardrails/redaction"
    for file, before, after in (
        ("kinds.py", '    CARD_CVV = "card_cvv"', TRIAL),
        ("words/en.toml", "[words]\n", '[words]\nwallet_pin = ["wallet pin"]\n'),
    ):
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(before) == 1
        (folder / file).write_text(text.replace(before, after), encoding="utf-8")
    code = (
        "import json; from helpdesk_core.guardrails.redaction import redact_text, redact_thread;"
        f"print(json.dumps([*map(redact_text, {MESSAGES!r}), *redact_thread({THREAD!r})]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == [
        "my wallet pin is [WALLET_PIN]",
        "my wallet pin for the account: [WALLET_PIN]",
        "[WALLET_PIN] is my wallet pin",
        "type [WALLET_PIN] when it asks for the wallet pin",
        "wallet pin: [WALLET_PIN]",
        "What is your wallet pin?",
        "it's [WALLET_PIN]",
    ]


def test_every_kind_that_is_found_is_one_of_the_table() -> None:
    """Also those that prove themselves, which no word announces."""
    found = {one.kind for message in messages() for one in redact(message.text).found}
    assert found == set(KINDS)


def test_every_kind_has_names_for_people() -> None:
    """In the sentence, in its place, in the table of counts; "removed" is what staff took out."""
    assert SECRETS.keys() == KINDS | {"removed"}


@pytest.mark.parametrize("kind", sorted({*KINDS, "removed", "erased"}))
@pytest.mark.parametrize("language", ["en", "pl"])
def test_no_reader_sees_the_name_for_programs(kind: str, language: str) -> None:
    """What is stored in the place of a value reads as words."""
    shown = readable(f"The PIN is [{kind.upper()}].", Translator(language, zone=ZoneInfo("UTC")))
    assert f"[{kind.upper()}]" not in shown


def test_what_can_be_used_at_once_never_stays() -> None:
    """A person may say of a password that it was none, and of nothing that proves itself or came by message."""
    assert {"password", "pin", "passcode", "recovery_code"} == MAY_STAY
    assert not any(cue.traits.sent for cue in Cue if cue in MAY_STAY)


def test_words_that_tell_a_bare_code_are_tried_in_the_order_of_the_kinds() -> None:
    """What can be used at once first: a code near "bank" and "phone" is the bank's."""
    near = list(load_words().near)
    assert near == [cue.value for cue in Cue if cue.value in near]
    assert near[0] == "banking_code"
