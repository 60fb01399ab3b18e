"""Firms of customers: who belongs to one, which requests are its, who has joined them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import journeys as j
from capabilities.customer_accounts import account_in, email_of
from capabilities.scene import ADMINS, AUTOMATION, PEOPLE, STAFF, Example, Look, Scene, by_command, by_id, row
from helpdesk_core import Customer
from helpdesk_core.base.queries import Query
from helpdesk_core.commands import (
    AcceptInvitation,
    AddMember,
    ChangeOrganisation,
    CreateOrganisation,
    DeclineInvitation,
    EndInvitation,
    EndJoining,
    EraseAccount,
    EraseOrganisation,
    InviteColleague,
    JoinRequest,
    RemoveMember,
    SetManager,
    SetRequestOrganisation,
    SubmitRequest,
    WithdrawInvitation,
    WriteForColleague,
)
from helpdesk_core.organisations.access import NO_FIRM
from helpdesk_core.organisations.model import OF_ORGANISATION, Invitation, RequestColleague, member_of
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import (
    view_colleague_request,
    view_colleague_stamp,
    view_organisation,
    view_organisation_requests,
    view_organisations,
    view_own_organisation,
    view_request_organisation,
)
from shops import Visitor

CUSTOMER = ("customer",)
KEEPERS = (*CUSTOMER, *STAFF)
RIGHT = "organisations.manage"


def firm(scene: Scene) -> str:
    """The id of a firm to which nobody belongs yet."""
    return str(j.do(scene.desk, CreateOrganisation, j.BOSS, name="Kowalski sp. z o.o.").organisation)


def in_firm(scene: Scene, *, is_manager: bool = True) -> str:
    """The id of the firm to which the scene's customer belongs."""
    made = firm(scene)
    account_in(scene)
    j.do(scene.desk, AddMember, j.BOSS, organisation=made, email=email_of(scene), is_manager=is_manager)
    return made


def member(scene: Scene) -> str:
    """The id of what the scene's customer is in their firm."""
    with scene.desk.reading() as reader:
        found = member_of(reader, scene.actors["customer"].id)
    assert found is not None
    return found.id


def second(scene: Scene) -> str:
    """The id of another member of the firm that the scene's customer manages."""
    made, email = in_firm(scene), f"second-{scene.request[-8:]}@example.com"
    id = account_in(scene, email)
    j.do(scene.desk, AddMember, j.BOSS, organisation=made, email=email)
    account_in(scene)
    with scene.desk.reading() as reader:
        found = member_of(reader, id)
    assert found is not None
    return found.id


def invited(scene: Scene) -> str:
    """The id of an invitation of the firm that the scene's customer manages."""
    j.do(scene.desk, InviteColleague, j.BOSS, organisation=in_firm(scene), email="new@example.com")
    return _invitation(scene)


def to_me(scene: Scene) -> str:
    """The id of an invitation to the scene's customer."""
    account_in(scene)
    j.do(scene.desk, InviteColleague, j.BOSS, organisation=firm(scene), email=email_of(scene))
    return _invitation(scene)


def by_manager(scene: Scene) -> Mapping[str, Any]:
    """An invitation to the scene's customer by a colleague who manages the firm, and is told what comes of it."""
    made, email = firm(scene), f"manager-{scene.request[-8:]}@example.com"
    manager = Customer(id=account_in(scene, email))
    j.do(scene.desk, AddMember, j.BOSS, organisation=made, email=email, is_manager=True)
    account_in(scene)
    j.do(scene.desk, InviteColleague, manager, organisation=made, email=email_of(scene))
    return {"invitation": _invitation(scene)}


def _invitation(scene: Scene) -> str:
    with scene.desk.reading() as reader:
        found = [one for one in reader.find(Query(Invitation), {}, limit=99) if one.ended_at is None]
    return str(max(found, key=lambda one: one.id).id)


def shown(scene: Scene, *, is_manager: bool = False) -> str:
    """The id of the request, which staff have made one of the firm's to which the scene's customer belongs."""
    made = in_firm(scene, is_manager=is_manager)
    j.do(scene.desk, SetRequestOrganisation, j.BOSS, request=scene.request, organisation=made)
    return scene.request


def own(scene: Scene) -> Mapping[str, Any]:
    """A request of the scene's customer and guest, with the firm to which the customer belongs."""
    made = in_firm(scene)
    customer = Customer(id=scene.actors["customer"].id)
    scene.made, scene.guest = j.in_phase(scene.desk, "in_review", customer, location="here")
    return {"request": scene.request, "organisation": made}


def _taken_off(scene: Scene) -> Mapping[str, Any]:
    made = own(scene)
    j.do(scene.desk, SetRequestOrganisation, j.BOSS, **made)
    return {"request": scene.request}


def joined(scene: Scene) -> str:
    """The id of the request, which the scene's customer has joined."""
    request = shown(scene)
    j.do(scene.desk, JoinRequest, scene.actors["customer"], request=request)
    return request


def colleague(scene: Scene) -> str:
    """The id of what the scene's customer is at the request that they have joined."""
    own = member(scene)
    with scene.desk.reading() as reader:
        found = reader.find(Query(RequestColleague), {}, limit=99)
    return str(next(one.id for one in found if one.member == own))


def _ending(scene: Scene) -> Mapping[str, Any]:
    joined(scene)
    return {"request": scene.request, "colleague": colleague(scene)}


_SOMEBODY = Example(RemoveMember, KEEPERS, right=RIGHT, fields=lambda s: {"member": second(s)}, stranger=None)
_ERASE = Example(
    EraseAccount,
    ("customer", "admin"),
    right="accounts.erase",
    fields=lambda s: (joined(s), {"account": s.actors["customer"].id})[1],
)
EXAMPLES = by_command(
    Example(CreateOrganisation, STAFF, right=RIGHT, fields=lambda s: {"name": "Nowak s.c."}, stranger=None),
    Example(
        ChangeOrganisation,
        STAFF,
        right=RIGHT,
        fields=lambda s: {"organisation": firm(s), "name": "Nowak i syn", "tax_number": "526-025-09-95"},
        stranger=None,
    ),
    Example(
        AddMember,
        STAFF,
        right=RIGHT,
        fields=lambda s: (account_in(s), {"organisation": firm(s), "email": email_of(s)})[1],
        stranger=None,
    ),
    Example(
        EraseOrganisation,
        ADMINS,
        right="organisations.erase",
        fields=lambda s: {"organisation": in_firm(s)},
        stranger=None,
    ),
    Example(
        SetManager,
        KEEPERS,
        right=RIGHT,
        fields=lambda s: {"member": second(s), "is_manager": True},
        stranger=None,
    ),
    Example(RemoveMember, KEEPERS, right=RIGHT, fields=lambda s: (in_firm(s), {"member": member(s)})[1], stranger=None),
    Example(
        InviteColleague,
        KEEPERS,
        right=RIGHT,
        fields=lambda s: {"organisation": in_firm(s), "email": "new@example.com"},
        stranger=None,
    ),
    Example(WithdrawInvitation, KEEPERS, right=RIGHT, fields=lambda s: {"invitation": invited(s)}, stranger=None),
    Example(AcceptInvitation, CUSTOMER, fields=lambda s: {"invitation": to_me(s)}, stranger=None),
    Example(DeclineInvitation, CUSTOMER, fields=lambda s: {"invitation": to_me(s)}, stranger=None),
    Example(EndInvitation, AUTOMATION, fields=lambda s: {"invitation": invited(s)}, stranger=None),
    Example(SetRequestOrganisation, PEOPLE, right=RIGHT, fields=_taken_off),
    Example(JoinRequest, CUSTOMER, fields=lambda s: {"request": shown(s)}),
    Example(EndJoining, PEOPLE, right=RIGHT, fields=_ending),
    Example(WriteForColleague, CUSTOMER, fields=lambda s: {"request": joined(s), "text": "I have the charger here."}),
)
_SHOW = Example(SetRequestOrganisation, KEEPERS, right=RIGHT, fields=own)
_ACCEPT_MANAGER = Example(AcceptInvitation, CUSTOMER, fields=by_manager, stranger=None)
CHANGES = {
    "organisation_created": row(STAFF, CreateOrganisation),
    "organisation_changed": row(STAFF, ChangeOrganisation),
    "organisation_erased": row(ADMINS, EraseOrganisation),
    "organisation_member_added": row(STAFF, AddMember, staff="contact"),
    "organisation_joined": row(CUSTOMER, AcceptInvitation),
    "organisation_invitation_accepted": row(CUSTOMER, _ACCEPT_MANAGER, customer="contact"),
    "organisation_manager": row(KEEPERS, SetManager),
    "organisation_member_removed": row(KEEPERS, _SOMEBODY, staff="contact", customer="contact"),
    "organisation_left": row(("customer", "admin"), RemoveMember, _ERASE),
    "organisation_invited": row(KEEPERS, InviteColleague, staff="contact", customer="contact"),
    "organisation_invitation_ended": row(
        (*KEEPERS, *AUTOMATION), WithdrawInvitation, DeclineInvitation, AcceptInvitation, EndInvitation
    ),
    "request_of_organisation": row(KEEPERS, _SHOW, staff="customer"),
    "request_private": row(PEOPLE, SetRequestOrganisation, staff="customer"),
    "colleague_joined": row(CUSTOMER, JoinRequest, customer="customer"),
    "colleague_gone": row(PEOPLE, EndJoining, _ERASE),
    "colleague_wrote": row(CUSTOMER, WriteForColleague, customer="customer"),
}


_FIRM = "a firm's and not one person's: an admin erases it by itself (EraseOrganisation)"
KEPT = {f"organisations.{name}": _FIRM for name in ("name", "name_key", "notes")}


def _of_shared(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The reference of a request that the scene's customer has joined."""
    joined(scene)
    return (scene.made.reference,), {}


VIEWS = {
    view_own_organisation: Look(by=CUSTOMER, ask=lambda s: (in_firm(s), ((), {}))[1], of_nobody=True),
    view_organisation_requests: Look(by=CUSTOMER, ask=lambda s: (shown(s), ((), {}))[1], stranger=NO_FIRM),
    view_colleague_request: Look(by=CUSTOMER, ask=_of_shared, stranger=NOT_FOUND),
    view_colleague_stamp: Look(by=CUSTOMER, ask=_of_shared, stranger=NOT_FOUND),
    view_organisations: Look(by=STAFF, right=RIGHT, ask=lambda s: (in_firm(s), ((), {}))[1], of_nobody=True),
    view_organisation: Look(by=STAFF, right=RIGHT, ask=lambda s: ((in_firm(s),), {}), of_nobody=True),
    view_request_organisation: Look(
        by=STAFF, right="requests.view", ask=lambda s: (shown(s), by_id(s))[1], stranger=NOT_FOUND
    ),
}


def _page_firm(visitor: Visitor) -> tuple[str, str]:
    """A firm that account 9 manages and account 8 belongs to, and the reference of a request of the latter; account 7
    is invited to another one. The same for every state of a shop."""
    desk = visitor.shop.desk
    with desk.reading() as reader:
        manager = member_of(reader, "9")
        if manager is not None:
            found = reader.find(OF_ORGANISATION, {"organisation": manager.organisation})
            return manager.organisation, next(one.reference for one in found if one.customer == "8")
    made = j.do(desk, CreateOrganisation, j.BOSS, name="Kowalski i Synowie sp. z o.o.", tax_number="5260250995")
    firm = {"organisation": made.organisation}
    for id, email in (("9", "orders@example.com"), ("8", "both@example.com")):
        j.do(desk, InviteColleague, j.BOSS, email=email, **firm)
        (mine,) = desk.show(view_own_organisation, Customer(id=id)).invited
        j.do(desk, AcceptInvitation, Customer(id=id), invitation=mine.id)
    with desk.reading() as reader:
        manager = member_of(reader, "9")
    assert manager is not None
    j.do(desk, SetManager, j.BOSS, member=manager.id, is_manager=True)
    words = {"problem": "Monitor miga", "device": "Dell U2720Q", "surname": "Kern", "contact": "both@example.com"}
    brought = j.do(desk, SubmitRequest, Customer(id="8"), **words)
    j.do(desk, SetRequestOrganisation, Customer(id="8"), request=brought.request, **firm)
    other = words | {"problem": "Nie drukuje", "device": "Brother HL-L2352DW", "contact": "orders@example.com"}
    theirs = j.do(desk, SubmitRequest, Customer(id="9"), **other)
    j.do(desk, SetRequestOrganisation, Customer(id="9"), request=theirs.request, **firm)
    j.do(desk, InviteColleague, Customer(id="9"), email="ewa.nowak@example.com", **firm)
    other = j.do(desk, CreateOrganisation, j.BOSS, name="Nowak s.c.")
    j.do(desk, InviteColleague, j.BOSS, organisation=other.organisation, email="both@example.com")
    return made.organisation, brought.reference


def _as(id: str, path: str) -> Any:
    """A page as who is signed in with this account sees it; ``{reference}`` is the request's."""

    def go(visitor: Visitor) -> None:
        _, reference = _page_firm(visitor)
        visitor.client.cookies.set("test_customer", id)
        visitor.open(path.format(reference=reference.replace("-", "")))

    return go


def _joined(visitor: Visitor) -> None:
    _as("9", "/organisation/requests/{reference}")(visitor)
    if "/join" in visitor.page.text:
        visitor.send("/join")


def _nothing_written(visitor: Visitor) -> None:
    _joined(visitor)
    visitor.send("/write", text="")


def _nobody_invited(visitor: Visitor) -> None:
    _as("9", "/organisation")(visitor)
    visitor.send("/organisation/invite", email="nobody")


def _in_room(visitor: Visitor) -> None:
    """The room of the request, with who has joined."""
    _joined(visitor)
    visitor.client.cookies.set("test_customer", "8")
    with visitor.shop.desk.reading() as reader:
        every = reader.find(OF_ORGANISATION, {"organisation": _page_firm(visitor)[0]})
    found = next(one for one in every if one.customer == "8")
    visitor.open(f"/r/{visitor.shop.desk.keyring.link(found.id, found.generation)}")


def _at_staff(visitor: Visitor, path: str = "/staff/organisations/{firm}") -> None:
    firm, reference = _page_firm(visitor)
    visitor.client.cookies.delete("test_customer")
    visitor.sign_in()
    visitor.open(path.format(firm=firm, reference=reference.replace("-", "")))


def _wrong_number(visitor: Visitor) -> None:
    _at_staff(visitor, "/staff/organisations")
    visitor.send("/staff/organisations/new", name="Nowak s.c.", tax_number="526-025-09-94")


def _nobody_added(visitor: Visitor) -> None:
    _at_staff(visitor)
    visitor.send("/members", email="nobody@example.com")


PAGES = {
    "organisation": {
        "none": _as("99", "/organisation"),
        "invited": _as("7", "/organisation"),
        "as its manager": _as("9", "/organisation"),
        "as one of its people": _as("8", "/organisation"),
        "on the first page": _as("9", "/dashboard"),
        "errors of an invitation": _nobody_invited,
    },
    "organisation_requests": {
        "as its manager": _as("9", "/organisation/requests"),
        "as one of its people": _as("8", "/organisation/requests"),
    },
    "organisation_request": {"joined": _joined, "in the room": _in_room, "errors": _nothing_written},
    "staff_organisations": {
        "some": lambda visitor: _at_staff(visitor, "/staff/organisations"),
        "none found": lambda visitor: _at_staff(visitor, "/staff/organisations?q=xyz"),
        "errors": _wrong_number,
    },
    "staff_organisation": {
        "whole": _at_staff,
        "on a request": lambda visitor: _at_staff(visitor, "/staff/requests/{reference}"),
        "errors": _nobody_added,
    },
}
