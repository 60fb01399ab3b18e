"""The shop that every contender is given, and what is done in it: both follow from numbers alone.

A request follows from its number and the size of the shop, so that nobody needs a list of them, and what a contender
answers can be compared with what is right.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache

import attrs

OPEN = ("new", "in_progress", "waiting")
CLOSED = "closed"
STAFF = range(1, 11)
#: Customers who send a twentieth of all requests: resellers.
RESELLERS = range(1, 11)
PAGE, LIST, FOUND, THREAD = 50, 20, 20, 10
#: What is searched for: words this common, by their rank among the words of the shop.
COMMON, OFTEN = range(800, 1000), range(100, 220)
#: A larger shop has its texts from a stock, and is not searched.
SEARCHED = 200_000
_STARTED = datetime(2025, 1, 1, tzinfo=UTC)
_WORDS, _IN_A_TEXT, _STOCK = 6000, 24, 20_000
_SYLLABLES = [a + b for a in "bcdfghjklmnprstwz" for b in "aeiouy"]
_DEVICES = ("ThinkPad T14", "iPhone 13", "Galaxy S22", "MacBook Air", "Pixel 7", "Router AX55", "iPad 9")
_SURNAMES = (
    *("Kowalska", "Nowak", "Wiśniewski", "Wójcik", "Kamińska", "Zieliński", "Szymańska", "Woźniak", "Dąbrowski"),
    *("Kozłowska", "Mazur", "Krawczyk", "Żółć", "Grabowska", "Król", "Smith", "Jones", "O'Brien", "Müller", "Dvořák"),
)
#: Without I, L, O and U, as people read references aloud.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@attrs.frozen(kw_only=True)
class Request:
    """One request of the shop with all that was said about it."""

    number: int
    reference: str
    customer: int
    device: str
    status: str
    priority: int
    assignee: int | None
    created: datetime
    problem: str
    answer: str
    is_read: bool
    """Whether the customer may read the answer; else it is a note among staff."""

    @property
    def updated(self) -> datetime:
        """When it last changed."""
        return self.created + timedelta(hours=1)

    @property
    def closed(self) -> datetime | None:
        """When it was closed, None for an open one."""
        return self.created + timedelta(days=1) if self.status == CLOSED else None

    @property
    def subject(self) -> str:
        """What lists call it."""
        return f"{self.device} {self.problem[:40]}"

    @property
    def thread(self) -> list[str]:
        """What its customer may read, newest first."""
        return [self.answer, self.problem] if self.is_read else [self.problem]


@attrs.frozen(kw_only=True)
class Wish:
    """What a customer's form brings."""

    customer: int
    device: str
    priority: int
    problem: str

    @property
    def subject(self) -> str:
        """What lists call it."""
        return f"{self.device} {self.problem[:40]}"


def customers(size: int) -> int:
    """How many customers a shop has."""
    return max(50, size // 5)


def surname(customer: int) -> str:
    """A customer's surname."""
    return _SURNAMES[customer % len(_SURNAMES)]


def email(customer: int) -> str:
    """A customer's address."""
    return f"customer{customer}@example.org"


def reference(number: int) -> str:
    """A request's reference: an odd factor gives each number another one."""
    rest = number * 22_695_477_011 % (1 << 35)
    return "S" + "".join(_ALPHABET[rest >> 5 * place & 31] for place in range(7))


def rare_word(number: int) -> str:
    """A word that the problem of one request has, and nothing else."""
    return f"sn{number * 7_919 + 100_003}x"


def backlog(size: int) -> int:
    """How many requests are open: enough for full pages, and three in a hundred of a large shop."""
    return min(size // 2, max(2000, size * 3 // 100))


@cache
def words() -> tuple[Sequence[str], Sequence[str]]:
    """The words of the shop by rank, and a table from which they are drawn as often as people use them."""
    chance = random.Random("words")
    found: dict[str, None] = {}
    while len(found) < _WORDS:
        found["".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 3, 4))))] = None
    ranked = tuple(found)
    return ranked, chance.choices(ranked, [1 / (rank + 10) for rank in range(_WORDS)], k=1 << 17)


def _text(chance: random.Random) -> str:
    return " ".join(chance.choices(words()[1], k=_IN_A_TEXT))


@cache
def _stock() -> Sequence[str]:
    chance = random.Random("stock")
    return [_text(chance) for _ in range(_STOCK)]


@lru_cache(maxsize=50_000)
def request(number: int, size: int) -> Request:
    """A request of a shop of this size; numbers begin with 1, and the newest are the likeliest to be open."""
    chance = random.Random(number * 1_000_003 + size)
    recent = size - 2 * backlog(size)
    is_open = chance.random() < (0.4 if number > recent else 0.2 * backlog(size) / max(1, recent))
    anybody = range(RESELLERS.stop, customers(size) + 1)
    said = (lambda: chance.choice(_stock())) if size > SEARCHED else (lambda: _text(chance))
    return Request(
        number=number,
        reference=reference(number),
        customer=chance.choice(RESELLERS if chance.random() < 0.05 else anybody),
        device=chance.choice(_DEVICES),
        status=chance.choice(OPEN) if is_open else CLOSED,
        priority=chance.choices((0, 1, 2, 3), (5, 20, 60, 15))[0],
        assignee=chance.choice((None, None, *STAFF)),
        created=_STARTED + timedelta(minutes=number),
        problem=f"{said()} {rare_word(number)}",
        answer=said(),
        is_read=chance.random() < 0.7,
    )


def requests(size: int) -> Iterator[Request]:
    """All of them, the oldest first."""
    return (request(number, size) for number in range(1, size + 1))


class Draw:
    """What is asked for next; the same seed asks every contender the same."""

    def __init__(self, size: int, seed: int) -> None:
        self._size, self._chance, self._turn = size, random.Random(seed), seed

    def for_(self, operation: str) -> tuple[object, ...]:
        """The arguments of an operation. What has several kinds takes them in turn."""
        self._turn += 1
        return tuple(getattr(self, f"_{operation}")())

    def _any(self) -> Request:
        return request(self._chance.randint(1, self._size), self._size)

    def _create(self) -> tuple[Wish]:
        customer = self._chance.randint(1, customers(self._size))
        device, priority = self._chance.choice(_DEVICES), self._chance.randrange(4)
        return (Wish(customer=customer, device=device, priority=priority, problem=_text(self._chance)),)

    def _reply(self) -> tuple[Request, str, int]:
        while (found := self._any()).status == CLOSED:
            pass
        return found, _text(self._chance), self._chance.choice(STAFF)

    def _track(self) -> tuple[Request]:
        return (self._any(),)

    _room = _track

    def _queue(self) -> tuple[int | None, str | None]:
        who, what = self._chance.choice(STAFF), self._chance.choice(OPEN)
        return ((None, None), (who, None), (None, what), (who, what))[self._turn % 4]

    def _rare(self) -> tuple[str]:
        return (rare_word(self._any().number),)

    def _common(self) -> tuple[str]:
        ranked, _ = words()
        if self._turn % 2:
            return (ranked[self._chance.choice(COMMON)],)
        return (" ".join(ranked[place] for place in self._chance.sample(OFTEN, 2)),)

    def _own(self) -> tuple[int]:
        return (self._chance.choice(RESELLERS) if self._turn % 2 else self._any().customer,)
