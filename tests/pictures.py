"""Pictures and what pretends to be one, drawn here: no photo of anybody is kept among the tests."""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image

from shops import Visitor

GPS_IFD, ORIENTATION = 0x8825, 0x0112
#: A comment, a serial number and a place, which a phone writes into a photo.
TRACES = (b"SERIAL-77", b"taken at home")


def photo(size: tuple[int, int] = (640, 480), kind: str = "JPEG", **options: Any) -> bytes:
    """A photo, of which a tenth is red at the top left, so that one sees how it is turned."""
    made = Image.effect_noise(size, 40).convert("RGB")
    made.paste((255, 0, 0), (0, 0, size[0] // 3, size[1] // 3))
    out = io.BytesIO()
    made.save(out, kind, **options)
    return out.getvalue()


def with_traces(size: tuple[int, int] = (640, 480), orientation: int = 6) -> bytes:
    """A JPEG with what phones write into it: place, device, a comment, and a turn."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010E] = TRACES[1].decode()
    exif[0xA431] = TRACES[0].decode()
    exif[GPS_IFD] = {1: "N", 2: (52.0, 13.0, 47.0), 3: "E", 4: (21.0, 0.0, 44.0)}
    return photo(size, exif=exif, comment=TRACES[1])


def bomb() -> bytes:
    """A PNG of a few kilobytes that says of itself that it has 2.5 thousand million pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack("!I", len(content)) + name + content + struct.pack("!I", zlib.crc32(name + content))

    head = struct.pack("!IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(900_000)))
        + chunk(b"IEND", b"")
    )


def archive(names: tuple[str, ...] = ("a.txt",)) -> bytes:
    """A ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, bytes(1_000_000))
    return out.getvalue()


_HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAZdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAABuwABAAAAAAAAAFcAAgAAAAACEgABAAAAAAAAAHQAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbq"
    "SSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABgAAAAQAAAABBw"
    "aXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAA021kYXQAAABTKAGv"
    "E4B5C/JvEzf/mij/2kzw7mwoMx0fwzxnR/n79+2gG9WG9NjNfECvuq33EricoR3/19oh6vZn/ZlGj5FfL906DRYOGrOZBPaQUQmp"
    "qVPtUDAAAAAGRXhpZgAATU0AKgAAAAgAAgEOAAIAAAAOAAAAJoglAAQAAAABAAAANAAAAAB0YWtlbiBhdCBob21lAAACAAEAAgAA"
    "AAJOAAAAAAIABQAAAAMAAABSAAAAAAAAADQAAAABAAAADQAAAAEAAAAvAAAAAQ=="
)


def heic(padding: int = 0) -> bytes:
    """A picture as iPhones make them, drawn here, with a comment and a place in it; ``padding`` bytes stand behind it
    in a box that readers skip (ISO/IEC 14496-12, 8.1.2)."""
    box = struct.pack("!I", padding + 8) + b"free" + bytes(padding) if padding else b""
    return _HEIC + box


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def upload(visitor: Visitor, *files: tuple[str, bytes], part: bool = False, **fields: str) -> Any:
    """Send files by the form of the page that is open, as a browser or (``part``) as the pages' script does."""
    form = next(one for one in re.findall(r"<form.*?</form>", visitor.page.text, re.S) if "multipart" in one)
    target = re.search(r'action="([^"]+)"', form)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    assert target is not None
    sent = [("files", (name, content, "image/jpeg")) for name, content in files]
    headers = {"x-helpdesk-part": "files"} if part else {}
    answer = visitor.client.post(target[1], data=hidden | fields, files=sent, headers=headers)
    visitor.page = visitor.page if part else answer
    return answer


def tap(staff: Visitor, x: int, y: int, text: str) -> None:
    """Draw a mark on the photo whose page is open, as a browser without a script does: it says which pixel of the
    picture was tapped, from the left and from the top."""
    staff.send("/mark", text=text, forged={"at.x": str(x), "at.y": str(y)})


def home(room: Visitor) -> str:
    """The room's address, wherever its visitor is."""
    return "/".join(str(room.page.url.path).split("/")[:3])


def images(visitor: Visitor) -> list[str]:
    """The addresses of the thumbnails on the page that is open."""
    return re.findall(r'<img class="photo" src="([^"]+/small)"', visitor.page.text)


def images_at(visitor: Visitor, path: str) -> list[str]:
    """The addresses of the thumbnails on a page."""
    visitor.open(path)
    return images(visitor)
