"""Files that a form brings: kept one by one, so that one that fails loses no other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, TypeVar

import attrs
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from helpdesk_core import Actor, Refusal
from helpdesk_core.commands import AddAttachments, limits

from ..forms import BaseForm, form_values
from ..security import is_csrf
from ..web import Web
from .forms import FilesForm

_F = TypeVar("_F", bound=BaseForm)
_MOST_FIELDS = 20
_MOST_AT_ONCE = limits(AddAttachments, "files")[1]


@attrs.frozen
class Sent:
    """What came of an upload.

    Attributes:
        form: Says what is wrong.
        added: How many files were added.
    """

    form: FilesForm
    added: int


@asynccontextmanager
async def opened(web: Web, request: Request, kind: type[_F]) -> AsyncIterator[tuple[_F, list[UploadFile]]]:
    """A form that brings files, read to its end, with the files as long as the block lasts.

    Raises:
        HTTPException: 403 without this visitor's token, 400 for a body that is no form.
    """
    try:
        async with request.form(max_files=_MOST_AT_ONCE + 1, max_fields=_MOST_FIELDS) as data:
            values = form_values({name: one for name, one in data.items() if isinstance(one, str)})
            if not is_csrf(request, web.desk, values.pop("csrf", "")):
                raise HTTPException(403)
            files = [one for one in data.getlist("files") if isinstance(one, UploadFile) and one.filename]
            yield web.labelled(kind.posted(values), request), files
    except HTTPException as error:
        raise HTTPException(403 if error.status_code == 403 else 400) from error


async def receive(
    web: Web, request: Request, actor: Actor, id: str, kind: type[FilesForm], *, link: str | None = None
) -> Sent:
    """Read a form with files and add them to a request. Who sends has been asked before: nothing is read of strangers.

    Args:
        web: The app.
        request: The POST.
        actor: Who sends.
        id: The request's id.
        kind: The form.
        link: The private link, where the contact is not confirmed yet.

    Raises:
        HTTPException: 403 without this visitor's token, 400 for a body that is no form.
    """
    async with opened(web, request, kind) as (form, files):
        if not files:
            form.add_general(web.translator(request)("files.none"))
            return Sent(form, 0)
        return await add(web, request, actor, id, form, files, link=link)


async def add(
    web: Web,
    request: Request,
    actor: Actor,
    id: str,
    form: FilesForm,
    files: Sequence[UploadFile],
    *,
    link: str | None = None,
) -> Sent:
    """Keep files one by one and add them to a request; the form says what is wrong with which."""
    if len(files) > _MOST_AT_ONCE:
        form.add_general(web.translator(request)("files.too_many", most=_MOST_AT_ONCE))
        return Sent(form, 0)
    kept = [await _kept(web, request, form, actor, one, request_id=id, link=link) for one in files]
    about = {"request": id} if link is None else {"link": link}
    return await _added(web, request, actor, form, [one for one in kept if one is not None], about)


async def _kept(
    web: Web, request: Request, form: FilesForm, actor: Actor, file: UploadFile, *, request_id: str, link: str | None
) -> Any:
    stream = file.file
    answer = await web.run(
        partial(web.desk.keep_file, stream, name=file.filename or "", request=request_id, actor=actor, link=link)
    )
    if isinstance(answer, Refusal):
        web.refuse(request, form, answer)
        return None
    return answer


async def _added(
    web: Web, request: Request, actor: Actor, form: FilesForm, kept: list[Any], about: dict[str, str]
) -> Sent:
    if not kept:
        return Sent(form, 0)
    files = tuple({"upload": one.upload, "name": one.name} for one in kept)
    answer = await web.send(request, form.command, actor, form, files=files, **about, **form.chosen)
    if answer is None:
        return Sent(form, 0)
    for place in answer.left_out:
        form.add_general(web.translator(request)("files.left_out", name=kept[place].name))
    return Sent(form, len(answer.attachments))
