"""What people of a firm are shown of it, and of its requests."""

from __future__ import annotations

from datetime import date, datetime

from ..attachments.views import RoomFiles
from ..base.references import Reference
from ..base.text import SafeText
from ..customer_rooms.shown import MessageView, StatusView, Step
from ..guardrails.disclosure import customer_view
from ..service_requests.parts import RoomPart


@customer_view
class FirmMember:
    """Somebody of one's firm.

    Attributes:
        name: None where the account is gone, or has no name.
        email: For managers, and one's own; None for others.
        is_own: Whether it is the viewer.
    """

    id: str
    name: SafeText | None
    email: str | None
    is_manager: bool
    is_own: bool
    joined_at: datetime


@customer_view
class FirmInvitation:
    """An open invitation, as a manager reads it."""

    id: str
    email: str
    invited_at: datetime
    ends_at: datetime


@customer_view
class InvitationToYou:
    """An invitation that whoever looks may answer.

    Attributes:
        firm: What the firm is called.
        by: Who invites; None for the shop.
    """

    id: str
    firm: SafeText
    by: SafeText | None
    ends_at: datetime


@customer_view
class OwnFirm:
    """The firm of whoever is signed in.

    Attributes:
        is_manager: Whether they say who belongs to it.
        has_manager: Whether anybody does.
        invitations: For managers; empty for others.
    """

    id: str
    name: SafeText
    tax_number: str | None
    is_manager: bool
    has_manager: bool
    members: tuple[FirmMember, ...]
    invitations: tuple[FirmInvitation, ...]


@customer_view
class OwnOrganisation:
    """A customer's firm, None for none, and invitations to one."""

    firm: OwnFirm | None
    invited: tuple[InvitationToYou, ...]


@customer_view
class FirmRequest:
    """A request of the firm in its list.

    Attributes:
        device: As its customer or the shop describes it.
        by: Who brought it; None where no name is known.
        is_own: Whether it is the viewer's.
        has_joined: Whether they have joined it.
        can_read: Whether they read it: who joined, and managers.
        generation: Of the private link, for the viewer's own; 0 for others.
    """

    id: str
    reference: Reference
    device: SafeText
    status: StatusView
    created_at: datetime
    by: SafeText | None
    is_own: bool
    has_joined: bool
    can_read: bool
    generation: int = 0


@customer_view
class FirmRequests:
    """Requests of the firm, latest first; ``next`` is the cursor of older ones."""

    firm: SafeText
    rows: tuple[FirmRequest, ...]
    is_manager: bool
    next: str | None = None


@customer_view
class ShownColleague:
    """Somebody who has joined a request.

    Attributes:
        name: None where no name is known.
        is_own: Whether it is the viewer.
    """

    id: str
    name: SafeText | None
    joined_at: datetime
    is_own: bool


@customer_view
class ColleagueRequest:
    """A request of a colleague, for who has joined it, and for managers.

    Attributes:
        version: Another one after each change.
        by: Who brought it; None where no name is known.
        messages: Latest first; ``older`` is the cursor of the page before.
        files: None where there are none.
        own: What the viewer is there, None for a manager who has not joined.
        may_end: Whether the viewer may end that others have joined.
        can_write: Whether they can write on it now.
    """

    id: str
    version: int
    reference: Reference
    device: SafeText
    subject: SafeText
    by: SafeText | None
    status: StatusView
    steps: tuple[Step, ...]
    estimate: date | None
    created_at: datetime
    updated_at: datetime
    messages: tuple[MessageView, ...]
    older: str | None
    files: RoomFiles | None
    colleagues: tuple[ShownColleague, ...]
    own: ShownColleague | None
    may_end: bool
    can_write: bool


@customer_view
class RoomFirm(RoomPart):
    """Which firm a request is shown to, and who of it has joined."""

    firm: SafeText
    colleagues: tuple[ShownColleague, ...]
