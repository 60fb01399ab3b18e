"""A mailbox on a real server: Dovecot on this machine, told of a new mail by IDLE, with the bytes as they were."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpdesk_core.adapters.mail import MailChannel
from helpdesk_core.adapters.mail.imap import ImapMailbox
from helpdesk_core.channels.model import InboundState
from helpdesk_core.channels.views import view_inbound
from helpdesk_core.testing import make_desk
from journeys import ANNA
from mail_in import shapes as s
from reference_app.channels.mailbox import MailboxReader
from waiting import until

DOVECOT = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/bin")
pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(DOVECOT is None, reason="Dovecot is not installed: apt-get install dovecot-imapd"),
    pytest.mark.skipif(os.geteuid() != 0, reason="Dovecot is started as root alone"),
]
_CONF = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
default_login_user = dovenull
default_internal_user = dovecot
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={folder}/mail/%u
}}
first_valid_uid = 1
first_valid_gid = 1
"""


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[ImapMailbox]:
    """A server of this test's own, with one empty mailbox."""
    folder = Path("/tmp") / f"dovecot-{os.getpid()}"
    for name in ("run", "mail"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # Dovecot works as mail: it goes through here also where new folders are their owner's alone.
    shutil.chown(folder / "mail", "mail", "mail")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    conf = folder / "dovecot.conf"
    conf.write_text(_CONF.format(folder=folder, port=port))
    running = subprocess.Popen([str(DOVECOT), "-F", "-c", str(conf)])
    try:
        with socket.socket() as probe:
            assert until(lambda: probe.connect_ex(("127.0.0.1", port)) == 0)
        yield ImapMailbox(host="127.0.0.1", port=port, user="serwis", password="secret", tls=False)
    finally:
        running.terminate()
        running.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def put(mailbox: ImapMailbox, raw: bytes) -> None:
    """Another mail program leaves a mail."""
    with mailbox.open() as box:
        box.client.append("INBOX", "", "", raw)


def test_mail_comes_in_as_it_was(mailbox: ImapMailbox) -> None:
    """8-bit letters of an old charset survive; a mail is read once, and stays in its mailbox."""
    raw, got = s.mail(s.SAID.encode("iso-8859-2"), charset="iso-8859-2"), list[bytes]()

    def receive(mail: bytes) -> bool:
        got.append(mail)
        return True

    put(mailbox, raw)
    with mailbox.open() as box:
        assert mailbox.fetch(box, receive) == 1
        assert mailbox.fetch(box, receive) == 0
        assert len(box.uids("ALL")) == 1
    assert got == [raw]


def test_a_new_mail_wakes_the_reader(mailbox: ImapMailbox) -> None:
    """By IDLE: nothing is asked in between."""
    desk: Any = make_desk(channels=[MailChannel()])
    with MailboxReader(desk, mailbox, wait=120):
        threading.Timer(1.5, put, (mailbox, s.mail(headers={"From": "a@example.com, b@example.com"}))).start()
        assert until(lambda: desk.deliver().total == 0 and desk.show(view_inbound, ANNA).rows)
    (held,) = desk.show(view_inbound, ANNA).rows
    assert (held.state, str(held.text)) == (InboundState.HELD, s.SAID)
