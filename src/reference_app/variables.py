"""What stands in environment variables, read so that a mistake is named in one line, and no secret with it."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.carrier import SignedCarrier
from helpdesk_core.adapters.ksef import Ksef
from helpdesk_core.adapters.paypal import LIVE, SANDBOX, PayPalPayments
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.adapters.stripe import StripePayments
from helpdesk_core.countries import add_country
from helpdesk_core.ports import Carrier, EInvoices, Payments

#: As libpq takes them, or at the end of an address: whoever writes that means no file.
_PARAMETERS = re.compile(r"^file:|(^|\s)(host|hostaddr|port|dbname|user|password|service)\s*=|\?\w+=")
_YES, _NO = ("yes", "true", "1", "on"), ("no", "false", "0", "off")


def yes_or_no(name: str, default: bool) -> bool:
    """A switch: yes, true, 1, on; no, false, 0, off; in any case.

    Raises:
        ConfigurationError: It is something else.
    """
    given = os.environ.get(name, "").strip().lower()
    if given and given not in (*_YES, *_NO):
        raise ConfigurationError(f"{name} is yes or no ({', '.join(_YES)}; {', '.join(_NO)})")
    return given in _YES if given else default


def port(name: str, default: int) -> int:
    """A port.

    Raises:
        ConfigurationError: It is no number from 1 to 65535.
    """
    given = os.environ.get(name, "").strip() or str(default)
    if not (given.isascii() and given.isdecimal() and 0 < int(given) < 65536):
        raise ConfigurationError(f"{name} is a port: a number from 1 to 65535")
    return int(given)


def names() -> tuple[str, ...]:
    """The names of HELPDESK_NAMES, with commas between, that lead to the pages beside that of their address."""
    return tuple(part.strip() for part in os.environ.get("HELPDESK_NAMES", "").split(",") if part.strip())


def countries() -> None:
    """Reads the countries of HELPDESK_COUNTRIES: files, with commas between.

    Raises:
        ConfigurationError: One of them is wrong, or cannot be read.
    """
    for name in filter(None, map(str.strip, os.environ.get("HELPDESK_COUNTRIES", "").split(","))):
        try:
            add_country(name)
        except OSError as error:
            raise ConfigurationError(f"HELPDESK_COUNTRIES: {name}: {error.strerror}") from None


def payments() -> tuple[Payments, ...]:
    """The providers on whose pages customers pay: Stripe, with HELPDESK_STRIPE_KEY and HELPDESK_STRIPE_SIGNING_SECRET
    (several with commas between, while one is replaced); PayPal, with HELPDESK_PAYPAL_CLIENT, HELPDESK_PAYPAL_SECRET
    and HELPDESK_PAYPAL_WEBHOOK, in its sandbox with HELPDESK_PAYPAL_SANDBOX.

    Raises:
        ConfigurationError: One of those that belong together is missing.
    """
    return (*_stripe(), *_paypal())


def _paypal() -> tuple[Payments, ...]:
    names = ("HELPDESK_PAYPAL_CLIENT", "HELPDESK_PAYPAL_SECRET", "HELPDESK_PAYPAL_WEBHOOK")
    client, secret, webhook = (os.environ.get(name, "").strip() for name in names)
    api = SANDBOX if yes_or_no("HELPDESK_PAYPAL_SANDBOX", False) else LIVE
    if not (client or secret or webhook):
        return ()
    if not (client and secret and webhook):
        raise ConfigurationError(f"{names[0]}, {names[1]} and {names[2]} belong together")
    return (PayPalPayments(client, secret, webhook, api=api),)


def _stripe() -> tuple[Payments, ...]:
    key = os.environ.get("HELPDESK_STRIPE_KEY", "").strip()
    given = os.environ.get("HELPDESK_STRIPE_SIGNING_SECRET", "").split(",")
    secrets_ = [part.strip() for part in given if part.strip()]
    if not key and not secrets_:
        return ()
    if not key or not secrets_:
        raise ConfigurationError("HELPDESK_STRIPE_KEY and HELPDESK_STRIPE_SIGNING_SECRET belong together")
    return (StripePayments(key, secrets_),)


def e_invoices() -> EInvoices | None:
    """KSeF, with HELPDESK_KSEF_TOKEN, HELPDESK_KSEF_NIP, HELPDESK_KSEF_ENVIRONMENT (test, demo, production) and
    HELPDESK_KSEF_EXEMPT, the provision by which sales without tax are exempt.

    Returns:
        The system; None without a token.

    Raises:
        ConfigurationError: A part of it is missing, or cannot be right.
    """
    given = {name: os.environ.get(f"HELPDESK_KSEF_{name}", "").strip() for name in ("TOKEN", "NIP", "ENVIRONMENT")}
    if not any(given.values()):
        return None
    if missing := ", ".join(f"HELPDESK_KSEF_{name}" for name, value in given.items() if not value):
        raise ConfigurationError(f"{missing}: empty; HELPDESK_KSEF_TOKEN, _NIP and _ENVIRONMENT belong together")
    exempt_by = os.environ.get("HELPDESK_KSEF_EXEMPT", "")
    return Ksef(given["TOKEN"], given["NIP"], environment=given["ENVIRONMENT"].lower(), exempt_by=exempt_by)


def carrier() -> Carrier | None:
    """What carries parcels behind an integration of the shop's own, with HELPDESK_CARRIER_URL and
    HELPDESK_CARRIER_SECRET.

    Returns:
        It; None without both.

    Raises:
        ConfigurationError: One of both is missing, or cannot be right.
    """
    names = ("HELPDESK_CARRIER_URL", "HELPDESK_CARRIER_SECRET")
    address, secret = (os.environ.get(name, "").strip() for name in names)
    if not (address or secret):
        return None
    if not (address and secret):
        raise ConfigurationError(f"{names[0]} and {names[1]} belong together")
    return SignedCarrier(address, secret)


def secret_bytes() -> list[bytes]:
    """The secrets of HELPDESK_SECRET, newest first.

    Raises:
        ConfigurationError: There is none, or it is no hex.
    """
    given = [part.strip() for part in os.environ.get("HELPDESK_SECRET", "").split(",") if part.strip()]
    if not given:
        raise ConfigurationError(f"HELPDESK_SECRET is empty. A fresh one: {secrets.token_hex(32)}")
    try:
        return [bytes.fromhex(part) for part in given]
    except ValueError:
        raise ConfigurationError(
            "HELPDESK_SECRET is 64 hex digits (or several, newest first, with commas between)"
        ) from None


def database() -> SqlStore:
    """The store that HELPDESK_DATABASE names.

    Raises:
        ConfigurationError: It names none.
    """
    return store_at(*database_named())


def database_named() -> tuple[str, str]:
    """What HELPDESK_DATABASE says, a file in this folder by default, and its name: the arguments of `store_at`."""
    return os.environ.get("HELPDESK_DATABASE", "helpdesk.sqlite"), "HELPDESK_DATABASE"


def store_at(given: str, name: str, *, create: bool = True) -> SqlStore:
    """A store: PostgreSQL (``postgres://`` as hosters write it, too), or a SQLite file.

    Args:
        given: The file, or the address.
        name: What it is called where it was given.
        create: Make the tables of an empty database.

    Raises:
        ConfigurationError: It names nothing of that.
    """
    if (file := file_at(given, name)) is not None:
        synchronous = os.environ.get("HELPDESK_SYNCHRONOUS", "NORMAL").upper()
        return SqlStore.sqlite(file, synchronous=synchronous, create=create)
    try:
        return SqlStore.postgresql(f"postgresql://{given.strip().partition('://')[2]}", create=create)
    except ConfigurationError:
        right = "postgresql://user:password@host:5432/name, where @ : / in a password are written %40 %3A %2F"
        raise ConfigurationError(f"{name} is no address: {right}") from None


def file_at(given: str, name: str) -> str | None:
    """The SQLite file that is named, as it is or as ``sqlite:///…``; None where PostgreSQL is.

    Args:
        given: The file, or the address.
        name: What it is called where it was given.

    Raises:
        ConfigurationError: It names nothing of that.
    """
    scheme, divider, rest = given.strip().partition("://")
    kind = scheme.lower().partition("+")[0] if divider else "sqlite"
    if kind in ("postgres", "postgresql"):
        return None
    file = (rest[1:] if rest.startswith("/") else "") if divider else scheme
    if wrong := _no_file(file) if kind == "sqlite" else f"{kind}:// is no database of ours":
        raise ConfigurationError(f"{name}: {wrong}; give a file (/var/lib/shop.sqlite) or postgresql://user@host/name")
    return file


def _no_file(given: str) -> str:
    """Why it cannot be the file of a database, in words that do not repeat it: somebody's password may be in it."""
    if not given.strip("/"):
        return "there is no file"
    if _PARAMETERS.search(given):
        return "parameters (host=…, file:…, ?mode=…) are not read"
    if Path(given).is_dir():
        return "it is a folder"
    return "" if given != ":memory:" and Path(given).parent.is_dir() else "there is no such folder"
