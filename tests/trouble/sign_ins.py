"""Many sign-ins at once, with wrong passwords, at pages that `helpdesk serve` serves:

    python tests/trouble/sign_ins.py            80 from one network, then 80 from as many networks
    python tests/trouble/sign_ins.py --many 200

Told: how many passwords were looked at, the memory of the serving process at its highest, and how long the start page
took meanwhile, beside how long it took before. It fails when more than ten of one network were looked at, above 400
MB, or when the start page took three times as long.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from processes import SECRET, accounts_of, browser, desk_on, free_port, is_up, machine, say

_LIMIT, _MEGABYTES, _SLOWER = 10, 400, 3.0
_LOOKED_AT = "is not correct"


@contextmanager
def served() -> Iterator[tuple[int, Any]]:
    """The port and the process of a shop that has a member of staff."""
    with tempfile.TemporaryDirectory() as folder:
        url, port = str(Path(folder) / "shop.sqlite"), free_port()
        desk = desk_on(url, 9)
        accounts_of(desk).add_staff("anna@example.com", "Anna", "correct horse battery", role="admin")
        desk.close()
        env = os.environ | {"HELPDESK_DATABASE": url, "HELPDESK_SECRET": SECRET.hex()}
        env |= {"HELPDESK_BASE_URL": f"http://localhost:{port}"}
        line = [sys.executable, "-W", "ignore", "-m", "reference_app.cli", "serve", "--no-worker", "--port", str(port)]
        process = subprocess.Popen(line, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            assert is_up(port, 120)
            yield port, process
        finally:
            process.terminate()
            process.wait(60)


def highest(process: Any) -> float:
    """The most memory that the process ever had (MB)."""
    lines = Path(f"/proc/{process.pid}/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def start_pages(port: int, goes_on: Callable[[int], bool]) -> list[float]:
    """How long the start page took, again and again (seconds)."""
    visitor, took = browser(port, network="10.9.9.9"), list[float]()
    while goes_on(len(took)):
        begun = time.perf_counter()
        assert visitor.client.get("/").status_code == 200
        took.append(time.perf_counter() - begun)
        time.sleep(0.02)
    return took


def sign_ins(port: int, networks: list[str]) -> Callable[[], Counter[str]]:
    """Somebody with a wrong password in each network, each with the page open; calling it sends all at once."""
    people = [browser(port, network=one) for one in networks]
    for one in people:
        one.open("/staff/sign-in")
    together = threading.Barrier(len(people))

    def one_of(number: int) -> str:
        together.wait()
        email = f"somebody{number if len(set(networks)) > 1 else ''}@example.com"
        page = people[number].send("/staff/sign-in", email=email, password="not the password")
        return f"{page.status_code}, {'looked at' if _LOOKED_AT in page.text else 'not looked at'}"

    def all_at_once() -> Counter[str]:
        with ThreadPoolExecutor(len(people)) as threads:
            return Counter(threads.map(one_of, range(len(people))))

    return all_at_once


def measured(name: str, port: int, process: Any, networks: list[str]) -> tuple[int, float, float]:
    """Print what came of it; returns how many were looked at, the memory, and how much slower the start page was."""
    say(f"{name}: the pages are opened")
    send = sign_ins(port, networks)
    idle = start_pages(port, lambda number: number < 60)
    over = threading.Event()
    with ThreadPoolExecutor(1) as beside:
        looks = beside.submit(start_pages, port, lambda number: not over.is_set() or number < 1)
        begun = time.monotonic()
        try:
            answers = send()
        finally:
            over.set()
        took = time.monotonic() - begun
        busy = looks.result(60)
    slower = statistics.median(busy) / statistics.median(idle)
    print(f"{len(networks)} sign-ins at once, {name}: answered within {took:.1f} s: {dict(answers)}")
    print(f"  memory at its highest {highest(process):.0f} MB")
    print(f"  start page: {_times(idle)} before, {_times(busy)} meanwhile, {slower:.1f} times as long")
    return sum(count for what, count in answers.items() if what.endswith(", looked at")), highest(process), slower


def _times(took: list[float]) -> str:
    return f"{statistics.median(took) * 1000:.0f} ms (slowest {max(took) * 1000:.0f} ms of {len(took)})"


def main() -> None:
    """Run, print, and fail if a limit does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--many", type=int, default=80)
    many = parser.parse_args().many
    print(machine())
    with served() as (port, process):
        one = measured("one network", port, process, ["10.1.1.1"] * many)
        other = measured("as many networks", port, process, [f"10.2.{n}.1" for n in range(many)])
    sys.exit(one[0] > _LIMIT or max(one[1], other[1]) > _MEGABYTES or max(one[2], other[2]) > _SLOWER)


if __name__ == "__main__":
    main()
