"""What a scan found, as one page that stands alone: to read, to print, to hand on."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import attrs
from markupsafe import Markup

from helpdesk_core.i18n import Translator, define, define_plural

from .assets import FOLDER
from .rendering import environment
from .scanning import Findings
from .texts import SECRETS

define("scan.title", "What secrets does your old desk hide?")
define("scan.file", "Scanned: {file}, {when}")
define_plural("scan.tickets", "{count} ticket was looked at.", "{count} tickets were looked at.")
define_plural("scan.found", "{count} secret was found.", "{count} secrets were found.")
define_plural("scan.holders", "{count} ticket holds at least one.", "{count} tickets hold at least one.")
define_plural(
    "scan.unread",
    "{count} ticket could not be read. What it holds is not known.",
    "{count} tickets could not be read. What they hold is not known.",
)
define("scan.none", "No secret was found.")
define("scan.kinds", "By kind")
define("scan.kind", "Kind")
define("scan.count", "Found")
define("scan.holding", "Tickets with it")
define("scan.places", "By column")
define("scan.place", "Column")
define("scan.place_number", "Column {number}")
define("scan.share", "Share of the tickets that hold a secret: {percent} %")
define(
    "scan.what",
    "Only counts are on this page. No secret was shown, kept or sent anywhere. The numbers are estimates: a secret "
    "that nothing announces may be missed, and an ordinary word may be counted.",
)
define("scan.next", "What to do next")
define(
    "scan.next.text",
    "Delete these secrets in the old system and in its backups, and tell the people concerned to change them. When you "
    "move to this desk, they are taken out before anything is stored: the import can be tried first, without writing "
    "anything.",
)
_ROW, _LABEL, _WIDTH = 30, 230, 640


@attrs.frozen
class Bar:
    """One bar of the chart, in its units."""

    label: str
    count: str
    y: int
    width: int


def scan_page(found: Findings, file: str, language: str) -> str:
    """The page in one language.

    Args:
        found: The counts.
        file: The file's name.
        language: Of the words.
    """
    t = Translator(language, zone=ZoneInfo("UTC"))
    kinds = found.secrets.most_common()
    most = max(found.secrets.values(), default=1)
    bars = [
        Bar(
            label=t(SECRETS[kind].counted) if kind in SECRETS else kind,
            count=t.number(count),
            y=n * _ROW,
            width=max(2, round(count / most * (_WIDTH - _LABEL - 90))),
        )
        for n, (kind, count) in enumerate(kinds)
    ]
    rows = [(bar, t.number(found.holding[kind])) for bar, (kind, _) in zip(bars, kinds, strict=True)]
    return (
        environment()
        .get_template("scan.html")
        .render(
            t=t,
            found=found,
            file=file,
            when=datetime.now(UTC),
            rows=rows,
            bars=bars,
            height=len(bars) * _ROW,
            label=_LABEL,
            width=_WIDTH,
            places=[(_place(place, t), t.number(count)) for place, count in found.places.most_common(20)],
            percent=round(100 * found.holders / max(1, found.tickets)),
            style=_style(),
        )
    )


def _place(place: str, t: Translator) -> str:
    number = place.removeprefix("#")
    return t("scan.place_number", number=number) if place.startswith("#") else place


def _style() -> Markup:
    return Markup((FOLDER / "helpdesk.css").read_text(encoding="utf-8"))  # noqa: S704  (a file of ours)
