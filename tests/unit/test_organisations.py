"""Firms of customers: who sees what of a request, how somebody comes into a firm and leaves it, and that it holds at
once."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from test_customer_accounts import account, delivered

import journeys as j
from helpdesk_core import Admin, Customer, Helpdesk, InputError, Refusal
from helpdesk_core.base.queries import Query
from helpdesk_core.commands import (
    AcceptInvitation,
    AddAttachments,
    AddMember,
    CancelRequest,
    ChangeAccount,
    ChangeOrganisation,
    CreateOrganisation,
    DeclineInvitation,
    EndJoining,
    EraseAccount,
    EraseOrganisation,
    EraseRequest,
    InviteColleague,
    JoinRequest,
    RemoveAttachment,
    RemoveMember,
    ReplyToShop,
    SetManager,
    SetRequestOrganisation,
    SubmitRequest,
    WithdrawInvitation,
    WriteForColleague,
)
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.guardrails.timeline import LATEST_ENTRIES
from helpdesk_core.organisations.invitations import OPEN_FOR
from helpdesk_core.organisations.model import Invitation, RequestColleague, member_of
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import (
    export_customer,
    view_colleague_request,
    view_colleague_stamp,
    view_customer_list,
    view_file,
    view_organisation,
    view_organisation_requests,
    view_own_organisation,
    view_request_organisation,
    view_room,
)

BOSS = Admin(id="boss", name="Barbara")


class Firm:
    """A firm with a manager, somebody who brings a request, and a colleague."""

    def __init__(self) -> None:
        self.desk = make_desk(settings=POLISH_SHOP)
        self.id = str(j.do(self.desk, CreateOrganisation, BOSS, name="Kowalski sp. z o.o.").organisation)
        self.manager = self.of("szef@firma.example", is_manager=True)
        self.owner = self.of("ola@firma.example")
        self.colleague = self.of("jan@firma.example")
        words = {"problem": "No picture", "device": "Dell U2720", "surname": "Zielińska"}
        made = j.do(self.desk, SubmitRequest, self.owner, contact="ola@firma.example", **words)
        self.request, self.reference = made.request, made.reference

    def of(self, email: str, **fields: Any) -> Customer:
        """A signed-in customer of the firm."""
        who = account(self.desk, email)
        j.do(self.desk, AddMember, BOSS, organisation=self.id, email=email, **fields)
        delivered(self.desk)
        return Customer(id=who.id, signed_in_at=self.desk.clock())

    def share(self) -> None:
        """Its owner shows the request to the firm."""
        j.do(self.desk, SetRequestOrganisation, self.owner, request=self.request, organisation=self.id)

    def tell(self, kind: Any, actor: Any, **fields: Any) -> Any:
        """What the desk answers."""
        return self.desk.handle(self.desk.read(kind, fields), actor)

    def code(self, kind: Any, actor: Any, **fields: Any) -> str:
        """The code of the refusal, "" for none."""
        answer = self.tell(kind, actor, **fields)
        return answer.code if isinstance(answer, Refusal) else ""

    def sees(self, actor: Customer) -> Any:
        """The request as a colleague sees it, None for not."""
        found = self.desk.view(view_colleague_request, actor, self.reference)
        return None if isinstance(found, Refusal) else found

    def member(self, actor: Customer) -> str:
        """The id of what a customer is in the firm."""
        with self.desk.reading() as reader:
            found = member_of(reader, actor.id)
        assert found is not None
        return found.id

    def join(self) -> None:
        """The colleague joins the request."""
        self.share()
        j.do(self.desk, JoinRequest, self.colleague, request=self.request)

    def mails(self, address: str) -> list[str]:
        """Subjects of what went out to an address."""
        delivered(self.desk)
        return [mail.subject for mail in self.desk.notifier.sent if mail.contact.value == address]  # type: ignore[attr-defined]


@pytest.fixture
def firm() -> Firm:
    return Firm()


def test_a_request_is_private_until_its_customer_shows_it(firm: Firm) -> None:
    """Neither colleagues nor the manager learn that there is one; afterwards the manager reads it, colleagues find it
    in the list, and it can be taken off again."""
    show = firm.desk.view
    for actor in (firm.manager, firm.colleague):
        assert show(view_organisation_requests, actor).rows == ()
        assert firm.sees(actor) is None
        assert firm.code(JoinRequest, actor, request=firm.request) == "refusal.no_such_request"
    firm.share()
    (row,) = show(view_organisation_requests, firm.colleague).rows
    assert (str(row.device), str(row.by), row.can_read, row.has_joined) == ("Dell U2720", "Zielińska", False, False)
    assert firm.sees(firm.colleague) is None
    assert firm.sees(firm.manager).messages
    j.do(firm.desk, SetRequestOrganisation, firm.owner, request=firm.request)
    assert firm.sees(firm.manager) is None
    assert show(view_organisation_requests, firm.manager).rows == ()
    assert firm.desk.verify() == ()


def test_a_colleague_joins_and_the_owner_is_told(firm: Firm) -> None:
    """A named participant reads and writes; the owner reads who it is, is told of both, and ends it."""
    firm.join()
    assert "a colleague has joined" in " ".join(firm.mails("ola@firma.example"))
    firm.desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    j.do(firm.desk, WriteForColleague, firm.colleague, request=firm.request, text="The cable is new.")
    assert "a colleague has written" in " ".join(firm.mails("ola@firma.example"))
    room = firm.desk.view(view_room, firm.owner, firm.request)
    assert (str(room.messages[0].text), str(room.messages[0].author)) == ("The cable is new.", "Zielińska")
    part = next(one for one in room.parts if type(one).__name__ == "RoomFirm")
    (joined,) = part.colleagues
    assert str(joined.name) == "Zielińska"
    j.do(firm.desk, EndJoining, firm.owner, request=firm.request, colleague=joined.id)
    assert firm.sees(firm.colleague) is None
    again = firm.code(WriteForColleague, firm.colleague, request=firm.request, text="Once more")
    assert again == "refusal.no_such_request"
    assert firm.desk.verify() == ()


def test_joining_twice_is_as_once_and_the_owner_need_not(firm: Firm) -> None:
    firm.join()
    j.do(firm.desk, JoinRequest, firm.colleague, request=firm.request)
    assert len(firm.sees(firm.manager).colleagues) == 1
    assert firm.code(JoinRequest, firm.owner, request=firm.request) == "refusal.organisation_own_request"


def test_files_are_read_and_sent_by_who_joined(firm: Firm) -> None:
    """With the name of who sent them; a manager who has not joined reads and sends nothing."""
    firm.join()
    kept: Any = firm.desk.keep_file(
        io.BytesIO(b"\xff\xd8\xff\xe0" + b"pixels" * 40), name="a.jpg", request=firm.request, actor=firm.colleague
    )
    files = [{"upload": kept.upload, "name": kept.name}]
    j.do(firm.desk, AddAttachments, firm.colleague, request=firm.request, files=files)
    room = firm.desk.view(view_room, firm.owner, firm.request)
    (row,) = next(one for one in room.parts if type(one).__name__ == "RoomFiles").rows
    assert str(row.author) == "Zielińska"
    refused: Any = firm.desk.keep_file(
        io.BytesIO(b"\xff\xd8\xff\xe0pixels"), name="a.jpg", request=firm.request, actor=firm.manager
    )
    assert refused.code == "refusal.no_such_request"
    assert firm.code(RemoveAttachment, firm.colleague, attachment=row.id) == "refusal.no_such_request"


def test_what_is_decided_stays_with_the_customer(firm: Firm) -> None:
    """Who joined, and a manager, do none of what is its customer's: not even by the way of the room."""
    firm.join()
    for actor in (firm.colleague, firm.manager):
        assert isinstance(firm.desk.view(view_room, actor, firm.request), Refusal)
        assert firm.desk.view(view_customer_list, actor).rows == ()
        for kind, fields in (
            (CancelRequest, {}),
            (EraseRequest, {}),
            (ReplyToShop, {"text": "x"}),
            (SetRequestOrganisation, {}),
        ):
            assert firm.code(kind, actor, request=firm.request, **fields) == "refusal.no_such_request"


@pytest.mark.parametrize("leaves", ["removed by the manager", "by themselves", "by staff", "with their account"])
def test_who_leaves_sees_nothing_from_then_on(firm: Firm, leaves: str) -> None:
    """Neither page, stamp, list nor file; and whoever comes back has to join anew."""
    firm.join()
    member = firm.member(firm.colleague)
    actor = {"removed by the manager": firm.manager, "by staff": BOSS}.get(leaves, firm.colleague)
    if leaves == "with their account":
        j.do(firm.desk, EraseAccount, firm.colleague, account=firm.colleague.id)
    else:
        j.do(firm.desk, RemoveMember, actor, member=member)
    assert firm.sees(firm.colleague) is None
    assert isinstance(firm.desk.view(view_colleague_stamp, firm.colleague, firm.reference), Refusal)
    assert isinstance(firm.desk.view(view_organisation_requests, firm.colleague), Refusal)
    assert firm.sees(firm.manager).colleagues == ()
    if leaves != "with their account":
        j.do(firm.desk, AddMember, BOSS, organisation=firm.id, email="jan@firma.example")
        assert firm.sees(firm.colleague) is None
    else:
        with firm.desk.reading() as reader:
            (row,) = reader.find(Query(RequestColleague), {}, limit=2)
        assert (row.account, row.name) == (None, None)
    assert firm.desk.verify() == ()


def test_a_file_is_handed_out_to_who_may_read_it_now(firm: Firm) -> None:
    firm.join()
    kept: Any = firm.desk.keep_file(
        io.BytesIO(b"\xff\xd8\xff\xe0" + b"pixels" * 40), name="a.jpg", request=firm.request, actor=firm.owner
    )
    files = [{"upload": kept.upload, "name": kept.name}]
    added = j.do(firm.desk, AddAttachments, firm.owner, request=firm.request, files=files)
    firm.desk.deliver(50)
    own, shared = (firm.desk.view(view_file, one, added.attachments[0]) for one in (firm.owner, firm.colleague))
    assert type(own) is type(shared)
    j.do(firm.desk, RemoveMember, firm.manager, member=firm.member(firm.colleague))
    left = firm.desk.view(view_file, firm.colleague, added.attachments[0])
    assert isinstance(left, Refusal)


def test_a_manager_who_is_one_no_more_reads_nothing(firm: Firm) -> None:
    """Handing it over: another one first, then oneself; a firm without any says so."""
    firm.share()
    j.do(firm.desk, SetManager, firm.manager, member=firm.member(firm.colleague), is_manager=True)
    j.do(firm.desk, SetManager, firm.manager, member=firm.member(firm.manager), is_manager=False)
    assert firm.sees(firm.manager) is None
    assert firm.sees(firm.colleague) is not None
    assert firm.code(SetManager, firm.manager, member=firm.member(firm.manager), is_manager=True) == (
        "refusal.organisation_managers"
    )
    j.do(firm.desk, RemoveMember, firm.colleague, member=firm.member(firm.colleague))
    assert not firm.desk.view(view_own_organisation, firm.owner).firm.has_manager
    assert not firm.desk.view(view_organisation, BOSS, firm.id).has_manager


def _invited(firm: Firm, email: str = "ewa@firma.example") -> str:
    j.do(firm.desk, InviteColleague, firm.manager, organisation=firm.id, email=email)
    with firm.desk.reading() as reader:
        (found,) = [one for one in reader.find(Query(Invitation), {}, limit=99) if one.email == email]
    return found.id


def test_an_invitation_is_in_the_language_of_whoever_invites(firm: Firm) -> None:
    """Nothing is known of who is invited, and a firm's people speak one language more often than not."""
    j.do(firm.desk, ChangeAccount, firm.manager, surname="Lis", language="pl")
    _invited(firm)
    j.do(firm.desk, InviteColleague, BOSS, organisation=firm.id, email="adam@firma.example")
    delivered(firm.desk)
    sent = {one.contact.value: one.language for one in firm.desk.notifier.sent}  # type: ignore[attr-defined]
    assert (sent["ewa@firma.example"], sent["adam@firma.example"]) == ("pl", "en")


def test_an_invitation_is_accepted_by_the_account_of_that_address_alone(firm: Firm) -> None:
    """Not by another one of the same domain, and not before the account is confirmed."""
    id = _invited(firm)
    assert firm.mails("ewa@firma.example") == ["An invitation to your firm"]
    (mail,) = [one for one in firm.desk.notifier.sent if one.contact.value == "ewa@firma.example"]  # type: ignore[attr-defined]
    assert mail.link.endswith("/organisation")
    other = account(firm.desk, "ela@firma.example")
    assert firm.code(AcceptInvitation, other, invitation=id) == "refusal.organisation_invitation"
    ewa = account(firm.desk, "ewa@firma.example")
    (seen,) = firm.desk.view(view_own_organisation, ewa).invited
    assert (seen.id, str(seen.firm), str(seen.by)) == (id, "Kowalski sp. z o.o.", "Zielińska")
    j.do(firm.desk, AcceptInvitation, ewa, invitation=id)
    assert str(firm.desk.view(view_own_organisation, ewa).firm.name) == "Kowalski sp. z o.o."
    assert firm.desk.view(view_own_organisation, ewa).invited == ()
    assert firm.code(AcceptInvitation, ewa, invitation=id) == "refusal.organisation_invitation"


def test_whoever_invited_is_told_that_it_was_accepted(firm: Firm) -> None:
    """In their own language; not of what the shop invited to, and not once they belong to the firm no more."""
    ewa, ida = account(firm.desk, "ewa@firma.example"), account(firm.desk, "ida@firma.example")
    j.do(firm.desk, ChangeAccount, firm.manager, surname="Zielińska", language="pl")
    j.do(firm.desk, AcceptInvitation, ewa, invitation=_invited(firm))
    assert firm.mails("szef@firma.example")[-1] == "Zaproszenie przyjęte"
    told, id = len(firm.desk.notifier.sent), _invited(firm, "ida@firma.example")  # type: ignore[attr-defined]
    j.do(firm.desk, RemoveMember, BOSS, member=firm.member(firm.manager))
    j.do(firm.desk, AcceptInvitation, ida, invitation=id)
    assert "Zaproszenie przyjęte" not in firm.mails("szef@firma.example")[told:]
    assert firm.mails("szef@firma.example").count("Zaproszenie przyjęte") == 1


def test_a_firm_that_is_full_takes_nobody_in(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor whoever was invited while there was room; an invitation of the shop's is nobody's of the firm."""
    ewa = account(firm.desk, "ewa@firma.example")
    j.do(firm.desk, InviteColleague, BOSS, organisation=firm.id, email="ewa@firma.example")
    with firm.desk.reading() as reader:
        (found,) = reader.find(Query(Invitation), {}, limit=99)
    assert found.invited_by is None
    monkeypatch.setattr("helpdesk_core.organisations.invitations.MOST_MEMBERS", 3)
    assert firm.code(AcceptInvitation, ewa, invitation=found.id) == "refusal.organisation_full"
    invited = {"organisation": firm.id, "email": "ida@firma.example"}
    assert firm.code(InviteColleague, firm.manager, **invited) == "refusal.organisation_full"
    monkeypatch.setattr("helpdesk_core.organisations.invitations.MOST_MEMBERS", 4)
    assert firm.code(AcceptInvitation, ewa, invitation=found.id) == ""


def test_an_open_invitation_can_be_sent_anew_where_there_is_no_room_for_more(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes the place of the one before."""
    monkeypatch.setattr("helpdesk_core.organisations.invitations.MOST_INVITATIONS", 1)
    for email, why in (("ewa", ""), ("ewa", ""), ("ida", "refusal.organisation_invitations")):
        invited = {"organisation": firm.id, "email": f"{email}@firma.example"}
        assert firm.code(InviteColleague, firm.manager, **invited) == why


def test_the_answer_to_an_invitation_is_the_same_whoever_has_the_address(firm: Firm) -> None:
    """An address with an account, one without, and one that belongs to another firm."""
    other = j.do(firm.desk, CreateOrganisation, BOSS, name="Inna")
    account(firm.desk, "ma@example.com")
    account(firm.desk, "inny@example.com")
    j.do(firm.desk, AddMember, BOSS, organisation=other.organisation, email="inny@example.com")
    answers = {
        str(firm.tell(InviteColleague, firm.manager, organisation=firm.id, email=one))
        for one in ("ma@example.com", "nie.ma@example.com", "inny@example.com")
    }
    assert len(answers) == 1
    inny = account(firm.desk, "inny@example.com")
    (seen,) = firm.desk.view(view_own_organisation, inny).invited
    assert firm.code(AcceptInvitation, inny, invitation=seen.id) == "refusal.organisation_have_one"


def test_only_a_manager_invites_and_not_without_limit(firm: Firm) -> None:
    """Per address as everywhere, and per firm within the hour."""
    invite = {"organisation": firm.id}
    assert firm.code(InviteColleague, firm.colleague, email="a@example.com", **invite) == (
        "refusal.organisation_managers"
    )
    answers = [firm.code(InviteColleague, firm.manager, email="a@example.com", **invite) for _ in range(5)]
    assert answers == [""] * 4 + ["refusal.too_many"]
    answers = [firm.code(InviteColleague, firm.manager, email=f"b{n}@example.com", **invite) for n in range(17)]
    assert answers == [""] * 16 + ["refusal.too_many"]
    assert firm.code(InviteColleague, firm.manager, email="jan@firma.example", **invite) == (
        "refusal.organisation_member"
    )


def test_an_invitation_ends_and_its_address_goes(firm: Firm) -> None:
    """Withdrawn, declined, or after two weeks without an answer."""
    ewa = account(firm.desk, "ewa@firma.example")
    j.do(firm.desk, DeclineInvitation, ewa, invitation=_invited(firm))
    j.do(firm.desk, WithdrawInvitation, firm.manager, invitation=_invited(firm))
    last = _invited(firm, "nikt@example.com")
    mine = _invited(firm)
    firm.desk.clock.move(days=OPEN_FOR.days, minutes=1)  # type: ignore[attr-defined]
    assert firm.desk.view(view_own_organisation, ewa).invited == ()  # also where no worker came by yet
    assert firm.code(AcceptInvitation, ewa, invitation=mine) == "refusal.organisation_invitation"
    delivered(firm.desk)
    assert firm.desk.view(view_own_organisation, ewa).invited == ()
    with firm.desk.reading() as reader:
        found = reader.find(Query(Invitation), {}, limit=99)
    assert last in {one.id for one in found}
    assert {one.email for one in found} == {None}
    assert timedelta(days=14) == OPEN_FOR


def test_a_stranger_learns_nothing_of_a_firm(firm: Firm) -> None:
    """Whoever belongs to another one gets the answer of one that does not exist."""
    other = j.do(firm.desk, CreateOrganisation, BOSS, name="Inna").organisation
    stranger = account(firm.desk, "obcy@example.com")
    j.do(firm.desk, AddMember, BOSS, organisation=other, email="obcy@example.com", is_manager=True)
    firm.share()
    assert firm.sees(stranger) is None
    none = "refusal.no_such_organisation"
    assert firm.code(InviteColleague, stranger, organisation=firm.id, email="x@example.com") == none
    assert firm.code(RemoveMember, stranger, member=firm.member(firm.owner)) == none
    assert firm.code(SetManager, stranger, member=firm.member(firm.owner), is_manager=True) == none
    invitation = _invited(firm)
    assert firm.code(WithdrawInvitation, stranger, invitation=invitation) == "refusal.organisation_invitation"
    assert firm.code(JoinRequest, stranger, request=firm.request) == "refusal.no_such_request"
    theirs = firm.code(SetRequestOrganisation, firm.owner, request=firm.request, organisation=other)
    assert theirs == "refusal.organisation_not_yours"


def test_a_tax_number_is_checked_and_stands_once(firm: Firm) -> None:
    """However it is written."""
    with pytest.raises(InputError):
        firm.desk.read(CreateOrganisation, {"name": "Zła", "tax_number": "5260250994"})
    made = j.do(firm.desk, CreateOrganisation, BOSS, name="Żółć S.A.", tax_number="526-025-09-95")
    for typed in ("PL 5260250995", "5260250995"):
        assert firm.code(CreateOrganisation, BOSS, name="Druga", tax_number=typed) == "refusal.organisation_tax_number"
    show = firm.desk.view
    j.do(
        firm.desk, ChangeOrganisation, BOSS, organisation=made.organisation, name="Żółć i syn", notes="Płaci w terminie"
    )
    assert str(show(view_organisation, BOSS, made.organisation).notes.safe) == "Płaci w terminie"


def test_an_account_belongs_to_one_firm(firm: Firm) -> None:
    other = j.do(firm.desk, CreateOrganisation, BOSS, name="Inna").organisation
    taken = firm.code(AddMember, BOSS, organisation=other, email="jan@firma.example")
    assert taken == "refusal.organisation_taken"
    nobody = firm.code(AddMember, BOSS, organisation=other, email="nikt@example.com")
    assert nobody == "refusal.organisation_account"


def test_staff_say_whose_a_request_is_and_its_customer_is_told(firm: Firm) -> None:
    j.do(firm.desk, SetRequestOrganisation, BOSS, request=firm.request, organisation=firm.id)
    assert "your firm sees it" in " ".join(firm.mails("ola@firma.example"))
    found = firm.desk.view(view_request_organisation, BOSS, firm.request)
    assert (str(found.firm.name), found.offered, found.may_set) == ("Kowalski sp. z o.o.", None, True)
    j.do(firm.desk, SetRequestOrganisation, BOSS, request=firm.request)
    assert "yours alone again" in " ".join(firm.mails("ola@firma.example"))
    assert str(firm.desk.view(view_request_organisation, BOSS, firm.request).offered.name) == "Kowalski sp. z o.o."


def test_an_erased_firm_shows_nothing_to_anybody(firm: Firm) -> None:
    firm.join()
    j.do(firm.desk, EraseOrganisation, BOSS, organisation=firm.id)
    assert firm.sees(firm.manager) is None
    assert firm.sees(firm.colleague) is None
    assert firm.desk.view(view_own_organisation, firm.owner).firm is None
    assert isinstance(firm.desk.view(view_organisation, BOSS, firm.id), Refusal)
    assert not isinstance(firm.desk.view(view_room, firm.owner, firm.request), Refusal)
    again = {"request": firm.request, "organisation": firm.id}
    assert firm.code(SetRequestOrganisation, BOSS, **again) == "refusal.no_such_organisation"
    assert firm.desk.verify() == ()


def test_a_request_that_is_taken_off_is_joined_by_nobody_any_more(firm: Firm) -> None:
    """Its history says so of everybody; shown again, it is not theirs again."""
    firm.join()
    j.do(firm.desk, SetRequestOrganisation, firm.owner, request=firm.request)
    with firm.desk.reading() as reader:
        happened = [one.action for one in reader.find(LATEST_ENTRIES, {"subject": firm.request})]
    assert happened.count("colleague_gone") == 1
    firm.share()
    assert firm.sees(firm.colleague) is None


def test_a_persons_copy_names_the_firm_and_what_they_joined(firm: Firm) -> None:
    firm.join()
    words = {"problem": "No sound", "device": "Radio", "surname": "Kern", "contact": "jan@firma.example"}
    own = j.do(firm.desk, SubmitRequest, firm.colleague, **words)
    (told,) = firm.desk.view(export_customer, BOSS, own.reference).data["firms"]
    assert (told["name"], told["is_manager"]) == ("Kowalski sp. z o.o.", False)
    assert [one["reference"].replace("-", "") for one in told["joined"]] == [firm.reference.replace("-", "")]


def test_an_erased_request_is_no_firms_any_more(firm: Firm) -> None:
    """Nor does it tell which colleague wrote there."""
    firm.join()
    j.do(firm.desk, WriteForColleague, firm.colleague, request=firm.request, text="The cable is new.")
    j.do(firm.desk, EraseRequest, firm.owner, request=firm.request)
    assert firm.sees(firm.colleague) is None
    assert firm.desk.view(view_organisation_requests, firm.manager).rows == ()
    assert _no_name_left(firm.desk)
    with firm.desk.reading() as reader:
        assert {one.author_name for one in reader.find(THREAD, {"request": firm.request})} == {None}


def _no_name_left(desk: Helpdesk) -> bool:
    with desk.reading() as reader:
        return all(one.name is None for one in reader.find(Query(RequestColleague), {}, limit=9))
