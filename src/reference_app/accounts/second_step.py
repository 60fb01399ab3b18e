"""A second step at the sign-in: codes of an authenticator app (RFC 6238), and codes on paper for who has lost it."""

from __future__ import annotations

import hmac
import json
import re
import secrets
import time
from base64 import b32encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import attrs
import pyotp
import sqlalchemy as sa

from helpdesk_core import Helpdesk, KeyRing

from ..sign_in.passkeys import NewKey
from ..tables import TABLES, make_tables, wait_in_line, writing
from .history import write_step_down
from .keys import StaffKeys
from .model import StaffMember
from .staff import StaffAccounts

PAPER_CODES = 10
_PERIOD = 30
"""Seconds of a step: what authenticator apps take where nothing else is said (RFC 6238, 4.1)."""
_KEY_BYTES = 20
"""As long as the digest of SHA-1, the one hash that every authenticator app knows (RFC 4226, 4)."""
_WANTED, _ON = 0, 1
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
SECOND_STEPS = sa.Table(
    "helpdesk_app_second_steps",
    TABLES,
    sa.Column("staff", sa.Text, sa.ForeignKey("helpdesk_app_staff.id"), primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("seed", sa.Text, nullable=False),
    sa.Column("state", sa.Integer, nullable=False),
    sa.Column("last_step", sa.Integer, nullable=False),
    sa.Column("paper", sa.Text, nullable=False),
)


@attrs.frozen(kw_only=True)
class Offer:
    """A key for an authenticator app, which counts once a code of it was entered.

    Attributes:
        key: To type in, in groups of four.
        address: The same for a picture (``otpauth:``).
    """

    key: str
    address: str


class LastStep(ValueError):
    """The shop wants a second step, and this is the last one of the account."""


class SecondSteps:
    """Of one tenant's staff. A key is made from the deployment's secret and a seed: who reads the table alone can make
    no code. Where an old secret is taken out of use, its keys and its codes on paper are void: an admin turns the step
    off, or the command line.

    Args:
        accounts: The staff.
        keyring: The desk's.
        required: Whether the shop wants a second step of everybody.
    """

    def __init__(self, accounts: StaffAccounts, keyring: KeyRing, required: Callable[[], bool] = lambda: False) -> None:
        self.required, self.keys = required, StaffKeys(accounts)
        self._engine, self._tenant, self._keyring = accounts.engine, accounts.tenant, keyring
        self._accounts = accounts
        self._half_way = accounts.half_way
        make_tables(accounts.engine, SECOND_STEPS)

    def is_on(self, staff: str) -> bool:
        """Whether an account needs a code to sign in."""
        with self._engine.connect() as connection:
            row = self._row(connection, staff)
        return row is not None and row.state == _ON

    def has(self, staff: str) -> bool:
        """Whether an account has any second step: codes, or a passkey."""
        with self._engine.connect() as connection:
            return self._has_in(connection, staff)

    def admits(self, staff: str) -> bool:
        """Whether somebody with a session may go on by it: not where the shop wants a second step, and they have
        none."""
        return not self.required() or self.has(staff)

    def _has_in(self, connection: sa.Connection, staff: str) -> bool:
        row = self._row(connection, staff)
        return (row is not None and row.state == _ON) or self.keys.count_in(connection, staff) > 0

    def add_key(self, staff: str, key: NewKey, *, name: str, made_for: str, is_first: bool = False) -> bool:
        """Keep a passkey that was verified.

        Args:
            staff: The account's id.
            key: What its device has made.
            name: What its owner calls it.
            made_for: The name of the site.
            is_first: Whether the account must have no second step yet: it is set up by a password alone.

        Returns:
            False where somebody has it already, there are too many, or it is not the first.
        """
        with self._one_at_a_time(staff) as connection:
            if is_first and self._has_in(connection, staff):
                return False
            return self.keys.add_in(connection, staff, key, name=name, made_for=made_for)

    def remove_key(self, staff: str, key: str) -> bool:
        """Remove a passkey; False where there is none.

        Raises:
            LastStep: The shop wants a second step, and there would be none.
        """
        with self._one_at_a_time(staff) as connection:
            gone = self.keys.remove_in(connection, staff, by=staff, only=key)
            if gone and self.required() and not self._has_in(connection, staff):
                raise LastStep("this is the last second step")
        return gone > 0

    def begin(self, member: StaffMember) -> None:
        """Make a key that is to be tried out; an earlier one that never was is void. Nothing where it is on."""
        row = {"tenant": self._tenant, "seed": secrets.token_hex(16), "state": _WANTED, "last_step": 0, "paper": "[]"}
        with self._one_at_a_time(member.id) as connection:
            if (found := self._row(connection, member.id)) is not None and found.state == _ON:
                return
            self._delete(connection, member.id)
            connection.execute(SECOND_STEPS.insert().values(staff=member.id, **row))

    def offer(self, member: StaffMember, shop: str) -> Offer | None:
        """The key that is to be tried out; None for none.

        Args:
            member: Whose.
            shop: What the authenticator app shows beside the address.
        """
        with self._engine.connect() as connection:
            row = self._row(connection, member.id)
        if row is None or row.state == _ON:
            return None
        key = self._keys(row)[0]
        address = pyotp.TOTP(key).provisioning_uri(name=member.email, issuer_name=shop)
        return Offer(key=" ".join(re.findall(".{1,4}", key)), address=address)

    def confirm(self, member: StaffMember, code: str, keep: str) -> tuple[str, ...] | None:
        """Turn it on, by a code of the new key, and end every other session.

        Args:
            member: Whose.
            code: As it was typed.
            keep: The session's token that stays.

        Returns:
            The codes on paper, which are shown this once; None for a code that does not fit.
        """
        with self._one_at_a_time(member.id) as connection:
            row = self._row(connection, member.id)
            step = None if row is None or row.state == _ON else self._step(row, code)
            if step is None:
                return None
            paper = _paper()
            self._keep(connection, member.id, state=_ON, last_step=step, paper=self._stored(member.id, paper))
            self._accounts.end_in(connection, member.id, keep=keep)
            write_step_down(connection, member.id, self._tenant, member.id, is_on=True)
        return paper

    def new_paper(self, member: StaffMember) -> tuple[str, ...]:
        """Other codes on paper; those of before are void. None of them where it is off."""
        paper = _paper()
        with self._one_at_a_time(member.id) as connection:
            row = self._row(connection, member.id)
            if row is None or row.state != _ON:
                return ()
            self._keep(connection, member.id, paper=self._stored(member.id, paper))
        return paper

    def turn_off(self, staff: str, *, by: str) -> bool:
        """Let somebody sign in with the password alone, and set up another second step where the shop wants one. Who
        does it for somebody else takes the passkeys too, since the device is lost.

        Args:
            staff: The account's id.
            by: The id of who turns it off.

        Returns:
            False where it was off.

        Raises:
            LastStep: The shop wants a second step, and its owner would have none.
        """
        with self._one_at_a_time(staff) as connection:
            row = self._row(connection, staff)
            self._delete(connection, staff)
            gone = 0 if by == staff else self.keys.remove_in(connection, staff, by=by)
            if by == staff and self.required() and not self._has_in(connection, staff):
                raise LastStep("this is the last second step")
            if row is None or row.state != _ON:
                return gone > 0
            write_step_down(connection, by, self._tenant, staff, is_on=False)
        return True

    def wait_for_code(self, staff: str, device: str) -> str:
        """A token that stands for the first step, for an hour."""
        return self._half_way.start(staff, device)

    def forget_first(self, token: str) -> None:
        """End what stands for the first step: both are done."""
        self._half_way.sign_out(token)

    def waiting(self, token: str) -> str | None:
        """Whose first step it was, while it lives and the account is active."""
        found = self._half_way.find(token)
        active = found is not None and any(one.id == found[0] for one in self._accounts.staff())
        return found[0] if found is not None and active else None

    def finish(self, token: str, code: str, device: str) -> str | None:
        """Sign in by a code of the app or one on paper. Each works once.

        Args:
            token: The first step's.
            code: As it was typed.
            device: What the browser says it is.

        Returns:
            A session's token; None for a code that does not fit.
        """
        staff = self.waiting(token)
        if staff is None:
            return None
        with self._one_at_a_time(staff) as connection:
            row = self._row(connection, staff)
            if row is None or row.state != _ON or not self._takes(connection, row, code):
                return None
        self._half_way.sign_out(token)
        return self._accounts.start_session(staff, device)

    def _takes(self, connection: sa.Connection, row: Any, code: str) -> bool:
        if (step := self._step(row, code)) is not None:
            self._keep(connection, row.staff, last_step=step)
            return True
        given, paper = self._keyring.macs("paper code", row.staff, _letters(code)), json.loads(row.paper)
        left = [one for one in paper if not any(hmac.compare_digest(one, mac) for mac in given)]
        if len(left) < len(paper):
            self._keep(connection, row.staff, paper=json.dumps(left))
        return len(left) < len(paper)

    def _step(self, row: Any, code: str) -> int | None:
        """The step of a code: the present one or its neighbours, since clocks differ, and later than the last that was
        used (RFC 6238, 5.2)."""
        given, now = re.sub(r"\D", "", code, flags=re.ASCII).encode(), int(time.time()) // _PERIOD
        steps = [step for step in (now - 1, now, now + 1) if step > row.last_step]
        made = [(step, pyotp.TOTP(key).at(step * _PERIOD).encode()) for key in self._keys(row) for step in steps]
        fitting = [step for step, one in made if hmac.compare_digest(one, given)]
        return min(fitting, default=None)

    def _keys(self, row: Any) -> tuple[str, ...]:
        made = self._keyring.macs("authenticator", row.staff, row.seed)
        return tuple(b32encode(bytes.fromhex(one)[:_KEY_BYTES]).decode() for one in made)

    def _stored(self, staff: str, paper: tuple[str, ...]) -> str:
        return json.dumps([self._keyring.mac("paper code", staff, _letters(one)) for one in paper])

    @contextmanager
    def _one_at_a_time(self, staff: str) -> Iterator[sa.Connection]:
        """Two that send one code at once: the second finds it used."""
        with writing(self._engine) as connection:
            wait_in_line(connection, f"second step of {staff}")
            yield connection

    def _row(self, connection: sa.Connection, staff: str) -> Any:
        theirs = sa.select(SECOND_STEPS).where(SECOND_STEPS.c.staff == staff, SECOND_STEPS.c.tenant == self._tenant)
        return connection.execute(theirs).first()

    def _keep(self, connection: sa.Connection, staff: str, **values: Any) -> None:
        connection.execute(SECOND_STEPS.update().where(SECOND_STEPS.c.staff == staff).values(**values))

    def _delete(self, connection: sa.Connection, staff: str) -> None:
        here = sa.and_(SECOND_STEPS.c.staff == staff, SECOND_STEPS.c.tenant == self._tenant)
        connection.execute(SECOND_STEPS.delete().where(here))


def _paper() -> tuple[str, ...]:
    """Codes of 49 bits each, in letters and digits that nobody takes for one another."""
    made = ("".join(secrets.choice(_LETTERS) for _ in range(10)) for _ in range(PAPER_CODES))
    return tuple(f"{one[:5]}-{one[5:]}" for one in made)


def _letters(code: str) -> str:
    """A code on paper, however it was typed."""
    return re.sub(r"[\W_]", "", code).upper()


def steps_of(desk: Helpdesk, accounts: StaffAccounts) -> SecondSteps:
    """Those of a desk's staff, as its settings want them."""
    return SecondSteps(accounts, desk.keyring, lambda: desk.settings.staff_second_step)
