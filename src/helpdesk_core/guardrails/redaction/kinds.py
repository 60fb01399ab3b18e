"""The kinds of secrets as one table: whatever redaction does because of a kind is said here, once for each."""

from __future__ import annotations

from enum import StrEnum

import attrs


class Shape(StrEnum):
    """What a value looks like, and so how it is looked for behind its words."""

    NUMBER = "number"
    """Digits, also in groups or in words."""
    WORD = "word"
    """One word that a person chose."""
    KEY = "key"
    """A long token of letters and digits."""
    CODES = "codes"
    """A list of codes."""
    ACCOUNT = "account"
    """An account's number, or several that belong together."""
    PHRASE = "phrase"
    """Words of a list, in a row."""


@attrs.frozen(kw_only=True)
class Traits:
    """How redaction treats a kind that words announce."""

    shape: Shape = Shape.NUMBER
    digits: tuple[int, int] = (4, 8)
    """How many a number has, at least and at most."""
    for_what: frozenset[str] = frozenset({"bank_account", "api_key"})
    """Kinds whose word behind this one's says what it is for, and announces nothing: "hasło do konta"."""
    typed_in: bool = False
    """Whether "enter 9090", "type 9090" near its word announces it too."""
    sent: bool = False
    """Whether it comes by message: "774 120" near its word is one, nine digits in threes are a phone."""
    may_be_word: bool = False
    """Whether the bare answer to "what is it?" may be a word too, for a number."""
    opens: bool = False
    """Whether a coined word ("Bluebell44") near its word is a password."""
    may_stay: bool = False
    """Whether a person may say that it was none. Never for what proves itself or could be used by anyone at once."""


class Cue(StrEnum):
    """Kinds that words announce. What a thread announced ("here is my PIN:") is of one of these.

    A bare "code" near words of several kinds (``[near.KIND]`` of a language's words) is taken for the first of them
    here: what can be used at once stands before what opens a device.
    """

    traits: Traits

    def __new__(cls, value: str, traits: Traits | None = None) -> Cue:
        """A kind with its traits: without any, a number that nobody may keep."""
        made = str.__new__(cls, value)
        made._value_, made.traits = value, traits or Traits()
        return made

    CARD_CVV = "card_cvv", Traits(digits=(3, 4), for_what=frozenset())
    BANKING_CODE = "banking_code", Traits(digits=(4, 9), for_what=frozenset(), typed_in=True, sent=True)
    ONE_TIME_CODE = "one_time_code", Traits(digits=(4, 9), typed_in=True, sent=True)
    PIN = "pin", Traits(typed_in=True, may_be_word=True, may_stay=True)
    PASSCODE = "passcode", Traits(digits=(4, 10), typed_in=True, may_be_word=True, opens=True, may_stay=True)
    PASSWORD = "password", Traits(shape=Shape.WORD, opens=True, may_stay=True)
    RECOVERY_CODE = (
        "recovery_code",
        Traits(
            shape=Shape.CODES, for_what=frozenset({"bank_account", "api_key", "one_time_code"}), may_stay=True
        ),  # "recovery codes for 2FA"
    )
    BANK_ACCOUNT = "bank_account", Traits(shape=Shape.ACCOUNT, for_what=frozenset())
    API_KEY = "api_key", Traits(shape=Shape.KEY, for_what=frozenset())
    SEED_PHRASE = "seed_phrase", Traits(shape=Shape.PHRASE, for_what=frozenset())


CARD_NUMBER, PRIVATE_KEY = "card_number", "private_key"
KINDS = frozenset({*(cue.value for cue in Cue), CARD_NUMBER, PRIVATE_KEY})
"""Every kind that redaction names, also those that prove themselves without a word."""
MAY_STAY = frozenset(cue.value for cue in Cue if cue.traits.may_stay)
"""Kinds of which a person may say that what looks like one is none."""
WORDS = frozenset(cue.value for cue in Cue if cue.traits.shape is Shape.WORD)
"""Kinds that are words of a person's own."""


class Caution(StrEnum):
    """How sure the judge must be before it removes something."""

    CAREFUL = "careful"
    """Rather one number too many removed than one secret stored."""
    BALANCED = "balanced"
    """Takes out what it is sure of; an order number stays one. Of ordinary words the rules alone decide."""
