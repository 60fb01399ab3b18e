"""For hosts' and integrators' own tests: conformance suites to subclass, and doubles that never surprise.

Needs pytest (``pip install helpdesk-core[testing]``). Nothing here is loaded by itself: import what you use.
"""

import pytest

for _suite in ("stores", "outboxes", "notifiers"):
    pytest.register_assert_rewrite(f"{__name__}.{_suite}")

from .doubles import CapturingNotifier, FixedClock, make_desk  # noqa: E402 - the suites' asserts are rewritten first
from .notifiers import NotifierSuite  # noqa: E402
from .stores import StoreSuite  # noqa: E402

__all__ = ["CapturingNotifier", "FixedClock", "NotifierSuite", "StoreSuite", "make_desk"]
