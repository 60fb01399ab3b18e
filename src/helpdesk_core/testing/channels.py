"""The conformance suite of the `Channel` port: subclass it, give the channel, and say how its provider sends."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import attrs
import pytest

from ..ports import Inbound, InboundKind, InboundRequest
from .suites import claimed


class ChannelSuite:
    """What every channel promises.

    ``sent(what)`` returns a request as the provider would send it, signed its way, for ``one`` (one message with the
    text ``Dzień dobry, żółw``), ``two`` (two messages in one payload, capability ``batches``), ``status`` (a delivery
    report, ``receipts``), ``echo`` (our own message coming back, ``echo``), ``media`` (a message with a picture,
    ``media``), ``unknown`` (a type that does not exist yet) and ``garbage`` (signed, but not a payload at all).
    """

    capabilities: ClassVar[frozenset[str]] = frozenset({"batches", "receipts", "echo", "media"})
    #: The header that carries the signature, in lower case.
    signature_header: ClassVar[str] = ""

    @pytest.fixture
    def channel(self) -> Any:
        """The channel; yours overrides this."""
        raise NotImplementedError

    def sent(self, what: str) -> InboundRequest:
        """A request as the provider sends it; yours overrides this.

        Args:
            what: ``one``, ``two``, ``status``, ``echo``, ``media``, ``unknown`` or ``garbage``, as the class says.

        Returns:
            The request, signed.
        """
        raise NotImplementedError

    def reserialised(self, request: InboundRequest) -> InboundRequest:
        """The same content in other bytes under the old signature.

        Args:
            request: A signed request.

        Returns:
            JSON with other white space; override it for another format.
        """
        body = json.dumps(json.loads(request.body), indent=1, ensure_ascii=True).encode()
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

    def test_only_the_very_bytes_verify(self, channel: Any) -> None:
        """The signature covers the raw body: the same content in other bytes does not verify."""
        request = self.sent("one")
        assert channel.verify(self.reserialised(request)) is False
        assert channel.verify(attrs.evolve(request, body=request.body + b" ")) is False
        assert channel.verify(attrs.evolve(request, body=b"")) is False

    def test_an_unsigned_request_does_not_verify(self, channel: Any) -> None:
        """No signature, an empty one, a wrong one, one of another scheme: False, and nothing raised."""
        request = self.sent("one")
        without = {name: value for name, value in request.headers.items() if name != self.signature_header}
        assert len(without) < len(request.headers), "signature_header names no header of the request"
        assert channel.verify(attrs.evolve(request, headers=without)) is False
        for wrong in ("", "0", "sha256=", "sha256=00", "v1,AAAA", "ż", "x" * 10_000):
            headers = {**without, self.signature_header: wrong}
            assert channel.verify(attrs.evolve(request, headers=headers)) is False

    def test_the_same_delivery_is_the_same_fact(self, channel: Any) -> None:
        """Ids do not depend on when or how often it is read: a redelivery makes no second message."""
        first, again = channel.read(self.sent("one")), channel.read(self.sent("one"))
        assert [one.id for one in first] == [one.id for one in again]

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

    @claimed("echo")
    def test_our_own_echo_is_no_message(self, channel: Any) -> None:
        """Else the desk would talk to itself."""
        assert self.messages(channel, "echo") == []

    @claimed("media")
    def test_media_are_references(self, channel: Any) -> None:
        """To be fetched later; nothing is fetched while reading."""
        (message,) = self.messages(channel, "media")
        assert message.media
        assert all(one.key and "/" in one.type for one in message.media)

    @pytest.mark.parametrize("what", ["unknown", "garbage"])
    def test_what_nobody_knows_is_kept_quiet(self, channel: Any, what: str) -> None:
        """A type invented tomorrow, or nonsense: no message, nothing raised."""
        assert self.messages(channel, what) == []
        channel.verify(self.sent(what))
