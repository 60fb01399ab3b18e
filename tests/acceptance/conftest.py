"""The shop on a test client, the shop on a port, and Chromium where it is there."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from parts import missing
from shops import Shop, build


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = build(tmp_path)
    yield made
    made.desk._store.close()  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The shop on a port of this machine, for a real browser."""
    with _served(tmp_path_factory.mktemp("live")) as made:
        yield made


@pytest.fixture(scope="session")
def live_with_accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop without a directory of its own: its customers have accounts of the app's."""
    with _served(tmp_path_factory.mktemp("accounts"), has_people=False) as made:
        yield made


@pytest.fixture
def live_at_a_name(tmp_path: Path) -> Iterator[Shop]:
    """The same at an address with a name: browsers make no passkeys for a number."""
    with _served(tmp_path, "localhost", has_people=False) as made:
        yield made


@contextmanager
def _served(folder: Path, name: str = "127.0.0.1", **more: bool) -> Iterator[Shop]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    made = build(folder, f"http://{name}:{port}", **more)
    server = uvicorn.Server(uvicorn.Config(made.app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield made
    server.should_exit = True
    thread.join(timeout=10)
    made.desk._store.close()  # type: ignore[attr-defined]


CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium from the system; for one module, since its driver keeps an event loop running in this thread."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        missing("no Chromium on the PATH")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield chromium
        chromium.close()
