"""Which of a shop's languages a browser wishes for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .formats import widened

_MOST = 1_000
"""Characters of the header that are looked at."""


def preferred_language(wishes: str, languages: Sequence[str]) -> str | None:
    """The language to answer in: the wish with the highest weight (RFC 9110, 12.5.4) that the shop has, looked up from
    its whole tag to what it is a variety of (RFC 4647, 3.4): ``de-CH`` takes ``de-CH``, else ``de``.

    Args:
        wishes: The header Accept-Language, as it came.
        languages: The shop's languages.

    Returns:
        One of ``languages``, None where no wish can be met.
    """
    offered = {one.lower(): one for one in languages}
    weighed = list(_weighed(wishes[:_MOST]))
    unwanted = {tag for weight, tag in weighed if weight == 0}
    for weight, tag in sorted(weighed, key=lambda one: -one[0]):
        for wider in widened(tag) if weight > 0 else ():
            if wider in offered and wider not in unwanted:
                return offered[wider]
    return None


def _weighed(wishes: str) -> Iterator[tuple[float, str]]:
    """Each wish with its weight, 1 where it says none; what cannot be read is no wish."""
    for part in wishes.lower().split(","):
        tag, _, parameters = part.partition(";")
        name, _, weight = parameters.strip().partition("=")
        if tag.strip() and (not parameters.strip() or name.strip() == "q"):
            try:
                yield float(weight) if parameters.strip() else 1.0, tag.strip()
            except ValueError:
                continue
