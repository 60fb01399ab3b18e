"""Signatures: asked for by staff, given once by whoever stands before the page."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

import journeys as j
from capabilities.hand_overs import GIVEN
from capabilities.loans import lent
from capabilities.scene import CUSTOMERS, STAFF, Example, Look, Scene, by_command, by_id, row
from helpdesk_core.commands import AskForSignature, RecordHandOver, Sign
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_request_signatures, view_signatures, view_signing
from shops import Visitor

RIGHT = "signatures.ask"
WORDS = ({"code": "legal.terms", "number": 0, "digest": hashlib.sha256(b"The terms").hexdigest()},)
ASKED = {"occasion": "received", "language": "pl", "texts": WORDS}
STROKES = ({"points": (10, 400, 300, 60, 420, 410)}, {"points": (500, 120, 900, 300, 980, 20)})
DRAWN = "10 400 300 60 420 410;500 120 900 300 980 20"


def asked(desk: Any, request: str, **more: Any) -> str:
    """A page to sign on; the signature's id."""
    return str(j.do(desk, AskForSignature, j.ANNA, request=request, **(ASKED | more)).signature)


def token(desk: Any, request: str, signature: str) -> str:
    """Of its page."""
    rows = desk.show(view_request_signatures, j.ANNA, request).rows
    return next(str(one.token) for one in rows if one.signature.id == signature)


def page(desk: Any, request: str, **more: Any) -> dict[str, Any]:
    """What whoever stands before a page sends with their name."""
    link = token(desk, request, asked(desk, request, **more))
    words = desk.show(view_signing, j.CUSTOMER, link).words
    assert words is not None
    return {"link": link, "digest": words.digest}


def signed(desk: Any, request: str, **more: Any) -> None:
    """It is signed by hand."""
    j.do(desk, Sign, j.Guest(), **page(desk, request, **more), name="Jan Kowalski", strokes=STROKES)


EXAMPLES = by_command(
    Example(AskForSignature, STAFF, right=RIGHT, fields=lambda scene: {"request": scene.request, **ASKED}),
    # whoever has the page before them signs: its link is all that is asked for
    Example(
        Sign,
        CUSTOMERS,
        fields=lambda scene: {**page(scene.desk, scene.request), "name": "Jan Kowalski", "strokes": STROKES},
        stranger=None,
    ),
)
KEPT = {"signatures.asked_by_name": "staff stand by what they had signed"}
CHANGES = {
    "signature_asked": row(STAFF, AskForSignature),
    "signature_given": row(CUSTOMERS, Sign),
}


def _seen(scene: Scene) -> Any:
    signed(scene.desk, scene.request)
    asked(scene.desk, scene.request)
    return by_id(scene)


def _at_page(scene: Scene) -> Any:
    return (page(scene.desk, scene.request)["link"],), {}


VIEWS = {
    view_signatures: Look(by=CUSTOMERS, ask=_seen, stranger=NOT_FOUND),
    view_request_signatures: Look(by=STAFF, right=RIGHT, ask=_seen, stranger=NOT_FOUND),
    # the page is for whoever stands before it
    view_signing: Look(by=CUSTOMERS, ask=_at_page, of_nobody=True),
}


def opened(visitor: Visitor, occasion: str = "received", phase: str = "in_review", **fields: Any) -> tuple[Any, str]:
    """A page to sign on, as staff open it for a customer of the visitor's language; the request, the page's path."""
    desk = visitor.shop.desk
    language = visitor.client.cookies.get("helpdesk_language") or "en"
    fields = {"contact": f"signs-{secrets.token_hex(4)}@example.com", "language": language, **fields}
    made, _ = j.in_phase(desk, phase, j.Customer(id="7"), **fields)
    if occasion == "handed_over":
        j.do(desk, RecordHandOver, j.ANNA, request=made.request, **GIVEN)
    if occasion == "lent":
        lent(desk, made.request)
    staff = visitor.shop.visitor()
    staff.sign_in()
    staff.open(f"/staff/requests/{made.reference.replace('-', '')}")
    staff.send("/signatures", occasion=occasion)
    (row, *_) = desk.show(view_request_signatures, j.ANNA, made.request).rows
    return made, f"/sign/{row.token}"


def _page(occasion: str, phase: str = "in_review") -> Any:
    def show(visitor: Visitor) -> None:
        visitor.open(opened(visitor, occasion, phase)[1])

    return show


def _sent(**fields: str) -> Any:
    def show(visitor: Visitor) -> None:
        _page("received")(visitor)
        visitor.send(visitor.page.url.path, **fields)

    return show


def _over(visitor: Visitor) -> None:
    made, path = opened(visitor)
    asked(visitor.shop.desk, made.request)
    visitor.open(path)


def _signed_in(visitor: Visitor) -> None:
    path = opened(visitor)[1]
    visitor.sign_in()
    visitor.open(path)


def _at(path: str, sign: bool = True) -> Any:
    def show(visitor: Visitor) -> None:
        made, page_ = opened(visitor)
        if sign:
            tablet = visitor.shop.visitor()
            tablet.open(page_)
            tablet.send(page_, name="Jan Kowalski", drawn=DRAWN)
        visitor.sign_in()
        (row, *_) = visitor.shop.desk.show(view_request_signatures, j.ANNA, made.request).rows
        at = f"/staff/requests/{made.reference.replace('-', '')}"
        visitor.open(path.format(request=at, signature=row.signature.id))

    return show


def _room(visitor: Visitor) -> None:
    made, page_ = opened(visitor)
    visitor.open(page_)
    visitor.send(visitor.page.url.path, name="Jan Kowalski", drawn=DRAWN)
    visitor.client.cookies.set("test_customer", "7")
    visitor.open(f"/r/{j.link(visitor.shop.desk, made)}")


PAGES = {
    "sign": {
        "left with us": _page("received"),
        "handed over": _page("handed_over", "ready"),
        "lent": _page("lent"),
        "errors": _sent(name=""),
        "signed": _sent(name="Jan Kowalski"),
        "over": _over,
        "lost": lambda visitor: visitor.open("/sign/nothing"),
        "signed in to the desk": _signed_in,
        "in the room": _room,
    },
    "staff_signatures": {
        "one": _at("{request}/signatures"),
        "on the request": _at("{request}"),
        "on the slip": _at("{request}/slip"),
    },
    "staff_signature": {
        "waiting": _at("{request}/signatures/{signature}", sign=False),
        "signed": _at("{request}/signatures/{signature}"),
    },
}
