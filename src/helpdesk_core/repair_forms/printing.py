"""The pages of a European repair form: the fields of directive (EU) 2024/1799, annex I, in words of ours."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from ..base.messages import define
from ..i18n import Translator
from ..ports.documents import Documents
from ..quotes.model import Part, QuoteLine
from .views import RepairFormView

TEMPLATE = "repair_form"
TITLE = define("repair_form.title", "European repair information form")
PAGE = define("repair_form.page", "Page {page} of {pages}")
BY = define("repair_form.by", "Who repairs")
NAME = define("repair_form.name", "Repairer")
ADDRESS = define("repair_form.address", "Address")
PHONE = define("repair_form.phone", "Phone")
EMAIL = define("repair_form.email", "E-mail")
REPAIR = define("repair_form.repair", "The repair")
GOOD = define("repair_form.good", "Good to be repaired")
DEFECT = define("repair_form.defect", "What is wrong")
SUGGESTED = define("repair_form.suggested", "Repair suggested")
PRICE = define("repair_form.price", "Price, tax included")
OPTIONAL = define("repair_form.optional", "{line} (only if you want it)")
CHOICE = define("repair_form.choice", "{line} (if you choose {letter})")
FROM_TO = define(
    "repair_form.from_to", "{least} to {most}, by what you choose in quote {number}. It is {most} at most."
)
TIME = define("repair_form.time", "Time needed")
REPLACEMENT = define("repair_form.replacement", "Good for the meantime")
PLACE = define("repair_form.place", "Where you hand it over")
SERVICES = define("repair_form.services", "Services besides")
NO_SERVICES = define("repair_form.no_services", "None")
HOLDS = define("repair_form.holds", "How long this holds")
UNTIL = define(
    "repair_form.until",
    "Given on {day}. The conditions above hold until {until}; if you accept them by then, we have to repair on them.",
)
MORE = define("repair_form.more", "Further information")
SOURCE = define("repair_form.source", "Fields of directive (EU) 2024/1799, annex I. It belongs to quote {number}.")


def _line(line: QuoteLine, t: Translator) -> str:
    words = f"{line.quantity} × {line.text}" if line.quantity > 1 else str(line.text)
    named = words if line.device_name is None else f"{line.device_name}: {words}"
    if line.part is Part.OPTIONAL:
        return t(OPTIONAL, line=named)
    return named if line.part is Part.ALWAYS else t(CHOICE, line=named, letter=line.part.value)


def render(form: RepairFormView, documents: Documents, zone: ZoneInfo) -> bytes:
    """The form as a document, in its customer's language.

    Args:
        form: What it says.
        documents: Makes it.
        zone: Of the shop.

    Returns:
        A PDF.
    """
    t = Translator(form.language, zone=zone)
    price = t.money(form.most)
    if form.least != form.most:
        price = t(FROM_TO, least=form.least, most=form.most, number=form.number)
    facts = [
        [t(GOOD), str(form.good)],
        [t(DEFECT), str(form.defect)],
        [t(SUGGESTED), "\n".join(_line(line, t) for line in form.repair)],
        [t(PRICE), price],
        [t(TIME), str(form.time)],
        [t(REPLACEMENT), str(form.replacement)],
        [t(PLACE), form.place],
        [t(SERVICES), str(form.services or t(NO_SERVICES))],
    ]
    data = {
        "title": t(TITLE),
        "author": form.seller,
        "running": t.day(form.made_at),
        "foot": t(SOURCE, number=form.number),
        "page": t(PAGE, page="{page}", pages="{pages}"),
        "by_title": t(BY),
        "by": [[t(NAME), form.seller], [t(ADDRESS), form.address], [t(PHONE), form.phone], [t(EMAIL), form.email]],
        "repair_title": t(REPAIR),
        "repair": facts,
        "holds_title": t(HOLDS),
        "holds": t(UNTIL, day=t.day(form.made_at), until=form.valid_until),
        "more_title": t(MORE) if form.more else "",
        "more": str(form.more or ""),
    }
    return documents.render(TEMPLATE, data, t.language, made_at=form.made_at)
