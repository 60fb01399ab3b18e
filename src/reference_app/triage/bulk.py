"""Doing the same to several requests of the queue at once, by the ordinary commands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Command, InputError, Refusal, Result
from helpdesk_core.commands import (
    AssignRequest,
    ChangeStatus,
    MarkAnswered,
    SetPriority,
    TagRequest,
    UntagRequest,
    WriteNote,
)
from helpdesk_core.i18n import Translator, definitions

from ..web import Web

MOST_AT_ONCE = 100
_MOST_SAID = 20
_GIVEN = re.compile(r"([^ ]{1,64}) ([0-9A-Z]{4,20}) (.{1,200})")
"""A button beside a row: the request's id, its reference, and to whom it is given."""
_UNDONE = re.compile(r"([0-9A-Z]{4,20})-((?:refusal|input)~[a-z_]+)")
#: What may stand in the address of the queue.
ASKED = ("view", "kept", "assignee", "status", "location", "urgency", "tag", "sort", "after")
Wanted = list[tuple[type[Command[Any]], dict[str, Any]]]
Kept = dict[str, str]
"""What was not done: the code of the reason, by reference."""


class BulkPages:
    """What is done to the rows that are ticked."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def do(self, request: Request) -> Response:
        """Each request by commands of its own; the queue then says of each whether it was done."""
        actor = await self.web.current_agent(request)
        values = await self.web.submitted(request)
        people = {one.id: one.name for one in (*await self.web.agents(request), actor)}
        if "take" in values:
            values = {**values, "assign": actor.id}
        if given := _GIVEN.fullmatch(values.get("give", "")):
            id, reference, whom = given.groups()
            values = {"assign": whom, f"pick-{id}": reference, **_kept_of(values)}
        ticked = {name[5:]: reference for name, reference in values.items() if name.startswith("pick-")}
        wanted, done, kept = wanted_by(values, people), 0, Kept()
        for id, reference in list(ticked.items())[:MOST_AT_ONCE] if wanted else ():
            reason = await self._carry_out(wanted, actor, id, values.get("form_token", ""))
            done += reason is None
            if reason is not None:
                kept[reference] = reason
        return self._back(request, values.get("back", ""), done, kept)

    async def _carry_out(self, wanted: Wanted, actor: Any, id: str, token: str) -> str | None:
        """Why something was refused, as a code; what came before it stays done."""
        try:
            read = [self.web.desk.read(kind, {"request": id, **fields}) for kind, fields in wanted]
        except InputError as error:
            return error.errors[0].code
        commands = [(command, f"{token}{id}" if token else None) for command in read]
        answers: tuple[Result | Refusal, ...] = await self.web.api.handle_each(commands, actor)
        return next((answer.code for answer in answers if isinstance(answer, Refusal)), None)

    def _back(self, request: Request, query: str, done: int, kept: Kept) -> Response:
        asked = asked_in(query)
        said = [f"{reference}-{code.replace('.', '~')}" for reference, code in list(kept.items())[:_MOST_SAID]]
        result = [("done", str(done)), *([("undone", ".".join(said))] if said else [])]
        return self.web.go_to(request, "staff_queue", urlencode([*asked, *result]))


def _kept_of(values: Mapping[str, str]) -> dict[str, str]:
    """What a button beside a row takes from the form: nothing that was chosen for the rows that are ticked."""
    return {name: values[name] for name in ("form_token", "back") if name in values}


def asked_in(query: str) -> list[tuple[str, str]]:
    """What a form says that the list was asked for: nothing else comes into the address from it."""
    return [(name, value) for name, value in parse_qsl(query.lstrip("?")) if name in ASKED]


def wanted_by(values: Mapping[str, str], people: Mapping[str, str]) -> Wanted:
    """The commands that a form asks for, each with its fields but for the request: those that were filled in."""
    assignee, found = values.get("assign", ""), Wanted()
    if assignee in people:
        found.append((AssignRequest, {"assignee": assignee, "name": people[assignee]}))
    elif assignee == "-":
        found.append((AssignRequest, {}))
    simple: tuple[tuple[type[Command[Any]], str, str], ...] = (
        (SetPriority, "priority", "priority"),
        (ChangeStatus, "status_to", "status"),
        (TagRequest, "tag_on", "tag"),
        (UntagRequest, "tag_off", "tag"),
    )
    found += [(kind, {field: values[name]}) for kind, name, field in simple if values.get(name, "").strip()]
    if note := values.get("note", "").strip():
        found.append((WriteNote, {"text": note}))
    return [*found, *([(MarkAnswered, {})] if "answered" in values else [])]


def said_after(request: Request, t: Translator) -> tuple[str, list[tuple[str, str]]]:
    """What the step before this page did: in a sentence, and why not to which requests. Words of an address mean
    nothing to the server."""
    done = request.query_params.get("done", "")
    if not (done.isdecimal() and len(done) < 4):
        return "", []
    return t("staff.bulk.done", number=int(done)), list(_undone(request.query_params.get("undone", ""), t))


def _undone(said: str, t: Translator) -> Iterator[tuple[str, str]]:
    for reference, code in _UNDONE.findall(said)[:_MOST_SAID]:
        known = definitions.get(code.replace("~", "."))
        if known is not None:
            yield reference, t(known.code)
