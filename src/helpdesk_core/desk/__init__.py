"""The one way in, the one way out, and delivery."""

from .asynchronous import AsyncHelpdesk
from .composer import Recipient
from .delivery import DeliveryReport
from .helpdesk import Helpdesk

__all__ = ["AsyncHelpdesk", "DeliveryReport", "Helpdesk", "Recipient"]
