"""A form that could not be taken, for whatever reason: its words stand in a form again, to be sent once more.

Nothing is stored for it, so it works when the database is away, and no other person is ever offered the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import attrs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from wtforms import HiddenField, PasswordField, StringField

from helpdesk_core.redaction import redact

from .forms import BaseForm, SecretField
from .rendering import is_own_path
from .security import VISITOR_COOKIE
from .web import Web

_OURS = {"csrf", "form_token"}
_LONG = 80
#: Ways on from an error, by its code: route and words. Who has lost a link gets it once more.
_WAYS_ON = {
    "error.lost": (("track_link", "track.lost"), ("track", "start.track"), ("start", "error.way_on")),
    "": (("start", "error.way_on"),),
}
_STAFF_WAYS_ON = (("staff_queue", "staff.queue"), ("staff_search", "staff.search"))


@attrs.frozen
class Kept:
    """One value of the form: with a ``label`` a person typed it and can change it, else it goes along as it is."""

    name: str
    value: str
    label: str = ""

    @property
    def is_long(self) -> bool:
        """Whether it needs more than a line."""
        return len(self.value) > _LONG or "\n" in self.value


def _labels(sent: Iterable[str]) -> Mapping[str, str]:
    """The label of every field that words are typed into, by its name. Of fields of one name it is that of the form
    nearest to what was ``sent``, by two or more fields that are typed into; else none of them is named."""
    names = {_base(one) for one in sent}
    found: dict[str, str] = {}
    nearest: dict[str, tuple[int, int]] = {}
    for fields in _forms():
        typed = {name: label for name, (kind, label) in fields.items() if _is_typed(kind)}
        alike = len(names & typed.keys())
        near = (alike, -len(fields)) if alike > 1 else (0, 0)
        for name, label in typed.items():
            before = nearest.get(name, (-1, 0))
            if near >= before:
                found[name] = label if near > before or found[name] == label else "again.words"
                nearest[name] = near
    return found


def _is_typed(kind: type) -> bool:
    return issubclass(kind, StringField) and not issubclass(kind, HiddenField)


def _base(name: str) -> str:
    """A field's name without the row that it stands in."""
    return name.rpartition("-")[2]


@cache
def _secrets() -> frozenset[str]:
    """Names of the fields that hold a password or a code."""
    fields = (one for form in _forms() for one in form.items())
    return frozenset(name for name, (kind, _) in fields if issubclass(kind, PasswordField | SecretField))


@cache
def _forms() -> tuple[Mapping[str, tuple[type, str]], ...]:
    """Of each form its fields by name, with their kind and label."""
    return tuple({name: (kind, label) for kind, name, label in _fields(form)} for form in _kinds(BaseForm))


def _fields(form: type[BaseForm]) -> Iterator[tuple[type, str, str]]:
    for name in dir(form):
        made: Any = getattr(form, name, None)
        if (kind := getattr(made, "field_class", None)) is not None:
            yield kind, name, str(next(iter(made.args), made.kwargs.get("label", "")))


def _kinds(kind: type[BaseForm]) -> Iterator[type[BaseForm]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)


async def sent_values(web: Web, request: Request) -> dict[str, str]:
    """What the form said, empty where it said nothing. Read once more only if nobody has read it yet."""
    if request.method != "POST":
        return {}
    if getattr(request.state, "sent", None) is None:
        try:
            await web.submitted(request)
        except HTTPException:
            pass  # a token that does not fit costs no word
        except Exception:  # noqa: BLE001 - the body cannot be read: there is nothing to show
            return {}
    return dict(getattr(request.state, "sent", None) or {})


def show_again(
    web: Web,
    request: Request,
    status: int,
    code: str,
    values: Mapping[str, str],
    *,
    way: str = "",
    back: bool = False,
) -> Response:
    """The error's page, with the words in a form that sends them to where they were sent.

    Args:
        web: The app's parts.
        request: What could not be taken.
        status: Of the answer.
        code: Of the error's title and text, before ``.title`` and ``.text``.
        values: What the form said.
        way: A page that has to be seen before they can be sent: opened beside this one.
        back: Whether the browser alone has the words, in the page before this one.
    """
    t = web.translator(request)
    labels = _labels(values)
    kept = [_kept(name, value, labels) for name, value in values.items() if name not in _OURS | _secrets() and value]
    # Another site's form comes without our cookie (SameSite): its words are shown, and no button that sends them.
    sends = VISITOR_COOKIE in request.cookies
    return web.respond(
        request,
        "again.html",
        status,
        title=t(f"{code}.title"),
        text=t(f"{code}.text"),
        kept=kept if sends else [one for one in kept if one.label],
        sends=sends and bool(kept),
        action=request.url.path,
        key=values.get("form_token", ""),
        way=way,
        back=(_page_before(request) or web.path(request, "start")) if back else "",
        ways=_STAFF_WAYS_ON if hasattr(request.state, "staff") else _WAYS_ON.get(code, _WAYS_ON[""]),
    )


def _page_before(request: Request) -> str:
    """The page that the form stood in, for browsers without scripts; empty where it is not one of ours."""
    before = urlsplit(request.headers.get("referer", ""))
    return before.path if before.netloc == request.url.netloc and is_own_path(before.path) else ""


def _kept(name: str, value: str, labels: Mapping[str, str]) -> Kept:
    label = labels.get(_base(name), "")
    return Kept(name, str(redact(value).text) if label else value, label)
