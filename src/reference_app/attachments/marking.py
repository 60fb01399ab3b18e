"""Marks on photos and photos side by side: drawn on the page of a photo, sent with the next words to the customer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Actor, Refusal
from helpdesk_core.commands import MarkPhoto, PairPhotos, TakeFromFinding
from helpdesk_core.views import Attachment, RequestFiles, ShownFinding, view_request_files

from ..forms import BaseForm, ButtonForm
from ..security import FILES
from ..triage.frame import AT, RequestFrame
from ..web import Web, as_error
from .forms import MarkForm, PairForm

_WIDE = 288
"""Pixels of the picture that is tapped without a script: it fits the smallest phone, so that no browser scales it."""


def is_shown(file: Attachment) -> bool:
    """Whether a file is a picture that can be looked at."""
    return file.is_picture and file.state.value == "ready"


@attrs.frozen
class StaffPhotoPages:
    """A photo at the desk, and what is drawn on it."""

    web: Web
    frame: RequestFrame

    async def show(self, request: Request) -> Response:
        """One photo, as large as the screen."""
        return await self._page(request)

    async def mark(self, request: Request) -> Response:
        """Where it was tapped, or what the numbers say."""
        actor, _ = await self.frame.find(request)
        form = await self.web.posted(request, MarkForm)
        photo, _ = await self._photo(request)
        self._place(request, form, photo)
        if not form.x.data or not form.y.data:
            form.add_general(self.web.translator(request)("staff.mark.where"))
            return await self._page(request, form)
        answer = await self.web.send(request, MarkPhoto, actor, form, attachment=photo.id)
        return await self._again(request, form, answer)

    def _place(self, request: Request, form: MarkForm, photo: Attachment) -> None:
        """A browser says where in the picture it was tapped, in pixels; a key that sends the form says 0, 0."""
        tapped = [request.state.submitted.get(f"at.{axis}", "") for axis in "xy"]
        at = [int(one) if one.isdecimal() and len(one) <= 4 else 0 for one in tapped]
        if any(at):
            x, y = at
            form.x.data = str(min(1000, round(x * 1000 / _WIDE)))
            form.y.data = str(min(1000, round(y * 1000 / tall(photo))))

    async def pair(self, request: Request) -> Response:
        """Two of the request's photos."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, PairForm)
        answer = await self.web.send(request, PairPhotos, actor, form, request=id)
        return await self._again(request, form, answer)

    async def take(self, request: Request) -> Response:
        """A mark or a pair that was not sent yet."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, ButtonForm)
        part = request.path_params["part"]
        answer = await self.web.send(request, TakeFromFinding, actor, form, request=id, part=part)
        return await self._again(request, form, answer)

    async def _again(self, request: Request, form: BaseForm, answer: Any) -> Response:
        if answer is None:
            return await self._page(request, form)
        params = request.path_params
        where = {"reference": params["reference"], "file": params["file"]}
        return self.web.back(request, answer, "staff_request_file", **where)

    async def _photo(self, request: Request) -> tuple[Attachment, RequestFiles]:
        actor, id = await self.frame.find(request)
        found = await self.web.api.view(view_request_files, actor, id)
        if isinstance(found, Refusal):
            raise as_error(found)
        photo = next((one for one in found.rows if one.id == request.path_params["file"] and is_shown(one)), None)
        if photo is None:
            raise HTTPException(404)
        return photo, found

    async def _page(self, request: Request, failed: BaseForm | None = None) -> Response:
        photo, found = await self._photo(request)
        reference = request.path_params["reference"]
        values = {"back": "staff_request", "where": {"reference": reference}, "form": failed}
        if photo.is_shared and self.web.may(request, "attachments.mark"):
            values |= self._drawn(request, photo, found, failed)
        rows = [one for one in found.rows if is_shown(one)]
        return picture_page(self.web, request, rows, **values, notice=self.web.removed_before(request))

    def _drawn(
        self, request: Request, photo: Attachment, found: RequestFiles, failed: BaseForm | None
    ) -> dict[str, Any]:
        photos = [one for one in found.rows if is_shown(one) and one.is_shared]
        prepared = found.prepared
        marked = next((one for one in prepared.photos if one.id == photo.id), None) if prepared else None
        return {
            "prepared": prepared,
            "marked": marked,
            "mark": failed if isinstance(failed, MarkForm) else self.web.form(MarkForm, request),
            "pair": self._pair(request, photo, photos, failed) if len(photos) > 1 else None,
            "wide": _WIDE,
            "tall": tall(photo),
        }

    def _pair(
        self, request: Request, photo: Attachment, photos: Sequence[Attachment], failed: BaseForm | None
    ) -> PairForm:
        """The older one of two is from before, unless somebody says otherwise."""
        other = next(one for one in photos if one.id != photo.id)
        before, after = sorted((photo, other), key=lambda one: one.at)
        form = self.web.form(PairForm, request, {"before": before.id, "after": after.id})
        form = failed if isinstance(failed, PairForm) else form
        t = self.web.translator(request)
        names = [(one.id, f"{one.name} ({t.recent(one.at, self.web.desk.clock())})") for one in photos]
        form.before.choices = form.after.choices = names
        return form


def tall(photo: Attachment) -> int:
    """Pixels of the picture that is tapped, from top to bottom."""
    return max(1, round(_WIDE * (photo.height or 1) / (photo.width or 1)))


def picture_page(web: Web, request: Request, rows: Sequence[Any], **values: Any) -> Response:
    """A photo's page, with the way to the one before and after it."""
    place = next((n for n, one in enumerate(rows) if one.id == request.path_params["file"]), None)
    if place is None:
        raise HTTPException(404)
    return web.respond(
        request,
        "attachments/picture.html",
        title=str(rows[place].name),
        one=rows[place],
        previous=rows[place - 1] if place else None,
        following=rows[place + 1] if place + 1 < len(rows) else None,
        **({"marked": None, "mark": None, "notice": ""} | values),
    )


async def prepared(web: Web, actor: Actor, id: str) -> ShownFinding | None:
    """What was prepared to be shown on a request's photos.

    Args:
        web: The app.
        actor: Who looks.
        id: The request's id.

    Returns:
        It, None for nothing.
    """
    found = await web.api.view(view_request_files, actor, id)
    return None if isinstance(found, Refusal) else found.prepared


def routes(web: Web) -> list[Route]:
    """Looking at a photo, drawing on it, taking away what was drawn."""
    pages, at = StaffPhotoPages(web, RequestFrame(web)), f"{AT}{FILES}/{{file}}"
    return [
        Route(at, pages.show, name="staff_request_file"),
        Route(f"{at}/mark", pages.mark, methods=["POST"], name="staff_photo_mark"),
        Route(f"{at}/pair", pages.pair, methods=["POST"], name="staff_photo_pair"),
        Route(f"{at}/take/{{part}}", pages.take, methods=["POST"], name="staff_photo_take"),
    ]
