"""Serial numbers as people copy them."""

from __future__ import annotations

import pytest

from helpdesk_core.base.serials import serial_key, typed_serial_keys


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("C02XK1ZZJGH5", "c02xk1zz jgh5"),
        ("C02XK1ZZJGH5", "CO2XKIZZJGH5"),
        ("R58N-123-ABC", "r58n 123 abc"),
        ("490154203237518", "49-015420-323751-8"),
        ("XK-2041", "S/N: XK2O4l"),
        ("XK-2041", "Serial no. XK 2041"),
        ("XK-2041", "nr seryjny: xk2041"),
        ("XK-2041", "SXK2041"),
        ("356938035643809", "IMEI 356938035643809"),
        ("356938035643809", "IMEI2: 356938035643809"),
        ("ＸＫ－２０４１", "XK-2041"),
        ("XK-2041", "ХК-2О41"),
        ("356938035643809", "٣٥٦٩٣٨٠٣٥٦٤٣٨٠٩"),
        ("XK-2041", "XK\u200b-\u00ad2041"),
        ("XK-2041", "Nº de serie: XK2041"),
        ("XK-2041", "número de serie XK2041"),
        ("XK-2041", "N° de série : XK2041"),
        ("XK-2041", "Seriennr. XK2041"),
        ("XK-2041", "Serien-Nr.: XK2041"),
        ("XK-2041", "серійний номер: XK2041"),
        ("XK-2041", "серійний № ХК2041"),
        ("356938035643809", "IMEI/MEID: 356938035643809"),
    ],
)
def test_a_number_is_found_as_people_copy_it(stored: str, typed: str) -> None:
    """Case, spaces, dashes, labels, O and 0, I, L and 1, and a scanner's S do not count."""
    assert serial_key(stored) in typed_serial_keys(typed)


@pytest.mark.parametrize(("stored", "typed"), [("XK-2041", "XK-2042"), ("B8812", "8B812"), ("SN12345X", "12345X")])
def test_another_number_is_another(stored: str, typed: str) -> None:
    """Nothing else is thrown together, and a number that begins like a label is whole."""
    assert serial_key(stored) not in typed_serial_keys(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "—", "brak", "Brak numeru", "n/a", "N.A.", "none", "nieznany", "0000", "00000000", "123456", "54321"),
        *("XXXXXX", "1234", "S/N", "S/N: brak", "Default string", "To be filled by O.E.M.", "[CARD_NUMBER]"),
        *("[PASSWORD] 77", "невідомо", "немає"),
    ],
)
def test_no_number_is_no_key(typed: str) -> None:
    """What says that there is none, or was taken out, must never fit what says the same elsewhere."""
    assert serial_key(typed) is None
    assert typed_serial_keys(typed) == frozenset()
