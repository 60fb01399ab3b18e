"""What looks like an encoded word (RFC 2047) is decoded once: a subject is read as the letters that were written."""

from __future__ import annotations

import subprocess
import sys
from email import message_from_bytes, policy
from email.header import Header, decode_header, make_header
from typing import Any

import pytest

from helpdesk_core.adapters.mail.reading import read_mail
from helpdesk_core.adapters.smtp import SmtpNotifier
from helpdesk_core.testing import NotifierSuite
from mail_in import shapes as s
from smtp_server import Local, Mailbox

SUBJECTS = [
    "ticket =?utf-8?q?x?= raw",
    "=?utf-8?b?xbzDs8WCdw==?=",
    "Żółw =?utf-8?q?x?= z",
    "=?utf-8?q?a?= =?utf-8?q?b?=",
    "=?utf-8?q?=3D=3Futf-8=3Fq=3Fy=3F=3D?=",
    "=?iso-8859-1?Q?=A0?= 100 =?= ?=",
    "a =?x b",
    "bardzo " * 40 + "=?utf-8?q?a?=",
    "Zgłoszenie " + "ż" * 200,
    "An ordinary one",
]


def as_read(raw: bytes) -> set[str]:
    """By three programs."""
    header = message_from_bytes(raw)["Subject"].replace("\r\n", "")
    assert all(len(line) < 998 for line in raw.split(b"\r\n"))
    return {
        str(make_header(decode_header(header))),
        str(message_from_bytes(raw, policy=policy.default)["Subject"]).lstrip(),  # where its first line is empty
        read_mail(raw).subject,
    }


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_is_read_as_it_was_written(subject: str) -> None:
    """Whatever it says."""
    made = SmtpNotifier(host="h", sender="help@shop.example").compose(NotifierSuite().outgoing(subject=subject))
    assert str(made["Subject"]) == subject.strip()
    assert as_read(made.as_bytes()) == {subject.strip()}


_DJANGO = """
import sys
from django.conf import settings
settings.configure(EMAIL_HOST="127.0.0.1", EMAIL_PORT=int(sys.argv[1]), DEFAULT_FROM_EMAIL="help@shop.example")
from helpdesk_core.adapters.django.mail import DjangoMail
from helpdesk_core.testing import NotifierSuite
for subject in sys.argv[2:]:
    DjangoMail().send(NotifierSuite().outgoing(subject=subject))
"""


def test_by_djangos_backend_too(mailbox: Mailbox, server: Local) -> None:
    """It sends letters of ASCII as they are."""
    subprocess.run([sys.executable, "-W", "ignore", "-c", _DJANGO, str(server.port), *SUBJECTS], check=True)
    assert [as_read(mail) for mail in mailbox.raw] == [{one.strip()} for one in SUBJECTS]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_an_incoming_subject_is_decoded_once(subject: str) -> None:
    """Somebody writes of encoded words, and their program encodes that."""
    encoded: Any = Header(subject.strip(), "utf-8", maxlinelen=900).encode().replace("\n", "\r\n")
    raw = s.mail(Subject="@@").replace(b"Subject: @@", b"Subject: " + encoded.encode())
    assert read_mail(raw).subject == subject.strip()[:500]
