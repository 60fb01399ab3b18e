"""Guides: written, published, withdrawn, read, found, and whether they helped."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import journeys as j
from capabilities.scene import ADMINS, CUSTOMERS, PEOPLE, STAFF, Example, Look, Scene, at_desk, by_command, opened, row
from helpdesk_core.commands import (
    AddGuidePicture,
    AnswerGuide,
    ForgetGuide,
    KeepGuide,
    PublishGuide,
    RemoveGuidePicture,
    SaveGuide,
    WithdrawGuide,
)
from helpdesk_core.views import (
    search_guides,
    suggest_guides,
    view_guide,
    view_guide_picture,
    view_guide_pictures,
    view_guides,
    view_kept_guides,
    view_written_guide,
    view_written_guides,
)
from reference_app.demo_guides import publish_guides
from shops import Visitor

SAYS = {"title": "A kettle that does not boil", "answer": "Unplug it.", "topics": ["Kitchen"], "keywords": ["kettle"]}
_NUMBERS = count(1)


def words_of(slug: str) -> dict[str, Any]:
    """A guide of that name."""
    return {"slug": slug, "language": "en", "content": json.dumps(SAYS), "is_ready": "yes"}


def words(scene: Scene) -> dict[str, Any]:
    """A guide that is not there yet."""
    return words_of(f"kettle-{next(_NUMBERS)}")


def written(scene: Scene) -> dict[str, Any]:
    """Somebody of the staff wrote one: its version and digest."""
    made = j.do(scene.desk, SaveGuide, j.ANNA, **words(scene))
    return {"version": made.version, "digest": made.digest}


def shown(scene: Scene) -> str:
    """Everybody may read it; its name."""
    fields = words(scene)
    made = j.do(scene.desk, SaveGuide, j.ANNA, **fields)
    j.do(scene.desk, PublishGuide, j.BOSS, version=made.version, digest=made.digest)
    return str(fields["slug"])


def pictured(scene: Scene) -> Any:
    """A picture was noted; its id and key."""
    said = {"slug": shown(scene), "alt": "A kettle", "width": 640, "height": 480}
    return j.do(scene.desk, AddGuidePicture, j.ANNA, **said)


def _removing(scene: Scene) -> dict[str, Any]:
    return {"picture": pictured(scene).picture}


def _version(scene: Scene) -> dict[str, Any]:
    return {"version": scene.desk.show(view_written_guide, j.ANNA, shown(scene)).versions[0].id}


EXAMPLES = by_command(
    Example(SaveGuide, STAFF, right="guides.edit", fields=words, stranger=None),
    Example(PublishGuide, ADMINS, right="guides.publish", fields=written, stranger=None),
    Example(WithdrawGuide, ADMINS, right="guides.publish", fields=_version, stranger=None),
    Example(
        AnswerGuide,
        CUSTOMERS,
        fields=lambda scene: {"slug": shown(scene), "language": "en", "helped": "yes"},
        stranger=None,
    ),
    Example(
        AddGuidePicture,
        STAFF,
        right="guides.edit",
        fields=lambda scene: {"slug": shown(scene), "alt": "A kettle", "width": 640, "height": 480},
        stranger=None,
    ),
    Example(RemoveGuidePicture, STAFF, right="guides.edit", fields=_removing, stranger=None),
    Example(KeepGuide, ("customer",), fields=lambda scene: {"slug": shown(scene)}, stranger=None),
    Example(ForgetGuide, ("customer",), fields=lambda scene: {"slug": shown(scene)}, stranger=None),
)
KEPT = {
    "guide_versions.language": "a language's code",
    "guide_versions.parts": "the shop's own words, which everybody may read",
    "guide_versions.html": "as the parts",
    "guide_versions.written_by": "staff stand by what they did",
    "guide_versions.published_by": "staff stand by what they did",
    "guides.language": "a language's code",
    "guide_pictures.key": "a random key of the shop's own picture",
    "guide_pictures.alt": "the shop's own words, which everybody may read",
    "guide_pictures.added_by": "staff stand by what they did",
}
CHANGES = {
    "guide_written": row(STAFF, SaveGuide),
    "guide_published": row(ADMINS, PublishGuide),
    "guide_withdrawn": row(ADMINS, WithdrawGuide),
    "guide_picture_added": row(STAFF, AddGuidePicture),
    "guide_picture_removed": row(STAFF, RemoveGuidePicture),
}


def _asked(*words: str) -> Any:
    return lambda scene: (shown(scene) and words, {})


def _named(scene: Scene) -> tuple[tuple[str, ...], dict[str, Any]]:
    return (shown(scene),), {}


def _kept(scene: Scene) -> tuple[tuple[()], dict[str, Any]]:
    j.do(scene.desk, KeepGuide, scene.customer or j.CUSTOMER, slug=shown(scene))
    return (), {}


def _keyed(scene: Scene) -> tuple[tuple[str], dict[str, Any]]:
    return (pictured(scene).key,), {}


VIEWS = {
    view_guide_pictures: Look(by=STAFF, right="guides.edit", ask=_named, of_nobody=True),
    view_guide_picture: Look(by=STAFF, right="guides.edit", ask=_keyed, of_nobody=True),
    view_kept_guides: Look(by=("customer",), ask=_kept, of_nobody=True),
    view_guides: Look(by=PEOPLE, right="requests.view", ask=_asked(), of_nobody=True),
    view_guide: Look(by=PEOPLE, right="requests.view", ask=_named, of_nobody=True),
    search_guides: Look(by=PEOPLE, right="requests.view", ask=_asked("kettles"), of_nobody=True),
    suggest_guides: Look(by=PEOPLE, right="requests.view", ask=_asked("My kettle is cold"), of_nobody=True),
    view_written_guides: Look(by=STAFF, right="guides.edit", ask=_asked(), of_nobody=True),
    view_written_guide: Look(by=STAFF, right="guides.edit", ask=_named, of_nobody=True),
}


def ours(visitor: Visitor) -> None:
    """Two of the guides that come along, in both languages, as everybody reads them."""
    publish_guides(visitor.shop.desk, j.BOSS, ("your-room", "before-handing-over"))


def _with_guides(path: str, *, staff: bool = False) -> Any:
    def go(visitor: Visitor) -> None:
        ours(visitor)
        if staff:
            visitor.sign_in()
        visitor.open(path)

    return go


def _previewed(visitor: Visitor) -> None:
    _with_guides("/staff/guides/your-room/en", staff=True)(visitor)
    rows = "It hums | It is on | Wait\nIt clicks | It is done | Pour"
    lines = {"stop": "Do not open it.\nDo not shake it.", "symptoms": rows, "risk": "high", "body": "## More\n\nText."}
    visitor.send("/staff/guides/save", preview="yes", title="A kettle", answer="Unplug it.", **lines)


def _errors(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.open("/staff/guides/new")
    visitor.send("/staff/guides/save", slug="Kettle!", title="", symptoms="one | two", body="[x](javascript:y)")


def _checked(visitor: Visitor) -> None:
    visitor.sign_in()
    made = visitor.shop.desk.read(SaveGuide, {**words_of(f"kettle-{next(_NUMBERS)}")})
    visitor.shop.desk.do(made, j.BOSS)
    visitor.open(f"/staff/guides/{made.slug}/en/check")


def _kept_here(visitor: Visitor) -> None:
    _with_guides("/guides/your-room")(visitor)
    visitor.send("/guides/your-room/keep", keep="yes")
    visitor.open("/kept-guides")


PAGES = {
    "kept_guides": {"none yet": opened("/kept-guides"), "in this browser": _kept_here},
    "guides": {
        "none yet": opened("/guides"),
        "all": _with_guides("/guides"),
        "found": _with_guides("/guides?q=photo"),
        "not found": _with_guides("/guides?q=xyzzy"),
    },
    "guide": {"one": _with_guides("/guides/your-room")},
    "staff_guides": {"none yet": at_desk("/staff/guides"), "all": _with_guides("/staff/guides", staff=True)},
    "staff_guide_new": {"empty": at_desk("/staff/guides/new"), "errors": _errors},
    "staff_guide": {
        "translation": _with_guides("/staff/guides/your-room/pl", staff=True),
        "previewed": _previewed,
    },
    "staff_guide_check": {"to check": _checked},
}
