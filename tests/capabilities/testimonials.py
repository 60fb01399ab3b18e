"""Testimonials: asked for, given, suggested, shown, ended."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities.scene import ADMINS, CUSTOMERS, STAFF, Example, Look, Scene, at_desk, by_command, by_id, opened, row
from helpdesk_core import Result
from helpdesk_core.commands import (
    AskForTestimonial,
    GiveTestimonial,
    PublishTestimonial,
    SuggestTestimonial,
    TakeDownTestimonial,
    WithdrawTestimonial,
)
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.testimonials.rules import latest_of
from helpdesk_core.views import (
    TestimonialState,
    view_own_testimonial,
    view_request_testimonial,
    view_testimonial_list,
    view_testimonials,
)
from shops import Visitor

SAID = {"text": "Quick and friendly.", "name": "Maria", "permission": "I agree."}


def latest(desk: Any, request: str) -> Any:
    with desk.reading() as reader:
        return latest_of(reader, request)


def asked(scene: Scene) -> dict[str, Any]:
    """Somebody of the staff asked; the testimonial's id."""
    return {"testimonial": j.do(scene.desk, AskForTestimonial, j.ANNA, request=scene.request).testimonial}


def given(scene: Scene) -> dict[str, Any]:
    """The customer gave one; its id and digest."""
    asked(scene)
    j.do(scene.desk, GiveTestimonial, scene.guest, request=scene.request, **SAID)
    one = latest(scene.desk, scene.request)
    return {"testimonial": one.id, "digest": one.digest}


def shown(scene: Scene) -> dict[str, Any]:
    """Everybody may read it."""
    fields = given(scene)
    j.do(scene.desk, PublishTestimonial, j.BOSS, **fields)
    return fields


def _of(make: Any, **more: str) -> Any:
    def fields(scene: Scene) -> dict[str, Any]:
        make(scene)
        return {"request": scene.request, **more}

    return fields


def _id(make: Any, **more: str) -> Any:
    return lambda scene: {"testimonial": make(scene)["testimonial"], **more}


_AFTER = {"phase": "outcome_recorded"}
EXAMPLES = by_command(
    Example(
        AskForTestimonial,
        STAFF,
        right="testimonials.ask",
        fields=lambda scene: {"request": scene.request},
        **_AFTER,
    ),
    Example(GiveTestimonial, CUSTOMERS, fields=_of(asked, **SAID), **_AFTER),
    Example(WithdrawTestimonial, CUSTOMERS, fields=_of(given), **_AFTER),
    Example(SuggestTestimonial, ADMINS, right="testimonials.check", fields=_id(given, text="Quick."), **_AFTER),
    Example(PublishTestimonial, ADMINS, right="testimonials.check", fields=given, **_AFTER),
    Example(TakeDownTestimonial, ADMINS, right="testimonials.check", fields=_id(shown), **_AFTER),
)
KEPT = {
    "testimonials.asked_by": "staff stand by what they did",
    "testimonials.language": "a language's code",
    "testimonials.permission": "the shop's own words, which somebody agreed to",
}
CHANGES = {
    "testimonial_asked": row(STAFF, AskForTestimonial, staff="customer"),
    "testimonial_given": row(CUSTOMERS, GiveTestimonial, customer="staff"),
    "testimonial_withdrawn": row(CUSTOMERS, WithdrawTestimonial, customer="staff"),
    "testimonial_suggested": row(ADMINS, SuggestTestimonial, staff="customer"),
    "testimonial_published": row(ADMINS, PublishTestimonial, staff="customer"),
    "testimonial_taken_down": row(ADMINS, TakeDownTestimonial),
}


def _asked_for(ask: Any) -> Any:
    def made(scene: Scene) -> Any:
        given(scene)
        return ask(scene)

    return made


VIEWS = {
    view_testimonials: Look(by=CUSTOMERS, ask=lambda scene: (shown(scene) and (), {}), phase="closed", of_nobody=True),
    view_own_testimonial: Look(by=CUSTOMERS, ask=_asked_for(by_id), stranger=NOT_FOUND, **_AFTER),
    view_request_testimonial: Look(by=STAFF, right="testimonials.ask", ask=_asked_for(by_id), **_AFTER),
    view_testimonial_list: Look(
        by=ADMINS,
        right="testimonials.check",
        ask=lambda scene: (given(scene) and (TestimonialState.GIVEN,), {}),
        **_AFTER,
    ),
}


def _review(visitor: Visitor) -> None:
    desk = visitor.shop.desk
    made, guest = j.in_phase(desk, "outcome_recorded", contact="said@example.com")
    j.do(desk, AskForTestimonial, j.ANNA, request=made.request)
    assert isinstance(j.do(desk, GiveTestimonial, guest, request=made.request, **SAID), Result)
    visitor.sign_in()
    visitor.open(f"/staff/requests/{made.reference.replace('-', '')}/testimonial")


PAGES = {
    "testimonials": {"some": opened("/testimonials")},
    "staff_testimonials": {
        "to check": at_desk("/staff/testimonials"),
        "published": at_desk("/staff/testimonials?state=published"),
    },
    "staff_testimonial": {"given": _review},
}
