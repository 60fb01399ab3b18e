"""What is written twice in one command is encoded once, and what is not used is not loaded."""

import subprocess
import sys
from datetime import UTC, datetime

from helpdesk_core.base.text import CustomerText, mark_safe
from helpdesk_core.conversations.model import Side, ThreadMessage
from helpdesk_core.urgencies.finding import known_languages, words_of

NOW = datetime(2026, 11, 27, tzinfo=UTC)


def message(**values: object) -> ThreadMessage:
    given = {
        "id": "m1", "tenant": "shop", "salt": "s", "request": "r1", "side": Side.CUSTOMER, "author": "guest",
        "at": NOW, "text": CustomerText(mark_safe("It does not start.")),
    }  # fmt: skip
    return ThreadMessage(**(given | values))  # type: ignore[arg-type]


def test_a_row_by_the_one_beside_it_is_the_row_by_itself():
    """Whether a value is shared, equal, another or missing."""
    kind, one = ThreadMessage.record_type, message()
    others = (
        one.changed(version=2),
        one.changed(text=CustomerText(mark_safe("It does."))),
        one.changed(side=Side.SHOP, at=datetime(2026, 11, 28, tzinfo=UTC), salt=None),
        message(),
        one.erased(),
    )
    for other in others:
        assert kind.encode_like(other, one, kind.encode(one)) == kind.encode(other)
        assert kind.encode_like(one, other, kind.encode(other)) == kind.encode(one)
        assert kind.decode(kind.encode(other)) == other


def test_cells_are_those_of_each_column_by_itself():
    """The expression that makes a row says of every column what its declaration says."""
    for one in (message(), message(author_name=mark_safe("Ada"), salt=None)):
        kind = ThreadMessage.record_type
        values = [(column, getattr(one, column.field)) for column in kind.columns]
        cells = tuple(
            column.encode(value) if column.encode and value is not None else value for column, value in values
        )
        assert kind.encode(one) == cells


def test_a_desk_that_is_not_made_loads_no_patterns_of_secrets():
    """Migrations and tools import the desk and a store, and redact nothing."""
    script = (
        "import sys; from helpdesk_core import Helpdesk; from helpdesk_core.adapters.sqlalchemy import SqlStore;"
        "print([name for name in sys.modules if name.startswith('helpdesk_core.guardrails.redaction.tokens')])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_every_urgent_phrase_is_found_by_its_first_letters():
    """A phrase whose beginning is shorter than what is looked up would never be tried."""
    for language in known_languages():
        for letters, phrases in words_of(language).urgent.items():
            assert len(letters) == 4 or letters.endswith(" ")  # a word of one letter is whole
            assert all(begin.startswith(letters) for begin, _ in phrases)
