"""One attempt to sign in: counted before it is looked at, so that of many at once no more pass than in a row."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import anyio
import attrs
from anyio import current_time, sleep_until, to_thread
from starlette.requests import Request
from wtforms.fields import Field

from helpdesk_core.i18n import Translator

from ..forms import BaseForm
from ..limiters import HASHING, in_line
from ..security import address_prefix
from .tries import Limit, Tries

_QUARTER = timedelta(minutes=15)
BY_NETWORK, BY_EMAIL = Limit("network", 10, _QUARTER), Limit("email", 10, _QUARTER)
_PATIENCE = 20
"""Seconds that a sign-in waits for its turn."""
_BEAT = 0.25
"""Seconds: what does not fit is answered at a whole number of these after it came. A row that is found takes some
millionths of a second longer to read than one that is not, and enough tries would add that up."""


@attrs.frozen(kw_only=True)
class Attempt:
    """What came of one: what the check answered (a session's token, an account's id), or none; or that it was not
    looked at."""

    proof: str | None = None
    free_at: datetime | None = None
    """When the next one is possible, after too many."""
    is_busy: bool = False

    def refuse(self, form: BaseForm, beside: Field, t: Translator) -> None:
        """Say it in the form: one answer for everything that does not fit."""
        if self.is_busy:
            form.add_general(t("sign_in.busy"))
            form.http_status = 503
        else:
            said = t("sign_in.wrong") if self.free_at is None else t("sign_in.wait", time=self.free_at)
            beside.errors = [said]


async def attempt(tries: Tries, subjects: Mapping[Limit, str], check: Callable[[], str | None]) -> Attempt:
    """Try once.

    Args:
        tries: Where it is counted.
        subjects: What it is counted by.
        check: Looks at the password, and answers with what stands for the right one.
    """
    begun = current_time()
    taken = await in_line(tries.take, subjects)
    if taken.free_at is not None:
        return Attempt(free_at=taken.free_at)
    try:
        with anyio.fail_after(_PATIENCE):
            proof = await to_thread.run_sync(check, limiter=HASHING())
    except TimeoutError:
        await in_line(tries.give_back, taken)
        return Attempt(is_busy=True)
    if proof is None:
        await sleep_until(begun + math.ceil((current_time() - begun) / _BEAT) * _BEAT)
    else:
        await in_line(tries.give_back, taken)
    return Attempt(proof=proof)


def network_of(request: Request) -> str:
    """Where a visitor comes from, as tries are counted by it."""
    return address_prefix(request.client.host if request.client else None)


def named(email: str) -> str:
    """An address as tries are counted by it."""
    return email.strip().casefold()[:254]
