"""What a shop's settings must be to work: one check for the constructor, the TOML file, the store and the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from ..base.actors import STAFF
from ..base.contacts import Contact, ContactKind
from ..base.messages import define, definitions
from ..base.notices import notices
from ..base.phases import Phase
from ..countries import known
from ..errors import ConfigurationError, FieldError, InputError
from ..guardrails.redaction import Caution
from ..i18n.wording import UNKNOWN_CODE, check_wording
from .chats import problem_kinds, way_problems
from .checklists import check_checklists
from .entries import choice, id_of, labelled, named, twice
from .hours import holiday_errors, special_errors, week_errors
from .journey import Readiness, Stage, check_journey
from .model import APPOINTMENT_KINDS, KEYS, NEEDED_DETAILS, ROUTING, Settings
from .numbers import BOUNDS, answer_hours, bounded, clocks, collecting, quote_days, retention_months, series
from .pictures import MAX_PICTURE_BYTES
from .questions import check_questions
from .replies import text_errors
from .surveys import check_survey
from .values import BAD, UNKNOWN, Errors, hints_of, read, to_plain
from .warnings import check_warnings

EMPTY = define("settings.error.empty", "This must not be empty.")
LANGUAGE = define("settings.error.language", "A language is written like this: en, pl, de.")
ZONE = define("settings.error.zone", "There is no such time zone. They are written like this: Europe/Warsaw.")
COUNTRY = define("settings.error.country", "The law of this country is not known here. There is: {known}.")
COUNTRY_CODE = define("settings.error.country_code", "A country code is one to three digits, without + or 00.")
REDACTION = define("settings.error.redaction", "Redaction is balanced or careful.")
PRICES = define("settings.error.prices", "Prices are entered gross or net.")
CURRENCY = define("settings.error.currency", "A currency is three capital letters (ISO 4217), like PLN or EUR.")
TAX_RATE = define("settings.error.tax_rate", "A tax rate is 0 to 10000 basis points: 2300 is 23 %.")
DAYS = define("settings.error.days", "Working days are 0 to 366, the lowest first.")
PICTURE = define("settings.error.picture", "A picture is a PNG or JPEG of at most {most} bytes.")
NOT_SET = define(
    "settings.error.not_set",
    "No status is set within this phase: a request comes there by a step of its own. Its status is called {phase} "
    "and is not retired.",
)
PHASE_NAME = define("settings.error.phase_name", "This is the name of another phase.")
NO_STATUS = define("settings.error.no_status", "There is no status of this id.")
NO_NOTICE = define("settings.error.no_notice", "There is no automatic message of this name that can be switched off.")
TAG = define("settings.error.tag", "A tag is 1 to 40 small letters, with hyphens for blanks.")
NO_EMAIL = define("settings.error.no_email", "This is not an e-mail address.")

_LANGUAGE = re.compile(r"[a-z]{2,3}([-_@][A-Za-z0-9]{2,8})*")
_COUNTRY_CODE = re.compile(r"([1-9][0-9]{0,2})?")
_STAFF = tuple(sorted(kind.value for kind in STAFF))
_CONTACTS = tuple(kind.value for kind in ContactKind)
_PHASES = tuple(phase.value for phase in Phase)
_FINAL = frozenset(phase.value for phase in Phase if phase.is_final)


def read_settings(given: Mapping[str, Any], onto: Settings | None = None) -> Settings:
    """Settings from plain values by key; a key that is not given stays as it is in ``onto`` (the defaults).

    Args:
        given: Plain values: texts, numbers, lists, tables.
        onto: What a key that is not given is taken from.

    Returns:
        The settings.

    Raises:
        InputError: with every error at once, each with its path.
    """
    errors: Errors = [FieldError(UNKNOWN, path=(str(key),)) for key in given if key not in KEYS]
    return read_onto(given, onto or Settings(), errors)


def read_onto(given: Mapping[str, Any], onto: Settings, errors: Errors) -> Settings:
    """As `read_settings`, where ``errors`` were found before; keys that are no settings are passed over."""
    hints = hints_of(Settings)
    values = {key: read(hints[key], given[key], (key,), errors) for key in KEYS if key in given}
    made = attrs.evolve(onto, **{key: value for key, value in values.items() if value is not BAD})
    errors += _broken_rules(made, {error.path[0] for error in errors})
    if errors:
        raise InputError(tuple(errors))
    return made


def check(settings: Settings) -> None:
    """Check settings that were built in code.

    Raises:
        ConfigurationError: naming every error.
    """
    given, ours = {key: getattr(settings, key) for key in KEYS}, Settings()
    try:
        # What was left as it is was read when its default was written.
        read_settings({key: to_plain(value) for key, value in given.items() if value is not getattr(ours, key)})
    except InputError as error:
        raise ConfigurationError(f"Settings: {'; '.join(map(in_english, error.errors))}") from None
    if unknown := sorted(set(settings.locked) - set(KEYS)):
        raise ConfigurationError(f"Settings: locked names unknown settings: {', '.join(unknown)}")


def check_codes(settings: Settings) -> None:
    """Check that there is a text for each code of the shop's own wording.

    `check` leaves that out: a worker does not import the pages, whose texts may be among them. Call this where
    everything that defines texts is imported.

    Args:
        settings: The settings that were given in code.

    Raises:
        ConfigurationError: naming every error.
    """
    if errors := check_wording(settings.wording, settings.languages):
        raise ConfigurationError(f"Settings: wording: {'; '.join(map(in_english, errors))}")


def in_english(error: FieldError) -> str:
    """An error as one line for operators: its path and what is wrong there.

    Args:
        error: One of an `InputError`.

    Returns:
        The line.
    """
    words = definitions[error.code].default if error.code in definitions else error.code
    for name, value in error.params.items():
        words = words.replace(f"{{{name}}}", str(value))
    return f"{'.'.join(error.path)}: {words}"


def _broken_rules(settings: Settings, unread: set[str]) -> Iterator[FieldError]:
    """The errors of every rule whose keys could be read."""
    for keys, rule in _RULES:
        if not unread & set(keys):
            yield from rule(settings)


def _shop(settings: Settings) -> Iterator[FieldError]:
    if not settings.shop_name.strip():
        yield FieldError(EMPTY, path=("shop_name",))


def _pictures(settings: Settings) -> Iterator[FieldError]:
    for key in ("logo", "photo"):
        if not getattr(settings, key).is_sound:
            yield FieldError(PICTURE, {"most": MAX_PICTURE_BYTES}, (key, "content"))


def _languages(settings: Settings) -> Iterator[FieldError]:
    if not settings.languages:
        yield FieldError(EMPTY, path=("languages",))
    for place, language in enumerate(settings.languages):
        if not _LANGUAGE.fullmatch(language):
            yield FieldError(LANGUAGE, path=("languages", str(place)))
    yield from twice(settings.languages, "languages")


#: Files beside the zones: copies, the machine's own, and those that count leap seconds, half a minute from every clock.
_NO_PLACES = ("posix", "right/", "localtime", "Factory")


def _zone(settings: Settings) -> Iterator[FieldError]:
    try:
        ZoneInfo(settings.time_zone)
        is_place = not settings.time_zone.startswith(_NO_PLACES)
    except (ValueError, OSError, LookupError):  # nonsense, a directory of the database, nothing of that name
        is_place = False
    if not is_place:
        yield FieldError(ZONE, path=("time_zone",))


def _country(settings: Settings) -> Iterator[FieldError]:
    if settings.country and not settings.law.code:
        yield FieldError(COUNTRY, {"known": ", ".join(one.code for one in known())}, ("country",))


def _country_code(settings: Settings) -> Iterator[FieldError]:
    if not _COUNTRY_CODE.fullmatch(settings.country_code):
        yield FieldError(COUNTRY_CODE, path=("country_code",))


def _money(settings: Settings) -> Iterator[FieldError]:
    if settings.currency and not _is_currency(settings.currency):
        yield FieldError(CURRENCY, path=("currency",))


def _emails(settings: Settings) -> Iterator[FieldError]:
    for key in ("team_email", "privacy_contact"):
        if (typed := getattr(settings, key)) and not _is_email(typed):
            yield FieldError(NO_EMAIL, path=(key,))


def _is_email(typed: str) -> bool:
    try:
        return Contact.parse(typed).kind is ContactKind.EMAIL
    except FieldError:
        return False


def _is_currency(code: str) -> bool:
    from babel.numbers import list_currencies

    return code in list_currencies()


def _redaction(settings: Settings) -> Iterator[FieldError]:
    if settings.redaction not in tuple(Caution):
        yield FieldError(REDACTION, path=("redaction",))


def _prices(settings: Settings) -> Iterator[FieldError]:
    if settings.prices not in ("gross", "net"):
        yield FieldError(PRICES, path=("prices",))


def _tax_rates(settings: Settings) -> Iterator[FieldError]:
    for place, rate in enumerate(settings.tax_rates):
        if not 0 <= rate <= 10_000:
            yield FieldError(TAX_RATE, path=("tax_rates", str(place)))
    yield from twice(settings.tax_rates, "tax_rates")


def _statuses(settings: Settings) -> Iterator[FieldError]:
    for place, status in enumerate(settings.statuses):
        path = ("statuses", str(place))
        yield from choice(status.phase, _PHASES, (*path, "phase"))
        for kind in sorted(status.may_set):
            yield from choice(kind, _STAFF, (*path, "may_set"))
        yield from id_of(status.id, (*path, "id"))
        if status.id in _PHASES and status.id != status.phase:
            yield FieldError(PHASE_NAME, path=(*path, "id"))
        elif status.phase in _FINAL and (status.id != status.phase or status.retired):
            yield FieldError(NOT_SET, {"phase": status.phase}, (*path, "phase"))
        yield from labelled(settings, status.labels, (*path, "labels"))
    yield from twice([status.id for status in settings.statuses], "statuses", "id")


def _transitions(settings: Settings) -> Iterator[FieldError]:
    known = {*_PHASES, *(status.id for status in settings.statuses)}
    for place, row in enumerate(settings.transitions):
        path = ("transitions", str(place))
        for name in ("from_status", "to_status"):
            if getattr(row, name) not in known:
                yield FieldError(NO_STATUS, path=(*path, name))
        for kind in sorted(row.may):
            yield from choice(kind, _STAFF, (*path, "may"))


def _locations(settings: Settings) -> Iterator[FieldError]:
    yield from named(settings, "locations")
    for place, location in enumerate(settings.locations):
        path = ("locations", str(place))
        if location.opening_hours:
            yield from labelled(settings, location.opening_hours, (*path, "opening_hours"))
        lowest, highest = location.turnaround_days or (0, 0)
        if not 0 <= lowest <= highest <= 366:
            yield FieldError(DAYS, path=(*path, "turnaround_days"))
        least, most = BOUNDS["appointments_at_once"]
        if location.appointments_at_once is not None and not least <= location.appointments_at_once <= most:
            yield FieldError("input.out_of_range", {"least": least, "most": most}, (*path, "appointments_at_once"))
        if not _COUNTRY_CODE.fullmatch(location.country_code):
            yield FieldError(COUNTRY_CODE, path=(*path, "country_code"))
        yield from week_errors(location.working_hours, (*path, "working_hours"))


def _journey(settings: Settings) -> Iterator[FieldError]:
    for place, step in enumerate(settings.journey):
        path = ("journey", str(place))
        yield from id_of(step.id, (*path, "id"))
        yield from choice(step.stage, tuple(Stage), (*path, "stage"))
        yield from choice(step.readiness, tuple(Readiness), (*path, "readiness"))
    yield from check_journey(settings.journey, settings.languages)
    yield from twice([step.id for step in settings.journey], "journey", "id")


def _saved_replies(settings: Settings) -> Iterator[FieldError]:
    yield from named(settings, "saved_replies")
    for place, reply in enumerate(settings.saved_replies):
        path = ("saved_replies", str(place), "texts")
        yield from labelled(settings, reply.texts, path)
        for language, text in reply.texts.items():
            yield from (error.at(*path, language) for error in text_errors(text) if text.strip())


def _questions(settings: Settings) -> Iterator[FieldError]:
    for place, question in enumerate(settings.questions):
        yield from id_of(question.id, ("questions", str(place), "id"))
        for row, offered in enumerate(question.choices):
            yield from id_of(offered.id, ("questions", str(place), "choices", str(row), "id"))
        choices = twice([offered.id for offered in question.choices], "choices", "id")
        yield from (error.at("questions", str(place)) for error in choices)
    yield from check_questions(settings.questions, settings.languages)
    yield from twice([question.id for question in settings.questions], "questions", "id")


def _among(key: str, choices: tuple[str, ...]) -> Callable[[Settings], Iterator[FieldError]]:
    """The rule that nothing but these stands in a set."""
    return lambda settings: (error for one in sorted(getattr(settings, key)) for error in choice(one, choices, (key,)))


def _survey(settings: Settings) -> Iterator[FieldError]:
    yield from named(settings, "survey")
    yield from check_survey(settings.survey, settings.languages)


def _automatic(settings: Settings) -> Iterator[FieldError]:
    for name, sent in settings.automatic.items():
        if name not in (notices if sent else switchable()):
            yield FieldError(NO_NOTICE, path=("automatic", name))


def _tags(settings: Settings) -> Iterator[FieldError]:
    for place, tag in enumerate(settings.tags):
        if not 1 <= len(tag) <= 40 or tag != "-".join(tag.lower().split()):
            yield FieldError(TAG, path=("tags", str(place)))
    yield from twice(settings.tags, "tags")


def _wording(settings: Settings) -> Iterator[FieldError]:
    for error in check_wording(settings.wording, settings.languages):
        if error.code != UNKNOWN_CODE:  # see check_codes
            yield error.at("wording")


def switchable() -> tuple[str, ...]:
    """Names of the automatic messages that a shop may switch off: all notices but those whose code or link is
    somebody's only way in."""
    return tuple(sorted(name for name, notice in notices.items() if not notice.always))


_RULES: tuple[tuple[tuple[str, ...], Callable[[Settings], Iterator[FieldError]]], ...] = (
    (("shop_name",), _shop),
    (("logo", "photo"), _pictures),
    (("languages",), _languages),
    (("time_zone",), _zone),
    (("country",), _country),
    (("country_code",), _country_code),
    (("currency",), _money),
    (("tax_rates",), _tax_rates),
    (("prices",), _prices),
    (("redaction",), _redaction),
    (("quote_valid_days",), quote_days),
    (("invoice_series",), series),
    (("working_hours",), lambda settings: week_errors(settings.working_hours, ("working_hours",))),
    (
        ("locations", "special_days"),
        lambda settings: special_errors(settings.special_days, frozenset(place.id for place in settings.locations)),
    ),
    (("holidays",), lambda settings: holiday_errors(settings.holidays)),
    (tuple(BOUNDS), bounded),
    (("languages", "statuses"), _statuses),
    (("statuses", "transitions"), _transitions),
    (("languages", "locations"), _locations),
    (("languages", "journey"), _journey),
    (("send_replies_to",), _among("send_replies_to", _CONTACTS)),
    (("code_channels",), _among("code_channels", _CONTACTS)),
    (("needed_details",), _among("needed_details", NEEDED_DETAILS)),
    (("appointment_kinds",), _among("appointment_kinds", APPOINTMENT_KINDS)),
    (("write_first",), lambda settings: choice(settings.write_first, ("reply", "note"), ("write_first",))),
    (("routing",), lambda settings: choice(settings.routing, ROUTING, ("routing",))),
    (("automatic",), _automatic),
    (("team_email", "privacy_contact"), _emails),
    (("tags",), _tags),
    (("languages", "saved_replies"), _saved_replies),
    (("languages", "questions"), _questions),
    (("problem_kinds",), problem_kinds),
    (("chat_number", "chat_by", "chat_places"), way_problems),
    (("languages", "shipping_methods"), lambda settings: named(settings, "shipping_methods")),
    (("languages", "device_warnings"), lambda settings: named(settings, "device_warnings")),
    (("languages", "checklists"), lambda settings: named(settings, "checklists")),
    (("languages", "checklists"), lambda settings: check_checklists(settings.checklists, settings.languages)),
    (("device_warnings",), lambda settings: check_warnings(settings.device_warnings)),
    (("languages", "survey"), _survey),
    (("answer_hours",), answer_hours),
    (("promise_reminder_hours", "stuck_days"), clocks),
    (("retention_months",), retention_months),
    (("languages", "collect_second_days", "storage_days", "storage_terms", "storage_terms_version"), collecting),
    (("languages", "wording"), _wording),
)
