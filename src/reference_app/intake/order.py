"""The last two pages of Quick Help: who asks, and the summary that is approved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import attrs
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Customer, InputError, Refusal, Settings
from helpdesk_core.commands import SetRequestOrganisation, SubmitRequest, Submitted
from helpdesk_core.i18n import Translator
from helpdesk_core.views import OwnDetails, OwnFirm, view_own_details, view_own_organisation

from ..contacts.visits import Visit, Visits
from ..devices.warned import warned
from ..drafts import DRAFT_HOURS
from ..host import Visitor
from ..texts import URGENCIES
from ..web import Web
from .forms import FIRST, PERSON, OrderForm, PersonForm, more_of
from .open_requests import offer, open_requests
from .questions import Asking
from .steps import WAY, Steps, drafted, is_kept


@attrs.frozen(kw_only=True)
class Line:
    """A line of the summary, and the page on which it is changed."""

    words: str
    said: str
    href: str
    more: str = ""


class OrderPages:
    """Contact and summary. The summary carries what it shows, so that this is what is sent, whatever another tab does
    meanwhile."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.draft, self.visits, self.steps = drafted(web), Visits(web), Steps(web, Asking(web))

    async def person(self, request: Request) -> Response:
        """Who asks; a signed-in customer finds filled in what is known of them."""
        draft = await self.draft.load(request)
        if not draft:
            return self.web.go(request, "quick_help")
        known = await self.steps.known(request, draft)
        form = self.web.form(PersonForm, request, known | draft)
        form.carried = draft
        return await self._person_page(request, form)

    async def _own(self, request: Request) -> OwnDetails:
        own = await self.web.api.view(view_own_details, await self.web.visitor(request))
        assert not isinstance(own, Refusal)
        return own

    async def _person_page(self, request: Request, form: PersonForm) -> Response:
        t, settings, draft = self.web.translator(request), self.web.desk.settings, form.carried
        if not self.web.desk.directory.is_there:
            del form.order
        asks_account = needs_account(await self.web.visitor(request), settings)
        return self.web.respond(
            request,
            "intake/account.html" if asks_account else "intake/person.html",
            title=t("quick_help.contact.title"),
            form=form,
            carried={name: value for name, value in draft.items() if name not in PERSON},
            warned=self._warned(request, draft),
            lines=await self._lines(request, draft) if asks_account else (),
            orders=(await self._own(request)).orders,
            track=await self.steps.progress(request, "quick_help_contact", draft),
            beside=await self.steps.beside(request, draft),
            sign_in=sign_in_of(self.web, request),
            notice=self.web.removed_before(request),
        )

    async def save_person(self, request: Request) -> Response:
        """Keep the contact with what this tab said before, and show all of it."""
        sent = await self.web.submitted(request)
        form = self.web.labelled(PersonForm.posted(sent), request)
        form.carried = {name: value for name, value in sent.items() if is_kept(name) and value}
        if not any(name in FIRST for name in form.carried):
            return self.web.go(request, "quick_help")
        typed = form.typed()
        asks = form.asks(self.web.translator(request))
        try:
            self.web.desk.read(SubmitRequest, typed)
        except InputError as error:
            if wrong := tuple(one for one in error.errors if one.path and one.path[0] in form):
                form.show_errors(InputError(wrong), self.web.translator(request))
        if asks or form.failed or needs_account(await self.web.visitor(request), self.web.desk.settings):
            return await self._person_page(request, form)
        rest = {name: value for name, value in form.carried.items() if name not in PERSON}
        kept, removed = await self.steps.redacted(request, rest | typed)
        response = self.web.go_to(request, "quick_help_check", urlencode(self.web.removed_query(removed)))
        await self.draft.save(request, response, kept)
        return response

    async def check(self, request: Request) -> Response:
        """All that was said; nothing is sent before somebody approves it."""
        draft = before = await self.draft.load(request)
        if not draft.get("contact") or not draft.get("surname"):
            if not draft or not await self.steps.is_known(request, draft):
                return self.web.go(request, "quick_help_contact" if draft else "quick_help")
            draft = await self.steps.known(request, draft) | draft
        if (open := await self._still_open(request, draft)) is not None:
            return open
        response = await self._check_page(request, self.web.form(OrderForm, request, draft), draft)
        if draft != before:
            await self.draft.save(request, response, draft)
        return response

    async def _still_open(self, request: Request, draft: Mapping[str, str]) -> Response | None:
        """The page of what has to be said anew, since the shop asks or offers something else now; None for nothing."""
        if await self.steps.asking.lacking(request, draft):
            return self.web.go_to(request, "quick_help_questions", "added=yes")
        is_withdrawn = await self.steps.is_withdrawn(request, draft)
        return self.web.go(request, "quick_help_way") if is_withdrawn else None

    async def _check_page(self, request: Request, form: OrderForm, draft: Mapping[str, str]) -> Response:
        return self.web.respond(
            request,
            "intake/check.html",
            title=self.web.translator(request)("order.check"),
            form=form,
            carried=draft,
            firm=await firm_of(self.web, request),
            is_for_firm=form.for_firm.data == "yes",
            warned=self._warned(request, draft),
            lines=await self._lines(request, draft),
            draft_days=DRAFT_HOURS // 24,
            is_customer=isinstance(await self.web.visitor(request), Customer),
            in_account=await self.draft.is_in_account(request),
            track=await self.steps.progress(request, "quick_help_check", draft),
            notice=self.web.removed_before(request),
        )

    def _warned(self, request: Request, draft: Mapping[str, str]) -> tuple[str, ...]:
        """What the shop says of such devices."""
        devices = (draft.get("device", ""), *(one.get("device", "") for one in more_of(draft)))
        return warned(self.web.desk.settings, self.web.translator(request).language, devices)

    async def _lines(self, request: Request, draft: Mapping[str, str]) -> list[Line]:
        """The summary, in the order in which it was asked."""
        t, settings = self.web.translator(request), self.web.desk.settings

        def line(route: str, words: str, said: str, more: str = "") -> Line:
            return Line(words=words, said=said, href=self.web.path(request, route), more=more)

        urgency = next((code for one, code in URGENCIES.items() if one.value == draft.get("urgency")), "urgency.soon")
        lines = [
            line("quick_help", t("quick_help.device"), draft.get("device", "")),
            *(
                line("quick_help", t("quick_help.more.one"), one.get("device", ""), one.get("serial", ""))
                for one in more_of(draft)
            ),
            line("quick_help", t("quick_help.problem"), draft.get("problem", "")),
            line("quick_help", t("quick_help.urgency"), t(urgency)),
        ]
        if place := settings.location(draft.get("location")):
            day = settings.expected_at(place.id, _today(self.web))
            more = t("quick_help.expected", day=day) if day else ""
            lines.append(line("quick_help", t("quick_help.location"), settings.label(place.labels, t.language), more))
        asked = await self.steps.asking.summary(request, draft)
        lines += [line("quick_help_questions", words, said) for words, said in asked]
        if ways := await self.steps.ways(request, draft):
            found = ways.get(draft.get(WAY, ""))
            lines.append(line("quick_help_way", t("order.way"), t(found[0].label if found else "order.way.brought")))
            if found:
                href = self.web.path(request, "quick_help_way_of", way=found[0].name)
                lines += [Line(words=words, said=said, href=href) for words, said in found[0].said(found[2], found[1])]
        person = [(name, draft[name]) for name in PERSON if draft.get(name)]
        return lines + [
            line("quick_help_contact", t(_LABELS[name]), self._amount(draft, t) if name == "spending_limit" else said)
            for name, said in person
        ]

    def _amount(self, draft: Mapping[str, str], t: Translator) -> str:
        """The limit as money; as it was typed where it cannot be read any more."""
        try:
            limit = self.web.desk.read(SubmitRequest, {name: draft[name] for name in draft if is_said(name)})
        except InputError:
            return draft["spending_limit"]
        return t.money(limit.spending_limit) if limit.spending_limit else draft["spending_limit"]

    async def submit(self, request: Request) -> Response:
        """Send what the summary shows as one request; then, as the customer's own command too, how the device comes."""
        sent = await self.web.submitted(request)
        form = self.web.labelled(OrderForm.posted(sent), request)
        carried = {name: value for name, value in sent.items() if is_kept(name) and value}
        if not carried:
            return self.web.go(request, "quick_help")
        visitor, t = await self.web.visitor(request), self.web.translator(request)
        if (response := await self._still_open(request, carried)) is not None:
            await self.draft.save(request, response, (await self.steps.redacted(request, carried))[0])
            return response
        if not form.again.data and (found := await open_requests(self.web, request, form)):
            return offer(self.web, request, carried | {"for_firm": form.for_firm.data or "no"}, found)
        answers = await self.steps.asking.given(request, carried)
        more = {"language": t.language, **({"answers": answers} if answers else {})}
        answer = await self.web.send(request, SubmitRequest, visitor, form, **more)
        if answer is None:
            return await self._check_page(request, form, carried)
        return await self._made(request, visitor, form, carried, answer)

    async def _made(
        self, request: Request, visitor: Visitor, form: OrderForm, carried: Mapping[str, str], answer: Submitted
    ) -> Response:
        """The page of the new request; that of the chosen way where it could not be had any more."""
        token = self.web.desk.keyring.link(answer.request, answer.generation)
        response = self.web.go(request, "room" if isinstance(visitor, Customer) else "confirm", token=token)
        found = (await self.steps.ways(request, carried)).get(carried.get(WAY, ""))
        if found is not None and not await self._way_taken(visitor, form, found[0].command, found[1].typed(), answer):
            response = self.web.go_to(request, found[0].route, "late=yes", token=token)
        if form.for_firm.data == "yes" and (firm := await firm_of(self.web, request)) is not None:
            shown = self.web.desk.read(SetRequestOrganisation, {"request": answer.request, "organisation": firm.id})
            await self.web.api.handle(shown, visitor)  # where they have left it meanwhile, it stays theirs alone
        if await self.draft.load(request) == carried:  # else it is another tab's
            await self.draft.drop(request, response)
        contact = self.web.desk.read(SubmitRequest, form.typed()).contact
        visit = Visit(contact=contact.value, reference=answer.reference, code_from=answer.code_from)
        await self.visits.save(request, response, token, visit)
        return response

    async def _way_taken(
        self, visitor: Visitor, form: OrderForm, kind: Any, typed: dict[str, Any], answer: Submitted
    ) -> bool:
        """Whether the way could be had; sent twice, it is as once."""
        try:
            command = self.web.desk.read(kind, typed | {"request": answer.request})
        except InputError:
            return False
        key = form.key and sha256(f"way {form.key}".encode()).hexdigest()[:32]
        return not isinstance(await self.web.api.handle(command, visitor, key=key), Refusal)


_LABELS = {name: f"quick_help.{'limit' if name == 'spending_limit' else name}" for name in PERSON}


async def firm_of(web: Web, request: Request) -> OwnFirm | None:
    """The firm for which who is signed in can ask, None for none."""
    visitor = await web.visitor(request)
    own = await web.api.view(view_own_organisation, visitor) if isinstance(visitor, Customer) else None
    return None if own is None or isinstance(own, Refusal) else own.firm


def is_said(name: str) -> bool:
    """Whether a field of the draft is one of the command's own."""
    return name in (*FIRST, *PERSON)


def _today(web: Web) -> date:
    """The day it is at the shop."""
    return web.desk.clock().astimezone(web.desk.settings.zone).date()


def needs_account(visitor: Visitor, settings: Settings) -> bool:
    """Whether somebody has to sign in before a request can be sent."""
    return not isinstance(visitor, Customer) and not settings.guests_can_book


def sign_in_of(web: Web, request: Request) -> str:
    """Where customers sign in; empty where that is the host's own affair."""
    address = web.customer_sign_in(request)
    return "" if address == web.path(request, "track") else address
