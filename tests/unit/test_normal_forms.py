"""One normal form wherever text comes in: what people type, paste and export, against what it means."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import journeys as j
import sms_peer
import whatsapp_peer
from helpdesk_core import Contact, Customer, Guest, Location, Refusal, Settings
from helpdesk_core.base import emails, phones
from helpdesk_core.base.commands import Code
from helpdesk_core.base.contacts import ContactKind
from helpdesk_core.base.digests import outside_id
from helpdesk_core.base.emails import domain_in_ascii, read_email
from helpdesk_core.base.references import Reference, new_reference
from helpdesk_core.base.surnames import surname_keys, typed_name_keys
from helpdesk_core.base.typed import plain
from helpdesk_core.channels.model import InboundState
from helpdesk_core.commands import (
    CorrectContact,
    CorrectName,
    CorrectRequestDevice,
    EnterCode,
    ImportRequest,
    ReplyToCustomer,
    ReplyToShop,
    SendLink,
    TakeRequest,
)
from helpdesk_core.errors import FieldError, InputError
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.testing import CapturingNotifier, FixtureDesk, make_desk
from helpdesk_core.views import view_request, view_search
from mail_in import shapes
from reference_app.importer import Importer, load_mapping
from unit.test_channels import Mailbox
from unit.test_chats import chatting
from unit.test_sms import sms

ADDRESSES = [
    ("Jan.Kowalski@Example.COM", "Jan.Kowalski@example.com"),
    ("mailto:jan@example.com", "jan@example.com"),
    ("jan@example.com.", "jan@example.com"),
    ("jan＠example.com", "jan@example.com"),
    ("jan@Müller.de", "jan@xn--mller-kva.de"),
    ("jan@MU\u0308LLER.de", "jan@xn--mller-kva.de"),
    ("jan@xn--MLLER-kva.de", "jan@xn--mller-kva.de"),
    ("jan@straße.de", "jan@xn--strae-oqa.de"),
    ("ala@żółw.pl", "ala@xn--w-uga1v8h.pl"),
    ("іван@пошта.укр", "іван@xn--80a1acn3a.xn--j1amh"),
    ("用户@例え。テスト", "用户@xn--r8jz45g.xn--zckzah"),
    ("a@हिन्दी.भारत", "a@xn--j2bd4cyah0f.xn--h2brj9c"),
    ("ｊａｎ＠ｅｘａｍｐｌｅ．ｃｏｍ", "jan@example.com"),
    ("jan﹫example.com", "jan@example.com"),
    ("\ufeffjan@exam\u200bple.com\u2060", "jan@example.com"),
    ("\u202ajan@example.com\u202c", "jan@example.com"),
    ("ja\u00adn@exa\u200dmple.com", "jan@example.com"),
    ("<jan@example.com>", "jan@example.com"),
    ("Jan Nowak <mailto:Jan@example.com>;", "Jan@example.com"),
    ("jan@example.com,", "jan@example.com"),
]
NO_ADDRESSES = (
    *("a@xn--a.de", "a@-a.de", "a@a-.de", "a@exa_mple.com", "a@example.c", "a@example.1a", "a@☃.com"),
    *("a@नी\u200cल.com", "a@b.com <c@d.com> e@f.com", "<a@b.com> <c@d.com>", "a@b.com, c@d.com"),
    *("a@exam\u200bple..com", "a@\ud800.com", "\ud800@example.com", "ä@" + "ä" * 60 + ".de", "a@a.b.c.d.e.f.g.h.i.jj"),
)


@pytest.mark.parametrize("typed, value", ADDRESSES)
def test_an_address_has_one_spelling(typed: str, value: str) -> None:
    """RFC 5321: the name as typed; RFC 5891: the domain as DNS has it."""
    assert Contact.parse(typed).value == value
    assert Contact.parse(Contact.parse(typed).shown).value == value


@pytest.mark.parametrize("typed", NO_ADDRESSES)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(FieldError, match=r"contact\.unreadable"):
        Contact.parse(typed)


def test_one_mailbox_is_equal_in_any_case_and_another_is_not() -> None:
    """A dot, a tag and ß are not guessed away: they may be another person's."""
    assert Contact.parse("Jan@Example.com") == Contact.parse("jan@EXAMPLE.com")
    assert len({Contact.parse("Jan@Example.com"), Contact.parse("jan@example.com")}) == 1
    for other in ("ja.n@example.com", "jan+shop@example.com", "jan@example.org"):
        assert Contact.parse(other) != Contact.parse("jan@example.com")
    for one, other in (("ﬁona", "fiona"), ("jan²", "jan2"), ("١٢٣", "123"), ("maſter", "master")):
        assert Contact.parse(f"{one}@example.com") != Contact.parse(f"{other}@example.com"), "mail goes elsewhere"
    assert Contact.parse("strasse@example.com") != Contact.parse("straße@example.com")
    assert Contact.parse("a@strasse.de") != Contact.parse("a@straße.de")


@example(".a@example.com")
@example("a.@example.com")
@example("a..b@example.com")
@example("a@xn--a.de")
@example("a@a.b.c.d.e.f.g.h.i.jj")
@given(st.one_of(st.from_regex(emails._PLAIN, fullmatch=True), st.text("aZ.@-+_0x n", max_size=14)))
def test_a_plain_address_is_read_as_any_other(typed: str) -> None:
    """The short way changes no letter that the long one would not, and takes nothing that it refuses."""

    def read() -> str:
        try:
            return read_email(typed)
        except FieldError as error:
            return error.code

    short = read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(emails, "_PLAIN", re.compile(r"(?!)"))
        assert read() == short


@given(st.text(max_size=40))
def test_reading_an_address_again_changes_nothing(typed: str) -> None:
    """Idempotent, and never anything but a FieldError."""
    try:
        address = read_email(f"a@{typed}")
    except FieldError:
        return
    assert read_email(address) == address
    assert address.isascii()
    assert domain_in_ascii(Contact.parse(address).shown.rpartition("@")[2]) == address.rpartition("@")[2]


def test_a_customer_may_type_the_address_in_another_case() -> None:
    """Link, code, search and duplicates: one address is one address, and mail goes to it as it was first typed."""
    desk = make_desk()
    made = j.submit(desk, contact="Jan.Kowalski@example.com")
    desk.deliver()
    answer = j.attempt(desk, SendLink, Guest(), reference=made.reference, contact="jan.KOWALSKI@Example.com")
    assert desk.deliver().done, "the answer is the same for any address: a job looks whether it is the request's"
    desk.deliver()
    assert not isinstance(answer, Refusal)
    assert [one.contact.value for one in desk.notifier.sent] == ["Jan.Kowalski@example.com"] * 2
    fields = {"link": j.link(desk, made), "contact": "JAN.kowalski@example.com"}
    assert j.do(desk, EnterCode, Guest(), code=j.code_of(desk, made), **fields).grant
    found = desk.view(view_search, j.ANNA, "jan.kowalski@example.com")
    assert [row.reference.grouped for row in found.rows] == [made.reference]
    again = j.submit(desk, contact="jan.kowalski@EXAMPLE.com")
    seen = desk.view(view_request, j.ANNA, again.reference)
    assert [row.reference.grouped for row in seen.duplicates] == [made.reference]


CONTACTS = {
    "jan@xn--w-uga1v8h.pl": ("Jan@Żółw.PL", "mailto:jan@żółw.pl", "Jan Nowak <JAN@xn--w-uga1v8h.pl>", "jan＠żółw.pl."),
    "+48600100200": ("600 100 200", "(+48) 600-100-200", "0048600100200", "tel. 600·100·200", "６００１００２００"),
}
SERIALS = ("SN XK-2O41", "s/n: xk 2041", "IMEI ХК2041", "Nº de serie: XK.2041", "Seriennr. XK2041")
WAYS: dict[str, Callable[[FixtureDesk, dict[str, str]], str]] = {
    "Quick Help": lambda desk, words: desk.do(desk.read(SubmitRequest, words), Guest()).request,
    "a customer of the host": lambda desk, words: desk.do(desk.read(SubmitRequest, words), Customer(id="7")).request,
    "the counter": lambda desk, words: desk.do(desk.read(TakeRequest, words), j.ANNA).request,
    "an import": lambda desk, words: (
        desk.do(desk.read(ImportRequest, words | {"source": "old", "source_id": "1"}), j.BOSS).request
    ),
    "corrected by staff": lambda desk, words: corrected(desk, words),
}


def corrected(desk: FixtureDesk, words: dict[str, str]) -> str:
    """A request that was wrong in everything, put right on its page."""
    made = j.submit(desk, contact="wrong@example.com")
    request = {"request": made.request}
    j.do(desk, CorrectContact, j.ANNA, **request, contact=made.contact, to=words["contact"])
    j.do(desk, CorrectName, j.ANNA, **request, surname=words["surname"])
    device = outside_id(desk.tenant, "request_devices", made.request)
    more = {"device": device, "description": "Radio", "serial": words["serial"]}
    j.do(desk, CorrectRequestDevice, j.ANNA, **request, **more)
    return made.request


@pytest.mark.parametrize("way", WAYS)
def test_whatever_way_words_come_they_are_one(way: str) -> None:
    """Address, phone, name and serial number are found under each spelling of them, and under nobody else's."""
    for value, spellings in CONTACTS.items():
        for number, typed in enumerate(spellings):
            desk = make_desk(settings=Settings(country_code="48"))
            serial = SERIALS[number]
            words = {
                "problem": "p",
                "device": "Radio",
                "surname": "NOWAK-Kern, Anna",
                "contact": typed,
                "serial": serial,
            }
            request = WAYS[way](desk, words)
            for asked in (value, *spellings, "Anna Nowak-Kern", "nowak", *SERIALS):
                assert [row.id for row in desk.show(view_search, j.ANNA, asked).rows] == [request], (typed, asked)


NUMBERS = [
    ("39", "06 1234 5678", "+390612345678"),
    ("39", "0039 02 8239 8816", "+390282398816"),
    ("44", "020 7946 0000", "+442079460000"),
    ("44", "+44 (0)20 7946 0000", "+442079460000"),
    ("44", "+44 020 7946 0000", "+442079460000"),
    ("44", "44 7700 900123", "+447700900123"),
    ("49", "030/1234567", "+49301234567"),
    ("48", "+48 (0)22 123 45 67", "+48221234567"),
    ("48", "(0-22) 123 45 67", "+48221234567"),
    ("48", "0 22 123 45 67", "+48221234567"),
    ("48", "48 600 100 200", "+48600100200"),
    ("48", "tel. 600 100 200", "+48600100200"),
    ("48", "Tel:+48600100200", "+48600100200"),
    ("48", "６００１００２００", "+48600100200"),
    ("48", "٦٠٠١٠٠٢٠٠", "+48600100200"),
    ("48", "600\u202f100\u202f200", "+48600100200"),
    ("48", "\u202a+48 600\u2011100\u2011200\u202c", "+48600100200"),
    ("1", "1-555-010-0123", "+15550100123"),
    ("1", "(555) 010-0123", "+15550100123"),
    ("1", "011 48 600 100 200", "+48600100200"),
    ("7", "8 (916) 555-01-23", "+79165550123"),
    ("36", "06 20 555 0123", "+36205550123"),
    ("33", "01 99 00 12 34", "+33199001234"),
    ("380", "050 123 45 67", "+380501234567"),
    ("420", "601 123 456", "+420601123456"),
    ("", "+48 600 100 200", "+48600100200"),
    ("", "(+48) 600 100 200", "+48600100200"),
    ("48", "(+48)600-100-200", "+48600100200"),
    ("48", "tel. kom.: 600 100 200", "+48600100200"),
    ("48", "Nr tel. (+48) 600 100 200", "+48600100200"),
    ("48", "numer telefonu: 600100200", "+48600100200"),
    ("48", "WhatsApp: +49 30 1234567", "+49301234567"),
    ("48", "600·100·200", "+48600100200"),
]


def test_a_location_abroad_has_its_own_country_code() -> None:
    """What is typed for a location is read as its country dials; elsewhere the shop's holds."""
    places = (Location(id="berlin", labels={"en": "Berlin"}, country_code="49"), Location(id="w", labels={"en": "W"}))
    desk = make_desk(settings=Settings(country_code="48", locations=places))
    words = {"problem": "p", "device": "d", "surname": "s"}

    def read(contact: str, **more: str) -> str:
        return desk.read(SubmitRequest, words | {"contact": contact} | more).contact.value

    assert read("030 1234567", location="berlin") == "+49301234567"
    assert read("600 100 200", location="w") == read("600 100 200") == "+48600100200"


def test_a_number_is_read_as_the_place_of_the_request_dials_it() -> None:
    """At the link again and at the code, where nobody says a location: the request has one. Reading does not look."""
    places = (Location(id="berlin", labels={"en": "Berlin"}, country_code="49"), Location(id="w", labels={"en": "W"}))
    texts = CapturingNotifier((ContactKind.PHONE,))
    shop = Settings(country_code="48", locations=places, code_channels=frozenset({"phone"}))
    desk = make_desk(settings=shop, notifiers=[texts])
    typed = "030 123 45 67"  # in Warsaw somebody else's
    assert desk.read(SendLink, {"reference": new_reference(), "contact": typed}).contact.value == "+48301234567"
    for location, value in (("berlin", "+49301234567"), ("w", "+48301234567")):
        made = j.submit(desk, contact=typed, location=location)
        link = j.link(desk, made)
        j.do(desk, SendLink, Guest(), reference=made.reference, contact=typed)
        while desk.deliver().done:
            pass
        assert {one.contact.value for one in texts.sent} == {value}
        assert len(texts.sent) == 2, "a code after the request, and the link again"
        assert j.do(desk, EnterCode, Guest(), link=link, contact=typed, code=j.code_of(desk, made, value)).grant
        desk.deliver()
        texts.sent.clear()


def test_a_number_that_only_another_place_of_the_shop_dials_is_read() -> None:
    """Where nothing is kept of it; a new request takes no number of another country."""
    places = (Location(id="oslo", labels={"en": "Oslo"}, country_code="47"),)
    desk = make_desk(settings=Settings(country_code="48", locations=places))
    contact = desk.read(SendLink, {"reference": new_reference(), "contact": "22 34 56 78"}).contact
    assert (contact.value, contact.dialled) == ("+4722345678", "22 34 56 78")
    with pytest.raises(InputError):
        desk.read(SubmitRequest, {"problem": "p", "device": "d", "surname": "s", "contact": "22 34 56 78"})


NO_NUMBERS = [
    ("48", "600 100 20"),
    ("48", "600 100 2000"),
    ("48", "22 123 45 67 wew. 12"),
    ("48", "600 100 200, 600 100 201"),
    ("39", "+39 (0)6 1234 5678"),
    ("49", "1234567"),
    ("44", "7946 0000"),
    ("", "600 100 200"),
    ("48", "+0 600 100 200"),
    ("48", "+48 600 100 20"),
    ("48", "(+48) 600 100 200 wew. 5"),
    ("48", "600 100 200;ext=5"),
    ("48", "(+48 600 100 200"),
    ("48", "++48 600 100 200"),
    ("48", "nr 600 100 20"),
]


@pytest.fixture(params=["without phonenumbers", "with phonenumbers"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra ``phones``, or without it."""
    if request.param == "without phonenumbers":
        monkeypatch.setattr(phones, "_library", lambda: None)


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("country, typed, value", NUMBERS)
def test_a_phone_number_is_read_as_people_of_its_country_write_it(country: str, typed: str, value: str) -> None:
    assert Contact.parse(typed, country).value == value


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("country, typed", NO_NUMBERS)
def test_a_number_is_refused_and_never_kept_as_another(country: str, typed: str) -> None:
    with pytest.raises(FieldError, match=r"contact\.unreadable|phone\.country_needed"):
        Contact.parse(typed, country)


def _examples() -> list[tuple[str, str, str]]:
    """Example numbers of every region of the library, as they are dialled at home."""
    found = []
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE):
            number = phonenumbers.example_number_for_type(region, kind)
            if number is not None:
                home = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
                value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
                found.append((str(number.country_code), home, value))
    return found


@pytest.mark.usefixtures("library")
def test_no_number_of_any_country_is_taken_for_another() -> None:
    """phonenumbers is the judge: what we read is what it reads, whether it is installed for us or not."""
    right, refused = 0, []
    for country, home, value in _examples():
        for typed in (home, value, value.replace("+", "00")):
            try:
                assert Contact.parse(typed, country).value == value, (country, typed)
                right += 1
            except FieldError:
                refused.append((country, typed))
    assert right > 1000
    assert not [typed for _, typed in refused if typed.startswith(("+", "00"))]


@pytest.mark.parametrize(
    "typed",
    [
        *("123 456", "123-456", "12 34 56", "1 2 3 4 5 6", "123.456", "１２３４５６", "١٢٣٤٥٦", "123\u200b456"),
        *("Your code is 123 456.", "Twój kod to 123–456. Ważny 10 minut.", "Request AB12-3456: your code 123456"),
        "Your security code is 123456. It works once, within 10 minutes.",
    ],
)
def test_a_code_may_be_pasted_with_its_sentence(typed: str) -> None:
    assert Code(typed) == "123456"


@pytest.mark.parametrize(
    "typed",
    ["12345", "1234567", "123 456 789", "123456 654321", "12a34b56", "x123456", "PLN 123 456.00", "AB12-345678"],
)
def test_a_code_is_not_guessed_out_of_other_numbers(typed: str) -> None:
    """A phone, an amount, two codes, a reference: nobody can say what was meant."""
    with pytest.raises(FieldError, match=r"code\.unreadable"):
        Code(typed)


@given(st.from_regex(r"[0-9]{6}", fullmatch=True), st.sampled_from(["{}", "Kod: {}.", "Your code is {}. Bye", "({})"]))
def test_every_code_is_found_in_its_sentence(digits: str, sentence: str) -> None:
    assert Code(sentence.format(digits)) == digits
    assert Code(sentence.format(f"{digits[:3]} {digits[3:]}")) == digits


@pytest.mark.parametrize(
    "typed",
    [
        *("abcd 1234", "#ABCD–1234", "A B C D 1 2 3 4", "ABCD1234.", "АВСD-1234", "ＡＢＣＤ－１２３４"),
        *("Request ABCD-1234: your code 123 456", "Moje zgłoszenie abcd 1234, dziękuję", "Nr: abcd1234"),
        *("https://shop.example/staff/requests/ABCD1234", "ABCD-1234 (ABCD-1234)", "zgłoszenie nr ABCD-I234"),
    ],
)
def test_a_reference_may_be_pasted_with_what_stands_around_it(typed: str) -> None:
    assert Reference(typed) == "ABCD1234"


@pytest.mark.parametrize(
    "typed", ["ABCD-1234 EFGH-5678", "napraw mi telefon", "my phone 600100200", "to be or not", ""]
)
def test_a_reference_is_not_guessed(typed: str) -> None:
    with pytest.raises(FieldError, match=r"reference\.unreadable"):
        Reference(typed)


@given(st.builds(new_reference), st.sampled_from(["{}", "Request {}: your code 123 456", "nr {}, dziękuję", "({})"]))
def test_every_reference_is_found_in_its_sentence(reference: str, sentence: str) -> None:
    assert Reference(sentence.format(Reference.stored(reference).grouped.lower())) == reference


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    """Nothing but a FieldError, and reading what was read changes nothing."""
    for read in (Code, Reference):
        with suppress(FieldError):
            assert read(read(typed)) == read(typed)
    assert plain(plain(typed)) == plain(typed)


NAMES = [
    ("Jan Maria Nowak", None, "Nowak"),
    ("Jan Maria Nowak", None, "Jan Nowak"),
    ("Łukasz Żółkiewski", None, "zolkiewski"),
    ("NOWAK Jan", None, "Nowak"),
    ("Nowak, Jan", None, "nowak"),
    ("John Smith Jr.", None, "Smith"),
    ("Jan van der Berg", None, "van der Berg"),
    ("van der Berg", "Jan", "Berg"),
    ("Berg", "Jan", "van der Berg"),
    ("de la Cruz", "José", "José de la Cruz"),
    ("de la Cruz", "José", "Cruz"),
    ("Delacruz", "José", "José de la Cruz"),
    ("García Márquez", "Gabriel", "Marquez Garcia"),
    ("Nowak-Kowalska", "Anna", "Anna Maria Nowak-Kowalska"),
    ("Sørensen", "Bo", "Soerensen"),
    ("Åberg", "Bo", "Aaberg"),
    ("Шевченко", "Тарас", "Taras Shevchenko"),
    ("ßler", None, "SSLER"),
    ("Nowak", "Jan", "mgr inż. Jan Maria Nowak"),
    ("Nowak", "Jan", "Pan dr hab. Jan Nowak"),
    *(("O'Neil", "Sean", f"O{mark}Neil") for mark in "'’‘ʼʻʽʾʹ`´′＇‛ꞌˈ"),
    *((f"Ka{mark}ahumanu", None, "kaahumanu") for mark in "'ʻ‘ꞌʿ"),
]
OTHER_NAMES = [
    ("Jan Nowak", None, "Jan"),
    ("Nowak-Kowalska", None, "Kowalska"),
    ("García Márquez", "Gabriel", "García"),
    ("Nowak", "Jan", "Jan"),
    ("van der Berg", "Jan", "van der"),
    ("Kowalski", "Jan", "Kowalska"),
    ("Nowak", "Jan", "Nowak Kowalski Wójcik Lis"),
    ("Nowak", "Jan", "Nowak-Lis Wójcik-Kern Zając"),
    ("Nowak", "Jan", "de la del van der von den Nowak"),
]


@pytest.mark.parametrize("surname, given_name, typed", NAMES)
def test_a_person_is_found_under_the_own_name(surname: str, given_name: str | None, typed: str) -> None:
    """Whole names in one column, capitals, commas, particles, two surnames, another order, other alphabets."""
    assert surname_keys(surname, given_name) & typed_name_keys(typed)


@pytest.mark.parametrize("surname, given_name, typed", OTHER_NAMES)
def test_two_people_are_never_joined(surname: str, given_name: str | None, typed: str) -> None:
    """A given name, half of a double name, particles alone, another gender's form, a list of guesses."""
    assert not surname_keys(surname, given_name) & typed_name_keys(typed)


HEADER = "Nr;Nazwisko;Kontakt;Numer;Opis\n"
MAPPING = """source = "old"
source_id = "Nr"
surname = "Nazwisko"
contact = "Kontakt"
serial = "Numer"
[device]
columns = ["Numer"]
[problem]
columns = ["Opis"]
"""


@pytest.mark.parametrize("contact, typed", [(value, one) for value, all in CONTACTS.items() for one in all])
def test_a_row_of_a_file_is_read_as_the_form_is(tmp_path: Path, contact: str, typed: str) -> None:
    """Whatever the other system wrote: found under each spelling of address, phone, name and serial number."""
    desk, file, mapping = make_desk(settings=Settings(country_code="48")), tmp_path / "old.csv", tmp_path / "m.toml"
    file.write_text(f"{HEADER}1;NOWAK-Kern, Anna;{typed};{SERIALS[0]};p\n", "utf-8")
    mapping.write_text(MAPPING, "utf-8")
    (*_, report) = Importer(desk, load_mapping(str(mapping))).run(file)
    assert (report.created, report.bad) == (1, [])
    for asked in (contact, *CONTACTS[contact], "Anna Nowak-Kern", "nowak", *SERIALS):
        assert len(desk.show(view_search, j.ANNA, asked).rows) == 1, asked


@pytest.mark.parametrize(
    "sender",
    [
        "NOWAK-Kern Anna <Jan@xn--w-uga1v8h.pl>",
        '"NOWAK-Kern, Anna" <Jan@Żółw.PL>',
        "=?utf-8?q?Anna_Nowak-Kern?= <jan@xn--W-uga1v8h.pl>",
        "jan@żółw.pl (Anna Nowak-Kern)",
    ],
)
def test_a_mail_is_read_as_the_form_is(sender: str) -> None:
    """The sender's address and name, found under each spelling."""
    box = Mailbox(mail_makes_requests=True)
    assert box.gets(shapes.mail("Popsuta pralka", From=sender)).state is InboundState.REQUEST
    for asked in ("jan@xn--w-uga1v8h.pl", *CONTACTS["jan@xn--w-uga1v8h.pl"], "Anna Nowak-Kern", "nowak"):
        assert len(box.desk.show(view_search, j.ANNA, asked).rows) == 1, asked


@pytest.mark.parametrize("sender", ["48600100200", "+48600100200", "0048600100200"])
def test_an_sms_is_read_as_the_form_is(sender: str) -> None:
    """The sender's number, as providers write it."""
    with sms_peer.running() as peer:
        desk = sms(peer)
        desk.hears("Pralka nie wiruje", sender=sender)
        for asked in ("+48600100200", *CONTACTS["+48600100200"]):
            assert len(desk.desk.show(view_search, j.ANNA, asked).rows) == 1, asked


def test_a_chat_is_read_as_the_form_is() -> None:
    """The number that WhatsApp vouches for."""
    with whatsapp_peer.running() as peer:
        chat = chatting(peer)
        chat.says(whatsapp_peer.message(text={"body": "Pralka nie wiruje"}))
        for asked in ("+48600100200", *CONTACTS["+48600100200"]):
            assert len(chat.desk.show(view_search, j.ANNA, asked).rows) == 1, asked


SAID = ("żółw ŁÓDŹ 2041", "z\u0307o\u0301\u0142w \u0141o\u0301dz\u0301 ２０４１", "żó\u200błw Łó\u00addź ٢٠٤١")


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("way", ["form", "room", "staff", "mail", "sms", "chat"])
def test_words_are_found_however_they_came(way: str, said: str) -> None:
    """What is typed in a form, a reply in the room, a reply of staff, a mail, an SMS or a chat: letters with marks of
    their own, full-width and Arabic digits, soft hyphens."""
    with ExitStack() as stack:
        if way == "mail":
            box = Mailbox(mail_makes_requests=True)
            box.gets(shapes.mail(said))
            desk = box.desk
        elif way == "sms":
            sms_desk = sms(stack.enter_context(sms_peer.running()))
            sms_desk.hears(said)
            desk = sms_desk.desk
        elif way == "chat":
            chat = chatting(stack.enter_context(whatsapp_peer.running()))
            chat.says(whatsapp_peer.message(text={"body": said}))
            desk = chat.desk
        else:
            desk = make_desk()
            made = j.submit(desk, problem=said if way == "form" else "p")
            words = {"request": made.request, "text": said}
            guest = j.enter(desk, made)
            if way == "room":
                j.do(desk, ReplyToShop, guest, **words)
            if way == "staff":
                j.do(desk, ReplyToCustomer, j.ANNA, **words)
            desk.index()
        for asked in ("żółw", "ZOLW", "z\u0307o\u0301\u0142w", "łódź", "2041", "２０４１", "٢٠٤١"):
            assert len(desk.show(view_search, j.ANNA, asked).rows) == 1, asked
