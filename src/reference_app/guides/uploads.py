"""Pictures that staff upload to a guide. The file is read once it is known who sends it."""

from __future__ import annotations

from functools import partial
from typing import Any

from anyio import to_thread
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Actor, InputError, Refusal
from helpdesk_core.commands import RemoveGuidePicture

from ..forms import form_values
from ..security import GUIDE_UPLOAD, is_csrf
from .forms import PictureForm, RemovePictureForm


class GuideUploads:
    """Adding and removing.

    Args:
        pages: The `WritingPages`, which show what is wrong.
    """

    def __init__(self, pages: Any) -> None:
        self.pages, self.web = pages, pages.web

    async def add(self, request: Request) -> Response:
        """Keep what was chosen, with its words."""
        actor = await self.pages.writer(request)
        form = await self._sent(request, actor)
        if form.failed:
            shown: Response = await self.pages.edited(request, form)
            return shown
        return self._back(request, "pictured")

    async def _sent(self, request: Request, actor: Actor) -> PictureForm:
        t = self.web.translator(request)
        try:
            async with request.form(max_files=1, max_fields=10) as data:
                file = data.get("file")
                values = form_values({name: one for name, one in data.items() if isinstance(one, str)})
                if not is_csrf(request, self.web.desk, values.pop("csrf", "")):
                    raise HTTPException(403)
                form: PictureForm = self.web.labelled(PictureForm.posted(values), request)
                if not isinstance(file, UploadFile) or not file.size:
                    form.add_general(t("staff.guide.picture.missing"))
                    return form
                said = {"guide": request.path_params["guide"], "alt": form.alt.data or "", "actor": actor}
                answer = await to_thread.run_sync(partial(self.web.desk.keep_guide_picture, file.file, **said))
        except InputError as error:
            form.show_errors(error, t)
            return form
        except HTTPException as error:
            raise HTTPException(403 if error.status_code == 403 else 400) from error
        if isinstance(answer, Refusal):
            self.web.refuse(request, form, answer)
        return form

    async def remove(self, request: Request) -> Response:
        """Take one away that no version shows."""
        actor = await self.pages.writer(request)
        form = await self.web.posted(request, RemovePictureForm)
        if await self.web.send(request, RemoveGuidePicture, actor, form) is None:
            shown: Response = await self.pages.edited(request, form)
            return shown
        return self._back(request, "unpictured")

    def _back(self, request: Request, said: str) -> Response:
        back: Response = self.web.go_to(request, "staff_guide", f"said={said}", **request.path_params)
        return back


def picture_routes(pages: Any, at: str) -> list[Route]:
    """The two forms."""
    uploads, post = GuideUploads(pages), ["POST"]
    return [
        Route(f"{at}{GUIDE_UPLOAD}", uploads.add, methods=post, name="staff_guide_picture_add"),
        Route(f"{at}/remove-picture", uploads.remove, methods=post, name="staff_guide_picture_remove"),
    ]
