"""The page of parts, in the demo alone."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from wtforms import RadioField, StringField, TextAreaField

from helpdesk_core.views import Phase

from ..forms import BaseForm, field
from ..sent_mail.pages import is_demo
from ..slots import MenuEntry, Pages
from ..web import Web
from . import texts


class LightForm(BaseForm):
    """One field of each shape, in the light look."""

    ids = "light"
    plain = field(StringField, "components.label")
    invalid = field(StringField, "components.label")
    code = field(StringField, "code.label", inputmode="numeric", **{"class": "code"})
    long = field(TextAreaField, "quick_help.problem")
    choice = field(RadioField, "quick_help.urgency")


class DarkForm(LightForm):
    """The same in the dark."""

    ids = "dark"


def routes(web: Web) -> list[Route]:
    """One page; a form on it leads nowhere."""

    async def page(request: Request) -> Response:
        t = web.translator(request)
        looks = []
        for look, kind in (("light", LightForm), ("dark", DarkForm)):
            form = web.form(kind, request, {"invalid": "F4G", "code": "204806", "choice": "soon"})
            form.choice.choices = [("soon", t("urgency.soon")), ("later", t("urgency.no_hurry"))]
            form.invalid.errors = [t("components.wrong")]
            looks.append((look, form))
        return web.respond(
            request,
            "components/page.html",
            title=t("components.title"),
            looks=looks,
            phases=[(phase.value, t(phase.label)) for phase in Phase],
        )

    return [Route("/components", page, name="components")] if is_demo(web) else []


PAGES = Pages(
    routes=routes,
    menu=(MenuEntry(texts.TITLE, "components", icon="component", order=90, when=is_demo),),
)
