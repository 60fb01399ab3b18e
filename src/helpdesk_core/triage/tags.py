"""Tags: words by which staff sort requests. The shop offers some (the setting ``tags``); any other word will do."""

from __future__ import annotations

from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Refusal, Verdict, refused
from ..base.commands import command, text
from ..base.messages import define
from ..base.results import Result
from ..base.text import RawText
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.rules import done

TAG = right("requests.tag", "Put tags on requests, and take them off.")
MOST_TAGS, LONGEST_TAG = 20, 64
TOO_MANY = Refusal(define("refusal.too_many_tags", "This request has too many tags."), field="tag")


@command
class TagRequest(RequestCommand[Result]):
    """Put a tag on a request. It is kept in small letters, with hyphens for blanks.

    Args:
        tag: The tag.
    """

    tag: RawText = text(max_length=LONGEST_TAG)


@command
class UntagRequest(RequestCommand[Result]):
    """Take a tag off a request.

    Args:
        tag: The tag.
    """

    tag: RawText = text(max_length=LONGEST_TAG)


class RequestTagged(Change, action="request_tagged", label="Tag added", tells=NOBODY):
    """The request has one tag more. A tag is words, so the history says none."""

    tags: int


class RequestUntagged(Change, action="request_untagged", label="Tag taken off", tells=NOBODY):
    """The request has one tag less."""

    tags: int


@handles(TagRequest, actors=STAFF, load=load_request, right=TAG)
def tag(loaded: OfRequest, command: TagRequest, context: Context) -> Verdict[Result]:
    """A tag that is there already changes nothing."""
    request, wanted = loaded.request, context.texts["tag"].as_tag()
    if wanted in request.tags:
        return Verdict(result=Result())
    if len(request.tags) >= MOST_TAGS:
        return refused(TOO_MANY)
    tags = tuple(sorted((*request.tags, wanted), key=str))
    return done(request, context, RequestTagged(tags=len(tags)), result=Result(), tags=tags)


@handles(UntagRequest, actors=STAFF, load=load_request, right=TAG)
def untag(loaded: OfRequest, command: UntagRequest, context: Context) -> Verdict[Result]:
    """A tag that is not there changes nothing."""
    request, unwanted = loaded.request, context.texts["tag"].as_tag()
    tags = tuple(one for one in request.tags if one != unwanted)
    if tags == request.tags:
        return Verdict(result=Result())
    return done(request, context, RequestUntagged(tags=len(tags)), result=Result(), tags=tags)
