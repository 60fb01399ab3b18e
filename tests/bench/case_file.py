"""How long a case file takes beside an empty document: ``python tests/bench/case_file.py [--entries 200]``.

Both are made in turns in the same run, with other words each time, since typst remembers what it has set; the figure is
the ratio of the medians of processor time.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs
import typst
from rich.console import Console

from helpdesk_core import Agent, Guest, Refusal
from helpdesk_core.adapters.documents.signing import signing_keys
from helpdesk_core.adapters.documents.typesetting import STANDARDS, TypstDocuments
from helpdesk_core.base.text import CustomerText, mark_safe
from helpdesk_core.case_files.model import CaseFile
from helpdesk_core.case_files.printing import make
from helpdesk_core.commands import EnterCode, ReplyToCustomer, ReplyToShop, RequestCode, SubmitRequest
from helpdesk_core.contacts.model import CODES
from helpdesk_core.testing import FixtureDesk, make_desk
from helpdesk_core.views import view_case_file

ANNA = Agent(id="anna", name="Anna Nowak")
EMAIL = "maria@example.com"


def grown(entries: int) -> tuple[FixtureDesk, CaseFile]:
    """A request with so many entries in its history, and its file."""
    desk = make_desk()
    words = {"problem": "The screen is cracked.", "device": "iPhone 13", "surname": "Nowak", "contact": EMAIL}
    made = desk.do(desk.read(SubmitRequest, words), Guest())
    at = {"link": desk.keyring.link(made.request, made.generation), "contact": EMAIL}
    desk.clock.move(minutes=2)
    desk.do(desk.read(RequestCode, at), Guest())
    with desk.reading() as reader:
        code = max(reader.find(CODES, {"request": made.request}), key=lambda one: one.asked_at)
    entered = desk.do(desk.read(EnterCode, {**at, "code": desk.keyring.code(code.id, code.number)}), Guest())
    guest = desk.guest(entered.grant)
    for number in range(entries):
        text = {"request": made.request, "text": f"Message {number}: when will it be ready? By Thursday, I hope."}
        kind, actor = ((ReplyToShop, guest), (ReplyToCustomer, ANNA))[number % 2]
        desk.do(desk.read(kind, text), actor)  # type: ignore[arg-type]
        desk.clock.move(seconds=timedelta(minutes=1).seconds)
    shown = desk.view(view_case_file, desk.guest(entered.grant), made.request, language="en")
    if isinstance(shown, Refusal):
        raise SystemExit(shown.code)
    return desk, shown.file


def reworded(file: CaseFile, number: int) -> CaseFile:
    """The same file with other words in every message."""
    events = (
        attrs.evolve(
            one,
            words=tuple(
                attrs.evolve(said, text=CustomerText(mark_safe(f"{said.text} ({number})"))) for said in one.words
            ),
        )
        for one in file.history.events
    )
    return attrs.evolve(file, history=attrs.evolve(file.history, events=tuple(events)))


def timed(call: Callable[[], Any]) -> float:
    """How long a call takes, in seconds of this process."""
    began = time.process_time()
    call()
    return time.process_time() - began


def main() -> None:
    """Measure, and say it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    desk, file = grown(given.entries)
    key, documents = signing_keys(desk.keyring, desk.tenant)[0], TypstDocuments()
    sizes: list[int] = []

    def whole(number: int) -> Callable[[], None]:
        other = reworded(file, number)
        return lambda: sizes.append(len(key.seal(make(other, documents, key.sign))))

    def empty(number: int) -> Callable[[], object]:
        source = f'#set document(title: "{number}")\n{number}'.encode()
        return lambda: typst.compile(source, format="pdf", pdf_standards=STANDARDS)

    pairs = [(timed(empty(number)), timed(whole(number))) for number in range(given.rounds + 1)][1:]
    before, after = (statistics.median(one) for one in zip(*pairs, strict=True))
    Console().print(
        f"{len(file.history.events)} entries: {after * 1000:.0f} ms, {sizes[-1]} bytes; an empty document "
        f"{before * 1000:.0f} ms; ratio {after / before:.2f}"
    )


if __name__ == "__main__":
    main()
