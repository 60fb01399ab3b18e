"""What people write every day and what looks like a secret: a network's name, a code that a shop advertises, an error
of a log-in, a code that a screen shows to pair devices, numbers that a label of an order or of a loyalty card claims.
Each has its contrary beside it, which goes."""

from __future__ import annotations

import pytest

from helpdesk_core.guardrails.redaction import Caution, Redactor
from redaction.test_numbered import numbers

BALANCED, CAREFUL = Redactor(), Redactor(caution=Caution.CAREFUL)
KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIGJpdHM0dGhlMHdpbjEyMzQ1Njc4OTBhYmNkZWZnaGlq"

STAY = [
    f"my ssh key is ssh-ed25519 {KEY} jan@laptop-dom please add it",
    f"klucz publiczny: ssh-ed25519 {KEY} root@nas-2024",
    "the wifi is called Otter-Nest7",
    "WLAN-Name ist Schmidt_WLAN24",
    "Netzwerkname: Schmidt_WLAN24",
    "nazwa sieci to Kowalski_5G",
    "le nom du réseau est Livebox-A4F2",
    "el nombre de la red es CasaLuna_24",
    "назва мережі Kovalenko_5G",
    "the password on the leaflet, SPRING10, was for 10% off",
    "the password SPRING10 gives 10 percent off",
    "hasło WIOSNA10 daje 10 procent",
    "obiecujecie 10 procent na hasło WIOSNA10",
    "Passwort SOMMER15 bringt 15 Prozent Rabatt",
    "le mot de passe PRINTEMPS10 donne 10 % de remise",
    "la contraseña PRIMAVERA10 da un 10 por ciento de descuento",
    "пароль ВЕСНА10 дає 10 відсотків знижки",
    "on m'a refusé le bon RENTREE20",
    "I get AADSTS700016 when logging in",
    "nie da się zalogować, wyskakuje AADSTS50126",
    "my login fails with code 50126, is that on your side?",
    "the printer shows pairing code 482913",
    "Der Fernseher zeigt den Kopplungscode 4829",
    "zegarek parował się z kodem 391820 na obu ekranach",
    "le code d'appairage affiché est 482913",
    "списали з картки 5413 **** **** 8574 двічі",
    "годинник гуде, що я пройшла 71363 кроків",
    "the lift takes 4816 newtons",
]
GO = [
    (f"ssh-ed25519 {KEY} password Kotek!2024", "Kotek!2024"),
    (f"ssh-ed25519 {KEY}\njan@laptop-dom / Kotek!2024", "Kotek!2024"),
    ("network name is Otter-Nest7, password Marble!Fox9", "Marble!Fox9"),
    ("The Wi-Fi password is greenteapot55 and the network name is Fernleigh_Guest", "greenteapot55"),
    ("wifi: Dom24, hasło Burek2012", "Burek2012"),
    ("wifi: Burek2012, password for the laptop Marble!Fox9", "Burek2012"),
    ("hasło: WIOSNA10, a kiedy dostanę rabat?", "WIOSNA10"),
    ("the password SPRING10 stops at 10 percent of the battery", "SPRING10"),
    ("hasło Kotek-12 daje 10 procent szans", "Kotek-12"),
    ("the password error: it was AADSTS50126, now Marble!Fox9 works as the password", "Marble!Fox9"),
    ("the login code is 482913", "482913"),
    ("WhatsApp shows the pairing code 482913 on the screen", "482913"),
    ("the door lock's display shows 4829 as its pairing code", "4829"),
    ("WPS PIN 12345670 on the screen, to pair the printer", "12345670"),
    ("the TV shows: your Netflix code is 482913", "482913"),
]


@pytest.mark.parametrize("text", STAY)
@pytest.mark.parametrize("redactor", [BALANCED, CAREFUL])
def test_what_is_written_every_day_stays(text: str, redactor: Redactor) -> None:
    """However careful, and whoever looks: nothing of it opens anything."""
    assert redactor.redact(text).text.text == text


@pytest.mark.parametrize("text, value", GO)
@pytest.mark.parametrize("redactor", [BALANCED, CAREFUL])
def test_a_secret_beside_it_goes(text: str, value: str, redactor: Redactor) -> None:
    """The same words with a secret among them. A second pass changes nothing."""
    safe = redactor.redact(text).text.text
    assert value not in safe
    assert redactor.redact(safe).text.text == safe


@pytest.mark.parametrize(
    "text",
    [
        "numer zamówienia to {printed}",
        "order number: {printed}",
        "Auftragsnr. {}",
        "order {} paid by card",
        "zapłaciłem kartą, nr zamówienia {}",
        "loyalty card number {}",
        "Payback card number: {printed}",
        "Numer karty lojalnościowej: {}",
        "karta stałego klienta {}",
        "Kundenkarte {}",
        "carte de fidélité {}",
        "tarjeta de fidelidad {}",
        "картка лояльності {}",
    ],
)
def test_labels_of_orders_and_of_loyalty_cards_keep_their_number(text: str) -> None:
    """Every tenth of such numbers passes the check of a card, and some begin as an issuer's."""
    for number in numbers(5):
        printed = " ".join(number[place : place + 4] for place in range(0, len(number), 4))
        typed = text.replace("{}", number).replace("{printed}", printed)
        assert BALANCED.redact(typed).text.text == typed


@pytest.mark.parametrize(
    "text",
    [
        "order number and card: {}",
        "loyalty points please, card {}",
        "order {printed} paid by card",
        "my card for order number {}",
        "nr zamówienia 12, karta {}",
    ],
)
def test_a_card_near_such_a_label_goes(text: str) -> None:
    """Where the label is not right before it, it says card too, or the number is printed as on one."""
    for number in numbers(9):
        printed = " ".join(number[place : place + 4] for place in range(0, len(number), 4))
        if "{printed}" in text and len(number) != 16:
            continue
        typed = text.replace("{}", number).replace("{printed}", printed)
        assert number[-4:] not in BALANCED.redact(typed).text.text, typed
