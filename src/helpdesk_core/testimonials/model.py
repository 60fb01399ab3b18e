"""A testimonial: the customer's words, the permission in the very words agreed to, and how far it has come."""

from __future__ import annotations

from datetime import datetime

from ..base.changes import Effect
from ..base.queries import Query
from ..base.records import Guard, Index, col, record
from ..base.text import CustomerText, SafeText
from ..base.worded import Worded
from ..guardrails.decisions import Decision, Guarded


class TestimonialState(Worded, prefix="testimonial.state"):
    """How far it has come."""

    __test__ = False  # pytest takes the name for a class of tests

    ASKED = "asked", "Asked for"
    SUGGESTED = "suggested", "Other words suggested"
    GIVEN = "given", "To be checked"
    PUBLISHED = "published", "Shown to everybody"
    DECLINED = "declined", "Not wanted"
    WITHDRAWN = "withdrawn", "Taken back by the customer"
    TAKEN_DOWN = "taken_down", "Taken down by the shop"

    @property
    def is_over(self) -> bool:
        """Whether nothing comes of it any more."""
        return self in _OVER

    @property
    def is_open(self) -> bool:
        """Whether the customer is asked for words."""
        return self in (TestimonialState.ASKED, TestimonialState.SUGGESTED)


_OVER = frozenset({TestimonialState.DECLINED, TestimonialState.WITHDRAWN, TestimonialState.TAKEN_DOWN})
_NOT_SHOWN = tuple(state.value for state in TestimonialState if state is not TestimonialState.PUBLISHED)


@record(
    "testimonials",
    indexes=(Index(("request", "asked_at", "id")), Index(("state", "asked_at", "id"))),
    guard=Guard("publish", "state", _NOT_SHOWN),
)
class Testimonial(Guarded):
    """What a customer says. Words, name, language and permission are what a person decides about: another letter in
    any of them is another testimonial, which nobody agreed to."""

    decides = ("request", "text", "name", "language", "permission", "permitted_at")
    request: str = col(references="service_requests")
    state: TestimonialState
    language: str = col(personal=False)
    text: CustomerText | None = col(personal=True, default=None)
    name: CustomerText | None = col(personal=True, default=None)
    """How it is signed; None for no name."""
    permission: SafeText | None = col(personal=False, default=None)
    """The exact words of the permission as the customer read them."""
    permitted_at: datetime | None = col(default=None)
    asked_by: str = col(personal="staff")
    asked_at: datetime
    published_at: datetime | None = col(default=None)

    @property
    def is_permitted(self) -> bool:
        """Whether the customer's permission holds for these words."""
        return self.permitted_at is not None and self.permission is not None and self.text is not None


OF_REQUEST = Query(
    Testimonial, equals=("tenant", "request"), order=("asked_at", "id"), newest_first=True, join="decided"
)
IN_STATE = Query(Testimonial, equals=("tenant", "state"), order=("asked_at", "id"), newest_first=True, join="decided")


def is_shown(testimonial: Testimonial, decision: Decision | None) -> bool:
    """Whether everybody may read it: both, the customer's permission and a person's decision, are about exactly these
    words, checked now."""
    return (
        testimonial.state is TestimonialState.PUBLISHED
        and testimonial.is_permitted
        and testimonial.is_decided(Effect.PUBLISH, decision)
    )
