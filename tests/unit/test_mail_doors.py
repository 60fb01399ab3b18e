"""The doors that mail comes in by: providers' webhooks, a mailbox, a pipe."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import attrs
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.mail import MailChannel, read_mail
from helpdesk_core.adapters.mail.imap import ImapMailbox
from helpdesk_core.adapters.mail.webhooks import MailgunMail, PostmarkMail, SesMail, SignedMail
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
    said = {"Message": message, "MessageId": "i", "Timestamp": "t", "TopicArn": topic, "Type": "Notification"}
    text = "".join(f"{name}\n{said[name]}\n" for name in ("Message", "MessageId", "Timestamp", "TopicArn", "Type"))
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
    assert (cut.problem, cut.sender) == ("too_big", "maria.kern@example.com")
    assert len(brought[2]) < 1_000
    assert MAILBOX.wait(box, 9) is False


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
