"""helpdesk_core in use: customer portal, customer room, staff desk and the command line, for a host to mount or to
run alone."""

from .app import create_app
from .capabilities import import_texts
from .host import Host, Page

import_texts()

__all__ = ["Host", "Page", "create_app"]
