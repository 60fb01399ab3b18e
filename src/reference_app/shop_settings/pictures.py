"""Logo and photo of the shop: uploaded by an admin, served to everybody."""

from __future__ import annotations

from functools import partial
from typing import Any

from anyio import to_thread
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from wtforms import HiddenField

from helpdesk_core.settings import Picture
from helpdesk_core.views import SettingsView

from ..forms import form_values
from ..security import UPLOADS, is_csrf
from .forms import SettingsForm
from .images import SIZES, NoPicture, can_decode, made_anew
from .texts import NO_PICTURE, PICTURE_MISSING


class PictureForm(SettingsForm):
    """The number of the setting's last change; the file itself is read apart."""

    seen = HiddenField()


class PicturePages:
    """One page for both pictures, and the pictures themselves.

    Args:
        pages: The `SettingsPages` that read and send settings.
    """

    def __init__(self, pages: Any) -> None:
        self.pages, self.web = pages, pages.web

    async def serve(self, request: Request) -> Response:
        """One of the shop's pictures, by a name that changes with its content."""
        settings = self.web.desk.settings
        for picture in (settings.logo, settings.photo):
            if picture and picture.kind is not None and picture.name == request.path_params["file"]:
                headers = {
                    "cache-control": "public, max-age=31536000, immutable",
                    "content-security-policy": "default-src 'none'; sandbox",
                }
                return Response(picture.data, media_type=picture.kind[0], headers=headers)
        raise HTTPException(404)

    async def show(self, request: Request) -> Response:
        """What is there, and a form for another."""
        return self._page(request, await self.pages.settings(request))

    def _page(self, request: Request, found: SettingsView, form: SettingsForm | None = None) -> Response:
        t = self.web.translator(request)
        shown: Response = self.web.respond(
            request,
            "shop_settings/pictures.html",
            title=t("settings.group.pictures"),
            form=form,
            keys=tuple(SIZES),
            pictures={key: getattr(found.settings, key) for key in SIZES},
            seen={key: found.seen.get(key, 0) for key in SIZES},
            locked=found.settings.locked,
            can_decode=can_decode(),
            said="saved" if request.query_params.get("said") == "saved" else None,
        )
        return shown

    async def save(self, request: Request) -> Response:
        """Another picture, or none in its place."""
        found, key = await self.pages.settings(request), request.path_params["key"]
        if key not in SIZES:
            raise HTTPException(404)
        values, picture = await self._sent(request, key)
        form = PictureForm.posted(values)
        if isinstance(picture, str):
            form.add_general(self.web.translator(request)(picture))
            return self._page(request, found, form)
        value = {"content": picture.content, "width": picture.width, "height": picture.height}
        if await self.pages.send(request, form, [{"key": key, "value": value, "seen": form.seen.data or "0"}]) is None:
            return self._page(request, await self.pages.settings(request), form)
        saved: Response = self.web.go_to(request, "staff_settings_pictures", "said=saved")
        return saved

    async def _sent(self, request: Request, key: str) -> tuple[dict[str, str], Picture | str]:
        """The form's texts, and the picture or what is wrong with it. The file is read once it is known who sends."""
        try:
            async with request.form(max_files=1, max_fields=10) as data:
                file = data.get("file")
                values = form_values({name: one for name, one in data.items() if isinstance(one, str)})
                if not is_csrf(request, self.web.desk, values.pop("csrf", "")):
                    raise HTTPException(403)
                if "remove" in values:
                    return values, Picture()
                if not isinstance(file, UploadFile) or not file.size:
                    return values, PICTURE_MISSING
                if not can_decode():
                    return values, "settings.pictures.no_library"
                return values, await to_thread.run_sync(partial(made_anew, key, file.file))
        except NoPicture:
            return values, NO_PICTURE
        except HTTPException as error:
            raise HTTPException(403 if error.status_code == 403 else 400) from error


def picture_routes(pages: Any) -> list[Route]:
    """The page, its form, and the pictures."""
    pictures = PicturePages(pages)
    return [
        Route("/picture/{file}", pictures.serve, name="picture"),
        Route("/staff/settings/pictures", pictures.show, name="staff_settings_pictures"),
        Route(f"{UPLOADS}{{key}}", pictures.save, methods=["POST"], name="staff_settings_picture_save"),
    ]
