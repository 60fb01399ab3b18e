"""A process that writes until it is killed, and says on its standard output, or to a pipe, what was acknowledged.

``worker.py PATH MODE NUMBER TIMES``: MODE is ``honest``, or ``early`` for one that acknowledges before the commit.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from helpdesk_core import Agent, Guest, Helpdesk, Result, Settings, capabilities
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.conversations.rules import ReplyToCustomer
from helpdesk_core.guardrails.redaction import redact
from helpdesk_core.guardrails.redaction.weights import load_model
from helpdesk_core.intake.rules import SubmitRequest

#: What a desk loads when it begins; those who are forked from here have it.
capabilities.load()
load_model()
redact("")
SECRET = bytes(range(32))
WORDS = {"problem": "It does not start.", "device": "Dell", "surname": "Nowak", "contact": "jan@example.com"}


def acknowledge(*words: str) -> None:
    """One line, out of this process at once."""
    os.write(1, (" ".join(words) + "\n").encode())


def into(pipe: Any, path: str, mode: str, number: int) -> None:
    """Write until it is killed, and say so to a pipe."""
    os.dup2(pipe.fileno(), 1)
    main(path, mode, number, 1_000_000)


def early(store: Any) -> None:
    """Break the store on purpose: what is about to be committed is acknowledged before it is."""
    original = store.sessions.writing

    @contextmanager
    def writing() -> Iterator[Any]:
        with original() as cursor:
            yield cursor
            acknowledge("request", store.last)
            time.sleep(0.01)

    store.sessions.writing = writing


def main(path: str, mode: str, number: int, times: int) -> None:
    """Create requests and reply to them."""
    store: Any = SqlStore.sqlite(path)
    desk = Helpdesk(store, secret=[SECRET], settings=Settings())
    if mode == "early":
        early(store)
    acknowledge("ready")
    anna = Agent(id=f"agent-{number}", name="Anna")
    for n in range(times):
        key = f"{number}-{n}"
        store.last = key
        made = desk.handle(desk.read(SubmitRequest, {**WORDS, "surname": f"Nowak{key}"}), Guest(), key=key)
        assert isinstance(made, Result)
        if mode == "honest":
            acknowledge("request", key)
            reply = {"request": made.request, "text": f"reply {key}", "unconfirmed": True}
            answer = desk.handle(desk.read(ReplyToCustomer, reply), anna, key=key)
            assert isinstance(answer, Result)
            acknowledge("reply", key)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
