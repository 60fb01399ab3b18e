"""Waiting for what another thread, process or server does: as long as it takes on a busy machine, and no longer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def until(is_so: Callable[[], Any], seconds: float = 120.0) -> bool:
    """Whether it came true, asked again and again.

    Args:
        is_so: What is waited for.
        seconds: When to give up.
    """
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
