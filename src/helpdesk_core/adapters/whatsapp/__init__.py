"""WhatsApp by the Cloud API of its maker: what customers write, what they are sent, and what became of it.

Two calls and one signature, without an SDK: nothing is needed besides the standard library.
"""

from .calls import API, Answered, GraphApi
from .channel import WhatsAppChannel
from .notifier import Template, WhatsAppNotifier

__all__ = ["API", "Answered", "GraphApi", "Template", "WhatsAppChannel", "WhatsAppNotifier"]
