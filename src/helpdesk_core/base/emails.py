"""E-mail addresses: one spelling to store and send to, and one key under which it is the same mailbox."""

from __future__ import annotations

import re
import unicodedata

from ..errors import FieldError
from .typed import in_one_width, without_hidden

# One address as people type it, RFC 5321 lengths; no quoting, no comments, nothing that could break a header.
_LOCAL = re.compile(r"[^\s@\"(),:;<>\[\]\\]{1,64}")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST = 254
#: As nearly all are typed: in the normal form already, in which nothing below would change a letter.
_PLAIN = re.compile(
    r"(?!\.)(?!.*\.[.@])[A-Za-z0-9._+-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,63}"
)
_LABELS = range(2, 10)
_LETTER = ("L", "M", "N")
# As programs copy an address: with its owner's name, and with what stands between two of them.
_COPIED = re.compile(r"[^<>@]*<([^<>]*)>")


def read_email(typed: str) -> str:
    """Read an address as typed.

    Args:
        typed: What stood in the field. ``mailto:`` before it, a full stop or comma after it, a name before ``<…>``,
            full-width letters and what nobody sees do not matter.

    Returns:
        The name as it was typed, since only its own server may say what it means (RFC 5321, 2.4), and the domain in
        lower case and in the letters of DNS (RFC 5891): ``Jan@xn--mller-kva.de`` for ``Jan@Müller.DE``.

    Raises:
        FieldError: ``contact.unreadable``.
    """
    if len(typed) <= _LONGEST and _PLAIN.fullmatch(typed) and "xn--" not in typed:
        return typed
    text = unicodedata.normalize("NFC", in_one_width(without_hidden(typed))).strip().rstrip(".,; ")
    if copied := _COPIED.fullmatch(text):
        text = copied[1]
    text = re.sub(r"\Amailto:\s*", "", text, flags=re.I).rstrip(".")
    name, _, domain = text.rpartition("@")
    if not _LOCAL.fullmatch(name) or not name.isprintable() or ".." in name or "." in (name[0], name[-1]):
        raise FieldError("contact.unreadable")
    address = f"{name}@{domain_in_ascii(domain)}"
    if len(address.encode(errors="surrogatepass")) > _LONGEST or re.search(r"[\ud800-\udfff]", address):
        raise FieldError("contact.unreadable")
    return address


def domain_in_ascii(domain: str) -> str:
    """A domain as DNS asks for it. ``ß`` stays itself, as browsers and registries have it (UTS 46, non-transitional).

    Args:
        domain: Labels in any letters, or in the letters of DNS already.

    Returns:
        The labels in lower case, those with other letters as ``xn--…`` (RFC 3492).

    Raises:
        FieldError: ``contact.unreadable``.
    """
    labels = re.split(r"[.\u3002\uff0e\uff61]", domain)
    if len(domain) > _LONGEST or len(labels) not in _LABELS:
        raise FieldError("contact.unreadable")
    made = [_label(label) for label in labels]
    if not made[-1][0].isalpha() or len(made[-1]) < 2:
        raise FieldError("contact.unreadable")
    return ".".join(made)


def _label(typed: str) -> str:
    label = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", typed).lower())
    if label.startswith("xn--"):
        read = _letters(label)
        if read == label or _label(read) != label:
            raise FieldError("contact.unreadable")
        return label
    if not label.isascii():
        if not all(char == "-" or unicodedata.category(char)[0] in _LETTER for char in label):
            raise FieldError("contact.unreadable")
        label = f"xn--{label.encode('punycode').decode()}"
    if not _LABEL.fullmatch(label):
        raise FieldError("contact.unreadable")
    return label


def _letters(label: str) -> str:
    """A label in its own letters; itself where it has none."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def shown_email(address: str) -> str:
    """An address as people read it: the domain in its own letters.

    Args:
        address: As `read_email` gave it.

    Returns:
        The same address.
    """
    name, _, domain = address.rpartition("@")
    return f"{name}@{'.'.join(map(_letters, domain.split('.')))}" if "xn--" in domain else address


def email_key(address: str) -> str:
    """The key of a mailbox. No server in use tells names apart by case; nothing else is taken for the same: a dot, a
    ``+`` or a letter that only looks alike may well be another person's, whose mail goes elsewhere.

    Args:
        address: As `read_email` gave it.

    Returns:
        A key that is equal for the same mailbox.
    """
    return address.lower() if address.isascii() else unicodedata.normalize("NFC", address.lower())
