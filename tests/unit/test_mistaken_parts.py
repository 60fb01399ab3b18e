"""What adapters, pages and staff accounts are made with: a class in place of an object, None, another kind, an empty
secret. Each mistake is said when it is made, with the argument's name, and without what may be secret."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import obstore.store
import procrastinate
import pytest
import sqlalchemy as sa

from helpdesk_core import ConfigurationError, Helpdesk
from helpdesk_core.adapters.clamd import ClamdScanner
from helpdesk_core.adapters.documents import CaseFiles, TypstDocuments
from helpdesk_core.adapters.folder import FolderFiles
from helpdesk_core.adapters.mail import ImapMailbox, MailChannel, MailgunMail, PostmarkMail, SesMail, SignedMail
from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.adapters.objects import ObjectFiles
from helpdesk_core.adapters.pillow import PillowPictures
from helpdesk_core.adapters.procrastinate import ProcrastinateWaker
from helpdesk_core.adapters.smtp import SmtpNotifier
from helpdesk_core.adapters.stripe import StripePayments
from helpdesk_core.ports import Storage
from helpdesk_core.testing import MemoryFiles, make_desk
from reference_app import create_app
from reference_app.accounts import StaffAccounts

OWN = ["help@shop.example"]
SECRET = "hunter2" * 9
DESK = make_desk(MemoryStore())


def desk(**given: Any) -> Any:
    return Helpdesk(**({"store": MemoryStore(), "secret": [bytes(range(32))]} | given))


def pages(**given: Any) -> Any:
    return create_app(**({"desk": DESK, "accounts": StaffAccounts(sa.create_engine("sqlite://"))} | given))


def mailbox(**given: Any) -> Any:
    return ImapMailbox(**({"host": "h", "user": "u", "password": SECRET} | given))


def stripe(key: Any = "sk_x", secrets: Any = ("whsec_x",), **more: Any) -> Any:
    return StripePayments(key, secrets, **more)


#: What is made wrongly → what is said.
MISTAKES: dict[str, tuple[Callable[[], Any], str]] = {
    "files in place of a storage": (lambda: desk(storage=MemoryFiles()), "storage is a ports.Storage, not a"),
    "the class of a storage": (lambda: desk(storage=Storage), "storage .* not the class Storage"),
    "the class of files": (lambda: desk(storage=Storage(FolderFiles)), r"storage.files .* the class"),  # type: ignore[arg-type]
    "files and pictures swapped": (
        lambda: desk(storage=Storage(PillowPictures(), MemoryFiles())),  # type: ignore[arg-type]
        r"storage.files .* not a PillowPictures; storage.pictures",
    ),
    "the class of a channel": (lambda: desk(channels=[MailChannel]), r"channels\[0\] .* not the class MailChannel"),
    "a mailbox for a channel": (lambda: desk(channels=[mailbox()]), r"channels\[0\] .* not an ImapMailbox"),
    "two channels of one name": (
        lambda: desk(channels=[MailChannel(own=OWN), MailChannel(own=["b@shop.example"])]),
        r"channels\[1\] is a channel with a name that no other has",
    ),
    "the class of a waker": (lambda: desk(waker=ProcrastinateWaker), "waker .* not the class"),
    "no folder": (lambda: FolderFiles(None), "FolderFiles: folder is the path of a folder .* not None"),  # type: ignore[arg-type]
    "an empty folder": (lambda: FolderFiles(""), "folder .* not an empty text"),
    "a bucket for a folder": (lambda: FolderFiles("s3://bucket"), "a bucket is for ObjectFiles"),
    "a text for a bucket": (lambda: ObjectFiles("s3://bucket"), "ObjectFiles: store is a store of obstore's"),
    "no bucket": (lambda: ObjectFiles(None), "store .* not None"),
    "the class of a bucket": (lambda: ObjectFiles(obstore.store.S3Store), "store .* not the class S3Store"),
    "clamd nowhere": (lambda: ClamdScanner(None), "ClamdScanner: address is the path .* not None"),  # type: ignore[arg-type]
    "clamd in one text": (lambda: ClamdScanner("127.0.0.1:3310"), r"host and port as in \("),
    "clamd's port as text": (lambda: ClamdScanner(("127.0.0.1", "3310")), "address .* not a tuple"),  # type: ignore[arg-type]
    "no time for clamd": (lambda: ClamdScanner(timeout=0), "timeout is a number of seconds above 0"),
    "no key for Stripe": (lambda: stripe(None), "StripePayments: key is a secret key .* not None"),
    "Stripe's key in bytes": (lambda: stripe(b"sk_x"), "key .* not a bytes"),
    "one signing secret": (lambda: stripe(secrets=SECRET), "signing_secrets is a list of signing secrets"),
    "no signing secret": (lambda: stripe(secrets=[]), "signing_secrets is a list"),
    "a signing secret in bytes": (lambda: stripe(secrets=[b"x"]), "signing_secrets is a list"),
    "Stripe's two swapped": (lambda: stripe("whsec_x", ["sk_x"]), "key is a secret key"),
    "one method": (lambda: stripe(methods="blik"), "methods is a list of names"),
    "one own address": (lambda: MailChannel(own="help@shop.example"), "MailChannel: own is a list .* not a str"),
    "no own addresses": (lambda: MailChannel(own=None), "own is a list .* not None"),  # type: ignore[arg-type]
    "own names": (lambda: MailChannel(own=["help"]), "own is a list of the shop's own addresses"),
    "no password for Postmark": (lambda: PostmarkMail(own=OWN, password=""), "password is a text .* an empty text"),
    "no key for Mailgun": (lambda: MailgunMail(own=OWN, key=""), "MailgunMail: key is a text that is not empty"),
    "an empty secret": (lambda: SignedMail(own=OWN, secret=""), "secret is whsec_… or base64 of 24 bytes"),
    "a short secret": (lambda: SignedMail(own=OWN, secret="whsec_c2hvcnQ="), "secret is whsec_"),
    "no base64": (lambda: SignedMail(own=OWN, secret=SECRET + "!"), "secret is whsec_"),
    "no topic": (lambda: SesMail(own=OWN, topic=None, certificate=b""), "topic .* not None; certificate .* PEM"),  # type: ignore[arg-type]
    "a mailbox's port as text": (lambda: mailbox(port="993"), "ImapMailbox: port is a port, .* not a str"),
    "a mailbox nowhere": (lambda: mailbox(host=None), "host is a text that is not empty, not None"),
    "a mailbox without a password": (lambda: mailbox(password=""), "password is a text"),
    "no for False": (lambda: mailbox(tls="no"), "tls is True or False, not a str"),
    "templates as text": (lambda: TypstDocuments("templates"), "TypstDocuments: templates is the Path"),  # type: ignore[arg-type]
    "templates that are not there": (lambda: TypstDocuments(Path("nowhere")), "templates is the Path"),
    "a secret for a keyring": (lambda: CaseFiles([bytes(32)], "shop"), "CaseFiles: keyring is a desk's keyring"),  # type: ignore[arg-type]
    "the class of documents": (lambda: CaseFiles(DESK.keyring, "shop", TypstDocuments), "documents .* the class"),  # type: ignore[arg-type]
    "a waker's address": (lambda: ProcrastinateWaker("postgresql://h"), "app is a procrastinate.App, not a str"),  # type: ignore[arg-type]
    "the class of Procrastinate": (lambda: ProcrastinateWaker(procrastinate.App), "app .* not the class App"),  # type: ignore[arg-type]
    "SMTP's port as text": (lambda: SmtpNotifier(host="h", sender=OWN[0], port="587"), "port is a port"),  # type: ignore[arg-type]
    "SMTP nowhere": (lambda: SmtpNotifier(host=None, sender=OWN[0]), "host is a text"),  # type: ignore[arg-type]
    "pages for a class": (lambda: pages(desk=Helpdesk), "create_app: desk is a Helpdesk, not the class Helpdesk"),
    "pages for a store": (lambda: pages(desk=MemoryStore()), "desk is a Helpdesk, not this MemoryStore"),
    "an engine for accounts": (lambda: pages(accounts=sa.create_engine("sqlite://")), "accounts is a StaffAccounts"),
    "one desk for several": (lambda: pages(desk=None, desks=DESK), "desks is a list of Helpdesk"),
    "one provider": (lambda: pages(payments=stripe()), "payments is a list of providers"),
    "the class of a provider": (lambda: pages(payments=[StripePayments]), "payments is a list of providers"),
    "a provider twice": (lambda: pages(payments=[stripe(), stripe()]), "each with a name of its own"),
    "one name": (lambda: pages(names="www.shop.example"), "names is a list of names"),
    "one folder": (lambda: pages(templates="templates"), "templates is a list of folders"),
    "a folder that is not there": (lambda: pages(templates=["nowhere"]), "templates is a list of folders that exist"),
    "accounts in a store": (lambda: StaffAccounts(MemoryStore()), "StaffAccounts: engine is SQLAlchemy's engine"),  # type: ignore[arg-type]
    "accounts nowhere": (lambda: StaffAccounts(None), "engine .* not this NoneType"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_part_says_which_argument_is_wrong(case: str) -> None:
    make, said = MISTAKES[case]
    with pytest.raises(ConfigurationError, match=said) as raised:
        make()
    assert "hunter2" not in str(raised.value)
