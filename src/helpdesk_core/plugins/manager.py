"""One plugin manager per desk. Each implementation is called alone, in a thread of its own and within a budget, so that
one that fails or hangs stops neither another plugin nor a request."""

from __future__ import annotations

import contextvars
import inspect
import logging
import re
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import attrs
import pluggy

from ..base.changes import Refusal
from ..base.messages import define
from ..errors import ConfigurationError
from ..guardrails import redaction
from ..guidance.informal import Wish
from . import specs

_log = logging.getLogger("helpdesk_core.plugins")
_OBJECTED = define("refusal.objected", "The shop's own rules do not allow this at the moment ({reason}).")
_NAME = re.compile(r"[a-z_]{2,20}")
_MOST_SPANS, _MOST_ITEMS, _LONGEST_TEXT = 1000, 20, 300
_T = TypeVar("_T")
BUDGET_SECONDS = 2.0


class Plugins:
    """The plugins of one desk.

    A plugin that raises is named in ``failed``; one that is too slow is not waited for, and is off until the next
    start.

    Args:
        plugins: Objects or modules with hooks.
        installed: Whether the entry points of the group ``helpdesk_core`` are loaded too.
        budget: Seconds that each call of a plugin may take.

    Raises:
        ConfigurationError: A misspelt hook, an ``async def`` hook, or a wrapper around an objecting one, which could
            swallow another plugin's objection.
    """

    def __init__(
        self, plugins: Sequence[object] = (), *, installed: bool = False, budget: float = BUDGET_SECONDS
    ) -> None:
        self._manager = pluggy.PluginManager(specs.PROJECT)
        self._manager.add_hookspecs(specs)
        self._budget = budget
        self.failed: dict[str, str] = {}
        self.off: set[str] = set()
        for number, plugin in enumerate(plugins, 1):
            self._manager.register(plugin, name=f"{getattr(plugin, '__name__', type(plugin).__name__)} ({number})")
        try:
            if installed:
                self._manager.load_setuptools_entrypoints(specs.PROJECT)
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            raise ConfigurationError(f"a plugin has a hook that does not exist: {error}") from error
        self._check()
        self._are_there = bool(self._manager.list_name_plugin())
        self.catalogues = tuple(self._answers("helpdesk_catalogues", Path))
        self._urgent = tuple(
            word for text in self._answers("helpdesk_urgent_words", str) if (word := fold_case(text)[:_LONGEST_TEXT])
        )

    def _check(self) -> None:
        for name in (name for name in vars(specs) if name.startswith("helpdesk_")):
            for impl in getattr(self._manager.hook, name).get_hookimpls():
                if inspect.iscoroutinefunction(impl.function) or inspect.isasyncgenfunction(impl.function):
                    raise ConfigurationError(f"{name} of {impl.plugin_name} is async: hooks are plain functions")
                if name == "helpdesk_object" and (impl.hookwrapper or impl.wrapper):
                    raise ConfigurationError(
                        "helpdesk_object cannot be wrapped: a wrapper could swallow another plugin's objection"
                    )

    def __bool__(self) -> bool:
        return self._are_there

    def _each(self, hook: str, **arguments: Any) -> Iterator[tuple[str, Any]]:
        """Each plugin's name and answer; one that fails or is off has none."""
        for impl in getattr(self._manager.hook, hook).get_hookimpls():
            if impl.plugin_name in self.off:
                continue
            call = _Call(impl.function, tuple(arguments[name] for name in impl.argnames))
            if not call.run(self._budget):
                self.off.add(impl.plugin_name)
                self._fail(impl.plugin_name, hook, "took too long and is off until the next start")
            elif call.error is not None:
                self._fail(impl.plugin_name, hook, type(call.error).__name__)
            else:
                yield impl.plugin_name, call.answer

    def _fail(self, plugin: str, hook: str, reason: str) -> None:
        """Remember for staff, and log, by names alone: what a plugin was given is never in it."""
        self.failed[plugin] = f"{hook}: {reason}"
        _log.error("plugin %s failed in %s: %s", plugin, hook, reason)

    def _answers(self, hook: str, kind: type[_T], **arguments: Any) -> Iterator[_T]:
        """All items of all plugins' lists; one that answers anything else is named, and adds nothing."""
        for plugin, answer in self._each(hook, **arguments):
            if answer is None:
                continue
            if isinstance(answer, list | tuple) and all(isinstance(item, kind) for item in answer[:_MOST_ITEMS]):
                yield from answer[:_MOST_ITEMS]
            else:
                self._fail(plugin, hook, f"answered {type(answer).__name__}")

    def _texts(self, hook: str, **arguments: Any) -> tuple[str, ...]:
        texts = (text.strip()[:_LONGEST_TEXT] for text in self._answers(hook, str, **arguments))
        return tuple(dict.fromkeys(text for text in texts if text))

    def urgent_words(self, problem: str) -> tuple[str, ...]:
        """The urgent words that a problem holds, in any case.

        Args:
            problem: The customer's words, redacted.

        Returns:
            The words as plugins gave them.
        """
        words = fold_case(problem)
        return tuple(word for word in self._urgent if re.search(rf"(?<!\w){re.escape(word)}", words))

    def questions(self, device: str, language: str) -> tuple[str, ...]:
        """What the customer may be asked.

        Args:
            device: What the request is about.
            language: The customer's.

        Returns:
            Questions in that language.
        """
        return self._texts("helpdesk_ask", device=device, language=language)

    def needed(self, device: str, problem: str, language: str) -> tuple[str, ...]:
        """What else is needed before the shop can respond.

        Args:
            device: What the request is about.
            problem: The first words of the problem.
            language: The reader's.

        Returns:
            What is missing, in that language.
        """
        return self._texts("helpdesk_needed", device=device, problem=problem, language=language)

    def wish(self, text: str, language: str) -> Wish | None:
        """What a short message seems to want, as plugins see it.

        Args:
            text: The message, redacted.
            language: The customer's.

        Returns:
            The first wish that is one.
        """
        named = self._texts("helpdesk_wish", text=text, language=language)
        return next((Wish(name) for name in named if name in set(Wish)), None)

    def guides(self, words: str, language: str) -> tuple[str, ...]:
        """Guides that plugins would read first.

        Args:
            words: What somebody looks for or wrote; redacted here.
            language: The reader's.

        Returns:
            Names of guides, which need not exist.
        """
        return (
            self._texts("helpdesk_find_guides", words=redaction.redact_text(words), language=language) if self else ()
        )

    def suggestions(self, request: specs.Facts) -> tuple[str, ...]:
        """Suggestions for staff.

        Args:
            request: What plugins are told of it.

        Returns:
            Suggestions in the language of the facts.
        """
        return self._texts("helpdesk_suggest", request=request)

    def not_ready(self, request: specs.Facts, step: str) -> tuple[str, ...]:
        """What is missing before a step.

        Args:
            request: What plugins are told of it.
            step: ``record_outcome`` or ``close``.

        Returns:
            What to show beside the step.
        """
        return self._texts("helpdesk_not_ready", request=request, step=step)

    def holds_back(self, step: str) -> bool:
        """Whether a plugin says that a step of the customers' way is not ready.

        Args:
            step: The step's id.

        Returns:
            True when one of them does; a plugin that fails holds nothing back.
        """
        held = False
        for plugin, answer in self._each("helpdesk_step_not_ready", step=step):
            if not isinstance(answer, bool | None):
                self._fail(plugin, "helpdesk_step_not_ready", f"answered {type(answer).__name__}")
            held = held or answer is True
        return held

    def saved(self, actions: Sequence[str], request: str) -> None:
        """Tell every plugin what was saved, and of an erasure by a hook of its own.

        Args:
            actions: Names of the changes.
            request: The subject's id.
        """
        for _ in self._each("helpdesk_saved", actions=tuple(actions), request=request):
            pass
        if "request_erased" in actions:
            for _ in self._each("helpdesk_erased", request=request):
                pass

    def find_secrets(self, text: str) -> list[tuple[int, int, str]]:
        """What plugins find in a masked text. Malformed spans are left out, and the plugin that gave them is named.

        Args:
            text: A text in which what was found before is masked.

        Returns:
            Spans ``(start, end, kind)``.
        """
        spans: list[tuple[int, int, str]] = []
        for plugin, answer in self._each("helpdesk_find_secrets", text=text):
            if answer is None:
                continue
            if not isinstance(answer, list | tuple):
                self._fail(plugin, "helpdesk_find_secrets", f"answered {type(answer).__name__}")
                continue
            spans += [span for span in answer[:_MOST_SPANS] if _is_span(span)]
        return spans

    def objection(self, actions: Sequence[str], request: str | None) -> Refusal | None:
        """Ask every plugin for an objection. One that fails has not objected.

        Args:
            actions: Names of the changes.
            request: The subject's id, None for one that does not exist yet.

        Returns:
            The first objection, or None.
        """
        first: Refusal | None = None
        for plugin, answer in self._each("helpdesk_object", actions=tuple(actions), request=request):
            if isinstance(answer, str) and answer:
                first = first or Refusal(_OBJECTED, {"reason": answer[:80]})
            elif answer is not None:
                self._fail(plugin, "helpdesk_object", f"answered {type(answer).__name__}")
        return first


@attrs.define
class _Call:
    """One call in a thread of its own, with the caller's context copied."""

    function: Any
    arguments: tuple[Any, ...]
    answer: Any = None
    error: BaseException | None = None

    def run(self, seconds: float) -> bool:
        """Whether it ended in time."""
        context = contextvars.copy_context()
        thread = threading.Thread(target=lambda: context.run(self._work), name="helpdesk-plugin", daemon=True)
        thread.start()
        thread.join(seconds)
        return not thread.is_alive()

    def _work(self) -> None:
        try:
            self.answer = self.function(*self.arguments)
            if inspect.iscoroutine(self.answer):
                self.answer.close()
        except BaseException as error:  # noqa: BLE001 - SystemExit of a plugin must not become the host's
            self.error = error


def fold_case(text: str) -> str:
    """For comparing words of people."""
    return text.strip().casefold()


def _is_span(span: Any) -> bool:
    return (
        isinstance(span, tuple)
        and len(span) == 3
        and type(span[0]) is int
        and type(span[1]) is int
        and isinstance(span[2], str)
        and _NAME.fullmatch(span[2]) is not None
    )
