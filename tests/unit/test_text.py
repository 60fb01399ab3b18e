"""Typed text, names, references, contacts, codes: what is read, what is refused, in words that name the error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_core import Contact, FieldError, InputError, Money, RawText, Reference
from helpdesk_core.base.commands import Code, Language, OpaqueId, command, commands, read_command
from helpdesk_core.base.digests import digest, joined
from helpdesk_core.base.references import new_reference
from helpdesk_core.base.surnames import name_keys, typed_name_keys
from helpdesk_core.base.text import CustomerText, InternalNote, SafeText, clean, mark_safe
from helpdesk_core.intake.rules import SubmitRequest

WORDS = {"problem": "p", "device": "d", "surname": "s", "contact": "x@example.com"}
HOSTILE = {
    "nothing": "",
    "blank": " \u00a0\n ",
    "NUL": "a\x00b",
    "lone surrogate": "a\ud800b",
    "bidi override": "a\u202eb",
    "combining marks": "a" + "\u0301" * 10_000,
    "one megabyte": "x" * 1_000_000,
    "zero width": "\u200b",
    "placeholder": "{surname} %s {0.__class__}",
    "markup": "<script>alert(1)</script>",
}


@pytest.mark.parametrize("field", [*WORDS, "given_name", "location", "language", "urgency"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_input_is_read_or_refused_by_name(field: str, kind: str) -> None:
    """Never another error than InputError, never an error that shows what was typed."""
    try:
        read = read_command(SubmitRequest, WORDS | {field: HOSTILE[kind]})
    except InputError as error:
        assert {error.path for error in error.errors} == {(field,)}
        assert "script" not in str(error)
    else:
        value = getattr(read, field)
        if isinstance(value, RawText):
            value.typed.encode()
            assert "\x00" not in value.typed
            assert "\u202e" not in value.typed
            assert len(value.typed) <= 20_000


def test_all_errors_come_at_once_with_their_paths() -> None:
    """One round is enough to put a form right; unknown fields are errors as well."""
    with pytest.raises(InputError) as caught:
        read_command(SubmitRequest, {"problem": "", "device": "x" * 300, "contact": "unassigned", "owner_id": "7"})
    assert {(error.path[0], error.code) for error in caught.value.errors} == {
        ("owner_id", "input.unknown_field"),
        ("problem", "input.required"),
        ("device", "input.too_long"),
        ("surname", "input.required"),
        ("contact", "contact.unreadable"),
    }


def test_a_command_field_cannot_be_bare_text() -> None:
    """The class is refused when it is made."""
    with pytest.raises(TypeError, match=r"Careless\.name"):

        @command
        class Careless:
            name: str

    assert "Careless" not in commands


def test_raw_text_hides_itself_and_does_not_change() -> None:
    """Neither repr nor str nor a command's repr shows what was typed."""
    made = read_command(SubmitRequest, WORDS | {"problem": "my secret words"})
    assert "secret" not in repr(made) + str(made.problem) + f"{made}"
    with pytest.raises(AttributeError):
        made.problem.typed = "other"


@given(st.text(max_size=200))
def test_cleaning_is_settled_and_storable(typed: str) -> None:
    """A second cleaning changes nothing; what comes out is valid UTF-8 without controls but tab and newline."""
    once = clean(typed)
    assert clean(once) == once
    once.encode()
    assert not any(ord(char) < 32 and char not in "\n\t" for char in once)


def test_safe_text_has_no_public_maker() -> None:
    """Only the redaction door makes it, and customer text and notes share no base."""
    with pytest.raises(TypeError):
        SafeText("x", object())
    shared = set(CustomerText.__mro__) & set(InternalNote.__mro__)
    assert shared == {object}
    with pytest.raises(AttributeError):
        mark_safe("x").text = "y"


SAME_NAME = [
    ("Łukasiewicz", "lukasiewicz"),
    ("Łukasiewicz", "ŁUKASIEWICZ"),
    ("Nowak-Kowalska", "nowak kowalska"),
    ("Nowak-Kowalska", "Nowak – Kowalska"),
    ("Nowak-Kowalska", "Kowalska-Nowak"),
    ("Nowak-Kowalska", "NowakKowalska"),
    ("Z\u0307o\u0301łc\u0301", "ŻÓŁĆ"),
    ("Żółć", "zolc"),
    ("Шевченко", "Shevchenko"),
    ("Shevchenko", "Шевченко"),
    ("Müller", "Mueller"),
    ("Müller", "Muller"),
    ("O'Brien", "O\u2019Brien"),
    ("O'Brien", "obrien"),
    ("Kowalska", "Anna Kowalska"),
]
OTHER_NAME = [
    ("Nowak-Kowalska", "Kowalska"),
    ("Mueller", "Muller"),
    ("Kowalski", "Kowalska"),
    ("Nowak", ""),
    ("Nowak", "—"),
    ("—", "—"),
    ("Nowak", "Kowal Nowak Lis Wilk"),
]


@pytest.mark.parametrize("stored, typed", SAME_NAME)
def test_a_surname_matches_as_people_write_it(stored: str, typed: str) -> None:
    """P1: case, accents, hyphens, order, apostrophes, umlauts, Ukrainian letters."""
    assert name_keys(stored) & typed_name_keys(typed)


@pytest.mark.parametrize("stored, typed", OTHER_NAME)
def test_another_surname_does_not(stored: str, typed: str) -> None:
    """Nothing is guessed: no gender, no half of a double name, no list of names, no empty one."""
    assert not name_keys(stored) & typed_name_keys(typed)


@given(st.text(max_size=60))
def test_any_name_has_keys_without_an_error(name: str) -> None:
    """Whatever is typed; and a name always matches itself, as far as it has at most three words."""
    keys, typed = name_keys(name), typed_name_keys(name)
    assert not typed or keys <= typed


@given(st.builds(new_reference), st.sampled_from([" ", "-", "", " - ", "."]))
def test_a_reference_is_read_as_written(reference: str, between: str) -> None:
    """Groups, lower case, O for 0 and I or L for 1."""
    typed = between.join((reference[:4], reference[4:])).lower().replace("0", "o").replace("1", "l")
    assert Reference(typed) == reference
    assert Reference(typed).grouped == f"{reference[:4]}-{reference[4:]}"


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-12345", "ŻBCD-1234", "????-????", "x" * 10_000])
def test_what_is_no_reference_is_refused(typed: str) -> None:
    with pytest.raises(FieldError, match=r"reference\.unreadable"):
        Reference(typed)


@pytest.mark.parametrize(
    "typed, value",
    [
        ("Jan.Kowalski@Example.COM", "Jan.Kowalski@example.com"),
        (" jan@example.com ", "jan@example.com"),
        ("600 123 456", "+48600123456"),
        ("600-123-456", "+48600123456"),
        ("+48 600 123 456", "+48600123456"),
        ("48 600 123 456", "+48600123456"),
        ("0048600123456", "+48600123456"),
        ("+44 20 7946 0958", "+442079460958"),
        ("(22) 123 45 67", "+48221234567"),
    ],
)
def test_a_contact_is_read_as_typed(typed: str, value: str) -> None:
    assert Contact.parse(typed, "48").value == value


NO_CONTACTS = (
    *("unassigned", "a@b", "a b@example.com", "a@example.com,b@example.com", "a@exa\r\nBcc: x@example.com", "12", "+1"),
    *("600123", "a..b@example.com", ".a@example.com", '"a b"@example.com', "@example.com"),
    "a@" + "x" * 300 + ".com",
)


@pytest.mark.parametrize("typed", NO_CONTACTS)
def test_what_is_no_contact_is_refused(typed: str) -> None:
    with pytest.raises(FieldError, match=r"contact\.unreadable"):
        Contact.parse(typed, "48")


def test_a_masked_contact_tells_little() -> None:
    assert Contact.parse("maria.kowalska@example.com").masked == "m•••@e•••.com"
    assert "600" not in Contact.parse("600123456", "48").masked


def test_typed_values_read_what_people_and_hosts_give() -> None:
    """Codes with spaces, language tags of every host, opaque keys."""
    assert Code("123 456") == Code("123-456") == "123456"
    assert "123" not in repr(Code("123456"))
    assert [Language(tag) for tag in ("pl", "en-gb", "zh-hans", "pt_BR", "PL")] == ["pl", "en", "zh", "pt", "pl"]
    assert OpaqueId("550e8400-e29b-41d4-a716-446655440000")
    for kind, wrong in (
        (Code, "12345"),
        (Code, ""),
        (Language, "x"),
        (Language, "polski!"),
        (OpaqueId, ""),
        (OpaqueId, "a b"),
        (OpaqueId, "x" * 201),
    ):
        with pytest.raises(FieldError):
            kind(wrong)


def test_money_is_whole_minor_units() -> None:
    assert Money(minor=1, currency="PLN") + Money(minor=2, currency="PLN") == Money(minor=3, currency="PLN")
    for wrong in ({"minor": 1.5, "currency": "PLN"}, {"minor": True, "currency": "PLN"}):
        with pytest.raises(TypeError):
            Money(**wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(minor=1, currency="zł")
    with pytest.raises(ValueError, match="two currencies"):
        Money(minor=1, currency="PLN") + Money(minor=1, currency="EUR")


@given(st.lists(st.text(st.characters(exclude_categories=())) | st.text("az\x80", min_size=100), max_size=5))
def test_parts_of_a_proof_stand_behind_their_lengths(parts: list[str]) -> None:
    """Whatever is in them and however long they are: what was proved once is proved the same way for ever."""
    coded = [part.encode("utf-8", "surrogatepass") for part in parts]
    assert joined(tuple(parts), "surrogatepass") == b"".join(len(one).to_bytes(4) + one for one in coded)
    assert digest("a" * 300, "b") == "73c41721edd85ce3a2b87cc5067c40ef43335c98d53f82a36786e45765a629e1"
