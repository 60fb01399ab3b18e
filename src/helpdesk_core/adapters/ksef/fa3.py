"""An invoice as FA(3), the structure of the Polish KSeF ("FA (3)", schema 1-0E of 25 June 2025).

The Polish names are those of the schema; what each holds stands in the schema and in the ministry's brochure about it.
The same invoice is the same bytes: the moment in it is the invoice's own.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from datetime import UTC

from ...base.money import Money
from ...countries import country
from ...ports.e_invoices import EInvoice, ELine, EParty, EReferred, Unwritable

NAMESPACE = "http://crd.gov.pl/wzor/2025/06/25/13775/"
SYSTEM, SCHEMA, FORM = "FA (3)", "1-0E", "FA"
LARGEST = 1_000_000
"""How many bytes an invoice without attachments has at most."""
#: By rate: its word, and the fields of its net sum and of its tax. The last one has no tax.
_RATES = {
    2300: ("23", "P_13_1", "P_14_1"),
    2200: ("22", "P_13_1", "P_14_1"),
    800: ("8", "P_13_2", "P_14_2"),
    700: ("7", "P_13_2", "P_14_2"),
    500: ("5", "P_13_3", "P_14_3"),
    0: ("zw", "P_13_7", ""),
}
_SUMS = ("P_13_1", "P_13_2", "P_13_3", "P_13_7")
_KINDS = {
    "invoice": "VAT",
    "advance": "ZAL",
    "final": "ROZ",
    "credit": "KOR",
    "credit_advance": "KOR_ZAL",
    "credit_final": "KOR_ROZ",
}
#: Characters that XML does not recommend: the system refuses a document with one of them.
_DISCOURAGED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
#: A NIP as the schema knows it: not each number with a right check digit is one.
_NIP = re.compile(r"[1-9](?:\d[1-9]|[1-9]\d)\d{7}")
_ACCOUNT = re.compile(r"(?:PL)?\d{26}")
_PIECES = "szt."
#: Letters of VAT numbers that are no code of a country.
_COUNTRIES = {"EL": "GR", "XI": "GB"}


def write(invoice: EInvoice, seller: str, exempt_by: str) -> bytes:
    """Write an invoice as FA(3).

    Args:
        invoice: The invoice.
        seller: The seller's NIP.
        exempt_by: The provision by which sales at a rate of nought are exempt.

    Returns:
        UTF-8, without a byte order mark.

    Raises:
        Unwritable: It has no place there.
    """
    _check(invoice, exempt_by)
    root = ET.Element("Faktura", {"xmlns": NAMESPACE})
    _head(root, invoice)
    one = ET.SubElement(root, "Podmiot1")
    known = ET.SubElement(one, "DaneIdentyfikacyjne")
    _put(known, "NIP", seller)
    _put(known, "Nazwa", _name_of(invoice.seller, seller), 512)
    _address(ET.SubElement(one, "Adres"), "PL", invoice.seller_address)
    _buyer(ET.SubElement(root, "Podmiot2"), invoice.buyer, whole=True)
    _invoice(ET.SubElement(root, "Fa"), invoice, exempt_by)
    ET.indent(root, " ")
    made = b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode").encode()
    if len(made) > LARGEST:
        raise Unwritable("size")
    return made


def is_nip(digits: str) -> bool:
    """Whether ten digits are a NIP, by the rule of its country.

    Args:
        digits: The number without separators.

    Returns:
        Whether it is one.
    """
    rule = country("PL").tax_number
    return rule is not None and rule.holds(digits)


def _check(invoice: EInvoice, exempt_by: str) -> None:
    if not invoice.seller_address.strip():
        raise Unwritable("address")
    number = invoice.buyer.tax_number
    is_polish = number.isdigit() or number[:2] == "PL"
    if is_polish and not (_NIP.fullmatch(number.removeprefix("PL")) and is_nip(number.removeprefix("PL"))):
        raise Unwritable("tax_number")
    if invoice.gross.currency != "PLN":
        raise Unwritable("currency")
    rates = {one.tax_rate for one in (*invoice.lines, *invoice.lines_before)} | {one.rate for one in invoice.shares}
    if not rates <= _RATES.keys():
        raise Unwritable("rate")
    if 0 in rates and not exempt_by:
        raise Unwritable("exempt")


def _put(parent: ET.Element, name: str, text: str, longest: int = 256) -> None:
    """An element with words: on one line, without what the system refuses, cut to what it has room for."""
    ET.SubElement(parent, name).text = " ".join(_DISCOURAGED.sub("", text).split())[:longest].rstrip() or "-"


def _amount(money: Money) -> str:
    sign, minor = "-" if money.minor < 0 else "", abs(money.minor)
    return f"{sign}{minor // 100}.{minor % 100:02d}"


def _name_of(company: str, nip: str) -> str:
    """The seller's name, out of a line that says the tax number too."""
    spelt = r"[\s-]*".join(nip)
    return re.sub(rf"[\s,;·]*(?:\bNIP\b)?[\s:]*(?:PL)?\s*{spelt}\b", "", company, flags=re.IGNORECASE).strip(" ,;·")


def _head(root: ET.Element, invoice: EInvoice) -> None:
    head = ET.SubElement(root, "Naglowek")
    form = ET.SubElement(head, "KodFormularza", {"kodSystemowy": SYSTEM, "wersjaSchemy": SCHEMA})
    form.text = FORM
    _put(head, "WariantFormularza", "3")
    _put(head, "DataWytworzeniaFa", invoice.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    _put(head, "SystemInfo", "helpdesk_core")


def _address(place: ET.Element, country: str, address: str) -> None:
    lines = [line for line in address.split("\n") if line.strip()]
    _put(place, "KodKraju", country)
    _put(place, "AdresL1", lines[0], 512)
    if len(lines) > 1:
        _put(place, "AdresL2", ", ".join(lines[1:]), 512)


def _buyer(place: ET.Element, buyer: EParty, *, whole: bool) -> None:
    known, number = ET.SubElement(place, "DaneIdentyfikacyjne"), buyer.tax_number
    country = "PL"
    if number.isdigit() or number[:2] == "PL":
        _put(known, "NIP", number.removeprefix("PL"))
    else:
        country = _COUNTRIES.get(number[:2], number[:2])
        _put(known, "KodUE", number[:2])
        _put(known, "NrVatUE", number[2:])
    _put(known, "Nazwa", buyer.name, 512)
    if buyer.address.strip():
        _address(ET.SubElement(place, "Adres"), country, buyer.address)
    if whole:
        _put(place, "JST", "2")
        _put(place, "GV", "2")


def _invoice(place: ET.Element, invoice: EInvoice, exempt_by: str) -> None:
    _put(place, "KodWaluty", invoice.gross.currency)
    _put(place, "P_1", invoice.issued_on.isoformat())
    _put(place, "P_2", invoice.number)
    if invoice.sold_on != invoice.issued_on:
        _put(place, "P_6", invoice.sold_on.isoformat())
    _sums(place, invoice)
    _put(place, "P_15", _amount(invoice.gross))
    _notes(place, invoice, exempt_by)
    _put(place, "RodzajFaktury", _KINDS[invoice.kind])
    if invoice.corrects is not None:
        _corrected(place, invoice, invoice.corrects)
    for one in invoice.advances:
        _advance(ET.SubElement(place, "FakturaZaliczkowa"), one)
    is_order = invoice.kind in ("advance", "credit_advance")
    if not is_order:
        for number, (line, is_before) in enumerate(_lines(invoice), 1):
            _line(ET.SubElement(place, "FaWiersz"), number, line, invoice.prices, is_before=is_before)
    if not invoice.kind.startswith("credit"):
        _payment(ET.SubElement(place, "Platnosc"), invoice)
    if is_order:
        _order(ET.SubElement(place, "Zamowienie"), invoice)


def _sums(place: ET.Element, invoice: EInvoice) -> None:
    net: dict[str, int] = {}
    tax: dict[str, int] = {}
    for one in invoice.shares:
        _, net_field, tax_field = _RATES[one.rate]
        net[net_field] = net.get(net_field, 0) + one.gross.minor - one.tax.minor
        if tax_field:
            tax[net_field] = tax.get(net_field, 0) + one.tax.minor
    fields = {net_field: tax_field for _, net_field, tax_field in _RATES.values()}
    for name in _SUMS:
        if name in net:
            _put(place, name, _amount(Money(minor=net[name], currency="PLN")))
            if fields[name]:
                _put(place, fields[name], _amount(Money(minor=tax[name], currency="PLN")))


def _notes(place: ET.Element, invoice: EInvoice, exempt_by: str) -> None:
    """What the law wants said besides: none of it is so, but for an exemption from tax."""
    notes = ET.SubElement(place, "Adnotacje")
    for name in ("P_16", "P_17", "P_18", "P_18A"):
        _put(notes, name, "2")
    free = ET.SubElement(notes, "Zwolnienie")
    if any(one.rate == 0 for one in invoice.shares):
        _put(free, "P_19", "1")
        _put(free, "P_19A", exempt_by)
    else:
        _put(free, "P_19N", "1")
    _put(ET.SubElement(notes, "NoweSrodkiTransportu"), "P_22N", "1")
    _put(notes, "P_23", "2")
    _put(ET.SubElement(notes, "PMarzy"), "P_PMarzyN", "1")


def _corrected(place: ET.Element, invoice: EInvoice, before: EReferred) -> None:
    _put(place, "PrzyczynaKorekty", invoice.reason)
    about = ET.SubElement(place, "DaneFaKorygowanej")
    _put(about, "DataWystFaKorygowanej", before.issued_on.isoformat())
    _put(about, "NrFaKorygowanej", before.number)
    if before.registered:
        _put(about, "NrKSeF", "1")
        _put(about, "NrKSeFFaKorygowanej", before.registered)
    else:
        _put(about, "NrKSeFN", "1")
    if invoice.buyer_before is not None:
        _buyer(ET.SubElement(place, "Podmiot2K"), invoice.buyer_before, whole=False)
    if invoice.kind != "credit":
        _put(place, "P_15ZK", _amount(before.gross))


def _advance(place: ET.Element, advance: EReferred) -> None:
    if advance.registered:
        _put(place, "NrKSeFFaZaliczkowej", advance.registered)
    else:
        _put(place, "NrKSeFZN", "1")
        _put(place, "NrFaZaliczkowej", advance.number)


def _lines(invoice: EInvoice) -> Iterable[tuple[ELine, bool]]:
    """The lines, of a correction first those that held before. Of what is cancelled each stands there once more, with
    nothing of it."""
    yield from ((line, True) for line in invoice.lines_before)
    is_cancelled = invoice.corrects is not None and not invoice.lines
    yield from ((line, False) for line in (map(_nothing_of, invoice.lines_before) if is_cancelled else invoice.lines))


def _nothing_of(line: ELine) -> ELine:
    none = Money(minor=0, currency=line.amount.currency)
    return ELine(text=line.text, quantity=0, unit_price=line.unit_price, amount=none, tax_rate=line.tax_rate, tax=none)


def _line(place: ET.Element, number: int, line: ELine, prices: str, *, is_before: bool) -> None:
    _put(place, "NrWierszaFa", str(number))
    _put(place, "P_7", line.text, 512)
    _put(place, "P_8A", _PIECES)
    _put(place, "P_8B", str(line.quantity))
    price, amount = ("P_9B", "P_11A") if prices == "gross" else ("P_9A", "P_11")
    _put(place, price, _amount(line.unit_price))
    _put(place, amount, _amount(line.amount))
    _put(place, "P_12", _RATES[line.tax_rate][0])
    if is_before:
        _put(place, "StanPrzed", "1")


def _payment(place: ET.Element, invoice: EInvoice) -> None:
    _put(ET.SubElement(place, "TerminPlatnosci"), "Termin", invoice.due_on.isoformat())
    account = _ACCOUNT.search(re.sub(r"[\s-]", "", invoice.bank_account).upper())
    if account is not None:
        _put(place, "FormaPlatnosci", "6")
        _put(ET.SubElement(place, "RachunekBankowy"), "NrRB", account.group())


def _order(place: ET.Element, invoice: EInvoice) -> None:
    """What was ordered, for an advance: what stands on the advance invoice."""
    _put(place, "WartoscZamowienia", _amount(_gross_of(invoice.lines, invoice)))
    for number, (line, is_before) in enumerate(_lines(invoice), 1):
        row = ET.SubElement(place, "ZamowienieWiersz")
        net = line.amount - line.tax if invoice.prices == "gross" else line.amount
        _put(row, "NrWierszaZam", str(number))
        _put(row, "P_7Z", line.text, 512)
        _put(row, "P_8AZ", _PIECES)
        _put(row, "P_8BZ", str(line.quantity))
        _put(row, "P_11NettoZ", _amount(net))
        _put(row, "P_11VatZ", _amount(line.tax))
        _put(row, "P_12Z", _RATES[line.tax_rate][0])
        if is_before:
            _put(row, "StanPrzedZ", "1")


def _gross_of(lines: Sequence[ELine], invoice: EInvoice) -> Money:
    tax = 0 if invoice.prices == "gross" else sum(one.tax.minor for one in lines)
    return Money(minor=sum(one.amount.minor for one in lines) + tax, currency=invoice.gross.currency)
