"""A person with a mouse, or a thumb: counts what a way through the pages asks of them besides typing."""

from __future__ import annotations

from typing import Any

import attrs


@attrs.define
class Walk:
    """The pages that they see and the taps that are no typing."""

    page: Any
    taps: int = 0
    pages: int = 0
    typed_on: set[int] = attrs.field(factory=set)
    """The numbers of the pages on which something is typed."""

    def open(self, path: str) -> None:
        """The one address that is typed."""
        self.page.goto(path)
        self.pages += 1

    def tap(self, selector: str) -> None:
        """Something that leads to another page."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self.taps += 1
        self.pages += 1

    def tick(self, selector: str) -> None:
        """A box."""
        self.page.locator(selector).first.check()
        self.taps += 1

    def type(self, **fields: str) -> None:
        """Words into fields, by their names."""
        self.typed_on.add(self.pages)
        for name, text in fields.items():
            self.page.locator(f"main [name='{name}']").first.fill(text)
