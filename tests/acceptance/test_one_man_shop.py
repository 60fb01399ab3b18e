"""A one-man shop: from an empty folder to its first paid invoice, by the pages alone."""

from __future__ import annotations

import os
import pty
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from walks import Walk

PASSWORD = "one-man-shop-1"
EMAIL = "jan@example.com"
CLI = (sys.executable, "-m", "reference_app.cli")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """What the command says on the terminal of whoever serves an empty folder: where to make the first account."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HELPDESK_")}
    environment |= {"HELPDESK_SECRET": secrets.token_hex(32), "HELPDESK_BASE_URL": address}
    serving = (*CLI, "serve", "--port", str(port))
    terminal, theirs = pty.openpty()
    process = subprocess.Popen(serving, cwd=tmp_path, env=environment, stdout=theirs, stderr=subprocess.DEVNULL)
    os.close(theirs)
    try:
        said = _said(terminal, rf"{address}/staff/first/\S+")
        for _ in range(1_800):
            try:
                urllib.request.urlopen(f"{address}/staff/sign-in", timeout=5).close()
                break
            except (OSError, urllib.error.HTTPError):
                time.sleep(0.1)
        yield said
    finally:
        os.close(terminal)
        process.terminate()
        process.wait(timeout=60)


def _said(terminal: int, wanted: str) -> str:
    """What a command prints on a terminal, once it is there."""
    printed = ""
    while not (found := re.search(wanted, printed)):
        printed += os.read(terminal, 4096).decode()
    return found.group()


@pytest.mark.browser
def test_a_one_man_shop_gets_from_an_empty_folder_to_its_first_paid_invoice(address: str, browser: Any) -> None:
    """Its name, currency and tax rate, who runs it; somebody with a broken phone; the invoice, and cash for it."""
    context = browser.new_context(
        base_url=address.partition("/staff/")[0], locale="pl", viewport={"width": 1280, "height": 900}
    )
    walk, began = Walk(context.new_page()), time.monotonic()
    page = walk.page
    page.set_default_timeout(60_000)
    walk.open(address)
    walk.type(name="Jan Kowal", email=EMAIL, password=PASSWORD)
    walk.tap("main form .button")
    walk.type(shop_name="Naprawa u Jana", phone="+48 600 700 800", address="ul. Prosta 1, 00-001 Warszawa")
    walk.type(languages="pl", time_zone="Europe/Warsaw", country_code="48", currency="PLN", tax_rates="23")
    walk.tap("main form[action$='/settings/shop'] button.button:not(.plain)")
    walk.tap("main a[href='/staff/settings']")
    walk.tap("main a[href='/staff/settings/legal']")
    walk.type(company="Jan Kowal Naprawa, NIP 526-104-08-28", privacy_contact=EMAIL)
    walk.tap("main form[action$='/settings/legal'] button.button:not(.plain)")

    walk.tap("a[href='/staff/new']")
    walk.type(contact="+48 600 111 222", surname="Nowak", problem="Pękł ekran.", device="iPhone 13")
    walk.tick("[name='source'][value='counter']")
    walk.tap("main button.button:text-matches('Zapisz')")
    assert "/slip" in page.url, page.url
    walk.tap("main a[href^='/staff/requests/']")
    walk.tap("a[href$='/invoice']")
    walk.type(**{"lines-0-text": "Wymiana ekranu", "lines-0-unit_price": "430"})
    walk.tap("main form[action$='/invoice'] button.button:not(.plain):not([name])")
    assert "/invoice/review" in page.url, page.url
    walk.tick("main [name='read']")
    walk.tap("main form[action$='/invoice/review'] button")
    walk.tap("a[href$='/money']")
    walk.type(amount="430")
    page.locator("main form[action$='/money/payment'] [name='method']").select_option("cash")
    walk.taps += 1
    walk.tap("main form[action$='/money/payment'] button")
    walk.tap("a[href='/staff/invoices']")
    seconds = time.monotonic() - began
    text = page.locator("main").inner_text()
    assert "Opłacona" in text, text
    assert "430,00" in text
    print(f"{walk.pages} pages, {walk.taps} taps besides typing, {seconds:.1f} s")
    assert (walk.pages, walk.taps) == (15, 17)
    context.close()
