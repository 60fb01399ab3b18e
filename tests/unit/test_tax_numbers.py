"""Tax numbers of buyers: what a NIP and a VAT number of the EU must be, beside a library that knows them all."""

from __future__ import annotations

import random

import pytest
from stdnum.pl import nip as peer

from helpdesk_core.base.commands import Reading, read_command
from helpdesk_core.base.tax_numbers import TaxNumber, spellings
from helpdesk_core.commands import CreateOrganisation
from helpdesk_core.countries import country
from helpdesk_core.errors import FieldError, InputError

NIP, DIC = country("PL").tax_number, country("CZ").tax_number
assert NIP is not None


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
    assert TaxNumber(typed, NIP) == kept


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
        TaxNumber(typed, NIP)
    assert caught.value.code == f"tax_number.{code}"


def test_a_check_digit_is_the_one_that_others_compute() -> None:
    """Over two thousand numbers, right and wrong."""
    some = random.Random(7)
    for _ in range(2_000):
        digits = f"{some.randrange(10**9, 10**10)}"
        assert NIP.holds(digits) == bool(peer.is_valid(digits)), digits


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("12345678", "12345678"), ("DIČ: CZ 12345678", "CZ12345678"), ("PL5261040828", "PL5261040828")],
)
def test_without_letters_it_is_a_number_of_the_shops_country(typed: str, kept: str) -> None:
    """Others name theirs."""
    assert TaxNumber(typed, DIC) == kept
    assert set(spellings(TaxNumber("CZ12345678", DIC), DIC)) == {"12345678", "CZ12345678"}
    assert spellings(TaxNumber("PL5261040828", DIC), DIC) == ("PL5261040828",)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("PL5261040829", "check_digit"), ("12345678", "no_country"), ("5261040828", "no_country"), ("XX1", "no_country")],
)
def test_without_a_country_every_number_names_its_own(typed: str, code: str) -> None:
    """And a country that is known has its check digit looked at, whichever the shop's is."""
    with pytest.raises(FieldError) as caught:
        TaxNumber(typed)
    assert caught.value.code == f"tax_number.{code}"


def test_the_rule_comes_with_the_shop_to_the_command() -> None:
    """As its country code and its currency do."""
    typed = {"name": "Firma", "tax_number": "526-104-08-28"}
    assert read_command(CreateOrganisation, typed, Reading(tax_number=NIP)).tax_number == "5261040828"
    with pytest.raises(InputError, match=r"tax_number\.no_country"):
        read_command(CreateOrganisation, typed, Reading())
