"""The command line."""

from __future__ import annotations

import errno
import os
import re
import sys
from importlib.metadata import requires

_OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)


def main() -> None:
    """Entry point of ``helpdesk``. Says what to install when the app's parts are missing, and what to change when it
    cannot start."""
    os.umask(0o077)  # what commands write, databases and reports, is their owner's alone
    try:
        from .commands import command_line

        command_line(sys.argv[1:])(sys.argv[1:])
    except Exception as error:
        said = _said(error)
        if said is None:
            raise
        sys.exit(f"helpdesk{said}")


def _said(error: Exception) -> str | None:
    """What went wrong, for whoever runs the command; None for a fault of ours."""
    if isinstance(error, ModuleNotFoundError):
        need = f": the pages and the command line need {error.name}: pip install 'helpdesk-core[app]'"
        return need if _is_of_extras(error.name or "") else None
    from sqlalchemy.exc import SQLAlchemyError

    from helpdesk_core import ConfigurationError, StoreError

    if isinstance(error, ConfigurationError):
        return f": {error}"
    if isinstance(error, OSError) and (error.filename is not None or error.errno in _OF_THE_DISK):
        return ": " + ": ".join(map(str, filter(None, (error.filename, error.strerror))))
    if isinstance(error, StoreError):
        return f": the database: {error}"
    if isinstance(error, SQLAlchemyError):
        why = str(getattr(error, "orig", None) or type(error).__name__).partition("\n")[0]  # the statement follows
        damaged = "malformed" in why or "not a database" in why
        return f": {'the file is damaged' if damaged else 'the database cannot be used'}: {why}"
    return None


def _is_of_extras(module: str) -> bool:
    """Whether a module comes with one of our extras; one that a host's own code lacks is for the host to see."""
    asked = {re.split(r"[^\w.-]", one)[0].lower().replace("-", "_") for one in requires("helpdesk-core") or ()}
    name = module.partition(".")[0].lower()
    return name in asked or f"python_{name}" in asked


if __name__ == "__main__":
    main()
