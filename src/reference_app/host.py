"""What the pages ask of the host they stand in."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Protocol

import attrs
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Admin, Agent, Customer, Guest

Visitor = Customer | Guest
StaffActor = Agent | Admin


@attrs.frozen(kw_only=True)
class Page:
    """One page, ready to be put into the host's own frame: ``head`` and ``body`` are safe HTML."""

    title: str
    language: str
    direction: str
    head: str
    body: str


class Host(Protocol):
    """A host answers who is there and in which language, and puts its frame round every page. Inherit from it: the
    methods at the end then need not be written."""

    def visitor(self, request: Request) -> Awaitable[Visitor]:
        """Who is at the portal.

        Args:
            request: The request.

        Returns:
            The customer who is signed in, else a guest with the visitor's address prefix as ``client``.
        """

    def current_agent(self, request: Request) -> Awaitable[StaffActor | None]:
        """The member of staff who is signed in. Asked on every request, and never remembered.

        Args:
            request: The request.

        Returns:
            The person, None for anyone else.
        """

    def sign_in(self, request: Request) -> str | None:
        """Where staff sign in.

        Args:
            request: The request.

        Returns:
            The address; None for a visitor who is signed in and is not staff.
        """

    def agents(self, request: Request) -> Awaitable[tuple[StaffActor, ...]]:
        """Everyone a request can be assigned to, with their rights and locations: a request is offered to those alone
        who may see it.

        Args:
            request: The request of the page that asks.

        Returns:
            The people.
        """

    def language(self, request: Request) -> str | None:
        """The language the visitor chose or asked for.

        Args:
            request: The request.

        Returns:
            The language, None for no wish.
        """

    def shell(self, page: Page, request: Request) -> str:
        """Put the host's frame around a page. Runs where the desk's calls run (``create_app(run=…)``).

        Args:
            page: The page.
            request: The request.

        Returns:
            The whole HTML document.
        """

    def language_link(self, request: Request, code: str, here: str) -> str | None:
        """Where a visitor chooses a language, in the host's own way. Without it the pages offer no choice.

        Args:
            request: The request.
            code: The language.
            here: The path of the page that is shown.

        Returns:
            The address, None for no such choice.
        """
        return None

    def choose_language(self, request: Request, response: Response, code: str) -> None:
        """Remember a choice, where `language_link` led to the pages' own address for it.

        Args:
            request: The request.
            response: The answer, to set a cookie on.
            code: The language, one of the shop's.
        """
        return  # without a statement type checkers take it for abstract

    def nonce(self, request: Request) -> str | None:
        """What the host's Content-Security-Policy expects on scripts and styles of this page (CSP level 3).

        Args:
            request: The request.

        Returns:
            The nonce, None for a host without one.
        """
        return None
