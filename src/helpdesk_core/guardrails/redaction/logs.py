"""A filter for ``logging``: what a record says goes through redaction before any handler sees it."""

from __future__ import annotations

import logging

from .engine import Redactor

#: Longest part of a record that is looked at; what is behind it is cut, never passed on unseen.
MAX_LENGTH = 100_000


class RedactingFilter(logging.Filter):
    """Redacts the finished message, the text of an exception and of a stack.

    ``handler.addFilter(RedactingFilter())``: on a handler, so that records of every logger pass it. It fails closed: a
    record that cannot be formatted or redacted is kept with its place and without its words.

    Args:
        redactor: What redacts; the built-in detectors alone by default.
    """

    def __init__(self, redactor: Redactor | None = None) -> None:
        super().__init__()
        self._redactor = redactor or Redactor()

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes, redacted.

        Args:
            record: The record.

        Returns:
            True.
        """
        try:
            record.msg, record.args = self._safe(record.getMessage()), None
            if record.exc_info:
                record.exc_text = self._safe(logging.Formatter().formatException(record.exc_info))
                record.exc_info = None
            elif record.exc_text:
                record.exc_text = self._safe(record.exc_text)
            if record.stack_info:
                record.stack_info = self._safe(record.stack_info)
        except Exception:  # noqa: BLE001 - a fault here must not let the text through
            record.msg, record.args = "[a log record that could not be redacted]", None
            record.exc_info = record.exc_text = record.stack_info = None
        return True

    def _safe(self, text: str) -> str:
        return self._redactor.redact(text[:MAX_LENGTH]).text.text
