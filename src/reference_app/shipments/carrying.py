"""Labels of a carrier's: staff have them made and cancelled, whoever sends a parcel prints them, and the carrier
reports where it is."""

from __future__ import annotations

import logging

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Automation, InputError, Refusal
from helpdesk_core.commands import AskForLabels, CancelLabel, ReportParcel
from helpdesk_core.ports import Carrier, InboundRequest, NotSigned, ParcelFact
from helpdesk_core.views import ParcelState, view_request_parcels

from ..again import show_again
from ..forms import ButtonForm
from ..triage.frame import RequestFrame
from ..web import Web, as_error
from .forms import LabelsForm

_log = logging.getLogger("reference_app")
_LARGEST_REPORT = 64 * 1024
_NO_LABEL = (ParcelState.ASKED, ParcelState.REFUSED, ParcelState.CANCELLED)


async def hand_out(web: Web, request: Request, number: str | None, state: ParcelState) -> Response:
    """The carrier's label as it has it now. Raises 404 where none counts."""
    carrier = web.desk.carrier
    if carrier is None or number is None or state in _NO_LABEL:
        raise HTTPException(404)
    try:
        content = await to_thread.run_sync(carrier.label, number)
    except OSError as error:
        _log.error("the carrier %s gave no label: %s", carrier.name, type(error).__name__)
        return show_again(web, request, 503, "error.carrier_away", {})
    if content is None:
        raise HTTPException(404)
    headers = {"Content-Disposition": 'inline; filename="label.pdf"', "Cache-Control": "private, no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


class StaffParcels:
    """What staff do about the parcels of an order."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def ask(self, request: Request) -> Response:
        """Labels for all parcels that have none, or another one for one of them."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, LabelsForm)
        answer = await self.web.send(request, AskForLabels, actor, form, request=id)
        return await self.frame.answer(request, form, answer)

    async def cancel(self, request: Request) -> Response:
        """One label."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, ButtonForm)
        parcel = request.path_params["parcel"][:64]
        answer = await self.web.send(request, CancelLabel, actor, form, request=id, parcel=parcel)
        return await self.frame.answer(request, form, answer)

    async def label(self, request: Request) -> Response:
        """The label of one parcel."""
        actor, id = await self.frame.find(request)
        found = await self.web.api.view(view_request_parcels, actor, id)
        if isinstance(found, Refusal):
            raise as_error(found)
        one = next((row for row in found.rows if row.id == request.path_params["parcel"]), None)
        if one is None:
            raise HTTPException(404)
        return await hand_out(self.web, request, one.number, one.state)


class Reports:
    """Where the carrier reports to."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def take(self, request: Request) -> Response:
        """A carrier's report. What is not signed is answered by a 400, so that a carrier whose secret was typed wrongly
        sends it again; what is signed by a 204, whether its parcel is known or not. What was not taken for any other
        reason is asked for again by a 503."""
        carrier = self.web.desk.carrier
        if carrier is None or carrier.name != request.path_params["carrier"]:
            raise HTTPException(404)
        body = await request.body()
        if len(body) > _LARGEST_REPORT:
            raise HTTPException(413)
        headers = {name.lower(): value for name, value in request.headers.items()}
        came = InboundRequest(method="POST", path=request.url.path, query=request.url.query, headers=headers, body=body)
        try:
            facts = await to_thread.run_sync(carrier.read, came)
        except NotSigned as error:
            _log.warning("a report in the name of %s was not believed: %s", carrier.name, error)
            raise HTTPException(400) from error
        if not all([await self._take(carrier, fact) for fact in facts]):
            raise HTTPException(503)
        return Response(status_code=204)

    async def _take(self, carrier: Carrier, fact: ParcelFact) -> bool:
        """Whether nothing is left to do with it. What cannot even be read names no parcel of ours."""
        said = {"carrier": carrier.name, "fact": fact.id, "number": fact.number, "status": fact.status, "at": fact.at}
        try:
            command = self.web.desk.read(ReportParcel, said)
        except InputError as error:
            _log.warning("a report of %s is about nothing here: %s", carrier.name, error)
            return True
        answer = await self.web.api.handle(command, Automation(id=carrier.name))
        if isinstance(answer, Refusal):
            _log.error("a report of %s was not taken: %s", carrier.name, answer.code)
        return not isinstance(answer, Refusal)
