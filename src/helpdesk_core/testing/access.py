"""The conformance suite of the `Access` port: subclass it, give the host's answer, and people of the host's."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from ..base.actors import Admin, Agent
from ..ports import StaffRights
from ..rights import RIGHTS
from .suite_base import in_threads
from .watching import logged

#: Ids that an actor may have, and nobody of the host's has.
NOBODY = ("0", "-1", "nobody", "żółw", "9" * 40)


class AccessSuite:
    """What every host's answer to "what may they do now" promises.

    ``agent()`` returns an agent of the host's who may do something, as its pages would make them; ``admin()`` an admin.
    ``take(actor)`` takes away everything from them at the host: they are no longer staff.
    """

    @pytest.fixture
    def access(self) -> Any:
        """The adapter; yours overrides this."""
        raise NotImplementedError

    def agent(self, access: Any) -> Agent:
        """An agent who may do something; yours overrides this.

        Args:
            access: The adapter.

        Returns:
            The agent.
        """
        raise NotImplementedError

    def admin(self, access: Any) -> Admin:
        """An admin; yours overrides this.

        Args:
            access: The adapter.

        Returns:
            The admin.
        """
        raise NotImplementedError

    def take(self, access: Any, actor: Agent | Admin) -> None:
        """End somebody's work at the host; yours overrides this.

        Args:
            access: The adapter.
            actor: Whose.
        """
        raise NotImplementedError

    def test_staff_have_rights(self, access: Any) -> None:
        """An agent and an admin of the host's are known, by an answer of the right type."""
        assert isinstance(access.rights(self.agent(access)), StaffRights)
        assert isinstance(access.rights(self.admin(access)), StaffRights)

    def test_rights_are_named(self, access: Any) -> None:
        """Names of `RIGHTS`, as a frozenset, or None for all; so are locations. Another name would be a right that
        nobody ever has."""
        found = access.rights(self.agent(access))
        for names in (found.rights, found.locations):
            assert names is None or isinstance(names, frozenset)
            assert all(isinstance(name, str) and name for name in names or ())
        assert (found.rights or frozenset()) <= RIGHTS.keys()

    @pytest.mark.parametrize("id", NOBODY)
    def test_a_stranger_is_no_staff(self, access: Any, id: str) -> None:
        """Whatever an id looks like: None, and no exception."""
        for somebody in (Agent(id=id, name="Anna"), Admin(id=id, name="Anna")):
            assert access.rights(somebody) is None

    def test_the_actor_is_not_believed(self, access: Any) -> None:
        """Rights and locations that an actor carries are what a page made of an earlier answer: the host says what
        holds now."""
        agent = self.agent(access)
        answer = access.rights(agent)
        for rights in (frozenset(), frozenset(RIGHTS), None):
            assert access.rights(attrs.evolve(agent, rights=rights, locations=frozenset({"elsewhere"}))) == answer

    def test_who_has_left_is_no_staff_at_once(self, access: Any) -> None:
        """At the very next question, by the actor that was made before; the others stay."""
        agent, admin = self.agent(access), self.admin(access)
        assert access.rights(agent) is not None
        self.take(access, agent)
        assert access.rights(agent) is None
        assert access.rights(admin) is not None

    def test_asking_changes_nothing(self, access: Any) -> None:
        """The same question has the same answer, whoever was asked about in between."""
        agent, admin = self.agent(access), self.admin(access)
        first = access.rights(agent)
        for _ in range(3):
            access.rights(admin)
            assert access.rights(agent) == first

    def test_many_may_ask_at_once(self, access: Any) -> None:
        """Each page asks in a thread of its own: nobody gets another's answer."""
        agent, admin = self.agent(access), self.admin(access)
        expected = [access.rights(agent), access.rights(admin), None]
        asked = [agent, admin, Agent(id="nobody", name="Nobody")] * 4
        assert in_threads(*(lambda one=one: access.rights(one) for one in asked)) == expected * 4

    def test_nothing_of_anybody_is_logged(self, access: Any) -> None:
        """Names and ids of staff are no lines of a log."""
        agent = self.agent(access)
        with logged() as said:
            access.rights(agent)
            access.rights(Agent(id="nobody-in-particular", name="Nobody"))
        assert not any(agent.name in line or "nobody-in-particular" in line for line in said)
