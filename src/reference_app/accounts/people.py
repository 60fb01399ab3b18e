"""Who works here and what they may do: admins see it, change it, and see who changed it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import attrs
from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from helpdesk_core import Admin
from helpdesk_core.i18n import Translator, sort_key
from helpdesk_core.rights import RIGHTS

from ..limiters import in_line
from ..web import Web
from .forms import PersonForm, person_form, tick
from .history import COMMAND_LINE, ChangedMeanwhile, LastAdmin, latest
from .invitations import Invitations
from .model import StaffMember
from .second_step import SecondSteps
from .staff import StaffAccounts, parted

_SAID = ("sent", "unsent", "withdrawn", "no_more")
#: How long ago an admin may have signed in to begin a change, and to send it.
TO_LOOK, TO_SEND = timedelta(minutes=30), timedelta(minutes=60)


@attrs.frozen(kw_only=True)
class Shown:
    """One row of the history."""

    when: datetime
    who: str
    what: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    detail: str = ""


class People:
    """The pages about staff, where the app runs alone."""

    def __init__(self, web: Web, accounts: StaffAccounts, steps: SecondSteps, invitations: Invitations) -> None:
        self.web, self.accounts, self._steps, self._invitations = web, accounts, steps, invitations

    async def list(self, request: Request) -> Response:
        """Everybody, and the latest changes."""
        await self.admin(request)
        t = self.web.translator(request)
        staff = sorted(await to_thread.run_sync(self.accounts.staff), key=lambda one: sort_key(t.language, one.name))
        changes = await to_thread.run_sync(latest, self.accounts.engine, self.accounts.tenant)
        places, waiting = self._places(t.language), await to_thread.run_sync(self._invitations.waiting)
        done = request.query_params.get("done", "")
        return self.web.respond(
            request,
            "accounts/people.html",
            notice=t(f"staff.invitation.{done}") if done in _SAID else "",
            waiting=[(one, rights_in_words(one.member.role, one.member.rights, t)) for one in waiting],
            now=datetime.now(UTC),
            title=t("staff.people"),
            people=[(one, rights_in_words(one.role, one.rights, t), where(one, places, t)) for one in staff],
            changes=[self._shown(row, places, t) for row in changes],
        )

    async def person(self, request: Request) -> Response:
        """What one person may do."""
        admin = await self.admin(request)
        if not is_fresh(admin, TO_LOOK):
            here = f"{self.web.path(request, 'staff_sign_in')}?again&next={request.url.path}"
            return RedirectResponse(here, 303)
        member = await self._member(request)
        values: dict[str, Any] = {
            "role": member.role,
            "all_rights": member.rights is None,
            "everywhere": member.locations is None,
            "seen": member.seen,
        }
        values |= {tick("right", name): True for name in member.rights or ()}
        values |= {tick("location", id): True for id in member.locations or ()}
        return await self._page(request, member, self.web.form(self._form(), request, values))

    async def turn_off(self, request: Request) -> Response:
        """Let somebody whose phone is lost sign in with the password alone."""
        admin, member, t = await self.admin(request), await self._member(request), self.web.translator(request)
        form = await self.web.posted(request, self._form())
        if not is_fresh(admin, TO_SEND):
            form.add_general(t("staff.sign_in.again"))
            return await self._page(request, member, form)
        await in_line(partial(self._steps.turn_off, member.id, by=admin.id))
        return self.web.go(request, "staff_person", id=member.id)

    async def save(self, request: Request) -> Response:
        """Change it; what is wrong is said in the form."""
        admin, member, t = await self.admin(request), await self._member(request), self.web.translator(request)
        form = await self.web.posted(request, self._form())
        if not is_fresh(admin, TO_SEND):
            form.add_general(t("staff.sign_in.again"))
            return await self._page(request, member, form)
        rights, places = [name for name in RIGHTS if form[tick("right", name)].data], self._places(t.language)
        locations = [id for id in places if form[tick("location", id)].data]
        change = partial(
            self.accounts.set_rights,
            member.email,
            None if form.all_rights.data else frozenset(rights),
            None if form.everywhere.data else frozenset(locations),
            role="admin" if form.role.data == "admin" else "agent",
            by=admin.id,
            looked_at=form.seen.data or "",
        )
        try:
            await in_line(change)
        except LastAdmin:
            form.role.errors = [t("staff.people.last_admin")]
        except ChangedMeanwhile:
            form.add_general(t("staff.people.conflict"))
            form.seen.data = member.seen
        return await self._page(request, member, form) if form.failed else self.web.go(request, "staff_people")

    async def admin(self, request: Request) -> Admin:
        """Who is signed in. Raises 403 for who is no admin."""
        actor = await self.web.current_agent(request)
        if not isinstance(actor, Admin):
            raise HTTPException(403, "not_allowed")
        return actor

    async def _member(self, request: Request) -> StaffMember:
        staff = await to_thread.run_sync(self.accounts.staff)
        found = next((one for one in staff if one.id == request.path_params["id"]), None)
        if found is None:
            raise HTTPException(404)
        return found

    def _form(self) -> type[PersonForm]:
        return person_form((place.id for place in self.web.desk.settings.locations), PersonForm)

    def _places(self, language: str) -> dict[str, str]:
        settings = self.web.desk.settings
        return {place.id: settings.label(place.labels, language) for place in settings.locations}

    async def _page(self, request: Request, member: StaffMember, form: PersonForm) -> Response:
        return self.web.respond(
            request,
            "accounts/person.html",
            title=member.name,
            form=form,
            member=member,
            is_on=await to_thread.run_sync(self._steps.has, member.id),
            **self.ticks(request, form),
        )

    def ticks(self, request: Request, form: PersonForm) -> dict[str, Any]:
        """What a form shows of rights and locations, labelled, and its roles."""
        t = self.web.translator(request)
        places = self._places(t.language)
        for id, label in places.items():
            form[tick("location", id)].label.text = label
        form.role.choices = [("agent", t("staff.people.agent")), ("admin", t("staff.people.admin"))]
        rights = [form[tick("right", name)] for name in RIGHTS]
        return {"rights": rights, "locations": [form[tick("location", id)] for id in places]}

    def _shown(self, row: Any, places: Mapping[str, str], t: Translator) -> Shown:
        before, after = _lines(row.before, places, t), _lines(row.after, places, t)
        return Shown(
            when=datetime.fromisoformat(row.changed_at),
            who=t("staff.people.command_line") if row.changed_by == COMMAND_LINE else row.by or row.changed_by,
            what=row.name,
            before=tuple(line for line in before if line not in after),
            after=tuple(line for line in after if line not in before),
        )


def is_fresh(admin: Admin, most: timedelta) -> bool:
    """Whether an admin has shown who they are within that time."""
    return admin.signed_in_at is not None and datetime.now(UTC) - admin.signed_in_at <= most


def rights_in_words(role: str, rights: frozenset[str] | None, t: Translator) -> tuple[str, ...]:
    """What somebody may do, in lines."""
    if role == "admin":
        return (f"{t('staff.people.admin')}: {t('staff.people.everything')}",)
    named = (t("staff.people.all_rights"),) if rights is None else tuple(t(f"right.{name}") for name in sorted(rights))
    return (t("staff.people.agent"), *named)


def where(member: StaffMember, places: Mapping[str, str], t: Translator) -> tuple[str, ...]:
    """Where somebody may do it, in lines."""
    everywhere = member.role == "admin" or member.locations is None
    return (t("staff.people.everywhere"),) if everywhere else _placed(member.locations or frozenset(), places)


def _placed(locations: frozenset[str], places: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(places.get(id, id) for id in sorted(locations))


def _lines(kept: str | None, places: Mapping[str, str], t: Translator) -> tuple[str, ...]:
    """What an account could do, as its history keeps it."""
    if kept is None:
        return (t("staff.people.new"),)
    found = json.loads(kept)
    if not found["active"] and not found.get("invited"):
        return (t("staff.people.gone"),)
    if found.get("invitation") is not None:
        return (t(f"staff.invitation.history.{found['invitation']}"),) if found["invitation"] else ()
    if found.get("second_step") is not None:
        return (t("second_step.of_person") if found["second_step"] else t("second_step.off"),)
    if found.get("passkey") is not None:
        return (t(f"passkeys.history.{found['passkey']}"),) if found["passkey"] else ()
    locations = parted(found["locations"])
    here = () if locations is None or found["role"] == "admin" else _placed(locations, places)
    invited = (t("staff.people.invited"),) if found.get("invited") else ()
    return (*invited, *rights_in_words(found["role"], parted(found["rights"]), t), *here)
