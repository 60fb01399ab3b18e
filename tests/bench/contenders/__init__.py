"""Who is measured by `rivals`, each in a module of its own: the same shop and operations, its own schema and code.

A module has ``fill(path, size)``, which makes the shop there, and a class ``Desk(path)`` with those of `OPERATIONS`
that it has. Each opens what an application that embeds it would have open, and does an operation the way such an
application would. Writes are durable when the method returns: committed, in WAL mode, with ``synchronous=NORMAL``.
"""

from __future__ import annotations

#: Modules of this package by the names that figures call them. The first is what the others are shares of.
CONTENDERS = {
    "plain": "plain sqlite3",
    "desk": "helpdesk_core",
    "core": "SQLAlchemy Core",
    "orm": "SQLAlchemy ORM",
    "roundup_desk": "Roundup",
    "django_desk": "django-helpdesk",
}

#: What is done, in whose words it is meant: the contract of every contender.
OPERATIONS = {
    "create": "W1: a request with its reference, its first message, the entry of its history and a queued notice. "
    "Returns the reference, or what the contender has for one.",
    "reply": "W2: a reply that the customer reads, with another status than the present one, the entry of the history "
    "and a queued notice.",
    "track": "W3: the status by reference and surname, with the messages that the contender shows to whoever knows "
    "these. Returns the status; None for another surname.",
    "room": "W3: the status with the ten latest messages that the customer may read, newest first.",
    "queue": "W4: numbers of the 50 open requests to look at first, by priority, then age: all, of somebody, of a "
    "status, or of both, with all that a page of a queue shows of them.",
    "rare": "W5: numbers of the requests with a word that one message has.",
    "common": "W5: numbers of the requests of 20 messages at most with a word, or two, of many messages.",
    "own": "W6: numbers of the 20 latest requests of a customer, with all that their list shows of them.",
}
