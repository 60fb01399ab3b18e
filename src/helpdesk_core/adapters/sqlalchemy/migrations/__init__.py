"""The Alembic chain, inside the wheel. `upgrade` and `current` need the extra ``migrations``."""

from .run import HEAD, current, upgrade

__all__ = ["HEAD", "current", "upgrade"]
