"""The Flask example and a Django project under gunicorn, loaded before it forks, behind nginx that ends TLS, with a
prefix that it leaves on the paths or takes off."""

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
FLASK = """
import shop
from werkzeug.middleware.proxy_fix import ProxyFix
app = shop.create_app({folder!r})
if {is_off}:
    app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_prefix=1)
with app.app_context():
    shop.db.create_all()
"""
DJANGO = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "site_settings"
from django.core.wsgi import get_wsgi_application
app = get_wsgi_application()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
SETTINGS = """
SECRET_KEY, ALLOWED_HOSTS, ROOT_URLCONF, USE_TZ = "x" * 60, ["shop.example"], "site_urls", True
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "helpdesk_core.adapters.django"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware"]
DATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": "{folder}/shop.sqlite"}}}}
TEMPLATES = [{{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": ["{folder}"], "APP_DIRS": True,
    "OPTIONS": {{"context_processors": ["django.template.context_processors.request"]}}}}]
SECURE_PROXY_SSL_HEADER, SESSION_COOKIE_SECURE = ("HTTP_X_FORWARDED_PROTO", "https"), True
EMAIL_BACKEND, LOGIN_URL = "django.core.mail.backends.console.EmailBackend", "/sign-in/"
FORCE_SCRIPT_NAME = "/shop" if {is_off} else None
HELPDESK_CORE = {{"SECRET": [bytes(range(32))], "BASE_URL": "https://shop.example/shop/help",
    "BASE_TEMPLATE": "base.html"}}
"""
URLS = """
from django.http import HttpResponse
from django.urls import include, path
urlpatterns = [path("help/", include("reference_app.django_urls")), path("sign-in/", lambda request: HttpResponse(""))]
"""
NGINX = """
pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}
http {{
  access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{front};
    location /shop/ {{ proxy_pass http://127.0.0.1:{back}{onto}; proxy_set_header Host shop.example;
      proxy_set_header {says} /shop; proxy_set_header X-Forwarded-Proto https; }} }}
}}
"""
BASE = "<html>{% block extrahead %}{% endblock %}{% block content %}{% endblock %}"
#: What nginx does with the prefix.
PATHS = {"on": {"onto": "", "says": "SCRIPT_NAME"}, "off": {"onto": "/", "says": "X-Forwarded-Prefix"}}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture(params=["Flask, path on", "Flask, path off", "Django, path on", "Django, path off"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address at nginx."""
    gunicorn, nginx = Path(sys.executable).with_name("gunicorn"), shutil.which("nginx") or "/usr/sbin/nginx"
    if not gunicorn.exists() or not Path(nginx).exists():
        missing("gunicorn or nginx is not installed")
    back, front, folder = free_port(), free_port(), str(tmp_path)
    host, _, path = str(request.param).partition(", path ")
    values = {"folder": folder, "is_off": path == "off", "front": front, "back": back, **PATHS[path]}
    files = {"nginx.conf": NGINX, "start.py": FLASK if host == "Flask" else DJANGO}
    if host == "Django":
        files |= {"site_settings.py": SETTINGS, "site_urls.py": URLS, "base.html": BASE}
    for name, text in files.items():
        (tmp_path / name).write_text(text if text is BASE else text.format(**values), "utf-8")
    above = os.pathsep.join((str(EXAMPLE), folder, os.environ.get("PYTHONPATH", "")))
    own = {"SHOP_SECRET": "x", "HELPDESK_SECRET": bytes(range(32)).hex(), "PYTHONPATH": above, "HOME": folder}
    env = {**os.environ, **own}
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
                if (answer := httpx.get(f"{address}/", timeout=60)).status_code != 502:
                    assert answer.status_code == 200, answer.text
                    break
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        yield address
    finally:
        for one in reversed(started):
            one.terminate()
            one.wait(timeout=60)


@pytest.mark.full
def test_the_pages_behind_nginx(shop: str) -> None:
    """Files whole from every worker; links, cookies and redirects as the visitor sees the shop; forms are taken."""
    for _ in range(3):
        for path in sorted(one for one in STATIC.rglob("*") if one.is_file()):
            assert httpx.get(f"{shop}/static/{path.relative_to(STATIC)}", timeout=60).content == path.read_bytes()
    with httpx.Client(headers={"origin": "https://shop.example"}, timeout=60) as client:
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
