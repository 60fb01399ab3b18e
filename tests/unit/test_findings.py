"""What staff show on photos: prepared where nobody sees it, sent with words, and then as it was seen."""

from __future__ import annotations

from typing import Any

import pytest

import journeys as j
from capabilities.attachments import added, photo
from capabilities.scene import Scene
from helpdesk_core import Refusal
from helpdesk_core.attachments.findings import MOST_MARKS
from helpdesk_core.attachments.model import FINDINGS
from helpdesk_core.commands import (
    EraseRequest,
    MarkPhoto,
    PairPhotos,
    PrepareOutcome,
    RecordOutcome,
    RemoveAttachment,
    ReplyToCustomer,
    TakeFromFinding,
)
from helpdesk_core.views import view_request_files, view_room_files


@pytest.fixture
def scene() -> Scene:
    """A request under review."""
    return Scene.in_phase("in_review")


def do(scene: Scene, kind: type[Any], **fields: Any) -> Any:
    return scene.desk.do(scene.desk.read(kind, fields), j.ANNA)


def tried(scene: Scene, kind: type[Any], **fields: Any) -> str:
    """The code of a refusal, empty for none."""
    answer = scene.desk.handle(scene.desk.read(kind, fields), j.ANNA)
    return answer.code if isinstance(answer, Refusal) else ""


def mark(scene: Scene, id: str, x: int = 120, y: int = 480, text: str = "A crack.") -> None:
    do(scene, MarkPhoto, attachment=id, x=x, y=y, text=text)


def prepared(scene: Scene) -> Any:
    return scene.desk.show(view_request_files, j.ANNA, scene.request).prepared


def in_room(scene: Scene) -> Any:
    return scene.desk.show(view_room_files, scene.guest, scene.request).findings


def test_marks_reach_the_customer_with_a_reply_and_not_before(scene: Scene) -> None:
    """In their order, with their places and words; the history vouches for them."""
    one = photo(scene)
    mark(scene, one)
    mark(scene, one, 900, 1000, "And a scratch, PIN 4821.")
    assert in_room(scene) == ()
    do(scene, ReplyToCustomer, request=scene.request, text="No drawings with this one.")
    assert in_room(scene) == ()
    do(scene, ReplyToCustomer, request=scene.request, text="Look here.", finding=prepared(scene).stamp)
    (found,) = in_room(scene)
    assert [(m.x, m.y) for m in found.photos[0].marks] == [(120, 480), (900, 1000)]
    assert "4821" not in str(found.photos[0].marks[1].text), "what is written on a photo is redacted like all else"
    assert prepared(scene) is None
    assert scene.desk.verify() == ()


def test_a_pair_goes_with_an_outcome(scene: Scene) -> None:
    """In the step in which a person decides about its words."""
    do(scene, PairPhotos, request=scene.request, before=photo(scene), after=photo(scene), text="A new screen.")
    draft = do(scene, PrepareOutcome, request=scene.request, result="solved", text="It works.")
    do(scene, RecordOutcome, outcome=draft.outcome, digest=draft.digest, finding=prepared(scene).stamp)
    (found,) = in_room(scene)
    assert str(found.pairs[0].text) == "A new screen."
    assert found.pairs[0].before.id != found.pairs[0].after.id
    assert scene.desk.verify() == ()


def test_what_changed_since_it_was_looked_at_is_not_sent(scene: Scene) -> None:
    """A colleague draws another mark while one writes: neither words nor marks go."""
    one = photo(scene)
    mark(scene, one)
    seen = prepared(scene).stamp
    mark(scene, one, text="Another one.")
    words = {"request": scene.request, "text": "Look here.", "finding": seen}
    assert tried(scene, ReplyToCustomer, **words) == "refusal.finding_changed"
    assert in_room(scene) == ()
    assert tried(scene, ReplyToCustomer, **(words | {"finding": prepared(scene).stamp})) == ""
    assert tried(scene, ReplyToCustomer, **words) == "refusal.finding_changed", "what was sent is not sent twice"


def test_what_was_sent_stays_and_what_was_not_is_taken_away(scene: Scene) -> None:
    """Of what the customer has read nothing is changed behind their back."""
    one = photo(scene)
    mark(scene, one)
    do(scene, ReplyToCustomer, request=scene.request, text="Look here.", finding=prepared(scene).stamp)
    (sent,) = in_room(scene)
    do(scene, TakeFromFinding, request=scene.request, part=sent.photos[0].marks[0].id)
    assert in_room(scene) == (sent,)
    mark(scene, one, text="Wrong place.")
    do(scene, TakeFromFinding, request=scene.request, part=prepared(scene).photos[0].marks[0].id)
    assert prepared(scene) is None
    assert in_room(scene) == (sent,)


def test_only_photos_that_the_customer_sees_are_shown(scene: Scene) -> None:
    """Not those that are being checked, nor two of one, nor those of another request, nor anything outside of one."""
    one, unchecked = photo(scene), added(scene)
    at = {"x": 0, "y": 0, "text": "Here."}
    assert tried(scene, MarkPhoto, attachment=unchecked, **at) == "refusal.not_a_shown_photo"
    pair = {"request": scene.request, "before": one, "text": "Both."}
    assert tried(scene, PairPhotos, after=one, **pair) == "refusal.same_photo"
    assert tried(scene, PairPhotos, after=unchecked, **pair) == "refusal.not_a_shown_photo"
    assert tried(scene, PairPhotos, after="0" * 32, **pair) == "refusal.no_such_request"
    with pytest.raises(Exception, match="x"):
        scene.desk.read(MarkPhoto, {"attachment": one, **at, "x": 1001})
    for number in range(MOST_MARKS):
        mark(scene, one, number, number)
    assert tried(scene, MarkPhoto, attachment=one, **at) == "refusal.shown_enough"


def test_marks_go_with_their_photo_and_their_words_with_the_request(scene: Scene) -> None:
    """A photo that was removed is shown to nobody with what was drawn on it; erasing erases the words."""
    one, other = photo(scene), photo(scene)
    mark(scene, one)
    do(scene, PairPhotos, request=scene.request, before=one, after=other, text="A new screen.")
    do(scene, ReplyToCustomer, request=scene.request, text="Look here.", finding=prepared(scene).stamp)
    do(scene, RemoveAttachment, attachment=one)
    assert in_room(scene) == ()
    scene.desk.do(scene.desk.read(EraseRequest, {"request": scene.request}), j.BOSS)
    with scene.desk.reading() as reader:
        (row,) = reader.find(FINDINGS, {"request": scene.request}, limit=9)
    words = [str(one.text) for one in (*row.marks, *row.pairs)]
    assert words == ["[ERASED]", "[ERASED]"]
    assert scene.desk.verify() == ()
