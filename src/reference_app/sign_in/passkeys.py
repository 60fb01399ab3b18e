"""Passkeys (WebAuthn): what a browser is asked, and whether its answer holds. Whose a key is, and how often it may
say to have signed, others know."""

from __future__ import annotations

import hmac
import ipaddress
import json
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

import attrs
import sqlalchemy as sa

from helpdesk_core import Helpdesk

from ..tables import TABLES, hashed, make_tables, writing

CHALLENGE_LIFETIME = timedelta(minutes=5)
LONGEST_ANSWER = 16_000
_TIMEOUT = int(CHALLENGE_LIFETIME.total_seconds() * 1000)
_NONCE, _UNTIL = 16, 8
SPENT = sa.Table(
    "helpdesk_app_spent_challenges",
    TABLES,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("until", sa.Integer, nullable=False, index=True),
)


@attrs.frozen(kw_only=True)
class Site:
    """Where passkeys are made for: the name (the RP id of WebAuthn), and the address that browsers must say."""

    name: str
    origin: str


@attrs.frozen(kw_only=True)
class NewKey:
    """A key that a device has made; ids and bytes in base64url."""

    credential: str
    public_key: str
    sign_count: int


@attrs.frozen(kw_only=True)
class Signed:
    """A signature that was right, of the key with this id."""

    credential: str
    sign_count: int

    def counts_back(self, stored: int) -> bool:
        """Whether the key says that it has signed no more often than it had before: perhaps there is a copy of it
        (WebAuthn, 7.2). One that does not count always says 0."""
        return self.sign_count <= stored and (self.sign_count, stored) != (0, 0)


def is_installed() -> bool:
    """Whether the library is there that checks signatures."""
    return find_spec("webauthn") is not None


def site_of(base_url: str) -> Site | None:
    """The site that passkeys of these pages are made for. None where browsers make none: without https, except on the
    machine itself, and where the address has no name.

    Args:
        base_url: Where the pages are, as their visitors see it.
    """
    parts = urlsplit(base_url)
    name = (parts.hostname or "").rstrip(".")
    is_here = name == "localhost" or name.endswith(".localhost")
    try:
        ipaddress.ip_address(name)
    except ValueError:
        port = "" if parts.port in (None, {"http": 80, "https": 443}.get(parts.scheme)) else f":{parts.port}"
        secure = parts.scheme == "https" or is_here
        return Site(name=name, origin=f"{parts.scheme}://{name}{port}") if name and secure else None
    return None


class Ceremony:
    """Of one desk. A challenge is bound to what it is for and to the browser, lives for five minutes and is used once;
    none is stored before it is used, so that asking for many costs nothing.

    Args:
        desk: Whose secret proves a challenge to be ours.
        engine: Where used challenges are remembered.
        site: What the keys are made for.
    """

    def __init__(self, desk: Helpdesk, engine: sa.Engine, site: Site) -> None:
        self.site, self._desk, self._engine = site, desk, engine
        make_tables(engine, SPENT)

    @classmethod
    def of(cls, desk: Helpdesk, engine: sa.Engine) -> Ceremony | None:
        """None where no passkeys can be made or checked."""
        site = site_of(desk.base_url)
        return None if site is None or not is_installed() else cls(desk, engine, site)

    def ask_to_sign(self, purpose: str, browser: str) -> str:
        """Options for ``navigator.credentials.get`` as JSON: any key of this site, with its user verified.

        Args:
            purpose: Who signs in where.
            browser: Stands for the visitor's browser.
        """
        from webauthn import generate_authentication_options, options_to_json
        from webauthn.helpers.structs import UserVerificationRequirement

        made = generate_authentication_options(
            rp_id=self.site.name,
            challenge=self._challenge(purpose, browser),
            timeout=_TIMEOUT,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return options_to_json(made)

    def ask_for_key(self, owner: str, browser: str, *, email: str, name: str, known: Sequence[str], shop: str) -> str:
        """Options for ``navigator.credentials.create`` as JSON: a key that its device finds by itself, without
        attestation.

        Args:
            owner: The account's id.
            browser: Stands for the visitor's browser.
            email: What the device shows of the account.
            name: Whose it is.
            known: Ids of keys that the account has: their devices make no other one.
            shop: What the device shows of the site.
        """
        from webauthn import base64url_to_bytes, generate_registration_options, options_to_json
        from webauthn.helpers.structs import (
            AuthenticatorSelectionCriteria,
            PublicKeyCredentialDescriptor,
            ResidentKeyRequirement,
            UserVerificationRequirement,
        )

        made = generate_registration_options(
            rp_id=self.site.name,
            rp_name=shop,
            user_name=email,
            user_id=owner.encode(),
            user_display_name=name,
            challenge=self._challenge(f"add {owner}", browser),
            timeout=_TIMEOUT,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                require_resident_key=True,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known],
        )
        return options_to_json(made)

    def made(self, answer: str, owner: str, browser: str) -> NewKey | None:
        """The key that a device has made, None for an answer that does not hold."""
        from webauthn import verify_registration_response
        from webauthn.helpers import bytes_to_base64url

        read, challenge = self._read(answer, f"add {owner}", browser)
        if challenge is None:
            return None
        try:
            found = verify_registration_response(
                credential=read,
                expected_challenge=challenge,
                expected_rp_id=self.site.name,
                expected_origin=self.site.origin,
                require_user_verification=True,
            )
        except Exception:  # noqa: BLE001 - whatever is wrong with a stranger's bytes
            return None
        return NewKey(
            credential=bytes_to_base64url(found.credential_id),
            public_key=bytes_to_base64url(found.credential_public_key),
            sign_count=found.sign_count,
        )

    def signed(self, answer: str, purpose: str, browser: str, key_of: Callable[[str], str | None]) -> Signed | None:
        """The signature of a known key, None for an answer that does not hold.

        Args:
            answer: As the browser sent it.
            purpose: As it was asked for.
            browser: Stands for the visitor's browser.
            key_of: The public half of the key with an id, None for one that is unknown.
        """
        from webauthn import base64url_to_bytes, verify_authentication_response

        read, challenge = self._read(answer, purpose, browser)
        if challenge is None:
            return None
        credential = str(read.get("id"))
        public_key = key_of(credential)
        if public_key is None:
            return None
        try:
            found = verify_authentication_response(
                credential=read,
                expected_challenge=challenge,
                expected_rp_id=self.site.name,
                expected_origin=self.site.origin,
                credential_public_key=base64url_to_bytes(public_key),
                credential_current_sign_count=0,  # whether it counts on is for the account's rule
                require_user_verification=True,
            )
        except Exception:  # noqa: BLE001 - whatever is wrong with a stranger's bytes
            return None
        return Signed(credential=credential, sign_count=found.new_sign_count)

    def _challenge(self, purpose: str, browser: str) -> bytes:
        until = int((self._desk.clock() + CHALLENGE_LIFETIME).timestamp())
        head = secrets.token_bytes(_NONCE) + until.to_bytes(_UNTIL, "big")
        return head + bytes.fromhex(self._desk.keyring.mac(*self._parts(head, purpose, browser)))

    def _parts(self, head: bytes, purpose: str, browser: str) -> tuple[str, ...]:
        return "passkey challenge", self._desk.tenant, purpose, browser, head.hex()

    def _read(self, answer: str, purpose: str, browser: str) -> tuple[dict[str, Any], bytes | None]:
        """The answer, and its challenge if it is one of ours, for this browser, and not used before."""
        from webauthn import base64url_to_bytes

        if len(answer) > LONGEST_ANSWER:
            return {}, None
        try:
            read = json.loads(answer)
            said = json.loads(base64url_to_bytes(read["response"]["clientDataJSON"]))
            challenge = base64url_to_bytes(said["challenge"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}, None
        return read, challenge if self._is_ours(challenge, purpose, browser) else None

    def _is_ours(self, challenge: bytes, purpose: str, browser: str) -> bool:
        head, proof = challenge[: _NONCE + _UNTIL], challenge[_NONCE + _UNTIL :].hex()
        until = int.from_bytes(head[_NONCE:], "big")
        fits = [
            hmac.compare_digest(one, proof) for one in self._desk.keyring.macs(*self._parts(head, purpose, browser))
        ]
        return (
            any(fits)
            and self._desk.clock() <= datetime.fromtimestamp(until, self._desk.clock().tzinfo)
            and (self._spend(head, until))
        )

    def _spend(self, head: bytes, until: int) -> bool:
        """Use it up: of two that send one at once, the second finds it used."""
        try:
            with writing(self._engine) as connection:
                connection.execute(SPENT.delete().where(SPENT.c.until < int(self._desk.clock().timestamp())))
                connection.execute(SPENT.insert().values(id=hashed(head.hex()), until=until))
        except sa.exc.IntegrityError:
            return False
        return True
