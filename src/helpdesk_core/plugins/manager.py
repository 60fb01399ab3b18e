"""One plugin manager per desk. Each implementation is called alone, so that one that fails stops no other."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pluggy

from ..base.changes import Refusal
from ..base.messages import define
from ..errors import ConfigurationError
from . import specs

_log = logging.getLogger("helpdesk_core.plugins")
_OBJECTED = define("refusal.objected", "The shop's own rules do not allow this at the moment ({reason}).")
_NAME = re.compile(r"[a-z_]{2,20}")


class Plugins:
    """The plugins of one desk.

    ``failed`` names those that broke; staff should see it. Raises ConfigurationError for a misspelt hook and for a
    wrapper around an objecting one, which could swallow somebody else's no.
    """

    def __init__(self, plugins: Sequence[object] = ()) -> None:
        self._manager = pluggy.PluginManager(specs.PROJECT)
        self._manager.add_hookspecs(specs)
        self.failed: dict[str, str] = {}
        for plugin in plugins:
            self._manager.register(plugin)
        try:
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            raise ConfigurationError(f"a plugin has a hook that does not exist: {error}") from error
        if any(impl.hookwrapper or impl.wrapper for impl in self._manager.hook.helpdesk_object.get_hookimpls()):
            raise ConfigurationError(
                "helpdesk_object cannot be wrapped: a wrapper could swallow another plugin's objection"
            )

    def _each(self, hook: str, **arguments: Any) -> Iterator[Any]:
        for impl in getattr(self._manager.hook, hook).get_hookimpls():
            try:
                yield impl.function(*(arguments[name] for name in impl.argnames))
            except Exception as error:  # noqa: BLE001 - a plugin's fault must not become the customer's
                self.failed[impl.plugin_name] = f"{hook}: {type(error).__name__}"
                _log.error("plugin %s failed in %s: %s", impl.plugin_name, hook, type(error).__name__)

    def find_secrets(self, text: str) -> Iterable[tuple[int, int, str]]:
        """What plugins find in a masked text; malformed answers are left out."""
        for answer in self._each("helpdesk_find_secrets", text=text):
            for span in answer if isinstance(answer, list | tuple) else ():
                if (
                    isinstance(span, tuple)
                    and len(span) == 3
                    and type(span[0]) is int
                    and type(span[1]) is int
                    and isinstance(span[2], str)
                    and _NAME.fullmatch(span[2])
                ):
                    yield span

    def objection(self, actions: Sequence[str], request: str | None) -> Refusal | None:
        """The first objection, or None. A plugin that fails has not objected, and is named in ``failed``."""
        for answer in self._each("helpdesk_object", actions=tuple(actions), request=request):
            if isinstance(answer, str) and answer:
                return Refusal(_OBJECTED, {"reason": answer[:80]})
        return None
