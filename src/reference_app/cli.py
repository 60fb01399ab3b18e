"""The command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point of ``helpdesk``. Says what to install when the app's parts are missing, and what to change when it
    cannot start."""
    try:
        from .commands import app
    except ModuleNotFoundError as error:
        sys.exit(f"helpdesk needs {error.name}: pip install 'helpdesk-core[demo]'")
    from helpdesk_core import ConfigurationError, StoreError

    try:
        app(sys.argv[1:])
    except ConfigurationError as error:
        sys.exit(f"helpdesk: {error}")
    except StoreError as error:
        sys.exit(f"helpdesk: the database: {error}")


if __name__ == "__main__":
    main()
