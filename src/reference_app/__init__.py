"""helpdesk_core in use: customer portal, customer room, staff desk and the command line, for a host to mount or to
run alone."""

try:
    from .app import create_app
    from .capabilities import import_texts
    from .host import Host, Page
except ModuleNotFoundError as error:  # a plain install has no pages
    if (error.name or "").startswith(__name__):
        raise
    need = f"the pages and the command line need {error.name}: pip install 'helpdesk-core[app]'"
    raise ModuleNotFoundError(need, name=error.name) from None

import_texts()

__all__ = ["Host", "Page", "create_app"]
