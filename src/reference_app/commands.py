"""``helpdesk …``: each command is a thin door to the desk."""

from __future__ import annotations

import importlib
import os
import threading
import time
from pathlib import Path
from typing import Annotated, Any

import uvicorn
from cyclopts import App, Parameter
from rich.console import Console

from helpdesk_core import Helpdesk

from .app import create_app
from .demo import PASSWORD, build

app = App(name="helpdesk", help="Requests for help and repair: demo, server, worker and care of the data.")
console = Console()


@app.command
def demo(*, folder: Path = Path("helpdesk-demo"), port: int = 8000) -> None:
    """Run a demo shop on SQLite with data in English and Polish, on this machine only."""
    base_url = f"http://127.0.0.1:{port}"
    made = build(folder, base_url)
    console.print(f"\n[bold]Customer portal[/]  {base_url}/")
    console.print(f"[bold]Staff desk[/]       {base_url}/staff")
    for email, role in made.sign_ins:
        console.print(f"  sign in as {email} ({role}), password {PASSWORD}")
    if made.tracking[0]:
        console.print(f"[bold]Track[/]            {base_url}/track with reference {made.tracking[0]} and surname {made.tracking[1]}")
    console.print(f"[bold]Sent mails[/]       {base_url}/demo/mail (codes and links are there)")
    console.print(f"The data lies in {folder}/. Stop with Ctrl+C.\n")
    with Worker(made.desk, seconds=1):
        uvicorn.run(create_app(made.desk, made.accounts, demo=True), host="127.0.0.1", port=port, log_level="warning")


class Worker:
    """Delivers every few seconds in a thread, until the block ends."""

    def __init__(self, desk: Helpdesk, seconds: float) -> None:
        self._desk, self._seconds = desk, seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="helpdesk-worker", daemon=True)

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            try:
                while self._desk.deliver().total:
                    pass
            except Exception as error:  # noqa: BLE001 - the next round tries again
                console.print(f"delivery failed: {type(error).__name__}")

    def __enter__(self) -> Worker:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(timeout=30)
