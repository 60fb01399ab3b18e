"""The one way in, the one way out, and delivery."""

from .asynchronous import AsyncHelpdesk
from .delivery import DeliveryReport, Recipient
from .helpdesk import Helpdesk

__all__ = ["AsyncHelpdesk", "DeliveryReport", "Helpdesk", "Recipient"]
