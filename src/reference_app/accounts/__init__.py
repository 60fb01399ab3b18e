"""Staff accounts and sign-in, where the app runs alone."""

from .model import StaffMember
from .staff import StaffAccounts

__all__ = ["StaffAccounts", "StaffMember"]
