"""The command line."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Entry point of ``helpdesk``. Says what to install when the app's parts are missing, and what to change when it
    cannot start."""
    try:
        from .commands import app
    except ModuleNotFoundError as error:
        sys.exit(f"helpdesk needs {error.name}: pip install 'helpdesk-core[demo]'")
    from sqlalchemy.exc import SQLAlchemyError

    from helpdesk_core import ConfigurationError, StoreError

    os.umask(0o077)  # what commands write, databases and reports, is their owner's alone
    try:
        app(sys.argv[1:])
    except ConfigurationError as error:
        sys.exit(f"helpdesk: {error}")
    except StoreError as error:
        sys.exit(f"helpdesk: the database: {error}")
    except SQLAlchemyError as error:
        why = str(getattr(error, "orig", None) or type(error).__name__)
        damaged = "malformed" in why or "not a database" in why
        sys.exit(f"helpdesk: {'the file is damaged' if damaged else 'the database cannot be used'}: {why}")


if __name__ == "__main__":
    main()
