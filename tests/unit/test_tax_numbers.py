"""Tax numbers of buyers: what a NIP and a VAT number of the EU must be, beside a library that knows them all."""

from __future__ import annotations

import random

import pytest
from stdnum.pl import nip as peer

from helpdesk_core.base.tax_numbers import TaxNumber, is_nip
from helpdesk_core.errors import FieldError


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("526-104-08-28", "5261040828"),
        ("NIP: 526 10 40 828", "5261040828"),
        ("PL5261040828", "PL5261040828"),
        ("de 123456789", "DE123456789"),
        ("GR123456789", "EL123456789"),
        ("ATU12345678", "ATU12345678"),
        ("FR AB 123456789", "FRAB123456789"),
    ],
)
def test_a_tax_number_is_read_as_people_write_it(typed: str, kept: str) -> None:
    """Kept without separators."""
    assert TaxNumber(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("5261040829", "check_digit"),
        ("PL5261040829", "check_digit"),
        ("0000000000", "check_digit"),
        ("526104082", "unreadable"),
        ("DE12345678", "unreadable"),
        ("US123456789", "unreadable"),
        ("brak", "unreadable"),
        ("", "unreadable"),
    ],
)
def test_a_wrong_tax_number_is_refused_by_name(typed: str, code: str) -> None:
    """A wrong check digit is told apart from what is no number at all."""
    with pytest.raises(FieldError) as caught:
        TaxNumber(typed)
    assert caught.value.code == f"tax_number.{code}"


def test_a_check_digit_is_the_one_that_others_compute() -> None:
    """Over two thousand numbers, right and wrong."""
    some = random.Random(7)
    for _ in range(2_000):
        digits = f"{some.randrange(10**9, 10**10)}"
        assert is_nip(digits) == bool(peer.is_valid(digits)), digits
