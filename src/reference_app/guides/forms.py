"""The forms of a guide: its parts as lines that anybody can write, and a person's decision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields import Field

from helpdesk_core.views import GuideContent, GuidePage, Risk

from ..forms import BaseForm, ReviewForm, ShopText, Translate, field

_BAR = re.compile(r"\s*(?<!\\)\|\s*")
_LISTS = (
    "topics",
    "keywords",
    "products",
    "stop",
    "try_first",
    "send",
    "before",
    "first_taps",
    "safety",
    "steps",
    "related",
)
_TABLES: Mapping[str, tuple[str, ...]] = {
    "symptoms": ("see", "means", "do"),
    "situations": ("term", "text"),
    "questions": ("term", "text"),
    "videos": ("title", "url"),
}
_TEXTS = ("title", "answer", "risk", "keep_using", "do_it_yourself", "simply", "in_detail", "example", "local", "body")
_GROUPS = {
    "picture": ("file", "alt"),
    "best": ("text", "action", "page"),
    "definition": ("term", "text"),
    "comparison": ("title", "one", "one_points", "other", "other_points"),
    "closing": ("text", "action", "page"),
}
_POINTS = ("one_points", "other_points")
#: The fields in the order of the page, by the heading of their panel.
PANELS: Mapping[str, tuple[str, ...]] = {
    "staff.guide.group.top": (
        *("title", "answer", "risk", "keep_using", "do_it_yourself", "picture_file", "picture_alt"),
        *("best_text", "best_action", "best_page"),
    ),
    "staff.guide.group.deeds": ("stop", "try_first", "send", "before", "safety"),
    "staff.guide.group.meaning": (
        *("symptoms", "simply", "in_detail", "example", "definition_term", "definition_text"),
    ),
    "staff.guide.group.further": (
        *("first_taps", "steps", "situations", "comparison_title", "comparison_one", "comparison_one_points"),
        *("comparison_other", "comparison_other_points", "questions", "videos", "local"),
        *("closing_text", "closing_action", "closing_page"),
    ),
    "staff.guide.group.article": ("body",),
    "staff.guide.group.found": ("topics", "keywords", "products", "related"),
}


def _line(name: str) -> Any:
    return field(StringField, f"staff.guide.{name}", autocomplete="off")


def _area(name: str, rows: int = 3) -> Any:
    return field(ShopText, f"staff.guide.{name}", rows=rows)


class GuideForm(BaseForm):
    """A guide in one language. Lists have one entry in each line, tables one row, with bars between its cells."""

    ids = "guide-"
    slug = field(StringField, "staff.guide.name", autocomplete="off", spellcheck="false", maxlength=80)
    language = SelectField("staff.guide.language")
    seen = HiddenField()
    title, answer = _line("title"), _area("answer")
    risk = SelectField("staff.guide.risk", default="")
    keep_using, do_it_yourself = _line("keep_using"), _line("do_it_yourself")
    picture_file = field(StringField, "staff.guide.picture_file", autocomplete="off", list="guide-pictures")
    picture_alt = _line("picture_alt")
    best_text, best_action = _line("best_text"), _line("best_action")
    best_page = SelectField("staff.guide.best_page", default=GuidePage.HELP.value)
    stop, try_first, send, before = _area("stop"), _area("try_first"), _area("send"), _area("before")
    symptoms = _area("symptoms", 5)
    simply, in_detail, example = _area("simply"), _area("in_detail"), _area("example")
    definition_term, definition_text = _line("definition_term"), _area("definition_text", 2)
    first_taps, steps, safety = _area("first_taps"), _area("steps"), _area("safety")
    situations = _area("situations", 4)
    comparison_title, comparison_one = _line("comparison_title"), _line("comparison_one")
    comparison_one_points, comparison_other = _area("comparison_one_points"), _line("comparison_other")
    comparison_other_points = _area("comparison_other_points")
    questions, videos = _area("questions", 5), _area("videos", 2)
    local, closing_text, closing_action = _area("local", 2), _line("closing_text"), _line("closing_action")
    closing_page = SelectField("staff.guide.closing_page", default=GuidePage.HELP.value)
    body = _area("body", 16)
    topics, keywords, products, related = (
        _area("topics", 2),
        _area("keywords", 2),
        _area("products", 2),
        _area("related", 2),
    )
    review_by = field(StringField, "staff.guide.review_by", type="date")
    is_current = BooleanField("staff.guide.is_current")

    def typed(self) -> dict[str, Any]:
        """Nothing by itself: the page sends the parts as one."""
        return {}

    def offer(self, languages: Sequence[tuple[str, str]], t: Translate) -> None:
        """Fill in the choices in the writer's language."""
        self.language.choices = list(languages)
        self.risk.choices = [("", t("staff.guide.risk.none")), *((one.value, t(one.label)) for one in Risk)]
        for one in (self.best_page, self.closing_page):
            one.choices = [(page.value, t(page.label)) for page in GuidePage]

    def hint(self, name: str, t: Translate) -> str:
        """How a field is filled in."""
        if name in _TABLES:
            return t("staff.guide.table", parts=t(f"staff.guide.{name}.parts"))
        if name in _LISTS or name.endswith("_points"):
            return t("staff.guide.lines")
        return t(f"staff.guide.{name}.hint") if name in ("answer", "body", "picture_file") else ""

    def parts(self) -> dict[str, Any]:
        """What the guide says, as plain values; what is left empty is left out."""
        plain: dict[str, Any] = {name: (self[name].data or "").strip() for name in _TEXTS}
        plain |= {name: _lines(self[name].data) for name in _LISTS}
        plain |= {
            name: [dict(zip(cells, row, strict=False)) for row in _rows(self[name].data)]
            for name, cells in _TABLES.items()
        }
        for name, cells in _GROUPS.items():
            values = {
                cell: _lines(self[f"{name}_{cell}"].data)
                if cell in _POINTS
                else (self[f"{name}_{cell}"].data or "").strip()
                for cell in cells
            }
            if any(value for cell, value in values.items() if cell != "page"):
                plain[name] = values
        return {name: value for name, value in plain.items() if value not in ("", []) or name in ("title", "answer")}

    def is_wrong(self, names: Sequence[str]) -> bool:
        """Whether something is wrong in one of these fields."""
        return any(self[name].errors for name in names)

    def uneven(self, t: Translate) -> bool:
        """Say which lines of a table have too few or too many cells, and whether there are any."""
        for name, cells in _TABLES.items():
            wrong = [place for place, row in enumerate(_rows(self[name].data), 1) if len(row) != len(cells)]
            self[name].errors = [t("staff.guide.parts", line=place, count=len(cells)) for place in wrong]
        return bool(self.first_errors())

    def _at(self, path: list[str]) -> Field | None:
        """The field of a part: ``content.best.page`` is ``best_page``, ``content.symptoms.2.see`` the whole table."""
        if path[0] != "content":
            return super()._at(path)
        own = "_".join(path[1:3])
        found: Field | None = self._fields.get(own) or self._fields.get(path[1] if len(path) > 1 else "")
        return found or self._fields.get(f"{path[1]}_text" if len(path) > 1 else "title")


def values_of(content: GuideContent) -> dict[str, str]:
    """A guide as its form shows it.

    Args:
        content: What it says.

    Returns:
        Values by the name of their field.
    """
    return dict(_values(content.to_plain()))


def _values(plain: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in plain.items():
        if name in _TABLES:
            yield name, "\n".join(" | ".join(row[cell].replace("|", r"\|") for cell in _TABLES[name]) for row in value)
        elif isinstance(value, list):
            yield name, "\n".join(value)
        elif isinstance(value, Mapping):
            yield from (
                (f"{name}_{cell}", "\n".join(one) if isinstance(one, list) else one) for cell, one in value.items()
            )
        else:
            yield name, value


def _lines(typed: str | None) -> list[str]:
    return [line.strip() for line in (typed or "").splitlines() if line.strip()]


def _rows(typed: str | None) -> list[list[str]]:
    return [[cell.replace(r"\|", "|").strip() for cell in _BAR.split(line)] for line in _lines(typed)]


class PublishForm(ReviewForm):
    """A person's decision that everybody may read it."""

    tick = "staff.guide.read"


class WithdrawForm(BaseForm):
    """What to read in its place."""

    ids = "withdraw-"
    instead = field(StringField, "staff.guide.instead", autocomplete="off", maxlength=80)


class PictureForm(BaseForm):
    """A picture for a guide; the file itself is read apart."""

    ids = "picture-"
    alt = field(StringField, "staff.guide.picture_alt", autocomplete="off", maxlength=300)
    file = HiddenField()


class RemovePictureForm(BaseForm):
    """Which picture goes."""

    picture = HiddenField()
