"""A mapping that says something else than was meant is refused, before the first row is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpdesk_core import ConfigurationError
from reference_app.mapping import load_mapping, shipped_mappings

GOOD = {
    "source": '"old-system"',
    "source_id": '"ticket"',
    "device": '{columns = ["brand", "model"], or = "Unknown"}',
    "problem": '{columns = ["description"]}',
    "created_at_format": '["%d/%m/%y", "%Y%m%d"]',
}
WRONG = [
    ({"device": '"brand"'}, "needs a table, as in [device] @ $.device"),
    ({"device": '["brand"]'}, "needs a table, as in [device] @ $.device"),
    ({"device": '{columns = "brand"}'}, "needs a list of texts"),
    ({"device": '{columns = [""]}'}, "device.columns names no column"),
    ({"problem": "{columns = []}"}, "problem.columns names no column"),
    ({"problem": '{columns = ["a"], or = ["b"]}'}, "needs a text in quotation marks @ $.problem.or"),
    ({"problem": '{column = ["a"]}'}, "missing @ $.problem.columns; nothing is called column @ $.problem"),
    ({"surnam": '"name"'}, "nothing is called surnam @ $"),
    ({"source": "5"}, "needs a text in quotation marks @ $.source"),
    ({"source": '"the old one"'}, "source needs a name"),
    ({"source_id": '""'}, "source_id names no column"),
    ({"contact": "[1, 2]"}, "needs a list of texts"),
    ({"recognise": '"ticket"'}, "@ $.recognise"),
    ({"values": '{urgenci = {high = "soon"}}'}, "values.urgenci: no field is called so: "),
    ({"values": '{urgency = "soon"}'}, "$.values"),
    ({"created_at_format": '"dd/mm/yyyy"'}, "created_at_format 'dd/mm/yyyy' tells no day"),
    ({"created_at_format": '["%Y-%m-%d", "%d.%m."]'}, "created_at_format '%d.%m.' tells no day"),
]


def mapping(folder: Path, **given: str) -> str:
    path = folder / "old.toml"
    path.write_text("\n".join(f"{key} = {value}" for key, value in (GOOD | given).items()), "utf-8")
    return str(path)


def test_what_is_meant_is_taken(tmp_path: Path) -> None:
    """Ours, one of a shop's own, and one text or several for a field."""
    assert len([load_mapping(name) for name in shipped_mappings()]) > 5
    made = load_mapping(mapping(tmp_path, contact='["email", "phone"]', surname='"name"'))
    assert (made.device.columns, made.device.or_) == (["brand", "model"], "Unknown")
    assert (made.contact, made.surname) == (["email", "phone"], "name")


@pytest.mark.parametrize(("given", "said"), WRONG)
def test_what_is_not_meant_is_said_with_its_place(tmp_path: Path, given: dict[str, str], said: str) -> None:
    """A text where a list belongs would be a list of letters; a misspelt field would do nothing; a form that tells no
    day would cost every row."""
    with pytest.raises(ConfigurationError) as raised:
        load_mapping(mapping(tmp_path, **given))
    assert said in str(raised.value)
    assert "object has no" not in str(raised.value)
