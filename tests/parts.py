"""Parts that a machine may lack."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skip with a reason; where everything must be there (CI), fail instead."""
    if os.environ.get("HELPDESK_TEST_NOTHING_MISSING"):
        pytest.fail(f"{reason}, and nothing may be missing here")
    pytest.skip(reason)
