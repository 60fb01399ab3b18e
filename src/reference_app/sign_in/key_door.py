"""Signing in with a passkey, for staff and customers alike: what is asked, and what one answer proves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import ClassVar

import sqlalchemy as sa
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from wtforms import HiddenField, StringField

from ..forms import BaseForm, field
from ..limiters import in_line
from ..security import browser_of
from ..web import Web
from .attempts import Attempt, network_of
from .passkeys import Ceremony, Signed
from .tries import Limit, Tries

BY_KEY = Limit("passkey", 20, timedelta(minutes=15))


class KeyForm(BaseForm):
    """What a browser answers; ``next`` is the page to go on to."""

    answer = HiddenField()
    next = HiddenField()


class NewKeyForm(BaseForm):
    """What a device has made, and what its owner calls it."""

    ids = "key-"
    unsent: ClassVar[frozenset[str]] = frozenset({"answer"})
    name = field(StringField, "passkeys.name", maxlength="60")
    answer = HiddenField()


class RemoveKeyForm(BaseForm):
    """Which key."""

    passkey = HiddenField()


class KeyDoor:
    """Of one kind of people.

    Args:
        web: The app's parts.
        engine: Where tries and used challenges stand.
        tries: Where they are counted.
        purpose: Tells its challenges from those of the other kind.
    """

    def __init__(self, web: Web, engine: sa.Engine, tries: Tries, purpose: str) -> None:
        self.web, self._tries, self._purpose = web, tries, purpose
        self.ceremony = Ceremony.of(web.desk, engine)

    @property
    def origin(self) -> str:
        """The address at which browsers know these keys, "" where there are none."""
        return "" if self.ceremony is None else self.ceremony.site.origin

    async def ask(self, request: Request) -> Response:
        """A fresh challenge for this browser, as JSON. Nothing is stored by it."""
        await self.web.submitted(request)
        if self.ceremony is None:
            return Response(status_code=404)
        options = self.ceremony.ask_to_sign(self._purpose, browser_of(request, self.web.desk))
        return Response(options, media_type="application/json")

    async def attempt(
        self,
        request: Request,
        form: KeyForm,
        key_of: Callable[[str], str | None],
        sign_in: Callable[[Signed], str | None],
    ) -> Attempt:
        """Try once: counted before anything is looked at.

        Args:
            request: The one with the answer.
            form: Which says it.
            key_of: The public half of a key, None for one that is unknown.
            sign_in: What a right signature leads to, None where it is refused.
        """
        if self.ceremony is None:
            return Attempt()
        taken = await in_line(self._tries.take, {BY_KEY: network_of(request)})
        if taken.free_at is not None:
            return Attempt(free_at=taken.free_at)
        browser, answer = browser_of(request, self.web.desk), form.answer.data or ""
        look = partial(self.ceremony.signed, answer, self._purpose, browser, key_of)
        signed = await in_line(look)
        proof = None if signed is None else await to_thread.run_sync(sign_in, signed)
        if proof is not None:
            await in_line(self._tries.give_back, taken)
        return Attempt(proof=proof)

    def refuse(self, request: Request, form: BaseForm, tried: Attempt) -> None:
        """Say in a form that nobody is signed in: one answer for everything that does not fit."""
        t = self.web.translator(request)
        said = t("passkey.wrong") if tried.free_at is None else t("passkey.wait", time=tried.free_at)
        form.add_general(said)
