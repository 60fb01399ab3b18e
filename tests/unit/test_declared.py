"""What is declared wrongly is refused loudly, when its class is made: not at the first customer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from helpdesk_core.base.actors import CUSTOMERS, STAFF
from helpdesk_core.base.changes import NOBODY, Change, Verdict
from helpdesk_core.base.commands import Code, Command, OpaqueId, command, items, text
from helpdesk_core.base.contacts import Contact
from helpdesk_core.base.messages import define
from helpdesk_core.base.money import Money
from helpdesk_core.base.notices import to_customer
from helpdesk_core.base.queries import Query
from helpdesk_core.base.records import Attested, Record, Subject, col, record
from helpdesk_core.base.results import GrantToken, Result, result
from helpdesk_core.base.text import CustomerText, InternalNote, RawText, SafeText
from helpdesk_core.base.values import piece
from helpdesk_core.base.worded import Worded
from helpdesk_core.context import Context
from helpdesk_core.guardrails.disclosure import customer_view
from helpdesk_core.guardrails.rights import right
from helpdesk_core.handlers import Loaded, handles, nothing
from helpdesk_core.jobs import Drop, job
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.service_requests.rules import CancelRequest
from helpdesk_core.subjects import SubjectPolicy, declare_subject, policies
from helpdesk_core.viewing import view
from registries import forgotten


@pytest.fixture(autouse=True)
def own() -> Iterator[None]:
    """Nothing that is declared here stays."""
    with forgotten():
        yield


@piece
class Word:
    """A piece with a typed text, for commands."""

    text: RawText


@piece
class PlainWord:
    """A piece with a text that no redaction reaches."""

    text: str


@piece
class Line:
    """A piece of a record."""

    words: SafeText
    price: Money


def raw_text_in_a_record() -> None:
    @record("test_raw")
    class Raw(Record):
        words: RawText


def a_text_that_does_not_say_whose_it_is() -> None:
    @record("test_unmarked")
    class Unmarked(Record):
        words: SafeText


def a_mapping_of_words() -> None:
    @record("test_mapping")
    class Mapped(Record):
        answers: dict[str, str] = col(personal=True)


def answers_that_are_not_personal() -> None:
    @record("test_answers")
    class Answers(Record):
        answers: dict[str, SafeText] = col(personal=False)


def raw_texts_in_a_list_of_a_record() -> None:
    @record("test_lines")
    class Lines(Record):
        lines: tuple[Word, ...] = col(personal=True)


def a_contact_in_a_record() -> None:
    @record("test_contact")
    class Reached(Record):
        contact: Contact


def a_field_of_two_types() -> None:
    @record("test_either")
    class Either(Record):
        value: int | str


def two_records_of_one_name() -> None:
    @record("messages")
    class Other(Record):
        pass


def two_commands_of_one_name() -> None:
    @command
    class CancelRequest(Command[Result]):
        request: OpaqueId


def a_bare_list_of_texts_in_a_command() -> None:
    @command
    class Listing(Command[Result]):
        words: tuple[RawText, ...] = items()


def a_list_of_codes_in_a_command() -> None:
    @command
    class Guessing(Command[Result]):
        codes: tuple[Code, ...] = items()


def plain_text_in_a_command() -> None:
    @command
    class Plain(Command[Result]):
        words: str


def plain_text_in_a_piece_of_a_command() -> None:
    @command
    class Order(Command[Result]):
        lines: tuple[PlainWord, ...] = items()


def a_mapping_in_a_command() -> None:
    @command
    class Anything(Command[Result]):
        answers: dict[str, str]


def a_change_without_words_for_staff() -> None:
    class Silent(Change, action="test_silent", tells=NOBODY):
        pass


def a_change_that_does_not_say_whom_it_tells() -> None:
    class Untold(Change, action="test_untold", label="Untold"):
        pass


def a_member_without_words() -> None:
    class Mood(Worded, prefix="mood"):
        GOOD = "good"


def two_changes_of_one_action() -> None:
    class AnotherReply(Change, action="customer_replied", label="Reply", tells=NOBODY):
        pass


def two_notices_of_one_name() -> None:
    to_customer("reply", "Subject", "Line")


def a_fraction_in_a_result() -> None:
    @result
    class Timed(Result):
        share: float


def a_text_in_a_result() -> None:
    @result
    class Wordy(Result):
        words: SafeText


class GrantGiven(Result):
    """A result with a grant."""

    grant: GrantToken


def a_grant_that_could_be_stored_with_a_key() -> None:
    @result
    class Given(Result):
        grant: GrantToken

    @command
    class GiveGrant(Command[Given]):
        request: OpaqueId

    @handles(GiveGrant, actors=CUSTOMERS, load=nothing)
    def give(loaded: Loaded, command: GiveGrant, context: Context) -> Verdict[Given]:
        """Give it."""
        raise AssertionError


def _handled(**options: Any) -> None:
    @command
    class Handled(Command[Result]):
        request: OpaqueId

    options = {"actors": CUSTOMERS, "load": nothing, "documented": True} | options
    documented = options.pop("documented")

    def rule(loaded: Loaded, command: Handled, context: Context) -> Verdict[Result]:
        raise AssertionError

    rule.__doc__ = "What it does." if documented else None
    handles(Handled, **options)(rule)


def staff_without_a_right() -> None:
    _handled(actors=STAFF)


def a_right_that_nobody_declared() -> None:
    _handled(actors=STAFF, right="requests.everything")


def a_rule_without_a_docstring() -> None:
    _handled(documented=False)


def two_rules_of_one_command() -> None:
    handles(CancelRequest, actors=CUSTOMERS, load=nothing)(lambda loaded, command, context: Verdict())


def two_meanings_of_one_right() -> None:
    right("requests.reply", "Something else.")


def a_view_for_staff_without_a_right() -> None:
    @view(actors=STAFF)
    def view_everything(reader: Any, context: Context) -> str:
        return ""


def two_views_of_one_name() -> None:
    @view(actors=CUSTOMERS)
    def view_room(reader: Any, context: Context) -> str:
        return ""


def two_rules_of_one_job() -> None:
    job("notice")(lambda reader, subject, payload, context: Drop("never"))


def two_policies_of_one_subject() -> None:
    declare_subject(policies[ServiceRequest.record_type.name])


def a_note_in_a_customers_view() -> None:
    @customer_view
    class Leaky:
        words: CustomerText | InternalNote


def a_contact_in_a_customers_view() -> None:
    @customer_view
    class Revealing:
        contacts: tuple[Contact, ...]


def a_record_in_a_customers_view() -> None:
    @customer_view
    class Whole:
        request: ServiceRequest


def a_query_over_all_shops() -> None:
    Query(ServiceRequest, equals=("reference",))


def a_text_used_for_two_things() -> None:
    define("phase.closed", "Shut")


WRONG: tuple[Callable[[], None], ...] = (
    raw_text_in_a_record,
    a_text_that_does_not_say_whose_it_is,
    a_mapping_of_words,
    answers_that_are_not_personal,
    raw_texts_in_a_list_of_a_record,
    a_contact_in_a_record,
    a_field_of_two_types,
    two_records_of_one_name,
    two_commands_of_one_name,
    a_bare_list_of_texts_in_a_command,
    a_list_of_codes_in_a_command,
    plain_text_in_a_command,
    plain_text_in_a_piece_of_a_command,
    a_mapping_in_a_command,
    a_change_without_words_for_staff,
    a_change_that_does_not_say_whom_it_tells,
    a_member_without_words,
    two_changes_of_one_action,
    two_notices_of_one_name,
    a_fraction_in_a_result,
    a_text_in_a_result,
    a_grant_that_could_be_stored_with_a_key,
    staff_without_a_right,
    a_right_that_nobody_declared,
    a_rule_without_a_docstring,
    two_rules_of_one_command,
    two_meanings_of_one_right,
    a_view_for_staff_without_a_right,
    two_views_of_one_name,
    two_rules_of_one_job,
    two_policies_of_one_subject,
    a_note_in_a_customers_view,
    a_contact_in_a_customers_view,
    a_record_in_a_customers_view,
    a_query_over_all_shops,
    a_text_used_for_two_things,
)


@pytest.mark.parametrize("declare", WRONG, ids=lambda one: one.__name__)
def test_it_is_refused_when_it_is_declared(declare: Callable[[], None]) -> None:
    """By an error that names it."""
    with pytest.raises((TypeError, ValueError)) as caught:
        declare()
    assert len(str(caught.value)) > 20


def test_what_is_right_is_taken() -> None:
    """The same declarations without their mistake: else the test above would prove nothing."""

    @record("test_right")
    class Right(Attested):
        request: str = col(references="service_requests")
        words: CustomerText = col(personal=True)
        lines: tuple[Line, ...] = col(personal=True)
        answers: dict[str, SafeText] = col(personal=True)
        codes: dict[str, str] = col(personal=False, codes=True)

    @command
    class Order(Command[Result]):
        words: RawText = text()
        lines: tuple[Word, ...] = items()

    _handled(actors=STAFF, right="requests.reply")
    assert Right.record_type.personal == ("words", "lines", "answers")
    assert not Right.record_type.is_subject
    assert ServiceRequest.record_type.is_subject
    assert issubclass(ServiceRequest, Subject)
    assert SubjectPolicy
    assert Order.result_type is Result
