"""Templates, and how a page becomes a response in the host's frame."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import CodeType

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse
from starlette.types import Receive, Scope, Send

from helpdesk_core import ConfigurationError, Reference
from helpdesk_core.i18n import Translator
from helpdesk_core.ports import Run
from helpdesk_core.views import Phase

from .assets import first_fonts, static
from .capabilities import template_folders
from .legal.which import pages_of
from .texts import ERASED, KEYS, LANGUAGES, SECRETS

#: The hue and mark of a status, by its phase: a class of the style sheet.
HUES = {
    Phase.RECEIVED.value: "received",
    Phase.CONFIRMED.value: "received",
    Phase.IN_REVIEW.value: "review",
    Phase.WAITING_FOR_CUSTOMER.value: "waiting",
    Phase.IN_PROGRESS.value: "progress",
    Phase.READY.value: "ready",
    Phase.OUTCOME_RECORDED.value: "done",
    Phase.CLOSED.value: "done",
    Phase.CANCELLED.value: "gone",
}
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
_PHONE = re.compile(r"\+?\d[\d -]{5,20}\d")
_LONG_HALF = 20
_PLACEHOLDER = re.compile(r"\[([A-Z_]{2,20})\]")
_HIDDEN = {kind.upper(): names.hidden for kind, names in SECRETS.items()} | {"ERASED": ERASED}


class _Compiled(jinja2.BytecodeCache):
    """Templates are compiled once in a process, however many apps it holds."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """See `jinja2.BytecodeCache`."""
        checksum, code = self._kept.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """See `jinja2.BytecodeCache`."""
        if bucket.code is not None:
            self._kept[bucket.key] = bucket.checksum, bucket.code


_COMPILED = _Compiled()


def environment(folders: Sequence[str | Path] = ()) -> jinja2.Environment:
    """The templates, escaped without exception, in which an unknown name is an error. Those of a capability are named
    ``<capability>/<file>``; those in ``folders`` come first, and find ours below ``original/``.

    Raises:
        ConfigurationError: A template in ``folders`` replaces none of ours, or cannot be read.
    """
    parts = {name: jinja2.FileSystemLoader(folder) for name, folder in template_folders().items()}
    ours = jinja2.ChoiceLoader([jinja2.PackageLoader("reference_app"), jinja2.PrefixLoader(parts)])
    shops = [jinja2.FileSystemLoader(folder) for folder in folders]
    made = jinja2.Environment(
        loader=jinja2.ChoiceLoader([*shops, ours, jinja2.PrefixLoader({"original": ours})]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_COMPILED,
    )
    made.globals |= {"iso": iso, "grouped": grouped, "static": static, "initials": initials, "hues": HUES}
    made.filters["foldable"] = foldable
    made.globals |= {"shapes": shapes(), "key_list": KEYS, "first_fonts": first_fonts, "language_names": LANGUAGES}
    made.globals |= {"legal_pages": pages_of}
    _check_own(made, shops, set(ours.list_templates()))
    return made


def _check_own(made: jinja2.Environment, shops: Sequence[jinja2.FileSystemLoader], names: set[str]) -> None:
    """A name that is misspelt would change nothing, and a mistake in it would be found by a customer."""
    wrong = []
    for name in (name for one in shops for name in one.list_templates() if name.endswith(".html")):
        if name not in names:
            wrong.append(f"{name} replaces no template of ours")
            continue
        try:
            made.get_template(name)
        except jinja2.TemplateError as error:
            wrong.append(f"{name}: {error}")
    if wrong:
        raise ConfigurationError(f"templates: {'; '.join(wrong)}")


class Framed(HTMLResponse):
    """A page whose frame is the host's: made when it is sent, where the host's calls run, since a base template may ask
    the host's database."""

    def __init__(self, frame: Callable[[], str], run: Run, status: int) -> None:
        super().__init__("", status)
        self._frame, self._run = frame, run

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Frame and send."""
        self.body = (await self._run(self._frame)).encode()
        self.headers["content-length"] = str(len(self.body))
        await super().__call__(scope, receive, send)


def readable(text: object, t: Translator) -> str:
    """A safe text with its placeholders in the reader's language."""
    return _PLACEHOLDER.sub(
        lambda found: t(_HIDDEN[found.group(1)]) if found.group(1) in _HIDDEN else found.group(), str(text)
    )


def foldable(text: object) -> Markup:
    """Words in which an address of e-mail breaks after its @, a long half of it before a dot too; a browser left to
    itself breaks it where the line is full, within a word. A number to call stays in one line. What is copied from the
    page is the plain text."""

    def fold(found: re.Match[str]) -> str:
        halves = (half.replace(".", "<wbr>.") if len(half) > _LONG_HALF else half for half in found.group().split("@"))
        return "@<wbr>".join(halves)

    escaped = escape(text)
    return safe(f'<span class="nowrap">{escaped}</span>' if _PHONE.fullmatch(escaped) else _ADDRESS.sub(fold, escaped))


def safe(html: str) -> Markup:
    """HTML that our own templates rendered, escaped already."""
    return Markup(html)  # noqa: S704


def grouped(reference: str) -> str:
    """A stored reference as it is shown."""
    return Reference.stored(reference).grouped


def initials(name: object) -> str:
    """Of the first and the last word of a name, for the round mark beside it."""
    words = [word for word in str(name or "").split() if word[:1].isalnum()]
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()


@cache
def shapes() -> dict[str, Markup]:
    """The icons, by name: what stands inside of each symbol of the vendored sprite."""
    sprite = files("reference_app").joinpath("icons.svg").read_text(encoding="utf-8")
    return {name: safe(shape) for name, shape in re.findall(r'<symbol id="([a-z0-9-]+)">(.*?)</symbol>', sprite)}


def iso(moment: datetime) -> str:
    """For the datetime attribute of a time element."""
    return moment.isoformat(timespec="seconds")


def is_own_path(path: str) -> bool:
    """Whether an address leads to a page here, whatever a browser makes of it."""
    own = path.startswith("/") and not path.startswith(("//", "/\\"))
    return own and path.isascii() and path.isprintable()
