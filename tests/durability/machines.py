"""The shop of the docs, for as many processes as there are; leases are short, so that what a killed worker held is free
soon."""

from helpdesk_core.desk import delivery, leases

delivery.LEASE_SECONDS = leases.LEASE_SECONDS = 2  # type: ignore[misc]

from shop import app, desk, pages  # type: ignore[import-not-found]  # noqa: E402

__all__ = ["app", "desk", "pages"]
