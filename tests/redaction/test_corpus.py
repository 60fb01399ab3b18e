"""The line that redaction has reached on our own messages; and, where the shared sets are at hand, on those."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from helpdesk_core.guardrails.redaction import redact
from redaction.corpus import Message, damaged, leaks, messages

ALL = list(messages())


def test_our_own_messages_hold_the_line() -> None:
    """At most 38 of over 1,700 secrets get through, and nothing that must stay is lost; fewer is a new line."""
    done = [(message, redact(message.text).text.text) for message in ALL]
    missed = [(message.text, leaks(message, safe)) for message, safe in done if leaks(message, safe)]
    lost = [(message.text, damaged(message, safe)) for message, safe in done if damaged(message, safe)]
    assert sum(len(kinds) for _, kinds in missed) <= 38, missed
    assert lost == []


def test_what_was_removed_is_named_right() -> None:
    """The placeholder says the kind."""
    for message in ALL:
        labels = {found.kind for found in redact(message.text).found}
        assert labels <= {kind for _, _, kind in message.secrets} or not message.secrets, message.text


def test_nothing_is_removed_where_there_is_no_secret() -> None:
    for message in ALL:
        if not message.secrets:
            assert redact(message.text).text.text == message.text


def test_a_second_pass_changes_nothing() -> None:
    for message in ALL:
        once = redact(message.text).text.text
        assert redact(once).text.text == once


def test_another_message_beside_it_hides_next_to_nothing() -> None:
    """What is found in a message alone is found when another one stands before or behind it: of three thousand pairs at
    most one secret in a hundred is not; keys, cards and accounts are not lost at all."""
    chance = random.Random(20)
    good = [one for one in ALL if one.secrets and not leaks(one, redact(one.text).text.text)]
    lost, every = Counter[str](), 0
    for between in (". ", "\n") * 1_500:
        first, second = chance.choice(good), chance.choice(good)
        behind = len(first.text) + len(between)
        moved = tuple((start + behind, end + behind, kind) for start, end, kind in second.secrets)
        both = Message("", first.text + between + second.text, first.secrets + moved, ())
        lost.update(leaks(both, redact(both.text).text.text))
        every += len(both.secrets)
    assert sum(lost.values()) <= 0.01 * every, lost
    assert not {"api_key", "private_key", "card_number", "seed_phrase", "recovery_code", "bank_account"} & set(lost)


@pytest.mark.parametrize(
    "name, limits",
    [
        ("dev", ["--max-leak", "2", "--max-over", "1", "--twice"]),
        ("dev-clean", ["--max-changed", "1", "--max-over", "1", "--twice"]),
        ("dev-threads", ["--max-leak", "8", "--max-over", "2", "--twice"]),
    ],
)
def test_the_shared_sets_hold_the_line(name: str, limits: list[str]) -> None:
    """HELPDESK_REDACTION_SETS names a folder with labelled sets and their scorer; they are not part of this project."""
    folder = os.environ.get("HELPDESK_REDACTION_SETS")
    if folder is None:
        pytest.skip("HELPDESK_REDACTION_SETS is not set")
    call = f"helpdesk_core.guardrails.redaction:{'redact_thread' if 'threads' in name else 'redact_text'}"
    run = [sys.executable, str(Path(folder) / "score.py"), "--call", call, str(Path(folder) / f"{name}.jsonl"), *limits]
    done = subprocess.run(run, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
