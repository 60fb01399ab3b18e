"""The deployment's secrets, and all that is derived from them: links, codes and grants. Nothing usable is stored."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from ..errors import ConfigurationError
from .digests import joined
from .grants import LIFETIME, Grant, GrantScope

SECRET_BYTES = 32
CODE_DIGITS = 6
#: How long a code works. The texts that name the minutes take them from here.
CODE_LIFETIME = timedelta(minutes=10)
_SCOPES = {scope.value: scope for scope in GrantScope}


class KeyRing:
    """The deployment's secrets, newest first: the first signs, all are accepted, so that they can be rotated.

    Codes are the exception: they live for minutes, and one that is out when a new secret comes is void.

    Args:
        secrets: At least 32 random bytes each.

    Attributes:
        code_lifetime: How long a code works after it was asked for.

    Raises:
        ConfigurationError: There is none, one is shorter, repeats a few bytes, or is there twice.
    """

    code_lifetime = CODE_LIFETIME

    def __init__(self, secrets: Sequence[bytes]) -> None:
        if not secrets:
            raise ConfigurationError("secret=[…] is empty: give at least one secret of 32 random bytes")
        for secret in secrets:
            if not isinstance(secret, bytes) or len(secret) < SECRET_BYTES:
                raise ConfigurationError(f"each secret needs at least {SECRET_BYTES} bytes (os.urandom(32))")
            if len(set(secret)) < 8:
                raise ConfigurationError("a secret that repeats the same few bytes is not a secret: use os.urandom(32)")
        if len(set(secrets)) < len(secrets):
            raise ConfigurationError(
                "secret=[…] has the same one twice: a new one stands before those that it replaces"
            )
        # Each begun once, and gone on with from there: what OpenSSL looks up for a key takes longer than a short text.
        self._begun = tuple(hmac.new(secret, digestmod="sha256") for secret in secrets)

    def __repr__(self) -> str:
        return f"<KeyRing of {len(self._begun)}>"

    def mac(self, purpose: str, *parts: str, key: int = 0) -> str:
        """HMAC-SHA-256 over purpose and parts as 64 hex digits; parts cannot run into one another.

        Args:
            purpose: What the proof is for; one for another purpose never fits.
            *parts: What it is about.
            key: Which secret, counted from the newest, 0.

        Returns:
            The hex digits.
        """
        proof = self._begun[key].copy()
        proof.update(joined((purpose, *parts)))
        return proof.hexdigest()

    def macs(self, purpose: str, *parts: str) -> tuple[str, ...]:
        """The `mac` with every secret: what was made before a secret was replaced is found by one of them.

        Args:
            purpose: What the proof is for.
            *parts: What it is about.

        Returns:
            The hex digits, those of the newest secret first.
        """
        return tuple(self.mac(purpose, *parts, key=key) for key in range(len(self._begun)))

    def _proves(self, given: str, size: int, purpose: str, *parts: str) -> bool:
        """Compare with every secret without stopping early; ``given`` may be any text."""
        text = given.encode("utf-8", "surrogatepass")
        found = False
        for key in range(len(self._begun)):
            found |= hmac.compare_digest(self.mac(purpose, *parts, key=key)[:size].encode(), text)
        return found

    def link(self, subject: str, generation: int) -> str:
        """The private link's token: the subject's id and 128 bits of proof. A new generation revokes it.

        Args:
            subject: The subject's id.
            generation: The link's generation, from 1.

        Returns:
            64 characters.
        """
        return f"{subject}{self.mac('link', subject, str(generation))[:32]}"

    def read_link(self, token: str) -> tuple[str, str] | None:
        """Split a token into the subject's id and proof; the proof is checked by `opens`.

        Args:
            token: Anything that an address brought.

        Returns:
            The id and the proof, None for what is no token.
        """
        if len(token) == 64 and token.isascii() and token.isalnum():
            return token[:32], token[32:]
        return None

    def opens(self, proof: str, subject: str, generation: int) -> bool:
        """Whether ``proof`` belongs to this subject and generation, byte for byte.

        Args:
            proof: As `read_link` split it off.
            subject: The subject's id.
            generation: The link's generation, from 1.

        Returns:
            Whether it does.
        """
        return self._proves(proof, 32, "link", subject, str(generation))

    def code(self, id: str, number: int) -> str:
        """The digits of a code.

        Args:
            id: The code's id.
            number: Which code, from 1.

        Returns:
            Six digits.
        """
        return f"{int(self.mac('code', id, str(number))[:15], 16) % 10**CODE_DIGITS:0{CODE_DIGITS}}"

    def is_code(self, given: str, id: str, number: int) -> bool:
        """Whether ``given`` is that code, compared in constant time.

        Args:
            given: What was typed.
            id: The code's id.
            number: Which code, from 1.

        Returns:
            Whether it is.
        """
        return hmac.compare_digest(self.code(id, number).encode(), given.encode())

    def grant(self, scope: GrantScope, subject: str, contact: str, generation: int, now: datetime) -> Grant:
        """Make a grant. Only rules that saw a successful try call this.

        Args:
            scope: What the check was for.
            subject: The subject's id.
            contact: The contact point that was proved, or an empty text.
            generation: Of the private link, from 1.
            now: The moment of the check.

        Returns:
            The grant; `Grant.token` is its text.
        """
        issued = now.astimezone(UTC).replace(microsecond=0)
        parts = (scope.value, subject, contact, str(generation), str(int(issued.timestamp())))
        return Grant(
            scope=scope,
            subject=subject,
            contact=contact,
            generation=generation,
            issued_at=issued,
            mac=self.mac("grant", *parts),
        )

    def read_grant(self, token: str) -> Grant | None:
        """Read `Grant.token`; whether it is genuine and alive is asked with `holds`.

        Args:
            token: Anything that a cookie brought.

        Returns:
            The grant, None for what is none.
        """
        parts = token.split(".")
        if len(parts) != 6 or not token.isascii() or not parts[3].isdecimal() or not parts[4].isdecimal():
            return None
        scope = _SCOPES.get(parts[0])
        if scope is None or max(map(len, parts)) > 64 or len(parts[4]) > 11:
            return None
        return Grant(
            scope=scope,
            subject=parts[1],
            contact=parts[2],
            generation=int(parts[3]),
            issued_at=datetime.fromtimestamp(int(parts[4]), UTC),
            mac=parts[5],
        )

    def holds(self, grant: Grant, generation: int, now: datetime) -> bool:
        """Whether the grant was made by us, is of the current generation and has not run out.

        Args:
            grant: As it was read.
            generation: The private link's now, from 1.
            now: The present moment.

        Returns:
            Whether it holds.
        """
        parts = (
            grant.scope.value,
            grant.subject,
            grant.contact,
            str(grant.generation),
            str(int(grant.issued_at.timestamp())),
        )
        alive = timedelta(minutes=-5) <= now - grant.issued_at <= LIFETIME[grant.scope]
        return self._proves(grant.mac, 64, "grant", *parts) and grant.generation == generation and alive
