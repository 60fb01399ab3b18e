"""A mailbox that is read by IMAP (RFC 3501), and waited for by IDLE (RFC 2177). Needs ``imap-tools``."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import attrs

from ...base.given import check_given, port, text
from ...errors import ConfigurationError
from .scan import MOST_BYTES

_SEEN = "\\Seen"
CUT = b"X-Helpdesk-Cut: 1\r\n"
"""Stands first in what is brought of a mail that is too large to be fetched: its headers."""
_CONNECT_SECONDS = 30
_UID = re.compile(rb"\bUID (\d{1,12})\b", re.IGNORECASE)
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,12})\b", re.IGNORECASE)
_BODY = re.compile(rb"\bBODY\[", re.IGNORECASE)
_QUOTED = re.compile(rb'\bBODY\[[^\]]{0,20}\](?:<\d+>)? "((?:[^"\\]|\\.)*)"', re.IGNORECASE)


@attrs.frozen(kw_only=True)
class ImapMailbox:
    """One folder of a mailbox that is the desk's own: what nobody has read there is new.

    Attributes:
        host: The server.
        user: To sign in with.
        password: To sign in with.
        port: Its port; on 993 TLS begins with the first byte.
        folder: Which folder.
        tls: Whether TLS begins with the first byte; without it the password goes in the clear.
    """

    host: str
    user: str
    password: str = attrs.field(repr=False)
    port: int = 993
    folder: str = "INBOX"
    tls: bool = True
    _broken: set[str] = attrs.field(factory=set, init=False, eq=False, repr=False)
    """At which mails a connection broke: others come before them the next time."""

    def __attrs_post_init__(self) -> None:
        check_given(
            "ImapMailbox",
            host=text(self.host),
            user=text(self.user),
            password=text(self.password),
            port=port(self.port),
            folder=text(self.folder),
            tls=(isinstance(self.tls, bool), "True or False", self.tls),
        )

    @contextmanager
    def open(self) -> Iterator[Any]:
        """A connection that is signed in, closed at the end of its block, whatever ends it.

        Yields:
            The connection.

        Raises:
            ConfigurationError: ``imap-tools`` is not installed.
            OSError: The server is away.
            Exception: What `imap_tools` raises for a refused sign-in or a folder that is not there.
        """
        try:
            from imap_tools import MailBox, MailBoxUnencrypted
        except ModuleNotFoundError:
            raise ConfigurationError("reading a mailbox needs imap-tools: pip install 'helpdesk-core[mail]'") from None
        kind: Any = MailBox if self.tls else MailBoxUnencrypted
        box = kind(self.host, self.port, timeout=_CONNECT_SECONDS)
        try:
            box.login(self.user, self.password, self.folder)
            yield box
            box.logout()
        finally:
            with suppress(OSError):  # it is closed already where all went well
                box.client.shutdown()

    def problems(self) -> Iterator[str]:
        """Open it and close it again: reach, sign-in, folder. Nothing is read.

        Yields:
            What does not work, in words, with nothing of the password.
        """
        try:
            with self.open():
                return
        except ConfigurationError as error:
            yield str(error)
        except OSError as error:
            yield f"{self.host}:{self.port} is not reached ({type(error).__name__})"
        except Exception as error:  # noqa: BLE001 - imap-tools has a class for each thing that a server can refuse
            yield f"{self.host}:{self.port} refuses the user, the password or the folder ({type(error).__name__})"

    @staticmethod
    def reason_of(error: Exception) -> str:
        """Why a mailbox cannot be read, for `ReportOutage`.

        Args:
            error: What reading it raised.

        Returns:
            A code.
        """
        if isinstance(error, ssl.SSLError):
            return "mailbox_not_trusted"
        if isinstance(error, OSError):
            return "mailbox_not_reached"
        refused = type(error).__name__ in ("MailboxLoginError", "MailboxFolderSelectError")
        return "mailbox_refused" if refused else "mailbox_nonsense"

    def fetch(self, box: Any, receive: Callable[[bytes], bool]) -> int:
        """Bring what is new. A mail counts as read once it is kept, and stays where it is; one that cannot be kept
        stops none after it, and is brought again; nor does one that the server cannot show, or at which it breaks off.

        Args:
            box: What `open` gave.
            receive: Keeps a mail; whether it did.

        Returns:
            How many were kept.
        """
        kept = 0
        for uid in sorted(box.uids("UNSEEN"), key=self._broken.__contains__):
            try:
                raw = self._bytes(box, uid)
            except (imaplib.IMAP4.abort, OSError):
                self._broken.add(uid)
                raise  # the connection is gone
            except imaplib.IMAP4.error:
                continue
            self._broken.discard(uid)
            if raw and receive(raw):
                box.flag([uid], _SEEN, True)
                kept += 1
        return kept

    def _bytes(self, box: Any, uid: str) -> bytes:
        """A mail's bytes as they are, without saying that it was read; of a mail that is too large its headers. Nothing
        where the server does not show it: it is asked for again."""
        size = _size(_answer(box, uid, "(RFC822.SIZE)"))
        if size is None:
            raw = _literal(_answer(box, uid, f"(BODY.PEEK[]<0.{MOST_BYTES + 1}>)"))
            size = len(raw)
        else:
            raw = _literal(_answer(box, uid, "(BODY.PEEK[])")) if size <= MOST_BYTES else b""
        if size <= MOST_BYTES:
            return raw
        head = _literal(_answer(box, uid, "(BODY.PEEK[HEADER])"))
        return CUT + head if head else b""

    def wait(self, box: Any, seconds: float) -> bool:
        """Wait until something new comes, or for so long.

        Args:
            box: What `open` gave.
            seconds: For how long at most.

        Returns:
            Whether the server can say so (IDLE); without it nobody waited.
        """
        if "IDLE" not in box.client.capabilities:
            return False
        box.idle.wait(timeout=seconds)
        return True


def _answer(box: Any, uid: str, what: str) -> list[tuple[bytes, bytes]]:
    """What a server says of one mail: each line, with the literal in it. It may speak of other mails in between (RFC
    3501, 7), and put the number of a mail before or after the rest."""
    said = box.client.uid("fetch", uid, what)[1] or ()
    found: list[tuple[bytes, bytes]] = []
    for one in said:
        if isinstance(one, tuple):
            found.append((bytes(one[0]), bytes(one[1])))
        elif isinstance(one, bytes) and not re.match(rb"\d+ \(", one) and found:
            found[-1] = (found[-1][0] + b" " + one, found[-1][1])  # what stands behind a literal
        elif isinstance(one, bytes):
            found.append((one, b""))
    return [(line, literal) for line, literal in found if (of := _UID.search(line)) is None or of[1].decode() == uid]


def _size(answer: list[tuple[bytes, bytes]]) -> int | None:
    found = next((size for line, _ in answer if (size := _SIZE.search(line)) is not None), None)
    return None if found is None else int(found[1])


def _literal(answer: list[tuple[bytes, bytes]]) -> bytes:
    """The mail in an answer: a literal, or a text in quotes, as a server may write a short one."""
    for line, literal in answer:
        if literal and _BODY.search(line):
            return literal
        if (quoted := _QUOTED.search(line)) is not None:
            return re.sub(rb"\\(.)", rb"\1", quoted[1])
    return b""
