"""What a plugin may add. Hooks are additive or objecting: no plugin can permit anything."""

from .manager import Plugins
from .specs import hookimpl

__all__ = ["Plugins", "hookimpl"]
