"""What all suites share."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

_F = TypeVar("_F", bound=Callable[..., Any])


def claimed(capability: str) -> Callable[[_F], _F]:
    """A test for adapters that claim a capability: for the others it is skipped by that name, for these never."""

    def decorate(test: _F) -> _F:
        @functools.wraps(test)
        def run(self: Any, *args: Any, **kwargs: Any) -> Any:
            if capability not in self.capabilities:
                pytest.skip(f"the adapter does not claim {capability!r}")
            return test(self, *args, **kwargs)

        return run  # type: ignore[return-value]

    return decorate


def count_tests(suite: type) -> int:
    """How many tests a suite has, parametrized ones counted once.

    A CI that holds the number (as a lower bound) sees when a test vanishes.

    Args:
        suite: A suite.

    Returns:
        The number.
    """
    return sum(name.startswith("test_") for name, _ in inspect.getmembers(suite, inspect.isfunction))
