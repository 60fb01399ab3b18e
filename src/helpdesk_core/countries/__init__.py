"""Countries: laws with their sources and dates, and what each sets, as data. ``pl.toml`` beside this file is one."""

from .reading import problems_of, read_country
from .registry import NOWHERE, add_country, country, grouped_phone, known
from .values import Clock, Country, Dated, Duty, Kept, Law, Rate, Sum, TaxNumberRule, Words

__all__ = [
    "NOWHERE",
    "Clock",
    "Country",
    "Dated",
    "Duty",
    "Kept",
    "Law",
    "Rate",
    "Sum",
    "TaxNumberRule",
    "Words",
    "add_country",
    "country",
    "grouped_phone",
    "known",
    "problems_of",
    "read_country",
]
