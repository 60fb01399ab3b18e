"""The Alembic chain, inside the wheel. `upgrade` and `current` need the extra ``migrations``."""

from .run import current, head, upgrade

__all__ = ["current", "head", "upgrade"]
