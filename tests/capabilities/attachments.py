"""Photos and files: uploaded, added, looked at, removed."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable
from typing import Any

import journeys as j
import pictures
from capabilities.scene import (
    AUTOMATION,
    CUSTOMERS,
    PEOPLE,
    STAFF,
    Example,
    Look,
    Scene,
    at_desk,
    by_command,
    by_id,
    of_request,
    row,
)
from helpdesk_core import Actor, Guest
from helpdesk_core.commands import (
    AddAttachments,
    AddFirstAttachments,
    MarkPhoto,
    PairPhotos,
    RecordCheck,
    ReleaseAttachment,
    RemoveAttachment,
    ReplyToCustomer,
    ReserveFirstUpload,
    ReserveUpload,
    ShareAttachment,
    TakeFromFinding,
)
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_file, view_first_files, view_request_files, view_room_files
from shops import Visitor

JPEG = b"\xff\xd8\xff\xe0" + b"a photo of synthetic pixels" * 9


def uploaded(scene: Scene, actor: Actor | None = None) -> dict[str, Any]:
    """A photo that was kept and not added yet."""
    kept: Any = scene.desk.keep_file(
        io.BytesIO(JPEG), name="crack.jpg", request=scene.request, actor=actor or scene.guest
    )
    return {"request": scene.request, "files": [{"upload": kept.upload, "name": kept.name}]}


def added(scene: Scene) -> str:
    """A photo of the customer's that waits for its check."""
    made: Any = scene.desk.do(scene.desk.read(AddAttachments, uploaded(scene)), scene.guest)
    return str(made.attachments[0])


def first_uploaded(scene: Scene) -> dict[str, Any]:
    """A photo of whoever has just made a request, kept and not added yet."""
    kept: Any = scene.desk.keep_file(
        io.BytesIO(JPEG), name="crack.jpg", request=scene.request, actor=Guest(), link=scene.link
    )
    return {"link": scene.link, "files": [{"upload": kept.upload, "name": kept.name}]}


def held(scene: Scene) -> str:
    """One that was added before the contact was confirmed."""
    made: Any = scene.desk.do(scene.desk.read(AddFirstAttachments, first_uploaded(scene)), Guest())
    return str(made.attachments[0])


def lost(scene: Scene) -> dict[str, Any]:
    """One whose request nobody confirmed."""
    return {"attachment": held(scene)}


def confirmed(scene: Scene) -> dict[str, Any]:
    """One whose request was confirmed just now."""
    fields = lost(scene)
    j.enter(scene.desk, scene.made, j.EMAIL)
    return fields


def ready(scene: Scene) -> str:
    """One that was checked."""
    id = added(scene)
    while scene.desk.deliver().done:
        pass
    return id


def photo(scene: Scene) -> str:
    """One that was checked and is a picture that can be shown, whatever looks at pictures here."""
    id = added(scene)
    scene.desk.do(scene.desk.read(RecordCheck, {"attachment": id, **_SOUND}), j.BOT)
    return id


def marked(scene: Scene) -> dict[str, Any]:
    """A mark that was not sent."""
    fields = {"attachment": photo(scene), "x": 120, "y": 480, "text": "A crack."}
    scene.desk.do(scene.desk.read(MarkPhoto, fields), j.ANNA)
    return {"request": scene.request}


def _mark(scene: Scene) -> dict[str, Any]:
    return {"attachment": photo(scene), "x": 120, "y": 480, "text": "A crack."}


def _pair(scene: Scene) -> dict[str, Any]:
    return {"request": scene.request, "before": photo(scene), "after": photo(scene), "text": "A new screen."}


def _prepared(scene: Scene) -> Any:
    marked(scene)
    return scene.desk.show(view_request_files, j.ANNA, scene.request).prepared


def _part(scene: Scene) -> dict[str, Any]:
    return {"request": scene.request, "part": _prepared(scene).photos[0].marks[0].id}


def _along(scene: Scene) -> dict[str, Any]:
    return {"request": scene.request, "text": "Look here.", "finding": _prepared(scene).stamp}


def _checked(**found: Any) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"attachment": added(scene), **found}


_KEY = "0123456789abcdef" * 2
_SOUND = {"media": "jpg", "size": "9", "sha256": _KEY * 2, "key": _KEY}


def _for_team(scene: Scene) -> dict[str, Any]:
    """A file that was checked and that the customer does not see."""
    fields = uploaded(scene, j.ANNA) | {"is_shared": "no"}
    made: Any = scene.desk.do(scene.desk.read(AddAttachments, fields), j.ANNA)
    id = str(made.attachments[0])
    scene.desk.do(scene.desk.read(RecordCheck, {"attachment": id, **_SOUND}), j.BOT)
    return {"attachment": id}


REFUSED = Example(RecordCheck, AUTOMATION, fields=_checked(reason="unreadable"))
KEPT_FOR_TEAM = Example(
    AddAttachments, STAFF, right="attachments.add", fields=lambda scene: uploaded(scene) | {"is_shared": "no"}
)
SHOWN = Example(ReplyToCustomer, STAFF, right="requests.reply", fields=_along)
DROPPED = Example(ReleaseAttachment, AUTOMATION, fields=lost, phase="unclaimed")
EXAMPLES = by_command(
    Example(ReserveUpload, PEOPLE, right="attachments.add", fields=of_request(), is_try=True),
    Example(AddAttachments, PEOPLE, right="attachments.add", fields=uploaded),
    Example(RemoveAttachment, PEOPLE, right="attachments.remove", fields=lambda scene: {"attachment": added(scene)}),
    Example(RecordCheck, AUTOMATION, fields=_checked(**_SOUND)),
    Example(ShareAttachment, STAFF, right="attachments.add", fields=_for_team),
    Example(MarkPhoto, STAFF, right="attachments.mark", fields=_mark),
    Example(PairPhotos, STAFF, right="attachments.mark", fields=_pair),
    Example(TakeFromFinding, STAFF, right="attachments.mark", fields=_part),
    Example(
        ReserveFirstUpload,
        CUSTOMERS,
        fields=lambda scene: {"link": scene.link},
        is_try=True,
        phase="unclaimed",
        stranger=None,
    ),
    Example(AddFirstAttachments, CUSTOMERS, fields=first_uploaded, phase="unclaimed", stranger=None),
    Example(ReleaseAttachment, AUTOMATION, fields=confirmed, phase="unclaimed"),
)
CHANGES = {
    "attachments_added": row(
        (*PEOPLE, *AUTOMATION), AddAttachments, ReleaseAttachment, ShareAttachment, staff="customer", customer="staff"
    ),
    "attachments_held": row(CUSTOMERS, AddFirstAttachments),
    "attachment_dropped": row(AUTOMATION, DROPPED),
    "attachments_kept": row(STAFF, KEPT_FOR_TEAM),
    "attachment_removed": row(PEOPLE, RemoveAttachment),
    "attachment_ready": row(AUTOMATION, RecordCheck),
    "attachment_refused": row(AUTOMATION, REFUSED),
    "photo_marked": row(STAFF, MarkPhoto),
    "photos_paired": row(STAFF, PairPhotos),
    "finding_reduced": row(STAFF, TakeFromFinding),
    "finding_sent": row(STAFF, SHOWN),
}
KEPT = {
    "attachments.author_name": "staff stand by what they did",
    "attachments.media": "the kind of a file",
    "findings.prepared_by": "staff stand by what they did",
}


def _with_one(ask: Callable[[Scene], Any]) -> Callable[[Scene], Any]:
    def made(scene: Scene) -> Any:
        ready(scene)
        return ask(scene)

    return made


VIEWS = {
    view_first_files: Look(
        by=CUSTOMERS,
        ask=lambda scene: (held(scene) and (scene.link,), {}),
        phase="unclaimed",
        of_nobody=True,  # the private link itself is the proof
    ),
    view_room_files: Look(by=CUSTOMERS, ask=_with_one(by_id), stranger=NOT_FOUND),
    view_request_files: Look(by=STAFF, right="requests.view", ask=_with_one(by_id), stranger=NOT_FOUND),
    view_file: Look(by=PEOPLE, right="requests.view", ask=lambda scene: ((ready(scene),), {}), stranger=NOT_FOUND),
}


def _in_room(visitor: Visitor) -> str:
    """A room with a photo, a file and one that was refused; returns the address of the thumbnail."""
    visitor.request_help(f"{secrets.token_hex(4)}@example.com")
    address = pictures.home(visitor)
    pictures.upload(
        visitor, ("crack.jpg", pictures.photo()), ("bill.pdf", pictures.PDF), ("half.jpg", pictures.photo()[:999])
    )
    while visitor.shop.desk.deliver(500).done:
        pass
    visitor.open(address)
    (found,) = pictures.images(visitor)
    return found


def _picture(visitor: Visitor) -> None:
    visitor.open(_in_room(visitor).rpartition("/")[0])


def _refused(visitor: Visitor) -> None:
    _in_room(visitor)
    pictures.upload(visitor, ("drawing.svg", pictures.SVG))


def _at_desk(visitor: Visitor) -> None:
    at_desk("/staff/requests/{reference}")(visitor)
    pictures.upload(visitor, ("result.jpg", pictures.photo()))
    while visitor.shop.desk.deliver(500).done:
        pass
    at_desk("/staff/requests/{reference}")(visitor)


def _staff_picture(visitor: Visitor) -> None:
    _at_desk(visitor)
    visitor.open(pictures.images(visitor)[0].rpartition("/")[0])


def _marked(visitor: Visitor) -> None:
    """A photo with a mark, drawn without a script."""
    _staff_picture(visitor)
    pictures.tap(visitor, 144, 108, "The screen is cracked here.")


def _no_place(visitor: Visitor) -> None:
    _staff_picture(visitor)
    visitor.send("/mark", text="Nowhere.")


PAGES = {
    "room_file": {
        "shown": _picture,
        "in the room": lambda visitor: (_in_room(visitor), None)[1],
        "errors in the room": _refused,
    },
    "staff_request_file": {
        "shown": _staff_picture,
        "on the request": _at_desk,
        "marked": _marked,
        "errors of a mark without a place": _no_place,
    },
}
