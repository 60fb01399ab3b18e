"""What one message says, in words that need no language: a place, a contact or a voice note has none of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ...ports import Media
from .payload import SHAPES

UNSUPPORTED, NUMBER_CHANGED, HIDDEN_NUMBER = "unsupported", "number_changed", "hidden_number"
UNREADABLE, DELETED = "unreadable", "deleted"
"""Why a person has to see to a message; the last one is said on the thread."""
_NAMES = {
    "image": "photo.jpg",
    "sticker": "sticker.webp",
    "video": "video.mp4",
    "audio": "audio.ogg",
    "voice": "voice.ogg",
    "document": "document.pdf",
}
_OF_THE_SERVICE = ("request_welcome",)
#: What stands for a file that may not be taken: else nobody would see that it came.
_SIGNS = {"video": "🎬", "audio": "🎵", "voice": "🎤", "sticker": "🏷"}
_ENDINGS = {"audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/aac": "aac", "audio/amr": "amr"}
_MOST_CONTACTS, _LONGEST_CODE = 10, 200


@attrs.frozen(kw_only=True)
class Content:
    """What is in a message.

    Attributes:
        text: Its words.
        media: Its file.
        is_written: Whether its sender wrote it: reactions and notices of the service are not.
        problem: Why only a person can read it.
        choice: The code of the quick reply of ours that was tapped.
    """

    text: str = ""
    media: tuple[Media, ...] = ()
    is_written: bool = True
    problem: str = ""
    choice: str = ""


def content_of(one: Mapping[str, Any]) -> Content:
    """Read a message.

    Args:
        one: The message.

    Returns:
        Its content. A kind or a shape that is not known here is for a person: somebody may have written it.
    """
    try:
        return _of_kind(one["type"], one)
    except SHAPES:
        return Content(is_written=False, problem=UNREADABLE)


def _of_kind(kind: str, one: Mapping[str, Any]) -> Content:
    if kind == "text":
        return Content(text=_said(one["text"]["body"]))
    if kind == "button":
        return Content(text=_said(one["button"]["text"]))
    if kind == "interactive":
        return _chosen(one["interactive"])
    if kind in _NAMES and kind != "voice":
        return _file(kind, one[kind])
    if kind == "location":
        return Content(text=_place(one["location"]))
    if kind == "contacts":
        return Content(text="\n".join(_person(each) for each in one["contacts"][:_MOST_CONTACTS]))
    if kind == "edit":
        again = content_of(one["edit"]["message"])
        written = {"text": f"✏️ {again.text}"} if again.text else {"is_written": False}
        return attrs.evolve(again, media=(), **written)
    if kind == "unsupported":
        return Content(problem=UNSUPPORTED)
    return _besides(kind, one)


def _besides(kind: str, one: Mapping[str, Any]) -> Content:
    """What is kept and does nothing, and what a person must know."""
    if kind == "reaction":
        return Content(text=_said(one["reaction"].get("emoji") or ""), is_written=False)
    if kind == "revoke":
        return Content(text="🗑", is_written=False, problem=DELETED)
    if kind == "system":
        body = _said(one["system"].get("body") or "")
        if one["system"].get("type") == "user_changed_number":
            return Content(text=body, problem=NUMBER_CHANGED)
        return Content(text=body, is_written=False)
    return Content(is_written=False, problem="" if kind in _OF_THE_SERVICE else UNSUPPORTED)


def _chosen(choice: Mapping[str, Any]) -> Content:
    """A quick reply, or an entry of a list."""
    if choice["type"] not in ("button_reply", "list_reply"):
        return Content(problem=UNSUPPORTED)
    chosen = choice[choice["type"]]
    return Content(text=_said(chosen["title"]), choice=_said(chosen.get("id") or "")[:_LONGEST_CODE])


def _file(kind: str, file: Mapping[str, Any]) -> Content:
    sort = "voice" if kind == "audio" and file.get("voice") is True else kind
    media = _media_type(file)
    name, caption = _said(file.get("filename") or "") or _named(sort, media), _said(file.get("caption") or "")
    found = Media(key=_said(file["id"]), media_type=media, name=name)
    sign = f"{_SIGNS[sort]} {name}" if sort in _SIGNS else ""
    return Content(text="\n".join(part for part in (caption, sign) if part), media=(found,))


def _named(sort: str, media: str) -> str:
    """The name of what has none; a sound has the ending of its kind, so that it says what came."""
    name = _NAMES[sort]
    return f"{name.partition('.')[0]}.{_ENDINGS[media]}" if media in _ENDINGS else name


def _media_type(file: Mapping[str, Any]) -> str:
    said = _said(file["mime_type"]).partition(";")[0].strip().lower()
    if "/" not in said:
        raise ValueError("no media type")
    return said


def _place(place: Mapping[str, Any]) -> str:
    where = f"{float(place['latitude']):.5f}, {float(place['longitude']):.5f}"
    named = [_said(place.get(name) or "") for name in ("name", "address")]
    return f"📍 {', '.join(part for part in (*named, where) if part)}"


def _person(contact: Mapping[str, Any]) -> str:
    name = _said(contact["name"].get("formatted_name") or "")
    phones = [_said(phone.get("phone") or "") for phone in (contact.get("phones") or [])[:_MOST_CONTACTS]]
    return f"👤 {': '.join(part for part in (name, ', '.join(filter(None, phones))) if part)}"


def _said(value: Any) -> str:
    """A text as it can be stored: half a character is none."""
    if not isinstance(value, str):
        raise TypeError("no text")
    return value.encode("utf-8", "replace").decode()
