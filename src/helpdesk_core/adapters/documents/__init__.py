"""Documents: PDFs that are made here, and case files that are signed here and checked anywhere.

Needs the extra ``documents`` (typst, cryptography, pypdfium2): `is_installed` says whether it is there. Nothing of it
is imported before it is used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec

import attrs

from ...base.given import check_given, has, of_kind, text
from ...base.keyring import KeyRing
from ...case_files.model import CaseFile
from ...case_files.verdict import Checked, Verdict
from ...ports import Documents
from ...timeline.audit import Anchor
from .invoices import InvoiceDocuments
from .repair_forms import RepairFormDocuments
from .shipments import ShipmentPapers
from .typesetting import TypstDocuments

__all__ = [
    "CaseFiles",
    "Checked",
    "InvoiceDocuments",
    "PublicKey",
    "RepairFormDocuments",
    "ShipmentPapers",
    "TypstDocuments",
    "Verdict",
    "check_case_file",
    "is_installed",
    "read_keys",
]
NEEDS = ("typst", "cryptography", "pypdfium2")
_KEY = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


@cache
def is_installed() -> bool:
    """Whether the extra ``documents`` is installed; looked for once."""
    return all(find_spec(name) is not None for name in NEEDS)


@attrs.frozen
class PublicKey:
    """A key by which files are checked.

    Attributes:
        id: A short name, to compare by eye.
        value: 64 hex digits.
    """

    id: str
    value: str
    algorithm: str = "Ed25519"


@attrs.frozen
class CaseFiles:
    """Makes a shop's case files. It blocks for a moment: in an async host it is called in a thread.

    Args:
        keyring: The deployment's secrets (`Helpdesk.keyring`): the keys are derived from them.
        tenant: The shop (`Helpdesk.tenant`).
        documents: Makes the pages.
    """

    keyring: KeyRing
    tenant: str
    documents: Documents = attrs.field(factory=TypstDocuments)

    def __attrs_post_init__(self) -> None:
        check_given(
            "CaseFiles",
            keyring=of_kind(self.keyring, KeyRing, "a desk's keyring"),
            tenant=text(self.tenant),
            documents=has(self.documents, "render", right="an object with render"),
        )

    @property
    def keys(self) -> tuple[PublicKey, ...]:
        """The public keys, one of each secret, to be published; the one that signs first."""
        from .signing import key_id, signing_keys

        found = (key.public_key for key in signing_keys(self.keyring, self.tenant))
        return tuple(PublicKey(key_id(one), one) for one in found)

    def make(self, file: CaseFile) -> bytes:
        """Make a case file.

        Args:
            file: What it says, as a view showed it.

        Returns:
            A PDF with its signed data inside, sealed.
        """
        from ...case_files.printing import make
        from .signing import signing_keys

        key = signing_keys(self.keyring, self.tenant)[0]
        return key.seal(make(file, self.documents, key.sign))


def check_case_file(document: bytes, keys: Sequence[str] = (), anchor: Anchor | None = None) -> Checked:
    """Check a case file, without the shop, a database or a network.

    Args:
        document: The file.
        keys: The shop's public keys, had from the shop and not with the file.
        anchor: An anchor that somebody keeps outside the shop: with it, a history that the shop itself wrote anew is
            found too. It knows nothing of words and prices, so that it does not stand in for the key.

    Returns:
        What it comes to.
    """
    from .checking import check

    return check(document, keys, anchor)


def read_keys(text: str) -> tuple[str, ...]:
    """Public keys in a text: the shop's published list, or a key copied from anywhere.

    Args:
        text: The text.

    Returns:
        The keys, 64 hex digits each; empty where there is none.
    """
    return tuple(_KEY.findall(text.lower()))
