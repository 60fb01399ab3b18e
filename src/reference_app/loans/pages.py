"""What the customer reads of a lent device, where staff lend one and take it back, and the list of all."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import AddLoanDevice, ChangeLoanDevice, LendDevice, TakeLoanBack
from helpdesk_core.views import (
    ListedLoan,
    LoanDeviceForStaff,
    Phase,
    RequestForStaff,
    RequestLoans,
    RoomLoans,
    view_loan_device,
    view_loan_devices,
    view_request_loans,
)

from ..customer_rooms.frame import RoomPage
from ..slots import Card, MenuEntry, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage, StepPage
from ..web import Web, as_error
from .forms import BackForm, ChangedLoanDeviceForm, LendForm, LoanDeviceForm

_NAME, _RIGHT = "loans", "loans.record"
_GOES = frozenset({Phase.READY, Phase.OUTCOME_RECORDED})
_LIST, _ONE = "/staff/loan-devices", "/staff/loan-devices/{device}"


class DevicePages:
    """The devices to lend."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def list(self, request: Request, failed: LoanDeviceForm | None = None) -> Response:
        """Which are out and with whom, which are in the shop, and the form of another one."""
        found = await self.web.api.view(view_loan_devices, await self.web.current_agent(request))
        if isinstance(found, Refusal):
            raise as_error(found)
        return self.web.respond(
            request,
            "loans/devices.html",
            title=self.web.translator(request)("staff.loans"),
            form=failed,
            found=found,
            making=failed or self.web.form(LoanDeviceForm, request),
            notice=self.web.removed_before(request),
        )

    async def add(self, request: Request) -> Response:
        """One more."""
        actor, form = await self.web.current_agent(request), await self.web.posted(request, LoanDeviceForm)
        answer = await self.web.send(request, AddLoanDevice, actor, form)
        return (
            await self.list(request, form) if answer is None else self.web.back(request, answer, "staff_loan_devices")
        )

    async def show(self, request: Request, failed: ChangedLoanDeviceForm | None = None) -> Response:
        """One of them as it stands, and who had it."""
        actor, device = await self.web.current_agent(request), request.path_params["device"]
        found = await self.web.api.view(view_loan_device, actor, device[:200])
        if isinstance(found, Refusal):
            raise as_error(found)
        t = self.web.translator(request)
        return self.web.respond(
            request,
            "loans/device.html",
            title=str(found.device.name),
            form=failed,
            found=found,
            making=failed or self.web.form(ChangedLoanDeviceForm, request, _values(found)),
            notice=self.web.removed_before(request)
            or (t("staff.loan.saved") if "saved" in request.query_params else ""),
        )

    async def change(self, request: Request) -> Response:
        """Say it anew."""
        actor, form = await self.web.current_agent(request), await self.web.posted(request, ChangedLoanDeviceForm)
        device = request.path_params["device"]
        answer = await self.web.send(request, ChangeLoanDevice, actor, form, loan_device=device)
        if answer is None:
            return await self.show(request, form)
        return self.web.back(request, answer, "staff_loan_device", quiet="saved", device=device)


def _values(found: LoanDeviceForStaff) -> dict[str, Any]:
    one = found.device
    texts = {"name": one.name, "serial": one.serial, "notes": None if one.notes is None else one.notes.safe}
    return {name: str(text or "") for name, text in texts.items()} | {"retired": one.retired_at is not None}


class LoanPages:
    """The loans of one request."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def _load(self, request: Request) -> tuple[RequestForStaff, RequestLoans]:
        actor, found = await self.frame.load(request)
        seen = await self.web.api.view(view_request_loans, actor, found.request.id)
        if isinstance(seen, Refusal):
            raise as_error(seen)
        return found, seen

    async def show(self, request: Request, failed: LendForm | None = None) -> Response:
        """All of them, and the form for another."""
        found, seen = await self._load(request)
        t = self.web.translator(request)
        lending = failed or self.web.form(LendForm, request)
        lending.offer(seen.free, t)
        return self.web.respond(
            request,
            "loans/loans.html",
            title=t("staff.loan.of_request"),
            form=failed,
            found=found,
            r=found.request,
            seen=seen,
            lending=lending,
            notice=self.web.removed_before(request),
        )

    async def lend(self, request: Request) -> Response:
        """One goes out."""
        form = await self.web.posted(request, LendForm)
        actor, id = await self.frame.find(request)
        answer = await self.web.send(request, LendDevice, actor, form, request=id)
        return await self.show(request, form) if answer is None else await self.frame.answer(request, form, answer)

    async def ask(self, request: Request, failed: BackForm | None = None) -> Response:
        """Whether it is back."""
        found, seen = await self._load(request)
        one = _named(seen, request.path_params["loan"])
        return self.web.respond(
            request,
            "loans/back.html",
            title=self.web.translator(request)("staff.loan.back.title", device=str(one.device.name)),
            form=failed,
            found=found,
            r=found.request,
            one=one,
            back=failed or self.web.form(BackForm, request),
        )

    async def take_back(self, request: Request) -> Response:
        """It is."""
        form = await self.web.posted(request, BackForm)
        actor, id = await self.frame.find(request)
        loan = request.path_params["loan"]
        answer = await self.web.send(request, TakeLoanBack, actor, form, request=id, loan=loan)
        return await self.ask(request, form) if answer is None else await self.frame.answer(request, form, answer)


def _named(seen: RequestLoans, id: str) -> ListedLoan:
    """The loan of the address. Raises 404."""
    found = next((one for one in seen.rows if one.loan.id == id), None)
    if found is None:
        raise HTTPException(404)
    return found


def routes(web: Web) -> list[Route]:
    """The list, and the loans of a request."""
    devices, loans, at = DevicePages(web), LoanPages(web), f"{AT}/loans"
    return [
        Route(_LIST, devices.list, name="staff_loan_devices"),
        Route(_LIST, devices.add, methods=["POST"], name="staff_loan_device_add"),
        Route(_ONE, devices.show, name="staff_loan_device"),
        Route(_ONE, devices.change, methods=["POST"], name="staff_loan_device_change"),
        Route(at, loans.show, name="staff_loans"),
        Route(at, loans.lend, methods=["POST"], name="staff_loan_lend"),
        Route(f"{at}/{{loan}}", loans.ask, name="staff_loan_back"),
        Route(f"{at}/{{loan}}", loans.take_back, methods=["POST"], name="staff_loan_taken_back"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """What they have of ours, and what they brought back."""
    found = shown.room.part(RoomLoans)
    if found is None or not found.rows:
        return None
    out = [one for one in found.rows if one.returned_at is None]
    first = out[0] if out else found.rows[0]
    asked_back = any(one.is_late for one in out) or (bool(out) and shown.room.status.phase is Phase.READY)
    return {"rows": found.rows, "first": first, "is_open": asked_back or len(out) > 1}


async def _out(shown: RequestPage | StepPage) -> tuple[ListedLoan, ...]:
    """What is out; looked up once for each page, and only where there was a loan."""
    state = shown.request.state
    if not hasattr(state, "loans"):
        seen: Any = None
        if _NAME in shown.found.request.has:
            seen = await shown.web.api.view(view_request_loans, shown.visitor, shown.found.request.id)
        state.loans = seen.out if isinstance(seen, RequestLoans) else ()
    found: tuple[ListedLoan, ...] = state.loans
    return found


async def before_hand_over(shown: RequestPage | StepPage) -> dict[str, Any] | None:
    """What is to be asked back."""
    out = await _out(shown)
    return {"out": out} if out else None


async def still_out(shown: RequestPage) -> dict[str, Any] | None:
    """The same on the request's page, from when its device can be collected."""
    phase = shown.found.request.phase
    return await before_hand_over(shown) if phase in _GOES or phase.is_ended else None


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """What is out, and the way to lend one."""
    out = await _out(shown)
    can_lend = shown.web.desk.settings.lends_devices and not shown.found.request.phase.is_ended
    return {"out": out, "can_lend": can_lend, "is_idle": not out} if out or can_lend else None


PAGES = Pages(
    routes=routes,
    room=(Card("loans/card.html", view=card, order=5),),
    hand_over=(Card("loans/still_out.html", view=before_hand_over, right=_RIGHT),),
    request=(
        Section("loans/still_out.html", view=still_out, column="top", order=14, right=_RIGHT),
        Section("loans/section.html", view=section, column="decide", order=45, right=_RIGHT),
    ),
    menu=(
        MenuEntry(
            "staff.loans",
            "staff_loan_devices",
            icon="smartphone",
            order=36,
            right=_RIGHT,
            when=lambda web: web.desk.settings.lends_devices,
        ),
    ),
)
