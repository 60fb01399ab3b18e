"""Photos for the demo, drawn and sent here: a phone whose screen is cracked, a washing machine's pump, a cup."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from helpdesk_core import Actor, Command, Helpdesk, KeptFile
from helpdesk_core.commands import AddAttachments
from helpdesk_core.views import view_request_files

if TYPE_CHECKING:
    from PIL import Image


class Do(Protocol):
    """Carries out a command of the demo, which must succeed, and returns what it made."""

    def __call__(self, command: type[Command[Any]], actor: Actor, **fields: Any) -> Any: ...


def phone() -> bytes:
    """A phone whose screen is cracked.

    Returns:
        The bytes of a JPEG file.
    """
    from PIL import Image, ImageDraw

    chance = random.Random(13)
    made = Image.radial_gradient("L").resize((960, 720)).point(lambda one: 235 - one // 3).convert("RGB")
    draw = ImageDraw.Draw(made)
    draw.rounded_rectangle((300, 60, 660, 660), 46, fill=(28, 30, 36))
    draw.rounded_rectangle((316, 84, 644, 636), 28, fill=(52, 84, 110))
    for row in range(4):
        for column in range(3):
            left, top = 352 + 92 * column, 130 + 110 * row
            hue = tuple(chance.randint(90, 220) for _ in range(3))
            draw.rounded_rectangle((left, top, left + 68, top + 68), 16, fill=hue)
    for _ in range(18):
        at = (470, 520)
        for _ in range(5):
            across, down = at[0] + chance.randint(-95, 95), at[1] + chance.randint(-125, 70)
            to = (min(640, max(320, across)), min(632, max(88, down)))
            draw.line((*at, *to), fill=(238, 242, 245), width=2)
            at = to
    return _saved(made)


def pump(*, coin: bool) -> bytes:
    """A washing machine's pump, seen from the front.

    Args:
        coin: Whether one is stuck in it.

    Returns:
        The bytes of a JPEG file.
    """
    from PIL import Image, ImageDraw

    made = Image.radial_gradient("L").resize((960, 720)).point(lambda one: 240 - one // 3).convert("RGB")
    draw = ImageDraw.Draw(made)
    draw.ellipse((210, 90, 750, 630), fill=(206, 208, 204), outline=(150, 152, 150), width=12)
    draw.ellipse((290, 170, 670, 550), fill=(58, 62, 66))
    for turn in range(6):
        draw.pieslice((320, 200, 640, 520), 60 * turn, 60 * turn + 26, fill=(226, 228, 224))
    draw.ellipse((430, 310, 530, 410), fill=(170, 174, 172))
    if coin:
        draw.ellipse((530, 380, 650, 500), fill=(206, 164, 84), outline=(150, 112, 44), width=8)
        draw.ellipse((556, 406, 624, 474), outline=(150, 112, 44), width=4)
    return _saved(made)


def cup() -> bytes:
    """A glass of coffee that is only half full.

    Returns:
        The bytes of a JPEG file.
    """
    from PIL import Image, ImageDraw

    made = Image.radial_gradient("L").resize((960, 720)).point(lambda one: 245 - one // 3).convert("RGB")
    draw = ImageDraw.Draw(made)
    draw.rounded_rectangle((0, 610, 960, 720), 0, fill=(150, 112, 78))
    draw.arc((560, 260, 760, 500), 270, 90, fill=(196, 204, 206), width=26)
    draw.rounded_rectangle((320, 130, 660, 640), 40, fill=(222, 229, 231), outline=(176, 186, 188), width=8)
    draw.rounded_rectangle((332, 400, 648, 628), 32, fill=(66, 40, 26))
    draw.ellipse((332, 376, 648, 424), fill=(146, 100, 62))
    draw.ellipse((324, 108, 656, 156), fill=(236, 241, 242), outline=(176, 186, 188), width=6)
    return _saved(made)


def _saved(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def add_photo(desk: Helpdesk, do: Do, by: Actor, request: str, name: str, draw: Callable[[], bytes]) -> str | None:
    """Somebody sends a photo, and it is checked.

    Args:
        desk: The desk.
        do: Sends a command.
        by: Who sends it.
        request: The request's id.
        name: The photo's name.
        draw: Makes the bytes.

    Returns:
        The photo's id, None where no photos are taken.
    """
    if desk.storage is None or desk.storage.pictures is None:
        return None
    kept = desk.keep_file(io.BytesIO(draw()), name=name, request=request, actor=by)
    if not isinstance(kept, KeptFile):
        return None
    added = do(AddAttachments, by, request=request, files=({"upload": kept.upload, "name": kept.name},))
    desk.deliver(lanes=(2,))
    return str(added.attachments[0])


def stamp(desk: Helpdesk, by: Actor, request: str) -> str:
    """Names what is marked on a request's photos and not sent yet, empty for nothing."""
    prepared = desk.show(view_request_files, by, request).prepared
    return prepared.stamp if prepared is not None else ""
