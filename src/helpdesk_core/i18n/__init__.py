"""Messages into words, at the very edge, for one explicit locale. Only this package imports Babel."""

from .translator import Rendered, Translator

__all__ = ["Rendered", "Translator"]
