"""Passwords as they are stored, and whether one fits: in the same time, whoever it is."""

from __future__ import annotations

import secrets

import argon2

MAX_PASSWORD = 1024
MIN_PASSWORD = 12


class Hashing:
    """Argon2id with the library's present costs.

    Args:
        hasher: Replaced in tests, where hashing need not be slow.
    """

    def __init__(self, hasher: argon2.PasswordHasher | None = None) -> None:
        self._hasher = hasher or argon2.PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex(8))

    def hashed(self, password: str) -> str:
        """A password as it is stored. Raises ValueError for one that cannot be used."""
        check_password(password)
        return self._hasher.hash(password)

    def fits(self, stored: str | None, password: str) -> bool:
        """Whether it is the password that was stored. Where none was, the same work is done for nobody's."""
        tried = password[:MAX_PASSWORD].encode("utf-8", "surrogatepass")
        try:
            self._hasher.verify(self._nobody if stored is None else stored, tried)
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False
        return stored is not None and len(password) <= MAX_PASSWORD

    def again(self, stored: str, password: str) -> str | None:
        """A right password hashed anew, where it was stored at lower costs than the present ones; else None."""
        return self._hasher.hash(password) if self._hasher.check_needs_rehash(stored) else None


def check_password(password: str) -> None:
    """Raises ValueError for one that cannot be used."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise ValueError(f"a password has {MIN_PASSWORD} to {MAX_PASSWORD} characters")
