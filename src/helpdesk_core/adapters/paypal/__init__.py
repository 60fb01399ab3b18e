"""PayPal: a page of PayPal's on which a customer agrees to an amount, the taking of it, and PayPal's signed word."""

from __future__ import annotations

from .payments import LIVE, SANDBOX, PayPalPayments

__all__ = ["LIVE", "SANDBOX", "PayPalPayments"]
