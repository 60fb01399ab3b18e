"""What is proposed for a request, and what is known of colleagues. Staff alone see any of it."""

from __future__ import annotations

from collections.abc import Mapping

from ..base.actors import STAFF
from ..base.queries import Query
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..guardrails.rights import may, works_in
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import VIEW_REQUESTS
from ..viewing import view
from .categories import Category
from .model import ABSENCES, MOST_PEOPLE, PROFILES, Absence, StaffProfile, profile_id
from .proposing import About, Candidate, candidate_for, read_pool
from .rules import MANAGE, MOST_ABSENCES

_BY_IDS = Query(ServiceRequest, in_="id")
_MOST_ASKED = 200


@staff_view
class RoutingProposal:
    """What is proposed for a request.

    Attributes:
        candidate: To whom it could be given; None where it is somebody's, or nobody fits.
        nobody: The code of why it is proposed to nobody; None where it is, or need not be.
        category: What its words seem to be about, where no person has said it.
    """

    candidate: Candidate | None
    nobody: str | None
    category: Category | None


@staff_view
class ColleagueProfile:
    """What is known of a colleague, with the absences that still hold, the latest noted first."""

    profile: StaffProfile
    absences: tuple[Absence, ...]


@staff_view
class ColleagueProfiles:
    """Everybody of whom something is known."""

    rows: tuple[ColleagueProfile, ...]


def _suggested(request: ServiceRequest, context: Context) -> Category | None:
    if request.category is not None or not context.settings.suggest_category:
        return None
    return next((one for one in Category if one == request.category_suggested), None)


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_proposal(reader: Reader, context: Context, request: ServiceRequest) -> RoutingProposal:
    """To whom a request could be given, with reasons for people to read, and what it seems to be about. Nothing of it
    is done by being asked.

    Args:
        request_id: The request's id.

    Returns:
        The proposal; a refusal when there is no such request within the viewer's locations.
    """
    is_over = request.phase in ENDED
    category = None if is_over else _suggested(request, context)
    if is_over or request.assignee is not None or context.settings.routing == "off":
        return RoutingProposal(candidate=None, nobody=None, category=category)
    found = candidate_for(About.of(request), read_pool(reader, context), context)
    is_found = isinstance(found, Candidate)
    return RoutingProposal(
        candidate=found if isinstance(found, Candidate) else None,
        nobody=None if is_found else str(found),
        category=category,
    )


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_proposals(reader: Reader, context: Context, requests: tuple[str, ...]) -> Mapping[str, Candidate]:
    """To whom each of several requests could be given: a handful of statements, however many they are.

    Args:
        requests: Ids of requests that are nobody's.

    Returns:
        ColleagueProfiles by the id of the request; nothing of those that are somebody's or fit nobody.
    """
    if context.settings.routing == "off" or not requests:
        return {}
    pool = read_pool(reader, context)
    if not pool.profiles:
        return {}
    rows = reader.find(_BY_IDS, {"id": requests[:_MOST_ASKED]}, limit=_MOST_ASKED)
    free = (one for one in rows if one.assignee is None and one.phase not in ENDED)
    mine = (one for one in free if works_in(context.actor, one.location))
    found = {one.id: candidate_for(About.of(one), pool, context) for one in mine}
    return {id: one for id, one in found.items() if isinstance(one, Candidate)}


@view(actors=STAFF, right=MANAGE)
def view_colleagues(reader: Reader, context: Context) -> ColleagueProfiles:
    """What each colleague takes on, and when they are away.

    Returns:
        Everybody of whom something is known.
    """
    found = reader.find(PROFILES, {}, limit=MOST_PEOPLE)
    return ColleagueProfiles(rows=tuple(_colleague(reader, one, context) for one in found))


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_colleague(reader: Reader, context: Context, person: str | None = None) -> ColleagueProfile | None:
    """What is known of one colleague: everybody sees their own, with the right to it that of others.

    Args:
        person: The host's id; None for whoever asks.

    Returns:
        What is known; None where nothing is, or it is not for the viewer to see.
    """
    whose = person or context.actor.id
    if whose != context.actor.id and not may(context.actor, MANAGE):
        return None
    profile = reader.load(StaffProfile, profile_id(context.tenant, whose))
    return None if profile is None else _colleague(reader, profile, context)


def _colleague(reader: Reader, profile: StaffProfile, context: Context) -> ColleagueProfile:
    today = context.settings.calendar().day_of(context.now)
    found = reader.find(ABSENCES, {"profile": profile.id}, limit=2 * MOST_ABSENCES)
    absences = tuple(one for one in found if one.ended_at is None and one.last >= today)
    return ColleagueProfile(profile=profile, absences=absences)
