"""The conformance suite of the `Notifier` port: subclass it, give the notifier and a peer whose behaviour you
control."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from ..base.contacts import Contact, ContactKind
from ..base.text import CustomerText, mark_safe
from ..ports import Outgoing, Retry, Sent, Unavailable, Undeliverable, Unsure
from .suites import claimed
from .watching import logged


class NotifierSuite:
    """What every notifier promises.

    ``peer(what)`` sets how the other side behaves next: ``ok``, ``down`` (a passing fault), ``refused``
    (never), ``hangs_up``. ``received()`` returns what arrived, each as one text with everything a reader would
    see, and ``receivers()`` at which address each of them arrived. ``contact`` is one the channel reaches, ``foreign``
    one it does not.
    """

    #: ``keys``: the channel knows idempotency keys and delivers each once. ``peer``: the other side can be made to
    # fail.
    capabilities: ClassVar[frozenset[str]] = frozenset({"peer"})
    contact: ClassVar[Contact] = Contact(ContactKind.EMAIL, "maria@example.com")
    foreign: ClassVar[Contact | None] = Contact(ContactKind.PHONE, "+48600123456")
    #: Loggers of the other side, where it runs in the test's own process: what it logs is not the notifier's doing.
    peer_loggers: ClassVar[tuple[str, ...]] = ()

    @pytest.fixture
    def notifier(self) -> Any:
        """The notifier; yours overrides this."""
        raise NotImplementedError

    def peer(self, what: str) -> None:
        """Set how the other side behaves next; yours overrides this.

        Args:
            what: ``ok``, ``down`` (a passing fault), ``refused`` (never) or ``hangs_up``.
        """
        raise NotImplementedError

    def received(self) -> list[str]:
        """What arrived."""
        raise NotImplementedError

    def receivers(self) -> list[str]:
        """The address (`Contact.value`) at which each message arrived, in the order of `received`."""
        raise NotImplementedError

    def tries(self) -> int:
        """How often the other side was tried, successful or not."""
        raise NotImplementedError

    def outgoing(self, key: str = "k1", **values: Any) -> Outgoing:
        """A message as the suite sends it.

        Args:
            key: Its idempotency key.
            **values: Other fields of `Outgoing`.

        Returns:
            The message.
        """
        defaults: dict[str, Any] = {
            "key": key,
            "tenant": "shop",
            "contact": self.contact,
            "language": "pl",
            "subject": "Zgłoszenie ABCD-1234: nowa wiadomość",
            "lines": ("Dzień dobry,", "Czeka wiadomość <b>& więcej</b>."),
            "thread": "t1",
            "link": "https://help.example.com/r/abc",
        }
        return Outgoing(**(defaults | values))

    def test_it_says_whom_it_reaches(self, notifier: Any) -> None:
        """Its own kind of contact, and not another."""
        assert notifier.accepts(self.contact) is True
        if self.foreign is not None:
            assert notifier.accepts(self.foreign) is False

    def test_everything_arrives(self, notifier: Any) -> None:
        """Subject, every line and the link, letter for letter."""
        assert isinstance(notifier.send(self.outgoing()), Sent)
        (text,) = self.received()
        for part in (
            "Zgłoszenie ABCD-1234: nowa wiadomość",
            "Dzień dobry,",
            "Czeka wiadomość <b>& więcej</b>.",
            "https://help.example.com/r/abc",
        ):
            assert part in text

    def test_a_reply_arrives_whole(self, notifier: Any) -> None:
        """A customer text that a person wrote is sent as it stands."""
        words = "Pierwsza linia\nDruga: „cudzysłów” & <znacznik>"
        assert isinstance(notifier.send(self.outgoing(reply=CustomerText(mark_safe(words)))), Sent)
        assert all(line in self.received()[0] for line in words.split("\n"))

    def test_a_long_reply_is_not_cut(self, notifier: Any) -> None:
        """Who writes four thousand characters is read to the last one; a channel with a limit sends several parts."""
        words = "\n".join(f"Wiersz {number} z wielu." for number in range(200))
        assert isinstance(notifier.send(self.outgoing(reply=CustomerText(mark_safe(words)))), Sent)
        arrived = "\n".join(self.received())
        assert all(line in arrived for line in words.split("\n"))
        assert "https://help.example.com/r/abc" in arrived

    def test_nobody_else_gets_it(self, notifier: Any) -> None:
        """One message for one person: one arrives, at that person's address and no other."""
        other = neighbour(self.contact)
        notifier.send(self.outgoing("k1"))
        notifier.send(self.outgoing("k2", contact=other))
        assert len(self.received()) == 2
        assert self.receivers() == [self.contact.value, other.value]

    def test_nothing_of_ours_arrives(self, notifier: Any) -> None:
        """Neither key, thread nor tenant, which are names for machines, stand in what a person reads."""
        inside = {"tenant": "tenant-inside", "thread": "thread-inside"}
        notifier.send(self.outgoing("key-inside", **inside))
        assert not any(name in text for text in self.received() for name in ("key-inside", *inside.values()))

    @claimed("keys")
    def test_one_key_arrives_once(self, notifier: Any) -> None:
        """Where the channel knows keys: sending again delivers nothing again."""
        for _ in range(3):
            assert isinstance(notifier.send(self.outgoing()), Sent)
        assert len(self.received()) == 1

    @claimed("peer")
    def test_one_try_is_one_try(self, notifier: Any) -> None:
        """A passing fault is answered with Retry (this message) or Unavailable (the channel), at once and without tries
        of its own."""
        self.peer("down")
        assert isinstance(notifier.send(self.outgoing()), Retry | Unavailable)
        assert self.tries() == 1
        self.peer("ok")
        assert isinstance(notifier.send(self.outgoing()), Sent)
        assert len(self.received()) == 1

    def test_a_contact_of_another_kind_raises_nothing(self, notifier: Any) -> None:
        """Whoever calls it with what it does not accept gets an answer too."""
        if self.foreign is not None:
            assert notifier.send(self.outgoing(contact=self.foreign)) is not None

    def test_nothing_of_a_message_is_logged(self, notifier: Any) -> None:
        """Neither words, link nor address, at any level: whoever reads logs is not who may read the message."""
        reply = CustomerText(mark_safe("Hasło to żółw"))
        with logged(self.peer_loggers) as lines:
            for number, mode in enumerate(("ok", "down", "refused", "hangs_up")):
                if "peer" in self.capabilities:
                    self.peer(mode)
                notifier.send(self.outgoing(f"k{number}", reply=reply))
        for secret in ("Hasło to żółw", "Czeka wiadomość", "example.com/r/abc", self.contact.value):
            assert not any(secret in line for line in lines), f"logged: {secret}"

    @claimed("peer")
    def test_a_lasting_refusal_is_said(self, notifier: Any) -> None:
        """An address that will never work is Undeliverable, with a code and without the address."""
        self.peer("refused")
        answer = notifier.send(self.outgoing())
        assert isinstance(answer, Undeliverable)
        assert answer.reason
        assert self.contact.value not in answer.reason

    @claimed("peer")
    def test_a_broken_line_is_a_passing_fault(self, notifier: Any) -> None:
        """Whatever happens on the way, nothing is raised, and nothing is given up. `Unsure` says that the message may
        have been taken."""
        self.peer("hangs_up")
        assert isinstance(notifier.send(self.outgoing()), Retry | Unavailable | Unsure)

    @claimed("peer")
    def test_no_reason_names_the_receiver(self, notifier: Any) -> None:
        """A reason is a code: it stands in tables and reports that others read."""
        for mode in ("down", "refused", "hangs_up"):
            self.peer(mode)
            reason = notifier.send(self.outgoing()).reason
            assert reason
            assert self.contact.value not in reason


def neighbour(contact: Contact) -> Contact:
    """Another contact of the same kind.

    Args:
        contact: A contact.

    Returns:
        One that differs in one place.
    """
    if contact.kind is ContactKind.EMAIL:
        return Contact(contact.kind, f"other.{contact.value}")
    return Contact(contact.kind, contact.value[:-1] + ("1" if contact.value[-1] != "1" else "2"))
