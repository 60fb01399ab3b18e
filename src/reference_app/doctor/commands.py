"""``helpdesk doctor``."""

from __future__ import annotations

import sys

from ..console import console
from .hosts import find
from .probes import examine


def doctor(*, app: str | None = None, desk: str | None = None) -> None:
    """Ask a host's app, from inside, whether the desk can live in it: transaction, cookies, forms, frame, mail.

    Nothing is changed: requests are made only to be rolled back.

    Args:
        app: The app as module:attribute; without it the Django project that DJANGO_SETTINGS_MODULE names is asked.
        desk: The desk as module:attribute, where the app is neither Flask's nor Django's.
    """
    ill = False
    for answer in examine(find(app, desk)):
        ill |= bool(answer.wrong)
        console.print(f"{'✗' if answer.wrong else '✓'} {answer.probe}", markup=False)
        for line in answer.wrong:
            console.print(f"  {line}", markup=False, soft_wrap=True)
    if ill:
        sys.exit(1)
