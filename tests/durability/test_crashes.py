"""Killed at any moment: what was acknowledged is there, what was not is whole or absent."""

from __future__ import annotations

import multiprocessing
import os
import random
import subprocess
import sys
import time
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO
from unittest.mock import patch

import pytest

from durability import worker
from helpdesk_core import Helpdesk, Settings
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.triage.queue import NEWEST, QUEUE_COLUMNS

WORKER = Path(__file__).with_name("worker.py")
SECRET = bytes(range(32))
#: Writers are forked from a process that has imported what they need: a start of their own takes most of a round.
WRITERS = multiprocessing.get_context("forkserver")
WRITERS.set_forkserver_preload(["durability.worker"])


def kill_while_writing(path: Path, mode: str, rounds: int, writers: int) -> set[str]:
    """Start writers, kill them all at a random moment, again and again; returns what was acknowledged."""
    chance = random.Random(rounds)
    with patch.dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)):
        forkserver.ensure_running()
    acknowledged: set[str] = set()
    for round_ in range(rounds):
        begun = [_begin(path, mode, round_ * 100 + n) for n in range(writers)]
        # Every fifth round kills during the start already; else the clock starts when all of them write.
        if round_ % 5:
            for _, said in begun:
                assert said.readline() == b"ready\n"
        time.sleep(chance.uniform(0.1, 0.4))
        for process, _ in begun:
            process.kill()
        for process, said in begun:
            process.join()
            with said:
                acknowledged |= {line for line in said.read().decode().split("\n")[:-1] if line and line != "ready"}
    return acknowledged


def _begin(path: Path, mode: str, number: int) -> tuple[BaseProcess, IO[bytes]]:
    """A writer, and what it says."""
    ours, theirs = WRITERS.Pipe(duplex=False)
    process = WRITERS.Process(target=worker.into, args=(theirs, str(path), mode, number), daemon=True)
    process.start()
    theirs.close()
    with ours:
        return process, os.fdopen(os.dup(ours.fileno()), "rb", buffering=0)


def found_in(path: Path) -> tuple[set[str], list[str]]:
    """What the database holds, in the words of the acknowledgements; and what is broken in it."""
    desk = Helpdesk(SqlStore.sqlite(path), secret=[SECRET], settings=Settings())
    there: set[str] = set()
    broken = [f"{finding.code} {finding.subject}" for finding in desk.verify()]
    with desk.reading() as reader:
        after = None
        while page := reader.find(NEWEST, {}, after=after, limit=500):
            for row in page:
                key = row[QUEUE_COLUMNS.index("surname")].removeprefix("Nowak")
                there.add(f"request {key}")
                thread = reader.find(THREAD, {"request": row[0]})
                if len(thread) not in (1, 2):
                    broken.append(f"thread of {len(thread)} in {row[0]}")
                if len(thread) == 2:
                    there.add(f"reply {key}")
            after = NEWEST.cursor_of(page[-1])
    desk._store.close()  # type: ignore[attr-defined]
    return there, broken


@pytest.mark.full
def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    """Fifty rounds of kill -9 among two writers: 0 lost, 0 half-written, every history whole."""
    acknowledged = kill_while_writing(tmp_path / "k.sqlite", "honest", rounds=50, writers=2)
    there, broken = found_in(tmp_path / "k.sqlite")
    assert len(acknowledged) > 200
    assert acknowledged - there == set()
    assert broken == []


@pytest.mark.full
def test_an_early_acknowledgement_is_found(tmp_path: Path) -> None:
    """The planted fault, "acknowledge before commit", turns the check red: so it can fail."""
    acknowledged = kill_while_writing(tmp_path / "e.sqlite", "early", rounds=6, writers=2)
    there, _ = found_in(tmp_path / "e.sqlite")
    assert acknowledged - there != set()


FORKING = """
import os, sys
from helpdesk_core import Guest, Helpdesk
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.intake.rules import SubmitRequest
desk = Helpdesk(SqlStore.sqlite(sys.argv[1]), secret=[bytes(range(32))])
words = {"problem": "p", "device": "d", "surname": "s", "contact": "x@example.com"}
desk.handle(desk.read(SubmitRequest, words), Guest())
children = []
for _ in range(4):
    if not (child := os.fork()):
        for _ in range(25):
            desk.handle(desk.read(SubmitRequest, words), Guest())
        os._exit(0)
    children.append(child)
for _ in range(25):
    desk.handle(desk.read(SubmitRequest, words), Guest())
sys.exit(any(os.waitpid(child, 0)[1] for child in children))
"""


def test_a_desk_that_is_forked_goes_on(tmp_path: Path) -> None:
    """gunicorn --preload: the desk is built and used, then the server forks; parent and children all write."""
    path = tmp_path / "f.sqlite"
    done = subprocess.run([sys.executable, "-c", FORKING, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    desk = Helpdesk(SqlStore.sqlite(path), secret=[SECRET], settings=Settings())
    assert len(desk.anchor().heads) == 126
    assert desk.verify() == ()
    desk._store.close()  # type: ignore[attr-defined]


def _writers(path: Path, count: int, times: int) -> list[str]:
    processes = [
        subprocess.Popen(
            [sys.executable, str(WORKER), str(path), "honest", str(n), str(times)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for n in range(count)
    ]
    lines: list[str] = []
    for process in processes:
        output, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors.decode()[-2000:]
        lines += [line for line in output.decode().split("\n")[:-1] if line != "ready"]
    return lines


@pytest.mark.full
def test_sixteen_writers_on_one_file(tmp_path: Path) -> None:
    """0 lost updates, 0 broken histories, 0 "database is locked"."""
    lines = _writers(tmp_path / "w.sqlite", 16, 40)
    there, broken = found_in(tmp_path / "w.sqlite")
    assert len(lines) == 16 * 40 * 2
    assert set(lines) == there
    assert broken == []
