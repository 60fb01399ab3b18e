"""Staff accounts and sign-in, where the app runs alone."""

from .staff import StaffAccounts, StaffMember

__all__ = ["StaffAccounts", "StaffMember"]
