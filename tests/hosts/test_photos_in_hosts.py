"""Photos through a WSGI host: sent and handed out in parts, in the thread of its view."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from werkzeug.test import Client, EnvironBuilder

import pictures as p
from helpdesk_core.adapters.sqlalchemy import SqlStore
from reference_app import create_app
from reference_app.hosts.wsgi import answer, in_host_thread
from shops import build


def test_R7_photos_go_through_a_wsgi_host(tmp_path: Path) -> None:
    """A body larger than any form, and a picture larger than what a host holds back."""
    shop = build(tmp_path, store=SqlStore.sqlite(tmp_path / "wsgi.sqlite"))
    room = shop.visitor("en")
    room.request_help("wsgi@example.com")
    app = create_app(shop.desk, shop.accounts, run=in_host_thread)

    def host(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        answered = answer(app, environ, prefix="")
        start(f"{answered.status} -", list(answered.headers))
        return [answered.body] if isinstance(answered.body, bytes) else answered.body

    client = Client(host)
    for name, value in room.client.cookies.items():
        client.set_cookie(name, value)
    form = next(one for one in re.findall(r"<form.*?</form>", room.page.text, re.S) if "multipart" in one)
    fields: dict[str, Any] = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    content = p.photo((2_400, 1_800))
    fields["files"] = [(io.BytesIO(content), "a.jpg"), (io.BytesIO(p.SVG), "b.svg")]
    at = p.home(room) + "/files"
    asked = EnvironBuilder(at, method="POST", data=fields, headers={"host": "localhost"}).get_environ()
    with closing(asked["wsgi.input"]):  # a file, where a body is large: werkzeug's client would leave it open
        sent = client.open(asked)
    assert sent.status_code == 422
    assert "b.svg: we cannot take this kind of file" in sent.text
    assert "1 photo or file was added." in sent.text
    while shop.desk.deliver(500).done:
        pass
    room.open(p.home(room))
    (address,) = p.images(room)
    shown = client.get(address.replace("/small", "/picture"), headers={"host": "localhost"})
    assert shown.status_code == 200
    assert len(shown.data) == int(shown.headers["content-length"]) > 128 * 1024
    assert client.get(address, headers={"host": "localhost"}).data.startswith(b"\xff\xd8\xff")
    shop.desk.close()
