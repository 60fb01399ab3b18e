"""Made-up secrets of every kind, as people and machines make them."""
# ruff: noqa: E501 - tables of made-up values read best with one value a line

from __future__ import annotations

from collections.abc import Callable
from random import Random

Lists = dict[str, list[str]]
Make = Callable[[Random, Lists], str]
LETTERS, CAPITALS, DIGITS = "abcdefghijkmnopqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "0123456789"
_SIGNS = "!!!@#$%&*?_-+."


def some(chance: Random, letters: str, count: int) -> str:
    return "".join(chance.choice(letters) for _ in range(count))


def digits(chance: Random, count: int) -> str:
    """No leading naught in amounts and orders, which have none."""
    return chance.choice("123456789") + some(chance, DIGITS, count - 1)


def _code(chance: Random, count: int) -> str:
    if chance.random() < 0.2:
        one = chance.choice(DIGITS)
        return chance.choice([one * count, (one + chance.choice(DIGITS)) * (count // 2) + one * (count % 2)])
    if chance.random() < 0.12 and count == 4:
        return str(chance.randrange(1948, 2022))
    if chance.random() < 0.25 and count in (4, 6, 8):
        return _chosen(chance, count)
    return some(chance, DIGITS, count)


def _chosen(chance: Random, count: int) -> str:
    """As people make numbers up: a day, pairs, steps, keys in a column."""
    day, month, year = f"{chance.randint(1, 31):02}", f"{chance.randint(1, 12):02}", chance.randint(1940, 2022)
    one, other = tuple(some(chance, DIGITS, 2))
    start = chance.randint(0, 8)
    made = {
        4: [day + month, month + day, one * 2 + other * 2, one + other * 2 + one, "0123456789876543210"[start : start + 4],
            chance.choice(["2580", "1470", "3690", "1379", "2468", "1357", "8520", "1245", "7896", "4563"])],
        6: [day + month + str(year)[2:], day + month + str(year)[2:], one * 2 + other * 2 + one * 2,
            f"{start + 10}{start + 11}{start + 12}", "0123456789876543210"[start : start + 6],
            chance.choice(["147258", "258369", "159357", "123321", "741852", "142536"]), some(chance, DIGITS, 3) * 2],
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
        [str(chance.randrange(1950, 2026)), some(chance, DIGITS, 2), some(chance, DIGITS, chance.randint(1, 4))]
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
            some(chance, LETTERS + CAPITALS + DIGITS, chance.randint(8, 12)),
            some(chance, LETTERS + DIGITS, chance.randint(6, 10)) + sign,
            word.lower()[:5] + second.capitalize()[:5] + number[:2],
            word.capitalize() + "!",
            word.upper() + number,
            some(chance, "qwertyasdf", 6) + number[:3],
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
    code = some(chance, DIGITS, chance.choice([6, 6, 6, 6, 6, 4, 5, 7, 8]))
    if len(code) in (6, 8) and chance.random() < 0.3:
        return _grouped(code, chance)
    return "G-" + code if chance.random() < 0.04 else code


def _banking(chance: Random, _: Lists) -> str:
    code = some(chance, DIGITS, chance.choice([6, 6, 6, 8, 8, 5, 7, 4]))
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
    body += some(chance, DIGITS, 15 - len(body))
    number = body + luhn_digit(body)
    sign = chance.choice([" ", " ", "-", ""])
    return sign.join(number[place : place + 4] for place in range(0, 16, 4))


def _checked(country: str, bban: str) -> str:
    turned = "".join(str(int(char, 36)) for char in bban + country + "00")
    return f"{98 - int(turned) % 97:02}{bban}"


def _iban(chance: Random, _: Lists) -> str:
    country, length = chance.choice([("PL", 24), ("DE", 18), ("FR", 23), ("ES", 20), ("UA", 25)])
    number = country + _checked(country, some(chance, DIGITS, length))
    return (
        number if chance.random() < 0.4 else " ".join(number[place : place + 4] for place in range(0, len(number), 4))
    )


def _nrb(chance: Random, _: Lists) -> str:
    number = _checked("PL", some(chance, DIGITS, 24))
    return number if chance.random() < 0.4 else number[:2] + " " + " ".join(number[n : n + 4] for n in range(2, 26, 4))


def _disk_key(chance: Random, _: Lists) -> str:
    return "-".join(f"{chance.randrange(0, 65536) * 11:06}" for _ in range(8))


def _api_key(chance: Random, _: Lists) -> str:
    return chance.choice(["", "tok_", "key-", "svc_", "x"]) + some(
        chance, chance.choice([LETTERS + CAPITALS + DIGITS, "0123456789abcdef"]), chance.choice([20, 24, 32, 40])
    )


def _recovery(chance: Random, _: Lists) -> str:
    letters = chance.choice([DIGITS, LETTERS + DIGITS])
    return chance.choice(
        [
            some(chance, letters, 4) + "-" + some(chance, letters, 4),
            some(chance, letters, 5) + "-" + some(chance, letters, 5),
            some(chance, DIGITS, 8),
        ]
    )


SECRETS: dict[str, Make] = {
    "password": _password,
    "password:word": lambda chance, lists: chance.choice([_word(chance, lists)] * 3 + [_word(chance, lists).lower()]),
    "password:words": lambda chance, lists: " ".join(_word(chance, lists).lower() for _ in range(3)),
    "password:sentence": lambda chance, lists: (
        chance.choice(lists.get("sentence", [" ".join([_word(chance, lists)] * 3)]))
        .replace("~", _word(chance, lists))
        .replace("#", chance.choice(DIGITS))
    ),
    "password:letters": lambda chance, lists: chance.choice(["-", " ", " ", ", "]).join(
        _word(chance, lists)[:6] + some(chance, DIGITS, 2)
    ),
    "password:short": lambda chance, _: some(chance, LETTERS + DIGITS, chance.choice([6, 8])),
    "passcode": lambda chance, _: _code(chance, chance.choice([4, 4, 4, 4, 6, 6, 5, 8])),
    "passcode:pattern": _pattern,
    "passcode:spelled": _spelled,
    "passcode:door": lambda chance, _: chance.choice(
        [chance.choice("ABCXYZ") + "{}", "{}#", "*{}#", "{}" + chance.choice("ABCXYZ"), "#{}", "{}*"]
    ).format(some(chance, DIGITS, 4)),
    "passcode:spaced": lambda chance, _: chance.choice([" ", " ", "-", ".", ", "]).join(
        some(chance, DIGITS, chance.choice([4, 4, 6]))
    ),
    "passcode:three": lambda chance, _: some(chance, DIGITS, 3),
    "pin": lambda chance, _: _code(chance, 4),
    "pin:puk": lambda chance, _: some(chance, DIGITS, 8),
    "one_time_code": _one_time,
    "one_time_code:8": lambda chance, _: some(chance, DIGITS, 8),
    "one_time_code:alnum": lambda chance, _: (
        some(chance, CAPITALS, 2) + some(chance, CAPITALS + DIGITS, 1) + some(chance, DIGITS, 2)
    ),
    "one_time_code:spelled": _spelled,
    "banking_code": _banking,
    "card_cvv": lambda chance, _: some(chance, DIGITS, 3),
    "card_cvv:4": lambda chance, _: some(chance, DIGITS, 4),
    "card_cvv:as-passcode": lambda chance, _: some(chance, DIGITS, 3),
    "card_number": _card,
    "bank_account:sort": lambda chance, _: "-".join(some(chance, DIGITS, 2) for _ in range(3)),
    "bank_account:account": lambda chance, _: some(chance, DIGITS, 8),
    "bank_account:routing": lambda chance, _: some(chance, DIGITS, 9),
    "bank_account:iban": _iban,
    "bank_account:nrb": _nrb,
    "recovery_code:disk": _disk_key,
    "recovery_code:apple": lambda chance, _: "-".join(some(chance, CAPITALS + DIGITS, 4) for _ in range(6)),
    "recovery_code:short": _recovery,
    "api_key": _api_key,
}
