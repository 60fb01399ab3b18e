"""KSeF: FA(3) by the ministry's own schema, the calls by a peer that decrypts and compares, and nothing sent twice."""

from __future__ import annotations

import base64
import hashlib
import io
import logging
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

import ksef_peer
from helpdesk_core import ConfigurationError, Money
from helpdesk_core.adapters.ksef import Ksef, is_number
from helpdesk_core.adapters.ksef.fa3 import NAMESPACE
from helpdesk_core.ports import (
    Busy,
    EInvoice,
    ELine,
    EParty,
    EReferred,
    EShare,
    Registered,
    Rejected,
    SessionOver,
    Unwelcome,
    Unwritable,
)
from ksef_peer import NIP, TOKEN, Peer

etree = pytest.importorskip("lxml.etree")
_SCHEMAS = Path(__file__).parents[1] / "data" / "ksef" / "schemas.zip"
_AT = {"f": NAMESPACE}
NUMBER = "5260250274-20261127-010000000001-E1"


class _Beside(etree.Resolver):
    """Finds the imported types in the archive, whatever address they are named by."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive

    def resolve(self, url: str, id: Any, context: Any) -> Any:
        return self.resolve_string(self.archive.read(url.rpartition("/")[2]), context, base_url=url)


@pytest.fixture(scope="module")
def schema() -> Any:
    """The ministry's schema."""
    with zipfile.ZipFile(_SCHEMAS) as archive:
        parser = etree.XMLParser(no_network=True)
        parser.resolvers.add(_Beside(archive))
        return etree.XMLSchema(etree.parse(io.BytesIO(archive.read("fa3.xsd")), parser))


def zl(minor: int) -> Money:
    return Money(minor=minor, currency="PLN")


def line(text: str, minor: int, rate: int = 2300, quantity: int = 1) -> ELine:
    amount = minor * quantity
    return ELine(
        text=text,
        quantity=quantity,
        unit_price=zl(minor),
        amount=zl(amount),
        tax_rate=rate,
        tax=zl(round(amount * rate / (10_000 + rate))),
    )


INVOICE = EInvoice(
    kind="invoice",
    number="FV/2026/7",
    issued_on=date(2026, 11, 27),
    sold_on=date(2026, 11, 25),
    due_on=date(2026, 12, 11),
    made_at=datetime(2026, 11, 27, 11, 0, tzinfo=UTC),
    prices="gross",
    seller=f"Fixly sp. z o.o., Warszawa, NIP {NIP}",
    seller_address="ul. Prosta 1, 00-001 Warszawa",
    bank_account="PL 61 1090 1014 0000 0712 1981 2874 (Bank)",
    buyer=EParty(name="Świętosława Gżegżółka & Syn", address="ul. Długa 2\n00-002 Łódź", tax_number="5261040828"),
    lines=(line("Wymiana ekranu <i>", 62_000), line("Książka", 1_050, 500, 2), line("Robocizna", 10_800, 800)),
    lines_before=(),
    shares=(
        EShare(rate=500, gross=zl(2_100), tax=zl(100)),
        EShare(rate=800, gross=zl(10_800), tax=zl(800)),
        EShare(rate=2300, gross=zl(62_000), tax=zl(11_593)),
    ),
    gross=zl(74_900),
    reason="",
    corrects=None,
    buyer_before=None,
    advances=(),
)
REFERRED = EReferred(number="FV/2026/6", issued_on=date(2026, 11, 20), registered=NUMBER, gross=zl(10_000))
OTHERS = {
    "net": attrs.evolve(INVOICE, prices="net"),
    "abroad": attrs.evolve(INVOICE, buyer=EParty(name="Kern", address="Berlin", tax_number="DE123456789")),
    "greek": attrs.evolve(INVOICE, buyer=EParty(name="Kern", address="Athens", tax_number="EL123456789")),
    "without an address": attrs.evolve(INVOICE, buyer=EParty(name="Kern", address="", tax_number="PL5261040828")),
    "advance": attrs.evolve(INVOICE, kind="advance"),
    "final": attrs.evolve(INVOICE, kind="final", advances=(REFERRED, attrs.evolve(REFERRED, registered=""))),
    "credit": attrs.evolve(
        INVOICE, kind="credit", reason="Za dużo", corrects=REFERRED, lines_before=INVOICE.lines, lines=INVOICE.lines[1:]
    ),
    "credit outside": attrs.evolve(
        INVOICE,
        kind="credit",
        reason="Nazwa",
        corrects=attrs.evolve(REFERRED, registered=""),
        lines_before=INVOICE.lines,
        buyer_before=EParty(name="Gżegżółka", address="Łódź", tax_number="5261040828"),
    ),
    "cancelled": attrs.evolve(
        INVOICE, kind="credit", reason="x", corrects=REFERRED, lines=(), lines_before=INVOICE.lines, gross=zl(-74_900)
    ),
    "credit of an advance": attrs.evolve(
        INVOICE, kind="credit_advance", reason="x", corrects=REFERRED, lines=(), lines_before=INVOICE.lines
    ),
    "credit of a final one": attrs.evolve(
        INVOICE,
        kind="credit_final",
        reason="x",
        corrects=REFERRED,
        lines_before=INVOICE.lines,
        advances=(REFERRED,),
    ),
    "exempt": attrs.evolve(
        INVOICE,
        lines=(line("Naprawa", 5_000, 0),),
        shares=(EShare(rate=0, gross=zl(5_000), tax=zl(0)),),
        gross=zl(5_000),
    ),
    "odd characters": attrs.evolve(INVOICE, lines=(line("a\x85b\x9fc\ufdd0 " + "ż" * 600, 100),)),
    "the longest words": attrs.evolve(INVOICE, reason="x" * 400, seller="S" * 600, seller_address="A" * 600 + "\nB"),
}


def made(**more: Any) -> Ksef:
    return Ksef(TOKEN, NIP, **({"exempt_by": "art. 113 ust. 1 ustawy o VAT"} | more))


def read(document: bytes, path: str) -> list[str]:
    return [one.text for one in etree.fromstring(document).iterfind(path, _AT)]


@pytest.mark.parametrize("name", ["plain", *OTHERS])
def test_what_is_written_is_valid_by_the_ministrys_schema_and_the_same_each_time(schema: Any, name: str) -> None:
    invoice = OTHERS.get(name, INVOICE)
    document = made().write(invoice)
    schema.assertValid(etree.fromstring(document))
    assert made().write(invoice) == document
    assert not document.startswith(b"\xef\xbb\xbf")


def test_sums_parties_and_lines_are_those_of_the_invoice() -> None:
    document = made().write(INVOICE)
    said = {
        "P_13_1": "504.07", "P_14_1": "115.93", "P_13_2": "100.00", "P_14_2": "8.00",
        "P_13_3": "20.00", "P_14_3": "1.00", "P_15": "749.00",
        "P_1": "2026-11-27", "P_2": "FV/2026/7", "P_6": "2026-11-25", "RodzajFaktury": "VAT",
    }  # fmt: skip
    for name, value in said.items():
        assert read(document, f"f:Fa/f:{name}") == [value], name
    assert read(document, ".//f:NIP") == [NIP, "5261040828"]
    assert read(document, ".//f:Nazwa") == ["Fixly sp. z o.o., Warszawa", "Świętosława Gżegżółka & Syn"]
    assert read(document, ".//f:P_7") == ["Wymiana ekranu <i>", "Książka", "Robocizna"]
    assert read(document, ".//f:P_11A") == ["620.00", "21.00", "108.00"]
    assert read(document, ".//f:NrRB") == ["PL61109010140000071219812874"]
    assert read(document, ".//f:AdresL2") == ["00-002 Łódź"]


def test_kinds_name_what_they_are_about() -> None:
    kinds = {
        "advance": "ZAL", "final": "ROZ", "credit": "KOR", "credit of an advance": "KOR_ZAL",
        "credit of a final one": "KOR_ROZ",
    }  # fmt: skip
    for name, kind in kinds.items():
        assert read(made().write(OTHERS[name]), "f:Fa/f:RodzajFaktury") == [kind]
    credit = made().write(OTHERS["credit"])
    assert read(credit, ".//f:NrKSeFFaKorygowanej") == [NUMBER]
    assert read(credit, ".//f:StanPrzed") == ["1"] * 3
    assert read(made().write(OTHERS["credit outside"]), ".//f:NrKSeFN") == ["1"]
    final = made().write(OTHERS["final"])
    assert read(final, ".//f:NrKSeFFaZaliczkowej") == [NUMBER]
    assert read(final, ".//f:NrFaZaliczkowej") == ["FV/2026/6"]
    assert read(made().write(OTHERS["cancelled"]), ".//f:P_8B") == ["1", "2", "1", "0", "0", "0"]


@pytest.mark.parametrize(
    "code, invoice",
    [
        ("address", attrs.evolve(INVOICE, seller_address=" ")),
        ("rate", attrs.evolve(INVOICE, lines=(line("x", 100, 1900),))),
        ("tax_number", attrs.evolve(INVOICE, buyer=EParty(name="x", address="", tax_number="5261040829"))),
        ("currency", attrs.evolve(INVOICE, gross=Money(minor=1, currency="EUR"))),
        ("exempt", OTHERS["exempt"]),
    ],
)
def test_what_the_form_has_no_place_for_is_not_written(code: str, invoice: EInvoice) -> None:
    with pytest.raises(Unwritable) as caught:
        made(exempt_by="").write(invoice)
    assert caught.value.code == code


@pytest.fixture
def peer() -> Iterator[Peer]:
    with ksef_peer.running() as running:
        yield running


def client(peer: Peer, **more: Any) -> Ksef:
    return made(api=peer.address, pages="https://qr.example", **more)


def until_known(ksef: Ksef, session: str, document: bytes) -> Any:
    for _ in range(5):
        if (answer := ksef.send(session, document)) is not None:
            return answer
    raise AssertionError("it is never known")


def test_a_document_goes_there_encrypted_and_comes_back_with_number_time_link_and_receipt(peer: Peer) -> None:
    ksef = client(peer)
    document = ksef.write(INVOICE)
    answer = until_known(ksef, ksef.begin(), document)
    assert isinstance(answer, Registered)
    assert is_number(answer.number)
    assert answer.at == datetime(2026, 11, 27, 12, 0, 5, 500_000, tzinfo=UTC)
    assert answer.link.startswith(f"https://qr.example/invoice/{NIP}/27-11-2026/")
    assert answer.receipt is not None
    assert answer.number.encode() in answer.receipt
    assert peer.documents == [document]
    assert peer.posts() == 1
    assert not any(session.is_open for session in peer.sessions.values())


def test_the_link_is_that_of_the_ministrys_example() -> None:
    """The date, the seller and the digest, in the shape of the documentation."""
    document = b"<P_1>2026-02-01</P_1>"
    digest = base64.urlsafe_b64encode(hashlib.sha256(document).digest()).decode().rstrip("=")
    link = Ksef(TOKEN, NIP).link(document)
    assert link == f"https://qr-test.ksef.mf.gov.pl/invoice/{NIP}/01-02-2026/{digest}"
    assert len(digest) == 43


def test_numbers_are_checked() -> None:
    assert is_number("5265877635-20250826-0100001AF629-AF")
    assert not is_number("5265877635-20250826-0100001AF629-AE")
    assert not is_number("5265877635-20250826-0100001AF629")


@pytest.mark.parametrize("lost", ["POST .*/invoices$", "GET .*/invoices[?]", "GET .*/upo", "POST .*/close"])
def test_an_answer_that_is_lost_sends_nothing_twice(peer: Peer, lost: str) -> None:
    ksef = client(peer)
    document, session = ksef.write(INVOICE), ksef.begin()
    peer.loses_answer_to = lost
    answer = None
    for _ in range(6):
        try:
            answer = ksef.send(session, document)
        except OSError:
            continue
        if answer is not None:
            break
    assert isinstance(answer, Registered)
    assert peer.documents == [document]


def test_another_process_goes_on_with_the_session_that_was_kept(peer: Peer) -> None:
    ksef = client(peer)
    document, session = ksef.write(INVOICE), ksef.begin()
    assert ksef.send(session, document) is None
    assert isinstance(until_known(client(peer), session, document), Registered)
    assert peer.posts() == 1
    assert TOKEN.split("|")[0] not in session


def test_a_session_that_is_over_is_said_to_be(peer: Peer) -> None:
    ksef = client(peer)
    session = ksef.begin()
    peer.sessions[session.partition(":")[0]].is_open = False
    with pytest.raises(SessionOver):
        ksef.send(session, ksef.write(INVOICE))
    with pytest.raises(SessionOver):
        ksef.send("20200101-SO-GONE:00", ksef.write(INVOICE))


def test_what_ksef_gave_up_is_begun_anew(peer: Peer) -> None:
    ksef = client(peer)
    session, peer.outcome = ksef.begin(), 550
    ksef.send(session, ksef.write(INVOICE))
    with pytest.raises(SessionOver):
        ksef.send(session, ksef.write(INVOICE))


def test_a_duplicate_is_ours_where_it_has_our_digest(peer: Peer) -> None:
    ksef = client(peer)
    document = ksef.write(INVOICE)
    first = until_known(ksef, ksef.begin(), document)
    again = until_known(ksef, ksef.begin(), document)
    assert again == first
    other = ksef.write(attrs.evolve(INVOICE, sold_on=date(2026, 11, 1)))
    answer = until_known(ksef, ksef.begin(), other)
    assert isinstance(answer, Rejected)
    assert answer.code == "duplicate"


@pytest.mark.parametrize("outcome, code", [(410, "rights"), (450, "file"), (435, "file")])
def test_a_refusal_says_why(peer: Peer, outcome: int, code: str) -> None:
    ksef = client(peer)
    peer.outcome = outcome
    answer = until_known(ksef, ksef.begin(), ksef.write(INVOICE))
    assert isinstance(answer, Rejected)
    assert answer.code == code
    assert answer.said.endswith("Szczegóły błędu.")


def test_a_document_that_is_refused_at_the_door_says_why(peer: Peer) -> None:
    ksef = client(peer)
    peer.refuses_with = (400, 21405)
    answer = ksef.send(ksef.begin(), ksef.write(INVOICE))
    assert answer == Rejected(code="file", said="Odmowa.")


def test_who_is_away_busy_or_does_not_know_us_is_told_apart(peer: Peer) -> None:
    ksef = client(peer)
    peer.is_away = True
    with pytest.raises(OSError, match="503") as caught:
        ksef.begin()
    assert not isinstance(caught.value, Busy | Unwelcome | SessionOver)
    peer.is_away, peer.busy = False, True
    with pytest.raises(Busy) as busy:
        ksef.begin()
    assert busy.value.seconds == 30
    peer.busy, peer.token = False, "another"
    with pytest.raises(Unwelcome):
        ksef.begin()
    assert list(ksef.problems()) == [
        "KSeF does not take the token (450): the token must be of this environment and NIP, "
        "with the permission InvoiceWrite"
    ]


def test_a_token_that_ran_out_is_replaced(peer: Peer) -> None:
    ksef = client(peer)
    ksef.begin()
    peer.access = "access-2"
    assert list(ksef.problems()) == []


def test_the_token_is_in_no_log_and_no_words(peer: Peer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ksef = client(peer)
    peer.token = "another"
    found = [*ksef.problems(), repr(ksef), caplog.text, *map(str, peer.bodies)]
    assert not any(TOKEN[:20] in one for one in found)


@pytest.mark.parametrize(
    "given",
    [
        {"token": ""},
        {"nip": "5260250275"},
        {"environment": "live"},
        {"exempt_by": 3},
        {"api": "http://ksef.example"},
    ],
)
def test_what_cannot_be_right_is_said_at_once(given: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Ksef(**({"token": TOKEN, "nip": NIP} | given))
    assert TOKEN not in str(caught.value)
