"""The Flask example under gunicorn, loaded before it forks, behind nginx with a prefix and TLS that ends there."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest

import reference_app
from parts import missing

EXAMPLE = Path(__file__).parents[2] / "docs/examples/flask_shop"
STATIC = Path(reference_app.__file__).with_name("static")
START = """
import shop
app = shop.create_app({folder!r})
with app.app_context():
    shop.db.create_all()
"""
NGINX = """
pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}
http {{
  access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{front};
    location /shop/ {{ proxy_pass http://127.0.0.1:{back}; proxy_set_header Host shop.example;
      proxy_set_header SCRIPT_NAME /shop; proxy_set_header X-Forwarded-Proto https; }} }}
}}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[str]:
    """The address at nginx."""
    gunicorn, nginx = Path(sys.executable).with_name("gunicorn"), shutil.which("nginx") or "/usr/sbin/nginx"
    if not gunicorn.exists() or not Path(nginx).exists():
        missing("gunicorn or nginx is not installed")
    back, front, folder = free_port(), free_port(), str(tmp_path)
    (tmp_path / "start.py").write_text(START.format(folder=folder), "utf-8")
    (tmp_path / "nginx.conf").write_text(NGINX.format(folder=folder, front=front, back=back), "utf-8")
    env = {**os.environ, "SHOP_SECRET": "x", "HELPDESK_SECRET": bytes(range(32)).hex(), "PYTHONPATH": str(EXAMPLE)} | {
        "HOME": folder
    }
    commands = [
        [str(gunicorn), "--preload", "-w", "2", "-b", f"127.0.0.1:{back}", "start:app"],
        [nginx, "-c", f"{folder}/nginx.conf", "-g", "daemon off;"],
    ]
    started = [
        subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in commands
    ]
    try:
        address = f"http://127.0.0.1:{front}/shop/help"
        for _ in range(300):
            assert all(one.poll() is None for one in started)
            try:
                if httpx.get(f"{address}/").status_code == 200:
                    break
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        yield address
    finally:
        for one in reversed(started):
            one.terminate()
            one.wait(timeout=20)


@pytest.mark.full
def test_the_pages_behind_nginx(shop: str) -> None:
    """Files whole from every worker; links, cookies and redirects as the visitor sees the shop; forms are taken."""
    for _ in range(3):
        for path in sorted(one for one in STATIC.rglob("*") if one.is_file()):
            assert httpx.get(f"{shop}/static/{path.relative_to(STATIC)}").content == path.read_bytes()
    with httpx.Client(headers={"origin": "https://shop.example"}) as client:
        page = client.get(f"{shop}/quick-help")
        cookie = page.headers["set-cookie"]
        assert "Path=/shop/help" in cookie
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
        assert 'action="/shop/help/quick-help"' in page.text
        assert client.get(f"{shop}/track/").headers["location"] == "/shop/help/track"
        sent = client.post(
            f"{shop}/quick-help",
            data=hidden | {"problem": "p", "device": "d", "urgency": "soon"},
            headers={"cookie": cookie.partition(";")[0]},
        )
        assert (sent.status_code, sent.headers["location"]) == (303, "/shop/help/quick-help/contact")
