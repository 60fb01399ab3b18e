"""At the counter: staff take a request of a person whom they see or hear, and hand them a slip."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import attrs
import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import ContactKind, Refusal
from helpdesk_core.commands import TakeRequest
from helpdesk_core.rights import may
from helpdesk_core.settings import AskedAbout, asked_of, chat_way
from helpdesk_core.views import (
    KnownContact,
    KnownCustomer,
    RequestForStaff,
    view_customer,
    view_known_contact,
)

from ..devices.warned import warned
from ..devices.written import written_devices
from ..host import StaffActor
from ..questions.fields import as_command, questions_form
from ..rendering import safe
from ..triage.frame import RequestFrame, status_names
from ..web import Web
from .forms import TakeWithQuestions, more_of


@attrs.frozen(kw_only=True)
class SlipPage:
    """What stands on the slip is given."""

    web: Web
    request: Request
    visitor: StaffActor
    found: RequestForStaff


class Counter:
    """Staff take a request at the counter or on the phone."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def new(self, request: Request) -> Response:
        """The empty form; with a customer's reference in the address, for that customer."""
        actor = await self.web.current_agent(request)
        self.web.require(request, "requests.take")
        known = KnownContact()
        if (reference := request.query_params.get("customer", "")[:40]) and may(actor, "requests.view"):
            customer = await self.web.api.view(view_customer, actor, reference)
            contact = None if isinstance(customer, Refusal) else next(iter(customer.contacts), None)
            known = await self._known(actor, contact.value.value if contact else "")
        form = self.web.form(self._kind(actor, {}), request, {"language": self.web.translator(request).language})
        if known.contact is not None:
            form.contact.data = known.contact.shown
            self._fill(form, known, reference)
        return self._page(request, actor, form, known)

    def _kind(self, actor: StaffActor, sent: Mapping[str, str]) -> type[TakeWithQuestions]:
        """The form with the shop's own questions: those about every device, and about these."""
        more = [row.get("device", "") for row in more_of(sent) if any(typed.strip() for typed in row.values())]
        listed = enumerate((sent.get("device", ""), *more), start=1)
        about = AskedAbout.of(sent.get("device", ""), listed, customer=None, by=actor.kind)
        questions = asked_of(self.web.desk.settings.questions, about, None)
        return questions_form(questions, {}, TakeWithQuestions, selects=True)

    async def _posted(self, request: Request, actor: StaffActor) -> TakeWithQuestions:
        sent = await self.web.submitted(request)
        return self.web.labelled(self._kind(actor, sent).posted(sent), request)

    async def look_up(self, request: Request) -> Response:
        """The form as it is, with what is known of the contact; nothing is written."""
        actor = await self.web.current_agent(request)
        self.web.require(request, "requests.take")
        form = await self._posted(request, actor)
        known = await self._known(actor, form.contact.data or "")
        self._fill(form, known, request.state.submitted.get("known", ""))
        return self._page(request, actor, form, known, looked=True)

    async def _known(self, actor: StaffActor, typed: str) -> KnownContact:
        if not typed.strip() or not may(actor, "requests.view"):
            return KnownContact()
        found = await self.web.api.view(view_known_contact, actor, typed[:200])
        return KnownContact() if isinstance(found, Refusal) else found

    @staticmethod
    def _fill(form: TakeWithQuestions, known: KnownContact, chosen: str) -> None:
        """Write down what is known of the one person, or of the chosen one. What was typed stays."""
        wanted = chosen.replace("-", "")
        person: KnownCustomer | None = next((one for one in known.people if str(one.reference) == wanted), None)
        if person is None and len(known.people) == 1:
            person = known.people[0]
        if person is None:
            return
        mail = next((one for one in person.other_contacts if one.kind is ContactKind.EMAIL), None)
        values = {"surname": person.surname, "given_name": person.given_name, "other_contact": mail and mail.shown}
        for name, value in values.items():
            if value and not form[name].data:
                form[name].data = str(value)
        form.language.data = person.language

    def _page(
        self, request: Request, actor: StaffActor, form: TakeWithQuestions, known: KnownContact, *, looked: bool = False
    ) -> Response:
        t, settings = self.web.translator(request), self.web.desk.settings
        if not self.web.desk.directory.is_there:
            del form.order
        own = getattr(actor, "locations", None)
        places = [one for one in settings.locations if not one.retired and (own is None or one.id in own)]
        if own is not None and len(places) == 1 and not form.location.data:
            form.location.data = places[0].id
        form.offer(settings, t, t.language, places)
        return self.web.respond(
            request,
            "intake/new.html",
            title=t("staff.new.title"),
            form=form,
            asked=list(form.worded(settings, t).shown(settings, t)),
            known=known,
            looked=looked,
            names=status_names(self.web, request),
        )

    async def take(self, request: Request) -> Response:
        """Write it down: it is confirmed at once, by the person who saw the customer. Then the slip."""
        actor = await self.web.current_agent(request)
        form = await self._posted(request, actor)
        # a number and the enter key: whoever types no more than that wants to know who it is
        if form.contact.data and not any(one.data for one in (form.surname, form.problem, form.device)):
            return await self.look_up(request)
        asks = form.asks(self.web.translator(request)) | form.is_wrong({}, self.web.translator(request))
        given = as_command(one for one in form.answers() if one[1].strip() or one[2])
        answer = None if asks else await self.web.send(request, TakeRequest, actor, form, answers=given)
        if answer is None:
            return self._page(request, actor, form, await self._known(actor, form.contact.data or ""))
        return self.web.back(request, answer, "staff_slip", more={"saved": "yes"}, reference=answer.reference)

    async def slip(self, request: Request) -> Response:
        """What the customer takes along, in their language. Its square leads to the request where a code can be sent,
        else to where reference and surname are enough."""
        actor, found = await self.frame.load(request)
        seen = await written_devices(self.web, actor, found.request)
        theirs = self.web.translator(request, found.request.language)
        named = (found.request.device, *(one.description for one in (seen.rows if seen else ())))
        room = self.web.desk.link(found.request.id, found.request.generation)
        origin = urlsplit(room)
        track = f"{origin.scheme}://{origin.netloc}{self.web.path(request, 'track')}"
        is_reached = found.unreached is None
        place = self.web.desk.settings.location(found.request.location)
        return self.web.respond(
            request,
            "intake/slip.html",
            title=self.web.translator(request)("slip.title"),
            found=found,
            devices=seen.rows if seen is not None and seen.are_several else (),
            theirs=theirs,
            beside=await self.web.fill(
                request,
                self.web.slots.slip,
                SlipPage(web=self.web, request=request, visitor=actor, found=found),
                r=found.request,
                theirs=theirs,
            ),
            warned=warned(self.web.desk.settings, theirs.language, named),
            place=place if place is not None and place.public else None,
            is_reached=is_reached,
            code=square(room if is_reached else track),
            chat=chat_way(self.web.desk.settings, "slips"),
            square=square,
            notice=self.web.removed_before(request),
            saved="saved" in request.query_params,
        )


def square(address: str) -> Markup:
    """An address as a QR code, dark on white in every colour scheme."""
    made = segno.make(address, error="m", micro=False)
    return safe(made.svg_inline(scale=4, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None))
