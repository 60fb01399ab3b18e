"""The threads of async hosts' calls."""

from __future__ import annotations

import asyncio
import contextvars
import os
import threading
import time
from collections import Counter
from typing import Any

import pytest

from helpdesk_core.desk.threads import Threads

WHO: contextvars.ContextVar[str] = contextvars.ContextVar("who")


def test_answers_errors_and_context_come_across() -> None:
    """What is returned or raised arrives where it is awaited; the caller's context is seen, and not changed."""

    def work() -> str:
        seen = WHO.get()
        WHO.set("changed")
        return seen

    async def main() -> None:
        run = Threads()
        WHO.set("caller")
        assert await run(work) == "caller"
        assert WHO.get() == "caller"
        with pytest.raises(ZeroDivisionError):
            await run(lambda: 1 / 0)
        with pytest.raises(SystemExit):
            await run(lambda: (_ for _ in ()).throw(SystemExit(1)))
        assert await run(lambda: 7) == 7

    asyncio.run(main())


def test_the_last_one_is_taken_first() -> None:
    """One call after the other needs one thread, however many there are. One that is still on its way back to the
    others when the next call comes misses its turn, so that it need not be every call: by turns it would be ten."""

    async def main() -> Counter[int]:
        run = Threads()
        await asyncio.gather(*(run(lambda: time.sleep(0.02)) for _ in range(5)))
        return Counter([await run(threading.get_ident) for _ in range(50)])

    assert asyncio.run(main()).most_common(1)[0][1] >= 20


def test_no_more_threads_than_allowed() -> None:
    """Further calls wait in line, and every one is answered."""
    running, most = [0], [0]
    lock = threading.Lock()

    def work(number: int) -> int:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.005)
        with lock:
            running[0] -= 1
        return number

    async def main() -> list[Any]:
        run = Threads(most=3)
        return await asyncio.gather(*(run(lambda n=n: work(n)) for n in range(40)))  # type: ignore[misc]

    assert asyncio.run(main()) == list(range(40))
    assert most[0] == 3


def test_who_stops_waiting_breaks_nothing() -> None:
    """A cancelled call goes on to its end, and its thread works on; a loop that is closed is not told."""
    done: list[int] = []

    async def main(run: Threads) -> None:
        task = asyncio.ensure_future(run(lambda: (time.sleep(0.05), done.append(1))))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await run(lambda: "next") == "next"

    run = Threads(most=2)
    asyncio.run(main(run))

    async def leave() -> None:
        run(lambda: time.sleep(0.05))

    asyncio.run(leave())
    time.sleep(0.1)
    assert asyncio.run(_one(run)) == "again"
    assert done == [1]


async def _one(run: Threads) -> Any:
    return await run(lambda: "again")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this platform")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_makes_its_own() -> None:
    """gunicorn --preload: the parent's threads are not in the child."""
    run = Threads()
    assert asyncio.run(_one(run)) == "again"
    child = os.fork()
    if child == 0:
        os._exit(0 if asyncio.run(_one(run)) == "again" else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
