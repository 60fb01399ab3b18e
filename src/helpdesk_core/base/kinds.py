"""How an error names what it was given."""

from __future__ import annotations


def kind_of(given: object) -> str:
    """What a value is, for somebody who gave the wrong one; never the value itself, which may be secret.

    Args:
        given: Anything.

    Returns:
        "the class Guest" for a class, "a str" for other values.
    """
    if isinstance(given, type):
        return f"the class {given.__name__}"
    name = type(given).__name__
    return "None" if given is None else f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"
