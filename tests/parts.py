"""Parts that a machine may lack, and parts of long tests that run each time."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skip with a reason; where everything must be there (CI), fail instead."""
    if os.environ.get("HELPDESK_TEST_NOTHING_MISSING"):
        pytest.fail(f"{reason}, and nothing may be missing here")
    pytest.skip(reason)


def share(values: Iterable[Any], of: int) -> list[Any]:
    """Values to test with: one of so many each time, the rest with the long tests."""
    return [
        pytest.param(value, marks=() if place % of == 0 else (pytest.mark.full,)) for place, value in enumerate(values)
    ]
