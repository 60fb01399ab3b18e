"""Typed values in commands and records: what is read, what is refused with which path, and one walk over what is
nested. Declared for these tests alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk_core import Contact, FieldError, InputError, Money, Result
from helpdesk_core.base.commands import (
    MAX_ITEMS,
    Command,
    Language,
    OpaqueId,
    Reading,
    command,
    items,
    money,
    number,
    read_command,
    text,
)
from helpdesk_core.base.records import Attested, Record, col, record
from helpdesk_core.base.text import ERASED, CustomerText, RawText, SafeText, mark_safe
from helpdesk_core.base.values import Written, canonical, from_json, leaves, piece, read_data, to_json, with_leaves
from helpdesk_core.guardrails.redaction import Redactor, redact_fields
from helpdesk_core.guardrails.timeline import attestation
from registries import forgotten


class Size(StrEnum):
    """Two sizes."""

    SMALL = "small"
    LARGE = "large"


@piece
class TypedLine:
    """A line as it is typed."""

    text: RawText = text(max_length=100)
    quantity: int = number(1, 999)
    price: Money = money(1)
    needed_by: date | None = None


@piece
class Line:
    """A line as it is kept."""

    text: SafeText
    note: CustomerText | None = None
    quantity: int
    price: Money
    needed_by: date | None = None
    size: Size = Size.SMALL


@pytest.fixture(scope="module", autouse=True)
def declared() -> Iterator[dict[str, Any]]:
    """A command and a record with everything in them."""
    with forgotten():

        @command
        class TestOrder(Command[Result]):
            request: OpaqueId
            lines: tuple[TypedLine, ...] = items(MAX_ITEMS, at_least=1)
            tags: tuple[OpaqueId, ...] = items(3)
            deposit: Money | None = money(0, 10_000, optional=True)
            day: date | None = None
            at: datetime | None = None
            urgent: bool = False
            language: Language | None = None

        @record("test_orders")
        class Order(Attested):
            request: str = col(references="service_requests")
            lines: tuple[Line, ...] = col(personal=True)
            answers: dict[str, SafeText] = col(personal=True)
            total: Money
            deposit: Money | None = col(default=None)
            day: date
            words: CustomerText = col(personal=True)
            by: str = col(personal="staff")
            customer: str | None = col(personal=True, default=None)

        yield {"command": TestOrder, "record": Order}


SHOP = Reading(country_codes=("48",), currency="PLN")
ONE = {"text": "Screen", "quantity": "2", "price": "100,50"}


def read(declared: dict[str, Any], **fields: Any) -> Any:
    return read_command(declared["command"], {"request": "r", "lines": [ONE]} | fields, SHOP)


def errors(declared: dict[str, Any], **fields: Any) -> dict[str, str]:
    """What is wrong: path → code."""
    with pytest.raises(InputError) as caught:
        read(declared, **fields)
    return {".".join(error.path): error.code for error in caught.value.errors}


def test_a_whole_order_is_read(declared: dict[str, Any]) -> None:
    """Typed text stays raw, amounts are exact, days are days."""
    made = read(declared, deposit="12", day="30.11.2026", at="2026-11-30T12:00:00+01:00", urgent="yes", tags=["a", "b"])
    (line,) = made.lines
    assert (line.text.typed, line.quantity, line.price) == ("Screen", 2, Money(minor=10050, currency="PLN"))
    assert (made.deposit, made.day) == (Money(minor=1200, currency="PLN"), date(2026, 11, 30))
    assert made.at == datetime(2026, 11, 30, 11, tzinfo=UTC)
    assert (made.urgent, made.tags) == (True, ("a", "b"))
    assert "Screen" not in repr(made)


LINE_ERRORS: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"quantity": "0"}, {"lines.0.quantity": "input.out_of_range"}),
    ({"quantity": "1000"}, {"lines.0.quantity": "input.out_of_range"}),
    ({"quantity": "-1"}, {"lines.0.quantity": "input.out_of_range"}),
    ({"quantity": True}, {"lines.0.quantity": "input.unreadable"}),
    ({"quantity": 2.0}, {"lines.0.quantity": "input.unreadable"}),
    ({"quantity": "2.5"}, {"lines.0.quantity": "input.unreadable"}),
    ({"quantity": "9" * 5000}, {"lines.0.quantity": "input.unreadable"}),
    ({"quantity": 2**60}, {"lines.0.quantity": "input.unreadable"}),
    ({"quantity": "NaN"}, {"lines.0.quantity": "input.unreadable"}),
    ({"quantity": None}, {"lines.0.quantity": "input.required"}),
    ({"price": "0"}, {"lines.0.price": "money.out_of_range"}),
    ({"price": "-5"}, {"lines.0.price": "money.out_of_range"}),
    ({"price": "0,005"}, {"lines.0.price": "money.too_precise"}),
    ({"price": "1.000"}, {"lines.0.price": "money.too_precise"}),
    ({"price": "1.234,567"}, {"lines.0.price": "money.too_precise"}),
    ({"price": "1.234.56"}, {"lines.0.price": "money.unreadable"}),
    ({"price": "1.23,56"}, {"lines.0.price": "money.unreadable"}),
    ({"price": 0.005}, {"lines.0.price": "money.unreadable"}),
    ({"price": float("nan")}, {"lines.0.price": "money.unreadable"}),
    ({"price": float("inf")}, {"lines.0.price": "money.unreadable"}),
    ({"price": True}, {"lines.0.price": "money.unreadable"}),
    ({"price": "1e6"}, {"lines.0.price": "money.unreadable"}),
    ({"price": "9" * 15}, {"lines.0.price": "money.too_large"}),
    ({"price": 10**30}, {"lines.0.price": "money.unreadable"}),
    ({"price": {"minor": 1.5, "currency": "PLN"}}, {"lines.0.price": "money.unreadable"}),
    ({"price": {"minor": 10**14, "currency": "PLN"}}, {"lines.0.price": "money.too_large"}),
    ({"price": {"minor": 100, "currency": "zł"}}, {"lines.0.price": "money.unreadable"}),
    ({"needed_by": "2026-02-30"}, {"lines.0.needed_by": "date.unreadable"}),
    ({"needed_by": "30.02.2026"}, {"lines.0.needed_by": "date.unreadable"}),
    ({"needed_by": "2026-11-30T00:00:00+00:00"}, {"lines.0.needed_by": "date.unreadable"}),
    ({"needed_by": datetime(2026, 11, 30, tzinfo=UTC)}, {"lines.0.needed_by": "date.unreadable"}),
    ({"needed_by": 20261130}, {"lines.0.needed_by": "date.unreadable"}),
    ({"text": "x" * 101}, {"lines.0.text": "input.too_long"}),
    ({"text": 5}, {"lines.0.text": "input.not_text"}),
    ({"text": " "}, {"lines.0.text": "input.required"}),
    ({"colour": "red"}, {"lines.0.colour": "input.unknown_field"}),
]


AMOUNTS = {
    "1 234,56": 123_456,
    "1,234.56": 123_456,
    "1.234,5": 123_450,
    "1.234.567": 123_456_700,
    "1'234'567,89": 123_456_789,
    "12": 1_200,
}


@pytest.mark.parametrize("typed", AMOUNTS)
def test_an_amount_is_read_as_people_write_it(declared: dict[str, Any], typed: str) -> None:
    """With whatever stands between thousands."""
    (line,) = read(declared, lines=[ONE | {"price": typed}]).lines
    assert line.price.minor == AMOUNTS[typed]


@pytest.mark.parametrize("wrong, wanted", LINE_ERRORS, ids=[str(wrong)[:50] for wrong, _ in LINE_ERRORS])
def test_an_error_in_a_line_says_where(declared: dict[str, Any], wrong: Any, wanted: Any) -> None:
    """By its place in the list, and its field; nothing of what was typed is in the error."""
    assert errors(declared, lines=[ONE | wrong]) == wanted


ERRORS: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"lines": []}, {"lines": "input.required"}),
    ({"lines": "screen"}, {"lines": "input.unreadable"}),
    ({"lines": {"0": ONE}}, {"lines": "input.unreadable"}),
    ({"lines": [ONE, "screen", 7, None]}, dict.fromkeys(("lines.1", "lines.2", "lines.3"), "input.unreadable")),
    ({"lines": [ONE] * 10_000}, {"lines": "input.too_many"}),
    ({"tags": ["a"] * 4}, {"tags": "input.too_many"}),
    ({"tags": ["a", "b c", "", "d\n"]}, {"tags": "input.too_many"}),
    ({"tags": ["a", "b c"]}, {"tags.1": "input.unreadable"}),
    ({"deposit": "101"}, {"deposit": "money.out_of_range"}),
    ({"day": "2026-13-01"}, {"day": "date.unreadable"}),
    ({"day": "31.11.2026"}, {"day": "date.unreadable"}),
    ({"day": "1.1.26"}, {"day": "date.unreadable"}),
    ({"at": "2026-11-30T12:00:00"}, {"at": "input.unreadable"}),
    ({"day": "0202-11-30"}, {"day": "date.unreadable"}),
    ({"at": "9999-12-31T23:59:59Z"}, {"at": "input.unreadable"}),
    ({"at": datetime(1, 1, 1, tzinfo=UTC)}, {"at": "input.unreadable"}),
    ({"at": "tomorrow"}, {"at": "input.unreadable"}),
    ({"urgent": "perhaps"}, {"urgent": "input.unreadable"}),
    ({"urgent": 2}, {"urgent": "input.unreadable"}),
    ({"language": "Polish"}, {"language": "language.unknown"}),
    (
        {"request": "", "lines": [ONE, ONE | {"quantity": "x", "price": "y"}], "day": "z", "colour": "red"},
        {
            "request": "input.required",
            "lines.1.quantity": "input.unreadable",
            "lines.1.price": "money.unreadable",
            "day": "date.unreadable",
            "colour": "input.unknown_field",
        },
    ),
]


@pytest.mark.parametrize("wrong, wanted", ERRORS, ids=[str(wrong)[:50] for wrong, _ in ERRORS])
def test_all_errors_are_said_at_once_with_their_paths(declared: dict[str, Any], wrong: Any, wanted: Any) -> None:
    """Nested and not."""
    assert errors(declared, **wrong) == wanted


def test_an_amount_needs_the_shops_currency(declared: dict[str, Any]) -> None:
    """A shop that has none set prices nothing; a yen has no hundredth."""
    with pytest.raises(InputError) as caught:
        read_command(declared["command"], {"request": "r", "lines": [ONE]}, Reading())
    assert [error.code for error in caught.value.errors] == ["money.no_currency"]
    yen = read_command(
        declared["command"], {"request": "r", "lines": [ONE | {"price": "500"}]}, Reading(currency="JPY")
    )
    assert yen.lines[0].price == Money(minor=500, currency="JPY")


def test_a_command_made_in_code_is_checked_too(declared: dict[str, Any]) -> None:
    """Whoever builds the class by hand gets the same bounds."""
    line = TypedLine(text=RawText("x"), quantity=1, price=Money(minor=1, currency="PLN"))
    for wrong, error in ((0, FieldError), (1000, FieldError), (True, TypeError), (1.0, TypeError)):
        with pytest.raises(error):
            TypedLine(text=RawText("x"), quantity=wrong, price=line.price)  # type: ignore[arg-type]
    for outside in ({"day": date(1, 1, 1)}, {"at": datetime(9999, 12, 31, tzinfo=UTC)}):
        with pytest.raises(FieldError, match="unreadable"):
            declared["command"](request=OpaqueId("r"), lines=(line,), **outside)
    with pytest.raises(TypeError, match="needs tuple"):
        declared["command"](request=OpaqueId("r"), lines=[line])
    with pytest.raises(TypeError, match="needs RawText"):
        TypedLine(text="plain", quantity=1, price=line.price)  # type: ignore[arg-type]


def test_every_text_in_a_list_is_redacted_by_its_path(declared: dict[str, Any]) -> None:
    """One walk: a second line, and a tenth, like the first."""
    secret = "the password is Klopsik7"
    made = read(declared, lines=[ONE, ONE | {"text": secret}, *[ONE] * 7, ONE | {"text": secret}])
    texts = redact_fields(made, Redactor(), None)
    assert set(texts.all) == {f"lines.{n}.text" for n in range(10)}
    assert str(texts["lines.1.text"]) == str(texts["lines.9.text"]) == "the password is [PASSWORD]"
    assert str(texts["lines.0.text"]) == "Screen"
    assert texts.removed == ("password",)


def safe(words: str) -> SafeText:
    return mark_safe(words)


def order(declared: dict[str, Any], **values: Any) -> Any:
    """A record with a text in every place that there is."""
    line = Line(
        text=safe("Screen of Kanarek"),
        note=CustomerText(safe("Kanarek asks")),
        quantity=2,
        price=Money(minor=10050, currency="PLN"),
        needed_by=date(2026, 11, 30),
        size=Size.LARGE,
    )
    defaults: dict[str, Any] = {
        "id": "o1",
        "tenant": "shop",
        "salt": "s",
        "request": "r1",
        "lines": (line, Line(text=safe("Labour"), quantity=1, price=Money(minor=-500, currency="PLN"))),
        "answers": {"colour": safe("Kanarek yellow"), "size": safe("small")},
        "total": Money(minor=20100, currency="PLN"),
        "day": date(2026, 12, 1),
        "words": CustomerText(safe("From Kanarek")),
        "by": "anna",
        "customer": "kanarek-7",
    }
    return declared["record"](**(defaults | values))


def test_a_record_is_the_same_after_the_store(declared: dict[str, Any]) -> None:
    """Money in two cells, pieces as one JSON text, empty ones as NULL."""
    known = declared["record"].record_type
    for made in (
        order(declared),
        order(declared, lines=(), answers={}, customer=None, deposit=Money(minor=1, currency="EUR")),
    ):
        row = known.encode(made)
        assert all(cell is None or isinstance(cell, str | int) for cell in row)
        assert known.decode(row) == made
    row = known.encode(order(declared))
    assert row[known.place("total")], row[known.place("total_currency")] == (20100, "PLN")
    assert (row[known.place("deposit")], row[known.place("deposit_currency")]) == (None, None)


def test_every_text_of_a_record_is_found_and_replaced(declared: dict[str, Any]) -> None:
    """What the search for secrets walks: texts, those of pieces, those of mappings."""
    made = order(declared)
    assert set(made.texts()) == {
        "words",
        "lines.0.text",
        "lines.0.note",
        "lines.1.text",
        "answers.colour",
        "answers.size",
    }
    shouted = made.with_texts(lambda path, words: safe(f"{path}!"))
    assert str(shouted.lines[0].note) == "lines.0.note!"
    assert isinstance(shouted.lines[0].note, CustomerText)
    assert str(shouted.answers["colour"]) == "answers.colour!"
    assert str(shouted.words) == "words!"
    assert shouted.lines[0].price == made.lines[0].price
    assert made.with_texts(lambda path, words: words) == made


def test_erasing_takes_every_text_and_leaves_the_amounts(declared: dict[str, Any]) -> None:
    """A list keeps its lines, quantities and prices: what was agreed is a fact. Nothing of the person is left."""
    made = order(declared).erased()
    assert [str(line.text) for line in made.lines] == [ERASED, ERASED]
    assert str(made.lines[0].note) == ERASED
    assert made.lines[1].note is None
    assert [line.price.minor for line in made.lines] == [10050, -500]
    assert (made.answers, str(made.words), made.customer, made.salt) == ({}, ERASED, None, None)
    assert (made.by, made.total) == ("anna", order(declared).total)
    assert "kanarek" not in str(declared["record"].record_type.encode(made)).lower()
    assert made.erased() == made


def test_a_history_vouches_for_every_cell_of_a_list(declared: dict[str, Any]) -> None:
    """A price that is changed in the JSON is another row."""
    made = order(declared)
    dearer = with_leaves(made.lines, lambda path, leaf: Money(minor=1, currency="PLN") if path == "1.price" else leaf)
    assert attestation(made.changed(lines=dearer)) != attestation(made)
    assert attestation(made.changed(version=7)) == attestation(made)
    assert issubclass(declared["record"], Record)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(json_values, json_values)
def test_equal_values_have_one_text_and_others_another(one: Any, two: Any) -> None:
    """Digests and cells are made of it: order of names does not count, nothing else is the same. True is no 1."""
    same = canonical(one) == canonical(two)
    assert same == (repr(_sorted(one)) == repr(_sorted(two)))


@given(json_values)
def test_the_one_text_is_that_of_json(value: Any) -> None:
    """Whoever checks a digest with another program makes it with the same settings."""
    assert canonical(value) == json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


@given(
    st.lists(
        st.builds(
            Line,
            text=st.text(max_size=30).map(mark_safe),
            note=st.none() | st.text(max_size=30).map(mark_safe).map(CustomerText),
            quantity=st.integers(-5, 10**6),
            price=st.builds(
                Money, minor=st.integers(-(10**13), 10**13), currency=st.sampled_from(["PLN", "JPY", "KWD"])
            ),
            needed_by=st.none() | st.dates(),
            size=st.sampled_from(Size),
        ),
        max_size=5,
    ).map(tuple)
)
def test_pieces_come_back_as_they_were(lines: tuple[Line, ...]) -> None:
    """Through JSON, whatever stands in them; the walk leaves what it does not change as it is."""
    assert from_json(tuple[Line, ...], to_json(lines)) == lines
    assert with_leaves(lines, lambda path, leaf: leaf) == lines
    assert len(list(leaves(lines))) == 6 * len(lines)


def test_what_has_no_json_form_is_refused() -> None:
    """By its type; a set would come back in another order, a float as another number."""
    for wrong in (1.5, {1, 2}, object(), RawText("x"), b"x"):
        with pytest.raises(TypeError, match="has no JSON form"):
            to_json(wrong)
    assert to_json(Contact.parse("x@example.com")) == {"kind": "email", "value": "x@example.com"}


@pytest.mark.parametrize(
    "value", [{}, {"b": 1, "a": "ż"}, {"moment": datetime(2026, 1, 2, tzinfo=UTC), "lines": [{"amount": None}]}]
)
def test_what_is_written_down_once_reads_as_ever(value: dict[str, Any]) -> None:
    """A row and the digests over it have one text, whether it was kept or is made anew."""
    assert canonical(Written(value)) == canonical(value) == canonical(dict(Written(value)))
    assert canonical({"in": Written(value)}) == canonical({"in": value})


@given(st.lists(st.text()) | st.dictionaries(st.text(), st.integers() | st.none()))
def test_a_cell_is_read_as_it_was_written(data: Any) -> None:
    """And nothing else: what stands before or behind the one JSON text did not come from here."""
    written = canonical(data)
    assert read_data(written) == json.loads(written) == data
    for other in (f" {written}", f"{written} ", f"{written}[]", "", written[:-1]):
        with pytest.raises(ValueError, match=r".+"):
            read_data(other)
