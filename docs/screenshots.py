"""Take the pictures of README and docs from a fresh demo: python docs/screenshots.py"""

from __future__ import annotations

import re
import shutil
import socket
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright

from helpdesk_core import Helpdesk
from reference_app import create_app
from reference_app.demo import PASSWORD, build

IMAGES = Path(__file__).parent / "images"


def main() -> None:
    """The start page, a room, the queue and a request."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = build(Path(folder), base)
        app = create_app(demo.desk, demo.accounts, demo=True)
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
        threading.Thread(target=server.run, daemon=True).start()
        while not server.started:
            time.sleep(0.05)
        threading.Thread(target=deliver_for_ever, args=(demo.desk,), daemon=True).start()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        phone = browser.new_context(viewport={"width": 360, "height": 740}, locale="pl", device_scale_factor=2)
        page = phone.new_page()
        page.goto(base)
        picture(page, "start-pl-360")
        room(page, base)
        picture(page, "room-pl-360")
        page.emulate_media(color_scheme="dark")
        picture(page, "room-pl-360-dark")
        staff = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en")
        page = staff.new_page()
        page.goto(f"{base}/staff/sign-in")
        page.fill("#email", "tom@example.com")
        page.fill("#password", PASSWORD)
        page.click("main form button")
        picture(page, "queue-en-1280")
        page.click("tbody a >> nth=0")
        picture(page, "request-en-1280")
        page.emulate_media(color_scheme="dark")
        picture(page, "request-en-1280-dark")
        page.goto(f"{base}/language/pl?next=/staff")
        page.emulate_media(color_scheme="light")
        picture(page, "queue-pl-1280")
        browser.close()
        server.should_exit = True


def picture(page: Page, name: str) -> None:
    """What is on the screen, once its fonts are there."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=IMAGES / f"{name}.png")


def deliver_for_ever(desk: Helpdesk) -> None:
    """As the demo's worker does."""
    while True:
        desk.deliver(500)
        time.sleep(0.3)


def room(page: Page, base: str) -> None:
    """Open the first room of the demo by its mail's link, contact and code, as its customer would."""
    time.sleep(2)
    page.goto(f"{base}/demo/mail")
    mail = page.locator("article", has_text="maria.kowalska").last
    mail.locator("a").click()
    page.fill("#contact", "maria.kowalska@example.com")
    page.click("main form button")
    time.sleep(2)
    deliver = page.context.new_page()
    for _ in range(50):
        deliver.goto(f"{base}/demo/mail")
        found = re.search(r"\b(\d{6})\b", deliver.locator("article", has_text="maria.kowalska").first.inner_text())
        if found:
            break
        time.sleep(0.2)
    deliver.close()
    assert found is not None
    page.fill("#code", found.group(1))
    page.click("main form button")


if __name__ == "__main__":
    main()
