"""For hosts' and integrators' own tests: conformance suites to subclass, and doubles that never surprise.

The doubles need nothing more than the library. The suites need pytest (``pip install helpdesk-core[testing]``), and
load it when one of them is first used.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..adapters.memory import MemoryStore as MemoryStore
    from .access import AccessSuite as AccessSuite
    from .carriers import CarrierSuite as CarrierSuite
    from .channels import ChannelSuite as ChannelSuite
    from .customers import CustomersSuite as CustomersSuite
    from .documents import DocumentsSuite as DocumentsSuite
    from .doubles import CapturingNotifier as CapturingNotifier
    from .doubles import CountedIds as CountedIds
    from .doubles import FixedClock as FixedClock
    from .doubles import FixtureDesk as FixtureDesk
    from .doubles import MemoryFiles as MemoryFiles
    from .doubles import SamePictures as SamePictures
    from .doubles import make_desk as make_desk
    from .files import FilesSuite as FilesSuite
    from .notifiers import NotifierSuite as NotifierSuite
    from .payments import PaymentsSuite as PaymentsSuite
    from .pictures import PicturesSuite as PicturesSuite
    from .plugins import PluginSuite as PluginSuite
    from .scanners import ScannerSuite as ScannerSuite
    from .stores import StoreSuite as StoreSuite
    from .suites import count_tests as count_tests

_SUITES = {
    "AccessSuite": "access",
    "CarrierSuite": "carriers",
    "ChannelSuite": "channels",
    "CustomersSuite": "customers",
    "DocumentsSuite": "documents",
    "FilesSuite": "files",
    "NotifierSuite": "notifiers",
    "PaymentsSuite": "payments",
    "PicturesSuite": "pictures",
    "PluginSuite": "plugins",
    "ScannerSuite": "scanners",
    "StoreSuite": "stores",
}
_HOMES = {
    **dict.fromkeys(
        ("CapturingNotifier", "CountedIds", "FixedClock", "FixtureDesk", "MemoryFiles", "SamePictures", "make_desk"),
        "doubles",
    ),
    **_SUITES,
    "count_tests": "suites",
    "MemoryStore": "..adapters.memory",
}
__all__ = [
    "AccessSuite",
    "CapturingNotifier",
    "CarrierSuite",
    "ChannelSuite",
    "CountedIds",
    "CustomersSuite",
    "DocumentsSuite",
    "FilesSuite",
    "FixedClock",
    "FixtureDesk",
    "MemoryFiles",
    "MemoryStore",
    "NotifierSuite",
    "PaymentsSuite",
    "PicturesSuite",
    "PluginSuite",
    "SamePictures",
    "ScannerSuite",
    "StoreSuite",
    "count_tests",
    "make_desk",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its home; a suite's asserts are rewritten before it is loaded."""
    if name not in _HOMES:
        raise AttributeError(f"helpdesk_core.testing has no {name}")
    home = _HOMES[name]
    if name in _SUITES:
        import pytest

        suites = (*_SUITES.values(), "outboxes", "cells", "reading", "writers", "suite_base")
        names = [f"{__name__}.{suite}" for suite in suites]
        pytest.register_assert_rewrite(*(name for name in names if name not in sys.modules))
    value = globals()[name] = getattr(import_module(home if home.startswith("..") else f".{home}", __name__), name)
    return value


def __dir__() -> list[str]:
    return __all__
