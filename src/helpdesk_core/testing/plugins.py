"""The conformance suite of plugins: subclass it and give the fixture ``plugin``."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest

from ..base.changes import changes
from ..plugins import Facts, Plugins, specs
from .watching import logged

#: Texts that detectors stumble over.
TEXTS = (
    "",
    "My screen is cracked.",
    "Pękł ekran, a w środku żółw 🐢",
    "•" * 50,
    "a" * 20_000,
    "[PIN] \u202e\u0000 ]]> '; --",
    "1" * 2_000,
    "\ud800 lone",
)


class PluginSuite:
    """What every plugin promises: each hook it has answers what its specification says, for any input, in time.

    ``languages`` are those the plugin has words in.
    """

    languages: ClassVar[tuple[str, ...]] = ("en",)
    #: Seconds each call may take here; a desk waits two.
    seconds: ClassVar[float] = 1.0

    @pytest.fixture
    def plugin(self) -> Any:
        """The plugin; yours overrides this."""
        raise NotImplementedError

    def facts(self, text: str, language: str) -> Facts:
        """A request as plugins are told of it.

        Args:
            text: Its problem, and the beginning of it as the device.
            language: The reader's.

        Returns:
            The facts.
        """
        fixed = {"id": "r1", "phase": "in_review", "status": "in_review", "urgency": "soon"}
        return Facts(**fixed, device=text[:200], problem=text, language=language)

    def test_it_starts(self, plugin: Any) -> None:
        """No misspelt hook, no async one, no wrapper round an objection; at least one hook."""
        assert self._hooks(Plugins([plugin])), "the plugin has no hook at all"

    def test_its_lists_are_what_they_should_be(self, plugin: Any) -> None:
        """Urgent words are words, catalogues are directories with catalogues."""
        plugins = Plugins([plugin], budget=self.seconds)
        assert plugins.failed == {}
        words = list(plugins._answers("helpdesk_urgent_words", str))
        assert all(word.strip() for word in words), "an empty word is urgent everywhere, or nowhere"
        for folder in plugins.catalogues:
            assert isinstance(folder, Path)
            assert list(folder.glob("*/LC_MESSAGES/*.mo")), f"{folder} has no catalogue"

    @pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
    def test_any_text_is_answered(self, plugin: Any, text: str) -> None:
        """Empty, huge, foreign, hostile: the right type, in time, nothing raised."""
        plugins = Plugins([plugin], budget=self.seconds)
        spans = plugins.find_secrets(text)
        assert all(0 <= start < end <= len(text) for start, end, _ in spans), "a span outside the text"
        for language in self.languages:
            facts = self.facts(text, language)
            plugins.questions(text[:200], language)
            plugins.needed(text[:200], text, language)
            plugins.wish(text, language)
            plugins.guides(text, language)
            plugins.suggestions(facts)
            for step in ("record_outcome", "close"):
                plugins.not_ready(facts, step)
        assert plugins.failed == {}

    def test_the_same_question_gets_the_same_answer(self, plugin: Any) -> None:
        """A page that is opened twice says the same twice."""
        plugins = Plugins([plugin], budget=self.seconds)
        for language in self.languages:
            facts = self.facts(TEXTS[1], language)
            assert plugins.suggestions(facts) == plugins.suggestions(facts)
            assert plugins.questions("Radio", language) == plugins.questions("Radio", language)

    def test_any_change_can_be_asked_about(self, plugin: Any) -> None:
        """Every kind of change, also one of a release to come: a reason or none."""
        plugins = Plugins([plugin], budget=self.seconds)
        for action in (*changes, "something_of_tomorrow"):
            plugins.objection([action], "r1")
            plugins.objection([action], None)
            plugins.saved([action], "r1")
        assert plugins.failed == {}

    def test_it_does_not_stop_the_desk(self, plugin: Any) -> None:
        """A plugin may object to a change; one that objects to each of them leaves nothing that anybody can do."""
        plugins = Plugins([plugin], budget=self.seconds)
        assert not all(plugins.objection([action], None) for action in changes)

    def test_each_language_is_answered_in_its_own_words(self, plugin: Any) -> None:
        """What is said in one of ``languages`` is not the same sentence in another."""
        plugins = Plugins([plugin], budget=self.seconds)
        asks: tuple[Callable[[str], tuple[str, ...]], ...] = (
            lambda language: plugins.questions("Radio", language),
            lambda language: plugins.needed("Radio", "No sound", language),
            lambda language: plugins.suggestions(self.facts(TEXTS[1], language)),
        )
        for ask in asks:
            said = [answer for language in self.languages if (answer := ask(language))]
            assert len(set(said)) == len(said), "two languages get the same words"

    def test_nothing_of_a_customer_is_logged(self, plugin: Any) -> None:
        """What a plugin is told of a request is the customer's, at every level of logging."""
        plugins = Plugins([plugin], budget=self.seconds)
        with logged() as lines:
            self._ask_all(plugins, "Kennwort Zebra9, Sprung im Display")
        assert not any("Zebra9" in line for line in lines)

    def _ask_all(self, plugins: Plugins, text: str) -> None:
        plugins.find_secrets(text)
        for language in self.languages:
            facts = self.facts(text, language)
            plugins.questions(text, language)
            plugins.needed(text, text, language)
            plugins.wish(text, language)
            plugins.guides(text, language)
            plugins.suggestions(facts)
            plugins.not_ready(facts, "close")

    @staticmethod
    def _hooks(plugins: Plugins) -> list[str]:
        hook = plugins._manager.hook
        names = [name for name, value in inspect.getmembers(specs, callable) if name.startswith("helpdesk_")]
        return [name for name in names if getattr(hook, name).get_hookimpls()]
