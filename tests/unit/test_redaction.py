"""What is removed, what stays, what a thread announces. Messages of our own, in English and Polish."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import journeys as j
from helpdesk_core import Guest, Settings, hookimpl
from helpdesk_core.commands import ReplyToShop
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.guardrails.redaction import Redactor, account_numbers, redact, redact_text
from helpdesk_core.plugins import Plugins
from helpdesk_core.testing import make_desk

REMOVED = [
    ("My password is Klopsik7, thanks.", "Klopsik7", "PASSWORD"),
    ("password: correct-horse", "correct-horse", "PASSWORD"),
    ("Hasło do komputera to nic, hasło: Zima2024!", "Zima2024", "PASSWORD"),
    ("hasło brzmi Burek", "Burek", "PASSWORD"),
    ("PIN 4821 and thanks", "4821", "PASSCODE"),
    ("pin do karty sim: 0000", "0000", "PIN"),
    ("4821 is my PIN", "4821", "PASSCODE"),
    ("the passcode is 258013", "258013", "PASSCODE"),
    ("kod do telefonu to 1590", "1590", "PASSCODE"),
    ("kod z SMS-a: 774 120", "774 120", "ONE_TIME_CODE"),
    ("Your verification code is 774120.", "774120", "ONE_TIME_CODE"),
    ("mój kod BLIK 123456", "123456", "BANKING_CODE"),
    ("card 4111 1111 1111 1111", "4111 1111 1111 1111", "CARD_NUMBER"),
    ("karta 5555-5555-5555-4444", "5555-5555-5555-4444", "CARD_NUMBER"),
    ("amex 378282246310005", "378282246310005", "CARD_NUMBER"),
    ("the cvv is 123", "123", "CARD_CVV"),
    ("konto PL61 1090 1014 0000 0712 1981 2874", "1090 1014", "BANK_ACCOUNT"),
    ("konto 61 1090 1014 0000 0712 1981 2874", "1090 1014", "BANK_ACCOUNT"),
    ("IBAN DE89370400440532013000", "DE89370400440532013000", "BANK_ACCOUNT"),
    ("PIN:\u200b 4\u200b821", "821", "PASSCODE"),
    ("PIN ４８２１", "４８２１", "PASSCODE"),
    ("PIN ٤٨٢١", "٤٨٢١", "PASSCODE"),
]
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7bq\nq0Zr7JmY\n-----END RSA PRIVATE KEY-----\n"
REMOVED += [
    ("The log says Authorization: Bearer 9f86d081884c7d659a2feaa0", "9f86d081884c7d659a2feaa0", "API_KEY"),
    ("I used ghp_16C7e42F292c6912E7710c838347Ae178B4a", "16C7e42F292c6912E7710c838347Ae178B4a", "API_KEY"),
    ("see https://shop.example/reset?token=3f9a8b7c6d5e4f3a2b1c", "3f9a8b7c6d5e4f3a2b1c", "API_KEY"),
    ("api_key = 'a1b2c3d4e5f6a7b8c9d0'", "a1b2c3d4e5f6a7b8c9d0", "API_KEY"),
    ("postgresql://shop:Zw9xQ2@db.example/shop", "Zw9xQ2", "PASSWORD"),
    (KEY, "MIIEowIBAAKCAQEA7bq", "PRIVATE_KEY"),
    (KEY[:60], "MIIEowIBAAKCAQEA7bq", "PRIVATE_KEY"),
]
KEPT = [
    "The session key on the keyboard is broken",
    "https://shop.example/orders?id=20260417123456&page=2",
    "mailto://jan@example.com",
    "api key not found, error 401",
    "IMEI 356938035643809",
    "My password does not work any more.",
    "Zapomniałem hasła do konta.",
    "I forgot the PIN of my phone.",
    "password reset",
    "Order 20260417123456 has not come.",
    "Zadzwońcie: 600 123 456",
    "Faktura 2026/11/0042 na 1 234,56 zł",
    "Error 0x80070057 after the update to 23.1.4",
    "kod błędu E15",
    "kod pocztowy 00-950",
    "Serial number C02XG0FDH7JY",
    "The PIN pad is broken",
    "iPhone 13, 128 GB, iOS 17.5.1",
    "NIP 525-21-45-118",
    "It was 4111 days ago",
    "Urgent! It smokes.",
    "I forgot my password!",
    "Great! My login works again.",
    "No password needed!",
    "The password is wrong!",
    "Hasło zmienione! Dziękuję!",
    "Achtung! Das Passwort ist falsch!",
    "Enter your password, then press Restart!",
    "Zmień hasło!",
    "Keep your password!!",
    "We will never ask for your password!",
    "Pomocy! ekran pękł",
    "Hilfe! mein Handy ist kaputt",
    "Hola! la pantalla no funciona",
    "Awesome! when can I collect it",
]


@pytest.mark.parametrize("text, secret, kind", REMOVED)
def test_a_secret_is_removed_and_named(text: str, secret: str, kind: str) -> None:
    """G3: the value is gone, its kind stands in its place, the rest stays as it was."""
    safe = redact(text).text.text
    assert secret not in safe
    assert f"[{kind}]" in safe
    assert safe.split("[")[0] == text[: len(safe.split("[")[0])]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_secret_stays(text: str) -> None:
    """Numbers a repair needs, and talk about passwords, survive letter for letter."""
    assert redact(text).text.text == text


TWICE = [
    "pin is 4821 if the terminal asks, total £1809.90",
    "kod odblokowania - 1590, kontakt 667 891 773",
    "recovery key: a1b2-c3d4-e5f6 sn C02ZK0A1MD6M",
]


@pytest.mark.parametrize(
    "text",
    [
        "Prosimy nie wysyłać haseł.\n\nPozdrawiam\nAnna Nowak",
        "Nigdy nie prosimy o hasło.\n\nSerwis",
        "Please never send us your password.\n\nRegards,\nAnna",
        "We will never ask for your password.\n\nWarsaw",
        "Proszę nie podawać hasła.\nWarszawa",
        "Nie potrzebujemy hasła.\nOdbiór: piątek",
        "I forgot my password.\nWarsaw",
        "Your password is safe with you: we do not ask for it.",
        "Please do not write your password here.\nOpening hours: Monday",
        "Prosimy nie wysyłać kodów ani haseł.\n\n# Zgłoszenia\n\nZgłoszenie przyjmujemy przez stronę.",
    ],
)
def test_a_sentence_that_is_over_announces_nothing(text: str) -> None:
    """What stands on the next line is about something else, unless it looks like a secret or answers."""
    assert redact_text(text) == text


@pytest.mark.parametrize(
    "text, secret",
    [
        ("Nie działa stare hasło.\nNowe: kotek", "kotek"),
        ("I can't remember the password.\nTry Popcorn2021", "Popcorn2021"),
        ("Nie pamiętam hasła.\nChyba kotek12", "kotek12"),
        ("> What is your password?\nbanana", "banana"),
        ("My password:\nbanana", "banana"),
        ("here is my password\nbanana", "banana"),
    ],
)
def test_the_next_line_answers(text: str, secret: str) -> None:
    """Behind a question, a colon or an open sentence; and what looks the part, whatever was said before."""
    assert secret not in redact_text(text)


@pytest.mark.parametrize("text", [text for text, _, _ in REMOVED] + KEPT + TWICE)
def test_a_second_pass_changes_nothing(text: str) -> None:
    once = redact(text).text.text
    assert redact(once).text.text == once


@pytest.mark.parametrize(
    "announcement, answer, safe",
    [
        ("here is my PIN:", "4821", "[PASSCODE]"),
        ("What is the password?", "hunter2", "[PASSWORD]"),
        ("What is the password?", "I will tell you at the counter", "I will tell you at the counter"),
        ("Could you send the code you got by SMS?", "482 913", "[ONE_TIME_CODE]"),
        ("Jaki jest wzór?", "1-2-3-6-9", "[PASSCODE]"),
        ("numer konta do zwrotu poproszę", "10-88-00", "[BANK_ACCOUNT]"),
        ("Quote is £89, ok?", "4821", "4821"),
        ("podaję hasło", "Burek99", "[PASSWORD]"),
        ("My passcode is", "1590", "[PASSCODE]"),
        ("My passcode is", "I will tell you tomorrow", "I will tell you tomorrow"),
        ("It does not start", "4821", "4821"),
    ],
)
def test_an_announcement_counts_for_the_next_message(announcement: str, answer: str, safe: str) -> None:
    """A bare value behind "here is my PIN:" is one."""
    assert redact(answer, redact(announcement).cue).text.text == safe


def test_no_number_of_words_hides_a_secret() -> None:
    """However often its word was said before."""
    assert "4821" not in redact("my password doesn't work. " * 1000 + "PIN 4821").text.text


def test_the_shops_own_numbers_survive() -> None:
    """A published account and phone are no secrets."""
    shop = Redactor(["PL61 1090 1014 0000 0712 1981 2874"])
    text = "Pay to 61 1090 1014 0000 0712 1981 2874, not to PL27 1140 2004 0000 3002 0135 5387."
    assert "1090 1014" in shop.redact(text).text.text
    assert "1140 2004" not in shop.redact(text).text.text


@pytest.mark.parametrize(
    "line",
    [
        "PL61 1090 1014 0000 0712 1981 2874",
        "Bank 24, PL61109010140000071219812874",
        "Bank 24 61 1090 1014 0000 0712 1981 2874",
        "61 1090 1014 0000 0712 1981 2874 (Bank 24, BIC WBKPPLPP)",
    ],
)
def test_the_account_alone_is_published_of_the_line_that_names_it(line: str) -> None:
    """With the bank's name around it, in groups or not, with the country or without."""
    shop = Redactor(account_numbers(line))
    for number in ("PL61 1090 1014 0000 0712 1981 2874", "61109010140000071219812874"):
        assert number in shop.redact(f"Pay to our account {number}.").text.text
    assert "1140" not in shop.redact("Pay to PL27 1140 2004 0000 3002 0135 5387. PIN 2461.").text.text
    assert "2461" not in shop.redact("PIN: 2461").text.text


@pytest.mark.parametrize(("line", "number"), [("Bank 24, account 12345678", "12345678"), ("Bank 24", None), ("", None)])
def test_an_account_that_proves_nothing_is_taken_by_its_shape(line: str, number: str | None) -> None:
    """The number of a bank's name is none."""
    assert account_numbers(line) == (() if number is None else (number,))


NO_DIGITS = [
    ("My PIN is four eight two one.", "My PIN is [PASSCODE]."),
    (
        "seed phrase: abandon ability able about above absent absorb abstract absurd abuse access accident",
        "seed phrase: [SEED_PHRASE]",
    ),
    ("My password is Marmalade.", "My password is [PASSWORD]."),
]


@pytest.mark.parametrize("text, safe", NO_DIGITS)
@pytest.mark.parametrize("published", [[""], [" "], ["call us"], ["", "600 100 200"]])
def test_a_shop_without_a_number_publishes_nothing(published: list[str], text: str, safe: str) -> None:
    """An empty phone is no number that a secret without digits could be taken for."""
    assert Redactor(published).redact(text).text.text == safe


@pytest.mark.parametrize(
    ("later", "between", "stays"),
    [
        ({"minutes": 30}, (), False),
        ({"minutes": 30, "seconds": 1}, (), True),
        ({"minutes": 1}, ("Never mind, I will bring the phone to you on Monday morning then.",), True),
    ],
)
def test_what_was_announced_is_waited_for_half_an_hour(
    later: dict[str, int], between: tuple[str, ...], stays: bool
) -> None:
    """Until somebody says more than a few words of something else. A number that comes after that is taken for what it
    says by itself."""
    desk = make_desk()
    made, guest = j.in_phase(desk, "in_review")
    j.do(desk, ReplyToShop, guest, request=made.request, text="Here is my PIN:")
    desk.clock.move(**later)
    for text in (*between, "4821"):
        j.do(desk, ReplyToShop, guest, request=made.request, text=text)
    with desk.reading() as reader:
        said = [str(one.text) for one in reader.find(THREAD, {"request": made.request})]
    assert ("4821" in said) is stays


@pytest.mark.parametrize("text, safe", NO_DIGITS)
@pytest.mark.parametrize("phone", ["", "+48 600 100 200"])
def test_a_desk_redacts_as_the_redactor_alone(phone: str, text: str, safe: str) -> None:
    """With the default settings, and with a phone of its own."""
    desk = make_desk(settings=Settings(phone=phone))
    assert str(desk.redact_draft({"problem": text}, Guest())["problem"]) == safe


def test_a_password_is_one_whatever_it_reads_like() -> None:
    """Also where somebody took the number on the shop's sign for it."""
    shop = Redactor(["600 100 200"])
    assert shop.redact("Please call 600100200.").text.text == "Please call 600100200."
    assert shop.redact("My password is 600100200.").text.text == "My password is [PASSWORD]."


def test_a_plugin_sees_masked_text_and_only_adds() -> None:
    """It finds its own kind, never sees what was found, and cannot bring anything back."""
    seen: list[str] = []

    class Loyalty:
        @hookimpl
        def helpdesk_find_secrets(self, text: str) -> list[tuple[int, int, str]]:
            seen.append(text)
            place = text.find("LOYAL-")
            return [(place, place + 10, "loyalty_card"), (0, 4, "nonsense kind!"), (-5, 2, "x")] if place >= 0 else []

    plugins = Plugins([Loyalty()])
    redactor = Redactor((), (plugins.find_secrets,))
    assert redactor.redact("PIN 4821, card LOYAL-1234").text.text == "PIN [PIN], card [LOYALTY_CARD]"
    assert "4821" not in seen[0]


@pytest.mark.parametrize(
    "spans, safe",
    [
        ([(5, 9, "a_kind"), (7, 12, "b_kind")], "this [A_KIND][B_KIND]xt of us"),
        ([(7, 12, "b_kind"), (5, 14, "a_kind"), (6, 8, "c_kind")], "this [A_KIND] of us"),
        ([(5, 900, "a_kind"), (-3, 2, "a_kind"), (9, 9, "a_kind"), (12, 3, "a_kind")], "this is a text of us"),
        ([(0, 20, "a_kind")] * 50_000, "[A_KIND]"),
        ([("5", 9, "a_kind"), (5.0, 9, "a_kind"), (True, 3, "a_kind"), (5, 9), 7, None], "this is a text of us"),
    ],
)
def test_whatever_spans_a_plugin_answers(spans: list[Any], safe: str) -> None:
    """Overlapping ones take out both, one outside the text or no span at all takes out nothing."""

    class Odd:
        @hookimpl
        def helpdesk_find_secrets(self, text: str) -> list[Any]:
            return spans

    assert Redactor((), (Plugins([Odd()]).find_secrets,)).redact("this is a text of us").text.text == safe


@given(st.text(max_size=400))
def test_any_text_is_redacted_without_an_error(text: str) -> None:
    """And twice the same."""
    once = redact(text)
    assert redact(once.text.text).text.text == redact(redact(once.text.text).text.text).text.text
    assert all(0 <= found.start < found.end <= len(text) for found in once.found)
