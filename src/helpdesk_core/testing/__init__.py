"""For hosts' and integrators' own tests: conformance suites to subclass, and doubles that never surprise.

Needs pytest (``pip install helpdesk-core[testing]``). Nothing here is loaded by itself: import what you use.
"""

import pytest

for _suite in ("channels", "files", "notifiers", "outboxes", "payments", "plugins", "stores"):
    pytest.register_assert_rewrite(f"{__name__}.{_suite}")

# The suites' asserts are rewritten before they are loaded.
from ..adapters.memory import MemoryStore  # noqa: E402
from .channels import ChannelSuite  # noqa: E402
from .doubles import CapturingNotifier, CountedIds, FixedClock, MemoryFiles, make_desk  # noqa: E402
from .files import FilesSuite  # noqa: E402
from .notifiers import NotifierSuite  # noqa: E402
from .payments import PaymentsSuite  # noqa: E402
from .plugins import PluginSuite  # noqa: E402
from .stores import StoreSuite  # noqa: E402
from .suites import count_tests  # noqa: E402

__all__ = [
    "CapturingNotifier",
    "ChannelSuite",
    "CountedIds",
    "FilesSuite",
    "FixedClock",
    "MemoryFiles",
    "MemoryStore",
    "NotifierSuite",
    "PaymentsSuite",
    "PluginSuite",
    "StoreSuite",
    "count_tests",
    "make_desk",
]
