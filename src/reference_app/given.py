"""What the app's own parts are made with: a mistake names the argument, and never the value."""

from __future__ import annotations

from helpdesk_core import ConfigurationError


def check_given(owner: str, **given: tuple[bool, str, object]) -> None:
    """Look at arguments.

    Args:
        owner: What is made of them.
        **given: Of each argument whether it fits, what it is when it does, and itself.

    Raises:
        ConfigurationError: It names every argument that does not fit.
    """
    wrong = [f"{name} is {right}, not {_kind(value)}" for name, (fits, right, value) in given.items() if not fits]
    if wrong:
        raise ConfigurationError(f"{owner}: {'; '.join(wrong)}")


def _kind(value: object) -> str:
    return f"the class {value.__name__}" if isinstance(value, type) else f"this {type(value).__name__}"
