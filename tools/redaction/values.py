# ruff: noqa: E501 - tables of made-up values read best with one value a line

from __future__ import annotations

from collections.abc import Callable
from random import Random

Lists = dict[str, list[str]]
Make = Callable[[Random, Lists], str]
_LETTERS, _CAPITALS, _DIGITS = "abcdefghijkmnopqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "0123456789"
_SIGNS = "!!!@#$%&*?_-+."


def _some(chance: Random, letters: str, count: int) -> str:
    return "".join(chance.choice(letters) for _ in range(count))


def _digits(chance: Random, count: int) -> str:
    """No leading naught in amounts and orders, which have none."""
    return chance.choice("123456789") + _some(chance, _DIGITS, count - 1)


def _code(chance: Random, count: int) -> str:
    if chance.random() < 0.2:
        one = chance.choice(_DIGITS)
        return chance.choice([one * count, (one + chance.choice(_DIGITS)) * (count // 2) + one * (count % 2)])
    if chance.random() < 0.12 and count == 4:
        return str(chance.randrange(1948, 2022))
    if chance.random() < 0.25 and count in (4, 6, 8):
        return _chosen(chance, count)
    return _some(chance, _DIGITS, count)


def _chosen(chance: Random, count: int) -> str:
    """As people make numbers up: a day, pairs, steps, keys in a column."""
    day, month, year = f"{chance.randint(1, 31):02}", f"{chance.randint(1, 12):02}", chance.randint(1940, 2022)
    one, other = tuple(_some(chance, _DIGITS, 2))
    start = chance.randint(0, 8)
    made = {
        4: [day + month, month + day, one * 2 + other * 2, one + other * 2 + one, "0123456789876543210"[start : start + 4],
            chance.choice(["2580", "1470", "3690", "1379", "2468", "1357", "8520", "1245", "7896", "4563"])],
        6: [day + month + str(year)[2:], day + month + str(year)[2:], one * 2 + other * 2 + one * 2,
            f"{start + 10}{start + 11}{start + 12}", "0123456789876543210"[start : start + 6],
            chance.choice(["147258", "258369", "159357", "123321", "741852", "142536"]), _some(chance, _DIGITS, 3) * 2],
        8: [f"{day}{month}{year}", f"{year}{month}{day}", "0123456789876543210"[start : start + 8]],
    }  # fmt: skip
    return chance.choice(made[count])


def _grouped(code: str, chance: Random, signs: str = " -") -> str:
    half = len(code) // 2
    return code[:half] + chance.choice(signs) + code[half:]


def _word(chance: Random, lists: Lists) -> str:
    return chance.choice(lists["word"])


def _leet(word: str) -> str:
    return word.translate(str.maketrans("aeios", "43105"))


def _password(chance: Random, lists: Lists) -> str:
    """As people coin them: a word and a number, two words and a sign, letters as digits; seldom by chance alone."""
    word, second = _word(chance, lists), _word(chance, lists)
    number = chance.choice(
        [str(chance.randrange(1950, 2026)), _some(chance, _DIGITS, 2), _some(chance, _DIGITS, chance.randint(1, 4))]
    )
    sign = chance.choice(_SIGNS)
    return chance.choice(
        [
            word + number,
            word.lower() + number,
            word.capitalize() + number + chance.choice(["!", "", "!", "?", "#"]),
            word.capitalize() + sign + number,
            f"{word}{sign}{second}",
            f"{word.lower()}-{second.lower()}-{number}",
            f"{word.capitalize()}_{second.capitalize()}{number[:1]}",
            _leet(word.lower()) + number,
            f"{number}{word.lower()}",
            _some(chance, _LETTERS + _CAPITALS + _DIGITS, chance.randint(8, 12)),
            _some(chance, _LETTERS + _DIGITS, chance.randint(6, 10)) + sign,
            word.lower()[:5] + second.capitalize()[:5] + number[:2],
            word.capitalize() + "!",
            word.upper() + number,
            _some(chance, "qwertyasdf", 6) + number[:3],
        ]
    )


def _spelled(chance: Random, lists: Lists) -> str:
    return chance.choice([" ", " ", ", ", "-"]).join(
        chance.choice(lists["digits"]) for _ in range(chance.choice([4, 4, 4, 6]))
    )


def _pattern(chance: Random, _: Lists) -> str:
    points = chance.sample("123456789", chance.randint(4, 7))
    return chance.choice(["-", "-", " - ", ">", " ", ","]).join(points)


def _one_time(chance: Random, _: Lists) -> str:
    code = _some(chance, _DIGITS, chance.choice([6, 6, 6, 6, 6, 4, 5, 7, 8]))
    if len(code) in (6, 8) and chance.random() < 0.3:
        return _grouped(code, chance)
    return "G-" + code if chance.random() < 0.04 else code


def _banking(chance: Random, _: Lists) -> str:
    code = _some(chance, _DIGITS, chance.choice([6, 6, 6, 8, 8, 5, 7, 4]))
    return _grouped(code, chance) if len(code) in (6, 8) and chance.random() < 0.25 else code


def luhn_digit(digits: str) -> str:
    """The digit that makes the rest pass (ISO/IEC 7812)."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 - place % 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def _card(chance: Random, _: Lists) -> str:
    body = chance.choice(["4", "51", "55", "2223"])
    body += _some(chance, _DIGITS, 15 - len(body))
    number = body + luhn_digit(body)
    sign = chance.choice([" ", " ", "-", ""])
    return sign.join(number[place : place + 4] for place in range(0, 16, 4))


def _checked(country: str, bban: str) -> str:
    turned = "".join(str(int(char, 36)) for char in bban + country + "00")
    return f"{98 - int(turned) % 97:02}{bban}"


def _iban(chance: Random, _: Lists) -> str:
    country, length = chance.choice([("PL", 24), ("DE", 18), ("FR", 23), ("ES", 20), ("UA", 25)])
    number = country + _checked(country, _some(chance, _DIGITS, length))
    return (
        number if chance.random() < 0.4 else " ".join(number[place : place + 4] for place in range(0, len(number), 4))
    )


def _nrb(chance: Random, _: Lists) -> str:
    number = _checked("PL", _some(chance, _DIGITS, 24))
    return number if chance.random() < 0.4 else number[:2] + " " + " ".join(number[n : n + 4] for n in range(2, 26, 4))


def _disk_key(chance: Random, _: Lists) -> str:
    return "-".join(f"{chance.randrange(0, 65536) * 11:06}" for _ in range(8))


def _api_key(chance: Random, _: Lists) -> str:
    return chance.choice(["", "tok_", "key-", "svc_", "x"]) + _some(
        chance, chance.choice([_LETTERS + _CAPITALS + _DIGITS, "0123456789abcdef"]), chance.choice([20, 24, 32, 40])
    )


def _recovery(chance: Random, _: Lists) -> str:
    letters = chance.choice([_DIGITS, _LETTERS + _DIGITS])
    return chance.choice(
        [
            _some(chance, letters, 4) + "-" + _some(chance, letters, 4),
            _some(chance, letters, 5) + "-" + _some(chance, letters, 5),
            _some(chance, _DIGITS, 8),
        ]
    )


SECRETS: dict[str, Make] = {
    "password": _password,
    "password:word": lambda chance, lists: chance.choice([_word(chance, lists)] * 3 + [_word(chance, lists).lower()]),
    "password:words": lambda chance, lists: " ".join(_word(chance, lists).lower() for _ in range(3)),
    "password:sentence": lambda chance, lists: (
        chance.choice(lists.get("sentence", [" ".join([_word(chance, lists)] * 3)]))
        .replace("~", _word(chance, lists))
        .replace("#", chance.choice(_DIGITS))
    ),
    "password:letters": lambda chance, lists: chance.choice(["-", " ", " ", ", "]).join(
        _word(chance, lists)[:6] + _some(chance, _DIGITS, 2)
    ),
    "password:short": lambda chance, _: _some(chance, _LETTERS + _DIGITS, chance.choice([6, 8])),
    "passcode": lambda chance, _: _code(chance, chance.choice([4, 4, 4, 4, 6, 6, 5, 8])),
    "passcode:pattern": _pattern,
    "passcode:spelled": _spelled,
    "passcode:door": lambda chance, _: chance.choice(
        [chance.choice("ABCXYZ") + "{}", "{}#", "*{}#", "{}" + chance.choice("ABCXYZ"), "#{}", "{}*"]
    ).format(_some(chance, _DIGITS, 4)),
    "passcode:spaced": lambda chance, _: chance.choice([" ", " ", "-", ".", ", "]).join(
        _some(chance, _DIGITS, chance.choice([4, 4, 6]))
    ),
    "passcode:three": lambda chance, _: _some(chance, _DIGITS, 3),
    "pin": lambda chance, _: _code(chance, 4),
    "pin:puk": lambda chance, _: _some(chance, _DIGITS, 8),
    "one_time_code": _one_time,
    "one_time_code:8": lambda chance, _: _some(chance, _DIGITS, 8),
    "one_time_code:alnum": lambda chance, _: (
        _some(chance, _CAPITALS, 2) + _some(chance, _CAPITALS + _DIGITS, 1) + _some(chance, _DIGITS, 2)
    ),
    "one_time_code:spelled": _spelled,
    "banking_code": _banking,
    "card_cvv": lambda chance, _: _some(chance, _DIGITS, 3),
    "card_cvv:4": lambda chance, _: _some(chance, _DIGITS, 4),
    "card_cvv:as-passcode": lambda chance, _: _some(chance, _DIGITS, 3),
    "card_number": _card,
    "bank_account:sort": lambda chance, _: "-".join(_some(chance, _DIGITS, 2) for _ in range(3)),
    "bank_account:account": lambda chance, _: _some(chance, _DIGITS, 8),
    "bank_account:routing": lambda chance, _: _some(chance, _DIGITS, 9),
    "bank_account:iban": _iban,
    "bank_account:nrb": _nrb,
    "recovery_code:disk": _disk_key,
    "recovery_code:apple": lambda chance, _: "-".join(_some(chance, _CAPITALS + _DIGITS, 4) for _ in range(6)),
    "recovery_code:short": _recovery,
    "api_key": _api_key,
}


def _imei(chance: Random) -> str:
    body = chance.choice(["35", "86", "01"]) + _some(chance, _DIGITS, 12)
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
            _some(chance, _CAPITALS, 2)
            + "-"
            + _some(chance, _CAPITALS, 1)
            + _digits(chance, 3)
            + _some(chance, _CAPITALS, 1),
            _some(chance, _CAPITALS, 1) + _digits(chance, 4),
            f"{chance.choice(['ThinkPad T', 'XPS ', 'iPhone ', 'Galaxy S', 'Latitude ', 'Pixel ', 'LaserJet ', 'Aspire '])}{_digits(chance, chance.choice([1, 2, 3, 4]))}",
            f"{chance.choice(['MacBook', 'Envy', 'Pavilion', 'Vivobook', 'Yoga', 'Redmi', 'Bravia'])}{_digits(chance, 2)}",
        ]
    )


def _phone(chance: Random) -> str:
    return chance.choice(
        [
            f"{chance.choice('5678')}{_some(chance, _DIGITS, 2)} {_some(chance, _DIGITS, 3)} {_some(chance, _DIGITS, 3)}",
            f"+48 {_digits(chance, 3)} {_some(chance, _DIGITS, 3)} {_some(chance, _DIGITS, 3)}",
            f"020 7946 0{_some(chance, _DIGITS, 3)}",
            f"07700 900{_some(chance, _DIGITS, 3)}",
            f"+44 7700 900{_some(chance, _DIGITS, 3)}",
            f"030 {_digits(chance, 6)}",
            f"06 {' '.join(_some(chance, _DIGITS, 2) for _ in range(4))}",
            f"{chance.choice('5678')}{_some(chance, _DIGITS, 8)}",
        ]
    )


def _ref(chance: Random) -> str:
    return chance.choice(
        [
            f"{_some(chance, _CAPITALS, 2)}{_digits(chance, 5)}",
            f"R-2026-{_some(chance, _DIGITS, 6)}",
            f"{_some(chance, _CAPITALS, 3)}-{_digits(chance, 4)}",
            f"#{_digits(chance, 5)}",
            f"{_digits(chance, 3)}/{_digits(chance, 2)}/2026",
        ]
    )


def _tracking(chance: Random) -> str:
    return chance.choice(
        [
            "1Z" + _some(chance, _CAPITALS + _DIGITS, 16),
            "JD" + _some(chance, _DIGITS, 16),
            _digits(chance, 14),
            _digits(chance, 12),
            "RR" + _digits(chance, 9) + "PL",
            "6" + _some(chance, _DIGITS, 23),
        ]
    )


def _file(chance: Random) -> str:
    number = _digits(chance, chance.choice([1, 2, 4]))
    return chance.choice(
        [
            f"IMG_{_digits(chance, 4)}.jpg",
            f"scan{number}.pdf",
            f"setup_v{number}.exe",
            f"report-{chance.randint(2019, 2026)}.docx",
            f"photo_{_digits(chance, 4)}.HEIC",
            f"faktura_{_digits(chance, 4)}.pdf",
            f"driver{number}.zip",
            f"DSC0{_digits(chance, 4)}.JPG",
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


def _spec(chance: Random) -> str:
    return chance.choice(_SPECS.split("|"))


KEPT: dict[str, Callable[[Random], str]] = {
    **{f"num{count}": (lambda chance, count=count: _digits(chance, count)) for count in range(1, 11)},  # type: ignore[misc]
    "qty": lambda chance: str(chance.randint(2, 30)),
    "order": lambda chance: _digits(chance, chance.choice([4, 5, 6, 7, 8])),
    "imei": _imei,
    "imeisep": lambda chance: (lambda n: f"{n[:2]}-{n[2:8]}-{n[8:14]}-{n[14]}")(_imei(chance)),
    "price": _price,
    "date": _date,
    "time": lambda chance: f"{chance.randint(7, 21)}:{chance.choice(['00', '15', '30', '45'])}",
    "year": lambda chance: str(chance.randint(1995, 2026)),
    "model": _model,
    "serial": lambda chance: _some(chance, _CAPITALS + _DIGITS, chance.choice([8, 10, 12])),
    "part": lambda chance: f"{_some(chance, _CAPITALS, 2)}{_digits(chance, 4)}-{_some(chance, _CAPITALS + _DIGITS, 3)}",
    "phone": _phone,
    "error": lambda chance: chance.choice([f"E{_digits(chance, 2)}", "0x" + _some(chance, "0123456789abcdef", 8), f"ERR-{_digits(chance, 4)}", _digits(chance, 3), f"AADSTS{_digits(chance, 5)}", "ERR_CONNECTION_RESET", f"CE-{_digits(chance, 5)}-{_digits(chance, 1)}", f"WHEA{_digits(chance, 2)}"]),
    "version": lambda chance: f"{chance.randint(1, 30)}.{chance.randint(0, 20)}.{chance.randint(0, 9)}" + chance.choice(["", "", f"-rc{_digits(chance, 1)}", f"-beta{_digits(chance, 1)}"]),
    "zip": lambda chance: chance.choice([f"{_some(chance, _DIGITS, 2)}-{_some(chance, _DIGITS, 3)}", _digits(chance, 5), f"{_some(chance, _CAPITALS, 2)}{_digits(chance, 1)} {_digits(chance, 1)}{_some(chance, _CAPITALS, 2)}"]),
    "tracking": _tracking,
    "ref": _ref,
    "ean": lambda chance: "59" + _some(chance, _DIGITS, 11),
    "iccid": lambda chance: "8948" + _some(chance, _DIGITS, 15),
    "ip": lambda chance: f"192.168.{chance.randint(0, 9)}.{chance.randint(1, 250)}",
    "mac": lambda chance: ":".join(_some(chance, "0123456789abcdef", 2) for _ in range(6)),
    "port": lambda chance: str(chance.choice([22, 80, 443, 3306, 5432, 8080, 3389])),
    "ssid": lambda chance: chance.choice(["HomeNet_5G", "FRITZ!Box 7590", "UPC1298734", "TP-Link_4F2A", "VM8841203", "orange-2G", "Livebox-A4F0", "dom", "Shop Guest"]),
    "user": lambda chance: chance.choice(["admin", "jkowal", "kate", "reception", "biuro", "svc_backup", "root", "user1", "m.nowak", "tech01", "office"]),
    "email": lambda chance: chance.choice(["kate", "a.nowak", "info", "tom88", "jan.k", "office"]) + "@" + chance.choice(["example.com", "example.org", "example.pl", "mail.example.net"]),
    "host": lambda chance: chance.choice(["ftp.example.com", "files.example.org", "db1.example.net"]),
    "url": lambda chance: "https://" + chance.choice(["shop.example.com/login", "example.org/account", "portal.example.pl"]),
    "shop": lambda chance: chance.choice(["FIXIT LTD", "Media Point", "example.com"]),
    "svcname": lambda chance: chance.choice(["Bitwarden", "Zammad", "KeePassXC", "Trello", "LastPass"]),
    "expiry": lambda chance: f"{chance.randint(1, 12):02}/{chance.choice(['', '20'])}{chance.randint(26, 31)}",
    "last4": lambda chance: _some(chance, _DIGITS, 4),
    "mask": lambda chance: f"{_some(chance, _DIGITS, 2)}...{_some(chance, _DIGITS, 4)}",
    "masked": lambda chance: chance.choice(["**** **** **** {}", "•••• {}", "xxxx-xxxx-xxxx-{}", "5*** **** **** {}", "XX {}", "...{}"]).format(_some(chance, _DIGITS, 4)),
    "imeigap": lambda chance: (lambda n: chance.choice([f"{n[:6]} {n[6:8]} {n[8:14]} {n[14]}", f"{n[:2]} {n[2:8]} {n[8:14]} {n[14]}", f"{n[:6]}/{n[6:8]}/{n[8:14]}/{n[14]}"]))(_imei(chance)),
    "plate": lambda chance: f"{_some(chance, _CAPITALS, chance.choice([2, 3]))} {_some(chance, _DIGITS, chance.choice([4, 5]))}",
    "clip": lambda chance: f"{chance.randint(0, 59):02}:{chance.randint(0, 59):02}",
    "score": lambda chance: f"{chance.randint(0, 120)}:{chance.randint(0, 120)}",
    "smd": lambda chance: chance.choice([f"{_digits(chance, 1)}k{_digits(chance, 1)}", f"{_digits(chance, 2)}R", f"{_digits(chance, 3)}", f"{_digits(chance, 4)}", f"R{_digits(chance, 3)}", f"C{_digits(chance, 4)}", f"{_digits(chance, 2)}uF"]),
    "room": lambda chance: chance.choice([_digits(chance, 3), f"{_digits(chance, 3)}{chance.choice('abc')}", f"{chance.choice('ABCDE')}{_digits(chance, 2)}", f"{chance.choice('ABC')}.{_digits(chance, 3)}", f"-{_digits(chance, 1)}.{_some(chance, _DIGITS, 2)}"]),
    "ral": lambda chance: str(chance.randrange(1000, 9024)),
    "voucher": lambda chance: chance.choice(["SAVE", "RABAT", "WELCOME", "XMAS", "LATO", "GRATIS", "SOMMER", "PROMO", "WIOSNA"]) + _digits(chance, 2),
    "file": _file,
    "spec": _spec,
    "login": lambda chance: chance.choice(["jkowal", "m.nowak", "kate", "svc_backup", "tech", "biuro", "anna-k", "petra_m"]) + _digits(chance, chance.choice([1, 2, 2])),
    "machine": lambda chance: chance.choice([f"DESKTOP-{_some(chance, _CAPITALS + _DIGITS, 7)}", f"srv-db{_digits(chance, 2)}", f"pc-{_digits(chance, 3)}", f"LAPTOP{_digits(chance, 2)}-WIN", f"nas{_digits(chance, 1)}.local", f"printer-{_digits(chance, 2)}b"]),
    "sha": lambda chance: _some(chance, "0123456789abcdef", chance.choice([7, 8, 12, 40])),
    "range": lambda chance: f"{_digits(chance, 2)}-{_digits(chance, 3)}",
    "luhn16": lambda chance: (lambda body: body + luhn_digit(body))(_digits(chance, 15)),
    "public": lambda chance: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + _some(chance, _LETTERS + _CAPITALS + _DIGITS, 43),
    "resistor": lambda chance: chance.choice([_digits(chance, 3), _digits(chance, 4), f"{_digits(chance, 1)}k{_digits(chance, 1)}", f"R{_digits(chance, 3)}", f"{_digits(chance, 2)}R0"]),
    "dim": lambda chance: f"{_digits(chance, 3)}{chance.choice(['x', ' x ', ' by '])}{_digits(chance, chance.choice([2, 3]))}",
    "resist": lambda chance: chance.choice(["4k7", "103", "472", "R220", "2R2", "104", "1002", "10k", "0R47", "330"]),
    "telde": lambda chance: chance.choice([f"0664 {_digits(chance, 7)}", f"079 {_digits(chance, 3)} {_some(chance, _DIGITS, 2)} {_some(chance, _DIGITS, 2)}", f"0171/{_digits(chance, 7)}", f"089-{_digits(chance, 6)}", f"+49 151 {_digits(chance, 8)}", f"+43 1 {_digits(chance, 7)}"]),
    "telfr": lambda chance: chance.choice([f"06.{'.'.join(_some(chance, _DIGITS, 2) for _ in range(4))}", f"514 555-0{_some(chance, _DIGITS, 3)}", f"0475 {' '.join(_some(chance, _DIGITS, 2) for _ in range(3))}", f"+33 7 {' '.join(_some(chance, _DIGITS, 2) for _ in range(4))}", f"022 {_digits(chance, 3)} {_some(chance, _DIGITS, 2)} {_some(chance, _DIGITS, 2)}"]),
    "teles": lambda chance: chance.choice([f"6{_some(chance, _DIGITS, 2)} {_some(chance, _DIGITS, 3)} {_some(chance, _DIGITS, 3)}", f"55 {_digits(chance, 4)} {_digits(chance, 4)}", f"11 {_digits(chance, 4)}-{_digits(chance, 4)}", f"+34 91 {_digits(chance, 3)} {_some(chance, _DIGITS, 2)} {_some(chance, _DIGITS, 2)}", f"+52 33 {_digits(chance, 8)}"]),
    "teluk": lambda chance: chance.choice([f"067 {_digits(chance, 3)} {_some(chance, _DIGITS, 2)} {_some(chance, _DIGITS, 2)}", f"+38 050 {_digits(chance, 3)}-{_some(chance, _DIGITS, 2)}-{_some(chance, _DIGITS, 2)}", f"+38063{_digits(chance, 7)}", f"093{_digits(chance, 7)}", f"(044) {_digits(chance, 3)}-{_some(chance, _DIGITS, 2)}-{_some(chance, _DIGITS, 2)}"]),
    "zipca": lambda chance: f"{chance.choice('HGJ')}{_some(chance, _DIGITS, 1)}{chance.choice('ABKLX')} {_some(chance, _DIGITS, 1)}{chance.choice('ABKLX')}{_some(chance, _DIGITS, 1)}",
    "dni": lambda chance: _digits(chance, 8) + chance.choice("TRWAGMYFPDXBNJZSQVHLCKE"),
    "loyalty": lambda chance: chance.choice([_digits(chance, 9), f"6335 {_digits(chance, 4)} {_digits(chance, 4)} {_digits(chance, 3)}", _digits(chance, 10)]),
}  # fmt: skip
