"""The pages of the settings: one for each group, and who changed what."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import ChangeSettings, Published
from helpdesk_core.views import SettingsView, export_settings, preview_settings, view_settings, view_settings_history

from ..legal.pages import unfilled
from ..legal.texts import PAGES as LEGAL
from ..slots import MenuEntry, Pages
from ..web import Web, as_error
from .editors import Editor
from .forms import SettingsForm, seen_name, settings_form, shown_data, words_of
from .groups import MARKS, groups
from .history import lines, shown_changes
from .pictures import picture_routes
from .section_texts import OWN_PAGES, sectioned
from .table import Table
from .texts import GROUPS, HINTS
from .wording import WordingPages


class SettingsPages:
    """The overview, one page for each group, and the history."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def overview(self, request: Request) -> Response:
        """All pages, and the latest changes."""
        actor = await self.web.current_agent(request)
        history = await self.seen(self.web.api.view(view_settings_history, actor, limit=10))
        may = partial(self.web.may, request)
        return self.web.respond(
            request,
            "shop_settings/overview.html",
            title=self.web.translator(request)("settings.title"),
            groups=GROUPS,
            sections=sectioned(one for one in GROUPS if one not in OWN_PAGES or may(OWN_PAGES[one][1])),
            own_pages={one: route for one, (route, _) in OWN_PAGES.items()},
            marks=MARKS,
            changes=shown_changes(history.changes, self.web.translator(request)),
        )

    async def history(self, request: Request) -> Response:
        """Who changed what, newest first."""
        actor = await self.web.current_agent(request)
        after = request.query_params.get("after")
        history = await self.seen(self.web.api.view(view_settings_history, actor, after=after))
        return self.web.respond(
            request,
            "shop_settings/history.html",
            title=self.web.translator(request)("settings.history"),
            changes=shown_changes(history.changes, self.web.translator(request)),
            next=history.next,
        )

    async def export(self, request: Request) -> Response:
        """All settings as one TOML file."""
        text = await self.seen(self.web.api.view(export_settings, await self.web.current_agent(request)))
        headers = {"content-disposition": 'attachment; filename="settings.toml"'}
        return Response(text, media_type="application/toml", headers=headers)

    async def group(self, request: Request) -> Response:
        """The settings of one page, as they are."""
        _, editors = self._group(request)
        found = await self.settings(request)
        form = self.web.form(
            settings_form(self._open(editors, found), found.settings, self.web.translator(request)),
            request,
            {
                **shown_data(editors, found.values, found.settings),
                **{seen_name(one.key): str(found.seen.get(one.key, 0)) for one in editors},
            },
        )
        return self._show(request, found, form)

    async def save(self, request: Request) -> Response:
        """Save what differs from what was shown: errors beside their fields, all of them at once."""
        name, editors = self._group(request)
        found, t = await self.settings(request), self.web.translator(request)
        open_ = self._open(editors, found)
        form = await self.web.posted(request, settings_form(open_, found.settings, t))
        if form.rearranged:
            return self._show(request, found, form, status=200)
        typed = {one.key: one.typed(form, found.settings) for one in open_}
        changed = {key: value for key, value in typed.items() if value != found.values[key]}
        if not changed and "preview" not in request.state.submitted:
            return self._saved(request, name, "nothing")
        preview = await self.seen(self.web.api.view(preview_settings, request.state.staff, changed))
        by_key = {one.key: one for one in editors}
        for error in preview.errors:
            editor = by_key.get(error.path[0])
            form.show_error(editor.field_of(error, found.settings) if editor else ("",), words_of(error, t))
        if preview.errors:
            return self._show(request, found, form)
        if "preview" in request.state.submitted:
            return self._show(request, found, form, status=200)
        values = [
            {"key": key, "value": value, "seen": form[seen_name(key)].data or "0"} for key, value in changed.items()
        ]
        if await self.send(request, form, values) is not None:
            return self._saved(request, name, "saved")
        found = await self.settings(request)
        return self._show(request, found, form, now=self._changed_meanwhile(form, open_, found))

    @staticmethod
    def _changed_meanwhile(form: SettingsForm, editors: list[Editor], found: SettingsView) -> dict[str, Any]:
        """What others set while this form was filled in: shown beside what was typed, and then seen."""
        now = {}
        for one in editors:
            seen, number = form[seen_name(one.key)], str(found.seen.get(one.key, 0))
            if seen.data != number:
                seen.data, now[one.key] = number, found.values[one.key]
        return now

    async def send(self, request: Request, form: SettingsForm, values: list[dict[str, Any]]) -> Any:
        """Send the command; None when the form says why not."""
        command = self.web.desk.read(ChangeSettings, {"values": [_sent(value) for value in values]})
        answer = await self.web.api.handle(command, request.state.staff, key=form.key)
        if isinstance(answer, Refusal):
            self.web.refuse(request, form, answer)
            return None
        return answer

    def _saved(self, request: Request, name: str, said: str) -> Response:
        response = self.web.go(request, "staff_settings_group", group=name)
        response.headers["location"] += f"?said={said}"
        return response

    def _show(
        self,
        request: Request,
        found: SettingsView,
        form: SettingsForm,
        status: int = 200,
        now: Mapping[str, Any] | None = None,
    ) -> Response:
        name, editors = self._group(request)
        t = self.web.translator(request)
        for editor in (one for one in editors if isinstance(one, Table) and one.key in form):
            for row in form[editor.key].rows:
                editor.hint_at(row, found.settings, self.web.desk.translator)
        return self.web.respond(
            request,
            "shop_settings/group.html",
            status,
            title=t(GROUPS[name][0]),
            form=form,
            group=name,
            text=GROUPS[name][1],
            editors=editors,
            locked=found.settings.locked,
            values=found.values,
            now=now or {},
            open_in=found.open_in,
            hints=HINTS,
            words=self.web.desk.translator,
            said=request.query_params.get("said") if request.query_params.get("said") in ("saved", "nothing") else None,
            seen_name=seen_name,
            lines=lambda plain: lines(plain, t),
            legal=tuple(LEGAL.values()) if name == "legal" else (),
            unfilled=[t(f"settings.{key}") for key in unfilled(found.settings)],
        )

    def _group(self, request: Request) -> tuple[str, tuple[Editor, ...]]:
        name = request.path_params["group"]
        if name not in (known := groups()):
            raise HTTPException(404)
        return name, tuple(known[name])

    @staticmethod
    def _open(editors: tuple[Editor, ...], found: SettingsView) -> list[Editor]:
        return [one for one in editors if one.key not in found.settings.locked]

    async def settings(self, request: Request) -> SettingsView:
        """The settings as they are."""
        actor = await self.web.current_agent(request)
        found: SettingsView = await self.seen(self.web.api.view(view_settings, actor))
        return found

    @staticmethod
    async def seen(asked: Awaitable[Any]) -> Any:
        """What a view shows. Raises 403 for who may not see it."""
        found = await asked
        if isinstance(found, Refusal):
            raise as_error(found)
        return found


def _sent(value: dict[str, Any]) -> dict[str, Any]:
    """A key's new value as the command reads it."""
    plain = value["value"]
    return value | {"value": None if plain is None else Published.of(plain)}


def routes(web: Web) -> list[Route]:
    """Overview, history, wording, and a page for each group."""
    pages = SettingsPages(web)
    wording = WordingPages(pages)
    text = "/staff/settings/wording/{language}/{code}"
    return [
        Route("/staff/settings", pages.overview, name="staff_settings"),
        Route("/staff/settings/history", pages.history, name="staff_settings_history"),
        Route("/staff/settings/export", pages.export, name="staff_settings_export"),
        Route("/staff/settings/wording", wording.find, name="staff_settings_wording"),
        Route(text, wording.edit, name="staff_settings_text"),
        Route(text, wording.save, methods=["POST"], name="staff_settings_text_save"),
        *picture_routes(pages),
        Route("/staff/settings/{group}", pages.group, name="staff_settings_group"),
        Route("/staff/settings/{group}", pages.save, methods=["POST"], name="staff_settings_save"),
    ]


PAGES = Pages(
    routes=routes,
    menu=(MenuEntry("settings.menu", "staff_settings", icon="settings", order=60, right="settings.edit"),),
)
