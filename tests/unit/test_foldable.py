"""Addresses and numbers as pages show them: where they may break, and that copying gives the plain text."""

from __future__ import annotations

import re

import pytest
from markupsafe import escape

from reference_app.rendering import foldable

LONG = "jolanta.wisniewska-kowalczyk@naprawy.przyklad.example.com"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a@example.com", "a@<wbr>example.com"),
        (LONG, "jolanta<wbr>.wisniewska-kowalczyk@<wbr>naprawy<wbr>.przyklad<wbr>.example<wbr>.com"),
        ("+48 600 100 200", '<span class="nowrap">+48 600 100 200</span>'),
        ("Write to a@b.example <now>", "Write to a@<wbr>b.example &lt;now&gt;"),
        ("By phone", "By phone"),
    ],
)
def test_an_address_breaks_after_its_at_and_a_number_nowhere(text: str, shown: str) -> None:
    """What a browser copies has neither the marks nor other spaces than the text."""
    made = str(foldable(text))
    assert made == shown
    assert re.sub(r"</?(?:wbr|span)[^>]*>", "", made) == escape(text)
