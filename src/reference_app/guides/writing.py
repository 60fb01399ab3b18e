"""The pages on which staff write guides: the list, the form with its preview, and the decision to publish."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import InputError, Refusal
from helpdesk_core.commands import Published, PublishGuide, SaveGuide, WithdrawGuide
from helpdesk_core.views import (
    GuideContent,
    GuideVersion,
    StoredGuidePicture,
    WrittenGuide,
    view_guide_pictures,
    view_written_guide,
    view_written_guides,
)

from ..forms import BaseForm, ButtonForm
from ..host import StaffActor
from ..texts import LANGUAGES
from ..web import Web, as_error
from .files import load, own_folders, read_folder, shipped
from .forms import PANELS, GuideForm, PictureForm, PublishForm, WithdrawForm, values_of
from .showing import shown_parts
from .uploads import picture_routes

AT = "/staff/guides/{guide}/{language}"
_SAID = {
    "saved": "staff.guide.saved",
    "published": "staff.guide.published",
    "withdrawn": "staff.guide.withdrawn",
    "pictured": "staff.guide.picture.added",
    "unpictured": "staff.guide.picture.removed",
}


class WritingPages:
    """The staff's part."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def list(self, request: Request) -> Response:
        """Every guide in every language, with what waits and what is out of date."""
        actor = await self.writer(request)
        found = await self.web.api.view(view_written_guides, actor)
        if isinstance(found, Refusal):
            raise as_error(found)
        t = self.web.translator(request)
        taken = request.query_params.get("taken", "")
        notice = (
            t("staff.guides.taken", count=int(taken)) if taken.isdecimal() and len(taken) < 5 else self._said(request)
        )
        return self.web.respond(
            request,
            "guides/written.html",
            title=t("staff.guides"),
            found=found,
            languages=self._languages(),
            notice=notice,
        )

    async def writer(self, request: Request) -> StaffActor:
        """Whoever writes guides, or away."""
        actor = await self.web.current_agent(request)
        self.web.require(request, "guides.edit")
        return actor

    def _said(self, request: Request) -> str:
        code = _SAID.get(request.query_params.get("said", ""))
        return self.web.translator(request)(code) if code else ""

    def _languages(self) -> tuple[tuple[str, str], ...]:
        return tuple((one, LANGUAGES.get(one, one)) for one in self.web.desk.settings.languages)

    async def take(self, request: Request) -> Response:
        """The guides that come along, and those of the shop's folders, as drafts."""
        actor = await self.writer(request)
        await self.web.posted(request, ButtonForm)
        folders = (shipped(), *own_folders(self.web.folders))
        files = {(one.slug, one.language): one for folder in folders for one in read_folder(folder)}

        def taken() -> int:
            written = self.web.desk.show(view_written_guides, actor)
            known = {(row.slug, row.language) for row in written.rows}
            new = [file for key, file in files.items() if key not in known]
            return sum(one.said == "new" for one in load(self.web.desk, actor, new))

        return self.web.go_to(request, "staff_guides", f"taken={await self.web.run(taken)}")

    async def new(self, request: Request) -> Response:
        """An empty form."""
        await self.writer(request)
        return await self.page(request, self._form(request, {}), None, "")

    async def edit(self, request: Request) -> Response:
        """The newest words of a guide in one language; a language that it is not there in begins with the original."""
        return await self.edited(request)

    async def edited(self, request: Request, failed: BaseForm | None = None) -> Response:
        """The same, with what is wrong with a picture."""
        guide, version = await self._load(request)
        language = request.path_params["language"]
        begun = version or guide.newest(guide.guide.language) or guide.versions[0]
        values: dict[str, Any] = values_of(begun.says)
        if version is not None:
            values |= {"seen": version.digest, "review_by": version.review_by and version.review_by.isoformat()}
        values |= {"slug": guide.guide.slug, "language": language, "is_current": language not in guide.behind}
        return await self.page(request, self._form(request, values), guide, language, failed=failed)

    async def _load(self, request: Request) -> tuple[WrittenGuide, GuideVersion | None]:
        actor = await self.writer(request)
        found = await self.web.api.view(view_written_guide, actor, request.path_params["guide"])
        language = request.path_params["language"]
        if isinstance(found, Refusal) or language not in self.web.desk.settings.languages:
            raise HTTPException(404)
        return found, found.newest(language)

    def _form(self, request: Request, values: dict[str, Any]) -> GuideForm:
        form = self.web.form(GuideForm, request, values)
        form.offer(self._languages(), self.web.translator(request))
        return form

    async def pictures_of(self, request: Request, guide: str) -> tuple[StoredGuidePicture, ...]:
        """What was uploaded for a guide; nothing for one that is not there yet."""
        found = await self.web.api.view(view_guide_pictures, await self.writer(request), guide or "-")
        return () if isinstance(found, Refusal) else found.rows

    async def page(
        self,
        request: Request,
        form: GuideForm,
        guide: WrittenGuide | None,
        language: str,
        preview: Any = None,
        failed: BaseForm | None = None,
    ) -> Response:
        """The form, with what stands beside it."""
        t = self.web.translator(request)
        version = guide.newest(language) if guide is not None else None
        named = (version or guide.versions[0]).says.title if guide is not None else ""
        shown = shown_parts(self.web, request, preview, preview.to_html()) if preview is not None else {}
        return self.web.respond(
            request,
            "guides/edit.html",
            title=t("staff.guide.edit", title=named) if guide is not None else t("staff.guide.new"),
            form=failed or form,
            form_of_guide=form,
            panels=PANELS,
            own=guide,
            version=version,
            language=language,
            languages=self._languages(),
            preview=preview,
            notice=self._said(request),
            withdraw=self.web.form(WithdrawForm, request),
            pictures=await self.pictures_of(request, guide.guide.slug) if guide is not None else (),
            adding=failed if isinstance(failed, PictureForm) else self.web.form(PictureForm, request),
            can_keep=self.web.desk.storage is not None and self.web.desk.storage.pictures is not None,
            **shown,
        )

    async def save(self, request: Request) -> Response:
        """Keep what was written, or only look at it."""
        actor = await self.writer(request)
        form = await self.web.posted(request, GuideForm)
        t, sent = self.web.translator(request), request.state.submitted
        form.offer(self._languages(), t)
        guide = await self.web.api.view(view_written_guide, actor, form.slug.data or "-")
        known = None if isinstance(guide, Refusal) else guide
        language = form.language.data if form.language.data in dict(form.language.choices) else ""
        if known is not None and form.picture_file.data and not form.picture_alt.data:
            own = {one.file: str(one.alt) for one in await self.pictures_of(request, known.guide.slug)}
            form.picture_alt.data = own.get(form.picture_file.data, "")
        content = None
        if not form.uneven(t):
            try:
                content = GuideContent.read(form.parts())
            except InputError as error:
                form.show_errors(error, t)
        if content is None or "preview" in sent:
            return await self.page(request, form, known, language, content)
        fields = {
            "slug": form.slug.data,
            "language": form.language.data,
            "content": Published.of(form.parts()),
            "review_by": form.review_by.data,
            "is_ready": "yes" if "ready" in sent else "no",
            "is_current": "yes" if form.is_current.data else "no",
            "seen": form.seen.data,
        }
        answer = await self.web.send(request, SaveGuide, actor, form, **fields)
        if answer is None:
            return await self.page(request, form, known, language)
        return self.web.go_to(request, "staff_guide", "said=saved", guide=fields["slug"], language=fields["language"])

    async def check(self, request: Request) -> Response:
        """Exactly what everybody would read, and the decision."""
        return await self._check(request)

    async def _check(self, request: Request, failed: BaseForm | None = None) -> Response:
        _, version = await self._load(request)
        self.web.require(request, "guides.publish")
        if version is None or not version.state.is_open:
            raise HTTPException(404)
        return self.web.respond(
            request,
            "guides/check.html",
            title=self.web.translator(request)("staff.guide.check.title"),
            form=failed,
            review=self.web.review_form(request, PublishForm, version.digest, failed),
            version=version,
            content=version.reads,
            **shown_parts(self.web, request, version.reads, version.article),
        )

    async def publish(self, request: Request) -> Response:
        """A person decides about what was checked."""
        actor = await self.writer(request)
        form = await self.web.posted(request, PublishForm)
        _, version = await self._load(request)
        if version is None:
            raise HTTPException(404)
        answer = await self.web.send(request, PublishGuide, actor, form, version=version.id)
        if answer is None:
            return await self._check(request, form)
        return self.web.go_to(request, "staff_guides", "said=published")

    async def withdraw(self, request: Request) -> Response:
        """Show it to nobody any more."""
        actor = await self.writer(request)
        form = await self.web.posted(request, WithdrawForm)
        _, version = await self._load(request)
        if version is None:
            raise HTTPException(404)
        answer = await self.web.send(request, WithdrawGuide, actor, form, version=version.id)
        if answer is not None:
            return self.web.go_to(request, "staff_guides", "said=withdrawn")
        return await self.edit(request)


def writing_routes(web: Web) -> list[Route]:
    """The staff's pages."""
    pages = WritingPages(web)
    return [
        Route("/staff/guides", pages.list, name="staff_guides"),
        Route("/staff/guides/take", pages.take, methods=["POST"], name="staff_guides_take"),
        Route("/staff/guides/new", pages.new, name="staff_guide_new"),
        Route("/staff/guides/save", pages.save, methods=["POST"], name="staff_guide_save"),
        Route(AT, pages.edit, name="staff_guide"),
        Route(f"{AT}/check", pages.check, name="staff_guide_check"),
        Route(f"{AT}/publish", pages.publish, methods=["POST"], name="staff_guide_publish"),
        *picture_routes(pages, AT),
        Route(f"{AT}/withdraw", pages.withdraw, methods=["POST"], name="staff_guide_withdraw"),
    ]
