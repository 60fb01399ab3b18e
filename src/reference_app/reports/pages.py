"""The report of the work: charts with their tables, by week or month, of all or one location."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.i18n import formats_of
from helpdesk_core.views import Period, view_work

from ..slots import MenuEntry, Pages
from ..web import Web, as_error

_DAY = 24 * 60
_MINUTES = 60


def routes(web: Web) -> list[Route]:
    """The one page."""

    async def show(request: Request) -> Response:
        actor, t, asked = await web.current_agent(request), web.translator(request), request.query_params
        period = Period(asked["period"]) if asked.get("period") in set(Period) else Period.WEEK
        found = await web.api.view(view_work, actor, period=period, location=asked.get("location"))
        if isinstance(found, Refusal):
            raise as_error(found)
        formats, settings = formats_of(t.language), web.desk.settings

        def spelt(count: int | None, unit: int = 1) -> str:
            """A time of whole units; one that is less than the first of them is no nought."""
            if count is None:
                return "–"
            return formats.duration(count * unit) if count else t("staff.report.less", time=formats.duration(unit))

        def day(starts: date) -> str:
            return formats.short_day(starts, with_year=False).replace(" ", "\u00a0")

        older = t("staff.report.older")
        ages = [
            (older if one.days is None else t("staff.report.up_to", time=spelt(one.days * _DAY)), one.count)
            for one in found.ages
        ]
        return web.respond(
            request,
            "reports/report.html",
            title=t("staff.report"),
            found=found,
            periods=[(one.value, t(one.label)) for one in Period],
            places=[
                (one.id, settings.label(one.labels, t.language)) for one in settings.locations if one.id in found.places
            ],
            rows=[
                (
                    day(one.starts),
                    (one.came, one.finished, one.cancelled),
                    (spelt(one.hours, _MINUTES), spelt(one.answer_minutes)),
                )
                for one in found.rows
            ],
            returned=[
                (day(one.starts), one.finished + one.reopened, one.reopened, one.reopened_of_100)
                for one in found.rows
                if one.reopened_of_100 is not None
            ],
            devices=[(one.model or t("staff.report.others"), one.count) for one in found.devices],
            ages=ages,
            sources=[(t(f"source.{one}"), count) for one, count in found.sources.items()],
        )

    return [Route("/staff/report", show, name="staff_report")]


PAGES = Pages(
    routes=routes,
    menu=(MenuEntry("staff.report", "staff_report", icon="list-checks", order=40, right="reports.view"),),
)
