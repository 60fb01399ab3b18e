"""Form fields as HTML."""

from __future__ import annotations

import pytest
from wtforms import Form, HiddenField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from reference_app.widgets import Meta

NASTY = "\"'<b>&amp;</textarea>\n{x} ąż"
CHOICES = [("a", "First & best"), (NASTY, NASTY)]


class Plain(Form):  # type: ignore[misc]
    """Drawn by WTForms itself."""

    text = StringField("Text", render_kw={"autocomplete": "off", "class_": "wide", "spellcheck": "false"})
    needed = StringField("Needed", validators=[InputRequired()])
    area = TextAreaField("Area", render_kw={"rows": 4})
    choice = SelectField("Choice")
    radio = RadioField("Radio")
    secret = PasswordField("Secret")
    hidden = HiddenField("Hidden")


class Drawn(Plain):
    """Drawn by us."""

    Meta = Meta


@pytest.mark.parametrize("typed", [None, NASTY, "a"])
def test_fields_look_as_wtforms_draws_them(typed: str | None) -> None:
    """Attribute by attribute, escaped, whatever was typed."""
    data = dict.fromkeys(("text", "needed", "area", "choice", "radio", "secret", "hidden"), typed)
    extra = {"aria-describedby": f"hint {NASTY}", "aria-invalid": "true", "hidden": True, "disabled": False}
    plain, drawn = Plain(data=data), Drawn(data=data)
    for form in (plain, drawn):
        form.choice.choices = form.radio.choices = CHOICES
    for ours, theirs in zip(drawn, plain, strict=True):
        if ours.name != "radio":
            assert ours(**extra) == theirs(**extra)
    for ours, theirs in zip(drawn.radio, plain.radio, strict=True):
        assert ours() == theirs()
