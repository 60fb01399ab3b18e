"""Made-up values that are no secret, and have to stay."""
# ruff: noqa: E501 - tables of made-up values read best with one value a line

from __future__ import annotations

from collections.abc import Callable
from random import Random

from .values import CAPITALS, DIGITS, LETTERS, digits, luhn_digit, some


def _imei(chance: Random) -> str:
    body = chance.choice(["35", "86", "01"]) + some(chance, DIGITS, 12)
    return body + luhn_digit(body)


def _price(chance: Random) -> str:
    amount = chance.choice(
        [
            f"{chance.randrange(5, 999)}",
            f"{chance.randrange(5, 2999)}.{chance.randrange(100):02}",
            f"{chance.randrange(5, 999)},00",
        ]
    )
    return chance.choice(
        [
            "£" + amount,
            amount + " zł",
            amount + " PLN",
            "€" + amount,
            amount + " €",
            "$" + amount,
            amount + " грн",
            amount + " EUR",
        ]
    )


def _date(chance: Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2019, 2026)
    return chance.choice(
        [
            f"{day:02}.{month:02}.{year}",
            f"{day}/{month}",
            f"{year}-{month:02}-{day:02}",
            f"{day:02}/{month:02}/{year}",
            f"{day}.{month}",
        ]
    )


def _model(chance: Random) -> str:
    return chance.choice(
        [
            some(chance, CAPITALS, 2) + "-" + some(chance, CAPITALS, 1) + digits(chance, 3) + some(chance, CAPITALS, 1),
            some(chance, CAPITALS, 1) + digits(chance, 4),
            f"{chance.choice(['ThinkPad T', 'XPS ', 'iPhone ', 'Galaxy S', 'Latitude ', 'Pixel ', 'LaserJet ', 'Aspire '])}{digits(chance, chance.choice([1, 2, 3, 4]))}",
            f"{chance.choice(['MacBook', 'Envy', 'Pavilion', 'Vivobook', 'Yoga', 'Redmi', 'Bravia'])}{digits(chance, 2)}",
        ]
    )


def _phone(chance: Random) -> str:
    return chance.choice(
        [
            f"{chance.choice('5678')}{some(chance, DIGITS, 2)} {some(chance, DIGITS, 3)} {some(chance, DIGITS, 3)}",
            f"+48 {digits(chance, 3)} {some(chance, DIGITS, 3)} {some(chance, DIGITS, 3)}",
            f"020 7946 0{some(chance, DIGITS, 3)}",
            f"07700 900{some(chance, DIGITS, 3)}",
            f"+44 7700 900{some(chance, DIGITS, 3)}",
            f"030 {digits(chance, 6)}",
            f"06 {' '.join(some(chance, DIGITS, 2) for _ in range(4))}",
            f"{chance.choice('5678')}{some(chance, DIGITS, 8)}",
        ]
    )


def _ref(chance: Random) -> str:
    return chance.choice(
        [
            f"{some(chance, CAPITALS, 2)}{digits(chance, 5)}",
            f"R-2026-{some(chance, DIGITS, 6)}",
            f"{some(chance, CAPITALS, 3)}-{digits(chance, 4)}",
            f"#{digits(chance, 5)}",
            f"{digits(chance, 3)}/{digits(chance, 2)}/2026",
        ]
    )


def _tracking(chance: Random) -> str:
    return chance.choice(
        [
            "1Z" + some(chance, CAPITALS + DIGITS, 16),
            "JD" + some(chance, DIGITS, 16),
            digits(chance, 14),
            digits(chance, 12),
            "RR" + digits(chance, 9) + "PL",
            "6" + some(chance, DIGITS, 23),
        ]
    )


def _file(chance: Random) -> str:
    number = digits(chance, chance.choice([1, 2, 4]))
    return chance.choice(
        [
            f"IMG_{digits(chance, 4)}.jpg",
            f"scan{number}.pdf",
            f"setup_v{number}.exe",
            f"report-{chance.randint(2019, 2026)}.docx",
            f"photo_{digits(chance, 4)}.HEIC",
            f"faktura_{digits(chance, 4)}.pdf",
            f"driver{number}.zip",
            f"DSC0{digits(chance, 4)}.JPG",
            f"backup_{chance.randint(2019, 2026)}-{chance.randint(1, 9)}.tar.gz",
            f"err{number}.log",
        ]
    )


_SPECS = (
    "USB-C|HDMI2.1|802.11ac|WPA2-PSK|IPX7|M.2|DDR4-3200|RJ45|Cat6|2x8GB|256GB|16gb|5V/2A|ATX12V|USB3.0|4K/60Hz|1080p|SATA3|"
    "PCIe4.0|i5-8250u|i7-1165G7|Ryzen5|RTX3060|GTX1650|MP3|x86_64|arm64|Win10|Windows11|win11|macOS14|iOS17|Android13|"
    "KB5034441|0x80070057|0xc000021a|CR2032|18650|AA/LR6|E27|T5|B22d|COVID-19|A4|3D|H264|24/7|1st|2nd|3rd|50/50|B2B|mp4|"
    "24V-DC|12v/1a|100x100|75x75mm|1/4W|UTF-8|C++17|v2.1.0|rev1.2|node18|php8.2|QLED55|OLED65|55UQ7|wh-1000xm4|bn44-00807a|"
    "Micro-USB-Kabel|55-Zoll-TV|3-fach-Stecker|accu+lader|Black&Decker|2200uF/35V|8x30mm|2-in-1|plug-and-play|T3.15A|50x70cm|R4+R4|9V/500mA"
)


_SSIDS = "HomeNet_5G|FRITZ!Box 7590|UPC1298734|TP-Link_4F2A|VM8841203|orange-2G|Livebox-A4F0|dom|Shop Guest"
_FAMILIES = "Kowalscy|Casa_Lopez|Müllers|Dupont|Smiths|MojaSiec|Skynet|Cafe-Luna|Bistro|Biuro|Gabinet"
_PROVIDERS = "Vodafone|TP-LINK|Orange|FunBox2|dlink|SFR|MOVISTAR|Kyivstar|WLAN|BT"


def _ssid(chance: Random) -> str:
    """As providers and families name a network."""
    hexes = some(chance, "0123456789ABCDEF", 4)
    return chance.choice(
        [
            f"{chance.choice(_FAMILIES.split('|'))}{chance.choice(['_', '-', ''])}{chance.choice(['5G', '2.4', 'guest', '24', '2'])}",
            f"{chance.choice(_PROVIDERS.split('|'))}{chance.choice(['-', '_'])}{hexes}",
            f"{chance.choice(['UPC', 'Toya', 'SKY', 'eir', 'NETGEAR'])}{digits(chance, chance.choice([2, 5, 7]))}",
            f"DIRECT-{hexes[:2].lower()}-{chance.choice(['HP', 'Roku', 'TV'])}",
        ]
    )


def _spec(chance: Random) -> str:
    return chance.choice(_SPECS.split("|"))


KEPT: dict[str, Callable[[Random], str]] = {
    **{f"num{count}": (lambda chance, count=count: digits(chance, count)) for count in range(1, 11)},  # type: ignore[misc]
    "qty": lambda chance: str(chance.randint(2, 30)),
    "order": lambda chance: digits(chance, chance.choice([4, 5, 6, 7, 8])),
    "imei": _imei,
    "imeisep": lambda chance: (lambda n: f"{n[:2]}-{n[2:8]}-{n[8:14]}-{n[14]}")(_imei(chance)),
    "price": _price,
    "date": _date,
    "time": lambda chance: f"{chance.randint(7, 21)}:{chance.choice(['00', '15', '30', '45'])}",
    "year": lambda chance: str(chance.randint(1995, 2026)),
    "model": _model,
    "serial": lambda chance: some(chance, CAPITALS + DIGITS, chance.choice([8, 10, 12])),
    "part": lambda chance: f"{some(chance, CAPITALS, 2)}{digits(chance, 4)}-{some(chance, CAPITALS + DIGITS, 3)}",
    "phone": _phone,
    "error": lambda chance: chance.choice([f"E{digits(chance, 2)}", "0x" + some(chance, "0123456789abcdef", 8), f"ERR-{digits(chance, 4)}", digits(chance, 3), f"AADSTS{digits(chance, 5)}", "ERR_CONNECTION_RESET", f"CE-{digits(chance, 5)}-{digits(chance, 1)}", f"WHEA{digits(chance, 2)}"]),
    "version": lambda chance: f"{chance.randint(1, 30)}.{chance.randint(0, 20)}.{chance.randint(0, 9)}" + chance.choice(["", "", f"-rc{digits(chance, 1)}", f"-beta{digits(chance, 1)}"]),
    "zip": lambda chance: chance.choice([f"{some(chance, DIGITS, 2)}-{some(chance, DIGITS, 3)}", digits(chance, 5), f"{some(chance, CAPITALS, 2)}{digits(chance, 1)} {digits(chance, 1)}{some(chance, CAPITALS, 2)}"]),
    "tracking": _tracking,
    "ref": _ref,
    "ean": lambda chance: "59" + some(chance, DIGITS, 11),
    "iccid": lambda chance: "8948" + some(chance, DIGITS, 15),
    "ip": lambda chance: f"192.168.{chance.randint(0, 9)}.{chance.randint(1, 250)}",
    "mac": lambda chance: ":".join(some(chance, "0123456789abcdef", 2) for _ in range(6)),
    "port": lambda chance: str(chance.choice([22, 80, 443, 3306, 5432, 8080, 3389])),
    "ssid": lambda chance: _ssid(chance) if chance.random() < 0.7 else chance.choice(_SSIDS.split("|")),
    "user": lambda chance: chance.choice(["admin", "jkowal", "kate", "reception", "biuro", "svc_backup", "root", "user1", "m.nowak", "tech01", "office"]),
    "email": lambda chance: chance.choice(["kate", "a.nowak", "info", "tom88", "jan.k", "office"]) + "@" + chance.choice(["example.com", "example.org", "example.pl", "mail.example.net"]),
    "host": lambda chance: chance.choice(["ftp.example.com", "files.example.org", "db1.example.net"]),
    "url": lambda chance: "https://" + chance.choice(["shop.example.com/login", "example.org/account", "portal.example.pl"]),
    "shop": lambda chance: chance.choice(["FIXIT LTD", "Media Point", "example.com"]),
    "svcname": lambda chance: chance.choice(["Bitwarden", "Zammad", "KeePassXC", "Trello", "LastPass"]),
    "expiry": lambda chance: f"{chance.randint(1, 12):02}/{chance.choice(['', '20'])}{chance.randint(26, 31)}",
    "last4": lambda chance: some(chance, DIGITS, 4),
    "mask": lambda chance: f"{some(chance, DIGITS, 2)}...{some(chance, DIGITS, 4)}",
    "masked": lambda chance: chance.choice(["**** **** **** {}", "•••• {}", "xxxx-xxxx-xxxx-{}", "5*** **** **** {}", "XX {}", "...{}"]).format(some(chance, DIGITS, 4)),
    "imeigap": lambda chance: (lambda n: chance.choice([f"{n[:6]} {n[6:8]} {n[8:14]} {n[14]}", f"{n[:2]} {n[2:8]} {n[8:14]} {n[14]}", f"{n[:6]}/{n[6:8]}/{n[8:14]}/{n[14]}"]))(_imei(chance)),
    "plate": lambda chance: f"{some(chance, CAPITALS, chance.choice([2, 3]))} {some(chance, DIGITS, chance.choice([4, 5]))}",
    "clip": lambda chance: f"{chance.randint(0, 59):02}:{chance.randint(0, 59):02}",
    "score": lambda chance: f"{chance.randint(0, 120)}:{chance.randint(0, 120)}",
    "smd": lambda chance: chance.choice([f"{digits(chance, 1)}k{digits(chance, 1)}", f"{digits(chance, 2)}R", f"{digits(chance, 3)}", f"{digits(chance, 4)}", f"R{digits(chance, 3)}", f"C{digits(chance, 4)}", f"{digits(chance, 2)}uF"]),
    "room": lambda chance: chance.choice([digits(chance, 3), f"{digits(chance, 3)}{chance.choice('abc')}", f"{chance.choice('ABCDE')}{digits(chance, 2)}", f"{chance.choice('ABC')}.{digits(chance, 3)}", f"-{digits(chance, 1)}.{some(chance, DIGITS, 2)}"]),
    "ral": lambda chance: str(chance.randrange(1000, 9024)),
    "ordern": lambda chance: chance.choice([f"{digits(chance, 3)}-{some(chance, DIGITS, 7)}-{some(chance, DIGITS, 7)}", f"ZAM/{digits(chance, 4)}/{chance.randint(20, 26)}", f"W-{chance.randint(2019, 2026)}/{some(chance, DIGITS, 4)}", f"{digits(chance, 2)}-{some(chance, DIGITS, 4)}-{digits(chance, 2)}", f"#{digits(chance, 4)}-{chance.choice(CAPITALS)}", f"ord_{digits(chance, 6)}", f"B{digits(chance, 3)} {some(chance, DIGITS, 3)} {some(chance, DIGITS, 3)}"]),
    "modelx": lambda chance: chance.choice([f"SM-{chance.choice(CAPITALS)}{digits(chance, 3)}{chance.choice('BFU')}", f"A{digits(chance, 4)}", f"WW{digits(chance, 2)}T{digits(chance, 4)}{some(chance, CAPITALS, 2)}", f"{some(chance, CAPITALS, 3)}{digits(chance, 3)}{chance.choice(CAPITALS)}/{digits(chance, 2)}", f"{digits(chance, 2)}{some(chance, CAPITALS, 2)}{digits(chance, 3)}-{chance.choice(CAPITALS)}", f"{some(chance, CAPITALS, 2)}{digits(chance, 3)}", f"{digits(chance, 1)}{some(chance, CAPITALS, 3)}{digits(chance, 2)}", f"{digits(chance, 3)}-{some(chance, DIGITS, 3)}{chance.choice(CAPITALS)}"]),
    "cert": lambda chance: "-----BEGIN CERTIFICATE-----\nMII" + some(chance, LETTERS + CAPITALS + DIGITS + "+/", 61) + chance.choice(["", "\n-----END CERTIFICATE-----"]),
    "fingerprint": lambda chance: chance.choice(["SHA256:" + some(chance, LETTERS + CAPITALS + DIGITS + "+/", 43), ":".join(some(chance, "0123456789ABCDEF", 2) for _ in range(20)), "MD5:" + ":".join(some(chance, "0123456789abcdef", 2) for _ in range(16))]),
    "macx": lambda chance: chance.choice([chance.choice([":", "-", " "]).join(some(chance, "0123456789ABCDEF", 2) for _ in range(6)), ".".join(some(chance, "0123456789abcdef", 4) for _ in range(3)), some(chance, "0123456789ABCDEF", 12)]),
    "stars": lambda chance: chance.choice(["********", "****", "••••••", "●●●●●●●●", "xxxxxx", "#####", "******" + some(chance, DIGITS, 2), f"{chance.choice(CAPITALS)}*****{some(chance, DIGITS, 1)}", f"{some(chance, DIGITS, 1)}***", "[hidden]", "....."]),
    "voucher": lambda chance: chance.choice(["SAVE", "RABAT", "WELCOME", "XMAS", "LATO", "GRATIS", "SOMMER", "PROMO", "WIOSNA"]) + digits(chance, 2),
    "file": _file,
    "spec": _spec,
    "login": lambda chance: chance.choice(["jkowal", "m.nowak", "kate", "svc_backup", "tech", "biuro", "anna-k", "petra_m"]) + digits(chance, chance.choice([1, 2, 2])),
    "machine": lambda chance: chance.choice([f"DESKTOP-{some(chance, CAPITALS + DIGITS, 7)}", f"srv-db{digits(chance, 2)}", f"pc-{digits(chance, 3)}", f"LAPTOP{digits(chance, 2)}-WIN", f"nas{digits(chance, 1)}.local", f"printer-{digits(chance, 2)}b"]),
    "sha": lambda chance: some(chance, "0123456789abcdef", chance.choice([7, 8, 12, 40])),
    "range": lambda chance: f"{digits(chance, 2)}-{digits(chance, 3)}",
    "luhn16": lambda chance: (lambda body: body + luhn_digit(body))(digits(chance, 15)),
    "public": lambda chance: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + some(chance, LETTERS + CAPITALS + DIGITS, 43),
    "resistor": lambda chance: chance.choice([digits(chance, 3), digits(chance, 4), f"{digits(chance, 1)}k{digits(chance, 1)}", f"R{digits(chance, 3)}", f"{digits(chance, 2)}R0"]),
    "dim": lambda chance: f"{digits(chance, 3)}{chance.choice(['x', ' x ', ' by '])}{digits(chance, chance.choice([2, 3]))}",
    "resist": lambda chance: chance.choice(["4k7", "103", "472", "R220", "2R2", "104", "1002", "10k", "0R47", "330"]),
    "telde": lambda chance: chance.choice([f"0664 {digits(chance, 7)}", f"079 {digits(chance, 3)} {some(chance, DIGITS, 2)} {some(chance, DIGITS, 2)}", f"0171/{digits(chance, 7)}", f"089-{digits(chance, 6)}", f"+49 151 {digits(chance, 8)}", f"+43 1 {digits(chance, 7)}"]),
    "telfr": lambda chance: chance.choice([f"06.{'.'.join(some(chance, DIGITS, 2) for _ in range(4))}", f"514 555-0{some(chance, DIGITS, 3)}", f"0475 {' '.join(some(chance, DIGITS, 2) for _ in range(3))}", f"+33 7 {' '.join(some(chance, DIGITS, 2) for _ in range(4))}", f"022 {digits(chance, 3)} {some(chance, DIGITS, 2)} {some(chance, DIGITS, 2)}"]),
    "teles": lambda chance: chance.choice([f"6{some(chance, DIGITS, 2)} {some(chance, DIGITS, 3)} {some(chance, DIGITS, 3)}", f"55 {digits(chance, 4)} {digits(chance, 4)}", f"11 {digits(chance, 4)}-{digits(chance, 4)}", f"+34 91 {digits(chance, 3)} {some(chance, DIGITS, 2)} {some(chance, DIGITS, 2)}", f"+52 33 {digits(chance, 8)}"]),
    "teluk": lambda chance: chance.choice([f"067 {digits(chance, 3)} {some(chance, DIGITS, 2)} {some(chance, DIGITS, 2)}", f"+38 050 {digits(chance, 3)}-{some(chance, DIGITS, 2)}-{some(chance, DIGITS, 2)}", f"+38063{digits(chance, 7)}", f"093{digits(chance, 7)}", f"(044) {digits(chance, 3)}-{some(chance, DIGITS, 2)}-{some(chance, DIGITS, 2)}"]),
    "zipca": lambda chance: f"{chance.choice('HGJ')}{some(chance, DIGITS, 1)}{chance.choice('ABKLX')} {some(chance, DIGITS, 1)}{chance.choice('ABKLX')}{some(chance, DIGITS, 1)}",
    "dni": lambda chance: digits(chance, 8) + chance.choice("TRWAGMYFPDXBNJZSQVHLCKE"),
    "loyalty": lambda chance: chance.choice([digits(chance, 9), f"6335 {digits(chance, 4)} {digits(chance, 4)} {digits(chance, 3)}", digits(chance, 10)]),
}  # fmt: skip
