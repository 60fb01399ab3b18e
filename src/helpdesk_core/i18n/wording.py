"""A shop's own words: which there may be, and what is wrong with those it gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..base.messages import Definition, define, definitions
from ..base.text import clean
from ..errors import FieldError
from .formats import formats_of, widened
from .words import Words, cut, errors_in

OwnText = str | Mapping[str, str]
"""A whole message; for a counted one its forms by plural category of the Unicode CLDR, such as ``one``, ``few``,
``many`` in Polish and ``one``, ``other`` in English."""
Wording = Mapping[str, Mapping[str, OwnText]]
"""A shop's own words: language → message code → text."""

UNKNOWN_LANGUAGE = define("wording.unknown_language", "The shop does not have the language {language}.")
UNKNOWN_CODE = define("wording.unknown_code", "There is no text with the code {code}.")
define("wording.not_text", "This is no text.")
define("wording.empty", "Please write some words. To get the original back, remove your own text.")
define("wording.placeholder", "Nothing is put in for {placeholder} here. You can use: {known}.")
define("wording.no_placeholder", "Nothing is put in for {placeholder} here. This text has no placeholders.")
define("wording.brace", "A brace stands alone. A placeholder has a brace on both sides.")
define("wording.line_break", "This text is one line. Please leave out the line break.")
define("wording.counted", "This text counts something. Please give it once for each of these forms: {forms}.")
define("wording.not_counted", "This text counts nothing, so it has one form only.")
define("wording.unknown_form", "The language has no form {form}. It has: {forms}.")


def check_wording(wording: Wording, languages: Sequence[str]) -> tuple[FieldError, ...]:
    """Find every error in a shop's own words.

    Codes are known once the module that defines them is imported: check in a process that has imported the pages.

    Args:
        wording: The shop's own words.
        languages: The shop's languages. What they are varieties of (``en`` of ``en-GB``) and English may have own
            words too, since a language falls back to them.

    Returns:
        The errors, each with the path (language, code) or (language, code, plural form); empty when there is none.
        An error's code is that of a message.
    """
    known = {"en", *(wider for language in languages for wider in widened(language))}
    errors: list[FieldError] = []
    for language, texts in wording.items():
        if language not in known:
            errors.append(FieldError(UNKNOWN_LANGUAGE, {"language": language}, (language,)))
            continue
        for code, text in texts.items():
            errors += [error.at(language, code) for error in _errors(language, code, text)]
    return tuple(errors)


def _errors(language: str, code: str, text: object) -> Iterator[FieldError]:
    definition = definitions.get(code)
    if definition is None:
        yield FieldError(UNKNOWN_CODE, {"code": code})
    elif isinstance(text, str):
        yield from errors_in(definition, text)
        if definition.plural is not None and len(plurals := formats_of(language).plurals) > 1:
            yield FieldError("wording.counted", {"forms": ", ".join(sorted(plurals))})
    elif not isinstance(text, Mapping) or not all(isinstance(form, str) for form in text.values()):
        yield FieldError("wording.not_text")
    elif definition.plural is None:
        yield FieldError("wording.not_counted")
    else:
        yield from _form_errors(definition, language, text)


def _form_errors(definition: Definition, language: str, text: Mapping[str, str]) -> Iterator[FieldError]:
    formats = formats_of(language)
    needed = ", ".join(sorted(formats.plurals))
    if not formats.plurals <= text.keys():
        yield FieldError("wording.counted", {"forms": needed})
    for form, words in text.items():
        if form not in formats.every_plural:
            yield FieldError("wording.unknown_form", {"form": form, "forms": needed}, (form,))
        else:
            yield from (error.at(form) for error in errors_in(definition, words))


def own_words(definition: Definition, language: str, text: OwnText) -> Words | None:
    """The shop's own words for a text, None when they have an error."""
    if any(_errors(language, definition.code, text)):
        return None
    if isinstance(text, str):
        return cut(language, (clean(text),), lambda count: 0)
    formats, categories = formats_of(language), list(text)
    other = categories.index("other") if "other" in categories else 0

    def plural(count: int) -> int:
        category = formats.plural(count)
        return categories.index(category) if category in text else other

    return cut(language, [clean(form) for form in text.values()], plural)
