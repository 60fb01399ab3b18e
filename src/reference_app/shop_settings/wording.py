"""The shop's own words: find a text by what it says, put it in your own words, see how it reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Message, Settings
from helpdesk_core.i18n import Definition, Translator, definitions, formats_of
from helpdesk_core.settings import proposed
from helpdesk_core.views import SettingsView, preview_settings

from ..texts import LANGUAGES
from . import wording_texts  # noqa: F401 - the words of the templates
from .forms import SettingsForm, seen_name, text_form, words_of

if TYPE_CHECKING:
    from .pages import SettingsPages

_MOST = 40
_COUNTS = (1, 2, 5)
"""Counts that a counted text is previewed with: they take different forms in the languages that have several."""


@attrs.frozen
class Found:
    """A text of a search: its code, what it says now, and whether those are the shop's words."""

    code: str
    words: str
    own: bool


class WordingPages:
    """Finding and editing texts."""

    def __init__(self, pages: SettingsPages) -> None:
        self.pages, self.web = pages, pages.web

    async def find(self, request: Request) -> Response:
        """The shop's own texts, and those that say what is looked for."""
        found = await self.pages.settings(request)
        language = self._language(request.query_params.get("language"), found.settings)
        words = request.query_params.get("q", "").strip()[:200]
        translator = self.web.desk.translator(language)
        own = found.settings.wording.get(language, {})
        hits = list(_search(words, translator, own)) if words else []
        return self.web.respond(
            request,
            "shop_settings/wording.html",
            title=self.web.translator(request)("settings.group.wording"),
            languages=[(code, LANGUAGES.get(code, code)) for code in found.settings.languages],
            language=language,
            words=words,
            own=[Found(code, sample(definitions[code], translator), True) for code in own if code in definitions],
            hits=hits[:_MOST],
            more=len(hits) > _MOST,
            locked="wording" in found.settings.locked,
        )

    async def edit(self, request: Request) -> Response:
        """One text: the original, the shop's words."""
        found, language, definition = await self._text(request)
        own = found.settings.wording.get(language, {}).get(definition.code)
        if own is None:  # a counted text begins empty: its original shows the numbers that were put in
            own = "" if definition.plural else self._samples(definition, language, found.settings, "{%s}")[0]
        words = {f"words_{form}": text for form, text in own.items()} if isinstance(own, Mapping) else {"words": own}
        key = f"wording.{language}.{definition.code}"
        form = self.web.form(
            self._form(request, language, definition),
            request,
            {**words, seen_name("wording"): str(found.seen.get(key, 0))},
        )
        return self._show(request, found, form)

    async def save(self, request: Request) -> Response:
        """Save the words, show how they read, or go back to the original."""
        found, language, definition = await self._text(request)
        form = await self.web.posted(request, self._form(request, language, definition))
        key, action = f"wording.{language}.{definition.code}", form["action"].data
        value = None if action == "reset" else _typed(form)
        preview = await self.pages.seen(self.web.api.view(preview_settings, request.state.staff, {key: value}))
        for error in preview.errors:
            name = f"words_{error.path[3]}" if len(error.path) > 3 else _first(form)
            form.show_error((name,), words_of(error, self.web.translator(request)))
        if preview.errors:
            return self._show(request, found, form)
        if action == "preview":
            changed = proposed(found.settings.as_coded, found.settings, {key: value})
            return self._show(request, found, form, self._samples(definition, language, changed))
        sent = {"key": key, "value": value, "seen": form[seen_name("wording")].data or "0"}
        if await self.pages.send(request, form, [sent]) is None:
            return self._show(request, await self.pages.settings(request), form)
        response = self.web.go(request, "staff_settings_text", language=language, code=definition.code)
        response.headers["location"] += "?said=saved"
        return response

    def _show(
        self, request: Request, found: SettingsView, form: SettingsForm, preview: tuple[str, ...] = ()
    ) -> Response:
        language, definition = request.path_params["language"], definitions[request.path_params["code"]]
        return self.web.respond(
            request,
            "shop_settings/text.html",
            title=self.web.translator(request)("settings.wording.edit"),
            form=form,
            fields=[one for one in form if one.name.startswith("words")],
            code=definition.code,
            language=language,
            language_name=LANGUAGES.get(language, language),
            original=self._samples(definition, language, attrs.evolve(found.settings, wording={})),
            placeholders=[f"{{{name}}}" for name in sorted(definition.placeholders)],
            own=definition.code in found.settings.wording.get(language, {}),
            locked="wording" in found.settings.locked,
            preview=preview,
            said="saved" if request.query_params.get("said") == "saved" else None,
        )

    async def _text(self, request: Request) -> tuple[SettingsView, str, Definition]:
        found = await self.pages.settings(request)
        language, code = request.path_params["language"], request.path_params["code"]
        if language not in found.settings.languages or code not in definitions:
            raise HTTPException(404)
        return found, language, definitions[code]

    def _form(self, request: Request, language: str, definition: Definition) -> type[SettingsForm]:
        return text_form(_plural_forms(language) if definition.plural else {}, self.web.translator(request))

    def _samples(
        self, definition: Definition, language: str, settings: Settings, placeholder: str = "‹%s›"
    ) -> tuple[str, ...]:
        """How a text reads in these settings: once, or for several counts."""
        translator = Translator(
            language,
            zone=settings.zone,
            fallbacks=settings.languages[:1],
            wording=settings.words,
            catalogues=self.web.desk.plugins.catalogues,
        )
        counts: tuple[int | None, ...] = _COUNTS if definition.plural else (None,)
        return tuple(dict.fromkeys(sample(definition, translator, count, placeholder) for count in counts))

    @staticmethod
    def _language(asked: str | None, settings: Settings) -> str:
        return asked if asked in settings.languages else settings.languages[0]


def sample(definition: Definition, translator: Translator, count: int | None = None, placeholder: str = "‹%s›") -> str:
    """A text with the names of what is put in, in place of it."""
    params = {name: placeholder % name for name in definition.placeholders if name != "count"}
    return translator.text(Message(definition.code, params, 2 if count is None and definition.plural else count))


def _search(words: str, translator: Translator, own: Mapping[str, Any]) -> Iterator[Found]:
    """Texts that say all of the words, or have them in their code."""
    wanted = words.casefold().split()
    for code, definition in sorted(definitions.items()):
        says = sample(definition, translator)
        if all(word in says.casefold() or word in code for word in wanted):
            yield Found(code, says, code in own)


def _plural_forms(language: str) -> dict[str, str]:
    """The forms in which a counted text is given, each with some numbers that take it; none where there is only one."""
    taken: dict[str, list[str]] = {}
    for number in range(1, 200):
        taken.setdefault(formats_of(language).plural(number), []).append(str(number))
    return {form: ", ".join(numbers[:3]) for form, numbers in taken.items()} if len(taken) > 1 else {}


def _typed(form: SettingsForm) -> str | dict[str, str]:
    typed = {one.name: (one.data or "").strip() for one in form if one.name.startswith("words")}
    return typed["words"] if "words" in typed else {name.removeprefix("words_"): text for name, text in typed.items()}


def _first(form: SettingsForm) -> str:
    return next(str(one.name) for one in form if one.name.startswith("words"))
