"""What happens to a firm and to its requests, and who is told."""

from __future__ import annotations

from ..base.changes import NOBODY, Change
from ..base.messages import define
from ..base.notices import NOT_YOU, to_contact, to_customer

OPEN_FIRM = define("notice.organisation.open", "Open My firm")
SIGN_IN = define(
    "notice.organisation.sign_in",
    "Sign in with this address, or make an account with it: My firm has the invitation. It is open for two weeks.",
)
HOW_TO_END = define(
    "notice.organisation.end", "On the page of your request you see who reads it, and can end that at any time."
)


class OrganisationCreated(Change, action="organisation_created", label="Firm created", tells=NOBODY):
    """Staff wrote down a firm."""


class OrganisationChanged(Change, action="organisation_changed", label="Details of the firm changed", tells=NOBODY):
    """Staff corrected what stands there."""


class OrganisationErased(Change, action="organisation_erased", label="Firm erased", tells=NOBODY):
    """Who it is and who belonged to it is gone."""


class MemberAdded(
    Change,
    action="organisation_member_added",
    label="Account added to the firm",
    personal=True,
    by_staff=to_contact(
        "organisation_added",
        "You belong to a firm here",
        "Our team has added your account to your firm. What you asked us before stays yours alone, unless you show it "
        "to your firm.",
        link=OPEN_FIRM,
    ),
):
    """Staff put an account into the firm."""

    contact: str
    """The account's id."""
    is_manager: bool


class MemberJoined(Change, action="organisation_joined", label="Invitation accepted", tells=NOBODY):
    """Somebody accepted an invitation."""

    member: str


class InvitationAccepted(
    Change,
    action="organisation_invitation_accepted",
    label="Whoever invited is told that it was accepted",
    personal=True,
    by_customer=to_contact(
        "organisation_accepted",
        "Your invitation is accepted",
        "The colleague whom you invited belongs to your firm here now. My firm shows who it is.",
        link=OPEN_FIRM,
        is_news=True,
    ),
):
    """The manager who invited somebody learns that they came."""

    contact: str
    """The manager's account."""


class ManagerSet(Change, action="organisation_manager", label="Manager of the firm set", tells=NOBODY):
    """Somebody became a manager, or is one no more."""

    member: str
    is_manager: bool


class MemberRemoved(
    Change,
    action="organisation_member_removed",
    label="Taken out of the firm",
    personal=True,
    by_staff=to_contact(
        "organisation_removed",
        "You do not belong to your firm here any more",
        "You do not see your firm's requests any more. Your own stay yours.",
        is_farewell=True,
    ),
    by_customer=to_contact(
        "organisation_removed_by_manager",
        "You do not belong to your firm here any more",
        "A manager of your firm has taken you out of it here. You do not see its requests any more. Your own stay "
        "yours.",
        is_farewell=True,
    ),
):
    """Somebody was taken out."""

    contact: str
    """The account's id."""


class MemberLeft(Change, action="organisation_left", label="Left the firm", tells=NOBODY):
    """Somebody left, or their account is gone."""

    member: str


class ColleagueInvited(
    Change,
    action="organisation_invited",
    label="Invited to the firm",
    by_staff=to_contact(
        "organisation_invitation_by_shop",
        "An invitation to your firm",
        "Our team invites you to your firm's account with us.",
        SIGN_IN,
        NOT_YOU,
        link=OPEN_FIRM,
    ),
    by_customer=to_contact(
        "organisation_invitation",
        "An invitation to your firm",
        "A colleague invites you to your firm's account with us.",
        SIGN_IN,
        NOT_YOU,
        link=OPEN_FIRM,
    ),
):
    """Whoever owns an address is asked to join."""

    contact: str
    """The invitation's id."""


class InvitationEnded(Change, action="organisation_invitation_ended", label="Invitation ended", tells=NOBODY):
    """It was taken back, declined or never answered."""

    invitation: str
    why: str


class RequestOfOrganisation(
    Change,
    action="request_of_organisation",
    label="Shown to the customer's firm",
    by_staff=to_customer(
        "request_of_organisation",
        "Request {reference}: your firm sees it",
        "Our team has noted that your request is your firm's: its managers read it, and colleagues can join.",
        HOW_TO_END,
    ),
):
    """The request is a firm's."""

    organisation: str


class RequestPrivate(
    Change,
    action="request_private",
    label="No longer shown to the firm",
    by_staff=to_customer(
        "request_private",
        "Request {reference}: yours alone again",
        "Our team has noted that your request is not your firm's. Nobody there sees it any more.",
    ),
):
    """The request is its customer's alone."""

    organisation: str


class ColleagueJoined(
    Change,
    action="colleague_joined",
    label="A colleague joined",
    by_customer=to_customer(
        "colleague_joined",
        "Request {reference}: a colleague has joined",
        "A colleague of your firm reads your request from now on, and can write on it.",
        HOW_TO_END,
    ),
):
    """Somebody of the firm reads and writes from now on."""

    joining: str


class ColleagueGone(Change, action="colleague_gone", label="A colleague reads along no more", tells=NOBODY):
    """They left, or somebody ended it."""

    joining: str


class ColleagueWrote(
    Change,
    action="colleague_wrote",
    label="Written by a colleague",
    is_spoken=True,
    by_customer=to_customer(
        "colleague_wrote",
        "Request {reference}: a colleague has written",
        "A colleague of your firm has written to us on your request.",
    ),
):
    """The message is a colleague's of the request's customer."""

    message: str
