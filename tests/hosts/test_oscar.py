"""django-oscar, unchanged, with the desk of docs/examples/oscar_shop in it."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

from parts import missing

ROOT = Path(__file__).parents[2]


@pytest.mark.full
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_the_desk_lives_in_oscar(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Customer's and guest's orders, oscar's sign-in, dashboard, frame, languages and transaction."""
    if importlib.util.find_spec("oscar") is None:
        missing("django-oscar is not installed")
    env = {
        **os.environ,
        "SHOP_DIR": str(tmp_path),
        "HELPDESK_SECRET": bytes(range(32)).hex(),
        "DJANGO_SETTINGS_MODULE": "oscar_shop.settings",
        "PYTHONPATH": str(ROOT / "docs/examples"),
        "PYTHONWARNINGS": "ignore",
    }
    if database == "postgres":
        url = make_url(request.getfixturevalue("postgres_url"))
        host = str(url.host or url.query.get("host", ""))
        env |= {"SHOP_ENGINE": "django.db.backends.postgresql", "SHOP_DATABASE": str(url.database), "SHOP_HOST": host}
        env |= {"SHOP_USER": url.username or "postgres", "SHOP_PORT": str(url.port or "")}
    script = str(Path(__file__).with_name("oscar_journey.py"))
    done = subprocess.run(
        [sys.executable, script], env=env, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False
    )
    assert "the oscar journey is done" in done.stdout, done.stdout + done.stderr
