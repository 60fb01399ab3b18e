"""Who of the project's users is staff, and what they may do: permissions, and ``HELPDESK_CORE["RIGHTS"]``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import get_user_model

from ...base.actors import Admin, Agent
from ...ports import StaffRights
from . import conf
from .people import find_user

_SIGNED_IN = "helpdesk_core_signed_in_at"
_BACKEND = "django.contrib.auth.backends.ModelBackend"


class DjangoAccess:
    """Reads permissions and groups from the database for each command and view, never from a session."""

    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        """See `ports.access.Access.rights`."""
        user = find_user(actor.id)
        if user is None or (isinstance(actor, Admin) and not is_admin(user)):
            return None
        return staff_rights(user)


def is_admin(user: Any) -> bool:
    """Whether a user is an admin of the desk: by ``ADMIN_PERMISSION``, without it every superuser."""
    permission = conf.value("ADMIN_PERMISSION")
    return bool(user.is_active and (user.has_perm(permission) if permission else user.is_superuser))


def staff_rights(user: Any) -> StaffRights | None:
    """What a user may do at the desk now.

    Returns:
        Rights and locations, as ``RIGHTS`` says; None for a user who is no staff.
    """
    if is_admin(user):
        return StaffRights()
    if not (user.is_active and user.has_perm(conf.value("STAFF_PERMISSION"))):
        return None
    given = conf.found("RIGHTS")
    if given is None:
        return StaffRights()
    return _of_groups(user, given) if isinstance(given, Mapping) else given(user)


def _of_groups(user: Any, given: Mapping[str, Mapping[str, Any]]) -> StaffRights:
    """All that the user's groups give together; nothing for who is in none of them."""
    mine = [given[group.name] for group in user.groups.all() if group.name in given]
    return StaffRights(rights=_union(mine, "rights"), locations=_union(mine, "locations"))


def _union(groups: list[Mapping[str, Any]], key: str) -> frozenset[str] | None:
    parts = [group.get(key) for group in groups]
    return None if None in parts else frozenset(one for part in parts for one in part or ())


def staff_actor(user: Any, signed_in_at: datetime | None = None) -> Agent | Admin | None:
    """A user as the member of staff they are now; None for anybody else.

    Args:
        user: A user of AUTH_USER_MODEL.
        signed_in_at: When this visitor signed in.
    """
    rights = staff_rights(user)
    if rights is None:
        return None
    id, name = str(user.pk), user.get_full_name() or user.get_username()
    if is_admin(user):
        return Admin(id=id, name=name, signed_in_at=signed_in_at)
    return Agent(id=id, name=name, rights=rights.rights, locations=rights.locations, signed_in_at=signed_in_at)


def all_agents() -> tuple[Agent | Admin, ...]:
    """Everybody with the staff's or the admins' permission, to assign requests to, with what they may do now."""
    permissions = {conf.value("STAFF_PERMISSION"), conf.value("ADMIN_PERMISSION")} - {None}
    manager = get_user_model()._default_manager  # noqa: SLF001 - Django's documented name
    users = {
        user.pk: user
        for one in sorted(permissions)
        for user in manager.with_perm(one, backend=_BACKEND).prefetch_related("groups")
    }
    return tuple(found for user in users.values() if (found := staff_actor(user)) is not None)


def remember_sign_in(sender: Any, request: Any = None, **_: Any) -> None:
    """Receiver of ``user_logged_in``: write down in the session when it began. ``last_login`` would not do: it is of
    the user, and a session elsewhere would look fresh."""
    session = getattr(request, "session", None)
    if session is not None:
        session[_SIGNED_IN] = datetime.now(UTC).isoformat()


def signed_in_at(request: Any) -> datetime | None:
    """When the visitor signed in; None for a session that began before the desk was installed."""
    given = getattr(request, "session", {}).get(_SIGNED_IN)
    return datetime.fromisoformat(given) if given else None
