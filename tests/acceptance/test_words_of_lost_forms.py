"""What somebody typed into a form that could not be taken comes back under the names that the form gave it."""

from __future__ import annotations

import re

from shops import Shop


def test_what_was_typed_comes_back_by_its_names(shop: Shop) -> None:
    """Two texts of one form are told apart, though other forms ask for them in other words."""
    visitor = shop.visitor("en")
    visitor.open("/quick-help")
    page = visitor.client.post("/quick-help", data={"csrf": "old", "problem": "It hums.", "device": "Dell XPS"})
    assert page.status_code == 403
    fields = re.findall(r"<label for=\"again-(\w+)\">([^<]+)</label>", page.text)
    asked = dict(re.findall(r"<label for=\"(problem|device)\">([^<]+?)\s*<", visitor.page.text + "<"))
    assert dict(fields) == asked
    assert len(set(asked.values())) == 2
