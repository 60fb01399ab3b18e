"""Form fields as HTML: what WTForms' own widgets say, without building each attribute by ``Markup.format``, which took
a sixth of a staff page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape
from wtforms.meta import DefaultMeta
from wtforms.widgets import RadioInput, Select, TextArea, TextInput


class Meta(DefaultMeta):  # type: ignore[misc]
    """Draws the common fields; any other, and one with flags or groups, is left to WTForms."""

    def render_field(self, field: Any, render_kw: Mapping[str, Any]) -> Markup:
        """A field with the HTML attributes of its definition and of the template."""
        draw = _DRAWN.get(type(field.widget))
        if draw is None or vars(field.flags) or getattr(field, "_datalist", None) is not None:
            return super().render_field(field, render_kw)  # type: ignore[no-any-return]
        given = {name.rstrip("_"): value for name, value in {**(field.render_kw or {}), **render_kw}.items()}
        return Markup(draw(field, {"id": field.id, "name": field.name, **given}))  # noqa: S704 - escaped below


def attributes(values: Mapping[str, Any]) -> str:
    """HTML attributes in the order of their names; True stands without a value, False not at all."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in sorted(values.items())
        if value is not False
    )


def _shown(field: Any) -> str:
    """What a field shows; WTForms means this method for widgets."""
    return str(field._value())  # noqa: SLF001


def _text(field: Any, given: dict[str, Any]) -> str:
    return f"<input{attributes({'type': 'text', 'value': _shown(field), **given})}>"


def _radio(field: Any, given: dict[str, Any]) -> str:
    checked = {"checked": True} if field.checked else {}
    return f"<input{attributes({'type': 'radio', 'value': _shown(field), **checked, **given})}>"


def _text_area(field: Any, given: dict[str, Any]) -> str:
    return f"<textarea{attributes(given)}>\r\n{escape(_shown(field))}</textarea>"


def _select(field: Any, given: dict[str, Any]) -> str:
    choices = (one if isinstance(one, tuple) else (one.value, one.label, one.selected) for one in field.iter_choices())
    options = "".join(
        f'<option{" selected" if selected else ""} value="{escape(value)}">{escape(label)}</option>'
        for value, label, selected, *_ in choices  # tuples in WTForms 3.2, objects in later ones
    )
    return f"<select{attributes(given)}>{options}</select>"


_DRAWN: dict[type, Callable[[Any, dict[str, Any]], str]] = {
    TextInput: _text,
    RadioInput: _radio,
    TextArea: _text_area,
    Select: _select,
}
