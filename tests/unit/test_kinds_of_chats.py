"""Voice notes, places, stickers, pictures, and what was changed or taken back: kept or said, never lost in silence."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import attrs
import pytest

import sms_peer as s
import whatsapp_peer as w
from helpdesk_core import Agent
from helpdesk_core.adapters.sms.pictures import picture
from helpdesk_core.attachments.kinds import OGG
from helpdesk_core.attachments.model import OF_REQUEST, AttachmentState
from helpdesk_core.attachments.sounds import is_whole_ogg
from helpdesk_core.commands import TakeRequest
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.ports import Media
from helpdesk_core.testing import FixtureDesk, make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import InboundState, view_inbound
from peers import Calls, serving
from voices import page, voice

ANNA = Agent(id="anna", name="Anna")
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 50
EDIT = {"original_message_id": "wamid.0", "message": {"type": "text", "text": {"body": "Jutro"}}}


@pytest.fixture
def peer() -> Iterator[w.Peer]:
    with w.running() as made:
        made.files |= {
            "voice": voice(),
            "sticker": PNG,
            "photo": PNG,
            "song": b"ID3" + bytes(90),
            "broken": voice()[:-9],
        }
        yield made


def desk_of(channel: Any) -> tuple[FixtureDesk, str]:
    desk = make_desk(channels=[channel], settings=attrs.evolve(POLISH_SHOP, automatic=w.SILENT))
    said = {"problem": "It leaks", "device": "Kettle", "surname": "Kern", "contact": f"+{w.JAN}"}
    made = desk.do(desk.read(TakeRequest, said), ANNA)
    return desk, str(made.request)


def works(desk: FixtureDesk) -> None:
    while desk.deliver(500).total:
        pass


def thread(desk: FixtureDesk, request: str) -> list[str]:
    with desk.reading() as reader:
        texts = [str(one.text) for one in reader.find(THREAD, {"request": request})]
    return [one for one in texts if one != "It leaks"]


def kept(desk: FixtureDesk, request: str) -> list[tuple[str, str]]:
    with desk.reading() as reader:
        rows = reader.find(OF_REQUEST, {"request": request})
        return [(str(one.name), one.media) for one in rows if one.state is AttachmentState.READY]


def left_out(desk: FixtureDesk) -> list[str]:
    rows = [one for state in InboundState for one in desk.show(view_inbound, ANNA, state).rows]
    return sorted(str(name) for one in rows for name in one.left_out)


@pytest.mark.parametrize(
    ("kind", "values", "said", "files", "left"),
    [
        ("audio", w.file("audio", "audio/ogg; codecs=opus", "voice", voice=True), ["🎤 voice.ogg"], [OGG], []),
        ("audio", w.file("audio", "audio/ogg", "broken", voice=True), ["🎤 voice.ogg"], [], []),
        ("audio", w.file("audio", "audio/mpeg", "song"), ["🎵 audio.mp3"], [], ["audio.mp3"]),
        ("video", w.file("video", "video/mp4", "song"), ["🎬 video.mp4"], [], ["video.mp4"]),
        ("sticker", w.file("sticker", "image/webp", "sticker"), ["🏷 sticker.webp"], ["image/png"], []),
        ("image", w.file("image", "image/jpeg", "photo", caption="Tu"), ["Tu"], ["image/png"], []),
        ("location", {"location": {"latitude": 51.1, "longitude": 17}}, ["📍 51.10000, 17.00000"], [], []),
        ("edit", {"edit": EDIT}, ["✏️ Jutro"], [], []),
        ("revoke", {"revoke": {"original_message_id": "wamid.0"}}, ["🗑"], [], []),
    ],
)
def test_each_kind_is_kept_or_said(
    peer: w.Peer, kind: str, values: dict[str, Any], said: list[str], files: list[str], left: list[str]
) -> None:
    """On the thread of whoever is known; what may not be taken is named where its bytes can be asked for."""
    desk, request = desk_of(w.channel(peer.api))
    moment = str(int(desk.clock().timestamp()))
    desk.receive("whatsapp", w.signed(w.payload([w.message("wamid.1", kind, timestamp=moment, **values)])))
    works(desk)
    assert thread(desk, request) == said
    assert [media for _, media in kept(desk, request)] == files
    assert left_out(desk) == left
    assert desk.verify() == ()


def test_what_a_stranger_takes_back_begins_nothing(peer: w.Peer) -> None:
    """There is no request, and nobody has read anything."""
    desk, request = desk_of(w.channel(peer.api))
    gone = w.message("wamid.1", "revoke", w.EWA, revoke={"original_message_id": "wamid.0"})
    desk.receive("whatsapp", w.signed(w.payload([gone])))
    works(desk)
    assert thread(desk, request) == []
    (one,) = desk.show(view_inbound, ANNA, InboundState.AUTOMATIC).rows
    assert str(one.text) == "🗑"


@attrs.define
class Twilio:
    """Where Twilio keeps files: it asks for the account's proof, and sends on to a place that must not see it."""

    server: Any = None
    asked: list[tuple[str, str]] = attrs.field(factory=list)
    leads_to: str = ""

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/2010-04-01"


class _Files(Calls):
    def do_GET(self) -> None:
        there: Twilio = self.server.twilio  # type: ignore[attr-defined]
        there.asked.append((self.path, self.headers.get("Authorization", "")))
        if self.path.endswith("/away"):
            return self.answer(503, b"")
        if self.path.endswith("/gone"):
            return self.answer(404, b"")
        if self.path.endswith("/1"):
            self.send_response(307)
            self.send_header("Location", there.leads_to or "/2010-04-01/kept")
            self.send_header("Content-Length", "0")
            return self.end_headers()
        return self.answer(200, PNG)


@pytest.fixture
def twilio() -> Iterator[Twilio]:
    with serving(Twilio(), _Files) as made:
        made.server.twilio = made
        yield made


@pytest.mark.parametrize(
    ("media", "said", "files", "left"),
    [
        ([("image/jpeg", "1")], [], ["image/png"], []),
        ([("image/jpeg", "gone")], [], [], ["mms-1.jpeg"]),
        ([("video/3gpp", "1")], ["🎬 mms-1.3gpp"], [], ["mms-1.3gpp"]),
        ([("text/x-vcard", "gone")], ["👤 mms-1"], [], ["mms-1"]),
        ([("image/jpeg", "1"), ("audio/amr", "1")], ["🎵 mms-2.amr"], ["image/png"], ["mms-2.amr"]),
    ],
)
def test_what_comes_by_mms_is_fetched_or_said(
    twilio: Twilio, media: list[tuple[str, str]], said: list[str], files: list[str], left: list[str]
) -> None:
    """Also where no word came along."""
    desk, request = desk_of(s.twilio_channel(account=s.SID, api=twilio.api))
    more = {f"MediaUrl{place}": f"{twilio.api}/{end}" for place, (_, end) in enumerate(media)}
    more |= {f"MediaContentType{place}": kind for place, (kind, _) in enumerate(media)}
    form = s.twilio_message(text="", **more) | {"NumMedia": str(len(media))}
    desk.receive("twilio", s.of_twilio(urlencode(form).encode()))
    works(desk)
    assert thread(desk, request) == said
    assert [kind for _, kind in kept(desk, request)] == files
    assert left_out(desk) == left


def test_a_picture_comes_from_twilio_alone_and_its_proof_goes_nowhere_else(twilio: Twilio) -> None:
    """The address stands in a signed message, and is looked at all the same; another place is not asked at all."""
    proof = (s.SID, s.TOKEN)
    assert picture(f"{twilio.api}/1", twilio.api, proof, 100) == PNG
    assert all(given.startswith("Basic ") for _, given in twilio.asked)
    assert picture(f"{twilio.api}/1", twilio.api, proof, 10) is None
    twilio.asked.clear()
    for elsewhere in ("https://evil.example/1", "http://mms.twiliocdn.com/1", "https://twilio.com.evil.example/1", "x"):
        assert picture(elsewhere, twilio.api, proof, 100) is None
    assert twilio.asked == []
    twilio.leads_to = "https://evil.example/kept"
    assert picture(f"{twilio.api}/1", twilio.api, proof, 100) is None
    twilio.leads_to = f"{twilio.api}/1"
    assert picture(f"{twilio.api}/1", twilio.api, proof, 100) is None, "it does not go round in a circle"
    with pytest.raises(OSError, match="503"):
        picture(f"{twilio.api}/away", twilio.api, proof, 100)
    channel = s.twilio_channel(api=twilio.api)
    assert channel.fetch(Media(key=f"{twilio.api}/gone", media_type="image/jpeg"), 100) is None
    assert twilio.asked[-1][1] == "", "without the account nothing is proved"


WHOLE = voice()


@pytest.mark.parametrize(
    ("content", "whole"),
    [
        (WHOLE, True),
        (voice(1), True),
        (WHOLE[:-1], False),
        (WHOLE + b"MZ", False),
        (WHOLE + WHOLE, False),
        (WHOLE[1:], False),
        (WHOLE.replace(b"OpusTags", b"vorbis!!"), False),
        (page(0, b"OpusHead" + bytes(11), first=True) + page(1, b"OpusTags") + page(3, b"x"), False),
        (page(0, b"OpusHead" + bytes(11), first=True) + page(1, b"OpusTags", serial=8) + page(2, b"x"), False),
        (page(0, b"OpusHead" + bytes(11), first=True), False),
        (b"", False),
    ],
)
def test_a_voice_note_is_one_stream_from_end_to_end(content: bytes, whole: bool) -> None:
    """Nothing stands before, behind or between its pages."""
    assert is_whole_ogg(io.BytesIO(content)) is whole
