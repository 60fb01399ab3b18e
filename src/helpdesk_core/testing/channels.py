"""The conformance suite of the `Channel` port: subclass it, give the channel, and say how its provider sends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

import attrs
import pytest

from ..ports import Inbound, InboundKind, InboundRequest
from .suites import claimed
from .watching import forgeries, logged, network


class ChannelSuite:
    """What every channel promises.

    ``sent(what)`` returns a request as the provider would send it, signed its way, for ``one`` (one message with the
    text ``Dzień dobry, żółw``), ``again`` (the same person writes the same words once more: another message),
    ``other`` (somebody else writes the same words), ``two`` (two messages in one payload, capability ``batches``),
    ``spoilt`` (one message, and after it one with a part missing, ``batches``), ``status`` (a delivery report,
    ``receipts``), ``later`` (another report on the same message, ``receipts``), ``echo`` (our own message coming back,
    ``echo``), ``media`` (a message with a picture, ``media``), ``unknown`` (a type that does not exist yet) and
    ``garbage`` (signed, but not a payload at all). ``signed(body)`` signs any bytes as the provider does. A provider
    that signs nothing, and proves itself by a secret in its address, does not claim ``signed``.
    """

    capabilities: ClassVar[frozenset[str]] = frozenset({"signed", "batches", "receipts", "echo", "media"})
    #: The header that carries the signature, in lower case.
    signature_header: ClassVar[str] = ""

    @pytest.fixture
    def channel(self) -> Any:
        """The channel; yours overrides this."""
        raise NotImplementedError

    def sent(self, what: str) -> InboundRequest:
        """A request as the provider sends it; yours overrides this.

        Args:
            what: ``one``, ``two``, ``status`` and so on, as the class says.

        Returns:
            The request, signed.
        """
        raise NotImplementedError

    def signed(self, body: bytes) -> InboundRequest:
        """Any bytes as the provider would sign and send them; yours overrides this.

        Args:
            body: The bytes.

        Returns:
            The request.
        """
        raise NotImplementedError

    def reserialised(self, request: InboundRequest) -> InboundRequest:
        """The same content in other bytes under the old signature.

        Args:
            request: A signed request.

        Returns:
            JSON with other white space, else a line end more; override it for a format that knows better.
        """
        try:
            body = json.dumps(json.loads(request.body), indent=1, ensure_ascii=True).encode()
        except ValueError:
            body = request.body
        return attrs.evolve(request, body=body if body != request.body else body + b"\n")

    def messages(self, channel: Any, what: str) -> list[Inbound]:
        """What counts as written by a person.

        Args:
            channel: The channel.
            what: As for `sent`.

        Returns:
            The messages among the facts.
        """
        return [one for one in channel.read(self.sent(what)) if one.kind is InboundKind.MESSAGE]

    def test_a_message_arrives_whole(self, channel: Any) -> None:
        """Text letter for letter, with an id and a sender."""
        assert channel.verify(self.sent("one")) is True
        (message,) = self.messages(channel, "one")
        assert message.text is not None
        assert message.text.typed == "Dzień dobry, żółw"
        assert message.id
        assert message.sender is not None
        assert not message.by_machine

    @claimed("signed")
    def test_only_the_very_bytes_verify(self, channel: Any) -> None:
        """The signature covers the raw body: the same content in other bytes does not verify."""
        request = self.sent("one")
        assert channel.verify(self.reserialised(request)) is False
        assert channel.verify(attrs.evolve(request, body=request.body + b" ")) is False
        assert channel.verify(attrs.evolve(request, body=b"")) is False

    @claimed("signed")
    def test_an_unsigned_request_does_not_verify(self, channel: Any) -> None:
        """No signature, an empty one, a wrong one, one of another scheme: False, and nothing raised."""
        request = self.sent("one")
        without = {name: value for name, value in request.headers.items() if name != self.signature_header}
        assert len(without) < len(request.headers), "signature_header names no header of the request"
        assert channel.verify(attrs.evolve(request, headers=without)) is False
        right = request.headers[self.signature_header]
        for wrong in ("", "0", "sha256=", "sha256=00", "v1,AAAA", "ż", "x" * 10_000, *forgeries(right)):
            headers = {**without, self.signature_header: wrong}
            assert channel.verify(attrs.evolve(request, headers=headers)) is False

    def test_the_same_delivery_is_the_same_fact(self, channel: Any) -> None:
        """Ids do not depend on when or how often it is read: a redelivery makes no second message."""
        first, again = channel.read(self.sent("one")), channel.read(self.sent("one"))
        assert [one.id for one in first] == [one.id for one in again]

    def test_the_same_words_are_another_message(self, channel: Any) -> None:
        """Written again, or by somebody else: three messages, of two people."""
        one, again, other = (self.messages(channel, what)[0] for what in ("one", "again", "other"))
        assert one.text is not None
        assert all(found.text is not None and found.text.typed == one.text.typed for found in (again, other))
        assert len({one.id, again.id, other.id}) == 3
        assert one.sender == again.sender != other.sender

    @claimed("batches")
    def test_one_bad_message_spoils_no_other(self, channel: Any) -> None:
        """What can be read of a payload is read; the rest is kept as OTHER, and as itself."""
        facts = channel.read(self.sent("spoilt"))
        assert [one.id for one in facts if one.kind is InboundKind.MESSAGE] == [self.messages(channel, "one")[0].id]
        assert len({one.id for one in facts}) == len(facts) > 1

    @claimed("batches")
    def test_every_message_of_a_payload_arrives(self, channel: Any) -> None:
        """Two in one payload are two, in order, with ids of their own."""
        found = self.messages(channel, "two")
        assert len(found) == 2
        assert len({one.id for one in found}) == 2

    @claimed("receipts")
    def test_a_report_is_no_message(self, channel: Any) -> None:
        """Delivered, read or failed: a report on a message of ours, not a message."""
        assert self.messages(channel, "status") == []
        (report,) = [one for one in channel.read(self.sent("status")) if one.kind is InboundKind.DELIVERY]
        assert report.refers_to
        assert report.text is None
        (later,) = [one for one in channel.read(self.sent("later")) if one.kind is InboundKind.DELIVERY]
        assert later.refers_to == report.refers_to
        assert later.id != report.id, "delivered and read are two facts about one message"

    @claimed("echo")
    def test_our_own_echo_is_no_message(self, channel: Any) -> None:
        """Else the desk would talk to itself."""
        assert self.messages(channel, "echo") == []

    @claimed("media")
    def test_media_are_references(self, channel: Any) -> None:
        """To be fetched later; nothing is fetched while reading."""
        (message,) = self.messages(channel, "media")
        assert message.media
        assert all(one.key and "/" in one.media_type for one in message.media)

    @pytest.mark.parametrize("what", ["unknown", "garbage"])
    def test_what_nobody_knows_is_kept_quiet(self, channel: Any, what: str) -> None:
        """A type invented tomorrow, or nonsense: no message, nothing raised."""
        assert self.messages(channel, what) == []
        channel.verify(self.sent(what))

    def test_no_payload_raises(self, channel: Any) -> None:
        """Each value of a message as something else, JSON without an end: signed by the provider, and no error."""
        for body in spoilt(self.sent("one").body):
            request = self.signed(body)
            assert channel.verify(request) is True
            assert all(isinstance(one, Inbound) for one in channel.read(request))

    def test_reading_asks_nobody(self, channel: Any) -> None:
        """A channel is pure: no network while it verifies and reads, not even for a picture."""
        kinds = ["one", "unknown", "garbage", *(["media"] if "media" in self.capabilities else [])]
        requests = [self.sent(what) for what in kinds]
        with network() as asked:
            for request in requests:
                channel.verify(request)
                channel.read(request)
        assert asked == []

    def test_nothing_of_a_message_is_logged(self, channel: Any) -> None:
        """Neither words, sender nor signature, at any level."""
        request = self.sent("one")
        with logged() as lines:
            channel.verify(request)
            (message,) = self.messages(channel, "one")
            channel.read(self.sent("unknown"))
        assert message.sender is not None
        for secret in ("żółw", message.sender.value, request.headers.get(self.signature_header, "żółw")):
            assert not any(secret in line for line in lines)


#: What stands where something else should.
_OTHERS: tuple[Any, ...] = (None, 7, True, "", [], {}, ["x"], {"x": None}, "\ud800", "x" * 30_000)


def spoilt(body: bytes) -> Iterator[bytes]:
    """A payload with one value after the other replaced, and nonsense of any format.

    Args:
        body: A payload that is right.

    Yields:
        Payloads that no provider should send.
    """
    yield from (b"", b"null", b"7", b'"x"', b"[]", b"{}", b"\xff\xfe", b"[" * 200_000, body[:-1], body + body)
    try:
        content = json.loads(body)
    except ValueError:
        return
    for other in _OTHERS:
        yield from (json.dumps(one).encode() for one in _replaced(content, other))


def _replaced(content: Any, other: Any) -> Iterator[Any]:
    """Copies of JSON with one value, at any depth, replaced."""
    yield other
    pairs = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in pairs:
        for one in _replaced(value, other):
            copy = content.copy()
            copy[key] = one
            yield copy
