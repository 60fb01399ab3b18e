"""What a plugin may add. Hooks are additive or objecting: no plugin can permit anything."""

from .advice import Advice, advise
from .manager import Plugins
from .specs import Facts, hookimpl

__all__ = ["Advice", "Facts", "Plugins", "advise", "hookimpl"]
