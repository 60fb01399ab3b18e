"""What a burst of webhooks costs, and whether each thing in it has one effect.

``python tests/bench/burst.py [--webhooks 10000] [--people 40] [--json FILE]``. Messages of several people and reports
about messages of ours come by WhatsApp, each several times, in batches of any cut and in any order, by two threads at
once while a worker reads them, into one SQLite file. Printed: how many there were, the effects, webhooks answered in a
second, the 95th percentile of an answer, and how long it took until all had its place. Ends with 1 where anything has
another effect than one.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import attrs
from rich.console import Console

import whatsapp_peer as w
from helpdesk_core import Agent
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.adapters.whatsapp import GraphApi, WhatsAppNotifier
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.notifications.model import OF_SUBJECT
from helpdesk_core.testing import FixtureDesk, make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import view_queue

ANNA = Agent(id="anna", name="Anna")
THREADS = 2


def works(desk: FixtureDesk) -> None:
    """All that waits is done."""
    while desk.deliver(500).total:
        pass


def begun(desk: FixtureDesk, people: list[str], moment: str) -> dict[str, str]:
    """Everybody has a request, by their first message: whose is which."""
    for place, sender in enumerate(people):
        first = w.message(f"wamid.first{place}", sender=sender, text={"body": f"Pralka {sender}"}, timestamp=moment)
        desk.receive("whatsapp", w.signed(w.payload([first])))
    works(desk)
    found = [one.id for one in desk.show(view_queue, ANNA).rows]
    with desk.reading() as reader:
        return {str(reader.find(THREAD, {"request": id})[-1].text).rpartition(" ")[2]: id for id in found}


def burst(webhooks: int, people: int, folder: Path) -> dict[str, Any]:
    """One run."""
    store = SqlStore.sqlite(folder / "burst.db")
    store.create_tables()
    with w.running() as peer:
        desk = make_desk(
            store,
            channels=[w.channel(peer.api)],
            settings=attrs.evolve(POLISH_SHOP, automatic=w.SILENT),
        )
        api = GraphApi(number=w.NUMBER, token=w.TOKEN, api=peer.api)
        desk.notifiers = type(desk.notifiers)([WhatsAppNotifier(api=api, clock=lambda: desk.clock().timestamp())])
        figures = _measured(desk, webhooks, [f"486001{place:05}" for place in range(people)])
    store.close()
    return figures


def _measured(desk: FixtureDesk, webhooks: int, people: list[str]) -> dict[str, Any]:
    chance, moment = random.Random(7), str(int(desk.clock().timestamp()))
    requests = begun(desk, people, moment)
    messages = [
        w.message(f"wamid.{one}", sender=people[one % len(people)], text={"body": f"Numer {one}"}, timestamp=moment)
        for one in range(webhooks * 2 // 5)
    ]
    with desk.reading() as reader:
        ours = [
            next(row for row in reader.find(OF_SUBJECT, {"subject": id}) if row.payload.get("notice") == "received")
            for id in requests.values()
        ]
    reports = [w.report(str(row.provider_id), state, row.id) for row in ours for state in ("sent", "delivered", "read")]
    several = [chance.sample(messages, chance.randint(1, 6)) for _ in range(webhooks)]
    shuffled = messages[:]
    chance.shuffle(shuffled)
    for place, one in enumerate(shuffled):  # each at least once
        several[place % webhooks].append(one)
    bodies = [w.payload(one, chance.sample(reports, chance.randint(0, 2))) for one in several]
    bodies[-1] = w.payload(several[-1], reports)
    took = list[float]()

    def receive(own: list[bytes]) -> None:
        for body in own:
            began = time.perf_counter()
            desk.receive("whatsapp", w.signed(body))
            took.append(time.perf_counter() - began)

    done = threading.Event()

    def work() -> None:
        while not done.is_set():
            if not desk.deliver(200).total:
                time.sleep(0.01)

    began = time.perf_counter()
    receivers = [threading.Thread(target=receive, args=(bodies[place::THREADS],)) for place in range(THREADS)]
    worker = threading.Thread(target=work)
    for one in (*receivers, worker):
        one.start()
    for one in receivers:
        one.join()
    answered = time.perf_counter() - began
    done.set()
    worker.join()
    works(desk)
    whole = time.perf_counter() - began
    effects = _effects(desk, requests)
    wanted = Counter(f"Numer {number}" for number in range(len(messages)))
    return {
        "webhooks": len(bodies),
        "messages in them": sum(map(len, several)),
        "different messages": len(messages),
        "on threads": sum(effects.values()),
        "not exactly once": sum(((wanted - effects) + (effects - wanted)).values()),
        "requests": len(desk.show(view_queue, ANNA).rows),
        "people": len(people),
        "reports not last": _not_read(desk, requests),
        "histories that do not verify": len(desk.verify()),
        "webhooks answered in a second": round(len(bodies) / answered, 1),
        "95th percentile of an answer, ms": round(statistics.quantiles(took, n=20)[-1] * 1000, 1),
        "seconds until all have a place": round(whole, 1),
    }


def _effects(desk: FixtureDesk, requests: dict[str, str]) -> Counter[str]:
    """Every message on a thread, with whether it is the sender's own."""
    found: Counter[str] = Counter()
    with desk.reading() as reader:
        for id in requests.values():
            texts = [str(one.text) for one in reader.find(THREAD, {"request": id}, limit=10_000)]
            found.update(one for one in texts if one.startswith("Numer "))
    return found


def _not_read(desk: FixtureDesk, requests: dict[str, str]) -> int:
    with desk.reading() as reader:
        rows = [row for id in requests.values() for row in reader.find(OF_SUBJECT, {"subject": id}, limit=10_000)]
    return sum(row.payload.get("notice") == "received" and row.reason != "read" for row in rows)


def main() -> None:
    """Run, print, and say whether each thing had one effect."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--webhooks", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = burst(given.webhooks, given.people, Path(folder))
    console = Console()
    for name, value in figures.items():
        console.print(f"{value:>10}  {name}")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")
    wrong = figures["not exactly once"] or figures["reports not last"] or figures["histories that do not verify"]
    sys.exit(1 if wrong or figures["requests"] != figures["people"] else 0)


if __name__ == "__main__":
    main()
