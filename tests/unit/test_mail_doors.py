"""The doors that mail comes in by: providers' webhooks, a mailbox, a pipe."""

from __future__ import annotations

import base64
import hashlib
import hmac
import imaplib
import io
import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import attrs
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

import journeys as j
from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.mail import MailChannel, read_mail
from helpdesk_core.adapters.mail.imap import ImapMailbox
from helpdesk_core.adapters.mail.webhooks import MailgunMail, PostmarkMail, SesMail, SignedMail
from helpdesk_core.channels.model import HeldFor, InboundState
from helpdesk_core.channels.views import view_inbound_message
from helpdesk_core.ports import InboundKind, InboundRequest
from helpdesk_core.testing import make_desk
from mail_in import shapes as s
from reference_app.channels.commands import TRY_AGAIN, mail_in
from reference_app.channels.environment import channels_of_environment, mailbox_of_environment
from reference_app.channels.mailbox import MailboxReader, mailbox_beside

NOW = datetime(2026, 11, 26, 14, 3, tzinfo=UTC)
MOMENT = str(int(NOW.timestamp()))
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
RAW = s.mail(s.SAID.encode("iso-8859-2"), charset="iso-8859-2")


def postmark(raw: bytes = RAW, password: str = "secret") -> InboundRequest:
    sent = base64.b64encode(f"hook:{password}".encode()).decode()
    body = json.dumps({"From": "x", "RawEmail": raw.decode("utf-8", "surrogateescape")}).encode()
    return InboundRequest(
        headers={"authorization": f"Basic {sent}", "content-type": "application/json"}, body=body, at=NOW
    )


def mailgun(raw: bytes = RAW, key: str = "key", moment: str = MOMENT) -> InboundRequest:
    signature = hmac.new(key.encode(), f"{moment}token".encode(), hashlib.sha256).hexdigest()
    fields = {"timestamp": moment, "token": "token", "signature": signature, "body-mime": raw}
    return InboundRequest(
        headers={"content-type": "application/x-www-form-urlencoded"}, body=urlencode(fields).encode(), at=NOW
    )


def mailgun_parts() -> InboundRequest:
    plain = dict(part.split("=", 1) for part in mailgun().body.decode().split("&")[:3])
    named = [(name, value.encode()) for name, value in plain.items()] + [("body-mime", RAW)]
    body = b"".join(
        b'--b1\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (n.encode(), v) for n, v in named
    )
    return InboundRequest(
        headers={"content-type": "multipart/form-data; boundary=b1"}, body=body + b"--b1--\r\n", at=NOW
    )


def signed(raw: bytes = RAW, moment: str = MOMENT) -> InboundRequest:
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    made = base64.b64encode(hmac.digest(key, f"m1.{moment}.".encode() + raw, "sha256")).decode()
    headers = {"webhook-id": "m1", "webhook-timestamp": moment, "webhook-signature": f"v1,AAAA v1,{made}"}
    return InboundRequest(headers=headers, body=raw, at=NOW)


KEY = rsa.generate_private_key(65537, 2048)
TOPIC = "arn:aws:sns:eu-central-1:1:mail"


def certificate() -> bytes:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "sns.amazonaws.com")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(KEY.public_key())
    made = made.serial_number(1).not_valid_before(NOW - timedelta(days=1)).not_valid_after(NOW + timedelta(days=1))
    return made.sign(KEY, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def ses(raw: bytes = RAW, topic: str = TOPIC) -> InboundRequest:
    action = {"type": "SNS", "encoding": "BASE64"}
    message = json.dumps({"receipt": {"action": action}, "content": base64.b64encode(raw).decode()})
    return sns({"Message": message, "MessageId": "i", "Timestamp": "t", "TopicArn": topic, "Type": "Notification"})


def sns(said: dict[str, str]) -> InboundRequest:
    text = "".join(f"{name}\n{said[name]}\n" for name in sorted(said))
    signature = base64.b64encode(KEY.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()
    body = json.dumps(said | {"SignatureVersion": "2", "Signature": signature}).encode()
    return InboundRequest(headers={"content-type": "text/plain; charset=UTF-8"}, body=body, at=NOW)


PROVIDERS: dict[str, tuple[Any, InboundRequest, tuple[InboundRequest, ...]]] = {
    "postmark": (PostmarkMail(password="secret"), postmark(), (postmark(password="other"), InboundRequest(body=b"{}"))),
    "mailgun": (MailgunMail(key="key"), mailgun(), (mailgun(key="other"), mailgun(moment="1"), InboundRequest())),
    "mailgun in parts": (MailgunMail(key="key"), mailgun_parts(), ()),
    "signed": (
        SignedMail(secret=SECRET),
        signed(),
        (signed(moment="1"), attrs.evolve(signed(), body=RAW + b" "), InboundRequest(body=RAW)),
    ),
    "ses": (
        SesMail(topic=TOPIC, certificate=certificate()),
        ses(),
        (
            ses(topic="arn:other"),
            attrs.evolve(ses(), body=ses().body.replace(b'"i"', b'"j"')),
            InboundRequest(body=b"[]"),
        ),
    ),
}


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_provider_brings_the_very_mail(name: str) -> None:
    """Signed its way, with the bytes as they were, and as the same mail as by any other way."""
    channel, right, wrong = PROVIDERS[name]
    assert channel.verify(right) is True
    (fact,) = channel.read(attrs.evolve(right, headers={"content-type": right.headers.get("content-type", "")}))
    assert fact.text.typed == s.SAID
    assert fact.id == MailChannel().fact(RAW).id
    assert [channel.verify(one) for one in wrong] == [False] * len(wrong)


@pytest.mark.parametrize("name", PROVIDERS)
def test_nonsense_raises_nothing(name: str) -> None:
    """Whatever is in the body, it is no message, and not verified."""
    channel, right, _ = PROVIDERS[name]
    for body in (b"", b"null", b"[]", b"\xff", b"[" * 100_000, b'{"RawEmail": null}', b"a=b&" * 500, right.body[:-9]):
        request = attrs.evolve(right, body=body)
        channel.verify(request)
        if not isinstance(channel, SignedMail):
            assert [one.kind for one in channel.read(request)] in ([InboundKind.OTHER], [InboundKind.MESSAGE])


EMPTY: dict[str, tuple[Any, InboundRequest]] = {
    "postmark": (
        PostmarkMail(password="secret"),
        attrs.evolve(postmark(), body=json.dumps({"From": "x", "TextBody": "Hello"}).encode()),
    ),
    "postmark null": (PostmarkMail(password="secret"), attrs.evolve(postmark(), body=b'{"RawEmail": null}')),
    "mailgun": (MailgunMail(key="key"), attrs.evolve(mailgun(), body=mailgun().body.partition(b"&body-mime")[0])),
    "ses": (
        SesMail(topic=TOPIC, certificate=certificate()),
        sns({"Message": "{}", "MessageId": "i", "Timestamp": "t", "TopicArn": TOPIC, "Type": "Notification"}),
    ),
}


@pytest.mark.parametrize("name", EMPTY)
def test_what_holds_no_mail_waits_for_a_person(name: str) -> None:
    """The provider signed it, so that somebody wrote something: its bytes are kept, whatever they are."""
    channel, request = EMPTY[name]
    desk = make_desk(channels=[channel])
    kept = desk.receive(channel.name, request)
    desk.deliver()
    page = desk.show(view_inbound_message, j.ANNA, kept.inbound)
    assert (page.message.state, page.message.reason) == (InboundState.HELD, HeldFor.NO_MAIL)
    assert desk.files.kept[page.message.key]
    assert desk.notifier.sent == []


_CONFIRM = {
    "Message": "You have chosen to subscribe",
    "MessageId": "i",
    "SubscribeURL": "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:x&Token=2336ab",
    "Timestamp": "t",
    "Token": "2336ab",
    "TopicArn": TOPIC,
    "Type": "SubscriptionConfirmation",
}


def test_a_subscription_is_shown_to_a_person() -> None:
    """Signed by Amazon, for the configured topic, and to be confirmed at Amazon alone."""
    channel = SesMail(topic=TOPIC, certificate=certificate())
    desk = make_desk(channels=[channel])
    kept = desk.receive("ses", sns(_CONFIRM))
    desk.deliver()
    message = desk.show(view_inbound_message, j.ANNA, kept.inbound).message
    assert (message.state, message.reason) == (InboundState.HELD, HeldFor.SUBSCRIPTION)
    assert channel.confirmation(desk.files.kept[message.key]) == _CONFIRM["SubscribeURL"]


@pytest.mark.parametrize(
    "request_",
    [
        sns(_CONFIRM | {"TopicArn": "arn:aws:sns:eu-central-1:2:other"}),
        attrs.evolve(sns(_CONFIRM), body=sns(_CONFIRM).body.replace(b"2336ab", b"2336cd")),
        attrs.evolve(ses(), body=ses().body.replace(b'"Notification"', b'"SubscriptionConfirmation"')),
        attrs.evolve(ses(), body=ses().body + b" " * 1_000_000),
    ],
)
def test_only_amazons_own_word_is_a_subscription(request_: InboundRequest) -> None:
    """Another topic, another token, another kind under an old signature, and more than Amazon ever sends."""
    assert SesMail(topic=TOPIC, certificate=certificate()).verify(request_) is False


@pytest.mark.parametrize(
    "address",
    [
        "http://sns.eu-central-1.amazonaws.com/?Token=1",
        "https://sns.eu-central-1.amazonaws.com.evil.example/?Token=1",
        "https://evil.example/?https://sns.eu-central-1.amazonaws.com/?Token=1",
        "https://sns.us-east-1.amazonaws.com/?Token=1",
        "https://sns.eu-central-1.amazonaws.com@evil.example/?Token=1",
        "https://snsxeu-central-1.amazonaws.com/?Token=1",
        "javascript:alert(1)",
    ],
)
def test_a_subscription_is_confirmed_at_amazon_and_nowhere_else(address: str) -> None:
    """Though it is signed: anything else is what a person looks at, without an address to open."""
    channel = SesMail(topic=TOPIC, certificate=certificate())
    request = sns(_CONFIRM | {"SubscribeURL": address})
    assert channel.verify(request) is True
    assert channel.confirmation(request.body) == ""
    assert [one.problem for one in channel.read(request)] == ["no_mail"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: PostmarkMail(password=""),
        lambda: PostmarkMail(password="  "),
        lambda: MailgunMail(key=""),
        lambda: SignedMail(secret=""),
        lambda: SignedMail(secret="whsec_"),
        lambda: SignedMail(secret="whsec_ż"),
        lambda: SesMail(topic="", certificate=certificate()),
        lambda: SesMail(topic="arn:aws:s3:::bucket", certificate=certificate()),
        lambda: SesMail(topic=TOPIC, certificate=b""),
    ],
)
def test_a_door_without_a_lock_is_refused(make: Any) -> None:
    """An empty secret would verify whatever anybody sends."""
    with pytest.raises(ConfigurationError):
        make()


def test_a_form_costs_nothing_before_it_is_verified() -> None:
    """Nobody has signed it yet: neither its encoding nor its parts are read. Decoding and parsing cost a hundred
    times what a digest of it does."""
    channel, kinds = MailgunMail(key="key"), ("application/x-www-form-urlencoded", "multipart/form-data; boundary=b")
    for kind in kinds:
        for piece in (b"a=%41&", b"&", b"--b\r\n\r\nx\r\n", b"\r--b\r", b"%C5", b"\n--bx"):
            request = InboundRequest(headers={"content-type": kind}, body=piece * (20_000_000 // len(piece)), at=NOW)
            since = time.process_time()
            hashlib.sha256(request.body).digest()
            digested = time.process_time()
            assert channel.verify(request) is False
            assert time.process_time() - digested <= 15 * (digested - since)


# A mailbox


class Box:
    """A connection to a mailbox with some mails, as `imap_tools` has one."""

    def __init__(self, *mails: bytes) -> None:
        self.mails = {str(number): mail for number, mail in enumerate(mails, 1)}
        self.seen: list[str] = []
        self.client = self
        self.capabilities = ("IMAP4REV1",)

    def uids(self, criteria: str) -> list[str]:
        assert criteria == "UNSEEN"
        return [uid for uid in self.mails if uid not in self.seen]

    def uid(self, command: str, uid: str, what: str) -> tuple[str, list[Any]]:
        mail = self.mails[uid]
        if what == "(RFC822.SIZE)":
            return "OK", [b"%s (UID %s RFC822.SIZE %d)" % (uid.encode(), uid.encode(), len(mail))]
        part = mail.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if "HEADER" in what else mail
        return "OK", [(b"1 (BODY[] {9}", part), b")"]

    def flag(self, uids: list[str], flag: str, value: bool) -> None:
        assert (flag, value) == ("\\Seen", True)
        self.seen += uids

    def __enter__(self) -> Box:
        return self

    def __exit__(self, *_: object) -> None:
        return


MAILBOX = ImapMailbox(host="mx.example", user="serwis", password="secret")


def test_a_mailbox_is_read_past_what_cannot_be_kept() -> None:
    """A mail counts as read once it is kept; one too large is brought as its headers; one that fails stops no other."""
    box = Box(RAW, b"refused", RAW + b"x" * 40_000_000)
    brought: list[bytes] = []

    def receive(raw: bytes) -> bool:
        brought.append(raw)
        return raw != b"refused"

    assert MAILBOX.fetch(box, receive) == 2
    assert (brought[0], box.seen) == (RAW, ["1", "3"])
    cut = read_mail(brought[2])
    assert (cut.problem, cut.sender) == ("cut", "maria.kern@example.com")
    assert len(brought[2]) < 1_000
    assert MAILBOX.wait(box, 9) is False


@pytest.mark.parametrize(
    ("size", "body"),
    [
        ([b"1 (UID 1 RFC822.SIZE %d)"], [(b"1 (UID 1 BODY[] {9}", RAW), b")"]),
        ([b"1 (RFC822.SIZE %d UID 1)"], [(b"1 (BODY[] {9}", RAW), b" UID 1)"]),
        ([b"7 (FLAGS (\\Seen) UID 9)", b"1 (RFC822.SIZE %d UID 1)"], [b"7 (FLAGS ())", (b"1 (BODY[] {9}", RAW), b")"]),
        ([b"1 (rfc822.size %d)"], [(b"7 (UID 9 BODY[] {4}", b"else"), b")", (b"1 (UID 1 BODY[] {9}", RAW), b")"]),
        ([b"1 (UID 1)"], [(b"1 (UID 1 BODY[]<0> {9}", RAW), b")"]),
        ([None], [(b"1 (UID 1 BODY[]<0> {9}", RAW), b")"]),
    ],
)
def test_a_server_may_answer_in_any_order(size: list[Any], body: list[Any]) -> None:
    """The size is the number behind its name, and no other one; what is said of other mails is not this one's. A small
    mail in front of a large number is not taken for a large one."""
    answers = {"(RFC822.SIZE)": [one if one is None else one.replace(b"%d", b"9999999") for one in size]}
    box = Box(RAW)
    box.uid = lambda command, uid, what: ("OK", answers.get(what, body))  # type: ignore[method-assign]
    brought: list[bytes] = []
    assert MAILBOX.fetch(box, lambda raw: not brought.append(raw)) == 1
    assert brought == [RAW]


@pytest.mark.parametrize("body", [[None], [], [b"1 (UID 1 BODY[] NIL)"], [(b"9 (UID 9 BODY[] {4}", b"else"), b")"]])
def test_what_a_server_does_not_show_is_asked_for_again(body: list[Any]) -> None:
    """It is not marked as read, and nothing else is brought instead."""
    box = Box(RAW)
    box.uid = lambda command, uid, what: ("OK", body)  # type: ignore[method-assign]
    assert MAILBOX.fetch(box, lambda raw: True) == 0
    assert box.seen == []


def test_a_mail_that_a_server_cannot_show_stops_no_other() -> None:
    """Unless the connection is gone."""
    box, brought = Box(RAW, RAW), list[bytes]()
    ask = box.uid

    def refuses(command: str, uid: str, what: str) -> Any:
        if uid == "1":
            raise imaplib.IMAP4.error("BAD")
        return ask(command, uid, what)

    box.uid = refuses  # type: ignore[method-assign]
    assert MAILBOX.fetch(box, lambda raw: not brought.append(raw)) == 1
    assert (brought, box.seen) == ([RAW], ["2"])


def test_a_short_mail_in_quotes_is_one() -> None:
    """Instead of a literal (RFC 3501, 4.3)."""
    box, brought = Box(RAW), list[bytes]()
    box.uid = lambda command, uid, what: ("OK", [b'1 (UID 1 RFC822.SIZE 4 BODY[] "a \\"b\\"")'])  # type: ignore[method-assign]
    assert MAILBOX.fetch(box, lambda raw: not brought.append(raw)) == 1
    assert brought == [b'a "b"']


def test_a_mailbox_brings_its_mails_to_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a server that is away is asked again."""
    desk = make_desk(channels=[MailChannel()])
    answers: list[Any] = [OSError(), Box(RAW)]

    def opened(_: ImapMailbox) -> Any:
        answer = answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer

    monkeypatch.setattr(ImapMailbox, "open", opened)
    reader = MailboxReader(desk, MAILBOX, wait=0.01)
    box = answers[1]
    with reader:
        for _ in range(500):
            if box.seen:
                break
            reader._stop.wait(0.02)
    assert box.seen == ["1"]
    assert desk.files.kept


# The environment, and a pipe


def _environment(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"HELPDESK_{name}", value)


def test_the_environment_says_where_mail_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing without an address; a part that is missing is named."""
    assert channels_of_environment() == []
    assert mailbox_of_environment() is None
    _environment(monkeypatch, MAIL_ADDRESS="serwis@shop.example", POSTMARK_PASSWORD="a", MAILGUN_KEY="b")
    _environment(monkeypatch, SIGNED_MAIL_SECRET=SECRET)
    assert [one.name for one in channels_of_environment()] == ["mail", "postmark", "mailgun-mime", "signed-mail"]
    _environment(monkeypatch, IMAP_HOST="mx.example")
    with pytest.raises(ConfigurationError, match="HELPDESK_IMAP_USER"):
        mailbox_of_environment()
    _environment(monkeypatch, IMAP_USER="u", IMAP_PASSWORD="p", IMAP_PORT="143", IMAP_TLS="no")
    assert mailbox_of_environment() == ImapMailbox(host="mx.example", user="u", password="p", port=143, tls=False)
    with pytest.raises(ConfigurationError, match="one desk"):
        mailbox_beside([])


def test_a_pipe_brings_a_mail(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Kept: 0. Not kept: 75, so that the mail server brings it again."""
    values = {"DATABASE": str(tmp_path / "a.sqlite"), "SECRET": "01" * 16 + "02" * 8 + "0304050607080910"}
    _environment(monkeypatch, **values, MAIL_ADDRESS="serwis@shop.example", FILES=str(tmp_path / "files"))
    for body, code in ((RAW, None), (b"", TRY_AGAIN)):
        monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": io.BytesIO(body)})())
        try:
            mail_in()
            found: object = None
        except SystemExit as ended:
            found = ended.code
        assert found == code
    assert "not kept" in capsys.readouterr().err
    assert len([one for one in (tmp_path / "files").rglob("*") if one.is_file()]) == 1
