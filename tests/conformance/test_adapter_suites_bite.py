"""The suites of channels, payments, files and plugins themselves: each planted fault fails the test that is meant
to."""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import json
import logging
import socket
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import attrs
import pytest

from helpdesk_core import Contact, ContactKind, Money, hookimpl
from helpdesk_core.base.text import RawText
from helpdesk_core.ports import Inbound, InboundKind, InboundRequest, PaymentFact, PaymentRequest, PaymentState
from helpdesk_core.testing import (
    ChannelSuite,
    FilesSuite,
    MemoryFiles,
    NotifierSuite,
    PaymentsSuite,
    PluginSuite,
    StoreSuite,
    count_tests,
)
from sound_adapters import (
    OWN_NUMBER,
    Provider,
    SoundChannel,
    SoundChannelSuite,
    SoundPayments,
    SoundPaymentsSuite,
    SoundTwoSteps,
    SoundTwoStepsSuite,
    fits,
    signed,
)


def passes(suite: Any, name: str, make: Callable[[], Any]) -> bool:
    """Whether one test of a suite passes, with every parameter it has, each on a fresh subject."""
    test = getattr(suite, name)
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    try:
        for values in itertools.product(*(mark.args[1] for mark in marks)):
            test(make(), **dict(zip((mark.args[0] for mark in marks), values, strict=True)))
    except BaseException:
        return False
    return True


# Channels


class VerifiesAnotherBody(SoundChannel):
    def verify(self, request: InboundRequest) -> bool:
        try:
            body = json.dumps(json.loads(request.body), ensure_ascii=False).encode()
        except ValueError:
            return False
        return super().verify(InboundRequest(headers=request.headers, body=body))


class AcceptsTheUnsigned(SoundChannel):
    def verify(self, request: InboundRequest) -> bool:
        return not request.headers.get("x-hub-signature-256") or super().verify(request)


class RaisesForTheUnsigned(SoundChannel):
    def verify(self, request: InboundRequest) -> bool:
        return bool(request.headers["x-hub-signature-256"]) and super().verify(request)


class DropsTheSecond(SoundChannel):
    def facts(self, entry: dict[str, Any]) -> list[Inbound | None]:
        return super().facts(entry)[:1]


class MakesIdsUp(SoundChannel):
    numbers = itertools.count()

    def message(self, one: dict[str, Any]) -> Inbound:
        return super().message(one | {"id": str(next(self.numbers))})


class TakesReportsForMessages(SoundChannel):
    def report(self, one: dict[str, Any]) -> Inbound:
        return Inbound(kind=InboundKind.MESSAGE, id=one["id"], text=RawText("read"))


class RaisesForTheUnknown(SoundChannel):
    def message(self, one: dict[str, Any]) -> Inbound:
        if one["type"] not in ("text", "image"):
            raise NotImplementedError(one["type"])  # not what the sound one catches
        return super().message(one)


class AnswersItsEcho(SoundChannel):
    def message(self, one: dict[str, Any]) -> Inbound:
        return super().message(one | {"from": "48111111111"})


class ShowsTheUnknown(SoundChannel):
    def message(self, one: dict[str, Any]) -> Inbound:
        return super().message(one | {"type": "text"})


class LosesLetters(SoundChannel):
    def message(self, one: dict[str, Any]) -> Inbound:
        return super().message(one | {"text": one["text"].encode("ascii", "ignore").decode()})


class ForgetsTheSender(SoundChannel):
    def message(self, one: dict[str, Any]) -> Inbound:
        found = super().message(one)
        return Inbound(kind=found.kind, id=found.id, text=found.text)


class DropsMedia(SoundChannel):
    def message(self, one: dict[str, Any]) -> Inbound:
        return super().message({name: value for name, value in one.items() if name != "image"})


class AcceptsBeginnings(SoundChannel):
    def verify(self, request: InboundRequest) -> bool:
        given = request.headers.get("x-hub-signature-256", "")
        return bool(given) and signed(request.body).headers["x-hub-signature-256"].startswith(given)


class ComparesTheEnd(SoundChannel):
    def verify(self, request: InboundRequest) -> bool:
        given = request.headers.get("x-hub-signature-256", "").removeprefix("sha256=")
        return len(given) > 8 and signed(request.body).headers["x-hub-signature-256"].endswith(given)


class IdsByTheWords(SoundChannel):
    def message(self, one: dict[str, Any]) -> Inbound:
        return super().message(one | {"id": hashlib.sha256(one["text"].encode()).hexdigest()})


class IdsByPersonAndWords(SoundChannel):
    def message(self, one: dict[str, Any]) -> Inbound:
        return super().message(one | {"id": hashlib.sha256(f"{one['from']}{one['text']}".encode()).hexdigest()})


class SenderIsTheShop(SoundChannel):
    def message(self, one: dict[str, Any]) -> Inbound:
        return attrs.evolve(super().message(one), sender=Contact(ContactKind.PHONE, f"+{OWN_NUMBER}"))


class ReportsCollide(SoundChannel):
    def report(self, one: dict[str, Any]) -> Inbound:
        return Inbound(kind=InboundKind.DELIVERY, id=f"report:{one['id']}", refers_to=one["id"])


class OneSpoilsAll(SoundChannel):
    def try_to(self, read: Any, one: dict[str, Any]) -> Inbound | None:
        return read(one)  # the whole payload becomes OTHER


class RaisesForNoText(SoundChannel):
    def try_to(self, read: Any, one: dict[str, Any]) -> Inbound | None:
        return read(one)  # a FieldError of RawText is not among what `read` expects


class RaisesForTheDeep(SoundChannel):
    def read(self, request: InboundRequest) -> Any:
        json.loads(request.body) if request.body.startswith(b"[[") else None
        return super().read(request)


class FetchesPictures(SoundChannel):
    def message(self, one: dict[str, Any]) -> Inbound:
        if "image" in one:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", 9), timeout=1).close()
        return super().message(one)


class AsksWhoItIs(SoundChannel):
    def verify(self, request: InboundRequest) -> bool:
        with contextlib.suppress(OSError), socket.socket() as line:
            line.settimeout(1)
            line.connect(("127.0.0.1", 9))
        return super().verify(request)


class LogsMessages(SoundChannel):
    def message(self, one: dict[str, Any]) -> Inbound:
        logging.getLogger("chat").debug("%s", one["text"])
        return super().message(one)


class LogsSignatures(SoundChannel):
    def verify(self, request: InboundRequest) -> bool:
        logging.getLogger("chat").info("headers %s", request.headers)
        return super().verify(request)


_LOGS = "test_nothing_of_a_message_is_logged"
_UNSIGNED, _WORDS = "test_an_unsigned_request_does_not_verify", "test_the_same_words_are_another_message"
CHANNEL_FAULTS: dict[str, tuple[type[SoundChannel], str]] = {
    "verifies a re-serialised body": (VerifiesAnotherBody, "test_only_the_very_bytes_verify"),
    "accepts a missing signature": (AcceptsTheUnsigned, "test_an_unsigned_request_does_not_verify"),
    "raises for a missing signature": (RaisesForTheUnsigned, "test_an_unsigned_request_does_not_verify"),
    "drops the second message of a payload": (DropsTheSecond, "test_every_message_of_a_payload_arrives"),
    "makes two of the same id": (MakesIdsUp, "test_the_same_delivery_is_the_same_fact"),
    "takes a status for a message": (TakesReportsForMessages, "test_a_report_is_no_message"),
    "raises for an unknown type": (RaisesForTheUnknown, "test_what_nobody_knows_is_kept_quiet"),
    "shows an unknown type": (ShowsTheUnknown, "test_what_nobody_knows_is_kept_quiet"),
    "answers its own echo": (AnswersItsEcho, "test_our_own_echo_is_no_message"),
    "loses letters": (LosesLetters, "test_a_message_arrives_whole"),
    "forgets the sender": (ForgetsTheSender, "test_a_message_arrives_whole"),
    "drops media": (DropsMedia, "test_media_are_references"),
    "accepts the beginning of a signature": (AcceptsBeginnings, _UNSIGNED),
    "accepts the end of a signature": (ComparesTheEnd, _UNSIGNED),
    "makes ids of the words": (IdsByTheWords, _WORDS),
    "makes ids of person and words": (IdsByPersonAndWords, _WORDS),
    "says that the shop wrote it": (SenderIsTheShop, _WORDS),
    "gives two reports one id": (ReportsCollide, "test_a_report_is_no_message"),
    "loses the good with the bad": (OneSpoilsAll, "test_one_bad_message_spoils_no_other"),
    "raises for a text that is none": (RaisesForNoText, "test_no_payload_raises"),
    "raises for deep JSON": (RaisesForTheDeep, "test_no_payload_raises"),
    "fetches pictures while reading": (FetchesPictures, "test_reading_asks_nobody"),
    "asks the network while verifying": (AsksWhoItIs, "test_reading_asks_nobody"),
    "logs what was written": (LogsMessages, _LOGS),
    "logs signatures": (LogsSignatures, _LOGS),
}


@pytest.mark.parametrize("fault", CHANNEL_FAULTS)
def test_a_faulty_channel_is_found(fault: str) -> None:
    kind, expected = CHANNEL_FAULTS[fault]
    assert not passes(SoundChannelSuite(), expected, kind), f"a channel that {fault} passed {expected}"
    assert passes(SoundChannelSuite(), expected, SoundChannel)


# Payments


class BelievesTheReturn(SoundPayments):
    def read(self, request: InboundRequest) -> Any:
        if request.method == "GET" and "status=paid" in request.query:
            paid = Money(minor=12_345, currency="PLN")
            return (PaymentFact(id="back", state=PaymentState.PAID, key="inv-1:1", amount=paid),)
        return super().read(request)


class SaysWhatWasAsked(SoundPayments):
    """Reports the invoice's amount, whatever was paid."""

    def fact(self, event: dict[str, Any]) -> PaymentFact:
        return super().fact(event | {"amount": 12_345})


class SaysItsOwnCurrency(SoundPayments):
    def fact(self, event: dict[str, Any]) -> PaymentFact:
        return super().fact(event | {"currency": "PLN"})


class CountsReplays(SoundPayments):
    numbers = itertools.count()

    def fact(self, event: dict[str, Any]) -> PaymentFact:
        return super().fact(event | {"id": f"{event['id']}-{next(self.numbers)}"})


class ChargesOnView(SoundPayments):
    def page(self, request: PaymentRequest, back: str) -> str:
        self.provider.charge(request.key)
        return super().page(request, back)


class PreparesAnew(SoundPayments):
    numbers = itertools.count()

    def page(self, request: PaymentRequest, back: str) -> str:
        return self.provider.prepare(f"{request.key}-{next(self.numbers)}", 1, "PLN")


class ForgetsTheVersion(SoundPayments):
    def page(self, request: PaymentRequest, back: str) -> str:
        return self.provider.prepare(request.invoice, 1, "PLN")


class CountsInFloats(SoundPayments):
    def fact(self, event: dict[str, Any]) -> PaymentFact:
        return super().fact(event | {"amount": int(event["amount"] / 100) * 100})


class ChecksNoSignature(SoundPayments):
    def read(self, request: InboundRequest) -> Any:
        return (self.fact(json.loads(request.body)),) if request.method == "POST" and request.body else ()


class ChecksAnotherBody(SoundPayments):
    def read(self, request: InboundRequest) -> Any:
        return super().read(InboundRequest(headers=request.headers, body=request.body.strip()))


class LinksInTheClear(SoundPayments):
    def page(self, request: PaymentRequest, back: str) -> str:
        return super().page(request, back).replace("https", "http")


class SaysAllIsPaid(SoundPayments):
    """Takes every report for a payment, also one that failed."""

    def fact(self, event: dict[str, Any]) -> PaymentFact:
        return attrs.evolve(super().fact(event), state=PaymentState.PAID)


class SaysRefundedIsPaid(SoundPayments):
    def fact(self, event: dict[str, Any]) -> PaymentFact:
        return super().fact(event | {"type": event["type"].replace("refunded", "paid")})


class IdsByTheReference(SoundPayments):
    def fact(self, event: dict[str, Any]) -> PaymentFact:
        return super().fact(event | {"id": event["reference"]})


class IdsByTheAmount(SoundPayments):
    def fact(self, event: dict[str, Any]) -> PaymentFact:
        return super().fact(event | {"id": f"{event['type']}-{event['amount']}"})


class BelievesBeginnings(SoundPayments):
    def read(self, request: InboundRequest) -> Any:
        right, given = signed(request.body).headers["x-hub-signature-256"], request.headers.get("x-pay-signature")
        if given and right.startswith(given):
            return super().read(attrs.evolve(request, headers={"x-pay-signature": right}))
        return ()


class LogsReports(SoundPayments):
    def read(self, request: InboundRequest) -> Any:
        logging.getLogger("pay").debug("%s", request.body.decode("utf-8", "replace"))
        return super().read(request)


class LogsPages(SoundPayments):
    def page(self, request: PaymentRequest, back: str) -> str:
        page = super().page(request, back)
        logging.getLogger("pay").info("page %s", page)
        return page


PAYMENT_FAULTS: dict[str, tuple[type[SoundPayments], str]] = {
    "believes the return address": (BelievesTheReturn, "test_coming_back_is_no_payment"),
    "reports the amount asked": (SaysWhatWasAsked, "test_what_was_really_paid_is_said"),
    "reports its own currency": (SaysItsOwnCurrency, "test_what_was_really_paid_is_said"),
    "counts a replay as new": (CountsReplays, "test_a_replay_is_the_same_fact"),
    "charges when a page is asked for": (ChargesOnView, "test_a_page_is_an_address"),
    "prepares a payment each time": (PreparesAnew, "test_asking_again_prepares_nothing_new"),
    "forgets the invoice's version": (ForgetsTheVersion, "test_asking_again_prepares_nothing_new"),
    "rounds": (CountsInFloats, "test_a_report_is_a_fact"),
    "checks no signature": (ChecksNoSignature, "test_an_unsigned_report_is_nothing"),
    "checks another body than it got": (ChecksAnotherBody, "test_an_unsigned_report_is_nothing"),
    "links in the clear": (LinksInTheClear, "test_a_page_is_an_address"),
    "says that all is paid": (SaysAllIsPaid, "test_only_what_was_paid_is_paid"),
    "says that what went back is paid": (SaysRefundedIsPaid, "test_only_what_was_paid_is_paid"),
    "gives payment and refund one id": (IdsByTheReference, "test_only_what_was_paid_is_paid"),
    "makes ids of amounts": (IdsByTheAmount, "test_two_payments_are_two_facts"),
    "believes the beginning of a signature": (BelievesBeginnings, "test_an_unsigned_report_is_nothing"),
    "logs reports": (LogsReports, "test_nothing_of_a_payment_is_logged"),
    "logs pages": (LogsPages, "test_nothing_of_a_payment_is_logged"),
}


@pytest.mark.parametrize("fault", PAYMENT_FAULTS)
def test_a_faulty_payment_adapter_is_found(fault: str) -> None:
    kind, expected = PAYMENT_FAULTS[fault]

    def run(adapter: type[SoundPayments]) -> bool:
        suite = SoundPaymentsSuite()
        suite.provider = Provider()
        return passes(suite, expected, lambda: adapter(suite.provider))

    assert not run(kind), f"an adapter that {fault} passed {expected}"
    assert run(SoundPayments)


class BelievesWhoComesBack(SoundTwoSteps):
    def returned(self, request: InboundRequest) -> Any:
        key = dict(parse_qsl(request.query)).get("token", "")
        return self.agreed(key) if key in self.provider.asked else None


class StumblesOverAddresses(SoundTwoSteps):
    def returned(self, request: InboundRequest) -> Any:
        return self.agreed(dict(parse_qsl(request.query))["token"])


class TakesOnTheWayBack(SoundTwoSteps):
    def returned(self, request: InboundRequest) -> Any:
        fact = super().returned(request)
        return fact and self.settle(fact)[0]


class TakesEachTime(SoundTwoSteps):
    def settle(self, agreed: PaymentFact) -> Any:
        self.provider.taken.clear()
        return super().settle(agreed)


class SaysNothingTheSecondTime(SoundTwoSteps):
    def settle(self, agreed: PaymentFact) -> Any:
        known = agreed.agreement in self.provider.taken
        facts = super().settle(agreed)
        return tuple(attrs.evolve(one, id=f"{one.id}:again") for one in facts) if known else facts


TWO_STEPS_FAULTS: dict[str, tuple[type[SoundTwoSteps], str]] = {
    "believes who comes back": (BelievesWhoComesBack, "test_an_address_agrees_to_nothing"),
    "stumbles over addresses": (StumblesOverAddresses, "test_an_address_agrees_to_nothing"),
    "takes on the way back": (TakesOnTheWayBack, "test_what_was_agreed_on_is_not_paid"),
    "takes each time": (TakesEachTime, "test_what_was_agreed_on_is_taken_once"),
    "says another fact the second time": (SaysNothingTheSecondTime, "test_what_was_agreed_on_is_taken_once"),
}


@pytest.mark.parametrize("fault", TWO_STEPS_FAULTS)
def test_a_faulty_adapter_of_two_steps_is_found(fault: str) -> None:
    kind, expected = TWO_STEPS_FAULTS[fault]

    def run(adapter: type[SoundTwoSteps]) -> bool:
        suite = SoundTwoStepsSuite()
        suite.provider = Provider()
        return passes(suite, expected, lambda: adapter(suite.provider))

    assert not run(kind), f"an adapter that {fault} passed {expected}"
    assert run(SoundTwoSteps)


# Files


class KeepsByContent(MemoryFiles):
    """The same bytes under two keys are one file."""

    def __init__(self) -> None:
        super().__init__()
        self.at: dict[str, bytes] = {}

    def put(self, key: str, stream: Any, *, type: str) -> None:
        super().put(key, stream, type=type)
        self.at[key] = self.kept[key]

    def delete(self, key: str) -> None:
        gone = self.at.get(key)
        for other in [one for one, content in self.at.items() if content == gone]:
            super().delete(other)


class TakesAnyKey(MemoryFiles):
    def put(self, key: str, stream: Any, *, type: str) -> None:
        self.kept[key] = b"".join(iter(lambda: stream.read(65_536), b""))


class KeepsTheFirst(MemoryFiles):
    def put(self, key: str, stream: Any, *, type: str) -> None:
        if key not in self.kept:
            super().put(key, stream, type=type)


class ReadsAllAtOnce(MemoryFiles):
    def put(self, key: str, stream: Any, *, type: str) -> None:
        super().put(key, io.BytesIO(stream.read()), type=type)


class KeepsParts(MemoryFiles):
    def put(self, key: str, stream: Any, *, type: str) -> None:
        try:
            super().put(key, stream, type=type)
        except ConnectionResetError:
            self.kept["part"] = b"part"
            raise


class DeletesNothing(MemoryFiles):
    def delete(self, key: str) -> None:
        return


class RaisesForTheGone(MemoryFiles):
    def delete(self, key: str) -> None:
        del self.kept[key]


class AnswersNothing(MemoryFiles):
    def open(self, key: str) -> Any:
        return io.BytesIO(self.kept.get(key, b""))


class ChangesLineEnds(MemoryFiles):
    def open(self, key: str) -> Any:
        return io.BytesIO(super().open(key).read().replace(b"\r\n", b"\n"))


FILE_FAULTS: dict[str, tuple[type[MemoryFiles], str]] = {
    "keeps the same bytes once": (KeepsByContent, "test_the_same_bytes_twice_are_two_files"),
    "takes any key": (TakesAnyKey, "test_nothing_is_kept_under_what_is_no_key"),
    "keeps the first": (KeepsTheFirst, "test_what_stood_under_a_key_is_replaced"),
    "reads all at once": (ReadsAllAtOnce, "test_files_are_read_in_pieces"),
    "keeps parts": (KeepsParts, "test_a_fault_on_the_way_leaves_nothing"),
    "deletes nothing": (DeletesNothing, "test_a_deleted_file_is_gone"),
    "raises for what is gone": (RaisesForTheGone, "test_a_deleted_file_is_gone"),
    "answers nothing for no key": (AnswersNothing, "test_what_is_no_key_opens_nothing"),
    "changes line ends": (ChangesLineEnds, "test_bytes_stay_as_they_are"),
}


class _Files(FilesSuite):
    def count(self, files: Any) -> int:
        return len(files.kept)


@pytest.mark.parametrize("fault", FILE_FAULTS)
def test_a_faulty_storage_of_files_is_found(fault: str) -> None:
    kind, expected = FILE_FAULTS[fault]
    assert not passes(_Files(), expected, kind), f"a storage that {fault} passed {expected}"
    assert passes(_Files(), expected, MemoryFiles)


# Plugins


def plugin(hook: str, act: Callable[..., Any]) -> Any:
    """A plugin of one hook."""
    return type("Made", (), {hook: hookimpl(act)})()


_TURNS = itertools.count()
_TEXT, _LISTS = "test_any_text_is_answered", "test_its_lists_are_what_they_should_be"
_SAME, _CHANGE = "test_the_same_question_gets_the_same_answer", "test_any_change_can_be_asked_about"
_LANGUAGES, _LOGGED = "test_each_language_is_answered_in_its_own_words", "test_nothing_of_a_customer_is_logged"
_log = logging.getLogger("hints")
PLUGIN_FAULTS: dict[str, tuple[Any, str]] = {
    "objects to everything": (
        plugin("helpdesk_object", lambda self, actions: "closed today"),
        "test_it_does_not_stop_the_desk",
    ),
    "finds a blank urgent": (plugin("helpdesk_urgent_words", lambda self: ["smoke", " "]), _LISTS),
    "has one language's words": (plugin("helpdesk_ask", lambda self: ["How old is it?"]), _LANGUAGES),
    "logs what it is told": (plugin("helpdesk_ask", lambda self, device: _log.info("%s", device)), _LOGGED),
    "has no hook": (object(), "test_it_starts"),
    "is misspelt": (plugin("helpdesk_sugest", lambda self: []), "test_it_starts"),
    "answers a text for a list": (plugin("helpdesk_urgent_words", lambda self: "smoke"), _LISTS),
    "raises for an empty text": (plugin("helpdesk_find_secrets", lambda self, text: text[0]), _TEXT),
    "finds outside the text": (plugin("helpdesk_find_secrets", lambda self, text: [(0, 10**6, "pin")]), _TEXT),
    "takes too long": (plugin("helpdesk_suggest", lambda self: time.sleep(1)), _TEXT),
    "knows its own steps alone": (plugin("helpdesk_not_ready", lambda self, step: {"close": []}[step]), _TEXT),
    "answers otherwise each time": (plugin("helpdesk_suggest", lambda self: [str(next(_TURNS))]), _SAME),
    "knows today's changes alone": (plugin("helpdesk_object", lambda self, actions: {"x": None}[actions[0]]), _CHANGE),
}


class _Plugins(PluginSuite):
    languages = ("en", "pl")
    seconds = 0.3


@pytest.mark.parametrize("fault", PLUGIN_FAULTS)
def test_a_faulty_plugin_is_found(fault: str) -> None:
    made, expected = PLUGIN_FAULTS[fault]
    sound = plugin("helpdesk_suggest", lambda self, request: [f"{request.language}: {request.device[:20]}"])
    assert not passes(_Plugins(), expected, lambda: made), f"a plugin that {fault} passed {expected}"
    assert passes(_Plugins(), expected, lambda: sound)


# All of them


@pytest.mark.parametrize(
    "suite, tests",
    [(StoreSuite, 35), (NotifierSuite, 13), (ChannelSuite, 14), (PaymentsSuite, 13), (FilesSuite, 6), (PluginSuite, 8)],
)
def test_the_suites_are_counted(suite: type, tests: int) -> None:
    """A number a CI can hold: dropping a test of a suite is seen, while a new one breaks nobody."""
    assert count_tests(suite) >= tests


def test_what_is_not_claimed_is_skipped_by_name() -> None:
    """And what is claimed never is."""

    class Modest(SoundChannelSuite):
        capabilities = frozenset({"media"})

    with pytest.raises(pytest.skip.Exception, match="does not claim 'echo'"):
        Modest().test_our_own_echo_is_no_message(SoundChannel())
    Modest().test_media_are_references(SoundChannel())


def test_the_peers_sign_what_they_send() -> None:
    """Else the tests above would prove nothing."""
    assert fits(signed({"a": 1}), "x-hub-signature-256")
    assert Contact(ContactKind.PHONE, "+48600100200") == SoundChannel().read(SoundChannelSuite().sent("one"))[0].sender
